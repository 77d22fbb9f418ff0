#include "kafkaconnection.h"

#include <functional>

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
constexpr const char *registryPassword = "BROKERDECK_REGISTRY_PASSWORD";

// A cluster as it was found, with what is still to be asked for.
struct Target {
    Access access;
    QString whose; // for the person who is asked
    connection::SecretMap known;
    QStringList missing; // of the cluster's own secrets
    std::optional<Error> trouble;
    std::function<kafka::Settings(const connection::SecretMap &)> complete;
};

Result<Target> ofConnection(const Options &options, const Output &output, const std::stop_token &stop)
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
    Target target{{}, kept->name, found.known, found.missing, found.trouble, {}};
    target.missing.removeAll(store::RegistryPassword); // only who decodes with it asks for it
    target.complete = [kept = *kept](const connection::SecretMap &secrets) {
        return connection::settingsOf(kept, secrets);
    };
    if (kept->registry)
        target.access.registry = registry::settingsOf(kept->registry->url)
                                     .map([&](registry::Settings settings) {
                                         settings.user = kept->registry->user;
                                         return std::optional(settings);
                                     })
                                     .value_or(std::nullopt);
    return target;
}

Result<Target> ofProperties(const Options &options, const Output &output)
{
    const auto properties = readProperties(options);
    if (!properties)
        return tl::unexpected(properties.error());
    for (const QString &note : properties->notes)
        output.note(note);
    Target target{{}, options.properties, {}, kafka::missingSecrets(properties->settings.properties), {}, {}};
    target.complete = [settings = properties->settings](const connection::SecretMap &secrets) {
        kafka::Settings completed = settings;
        for (auto it = secrets.begin(); it != secrets.end(); ++it) {
            if (it.key() != store::RegistryPassword)
                completed.properties.insert(it.key(), it.value());
        }
        return completed;
    };
    if (const auto &access = properties->registry) {
        if (const auto settings = registry::settingsOf(access->url)) {
            target.access.registry = *settings;
            target.access.registry->user = access->user;
            if (!access->password.isEmpty())
                target.known.insert(store::RegistryPassword, access->password);
        }
    }
    return target;
}

Result<Target> ofProject(const engine::Engine &engine, const Options &options, bool withRegistry,
                         const std::stop_token &stop)
{
    const auto project = resolveProject(engine, options, stop);
    if (!project)
        return tl::unexpected(project.error());
    const auto broker = reach::runningBroker(engine, *project, stop);
    if (!broker)
        return tl::unexpected(broker.error());
    Target target{{broker->settings, {}}, project->name, {}, {}, {}, {}};
    if (withRegistry) {
        const auto url = reach::runningRegistry(engine, *project, stop);
        if (url && !url->isEmpty())
            target.access.registry = registry::Settings{*url, {}, {}, {}};
    }
    return target;
}

Result<Target> targetOf(const engine::Engine &engine, const Options &options, const Output &output, bool withRegistry,
                        const std::stop_token &stop)
{
    if (!options.connection.isEmpty())
        return ofConnection(options, output, stop);
    if (!options.properties.isEmpty())
        return ofProperties(options, output);
    if (options.bootstrap.isEmpty())
        return ofProject(engine, options, withRegistry && options.registry.isEmpty(), stop);
    Target target;
    target.access.kafka.bootstrap = options.bootstrap;
    return target;
}

// Whose password is never on the command line, which every user of this machine can read.
Result<registry::Settings> registryOf(const Options &options)
{
    auto settings = registry::settingsOf(options.registry);
    if (!settings)
        return settings;
    if (!settings->password.isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("--registry takes no password"),
                    Tr::tr("Put it into the environment: %1").arg(QLatin1String(registryPassword)));
    if (!options.registryUser.isEmpty())
        settings->user = options.registryUser;
    settings->caFile = options.registryCa;
    return settings;
}

// Taken out of it: no `docker` that is started here inherits it.
std::optional<QString> passwordOfEnvironment()
{
    if (!qEnvironmentVariableIsSet(registryPassword))
        return {};
    const QString password = qEnvironmentVariable(registryPassword);
    qunsetenv(registryPassword);
    return password;
}

// What is asked for so that `target` is complete, each thing once.
Result<connection::SecretMap> secretsOf(Target &target, const Options &options, const std::stop_token &stop)
{
    connection::SecretMap given;
    if (!options.secretsFrom.isEmpty()) {
        auto read = readSecrets(options.secretsFrom, stop);
        if (!read)
            return read;
        given = std::move(*read);
    }
    const auto asked = askMissing(target.missing, given, target.whose, target.trouble, stop);
    if (!asked)
        return asked;
    given.insert(*asked);
    if (const auto &registry = target.access.registry; registry && !registry->user.isEmpty()) {
        const bool isKnown = given.contains(store::RegistryPassword) || target.known.contains(store::RegistryPassword);
        const bool mustAsk = !isKnown && (canAsk() || !options.registry.isEmpty());
        const auto password = askMissing(mustAsk ? QStringList(store::RegistryPassword) : QStringList(), given,
                                         registry->url.host(), target.trouble, stop);
        if (!password)
            return password;
        given.insert(*password);
    }
    return given;
}

Result<Access> accessOf(const engine::Engine &engine, const Options &options, const Output &output, bool withRegistry,
                        std::stop_token stop)
{
    if (options.registry.isEmpty() && !(options.registryUser + options.registryCa).isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("--registry-user and --registry-ca need --registry"));
    const auto password = withRegistry ? passwordOfEnvironment() : std::nullopt;
    const auto named = withRegistry && !options.registry.isEmpty()
                           ? registryOf(options).map([](auto settings) { return std::optional(settings); })
                           : Result<std::optional<registry::Settings>>(std::nullopt);
    if (!named)
        return tl::unexpected(named.error());
    auto target = targetOf(engine, options, output, withRegistry, stop);
    if (!target)
        return tl::unexpected(target.error());
    if (!withRegistry)
        target->access.registry.reset();
    if (*named) { // it is another one, with a password of its own
        target->access.registry = *named;
        target->known.remove(store::RegistryPassword);
    }
    if (password)
        target->known.insert(store::RegistryPassword, *password);
    return secretsOf(*target, options, stop).map([&](const connection::SecretMap &given) {
        connection::SecretMap secrets = target->known;
        secrets.insert(given);
        if (password)
            secrets.insert(store::RegistryPassword, *password);
        if (target->access.registry)
            target->access.registry->password = secrets.value(store::RegistryPassword);
        if (target->complete)
            target->access.kafka = target->complete(secrets);
        return target->access;
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
    return accessOf(engine, options, output, false, std::move(stop)).map(&Access::kafka);
}

Result<Access> accessFor(const engine::Engine &engine, const Options &options, const Output &output,
                         std::stop_token stop)
{
    return accessOf(engine, options, output, true, std::move(stop));
}

Result<std::unique_ptr<kafka::Client>> connectTo(const engine::Engine &engine, const Options &options,
                                                 const Output &output, std::stop_token stop)
{
    return settingsFor(engine, options, output, std::move(stop)).and_then(&kafka::Client::open);
}

} // namespace bd::ctl
