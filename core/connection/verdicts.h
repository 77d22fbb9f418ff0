// What each step of a connection test says to people, from the facts alone. Pure.
#pragma once

#include <vector>

#include "base/error.h"
#include "connection/greeting.h"
#include "connection/step.h"

namespace bd::connection {

struct Verdict {
    Step::State state = Step::State::Passed;
    QString message;
    QString hint;
    QString detail;
    bool operator==(const Verdict &) const = default;
};

// What of a connection's settings the sentences depend on.
struct Given {
    bool tls = false;
    bool sasl = false;
    QString mechanism; // of SASL
    QString user;
    bool ownCertificate = false;
    QString scramDefect; // the version of a librdkafka whose SCRAM Kafka 4 refuses, where it meets one; else empty
    bool operator==(const Given &) const = default;
    QString protocol() const; // security.protocol
};

Verdict failedVerdict(const Error &error);
Verdict nameVerdict(const QString &host, const QStringList &addresses);
// `really`: what the port turned out to speak, where that was found out.
Verdict tlsVerdict(const QString &host, const net::Handshake &handshake, const Given &given, const Recognised &really);
// The handshake was done, and then the broker ended the connection: with TLS 1.3 that is how it refuses a certificate,
// or the lack of one. nothing: not for that.
std::optional<Verdict> refusedAfterwards(const Error &error, const Given &given);
Verdict noKafkaVerdict(const Error &error, const Given &given, const Recognised &really);

// nothing: what the broker offers and what is set fit together, as far as that can be told.
std::optional<Verdict> loginMismatch(const std::optional<kafka::SaslOffer> &offer, const Given &given);
Verdict loginVerdict(const Given &given); // passed, or skipped where there is none
Verdict loginRefused(const Error &error, const Given &given);

// `refusal`: what the broker said when asked for settings of its own; nothing: it could not be asked.
Verdict authorizationVerdict(const Given &given, int topics, const std::optional<QString> &refusal);

struct EndpointFacts {
    int broker = 0;
    QString advertised; // host:port, as the broker tells
    QString used;       // host:port, as it is used from here
    std::optional<Step> failure;
    bool operator==(const EndpointFacts &) const = default;
};
Verdict endpointVerdict(const EndpointFacts &facts);

} // namespace bd::connection
