#include "connection/secrets.h"

namespace bd::connection {

Parts partsOf(const kafka::ClientProperties &properties)
{
    const kafka::SplitProperties split = kafka::split(properties.settings.properties);
    Parts parts;
    parts.secrets = split.secrets;
    parts.connection.bootstrap = properties.settings.bootstrap;
    parts.connection.properties = split.open;
    parts.connection.readOnly = properties.settings.readOnly;
    if (const auto &registry = properties.registry) {
        parts.connection.registry = store::SchemaRegistry{registry->url, registry->user};
        if (!registry->password.isEmpty())
            parts.secrets.insert(store::RegistryPassword, registry->password);
        else if (!registry->user.isEmpty())
            parts.connection.secrets += store::RegistryPassword;
    }
    parts.connection.secrets += parts.secrets.keys() + kafka::missingSecrets(properties.settings.properties);
    parts.connection.secrets.sort();
    return parts;
}

kafka::Settings settingsOf(const store::Connection &connection, const SecretMap &secrets)
{
    kafka::Settings settings;
    settings.bootstrap = connection.bootstrap;
    settings.properties = connection.properties;
    settings.readOnly = connection.readOnly;
    for (auto it = secrets.begin(); it != secrets.end(); ++it) {
        if (it.key() != store::RegistryPassword)
            settings.properties.insert(it.key(), it.value());
    }
    return settings;
}

Found secretsOf(store::Keychain &keychain, const store::Connection &connection, Millis deadline,
                const std::stop_token &stop)
{
    Found found;
    for (const QString &name : connection.secrets) {
        if (!found.trouble) {
            const auto secret = keychain.get(connection.id, name, deadline, stop);
            if (secret && *secret) {
                found.known.insert(name, **secret);
                continue;
            }
            if (!secret)
                found.trouble = secret.error();
        }
        found.missing += name;
    }
    return found;
}

Result<> keepSecrets(store::Keychain &keychain, const store::Connection &connection, const SecretMap &secrets,
                     Millis deadline, const std::stop_token &stop)
{
    for (auto it = secrets.begin(); it != secrets.end(); ++it) {
        if (auto kept = keychain.set(connection.id, it.key(), it.value(), deadline, stop); !kept)
            return kept;
    }
    return {};
}

Result<> forgetSecrets(store::Keychain &keychain, const store::Connection &connection, Millis deadline,
                       const std::stop_token &stop)
{
    for (const QString &name : connection.secrets) {
        if (auto removed = keychain.remove(connection.id, name, deadline, stop); !removed)
            return removed;
    }
    return {};
}

} // namespace bd::connection
