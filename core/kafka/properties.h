// A `.properties` file as Java clients use it, as what librdkafka is told. Pure.
//
// Format: java.util.Properties.load (comments, continued lines, escapes; `=`, `:` or a blank after the key; a value may
// hold `=`). Java's names that librdkafka has under another one are translated, JAAS strings of PLAIN and SCRAM are
// understood, key and trust stores in PEM or PKCS#12 taken over; what it has
// no word for is named in `notes`, never dropped in silence.
#pragma once

#include <utility>
#include <vector>

#include "kafka/client.h"

namespace bd::kafka {

// Where a Schema Registry is, as Confluent's serializers are told: schema.registry.url, basic.auth.user.info.
struct RegistryAccess {
    QString url;
    QString user; // empty: nobody
    QString password;
    bool operator==(const RegistryAccess &) const = default;
};

struct ClientProperties {
    Settings settings; // bootstrap and librdkafka's properties; holds secrets
    std::optional<RegistryAccess> registry;
    QStringList notes; // for people: what could not be taken over, and what to do about it
    bool operator==(const ClientProperties &) const = default;
};

// Parse with the line where a text is no properties file; InvalidUse where it names no bootstrap.servers.
Result<ClientProperties> clientProperties(QStringView text);

// Keys and values in the order of the file; a key that comes twice has its last value.
Result<std::vector<std::pair<QString, QString>>> parseProperties(QStringView text);

// Values that belong into a keychain and on no screen: passwords and private keys.
bool isSecretProperty(QStringView name);

struct SplitProperties {
    QMap<QString, QString> open;    // may be kept in a file
    QMap<QString, QString> secrets; // may not
    bool operator==(const SplitProperties &) const = default;
};
SplitProperties split(const QMap<QString, QString> &properties);

// Names of the secrets that these properties do not hold and cannot do without.
QStringList missingSecrets(const QMap<QString, QString> &properties);

} // namespace bd::kafka
