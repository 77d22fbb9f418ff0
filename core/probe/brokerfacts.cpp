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

bool isEncrypted(const kafka::Settings &settings)
{
    return settings.properties.value(QStringLiteral("security.protocol"))
        .contains(QLatin1String("ssl"), Qt::CaseInsensitive);
}

} // namespace

Result<kafka::ApiVersions> apiVersions(const kafka::Settings &settings, const kafka::Broker &broker, Millis deadline,
                                       std::stop_token stop)
{
    if (isEncrypted(settings))
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("What a broker can do is asked in clear text only, and this connection is encrypted."));
    const QString advertised = broker.address();
    const auto address = net::Address::parse(settings.addressMap.value(advertised, advertised));
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

BrokerFacts brokerFacts(kafka::Client &client, const kafka::Settings &settings, const kafka::Broker &broker,
                        Millis deadline, std::stop_token stop)
{
    BrokerFacts facts;
    if (auto config = client.brokerConfig(broker.id, deadline, stop))
        facts.config = std::move(*config);
    else
        facts.configError = config.error();
    if (auto versions = apiVersions(settings, broker, deadline, std::move(stop)))
        facts.versions = std::move(*versions);
    else
        facts.versionsError = versions.error();
    return facts;
}

} // namespace bd::probe
