// One step of the test of a connection: what was tried, how it went, and what to do about it. A value.
#pragma once

#include <QString>

#include "base/clock.h"

namespace bd::connection {

struct Step {
    // | kind           | what it tries                                                          |
    // | Name           | whether this machine knows the host name                               |
    // | Port           | whether something listens there                                        |
    // | Tls            | the handshake, whether the broker is who it should be, and we are      |
    // | Kafka          | whether what listens is Kafka, and our settings make a client          |
    // | Authentication | whether the broker lets us in                                          |
    // | Authorization  | whether we may see anything                                            |
    // | Endpoint       | whether an address that the cluster tells its clients works from here  |
    enum class Kind { Name, Port, Tls, Kafka, Authentication, Authorization, Endpoint };
    enum class State { Passed, Failed, Skipped };

    Kind kind = Kind::Name;
    State state = State::Skipped;
    QString target;  // what it was tried on: a host, an address
    QString message; // a sentence
    QString hint;    // what to do; may be empty
    QString detail;  // raw text behind a click; may be empty
    Micros duration{0};

    bool operator==(const Step &) const = default;
};

QString nameOf(Step::Kind kind);   // as in JSON: «tls»
QString nameOf(Step::State state); // as in JSON: «failed»
QString titleOf(Step::Kind kind);  // for people: «TLS»

} // namespace bd::connection
