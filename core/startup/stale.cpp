#include "startup/stale.h"

#include <algorithm>

#include <QRegularExpression>

#include "base/text.h"

namespace bd::startup {

namespace {

constexpr Millis defaultTick{2000}; // cp-zookeeper's and ZooKeeper's own sample; 3000 is ZooKeeper's bare default
constexpr Millis defaultTimeout{18'000};

std::optional<Millis> millisOf(const compose::Service *service, std::initializer_list<const char *> names)
{
    if (!service)
        return {};
    for (const char *name : names) {
        bool ok = false;
        const qint64 value = service->environment.value(QString::fromLatin1(name)).toLongLong(&ok);
        if (ok && value > 0)
            return Millis(value);
    }
    return {};
}

} // namespace

std::optional<StaleRegistration> staleRegistration(const QStringList &logLines)
{
    static const QRegularExpression node(
        QStringLiteral("(?:ephemeral at|NodeExists for|already registered on the path)\\s+(\\S*/brokers/ids/(\\d+))"));
    static const QRegularExpression owner(QStringLiteral("owner '?(0x[0-9a-fA-F]+|\\d+)'?"));
    std::optional<StaleRegistration> found;
    bool exception = false;
    for (const QString &line : logLines) {
        exception = exception || line.contains(QLatin1String("NodeExistsException"))
                    || line.contains(QLatin1String("node already exists"))
                    || line.contains(QLatin1String("A broker is already registered"));
        if (const auto match = node.match(line); match.hasMatch() && !found)
            found = StaleRegistration{match.capturedView(2).toInt(), {}, firstLine(line)};
        if (const auto match = owner.match(line); match.hasMatch() && found && found->owner.isEmpty())
            found->owner = match.captured(1);
    }
    return exception ? found : std::nullopt;
}

Millis tickTime(const compose::Service *zooKeeper)
{
    return millisOf(zooKeeper, {"ZOOKEEPER_TICK_TIME", "ZOO_TICK_TIME"}).value_or(defaultTick);
}

Millis sessionTimeout(const compose::Service &broker, const compose::Service *zooKeeper)
{
    const Millis tick = tickTime(zooKeeper);
    const Millis asked = millisOf(&broker,
                                  {"KAFKA_ZOOKEEPER_SESSION_TIMEOUT_MS", "KAFKA_CFG_ZOOKEEPER_SESSION_TIMEOUT_MS"})
                             .value_or(defaultTimeout);
    return std::clamp(asked, 2 * tick, 20 * tick);
}

TimePoint expiry(std::optional<TimePoint> oldEnd, std::optional<TimePoint> zooKeeperStart, Millis timeout, Millis tick,
                 TimePoint now)
{
    const auto ticks = (timeout.count() + tick.count() - 1) / tick.count();
    const Millis whole = tick * (ticks + 1);
    TimePoint from = now;
    if (oldEnd || zooKeeperStart)
        from = std::max(oldEnd.value_or(TimePoint{}), zooKeeperStart.value_or(TimePoint{}));
    // A clock that is off must neither skip the wait nor stretch it.
    return std::clamp(from + whole, now + tick / 2, now + whole);
}

} // namespace bd::startup
