#include "groups/groupsession.h"

#include <algorithm>
#include <set>

#include <QCoreApplication>

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

struct GroupSession::Look {
    kafka::GroupList groups;
    QMap<QString, kafka::GroupStatus> details; // of those that were asked for
    std::optional<Error> error;                // why there are none
    TimePoint asOf{};
};

// The names are worth having where the rest is not to be had.
Result<GroupSession::Look> GroupSession::lookOn(ClientConnection &connection, const QStringList &due,
                                                std::stop_token stop)
{
    const auto client = connection.get(stop);
    if (!client) {
        return tl::unexpected(client.error());
    }
    auto groups = (*client)->groups(lookDeadline, stop);
    if (!groups) {
        connection.drop();
        return tl::unexpected(groups.error());
    }
    Look look{std::move(*groups), {}, {}, Clock::system().now()};
    const std::set<QString> wanted(due.begin(), due.end());
    QStringList there;
    for (const kafka::GroupListing &group : look.groups.groups) {
        if (wanted.contains(group.id)) {
            there += group.id;
        }
    }
    if (!there.isEmpty()) {
        const auto details = kafka::lookAtGroups(**client, there, {}, lookDeadline, stop);
        look.details = details.value_or(QMap<QString, kafka::GroupStatus>());
        look.error = details ? std::nullopt : std::optional(details.error());
        look.asOf = Clock::system().now();
    }
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
    leave(m_details.keys());
}

// Nobody looks at these from now on: their lines have a gap until somebody does again.
void GroupSession::leave(const QStringList &groups)
{
    for (const QString &group : groups) {
        const GroupDetails &known = detailsOf(m_details, group);
        if (known.history.empty() || !known.history.back().records) {
            continue;
        }
        GroupDetails left = known;
        remember(left.history, {Clock::system().now(), {}});
        m_details.insert(group, std::make_shared<const GroupDetails>(std::move(left)));
    }
}

void GroupSession::refresh()
{
    look();
}

void GroupSession::wantDetails(const QStringList &groups)
{
    const std::set<QString> wanted(groups.begin(), groups.end());
    QStringList left = std::exchange(m_wanted, groups);
    left.removeIf([&wanted](const QString &group) { return wanted.contains(group); });
    leave(left);
    if (m_groups && !knowsAllWanted()) {
        look();
    }
}

bool GroupSession::knowsAllWanted() const
{
    const auto isUnknown = [this](const QString &group) {
        return !detailsOf(m_details, group).asOf
               && std::ranges::find(m_groups->groups, group, &kafka::GroupListing::id) != m_groups->groups.end();
    };
    return std::none_of(m_wanted.begin(), m_wanted.end(), isUnknown);
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
    m_background.run([connection = m_connection, due = dueGroups(m_wanted, m_details, mostAtOnce)](
                         std::stop_token stop) { return lookOn(*connection, due, stop); },
                     [this, changes = m_changes](const Result<Look> &outcome) { looked(outcome, changes); });
}

void GroupSession::looked(const Result<Look> &outcome, int changesBefore)
{
    m_looking = false;
    if (!m_watched) {
        m_connection->drop();
    }
    if (outcome && changesBefore != m_changes) {
        m_lookAgain = true; // it saw what was before
    } else if (outcome) {
        take(*outcome);
    } else if (outcome.error().code != ErrorCode::Cancelled) {
        Q_EMIT lookFailed(outcome.error());
    }
    if (std::exchange(m_lookAgain, false)) {
        look();
    }
}

void GroupSession::take(const Look &look)
{
    m_groups = look.groups;
    std::set<QString> there;
    for (const kafka::GroupListing &group : m_groups->groups) {
        there.insert(group.id);
    }
    // What is made again is another group; one that a silent broker keeps may still be there.
    m_details.removeIf([&](GroupDetailsMap::iterator details) {
        return m_groups->unanswered.isEmpty() && !there.contains(details.key());
    });
    for (auto it = look.details.cbegin(); it != look.details.cend(); ++it) {
        GroupDetails details{it.value(), look.asOf, detailsOf(m_details, it.key()).history};
        const kafka::GroupLag lag = kafka::lagOf(it->offsets);
        remember(details.history, {look.asOf, lag.isComplete() ? lag.records : std::nullopt});
        m_details.insert(it.key(), std::make_shared<const GroupDetails>(std::move(details)));
    }
    // The next ones, where more are wanted than one look asks for.
    const bool goesOn = !look.details.isEmpty() && m_wanted.size() > mostAtOnce && !knowsAllWanted();
    m_lookAgain = m_lookAgain || goesOn;
    Q_EMIT groupsChanged();
    if (look.error && look.error->code != ErrorCode::Cancelled) {
        Q_EMIT lookFailed(*look.error);
    }
}

void GroupSession::preview(const kafka::ResetWish &wish)
{
    m_preview.request_stop();
    const auto work = [connection = m_connection, wish](std::stop_token stop) -> Result<kafka::ResetPlan> {
        const auto client = connection->get(stop);
        return client ? kafka::previewReset(**client, wish, previewDeadline, stop) : tl::unexpected(client.error());
    };
    m_preview = m_background.run(work, [this, wish](const Result<kafka::ResetPlan> &outcome) {
        if (outcome) {
            Q_EMIT previewed(wish, *outcome, {});
        } else if (outcome.error().code != ErrorCode::Cancelled) {
            Q_EMIT previewed(wish, {}, outcome.error());
        }
    });
}

void GroupSession::change(const GroupChange &change, std::function<Result<>(kafka::Client &, std::stop_token)> work)
{
    const auto run = [connection = m_connection, work = std::move(work)](std::stop_token stop) -> Result<> {
        const auto client = connection->get(stop);
        return client ? work(**client, stop) : tl::unexpected(client.error());
    };
    m_background.run(run, [this, change](const Result<> &outcome) {
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
