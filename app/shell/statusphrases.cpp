#include "shell/statusphrases.h"

#include <QCoreApplication>

#include "common/words.h"
#include "overview/phrases.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Status)
};

QString operationText(const Operation &operation, TimePoint now)
{
    if (operation.cancelling) {
        return Tr::tr("cancelling");
    }
    const QString elapsed = durationText(std::max(Micros(100'000), Micros(now - operation.startedAt)));
    switch (operation.action) {
    case Action::Start: return Tr::tr("starting, %1").arg(elapsed);
    case Action::Stop: return Tr::tr("stopping, %1").arg(elapsed);
    case Action::Restart: return Tr::tr("restarting, %1").arg(elapsed);
    case Action::CreateTopics: return Tr::tr("creating topics, %1").arg(elapsed);
    case Action::TakeSnapshot: return Tr::tr("taking a snapshot, %1").arg(elapsed);
    case Action::Reset: return Tr::tr("resetting, %1").arg(elapsed);
    case Action::Restore: return Tr::tr("restoring, %1").arg(elapsed);
    case Action::Unregister: return Tr::tr("deleting a registration, %1").arg(elapsed);
    case Action::DeleteVolume: return Tr::tr("deleting a volume, %1").arg(elapsed);
    }
    return {};
}

} // namespace

Status statusOf(const std::optional<stack::StackState> &state, const std::optional<Operation> &operation, TimePoint now)
{
    using Shape = StatePill::Shape;
    if (operation) {
        return {.shape = Shape::Working, .text = operationText(*operation, now)};
    }
    if (!state || state->link == stack::Link::Connecting) {
        return {.shape = Shape::Working, .text = Tr::tr("looking")};
    }
    if (state->link == stack::Link::Lost) {
        return {.shape = Shape::Trouble, .text = Tr::tr("the engine does not answer")};
    }
    if (!state->heldBy.isEmpty()) { // «brokerdeckctl start, pid 4711, since 14:02»
        return {.shape = Shape::Working,
                .text = Tr::tr("%1 is at work").arg(state->heldBy.section(QLatin1Char(','), 0, 0))};
    }
    if (!state->isRunning()) {
        return {.shape = Shape::Idle, .text = Tr::tr("stopped")};
    }
    const bool all = state->up() == static_cast<int>(state->services.size());
    return {.shape = all ? Shape::Good : Shape::Working, .text = upSentence(*state)};
}

} // namespace bd::app
