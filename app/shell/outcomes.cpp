#include "shell/outcomes.h"

#include <QCoreApplication>

#include "common/words.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Outcomes)
};

Finding calm(const QString &title, const QString &text = {})
{
    return {.edge = Card::Edge::Accent, .title = title, .text = text, .raw = {}, .accept = {}, .dismissible = true};
}

QString goesOnText(const QString &what, Action action)
{
    switch (action) {
    case Action::Start:
        return Tr::tr("%1 is still starting. Containers stay as they are; services that wait at a gate are not "
                      "started.")
            .arg(what);
    case Action::Stop:
        return Tr::tr("%1 is still stopping. Containers stay as they are; services that are not stopped yet go on "
                      "running.")
            .arg(what);
    case Action::Restart:
        return Tr::tr("%1 is still restarting. Containers stay as they are; services that are down or wait at a gate "
                      "are not started.")
            .arg(what);
    case Action::CreateTopics:
        return Tr::tr("Topics of %1 are still being created. Those that are made stay.").arg(what);
    case Action::TakeSnapshot:
        return Tr::tr(
                   "A snapshot of %1 is still being taken. Nothing of it is kept; what was stopped is started again.")
            .arg(what);
    case Action::Reset:
    case Action::Restore:
        return Tr::tr(
                   "%1 is still being worked on. What is being deleted is deleted to the end; then it can be gone on "
                   "with, in Volumes.")
            .arg(what);
    case Action::Unregister: return Tr::tr("A registration of %1 is still being deleted.").arg(what);
    case Action::DeleteVolume: return Tr::tr("A volume of %1 is still being deleted.").arg(what);
    }
    return {};
}

} // namespace

std::optional<Finding> noticeOf(const Operation &operation, const Result<startup::StartReport> &outcome)
{
    if (!outcome && outcome.error().code == ErrorCode::Cancelled) {
        return calm(Tr::tr("Stopped waiting; containers were left as they are"));
    }
    if (!outcome) {
        Finding finding = findingOf(outcome.error());
        finding.dismissible = true;
        return finding;
    }
    if (operation.action == Action::CreateTopics && !outcome->createdTopics.isEmpty()) {
        return calm(Tr::tr("Created %1").arg(listText(outcome->createdTopics)));
    }
    if (!outcome->notReady.isEmpty()) {
        Finding finding = calm(Tr::tr("%n service(s) did not come up: %1", nullptr,
                                      static_cast<int>(outcome->notReady.size()))
                                   .arg(listText(outcome->notReady)),
                               Tr::tr("The timeline shows what each of them waited for."));
        finding.edge = Card::Edge::Waiting;
        return finding;
    }
    return {};
}

QString doneText(const TopicChange &change)
{
    using Kind = TopicChange::Kind;
    const QString topics = listText(change.topics);
    switch (change.kind) {
    case Kind::Create: return Tr::tr("Created %1").arg(topics);
    case Kind::Delete: return Tr::tr("Deleted %1").arg(topics);
    case Kind::Empty: return Tr::tr("Deleted the records of %1").arg(topics);
    case Kind::AddPartitions: return Tr::tr("Added partitions to %1").arg(topics);
    case Kind::SetConfig: return Tr::tr("Changed the settings of %1").arg(topics);
    case Kind::Mend: return Tr::tr("Made %1 as expected").arg(topics);
    case Kind::Recreate: return Tr::tr("Deleted %1 and made it again").arg(topics);
    }
    return {};
}

QString doneText(const GroupChange &change)
{
    using Kind = GroupChange::Kind;
    switch (change.kind) {
    case Kind::Reset: return Tr::tr("Reset the offsets of %1").arg(change.group);
    case Kind::Delete: return Tr::tr("Deleted the group %1").arg(change.group);
    case Kind::DeleteOffsets: return Tr::tr("Deleted the offsets of %1 in %2").arg(change.group, change.topic);
    }
    return {};
}

QString goingOnText(const TopicChange &change)
{
    using Kind = TopicChange::Kind;
    const QString topics = listText(change.topics);
    switch (change.kind) {
    case Kind::Create: return Tr::tr("Creating %1…").arg(topics);
    case Kind::Delete: return Tr::tr("Deleting %1…").arg(topics);
    case Kind::Empty: return Tr::tr("Deleting the records of %1…").arg(topics);
    case Kind::AddPartitions: return Tr::tr("Adding partitions to %1…").arg(topics);
    case Kind::SetConfig: return Tr::tr("Changing the settings of %1…").arg(topics);
    case Kind::Mend: return Tr::tr("Making %1 as expected…").arg(topics);
    case Kind::Recreate: return Tr::tr("Deleting %1 and making it again…").arg(topics);
    }
    return {};
}

QString goingOnText(const GroupChange &change)
{
    using Kind = GroupChange::Kind;
    switch (change.kind) {
    case Kind::Reset: return Tr::tr("Resetting the offsets of %1…").arg(change.group);
    case Kind::Delete: return Tr::tr("Deleting the group %1…").arg(change.group);
    case Kind::DeleteOffsets: return Tr::tr("Deleting the offsets of %1 in %2…").arg(change.group, change.topic);
    }
    return {};
}

Finding waitingFinding(const QString &goingOn)
{
    Finding finding = calm(goingOn, Tr::tr("The broker has not answered yet."));
    finding.edge = Card::Edge::Waiting;
    finding.accept = Tr::tr("Stop waiting");
    finding.dismissible = false;
    return finding;
}

Finding stoppedWaitingFinding()
{
    return calm(Tr::tr("Stopped waiting for the broker"),
                Tr::tr("What it was asked for already it may do all the same: look at what is there."));
}

bool isWaitedFor(const std::optional<Operation> &operation)
{
    return operation && !operation->cancelling;
}

Question stopWaitingQuestion(const QString &project, const Operation &operation, Leaving leaving)
{
    const QString what = operation.services.size() == 1 ? operation.services.first() : project;
    return {.title = Tr::tr("Stop waiting for %1?").arg(what),
            .text = goesOnText(what, operation.action),
            .accept = leaving == Leaving::ToOpen ? Tr::tr("Stop waiting and open") : Tr::tr("Stop waiting and close"),
            .refuse = Tr::tr("Keep waiting")};
}

} // namespace bd::app
