#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>

#include "kafka/client.h"
#include "probe/check.h"
#include "probe/probe.h"

namespace bd::probe {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Probe)
};

// A check waits inside librdkafka, which sees the broker as soon as it answers; this long at most, so that the
// timeline gets a mark a few times a second.
constexpr Millis Window{250};

QJsonObject factsOf(const kafka::Metadata &metadata)
{
    QJsonArray brokers;
    for (const kafka::Broker &broker : metadata.brokers)
        brokers += QJsonObject{{QStringLiteral("id"), broker.id},
                               {QStringLiteral("host"), broker.host},
                               {QStringLiteral("port"), broker.port}};
    return {{QStringLiteral("clusterId"), metadata.clusterId},
            {QStringLiteral("controllerId"), metadata.controllerId},
            {QStringLiteral("brokers"), brokers}};
}

class KafkaProbe final : public Probe
{
public:
    explicit KafkaProbe(reach::BrokerAccess access) : m_access(std::move(access)) {}

    ProbeResult check(Millis deadline, std::stop_token stop) override
    {
        const Check check(ProbeKind::KafkaMetadata, Tr::tr("metadata from %1").arg(m_access.settings.bootstrap));
        if (!m_client) {
            auto client = kafka::Client::open(m_access.settings);
            if (!client)
                return check.failed(client.error());
            m_client = std::move(*client);
        }
        const auto metadata = m_client->metadata(false, std::min(m_window, deadline), stop);
        if (!metadata)
            return notAnswered(check, metadata.error(), deadline);
        // A broker that is slow now will be slow the next time.
        m_window = std::max(Window, 2 * std::chrono::ceil<Millis>(metadata->duration));
        return judged(check, *metadata);
    }

    Millis pause(int failures) const override
    {
        return failures <= 50 ? Millis(20) : failures <= 150 ? Millis(100) : Millis(250);
    }

    std::shared_ptr<kafka::Client> kafkaClient() const override { return m_client; }

private:
    ProbeResult notAnswered(const Check &check, const Error &error, Millis deadline)
    {
        if (error.code == ErrorCode::Timeout) {
            m_window = std::min(m_window * 2, std::max(deadline, Window)); // it may be slow, not dead
            return check.failed(Tr::tr("takes the connection, but tells of no broker yet"), error.detail);
        }
        if (error.code == ErrorCode::Unreachable && !m_client->lastError().isEmpty())
            return check.failed(Tr::tr("not reached yet: %1").arg(m_client->lastError()), error.detail);
        return check.failed(error);
    }

    ProbeResult judged(const Check &check, const kafka::Metadata &metadata) const
    {
        const QJsonObject facts = factsOf(metadata);
        const int count = int(metadata.brokers.size());
        if (m_access.brokerId && !metadata.broker(*m_access.brokerId))
            return check.failed(
                Tr::tr("broker %1 is not registered yet (%n broker(s))", nullptr, count).arg(*m_access.brokerId), {},
                facts);
        if (count == 0)
            return check.failed(Tr::tr("answers, but no broker is registered yet"), {}, facts);
        const int id = m_access.brokerId.value_or(metadata.brokers.front().id);
        return check.passed(Tr::tr("broker %1 is registered (%n broker(s))", nullptr, count).arg(id), {}, facts);
    }

    const reach::BrokerAccess m_access;
    std::shared_ptr<kafka::Client> m_client; // one for all checks: it reconnects by itself, and at once
    Millis m_window = Window;
};

} // namespace

std::unique_ptr<Probe> kafkaBroker(reach::BrokerAccess access)
{
    return std::make_unique<KafkaProbe>(std::move(access));
}

} // namespace bd::probe
