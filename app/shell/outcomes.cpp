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

} // namespace bd::app
