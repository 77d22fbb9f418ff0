#include "topics/clustersession.h"

#include <algorithm>

#include <QCoreApplication>

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
    QStringList there;
    for (const QString &topic : topics) {
        if (details.contains(topic)) {
            there += topic;
        }
    }
    if (there.isEmpty()) {
        return;
    }
    const auto configs = client.topicConfigs(there, lookDeadline, stop);
    const TimePoint now = Clock::system().now();
    for (const QString &topic : std::as_const(there)) {
        if (configs && configs->contains(topic)) {
            details[topic].config = configs->value(topic);
            details[topic].configAsOf = now;
        }
    }
}

} // namespace

struct ClusterSession::Look {
    kafka::Metadata metadata;
    TopicDetailsMap details; // of those that were asked for
};

Result<ClusterSession::Look> ClusterSession::lookOn(ClientConnection &connection, const QStringList &wanted,
                                                    const QStringList &withoutConfig, const TopicDetailsMap &known,
                                                    std::stop_token stop)
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
    Look look{std::move(*metadata), {}};
    std::vector<kafka::Topic> topics;
    for (const QString &name : wanted) {
        if (const kafka::Topic *topic = look.metadata.topic(name)) {
            topics.push_back(*topic);
            look.details.insert(name, known.value(name));
        }
    }
    addOffsets(**client, topics, look.details, stop);
    addConfigs(**client, withoutConfig, look.details, stop);
    return look;
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
    for (TopicDetails &details : m_details) {
        details.configAsOf.reset();
    }
    look();
}

void ClusterSession::wantDetails(const QStringList &topics)
{
    m_wanted = topics;
    const bool isNew = std::any_of(topics.begin(), topics.end(),
                                   [this](const QString &topic) { return !m_details.contains(topic); });
    if (isNew && m_metadata) {
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
    const TimePoint now = Clock::system().now();
    QStringList withoutConfig;
    for (const QString &topic : std::as_const(m_wanted)) {
        const TopicDetails known = m_details.value(topic);
        if (!known.configAsOf || now - *known.configAsOf > configAge) {
            withoutConfig += topic;
        }
    }
    m_background.run([connection = m_connection, wanted = m_wanted, withoutConfig, known = m_details](
                         std::stop_token stop) { return lookOn(*connection, wanted, withoutConfig, known, stop); },
                     [this, changes = m_changes](const Result<Look> &outcome) { looked(outcome, changes); });
}

void ClusterSession::looked(const Result<Look> &outcome, int changesBefore)
{
    m_looking = false;
    if (!m_watched) {
        m_connection->drop();
    }
    if (outcome && changesBefore != m_changes) {
        m_lookAgain = true; // it saw what was before
    } else if (outcome) {
        m_metadata = outcome->metadata;
        m_details.insert(outcome->details);
        const QStringList known = m_details.keys();
        for (const QString &topic : known) { // what is made again is another topic
            if (!m_metadata->topic(topic)) {
                m_details.remove(topic);
            }
        }
        Q_EMIT topicsChanged();
    } else if (outcome.error().code != ErrorCode::Cancelled) {
        Q_EMIT lookFailed(outcome.error());
    }
    if (std::exchange(m_lookAgain, false)) {
        look();
    }
}

void ClusterSession::change(const TopicChange &change, std::function<Result<>(kafka::Client &, std::stop_token)> work)
{
    const auto run = [connection = m_connection, work = std::move(work)](std::stop_token stop) -> Result<> {
        const auto client = connection->get(stop);
        return client ? work(**client, stop) : tl::unexpected(client.error());
    };
    m_background.run(run, [this, change](const Result<> &outcome) {
        ++m_changes;
        for (const QString &topic : change.topics) {
            m_details.remove(topic);
        }
        Q_EMIT changed(change, outcome ? std::nullopt : std::optional(outcome.error()));
        look();
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
