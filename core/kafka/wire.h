// Two requests of Kafka's protocol in their plain bytes, for finding out what listens on a port before there is a
// client: ApiVersions (is it Kafka?) and SaslHandshake (does it ask who we are, and how?). Pure. Both are answered
// before anybody has logged in.
//
// Format: https://kafka.apache.org/protocol.html, version 0 and version 1.
#pragma once

#include <optional>

#include <QByteArray>
#include <QStringList>

namespace bd::kafka {

QByteArray apiVersionsRequest();
QByteArray saslHandshakeRequest(const QString &mechanism);

// Foreign: no response to one of these requests begins like this (it would be larger than 1 MiB): TLS, HTTP…
enum class ResponseState { Partial, Whole, Foreign };
ResponseState responseState(const QByteArray &bytes);

// Whether this is the response to apiVersionsRequest(), whatever it says.
bool isApiVersions(const QByteArray &response);

// Whether it is from Kafka 4 or newer, which took the first versions of Fetch out (KIP-896).
bool isKafka4(const QByteArray &apiVersionsResponse);

struct SaslOffer {
    bool asksForLogin = false; // false: this port has no SASL
    QStringList mechanisms;    // that it takes, at most 50
    bool operator==(const SaslOffer &) const = default;
};

// nothing: this is not the response to saslHandshakeRequest().
std::optional<SaslOffer> saslOffer(const QByteArray &response);

} // namespace bd::kafka
