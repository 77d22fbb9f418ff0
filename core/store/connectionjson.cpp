// Connections as JSON and back, with everything checked that comes from a file.
#include "store/connectionjson.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include "base/text.h"

namespace bd::store {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Store)
};

constexpr int Format = 1;
constexpr qsizetype MostConnections = 1000;
constexpr qsizetype LongestName = 80, LongestBootstrap = 4096, LongestKey = 200, LongestValue = 64 << 10;
constexpr qsizetype MostProperties = 200;

constexpr const char *ColourNames[] = {"none", "red", "orange", "yellow", "green", "blue", "purple", "grey"};

tl::unexpected<Error> wrong(const QString &message)
{
    return fail(ErrorCode::InvalidUse, message);
}

tl::unexpected<Error> notOurs(const QString &reason)
{
    return fail(ErrorCode::Parse, Tr::tr("This is no file of Brokerdeck’s connections."),
                Tr::tr("«brokerdeckctl connections export» writes one."), reason);
}

QJsonObject jsonOf(const Connection &connection, bool withIds)
{
    QJsonObject properties;
    for (auto it = connection.properties.begin(); it != connection.properties.end(); ++it)
        properties.insert(it.key(), it.value());
    QJsonObject json{{QStringLiteral("name"), connection.name},
                     {QStringLiteral("colour"), nameOf(connection.colour)},
                     {QStringLiteral("readOnly"), connection.readOnly},
                     {QStringLiteral("bootstrap"), connection.bootstrap},
                     {QStringLiteral("properties"), properties},
                     {QStringLiteral("secrets"), QJsonArray::fromStringList(connection.secrets)}};
    if (withIds)
        json.insert(QStringLiteral("id"), connection.id);
    if (connection.registry)
        json.insert(QStringLiteral("schemaRegistry"), QJsonObject{{QStringLiteral("url"), connection.registry->url},
                                                                  {QStringLiteral("user"), connection.registry->user}});
    return json;
}

Connection connectionOf(const QJsonObject &json)
{
    Connection connection;
    connection.id = json[QLatin1String("id")].toString();
    connection.name = json[QLatin1String("name")].toString();
    connection.colour = colourNamed(json[QLatin1String("colour")].toString()).value_or(Colour::None);
    connection.readOnly = json[QLatin1String("readOnly")].toBool();
    connection.bootstrap = json[QLatin1String("bootstrap")].toString();
    const QJsonObject properties = json[QLatin1String("properties")].toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it)
        connection.properties.insert(it.key(), it.value().toString());
    for (const QJsonValue &secret : json[QLatin1String("secrets")].toArray())
        connection.secrets += secret.toString();
    connection.secrets.removeDuplicates();
    const QJsonValue registry = json[QLatin1String("schemaRegistry")];
    if (registry.isObject())
        connection.registry = SchemaRegistry{registry[QLatin1String("url")].toString(),
                                             registry[QLatin1String("user")].toString()};
    return connection;
}

bool isPlain(const QString &text)
{
    return plainText(text, text.size()) == text && !text.contains(QLatin1Char('\n'));
}

Result<> checkName(const QString &name)
{
    if (name.isEmpty() || name != name.trimmed() || name.size() > LongestName || !isPlain(name))
        return wrong(Tr::tr("A connection’s name has 1 to %1 characters and no line break").arg(LongestName));
    if (name.startsWith(QLatin1Char('-')))
        return wrong(Tr::tr("A connection’s name cannot begin with «-»: the command line takes that for an option"));
    return {};
}

Result<> checkProperties(const Connection &connection)
{
    if (connection.properties.size() > MostProperties || connection.secrets.size() > MostProperties)
        return wrong(Tr::tr("A connection has at most %1 properties").arg(MostProperties));
    for (auto it = connection.properties.begin(); it != connection.properties.end(); ++it) {
        if (it.key().isEmpty() || it.key().size() > LongestKey || !isPlain(it.key())
            || it.value().size() > LongestValue)
            return wrong(Tr::tr("The property «%1» is too long").arg(firstLine(it.key(), 60)));
        if (isSecretName(it.key())) // the last guard before the disk
            return wrong(Tr::tr("%1 is a secret, which is never kept in a file").arg(it.key()));
    }
    const bool areNames = std::ranges::all_of(connection.secrets, [](const QString &name) {
        return isSecretName(name) && name.size() <= LongestKey && isPlain(name);
    });
    return areNames ? Result<>() : wrong(Tr::tr("The names of the secrets are not names of secrets"));
}

Result<> checkRegistry(const SchemaRegistry &registry)
{
    const QUrl url(registry.url, QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!isWeb || url.host().isEmpty() || registry.url.size() > LongestBootstrap || !isPlain(registry.user))
        return wrong(Tr::tr("A Schema Registry’s address begins with http:// or https://, not as «%1»")
                         .arg(firstLine(redacted(registry.url), 80)));
    if (!url.userInfo().isEmpty())
        return wrong(Tr::tr("The Schema Registry’s user and password do not belong into its address"));
    return {};
}

} // namespace

QStringList colourNames()
{
    QStringList names;
    for (const char *name : ColourNames)
        names += QString::fromLatin1(name);
    return names;
}

QString nameOf(Colour colour)
{
    return QString::fromLatin1(ColourNames[int(colour)]);
}

std::optional<Colour> colourNamed(QStringView name)
{
    const qsizetype at = colourNames().indexOf(name.toString());
    return at < 0 ? std::nullopt : std::optional(Colour(at));
}

Result<> check(const Connection &connection)
{
    if (auto named = checkName(connection.name); !named)
        return named;
    if (connection.bootstrap.isEmpty() || connection.bootstrap.size() > LongestBootstrap
        || !isPlain(connection.bootstrap))
        return wrong(Tr::tr("A connection needs a bootstrap server, such as localhost:9092"));
    if (auto checked = checkProperties(connection); !checked)
        return checked;
    return connection.registry ? checkRegistry(*connection.registry) : Result<>();
}

QByteArray documentOf(const std::vector<Connection> &connections, bool withIds)
{
    QJsonArray array;
    for (const Connection &connection : connections)
        array += jsonOf(connection, withIds);
    return QJsonDocument(
               QJsonObject{{QStringLiteral("brokerdeckConnections"), Format}, {QStringLiteral("connections"), array}})
        .toJson();
}

Result<std::vector<Connection>> connectionsIn(const QByteArray &document)
{
    QJsonParseError error;
    const QJsonObject json = QJsonDocument::fromJson(document, &error).object();
    const QJsonValue format = json[QLatin1String("brokerdeckConnections")];
    if (error.error != QJsonParseError::NoError || !format.isDouble())
        return notOurs(error.errorString());
    if (format.toInt() > Format)
        return fail(ErrorCode::Failed, Tr::tr("These connections were written by a newer Brokerdeck."),
                    Tr::tr("Update this one."));
    const QJsonArray array = json[QLatin1String("connections")].toArray();
    if (array.size() > MostConnections)
        return notOurs(Tr::tr("more than %1 connections").arg(MostConnections));
    std::vector<Connection> connections;
    QStringList names;
    for (const QJsonValue &one : array) {
        Connection connection = connectionOf(one.toObject());
        if (const auto checked = check(connection); !checked)
            return notOurs(Tr::tr("connection %1: %2").arg(connections.size() + 1).arg(checked.error().message));
        if (names.contains(connection.name))
            return notOurs(Tr::tr("two connections are called «%1»").arg(connection.name));
        names += connection.name;
        connections.push_back(std::move(connection));
    }
    return connections;
}

} // namespace bd::store
