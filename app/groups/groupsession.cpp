#include "groups/groupsession.h"

#include <algorithm>

#include <QCoreApplication>
#include <QSet>

#include "kafka/groupwork.h"

namespace bd::app {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(GroupSession)
};

constexpr auto lookPace = 5s;
constexpr Millis lookDeadline = 5s;
constexpr Millis changeDeadline = 20s;
constexpr Millis previewDeadline = 8s; // somebody waits for it
constexpr int mostAtOnce = 200;        // groups of one look

Result<> asOne(const std::vector<kafka::PartitionOutcome> &outcomes)
{
    QStringList refused;
    for (const kafka::PartitionOutcome &outcome : outcomes) {
        if (!outcome.error.isEmpty()) {
            refused +=
                Tr::tr("%1, partition %2: %3").arg(outcome.at.topic).arg(outcome.at.partition).arg(outcome.error);
        }
    }
    if (refused.isEmpty()) {
        return {};
    }
    return fail(ErrorCode::Kafka,
                Tr::tr("The broker refused it for %n partition(s)", nullptr, static_cast<int>(refused.size())),
                refused.first(), refused.size() > 1 ? refused.join(QLatin1Char('\n')) : QString());
}

} // namespace

// What a look needs to know, as it was when it began.
struct GroupSession::Wish {
    QStringList wanted;
    QHash<QString, TimePoint> left;
    GroupsSnapshotPtr before;
    int changes = 0;
};

struct GroupSession::Look {
    GroupsSnapshotPtr snapshot;
    QStringList asked;          // groups whose details are new
    bool goesOn = false;        // more are wanted than one look asks for
    std::optional<Error> error; // why there are no details
};

namespace {

// What is made again is another group; one that a silent broker keeps may still be there.
GroupDetailsMap stillTrue(const GroupDetailsMap &known, const kafka::GroupList &groups)
{
    if (!groups.unanswered.isEmpty()) {
        return known;
    }
    QSet<QString> there;
    there.reserve(static_cast<qsizetype>(groups.groups.size()));
    for (const kafka::GroupListing &group : groups.groups) {
        there.insert(group.id);
    }
    GroupDetailsMap details = known;
    details.removeIf([&](const GroupDetailsMap::iterator &one) { return !there.contains(one.key()); });
    return details;
}

// The line of a group that nobody looked at for a while has a gap.
std::shared_ptr<const GroupDetails> detailsFrom(const kafka::GroupStatus &status, TimePoint asOf,
                                                const GroupDetails &before, std::optional<TimePoint> left)
{
    LagHistory history = before.history;
    LagHistories byPartition = before.byPartition;
    const kafka::GroupLag lag = kafka::lagOf(status.offsets);
    remember(history, {asOf, lag.isComplete() ? lag.records : std::nullopt}, left);
    remember(byPartition, status.offsets, asOf, left);
    return std::make_shared<const GroupDetails>(GroupDetails{status, asOf, std::move(history), std::move(byPartition)});
}

} // namespace

// The names are worth having where the rest is not to be had.
Result<GroupSession::Look> GroupSession::lookOn(ClientConnection &connection, const Wish &wish, std::stop_token stop)
{
    const auto client = connection.get(stop);
    if (!client) {
        return tl::unexpected(client.error());
    }
    const auto groups = (*client)->groups(lookDeadline, stop);
    if (!groups) {
        connection.drop();
        return tl::unexpected(groups.error());
    }
    Look look;
    GroupDetailsMap details = stillTrue(wish.before ? wish.before->details : GroupDetailsMap(), *groups);
    const QSet<QString> wanted(wish.wanted.begin(), wish.wanted.end());
    QStringList there;
    for (const kafka::GroupListing &group : groups->groups) {
        if (wanted.contains(group.id)) {
            there += group.id;
        }
    }
    const QStringList due = dueGroups(there, details, mostAtOnce);
    if (!due.isEmpty()) {
        const auto found = kafka::lookAtGroups(**client, due, {}, lookDeadline, stop);
        const TimePoint asOf = Clock::system().now();
        const auto statuses = found.value_or(QMap<QString, kafka::GroupStatus>());
        for (auto it = statuses.cbegin(); it != statuses.cend(); ++it) {
            const auto left = wish.left.constFind(it.key());
            details.insert(it.key(), detailsFrom(it.value(), asOf, detailsOf(details, it.key()),
                                                 left == wish.left.cend() ? std::nullopt : std::optional(*left)));
            look.asked += it.key();
        }
        look.error = found ? std::nullopt : std::optional(found.error());
        look.goesOn = !look.asked.isEmpty() && due.size() < there.size()
                      && std::ranges::any_of(there,
                                             [&](const QString &group) { return !detailsOf(details, group).asOf; });
    }
    look.snapshot = groupsSnapshot(*groups, std::move(details), Clock::system().now(), wish.before);
    return look;
}

GroupSession::GroupSession(ClientConnection::Connect connect, QObject *parent)
    : QObject(parent), m_connection(std::make_shared<ClientConnection>(std::move(connect)))
{
    m_pace.setInterval(lookPace);
    QObject::connect(&m_pace, &QTimer::timeout, this, &GroupSession::look);
}

GroupSession::~GroupSession()
{
    m_connection->drop();
}

void GroupSession::setConnect(ClientConnection::Connect connect)
{
    m_connection->setConnect(std::move(connect));
}

void GroupSession::setWatched(bool watched)
{
    if (watched == m_watched) {
        return;
    }
    m_watched = watched;
    if (watched) {
        m_pace.start();
        look();
        return;
    }
    m_pace.stop();
    m_connection->drop(); // an idle connection costs wake-ups
    leave(m_wanted);
}

// Nobody looks at these from now on: their lines have a gap until somebody does again.
void GroupSession::leave(const QStringList &groups)
{
    for (const QString &group : groups) {
        if (!m_left.contains(group)) {
            m_left.insert(group, Clock::system().now());
        }
    }
}

void GroupSession::refresh()
{
    look();
}

void GroupSession::wantDetails(const QStringList &groups)
{
    const QSet<QString> wanted(groups.begin(), groups.end());
    QStringList left = std::exchange(m_wanted, groups);
    left.removeIf([&wanted](const QString &group) { return wanted.contains(group); });
    leave(left);
    if (m_snapshot && !knowsAllWanted()) {
        look();
    }
}

bool GroupSession::knowsAllWanted() const
{
    return std::ranges::none_of(m_wanted, [this](const QString &group) {
        const GroupRow *row = m_snapshot->table->row(group);
        return row && !row->asOf;
    });
}

void GroupSession::look()
{
    if (!m_watched) {
        return;
    }
    if (std::exchange(m_looking, true)) {
        m_lookAgain = true;
        return;
    }
    const Wish wish{m_wanted, m_left, m_snapshot, m_changes};
    m_background.run([connection = m_connection,
                      wish](std::stop_token stop) { return lookOn(*connection, wish, stop); },
                     [this, wish](const Result<Look> &outcome) { looked(outcome, wish); });
}

void GroupSession::looked(const Result<Look> &outcome, const Wish &wish)
{
    m_looking = false;
    if (!m_watched) {
        m_connection->drop();
    }
    if (outcome && wish.changes != m_changes) {
        m_lookAgain = true; // it saw what was before
    } else if (outcome) {
        take(*outcome, wish);
    } else if (outcome.error().code != ErrorCode::Cancelled) {
        Q_EMIT lookFailed(outcome.error());
    }
    if (std::exchange(m_lookAgain, false)) {
        look();
    }
}

void GroupSession::take(const Look &look, const Wish &wish)
{
    m_snapshot = look.snapshot;
    for (const QString &group : look.asked) {
        if (m_left.value(group) == wish.left.value(group)) { // not left anew in the meantime
            m_left.remove(group);
        }
    }
    m_lookAgain = m_lookAgain || look.goesOn;
    Q_EMIT groupsChanged(m_snapshot);
    if (look.error && look.error->code != ErrorCode::Cancelled) {
        Q_EMIT lookFailed(*look.error);
    }
}

void GroupSession::preview(const kafka::ResetWish &wish)
{
    m_preview.request_stop();
    const auto work = [wish](kafka::Client &client, std::stop_token stop) {
        return kafka::previewReset(client, wish, previewDeadline, std::move(stop));
    };
    m_preview = m_background.run(over(m_connection, work), [this, wish](const Result<kafka::ResetPlan> &outcome) {
        if (outcome) {
            Q_EMIT previewed(wish, *outcome, {});
        } else if (outcome.error().code != ErrorCode::Cancelled) {
            Q_EMIT previewed(wish, {}, outcome.error());
        }
    });
}

void GroupSession::stopWaiting()
{
    m_changing.requestStop();
}

void GroupSession::change(const GroupChange &change, std::function<Result<>(kafka::Client &, std::stop_token)> work)
{
    Q_EMIT begun(change);
    m_changing.run(over(m_connection, std::move(work)), [this, change](const Result<> &outcome) {
        ++m_changes;
        Q_EMIT changed(change, outcome ? std::nullopt : std::optional(outcome.error()));
        look();
    });
}

void GroupSession::reset(const kafka::ResetPlan &plan)
{
    change({GroupChange::Kind::Reset, plan.group, {}}, [plan](kafka::Client &client, std::stop_token stop) {
        return kafka::applyReset(client, plan, changeDeadline, stop).and_then(asOne);
    });
}

void GroupSession::deleteGroup(const QString &group)
{
    change({GroupChange::Kind::Delete, group, {}}, [group](kafka::Client &client, std::stop_token stop) {
        return client.deleteGroups({group}, changeDeadline, stop)
            .and_then([](const std::vector<kafka::GroupOutcome> &outcomes) -> Result<> {
                const kafka::GroupOutcome &outcome = outcomes.front();
                return outcome.error.isEmpty()
                           ? Result<>()
                           : fail(ErrorCode::Kafka,
                                  Tr::tr("The group %1 was not deleted: %2").arg(outcome.group, outcome.error));
            });
    });
}

void GroupSession::deleteOffsets(const QString &group, const QString &topic)
{
    change({GroupChange::Kind::DeleteOffsets, group, topic},
           [group, topic](kafka::Client &client, std::stop_token stop) {
               return kafka::forgetOffsets(client, group, topic, {}, changeDeadline, stop).and_then(asOne);
           });
}

} // namespace bd::app
