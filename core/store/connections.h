// The user's own connections to Kafka clusters, by name, and the document that they are exchanged in. Never a secret in
// clear: those are in the keychain (keychain.h) under the connection's id and the name of what they are, or asked for.
//
// Format: {"brokerdeckConnections": 1, "connections": [{"id", "name", "colour", "readOnly", "bootstrap",
// "properties": {}, "secrets": [], "schemaRegistry": {"url", "user"}}]}; without ids where it is exchanged.
#pragma once

#include <optional>
#include <vector>

#include <QMap>
#include <QStringList>

#include "base/error.h"

namespace bd::store {

enum class Colour { None, Red, Orange, Yellow, Green, Blue, Purple, Grey };
QStringList colourNames(); // in the order of the enumeration, «none» first
QString nameOf(Colour colour);
std::optional<Colour> colourNamed(QStringView name);

// The secret of a SchemaRegistry: its user's password.
inline const QString RegistryPassword = QStringLiteral("schema.registry.password");

struct SchemaRegistry {
    QString url;  // http or https, without user and password
    QString user; // empty: nobody
    bool operator==(const SchemaRegistry &) const = default;
};

struct Connection {
    QString id;   // stays when the name changes; empty: not kept yet
    QString name; // what people call it; none twice
    Colour colour = Colour::None;
    bool readOnly = false;
    QString bootstrap;                 // host:port[,host:port…]
    QMap<QString, QString> properties; // librdkafka's names; no secrets
    QStringList secrets;               // names of the properties (or RegistryPassword) that are kept elsewhere
    std::optional<SchemaRegistry> registry;
    bool operator==(const Connection &) const = default;
};

// InvalidUse: what is wrong with it, as a sentence. Bounds: 80 characters of name, 200 properties of 64 KiB.
Result<> check(const Connection &connection);

// All of them in one file, read anew each time and written as a whole, so that several programs can share it. Calls
// block for the disk. Parse, with nothing changed, for a file that is not ours; Failed for one of a newer Brokerdeck.
class Connections
{
public:
    explicit Connections(const QString &file = {}); // empty: the user's own

    Result<std::vector<Connection>> all() const;          // in the order of their names; no file: none
    Result<Connection> named(const QString &name) const;  // NotFound
    Result<Connection> add(const Connection &connection); // gives it with its id; InvalidUse: the name is taken
    Result<> change(const Connection &connection);        // the one with this id; NotFound
    Result<> remove(const QString &id);                   // NotFound; its secrets are the caller's to remove

private:
    QString m_file;
};

// Without ids and secrets; the names of the secrets that will be asked for are in it.
QByteArray exported(const std::vector<Connection> &connections);
// Not kept yet. Parse, with what is wrong; at most 1000 connections.
Result<std::vector<Connection>> imported(const QByteArray &document);

} // namespace bd::store
