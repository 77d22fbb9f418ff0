#include "probe/brokerfacts.h"

#include <algorithm>
#include <chrono>

#include <QCoreApplication>

#include "net/net.h"

namespace bd::probe {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Probe)
};

QString protocolOf(const kafka::Settings &settings)
{
    return settings.properties.value(QStringLiteral("security.protocol")).toLower();
}

Result<net::Address> addressOf(const kafka::Settings &settings, const kafka::Broker &broker)
{
    const QString advertised = broker.address();
    return net::Address::parse(settings.addressMap.value(advertised, advertised));
}

} // namespace

Result<kafka::ApiVersions> apiVersions(const kafka::Settings &settings, const kafka::Broker &broker, Millis deadline,
                                       std::stop_token stop)
{
    if (protocolOf(settings).contains(QLatin1String("ssl")))
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("What a broker can do is asked in clear text only, and this connection is encrypted."));
    const auto address = addressOf(settings, broker);
    if (!address)
        return tl::unexpected(address.error());
    const auto end = std::chrono::steady_clock::now() + deadline;
    for (const int version : {3, 0}) { // a broker that does not know the first is older than 2.4
        const auto left = std::chrono::ceil<Millis>(end - std::chrono::steady_clock::now());
        const auto answer = net::exchange(*address, kafka::apiVersionsRequest(version), std::max(left, Millis(1)),
                                          stop);
        if (!answer)
            return tl::unexpected(answer.error());
        const auto versions = kafka::apiVersionsOf(*answer, version);
        if (!versions)
            return tl::unexpected(versions.error());
        if (*versions)
            return **versions;
    }
    return fail(ErrorCode::Kafka, Tr::tr("The broker does not say what it can do."));
}

Result<kafka::Quorum> quorum(const kafka::Settings &settings, const kafka::Broker &broker, Millis deadline,
                             std::stop_token stop)
{
    const QString protocol = protocolOf(settings);
    if (!protocol.isEmpty() && protocol != QLatin1String("plaintext"))
        return fail(ErrorCode::InvalidUse, Tr::tr("Who leads the cluster is asked only where nobody has to log in."));
    return addressOf(settings, broker)
        .and_then(
            [&](const net::Address &address) { return net::exchange(address, kafka::quorumRequest(), deadline, stop); })
        .and_then(&kafka::quorumOf);
}

BrokerFacts brokerFacts(kafka::Client &client, const kafka::Settings &settings, const kafka::Broker &broker,
                        Millis deadline, std::stop_token stop)
{
    BrokerFacts facts;
    if (auto config = client.brokerConfig(broker.id, deadline, stop))
        facts.config = std::move(*config);
    else
        facts.configError = config.error();
    if (auto versions = apiVersions(settings, broker, deadline, stop))
        facts.versions = std::move(*versions);
    else
        facts.versionsError = versions.error();
    if (facts.versions && facts.versions->api(kafka::quorumApi)) {
        if (auto told = quorum(settings, broker, deadline, std::move(stop)))
            facts.quorum = std::move(*told);
    }
    return facts;
}

kafka::ClusterKind clusterKind(const BrokerFacts &facts)
{
    const kafka::ClusterKind told = kafka::clusterKind(facts.config);
    const bool hasQuorum = facts.versions && facts.versions->api(kafka::quorumApi);
    return told == kafka::ClusterKind::Unknown && hasQuorum ? kafka::ClusterKind::KRaft : told;
}

} // namespace bd::probe
