#include "groups/groupwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "common/words.h"
#include "topics/topicwords.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(GroupWords)
};

using kafka::GroupOffset;
using kafka::GroupState;
using kafka::PartitionReset;

const QString none = QStringLiteral("–");

QString againText(qint64 records)
{
    return Tr::tr("reads %1 again", "a number of records").arg(countText(records));
}

QString skippedText(qint64 records)
{
    return Tr::tr("leaves %1 out", "a number of records").arg(countText(records));
}

} // namespace

QString dateTimeText(TimePoint at)
{
    return QLocale().toString(localTime(at), QStringLiteral("d MMM yyyy HH:mm"));
}

StatePill::Shape shapeOf(const GroupRow &row)
{
    if (!row.error.isEmpty()) {
        return StatePill::Shape::Missing;
    }
    switch (row.state) {
    case GroupState::Stable: return StatePill::Shape::Good;
    case GroupState::PreparingRebalance:
    case GroupState::CompletingRebalance: return StatePill::Shape::Working;
    case GroupState::Empty:
    case GroupState::Dead:
    case GroupState::Unknown: break;
    }
    return StatePill::Shape::Idle;
}

QString stateText(const GroupRow &row)
{
    if (!row.error.isEmpty()) {
        return Tr::tr("not known");
    }
    switch (row.state) {
    case GroupState::Stable: return Tr::tr("stable");
    case GroupState::PreparingRebalance:
    case GroupState::CompletingRebalance: return Tr::tr("rebalancing");
    case GroupState::Empty: return Tr::tr("empty");
    case GroupState::Dead: return Tr::tr("gone");
    case GroupState::Unknown: break;
    }
    return Tr::tr("not known");
}

QString lagText(const kafka::GroupLag &lag)
{
    if (!lag.records) {
        return lag.isComplete() ? none : unknownText;
    }
    return lag.isComplete() ? recordsText(lag.records) : Tr::tr("≥ %1").arg(countText(*lag.records));
}

QString coordinatorText(const std::optional<kafka::GroupCoordinator> &coordinator)
{
    return coordinator ? Tr::tr("broker %1").arg(coordinator->broker) : unknownText;
}

QString committedText(const GroupOffset &offset)
{
    if (!offset.isKnown) {
        return unknownText;
    }
    return offset.committed ? countText(*offset.committed) : none;
}

QString partitionLagText(const GroupOffset &offset)
{
    if (offset.standing() == GroupOffset::Standing::NothingCommitted) {
        return none;
    }
    const auto lag = offset.lag();
    return lag ? countText(*lag) : unknownText;
}

QString standingText(const GroupOffset &offset)
{
    switch (offset.standing()) {
    case GroupOffset::Standing::InRange: break;
    case GroupOffset::Standing::Unknown: return Tr::tr("not known");
    case GroupOffset::Standing::NothingCommitted: return Tr::tr("nothing committed");
    case GroupOffset::Standing::RecordsDeleted:
        return Tr::tr("%1 deleted unread", "a number of records").arg(countText(*offset.begin - *offset.committed));
    case GroupOffset::Standing::BeyondEnd: return Tr::tr("beyond the end");
    }
    return {};
}

QString resetText(const PartitionReset &reset)
{
    QStringList said;
    if (!reset.changes()) {
        said += reset.note == PartitionReset::Note::None ? Tr::tr("stays") : QString();
    } else if (!reset.from) {
        said += Tr::tr("begins there");
    } else {
        said += *reset.to < *reset.from ? againText(*reset.from - *reset.to) : skippedText(*reset.to - *reset.from);
    }
    said += kafka::noteText(reset.note);
    said.removeAll(QString());
    return said.join(QStringLiteral("; "));
}

QString resetText(const kafka::ResetPlan &plan)
{
    const auto changes = static_cast<int>(plan.changes().size());
    if (changes == 0) {
        return Tr::tr("Nothing changes.");
    }
    QStringList effects;
    if (const qint64 again = plan.readAgain(); again > 0) {
        effects += againText(again);
    }
    if (const qint64 skipped = plan.skipped(); skipped > 0) {
        effects += skippedText(skipped);
    }
    const QString said = Tr::tr("%1 of %n partition(s) change", nullptr, static_cast<int>(plan.partitions.size()))
                             .arg(countText(changes));
    return effects.isEmpty()
               ? said + QLatin1Char('.')
               : Tr::tr("%1: the group %2.", "what changes, what that does").arg(said, effects.join(Tr::tr(" and ")));
}

} // namespace bd::app
