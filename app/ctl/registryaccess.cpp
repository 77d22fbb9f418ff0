#include "registryaccess.h"

#include <QCoreApplication>

#include "askpassword.h"
#include "base/text.h"
#include "reach/reach.h"
#include "resolve.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

constexpr const char *passwordVariable = "BROKERDECK_REGISTRY_PASSWORD";

Result<QString> passwordFor(const registry::Settings &settings, const std::stop_token &stop)
{
    if (qEnvironmentVariableIsSet(passwordVariable))
        return qEnvironmentVariable(passwordVariable);
    auto typed = askPassword(Tr::tr("Password of %1 at %2: ").arg(plainText(settings.user), settings.url.host()), stop);
    if (!typed && typed.error().code == ErrorCode::InvalidUse)
        typed.error().hint = Tr::tr("Put it into the environment: %1").arg(QLatin1String(passwordVariable));
    return typed;
}

Result<registry::Settings> settingsIn(const Options &options, const std::stop_token &stop)
{
    auto settings = registry::settingsOf(options.registry);
    if (!settings)
        return settings;
    if (!settings->password.isEmpty()) // every user of this machine can read the command line
        return fail(ErrorCode::InvalidUse, Tr::tr("--registry takes no password"),
                    Tr::tr("Put it into the environment: %1").arg(QLatin1String(passwordVariable)));
    if (!options.registryUser.isEmpty())
        settings->user = options.registryUser;
    settings->caFile = options.registryCa;
    if (settings->user.isEmpty())
        return settings;
    return passwordFor(*settings, stop).map([&](const QString &password) {
        settings->password = password;
        return *settings;
    });
}

// The stack's own has no password, or the user says which it is.
std::optional<registry::Settings> ofProject(const engine::Engine &engine, const Options &options,
                                            const std::stop_token &stop)
{
    if (!options.bootstrap.isEmpty() || !options.properties.isEmpty())
        return {};
    const auto url = resolveProject(engine, options, stop).and_then([&](const compose::Project &project) {
        return reach::runningRegistry(engine, project, stop);
    });
    if (!url || url->isEmpty())
        return {};
    registry::Settings settings;
    settings.url = *url;
    return settings;
}

} // namespace

Result<std::shared_ptr<registry::Client>> registryFor(const engine::Engine &engine, const Options &options,
                                                      std::stop_token stop)
{
    if (options.registry.isEmpty()) {
        if (!options.registryUser.isEmpty() || !options.registryCa.isEmpty())
            return fail(ErrorCode::InvalidUse, Tr::tr("--registry-user and --registry-ca need --registry"));
        const auto own = ofProject(engine, options, stop);
        return own ? std::make_shared<registry::Client>(*own) : nullptr;
    }
    return settingsIn(options, stop).map([](const registry::Settings &settings) {
        return std::make_shared<registry::Client>(settings);
    });
}

} // namespace bd::ctl
