#include "reach/told.h"

#include <algorithm>

#include <QRegularExpression>

#include "base/text.h"

namespace bd::reach {

namespace {

constexpr qsizetype mostText = 4000;

// «kafka:9092,other:9092», also with Kafka's protocols before them, quoted, or as a list in brackets.
void addAddresses(const QString &service, const QString &source, const QString &text, std::vector<Told> &told)
{
    static const QRegularExpression between(QStringLiteral("[\\s,;\"']+"));
    static const QRegularExpression address(
        QStringLiteral(
            "^\\[?(?:(?:PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL|KAFKA)://)?(?:\\[([0-9a-f:]+)\\]|([\\w.-]+)):(\\d{1,5})\\]?$"),
        QRegularExpression::CaseInsensitiveOption);
    for (const QString &word : text.left(mostText).split(between)) {
        if (const auto one = address.match(word); one.hasMatch())
            told.push_back({service, source, one.captured(1) + one.captured(2), one.captured(3).toInt()});
    }
}

// Told by its environment or its flags; or, of Apache's image with nothing of either, by what comes with it.
bool hasListeners(const compose::Service &broker, const engine::Container &container)
{
    using compose::Flavour;
    const bool isApache = broker.flavour == Flavour::ApacheKafka || broker.flavour == Flavour::ApacheKafkaNative;
    const bool hasFile = std::ranges::any_of(broker.mounts, [](const compose::MountSpec &mount) {
        return mount.kind == engine::Mount::Kind::Bind
               && (mount.target.contains(QLatin1String("config"))
                   || mount.target.endsWith(QLatin1String(".properties")));
    });
    if (broker.flavour == Flavour::Redpanda || (isApache && !hasFile))
        return true;
    return std::ranges::any_of(
        QStringList{QStringLiteral("KAFKA_"), QStringLiteral("KAFKA_CFG_")}, [&](const QString &prefix) {
            return !variable(broker, container, prefix + QStringLiteral("LISTENERS")).isEmpty()
                   || !variable(broker, container, prefix + QStringLiteral("ADVERTISED_LISTENERS")).isEmpty();
        });
}

} // namespace

std::vector<Told> toldOf(const compose::Service &service)
{
    static const QRegularExpression name(QStringLiteral("BOOTSTRAP|KAFKA.*(?:BROKER|HOST|SERVER|URL|ADDR)"),
                                         QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression option(QStringLiteral("(--bootstrap-server|--broker-list)[= ]+([^\\s;&|]+)"));
    std::vector<Told> told;
    for (auto it = service.environment.cbegin(); it != service.environment.cend(); ++it) {
        if (it.key().contains(name) && !isSecretName(it.key()))
            addAddresses(service.name, it.key(), *it, told);
    }
    const QString words = (service.entrypoint + service.command).join(QLatin1Char(' ')).left(mostText);
    for (auto all = option.globalMatch(words); all.hasNext();) {
        const auto one = all.next();
        addAddresses(service.name, one.captured(1), one.captured(2), told);
    }
    return told;
}

Leads leadsOf(const Told &told, const compose::Service &broker, const engine::Container &container)
{
    const auto listeners = clientListeners(broker, container);
    if (!hasListeners(broker, container) || listeners.empty()) // in a file of its own
        return {};
    const auto listener = std::ranges::find(listeners, told.port, [](const Listener &one) { return int(one.port); });
    if (listener == listeners.end())
        return {Leads::To::NoSuch, {}};
    return {engine::isLoopback(listener->advertisedHost) ? Leads::To::Loopback : Leads::To::There, *listener};
}

const compose::Service *brokerNamed(const Told &told, const std::vector<compose::Service> &services)
{
    const auto broker = std::ranges::find_if(services, [&](const compose::Service &one) {
        return one.role == compose::Role::Broker && one.isCalled(told.host);
    });
    return broker == services.end() ? nullptr : &*broker;
}

} // namespace bd::reach
