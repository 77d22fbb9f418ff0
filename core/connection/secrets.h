// Between a connection that is kept, its secrets, and what a Kafka client is told.
#pragma once

#include <stop_token>

#include "kafka/properties.h"
#include "store/connections.h"
#include "store/keychain.h"

namespace bd::connection {

using SecretMap = QMap<QString, QString>; // by the property's name

// What may be kept in a file, and what may not. Pure.
struct Parts {
    store::Connection connection; // without id, name, colour
    SecretMap secrets;
    bool operator==(const Parts &) const = default;
};
// `connection.secrets` names those that are there and those that will have to be asked for.
Parts partsOf(const kafka::ClientProperties &properties);
// Secrets that are none of its properties (the Schema Registry's) are left out. Pure.
kafka::Settings settingsOf(const store::Connection &connection, const SecretMap &secrets);

struct Found {
    SecretMap known;
    QStringList missing;          // of the connection's secrets
    std::optional<Error> trouble; // why the keychain could not be asked
    bool operator==(const Found &) const = default;
};
// Asks no further once the keychain does not answer. Blocks, each secret up to `deadline`.
Found secretsOf(store::Keychain &keychain, const store::Connection &connection, Millis deadline,
                const std::stop_token &stop);
Result<> keepSecrets(store::Keychain &keychain, const store::Connection &connection, const SecretMap &secrets,
                     Millis deadline, const std::stop_token &stop);
Result<> forgetSecrets(store::Keychain &keychain, const store::Connection &connection, Millis deadline,
                       const std::stop_token &stop);

} // namespace bd::connection
