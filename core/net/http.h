// One GET over HTTP or HTTPS, for small answers of a service beside the cluster (a Schema Registry).
// Blocks; call from worker threads. No proxy is used, as for every other connection of ours, no cookie is kept, and a
// redirect is followed only to the same scheme, host and port: credentials go nowhere else.
#pragma once

#include <optional>
#include <stop_token>

#include <QByteArray>
#include <QUrl>

#include "base/clock.h"
#include "base/error.h"

namespace bd::net {

struct HttpRequest {
    QUrl url;         // http or https; a user and password in it are not used
    QString user;     // basic authentication; empty: none
    QString password; // never in an Error
    QString caFile;   // PEM: certificates that are trusted beside the system's; may be empty
    QByteArray accept = QByteArrayLiteral("application/json");
    qint64 mostBytes = 8 << 20;
};

struct HttpAnswer {
    int status = 0;
    QByteArray body;
    QString redirect; // where a 3xx that was not followed would lead
    bool operator==(const HttpAnswer &) const = default;
};

// An answer of any status. InvalidUse: no such address, no such file of certificates. Unreachable: the name, the port, TLS
// or no HTTP, told apart in the message. Timeout. Parse: longer than mostBytes. Cancelled.
Result<HttpAnswer> httpGet(const HttpRequest &request, Millis deadline, std::stop_token stop);

// What a status other than 2xx means, for people: NotFound for 404, Failed for the rest; nothing for 2xx.
std::optional<Error> refusal(const HttpRequest &request, const HttpAnswer &answer);

} // namespace bd::net
