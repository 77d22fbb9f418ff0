#include "topics/topicssnapshot.h"

#include "common/background.h"

namespace bd::app {

TopicsSnapshotPtr topicsSnapshot(kafka::Metadata metadata, TopicDetailsMap details,
                                 std::vector<compose::ExpectedTopic> expected, TimePoint asOf,
                                 const TopicsSnapshotPtr &before, const KnownSizes &sizes)
{
    std::vector<TopicRow> rows = topicRows(metadata, details, expected);
    for (TopicRow &row : rows) {
        if (const auto size = sizes.bytes.constFind(row.summary.name); size != sizes.bytes.constEnd()) {
            row.size = *size;
            row.sizeAsOf = sizes.asOf;
        }
    }
    TopicTable table = topicTable(std::move(rows));
    const bool isSame = before && before->table->rows == table.rows;
    TopicsSnapshot snapshot{std::move(metadata), std::move(details), std::move(expected),
                            isSame ? before->table : Background::shared(std::move(table)), asOf};
    return Background::shared(std::move(snapshot));
}

} // namespace bd::app
