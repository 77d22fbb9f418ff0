#include "probe/probe.h"

namespace bd::probe {

namespace {

using engine::HealthCheck;

// The engine's view first: it has the image's own check too.
std::optional<HealthCheck> checkOf(const compose::Service &service, const engine::Container &container)
{
    for (const auto &check : {container.healthCheck, service.healthCheck}) {
        if (check)
            return check->enabled() ? check : std::nullopt;
    }
    return {};
}

// Nothing is known of users and certificates here, so only clear text can be asked.
bool canBeAsked(const reach::BrokerAccess &access)
{
    return !access.settings.properties.contains(QStringLiteral("security.protocol"));
}

} // namespace

std::unique_ptr<Probe> ownProbe(const engine::Context &context, const compose::Service &service,
                                const engine::Container &container)
{
    if (service.role == compose::Role::ZooKeeper) {
        if (const auto address = reach::zookeeper(service, container, context))
            return zookeeper(*address);
    }
    if (service.role == compose::Role::Broker) {
        if (const auto access = reach::broker(service, container, context); access && canBeAsked(*access))
            return kafkaBroker(*access);
    }
    return nullptr;
}

std::unique_ptr<Probe> readiness(const engine::Engine &engine, const engine::Context &context,
                                 const compose::Service &service, const engine::Container &container, bool strict)
{
    const auto check = checkOf(service, container);
    if (strict && check)
        return engineHealth(engine, container.id);
    if (auto own = ownProbe(context, service, container))
        return own;
    return check ? healthCheck(engine, container.id, *check) : nullptr;
}

} // namespace bd::probe
