#include "kafka/handle.h"

#include <span>

#include <netdb.h>

#include <QCoreApplication>
#include <QLoggingCategory>

#include "base/text.h"
#include "kafka/errors.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

// Silent unless somebody asks: QT_LOGGING_RULES=brokerdeck.kafka.debug=true
Q_LOGGING_CATEGORY(logKafka, "brokerdeck.kafka", QtCriticalMsg)

void onLog(const rd_kafka_t *, int, const char *facility, const char *text)
{
    qCDebug(logKafka, "%s: %s", facility, text);
}

using Property = std::pair<const char *, const char *>;

// https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
constexpr Property Defaults[] = {
    {"client.id", "brokerdeck"},
    // A broker that starts is seen 20 to 45 ms after it answers. The library's 100 ms to 10 s take seconds more,
    // and 0 spins.
    {"reconnect.backoff.ms", "10"},
    {"reconnect.backoff.max.ms", "20"},
    // A request that died with its connection and comes back later than that leaves 2.0.2 asleep for a second
    // before it connects again.
    {"retry.backoff.ms", "10"},
    {"socket.connection.setup.timeout.ms", "3000"},
    {"socket.timeout.ms", "10000"},
    // A handle that nobody asks has nothing to do: no refresh, and closed before the broker (10 min) would.
    {"topic.metadata.refresh.interval.ms", "-1"},
    {"connections.max.idle.ms", "540000"},
    {"log_level", "3"},
};

// What no setting may change: looking at a topic must not create it, nor leave a trace.
constexpr Property Enforced[] = {{"allow.auto.create.topics", "false"}, {"enable.auto.commit", "false"}};

// For whoever reads records: leaders move, and what is fetched ahead has a bound.
constexpr Property Following[] = {
    {"topic.metadata.refresh.interval.ms", "10000"},
    {"queued.max.messages.kbytes", "32768"},
    {"fetch.wait.max.ms", "100"},
    {"fetch.error.backoff.ms", "50"},
};
// Once as much is fetched ahead as may be, librdkafka before 2.2 fetches on only when something else wakes its thread for
// the broker, after up to 1 s: a small question does.
constexpr Property Reading[] = {
    {"topic.metadata.refresh.interval.ms", "100"},
    {"queued.max.messages.kbytes", "32768"},
    {"fetch.wait.max.ms", "100"},
    {"fetch.error.backoff.ms", "50"},
};
constexpr Property ReadingEnforced[] = {{"enable.partition.eof", "true"}, {"auto.offset.reset", "earliest"}};

// For whoever writes some: each once and in order, though a broker is lost in the middle, and told of when every replica
// in sync has it.
constexpr Property Writing[] = {{"topic.metadata.refresh.interval.ms", "10000"}, {"linger.ms", "5"}};
constexpr Property WritingEnforced[] = {{"enable.idempotence", "true"},
                                        {"acks", "all"},
                                        {"delivery.report.only.error", "false"}};

tl::unexpected<Error> refused(const QString &message, const char *reason)
{
    const QString raw = redacted(plainText(QString::fromUtf8(reason)));
    return fail(ErrorCode::InvalidUse, message, firstLine(raw), raw);
}

class Configuration
{
public:
    Configuration() : m_conf(rd_kafka_conf_new()) {}
    ~Configuration()
    {
        if (m_conf)
            rd_kafka_conf_destroy(m_conf);
    }
    Configuration(const Configuration &) = delete;
    Configuration &operator=(const Configuration &) = delete;

    rd_kafka_conf_t *get() const { return m_conf; }
    void release() { m_conf = nullptr; }

    Result<> set(const QByteArray &name, const QByteArray &value)
    {
        char reason[512] = "";
        if (rd_kafka_conf_set(m_conf, name.constData(), value.constData(), reason, sizeof reason) == RD_KAFKA_CONF_OK)
            return {};
        return refused(Tr::tr("The Kafka connection setting «%1» is not accepted.").arg(QString::fromUtf8(name)),
                       reason);
    }

private:
    rd_kafka_conf_t *m_conf;
};

struct Properties {
    std::span<const Property> defaults;
    std::span<const Property> enforced;
};

Properties propertiesFor(Handle::Use use)
{
    switch (use) {
    case Handle::Use::Ask: break;
    case Handle::Use::Read: return {Reading, ReadingEnforced};
    case Handle::Use::Follow: return {Following, ReadingEnforced};
    case Handle::Use::Write: return {Writing, WritingEnforced};
    }
    return {};
}

Result<> fill(Configuration &configuration, const Settings &settings, Handle::Use use)
{
    QList<std::pair<QByteArray, QByteArray>> properties;
    for (const auto &[name, value] : Defaults)
        properties.emplaceBack(name, value);
    const Properties more = propertiesFor(use);
    for (const auto &[name, value] : more.defaults)
        properties.emplaceBack(name, value);
    for (auto it = settings.properties.begin(); it != settings.properties.end(); ++it)
        properties.emplaceBack(it.key().toUtf8(), it.value().toUtf8());
    for (const auto &[name, value] : Enforced)
        properties.emplaceBack(name, value);
    for (const auto &[name, value] : more.enforced)
        properties.emplaceBack(name, value);
    properties.emplaceBack("bootstrap.servers", settings.bootstrap.toUtf8());
    for (const auto &[name, value] : properties) {
        if (auto set = configuration.set(name, value); !set)
            return set;
    }
    return {};
}

// host:port, an IPv6 host in brackets, as in Settings::addressMap.
QString joined(const QString &host, const QString &port)
{
    const bool isV6 = host.contains(QLatin1Char(':'));
    return (isV6 ? QLatin1Char('[') + host + QLatin1Char(']') : host) + QLatin1Char(':') + port;
}

std::optional<std::pair<QByteArray, QByteArray>> split(const QString &address)
{
    const qsizetype colon = address.lastIndexOf(QLatin1Char(':'));
    if (colon < 0)
        return {};
    QString host = address.first(colon);
    if (host.startsWith(QLatin1Char('[')))
        host = host.sliced(1).chopped(1);
    return std::pair(host.toUtf8(), address.sliced(colon + 1).toUtf8());
}

} // namespace

Result<std::unique_ptr<Handle>> Handle::open(const Settings &settings, Use use)
{
    if (settings.bootstrap.isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("There is no address to connect to Kafka."));
    Configuration configuration;
    if (auto filled = fill(configuration, settings, use); !filled)
        return tl::unexpected(filled.error());

    std::unique_ptr<Handle> handle(new Handle(settings));
    rd_kafka_conf_set_opaque(configuration.get(), handle.get());
    rd_kafka_conf_set_error_cb(configuration.get(), &Handle::onError);
    rd_kafka_conf_set_log_cb(configuration.get(), &onLog);
    rd_kafka_conf_set_resolve_cb(configuration.get(), &Handle::resolve);
    if (use == Use::Write)
        rd_kafka_conf_set_dr_msg_cb(configuration.get(), &Handle::onDelivered);

    char reason[512] = "";
    handle->m_handle = rd_kafka_new(use == Use::Write ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER, configuration.get(),
                                    reason, sizeof reason);
    if (!handle->m_handle)
        return refused(Tr::tr("The Kafka connection settings do not fit together."), reason);
    configuration.release();
    return handle;
}

Handle::~Handle()
{
    if (m_handle)
        rd_kafka_destroy_flags(m_handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

void Handle::acquaint(const QString &topic, Millis deadline)
{
    rd_kafka_topic_t *raw = rd_kafka_topic_new(m_handle, topic.toUtf8().constData(), nullptr);
    if (!raw)
        return;
    const rd_kafka_metadata_t *answer = nullptr;
    if (rd_kafka_metadata(m_handle, 0, raw, &answer, int(deadline.count())) == RD_KAFKA_RESP_ERR_NO_ERROR)
        rd_kafka_metadata_destroy(answer);
    rd_kafka_topic_destroy(raw);
}

bool Handle::isCoordinated(const QString &group) const
{
    const std::lock_guard lock(m_mutex);
    return m_coordinated.contains(group);
}

void Handle::setCoordinated(const QString &group)
{
    const std::lock_guard lock(m_mutex);
    m_coordinated.insert(group);
}

void Handle::serveCallbacks()
{
    rd_kafka_poll(m_handle, 0);
}

QString Handle::lastError() const
{
    const std::scoped_lock lock(m_mutex);
    return m_lastError;
}

void Handle::answered()
{
    const std::scoped_lock lock(m_mutex);
    m_lastError.clear();
}

Error Handle::error(rd_kafka_resp_err_t code) const
{
    return toError(code, m_settings.bootstrap, lastError());
}

Error Handle::requestError(rd_kafka_resp_err_t code, const char *words) const
{
    if (code == RD_KAFKA_RESP_ERR__TIMED_OUT && !lastError().isEmpty())
        return error(RD_KAFKA_RESP_ERR__TRANSPORT);
    Error made = error(code);
    made.detail = plainText(QString::fromUtf8(words));
    return made;
}

void Handle::onError(rd_kafka_t *, int code, const char *reason, void *opaque)
{
    if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) // only counts what was said before with its cause
        return;
    auto *self = static_cast<Handle *>(opaque);
    if (code == RD_KAFKA_RESP_ERR__AUTHENTICATION)
        ++self->m_refusals;
    const std::scoped_lock lock(self->m_mutex);
    self->m_lastError = plainText(QString::fromUtf8(reason), 1024);
}

void Handle::onDelivered(rd_kafka_t *, const rd_kafka_message_t *message, void *)
{
    static_cast<Delivery *>(message->_private)->delivered(*message);
}

// Advertised addresses that only work inside the stack are led to their published ports here.
int Handle::resolve(const char *node, const char *service, const addrinfo *hints, addrinfo **result, void *opaque)
{
    if (!node && !service && !hints) { // librdkafka's way to say: free it
        freeaddrinfo(*result);
        return 0;
    }
    const auto &map = static_cast<const Handle *>(opaque)->m_settings.addressMap;
    const auto mapped = split(map.value(joined(QString::fromUtf8(node), QString::fromUtf8(service))));
    if (!mapped)
        return getaddrinfo(node, service, hints, result);
    return getaddrinfo(mapped->first.constData(), mapped->second.constData(), hints, result);
}

} // namespace bd::kafka
