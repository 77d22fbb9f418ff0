#include "cluster/brokerssession.h"

#include <algorithm>

namespace bd::app {

namespace {

using namespace std::chrono_literals;

constexpr auto lookPace = 5s;
constexpr Millis lookDeadline = 5s;
constexpr auto factsAge = 60s; // settings, versions and rules change seldom

bool isSameBrokers(const kafka::Metadata &metadata, const ClusterFacts &before)
{
    return std::all_of(metadata.brokers.begin(), metadata.brokers.end(),
                       [&](const kafka::Broker &broker) { return before.brokers.contains(broker.id); })
           && before.brokers.size() == static_cast<qsizetype>(metadata.brokers.size());
}

void askBrokers(const ClusterLink &link, const kafka::Metadata &metadata, ClusterFacts &facts,
                const std::stop_token &stop)
{
    for (const kafka::Broker &broker : metadata.brokers) {
        facts.brokers.insert(broker.id,
                             probe::brokerFacts(*link.client, link.access.settings, broker, lookDeadline, stop));
    }
    if (auto acls = link.client->acls(lookDeadline, stop)) {
        facts.acls = std::move(*acls);
    } else {
        facts.aclsError = acls.error();
    }
    facts.brokersAsOf = Clock::system().now();
}

} // namespace

// The first look brings what metadata says, at once; the brokers, of which one may not answer, are asked by the next.
Result<ClusterFactsPtr> BrokersSession::lookOn(Connection<ClusterLink> &connection, const Wish &wish,
                                               std::stop_token stop)
{
    const auto link = connection.get(stop);
    if (!link) {
        return tl::unexpected(link.error());
    }
    const auto metadata = link->client->metadata(true, lookDeadline, stop);
    if (!metadata) {
        connection.drop();
        return tl::unexpected(metadata.error());
    }
    ClusterFacts facts;
    facts.summary = kafka::clusterSummaryOf(*metadata);
    facts.clusterId = metadata->clusterId;
    facts.controllerId = metadata->controllerId;
    facts.access = link->access;
    const ClusterFactsPtr &before = wish.before;
    const bool isFresh = before && !wish.anew && before->clusterId == facts.clusterId
                         && isSameBrokers(*metadata, *before) && Clock::system().now() - before->brokersAsOf < factsAge;
    if (isFresh) {
        facts.brokers = before->brokers;
        facts.acls = before->acls;
        facts.aclsError = before->aclsError;
        facts.brokersAsOf = before->brokersAsOf;
    } else if (before) {
        askBrokers(*link, *metadata, facts, stop);
    }
    if (stop.stop_requested()) {
        return cancelled();
    }
    facts.asOf = Clock::system().now();
    return Background::shared(std::move(facts));
}

BrokersSession::BrokersSession(Connect connect, QObject *parent)
    : QObject(parent), m_connection(std::make_shared<Connection<ClusterLink>>(std::move(connect)))
{
    m_pace.setInterval(lookPace);
    QObject::connect(&m_pace, &QTimer::timeout, this, &BrokersSession::look);
}

BrokersSession::~BrokersSession()
{
    m_connection->drop();
}

void BrokersSession::setConnect(Connect connect)
{
    m_connection->setConnect(std::move(connect));
}

void BrokersSession::setWatched(bool watched)
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

void BrokersSession::refresh()
{
    m_anew = true;
    look();
}

void BrokersSession::look()
{
    if (!m_watched) {
        return;
    }
    if (std::exchange(m_looking, true)) {
        m_lookAgain = true;
        return;
    }
    const Wish wish{m_facts, std::exchange(m_anew, false)};
    m_background.run([connection = m_connection,
                      wish](std::stop_token stop) { return lookOn(*connection, wish, std::move(stop)); },
                     [this](const Result<ClusterFactsPtr> &outcome) { looked(outcome); });
}

void BrokersSession::looked(const Result<ClusterFactsPtr> &outcome)
{
    m_looking = false;
    if (!m_watched) {
        m_connection->drop();
    }
    if (outcome) {
        const bool isFirst = !m_facts;
        m_facts = *outcome;
        Q_EMIT changed(m_facts);
        m_lookAgain = m_lookAgain || isFirst;
    } else {
        m_anew = true; // whatever comes back may be otherwise
        if (outcome.error().code != ErrorCode::Cancelled) {
            Q_EMIT lookFailed(outcome.error());
        }
    }
    if (std::exchange(m_lookAgain, false)) {
        look();
    }
}

} // namespace bd::app
