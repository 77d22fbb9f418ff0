#include "topics/topicssnapshot.h"

#include "common/background.h"

namespace bd::app {

TopicsSnapshotPtr topicsSnapshot(kafka::Metadata metadata, TopicDetailsMap details,
                                 std::vector<compose::ExpectedTopic> expected, TimePoint asOf,
                                 const TopicsSnapshotPtr &before)
{
    TopicTable table = topicTable(topicRows(metadata, details, expected));
    const bool isSame = before && before->table->rows == table.rows;
    TopicsSnapshot snapshot{std::move(metadata), std::move(details), std::move(expected),
                            isSame ? before->table : Background::shared(std::move(table)), asOf};
    return Background::shared(std::move(snapshot));
}

} // namespace bd::app
