// A `.properties` file as Java clients use it, as what librdkafka is told. Pure.
//
// Format: java.util.Properties.load (comments, continued lines, escapes; `=`, `:` or a blank after the key; a value may
// hold `=`). Java's names that librdkafka has under another one are translated, JAAS strings are understood; what it has
// no word for is named in `notes`, never dropped in silence.
#pragma once

#include <utility>
#include <vector>

#include "kafka/client.h"

namespace bd::kafka {

struct ClientProperties {
    Settings settings; // bootstrap and librdkafka's properties; holds secrets
    QStringList notes; // for people: what could not be taken over, and what to do about it
    bool operator==(const ClientProperties &) const = default;
};

// Parse with the line where a text is no properties file; InvalidUse where it names no bootstrap.servers.
Result<ClientProperties> clientProperties(QStringView text);

// Keys and values in the order of the file; a key that comes twice has its last value.
Result<std::vector<std::pair<QString, QString>>> parseProperties(QStringView text);

// Values that belong into a keychain and on no screen: passwords and private keys.
bool isSecretProperty(QStringView name);

} // namespace bd::kafka
