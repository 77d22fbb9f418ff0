#include "store/connections.h"

#include <algorithm>
#include <functional>
#include <map>

#include <QCoreApplication>
#include <QFile>
#include <QLockFile>
#include <QUuid>

#include "store/connectionjson.h"
#include "store/store.h"

namespace bd::store {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Store)
};

constexpr qint64 MostBytes = 64 << 20;
constexpr int LockPatience = 10'000; // ms; another program changes the file in a few

using Change = std::function<Result<>(std::vector<Connection> &)>;

// Secrets are kept under the id: one that is missing or there twice would hand them to somebody else.
bool haveIds(const std::vector<Connection> &connections)
{
    QStringList ids;
    for (const Connection &connection : connections)
        ids += connection.id;
    return !ids.contains(QString()) && ids.removeDuplicates() == 0;
}

Result<std::vector<Connection>> read(const QString &file)
{
    if (!QFile::exists(file))
        return std::vector<Connection>();
    auto connections = readFile(file, MostBytes).and_then(&connectionsIn);
    if (connections && !haveIds(*connections))
        connections = fail(ErrorCode::Parse, {}, {}, Tr::tr("a connection without an id of its own"));
    return std::move(connections).map_error([&](Error error) {
        if (error.code == ErrorCode::Parse)
            error = {ErrorCode::Parse, Tr::tr("The file %1 does not hold your connections any more.").arg(file),
                     Tr::tr("Mend it, or move it away to begin anew. It was left as it is."), error.detail};
        return error;
    });
}

// Two programs that change it at the same time do so one after the other.
Result<> changeFile(const QString &file, const Change &change)
{
    QLockFile lock(file + QStringLiteral(".lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(LockPatience))
        return fail(ErrorCode::Locked, Tr::tr("Another Brokerdeck is changing the connections."), Tr::tr("Try again."));
    auto connections = read(file);
    if (!connections)
        return tl::unexpected(connections.error());
    if (auto changed = change(*connections); !changed)
        return changed;
    return writeFile(file, documentOf(*connections, true));
}

tl::unexpected<Error> unknown(const QString &name)
{
    return fail(ErrorCode::NotFound, Tr::tr("There is no connection «%1»").arg(name),
                Tr::tr("«brokerdeckctl connections list» shows those that there are."));
}

Result<> nameIsFree(const std::vector<Connection> &connections, const Connection &wanted)
{
    const bool taken = std::ranges::any_of(connections, [&](const Connection &one) {
        return one.name == wanted.name && one.id != wanted.id;
    });
    if (taken)
        return fail(ErrorCode::InvalidUse, Tr::tr("There is a connection «%1» already").arg(wanted.name));
    return {};
}

} // namespace

Connections::Connections(const QString &file)
    : m_file(file.isEmpty() ? configDirectory() + QStringLiteral("/connections.json") : file)
{}

Result<std::vector<Connection>> Connections::all() const
{
    return read(m_file).map([](const std::vector<Connection> &connections) {
        std::map<QString, Connection> byName;
        for (const Connection &connection : connections)
            byName.emplace(connection.name, connection);
        std::vector<Connection> sorted;
        sorted.reserve(byName.size());
        for (const auto &[name, connection] : byName)
            sorted.push_back(connection);
        return sorted;
    });
}

Result<Connection> Connections::named(const QString &name) const
{
    const auto connections = read(m_file);
    if (!connections)
        return tl::unexpected(connections.error());
    const auto found = std::ranges::find(*connections, name, &Connection::name);
    return found == connections->end() ? Result<Connection>(unknown(name)) : *found;
}

Result<Connection> Connections::add(const Connection &connection)
{
    if (auto checked = check(connection); !checked)
        return tl::unexpected(checked.error());
    Connection made = connection;
    made.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    return changeFile(m_file,
                      [&](std::vector<Connection> &connections) {
                          return nameIsFree(connections, made).map([&] { connections.push_back(made); });
                      })
        .map([&] { return made; });
}

Result<> Connections::change(const Connection &connection)
{
    if (auto checked = check(connection); !checked)
        return checked;
    return changeFile(m_file, [&](std::vector<Connection> &connections) -> Result<> {
        const auto found = std::ranges::find(connections, connection.id, &Connection::id);
        if (found == connections.end())
            return unknown(connection.name);
        return nameIsFree(connections, connection).map([&] { *found = connection; });
    });
}

Result<> Connections::remove(const QString &id)
{
    return changeFile(m_file, [&](std::vector<Connection> &connections) -> Result<> {
        if (std::erase_if(connections, [&](const Connection &one) { return one.id == id; }) == 0)
            return unknown(id);
        return {};
    });
}

QByteArray exported(const std::vector<Connection> &connections)
{
    return documentOf(connections, false);
}

Result<std::vector<Connection>> imported(const QByteArray &document)
{
    return connectionsIn(document).map([](std::vector<Connection> connections) {
        for (Connection &connection : connections)
            connection.id.clear();
        return connections;
    });
}

} // namespace bd::store
