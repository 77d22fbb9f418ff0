// What listens on a port, found out by asking it: Kafka or not, in clear text or TLS, with a login or without.
#pragma once

#include <optional>
#include <stop_token>

#include "kafka/wire.h"
#include "net/stream.h"

namespace bd::connection {

// Over a connection that is open. Parse: what answers is no Kafka. Unreachable: it ends the connection; its detail has
// the TLS library's words. `offer` is nothing where the broker answers the one question and not the other.
struct Greeting {
    bool isKafka4 = false; // or newer
    std::optional<kafka::SaslOffer> offer;
    bool operator==(const Greeting &) const = default;
};
Result<Greeting> greet(net::Stream &stream, const QString &mechanism, Millis deadline, const std::stop_token &stop);

// The security.protocol that a port really speaks, tried in clear text and then in TLS; empty: neither is Kafka.
// Blocks, up to twice the deadline.
struct Recognised {
    QString protocol;
    QStringList mechanisms; // that it takes
    bool operator==(const Recognised &) const = default;
};
Recognised recognise(const net::Address &address, Millis deadline, const std::stop_token &stop);

} // namespace bd::connection
