#include "topics/topicwords.h"

#include <QCoreApplication>

#include "common/words.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TopicWords)
};

} // namespace

QString recordsText(const std::optional<qint64> &number)
{
    if (!number) {
        return unknownText;
    }
    return *number == 0 ? countText(0) : Tr::tr("≈ %1").arg(countText(*number));
}

QString lastWriteText(const std::optional<TimePoint> &at, const std::optional<TimePoint> &asOf)
{
    if (!asOf) {
        return unknownText;
    }
    return at ? dayText(*at, *asOf) : Tr::tr("none", "last write");
}

StatePill::Shape shapeOf(const TopicRow &row)
{
    using Shape = StatePill::Shape;
    if (row.expected == TopicRow::Expected::Missing || row.summary.leaderless > 0 || !row.error.isEmpty()) {
        return Shape::Missing;
    }
    if (row.summary.underReplicated > 0) {
        return Shape::Trouble;
    }
    return row.expected == TopicRow::Expected::Differs ? Shape::Working : Shape::Good;
}

QString stateText(const TopicRow &row)
{
    if (row.expected == TopicRow::Expected::Missing) {
        return Tr::tr("missing");
    }
    if (row.summary.leaderless > 0) {
        return Tr::tr("%n without leader", nullptr, row.summary.leaderless);
    }
    if (!row.error.isEmpty()) {
        return Tr::tr("error");
    }
    if (row.summary.underReplicated > 0) {
        return Tr::tr("%n under-replicated", nullptr, row.summary.underReplicated);
    }
    return row.expected == TopicRow::Expected::Differs ? Tr::tr("not as expected") : Tr::tr("in sync");
}

} // namespace bd::app
