#include <algorithm>

#include "shots/samples.h"

namespace bd::app::samples {

namespace {

using namespace std::chrono_literals;
using kafka::GroupState;

kafka::GroupMember member(const char *client, int last, const std::vector<kafka::TopicPartition> &partitions)
{
    return {QStringLiteral("%1-5f1c3b0e-8a2d-4b57").arg(QLatin1String(client)),
            QString::fromLatin1(client),
            {},
            QStringLiteral("172.18.0.%1").arg(last),
            partitions};
}

kafka::GroupOffset offset(const QString &topic, int partition, std::optional<qint64> committed, qint64 begin,
                          qint64 end, const QString &memberId = {})
{
    return {.at = {topic, partition},
            .isKnown = true,
            .committed = committed,
            .begin = begin,
            .end = end,
            .memberId = memberId};
}

// `lag`: of the first partition; each other one is a third of the one before behind.
kafka::GroupStatus status(const QString &group, GroupState state, const std::vector<kafka::GroupMember> &members,
                          const QStringList &topics, qint64 lag)
{
    kafka::GroupStatus made;
    made.description.id = group;
    made.description.state = state;
    made.description.assignor = members.empty() ? QString() : QStringLiteral("range");
    made.description.coordinator = kafka::GroupCoordinator{1, QStringLiteral("kafka"), 9092};
    made.description.members = members;
    for (const QString &topic : topics) {
        for (int partition = 0; partition < 3; ++partition, lag /= 3) {
            const qint64 end = 41'200 + 917 * partition;
            kafka::GroupOffset one = offset(topic, partition, end - lag, 0, end);
            for (const kafka::GroupMember &reader : members) {
                const bool isIts = std::find(reader.assignment.begin(), reader.assignment.end(), one.at)
                                   != reader.assignment.end();
                one.memberId = isIts ? reader.id : one.memberId;
            }
            made.offsets.push_back(one);
        }
    }
    return made;
}

LagHistory history(qint64 lag)
{
    LagHistory made;
    for (int i = 0; i < 60; ++i) {
        const qint64 wave = lag / 2 + (lag / 2) * ((i * 7) % 11) / 11 + (i < 20 ? lag : 0) * (20 - i) / 12;
        made.push_back({now() - std::chrono::seconds(5 * (60 - i)), i == 31 ? std::nullopt : std::optional(wave)});
    }
    made.push_back({now(), lag});
    return made;
}

LagHistories histories(const kafka::GroupStatus &status)
{
    LagHistories made;
    for (const kafka::GroupOffset &offset : status.offsets) {
        made.insert(offset.at, offset.lag() ? history(*offset.lag()) : LagHistory());
    }
    return made;
}

void add(GroupDetailsMap &details, const kafka::GroupStatus &status)
{
    const qint64 lag = kafka::lagOf(status.offsets).records.value_or(0);
    details.insert(status.description.id, std::make_shared<const GroupDetails>(
                                              GroupDetails{status, now() - 3s, history(lag), histories(status)}));
}

} // namespace

kafka::GroupList groups()
{
    kafka::GroupList made;
    made.groups = {{QStringLiteral("allocation"), GroupState::Stable, false},
                   {QStringLiteral("audit"), GroupState::Empty, false},
                   {QStringLiteral("billing"), GroupState::Stable, false},
                   {QStringLiteral("old-import"), GroupState::Empty, true},
                   {QStringLiteral("reporting"), GroupState::PreparingRebalance, false}};
    return made;
}

kafka::GroupList manyGroups(int count)
{
    kafka::GroupList made;
    for (int i = 0; i < count; ++i) {
        made.groups.push_back({QStringLiteral("team-%1.reader.%2").arg(i % 40).arg(i),
                               i % 3 == 0 ? GroupState::Empty : GroupState::Stable, false});
    }
    return made;
}

GroupDetailsMap groupDetails()
{
    const QString created = QStringLiteral("purchase-created"), confirmed = QStringLiteral("purchase-confirmed");
    const QString allocated = QStringLiteral("trainer-allocated"), log = QStringLiteral("audit-log");
    GroupDetailsMap details;
    add(details,
        status(QStringLiteral("allocation"), GroupState::Stable,
               {member("allocation-worker", 5, {{allocated, 0}, {allocated, 1}, {allocated, 2}})}, {allocated}, 0));
    add(details, status(QStringLiteral("audit"), GroupState::Empty, {}, {created}, 1204));
    add(details, status(QStringLiteral("billing"), GroupState::Stable,
                        {member("billing-worker-1", 6, {{confirmed, 0}, {confirmed, 1}, {created, 0}, {created, 1}}),
                         member("billing-worker-2", 1, {{confirmed, 2}, {created, 2}})},
                        {confirmed, created}, 318));
    kafka::GroupStatus old = status(QStringLiteral("old-import"), GroupState::Empty, {}, {log}, 9000);
    old.description.isSimple = true;
    old.offsets[0].begin = *old.offsets[0].committed + 640; // deleted before it was read
    old.offsets[1].committed = *old.offsets[1].end + 3;     // of a topic that was made again
    old.offsets[2].committed.reset();
    add(details, old);
    return details; // nothing is known of «reporting» yet
}

QMap<QString, QString> containersByAddress()
{
    return {{QStringLiteral("172.18.0.5"), QStringLiteral("kc-backend-worker-1")},
            {QStringLiteral("172.18.0.6"), QStringLiteral("kc-backend-billing-1")}};
}

GroupsSnapshotPtr groupsSnapshot(const kafka::GroupList &list)
{
    return app::groupsSnapshot(list, groupDetails(), now());
}

} // namespace bd::app::samples
