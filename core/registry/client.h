// A Schema Registry's schemas, by its REST interface, which Confluent's, Karapace and Apicurio (under /apis/ccompat/v7)
// have. Only reads. Blocks; call from worker threads, of which several may share one client.
// https://docs.confluent.io/platform/current/schema-registry/develop/api.html
//
// A schema never changes: it is asked for once. What the registry does not know is asked for again after half a minute, and
// a registry that fails is left alone for ten seconds, so that it costs a time-out now and then, and not for each record.
#pragma once

#include <memory>
#include <stop_token>

#include <QSet>
#include <QUrl>

#include "base/clock.h"
#include "base/error.h"
#include "decode/framed.h"

namespace bd::registry {

struct Settings {
    QUrl url;         // without credentials; may have a path
    QString user;     // empty: none
    QString password; // never in an Error, nor logged
    QString caFile;   // PEM: certificates that are trusted beside the system's; may be empty
    bool operator==(const Settings &) const = default;
};

// `url` as people have it: «http://localhost:8081/», with or without user:password@; a name without http:// is one with it.
// InvalidUse where it is none.
Result<Settings> settingsOf(const QString &url);

class Client
{
public:
    explicit Client(Settings settings, Clock clock = Clock::system());
    ~Client();

    // Each of `ids` is in the result, with a decoder or the reason why there is none: never an error for all. Takes 10 s
    // at most; what had no turn by then, or before `stop`, is asked for at the next call.
    decode::Schemas schemas(const QSet<quint32> &ids, std::stop_token stop);

    // The names under which schemas are kept, sorted: also the way to see whether the settings are right.
    Result<QStringList> subjects(std::stop_token stop);

    const Settings &settings() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace bd::registry
