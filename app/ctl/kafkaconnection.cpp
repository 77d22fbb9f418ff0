#include "kafkaconnection.h"

#include <QCoreApplication>
#include <QFile>

#include "reach/reach.h"
#include "resolve.h"
#include "secretinput.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

constexpr qint64 mostBytes = 1 << 20;

Result<kafka::Settings> fromKept(const Options &options, const Output &output, const std::stop_token &stop)
{
    if (!options.bootstrap.isEmpty() || !options.properties.isEmpty())
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("--connection already says which cluster: --bootstrap and --properties do not go with it"));
    const auto kept = store::Connections().named(options.connection);
    if (!kept)
        return tl::unexpected(kept.error());
    connection::Found found{{}, kept->secrets, {}};
    if (options.secretsFrom.isEmpty() && !kept->secrets.isEmpty())
        found = connection::secretsOf(*store::desktopKeychain(), *kept, keychainPatience, stop);
    if (found.trouble && canAsk())
        output.note(found.trouble->message);
    QStringList needed = found.missing;
    needed.removeAll(store::RegistryPassword); // only who decodes with it asks for it
    return secretsFor(needed, kept->name, options, found.trouble, stop).map([&](const connection::SecretMap &given) {
        connection::SecretMap secrets = found.known;
        secrets.insert(given);
        return connection::settingsOf(*kept, secrets);
    });
}

Result<kafka::Settings> fromProperties(const Options &options, const Output &output, const std::stop_token &stop)
{
    auto properties = readProperties(options);
    if (!properties)
        return tl::unexpected(properties.error());
    for (const QString &note : properties->notes)
        output.note(note);
    kafka::Settings settings = properties->settings;
    return secretsFor(kafka::missingSecrets(settings.properties), options.properties, options, {}, stop)
        .map([&](const connection::SecretMap &secrets) {
            settings.properties.insert(secrets);
            return settings;
        });
}

} // namespace

Result<kafka::ClientProperties> readProperties(const Options &options)
{
    QFile file(options.properties);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, Tr::tr("%1 cannot be read").arg(options.properties), file.errorString());
    QString text = QString::fromUtf8(file.read(mostBytes + 1));
    if (!options.bootstrap.isEmpty()) // the last one counts
        text += QStringLiteral("\nbootstrap.servers=") + options.bootstrap;
    return kafka::clientProperties(text);
}

Result<kafka::Settings> settingsFor(const engine::Engine &engine, const Options &options, const Output &output,
                                    std::stop_token stop)
{
    if (!options.connection.isEmpty())
        return fromKept(options, output, stop);
    if (!options.properties.isEmpty())
        return fromProperties(options, output, stop);
    if (!options.bootstrap.isEmpty()) {
        kafka::Settings settings;
        settings.bootstrap = options.bootstrap;
        return settings;
    }
    return resolveProject(engine, options, stop)
        .and_then([&](const compose::Project &project) { return reach::runningBroker(engine, project, stop); })
        .map([](const reach::BrokerAccess &access) { return access.settings; });
}

Result<std::unique_ptr<kafka::Client>> connectTo(const engine::Engine &engine, const Options &options,
                                                 const Output &output, std::stop_token stop)
{
    return settingsFor(engine, options, output, std::move(stop)).and_then(&kafka::Client::open);
}

} // namespace bd::ctl
