#include "engine/types.h"

#include <QUrl>

namespace bd::engine {

namespace {

QString composeLabel(const QMap<QString, QString> &labels, QLatin1String name)
{
    return labels.value(QLatin1String("com.docker.compose.") + name);
}

QStringList pathList(const QString &text)
{
    return text.split(QLatin1Char(','), Qt::SkipEmptyParts);
}

// The machine that an endpoint leads to; empty for this one.
QString remoteHost(const QString &endpoint)
{
    const QUrl url(endpoint);
    static const QStringList overNetwork{QStringLiteral("ssh"), QStringLiteral("tcp"), QStringLiteral("http"),
                                         QStringLiteral("https")};
    const QString host = url.host();
    return overNetwork.contains(url.scheme()) && !isLoopback(host) ? host : QString();
}

} // namespace

bool isLoopback(const QString &host)
{
    return host == QLatin1String("localhost") || host == QLatin1String("::1") || host.startsWith(QLatin1String("127."));
}

bool Context::isRemote() const
{
    return !remoteHost(endpoint).isEmpty();
}

QString Context::publishHost() const
{
    const QString host = remoteHost(endpoint);
    return host.isEmpty() ? QStringLiteral("127.0.0.1") : host;
}

QString Container::project() const
{
    return composeLabel(labels, QLatin1String("project"));
}

QString Container::service() const
{
    return composeLabel(labels, QLatin1String("service"));
}

int Container::number() const
{
    return qMax(1, composeLabel(labels, QLatin1String("container-number")).toInt());
}

bool Container::oneOff() const
{
    return composeLabel(labels, QLatin1String("oneoff")).compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
}

QString Container::configHash() const
{
    return composeLabel(labels, QLatin1String("config-hash"));
}

QString Container::createdFrom() const
{
    return composeLabel(labels, QLatin1String("image"));
}

QStringList Container::composeFiles() const
{
    return pathList(composeLabel(labels, QLatin1String("project.config_files")));
}

QString Container::workingDirectory() const
{
    return composeLabel(labels, QLatin1String("project.working_dir"));
}

QStringList Container::environmentFiles() const
{
    return pathList(composeLabel(labels, QLatin1String("project.environment_file")));
}

bool Container::isRestarted() const
{
    return restartPolicy == QLatin1String("always") || restartPolicy == QLatin1String("unless-stopped");
}

QString Container::variable(QStringView key) const
{
    for (const QString &entry : environment) {
        if (entry.size() > key.size() && entry[key.size()] == QLatin1Char('=') && entry.startsWith(key))
            return entry.sliced(key.size() + 1);
    }
    return {};
}

QMap<QString, QString> containersByAddress(const std::vector<Container> &containers)
{
    QMap<QString, QString> names;
    for (const Container &container : containers) {
        for (const QString &address : container.addresses) {
            const QString before = names.value(address, container.name);
            names.insert(address, before == container.name ? before : QString());
        }
    }
    names.removeIf([](const auto &one) { return one.value().isEmpty(); });
    return names;
}

QString Event::project() const
{
    return composeLabel(attributes, QLatin1String("project"));
}

QString Event::service() const
{
    return composeLabel(attributes, QLatin1String("service"));
}

std::optional<int> Event::exitCode() const
{
    bool isNumber = false;
    const int code = attributes.value(QStringLiteral("exitCode")).toInt(&isNumber);
    return isNumber ? std::optional(code) : std::nullopt;
}

QString Volume::project() const
{
    return composeLabel(labels, QLatin1String("project"));
}

} // namespace bd::engine
