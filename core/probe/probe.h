// One check of one thing, with a result and a duration. A Probe keeps what makes the next check cheap (a Kafka
// handle); check() blocks, worker threads only, and returns within its deadline; a service's own check has its own.
#pragma once

#include <memory>
#include <stop_token>

#include "compose/project.h"
#include "engine/engine.h"
#include "reach/reach.h"
#include "timeline/event.h"

namespace bd::probe {

using timeline::ProbeKind;
using timeline::ProbeResult;

class Probe
{
public:
    virtual ~Probe() = default;
    virtual ProbeResult check(Millis deadline, std::stop_token stop) = 0;
    // How long to wait after a failed check number `failures` (1, 2, …): probes that cost little ask often.
    virtual Millis pause(int failures) const = 0;
    // The connection that a broker's check has asked over, for whoever has more to ask; nothing: it asks otherwise.
    virtual std::shared_ptr<kafka::Client> kafkaClient() const { return nullptr; }
};

// `srvr` with a Mode line means ready; where srvr is not allowed, `ruok`/imok, and the summary says so.
std::unique_ptr<Probe> zookeeper(net::Address address);
// Metadata that lists broker `id` (any broker, where nothing): not just an open port.
std::unique_ptr<Probe> kafkaBroker(reach::BrokerAccess access);
// The service's own check through exec, one at a time, with back-off.
std::unique_ptr<Probe> healthCheck(const engine::Engine &engine, QString containerId, engine::HealthCheck check);
// The engine's verdict by inspect, for «strict gates».
std::unique_ptr<Probe> engineHealth(const engine::Engine &engine, QString containerId);

// Our own check of a ZooKeeper or broker that can be reached from here in clear text; nullptr: there is none.
std::unique_ptr<Probe> ownProbe(const engine::Context &context, const compose::Service &service,
                                const engine::Container &container);

// The probe that decides whether this service is ready: our own for ZooKeeper and brokers that can be reached from
// here, else its health check, else none (nullptr: running is ready).
std::unique_ptr<Probe> readiness(const engine::Engine &engine, const engine::Context &context,
                                 const compose::Service &service, const engine::Container &container, bool strict);

} // namespace bd::probe
