// Ports of this machine: free, taken, and by whom.
#include "net/net.h"

#include <algorithm>
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSet>
#include <QTcpServer>

#include "base/text.h"

namespace bd::net {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Net)
};

// «local_address» of /proc/net/tcp ends in the port in hex, state 0A is LISTEN, the tenth field is the inode.
// https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
QSet<QByteArray> listeningSockets(quint16 port)
{
    const QByteArray wanted = QByteArray::number(port, 16).rightJustified(4, '0').toUpper();
    QSet<QByteArray> inodes;
    for (const auto *table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        QFile file{QLatin1String(table)};
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray &line : file.readAll().split('\n')) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.size() > 9 && fields[3] == "0A" && fields[1].endsWith(':' + wanted))
                inodes.insert(fields[9]);
        }
    }
    return inodes;
}

bool hasOneOf(const QString &process, const QSet<QByteArray> &inodes)
{
    const QString folder = QStringLiteral("/proc/%1/fd").arg(process);
    for (const QString &fd : QDir(folder).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)) {
        char target[64];
        const QByteArray link = QFile::encodeName(folder + QLatin1Char('/') + fd);
        const ssize_t size = readlink(link.constData(), target, sizeof target);
        const QByteArray name(target, qMax<ssize_t>(0, size));
        if (name.startsWith("socket:[") && inodes.contains(name.sliced(8).chopped(1)))
            return true;
    }
    return false;
}

QHostAddress hostAddress(const QString &host)
{
    if (host.isEmpty() || host == QLatin1String("0.0.0.0"))
        return QHostAddress(QHostAddress::AnyIPv4);
    if (host == QLatin1String("localhost"))
        return QHostAddress(QHostAddress::LocalHost);
    return QHostAddress(host);
}

tl::unexpected<Error> taken(quint16 port)
{
    const QString holder = holderOfPort(port);
    return fail(ErrorCode::PortTaken,
                holder.isEmpty() ? Tr::tr("Port %1 is taken by another program.").arg(port)
                                 : Tr::tr("Port %1 is taken by %2.").arg(port).arg(holder),
                Tr::tr("End that program, or publish another port."));
}

Result<> canListenOn(const QHostAddress &address, quint16 port)
{
    QTcpServer server;
    if (server.listen(address, port))
        return {};
    if (server.serverError() == QAbstractSocket::SocketAccessError) // below 1024; the engine may, so look who has it
        return listeningSockets(port).isEmpty() ? Result<>() : taken(port);
    if (server.serverError() == QAbstractSocket::AddressInUseError)
        return taken(port);
    return fail(ErrorCode::Unreachable, Tr::tr("%1 is not an address of this machine.").arg(address.toString()), {},
                server.errorString());
}

} // namespace

Result<> canListen(const QString &host, quint16 port)
{
    const QHostAddress address = hostAddress(host);
    if (address.isNull())
        return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is not an IP address.").arg(firstLine(host, 80)));
    const Result<> first = canListenOn(address, port);
    if (!first || !host.isEmpty())
        return first;
    // «Every interface» is IPv6 too, but a machine without it is no obstacle.
    const Result<> second = canListenOn(QHostAddress(QHostAddress::AnyIPv6), port);
    return !second && second.error().code == ErrorCode::PortTaken ? second : first;
}

quint16 freePortsFrom(quint16 from, int count)
{
    constexpr int far = 1000;
    const int last = std::min(65'535 - count + 1, from + far);
    for (int first = from; first <= last; ++first) {
        bool isFree = true;
        for (int port = first; port < first + count && isFree; ++port)
            isFree = canListen(QStringLiteral("127.0.0.1"), static_cast<quint16>(port)).has_value();
        if (isFree)
            return static_cast<quint16>(first);
    }
    return from;
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

QString holderOfPort(quint16 port)
{
    const QSet<QByteArray> inodes = listeningSockets(port);
    if (inodes.isEmpty())
        return {};
    for (const QString &process : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (!process.front().isDigit() || !hasOneOf(process, inodes))
            continue;
        QFile name(QStringLiteral("/proc/%1/comm").arg(process));
        if (!name.open(QIODevice::ReadOnly))
            return {};
        return Tr::tr("%1 (pid %2)").arg(firstLine(QString::fromUtf8(name.readAll()), 40), process);
    }
    return {};
}

} // namespace bd::net
