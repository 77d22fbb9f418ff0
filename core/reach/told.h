// Where a service is told that Kafka is: by its variables, or by options of its command. Pure.
#pragma once

#include <vector>

#include "compose/project.h"
#include "reach/listeners.h"

namespace bd::reach {

struct Told {
    QString service;
    QString source; // a variable, or an option
    QString host;
    int port = 0;
    bool operator==(const Told &) const = default;
};

std::vector<Told> toldOf(const compose::Service &service);

// Where that leads, as far as a broker's listeners tell.
// | There    | to a listener that sends clients on to where they can reach it     |
// | NoSuch   | to a port at which nothing listens                                 |
// | Loopback | to a listener that sends them on to their own container            |
// | NotKnown | the broker's listeners are not told by its environment             |
struct Leads {
    enum class To { There, NoSuch, Loopback, NotKnown };
    To to = To::NotKnown;
    std::optional<Listener> listener; // that it leads to
    bool operator==(const Leads &) const = default;
};
Leads leadsOf(const Told &told, const compose::Service &broker, const engine::Container &container);

// The broker that is named; null: none of these.
const compose::Service *brokerNamed(const Told &told, const std::vector<compose::Service> &services);

} // namespace bd::reach
