#include "kafkaconnection.h"

#include <QCoreApplication>
#include <QFile>

#include "kafka/properties.h"
#include "reach/reach.h"
#include "resolve.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

constexpr qint64 mostBytes = 1 << 20;

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

} // namespace

Result<kafka::Settings> settingsFor(const engine::Engine &engine, const Options &options, const Output &output,
                                    std::stop_token stop)
{
    if (!options.properties.isEmpty()) {
        const auto properties = readProperties(options);
        if (!properties)
            return tl::unexpected(properties.error());
        for (const QString &note : properties->notes)
            output.note(note);
        return properties->settings;
    }
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
