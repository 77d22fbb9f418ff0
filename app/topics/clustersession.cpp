#include "topics/clustersession.h"

#include <algorithm>

#include <QCoreApplication>

#include "kafka/newest.h"
#include "startup/topics.h"

namespace bd::app {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ClusterSession)
};

constexpr auto lookPace = 5s;
constexpr Millis lookDeadline = 5s;
constexpr Millis changeDeadline = 20s;
constexpr auto sizesPace = 60s; // they cost an exec in each broker
constexpr Millis checkDeadline = 5s;
constexpr Millis writesDeadline = 4s;
constexpr auto configAge = 60s; // settings change seldom, and by us they are asked for again at once

// The first thing that was refused, and all of it behind the click.
Result<> unlessRefused(const QStringList &refused)
{
    if (refused.isEmpty()) {
        return {};
    }
    return fail(ErrorCode::Kafka, Tr::tr("The broker refused %n topic(s)", nullptr, static_cast<int>(refused.size())),
                refused.first(), refused.size() > 1 ? refused.join(QLatin1Char('\n')) : QString());
}

Result<> asOne(const std::vector<kafka::TopicOutcome> &outcomes)
{
    QStringList refused;
    for (const kafka::TopicOutcome &outcome : outcomes) {
        if (!outcome.error.isEmpty()) {
            refused += Tr::tr("%1: %2").arg(outcome.name, outcome.error);
        } else if (outcome.existed) {
            refused += Tr::tr("%1: it is there already").arg(outcome.name);
        }
    }
    return unlessRefused(refused);
}

Result<> areEmpty(kafka::Client &client, const QStringList &names, const std::stop_token &stop)
{
    const auto metadata = client.metadata(true, changeDeadline, stop);
    if (!metadata) {
        return tl::unexpected(metadata.error());
    }
    std::vector<kafka::Topic> topics;
    for (const QString &name : names) {
        if (const kafka::Topic *topic = metadata->topic(name)) {
            topics.push_back(*topic);
        }
    }
    const auto offsets = client.offsets(topics, changeDeadline, stop);
    if (!offsets) {
        return tl::unexpected(offsets.error());
    }
    for (const kafka::Topic &topic : topics) {
        if (kafka::summaryOf(topic, offsets->value(topic.name)).records != 0) {
            return fail(ErrorCode::InvalidUse,
                        Tr::tr("%1 holds records by now, or may: it was not deleted").arg(topic.name),
                        Tr::tr("Delete it once more to see how many."));
        }
    }
    return {};
}

// Names are worth having where this fails: a partition without leader, settings that may not be read, a topic that has
// just gone. What was known stays, with its age.
void addOffsets(kafka::Client &client, const std::vector<kafka::Topic> &topics, TopicDetailsMap &details,
                const std::stop_token &stop)
{
    const auto offsets = client.offsets(topics, lookDeadline, stop);
    const TimePoint now = Clock::system().now();
    for (const kafka::Topic &topic : topics) {
        if (offsets && offsets->contains(topic.name)) {
            details[topic.name].offsets = offsets->value(topic.name);
            details[topic.name].offsetsAsOf = now;
        }
    }
}

void addConfigs(kafka::Client &client, const QStringList &topics, TopicDetailsMap &details, const std::stop_token &stop)
{
    if (topics.isEmpty()) {
        return;
    }
    const auto configs = client.topicConfigs(topics, lookDeadline, stop);
    const TimePoint now = Clock::system().now();
    for (const QString &topic : topics) {
        if (configs && configs->contains(topic)) {
            details[topic].config = configs->value(topic);
            details[topic].configAsOf = now;
        }
    }
}

// In the broker's words; empty: it refuses nothing.
Result<QString> refusalOfSettings(kafka::Client &client, const TopicCheck &check, const std::stop_token &stop)
{
    const auto said = client.setTopicConfig(check.topic, check.set, {}, checkDeadline, stop, kafka::Intent::Check);
    if (said) {
        return QString();
    }
    return said.error().code == ErrorCode::Kafka ? Result<QString>(said.error().message) : tl::unexpected(said.error());
}

Result<QString> refusalOfTopics(kafka::Client &client, const TopicCheck &check, const std::stop_token &stop)
{
    return client.createTopics(check.topics, checkDeadline, stop, kafka::Intent::Check)
        .map([](const std::vector<kafka::TopicOutcome> &outcomes) {
            const auto refused = std::ranges::find_if(outcomes, [](const kafka::TopicOutcome &outcome) {
                return !outcome.error.isEmpty();
            });
            return refused == outcomes.end() ? QString() : Tr::tr("%1: %2").arg(refused->name, refused->error);
        });
}

} // namespace

// What a look is asked for, and what it goes on from.
struct ClusterSession::Wish {
    TopicsSnapshotPtr before;
    std::vector<compose::ExpectedTopic> expected;
    QStringList wanted;
    QSet<QString> forgotten;
    bool configsAnew = false;
    KnownSizes sizes;
    LastWrites writes;
    int changes = 0; // before it
};

// What is made again is another topic.
TopicDetailsMap ClusterSession::stillTrue(const Wish &wish, const TopicsByName &there)
{
    TopicDetailsMap details;
    if (wish.before) {
        for (auto it = wish.before->details.cbegin(); it != wish.before->details.cend(); ++it) {
            if (there.contains(it.key()) && !wish.forgotten.contains(it.key())) {
                details.insert(it.key(), it.value());
            }
        }
    }
    return details;
}

// All of it for thousands of topics: this is a worker thread.
Result<TopicsSnapshotPtr> ClusterSession::lookOn(ClientConnection &connection, const Wish &wish, std::stop_token stop)
{
    const auto client = connection.get(stop);
    if (!client) {
        return tl::unexpected(client.error());
    }
    auto metadata = (*client)->metadata(true, lookDeadline, stop);
    if (!metadata) {
        connection.drop();
        return tl::unexpected(metadata.error());
    }
    TopicsByName there;
    for (const kafka::Topic &topic : metadata->topics) {
        there.insert(topic.name, &topic);
    }
    TopicDetailsMap details = stillTrue(wish, there);
    std::vector<kafka::Topic> topics;
    QStringList withoutConfig;
    const TimePoint now = Clock::system().now();
    for (const QString &name : wish.wanted) {
        if (const kafka::Topic *topic = there.value(name)) {
            topics.push_back(*topic);
            const auto &configAsOf = details[name].configAsOf;
            if (!configAsOf || wish.configsAnew || now - *configAsOf > configAge) {
                withoutConfig += name;
            }
        }
    }
    addOffsets(**client, topics, details, stop);
    addConfigs(**client, withoutConfig, details, stop);
    addLastWrites(details, wish.writes);
    return topicsSnapshot(std::move(*metadata), std::move(details), wish.expected, Clock::system().now(), wish.before,
                          wish.sizes);
}

ClusterSession::ClusterSession(Connect connect, QObject *parent)
    : QObject(parent), m_connection(std::make_shared<ClientConnection>(std::move(connect)))
{
    m_pace.setInterval(lookPace);
    QObject::connect(&m_pace, &QTimer::timeout, this, &ClusterSession::look);
}

ClusterSession::~ClusterSession()
{
    m_connection->drop();
}

void ClusterSession::setConnect(Connect connect)
{
    m_connection->setConnect(std::move(connect));
}

void ClusterSession::setExpected(const std::vector<compose::ExpectedTopic> &expected)
{
    if (expected != m_expected) {
        m_expected = expected;
        look();
    }
}

void ClusterSession::setWatched(bool watched)
{
    if (watched == m_watched) {
        return;
    }
    m_watched = watched;
    if (watched) {
        m_pace.start();
        look();
    } else {
        m_pace.stop();
        m_connection->drop(); // an idle connection costs wake-ups
    }
}

void ClusterSession::refresh()
{
    m_configsAnew = true;
    look();
}

void ClusterSession::setSizesOf(SizesOf sizesOf)
{
    m_sizesOf = std::move(sizesOf);
}

void ClusterSession::askSizes()
{
    const TimePoint now = Clock::system().now();
    if (!m_sizesOf || m_sizing || (m_sizesAskedAt && now - *m_sizesAskedAt < sizesPace)) {
        return;
    }
    m_sizing = true;
    m_sizesAskedAt = now;
    m_background.run(over(m_connection, m_sizesOf), [this](const Result<QMap<QString, qint64>> &sizes) {
        m_sizing = false;
        if (!m_watched) {
            m_connection->drop();
        }
        if (sizes) { // else what was known stays, with its age
            m_sizes = {*sizes, Clock::system().now()};
            look();
        }
    });
}

// Beside the looks, for it takes its time; names and numbers come first.
void ClusterSession::askLastWrites()
{
    const OffsetsByTopic unread = unreadWrites(m_wanted, m_snapshot->details, m_writes);
    if (m_readingWrites || unread.isEmpty()) {
        return;
    }
    m_readingWrites = true;
    const auto read = [unread](const kafka::Client &client, std::stop_token stop) {
        return kafka::newestTimes(client.settings(), unread, writesDeadline, std::move(stop));
    };
    m_background.run(over(m_connection, read),
                     [this, unread, changes = m_changes](const Result<kafka::NewestTimes> &times) {
                         m_readingWrites = false;
                         if (!times || times->isEmpty() || changes != m_changes) {
                             return;
                         }
                         for (auto it = times->cbegin(); it != times->cend(); ++it) {
                             m_writes.insert(it.key(), {*it, Clock::system().now(), unread.value(it.key())});
                         }
                         look();
                     });
}

void ClusterSession::wantDetails(const QStringList &topics)
{
    m_wanted = topics;
    const auto isNew = [this](const QString &topic) {
        return !m_snapshot->details.contains(topic) || m_forgotten.contains(topic);
    };
    if (m_snapshot && std::any_of(topics.begin(), topics.end(), isNew)) {
        look();
    }
}

void ClusterSession::look()
{
    if (!m_watched) {
        return;
    }
    if (std::exchange(m_looking, true)) {
        m_lookAgain = true;
        return;
    }
    const Wish wish{.before = m_snapshot,
                    .expected = m_expected,
                    .wanted = m_wanted,
                    .forgotten = std::exchange(m_forgotten, {}),
                    .configsAnew = std::exchange(m_configsAnew, false),
                    .sizes = m_sizes,
                    .writes = m_writes,
                    .changes = m_changes};
    m_background.run([connection = m_connection,
                      wish](std::stop_token stop) { return lookOn(*connection, wish, stop); },
                     [this, wish](const Result<TopicsSnapshotPtr> &outcome) { looked(outcome, wish); });
}

void ClusterSession::looked(const Result<TopicsSnapshotPtr> &outcome, const Wish &wish)
{
    m_looking = false;
    if (!m_watched) {
        m_connection->drop();
    }
    const bool isOld = wish.changes != m_changes; // it saw what was before
    if (!outcome || isOld) {
        m_forgotten += wish.forgotten;
        m_configsAnew = m_configsAnew || wish.configsAnew;
    }
    if (outcome && isOld) {
        m_lookAgain = true;
    } else if (outcome) {
        m_snapshot = *outcome;
        Q_EMIT topicsChanged(m_snapshot);
        askSizes();
        askLastWrites();
    } else if (outcome.error().code != ErrorCode::Cancelled) {
        Q_EMIT lookFailed(outcome.error());
    }
    if (std::exchange(m_lookAgain, false)) {
        look();
    }
}

void ClusterSession::stopWaiting()
{
    m_changing.requestStop();
}

void ClusterSession::change(const TopicChange &change, std::function<Result<>(kafka::Client &, std::stop_token)> work)
{
    Q_EMIT begun(change);
    m_changing.run(over(m_connection, std::move(work)), [this, change](const Result<> &outcome) {
        ++m_changes;
        for (const QString &topic : change.topics) {
            m_forgotten += topic;
            m_writes.remove(topic);
        }
        Q_EMIT changed(change, outcome ? std::nullopt : std::optional(outcome.error()));
        look();
    });
}

void ClusterSession::check(const TopicCheck &check)
{
    m_check.request_stop();
    m_check = m_background.run(over(m_connection,
                                    [check](kafka::Client &client, const std::stop_token &stop) {
                                        return check.topics.empty() ? refusalOfSettings(client, check, stop)
                                                                    : refusalOfTopics(client, check, stop);
                                    }),
                               [this, check](const Result<QString> &refusal) {
                                   if (refusal) {
                                       Q_EMIT checked(check, *refusal);
                                   }
                               });
}

void ClusterSession::createTopics(const std::vector<kafka::NewTopic> &topics)
{
    TopicChange wanted{TopicChange::Kind::Create, {}};
    for (const kafka::NewTopic &topic : topics) {
        wanted.topics += topic.name;
    }
    change(wanted, [topics](kafka::Client &client, std::stop_token stop) {
        return client.createTopics(topics, changeDeadline, stop).and_then(asOne);
    });
}

void ClusterSession::deleteTopics(const QStringList &names, bool onlyIfEmpty)
{
    change({TopicChange::Kind::Delete, names}, [names, onlyIfEmpty](kafka::Client &client, std::stop_token stop) {
        return (onlyIfEmpty ? areEmpty(client, names, stop) : Result<>())
            .and_then([&] { return client.deleteTopics(names, changeDeadline, stop); })
            .and_then(asOne);
    });
}

void ClusterSession::recreateTopic(const QString &name, bool onlyIfEmpty)
{
    change({TopicChange::Kind::Recreate, {name}}, [name, onlyIfEmpty](kafka::Client &client, std::stop_token stop) {
        return startup::recreateTopic(client, name, onlyIfEmpty, changeDeadline, stop);
    });
}

void ClusterSession::emptyTopic(const QString &name)
{
    change({TopicChange::Kind::Empty, {name}}, [name](kafka::Client &client, std::stop_token stop) -> Result<> {
        const auto metadata = client.metadata(true, changeDeadline, stop);
        if (!metadata) {
            return tl::unexpected(metadata.error());
        }
        const kafka::Topic *topic = metadata->topic(name);
        return topic ? client.emptyTopic(*topic, changeDeadline, stop)
                     : fail(ErrorCode::NotFound, Tr::tr("There is no topic %1 any more").arg(name));
    });
}

void ClusterSession::addPartitions(const QString &name, int total)
{
    change({TopicChange::Kind::AddPartitions, {name}}, [name, total](kafka::Client &client, std::stop_token stop) {
        return client.addPartitions(name, total, changeDeadline, stop);
    });
}

void ClusterSession::setConfig(const QString &name, const QMap<QString, QString> &set, const QStringList &reset)
{
    change({TopicChange::Kind::SetConfig, {name}}, [=](kafka::Client &client, std::stop_token stop) {
        return client.setTopicConfig(name, set, reset, changeDeadline, stop);
    });
}

void ClusterSession::mendTopics(const std::vector<compose::ExpectedTopic> &expected)
{
    TopicChange wanted{TopicChange::Kind::Mend, {}};
    for (const compose::ExpectedTopic &topic : expected) {
        wanted.topics += topic.name;
    }
    change(wanted, [expected](kafka::Client &client, std::stop_token stop) {
        return startup::planTopics(client, expected, stack::Records::Keep, changeDeadline, stop)
            .and_then(
                [&](const stack::TopicsPlan &plan) { return startup::applyTopics(client, plan, changeDeadline, stop); })
            .and_then([](const startup::AppliedTopics &applied) { return unlessRefused(applied.refused); });
    });
}

} // namespace bd::app
