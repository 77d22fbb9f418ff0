#include "topics/topicssnapshot.h"

#include "common/background.h"
#include "kafka/newest.h"

namespace bd::app {

OffsetsByTopic unreadWrites(const QStringList &wanted, const TopicDetailsMap &details, const LastWrites &known)
{
    constexpr int most = 200;
    OffsetsByTopic unread;
    for (const QString &topic : wanted) {
        const auto found = details.constFind(topic);
        const bool canBeRead = found != details.cend() && kafka::areKnown(found->offsets);
        const auto before = known.constFind(topic);
        if (canBeRead && (before == known.cend() || before->offsets != found->offsets)) {
            unread.insert(topic, found->offsets);
        }
        if (unread.size() >= most) {
            break;
        }
    }
    return unread;
}

void addLastWrites(TopicDetailsMap &details, const LastWrites &known)
{
    for (auto it = known.cbegin(); it != known.cend(); ++it) {
        if (const auto found = details.find(it.key()); found != details.end()) {
            found->lastWrite = it->at;
            found->lastWriteAsOf = it->offsets == found->offsets ? found->offsetsAsOf : it->asOf;
        }
    }
}

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
