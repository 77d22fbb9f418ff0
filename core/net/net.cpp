#include "net/net.h"

#include <QCoreApplication>
#include <QNetworkProxy>
#include <QTcpSocket>

#include "base/text.h"
#include "net/wait.h"

namespace bd::net {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Net)
};

constexpr qint64 MaxReply = 1 << 20;

QString unreachableText(const Address &address, QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return Tr::tr("Nothing listens on %1: the connection is refused.").arg(address.text());
    case QAbstractSocket::HostNotFoundError: return Tr::tr("The name %1 is not known here.").arg(address.host);
    case QAbstractSocket::RemoteHostClosedError:
        return Tr::tr("%1 accepted the connection and closed it at once.").arg(address.text());
    default: return Tr::tr("%1 cannot be reached.").arg(address.text());
    }
}

tl::unexpected<Error> unreachable(const Address &address, const QTcpSocket &socket)
{
    // The kernel's own connection time-out, much later than any deadline of ours but not impossible.
    const auto code = socket.error() == QAbstractSocket::SocketTimeoutError ? ErrorCode::Timeout
                                                                            : ErrorCode::Unreachable;
    return fail(code, unreachableText(address, socket.error()), {}, plainText(socket.errorString()));
}

Result<> open(QTcpSocket &socket, const Address &address, Millis deadline, Wait &wait)
{
    wait.wakeOn(socket, &QTcpSocket::connected);
    wait.wakeOn(socket, &QTcpSocket::errorOccurred);
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(address.host, address.port);
    const auto settled = [&] {
        return socket.state() == QAbstractSocket::ConnectedState || socket.state() == QAbstractSocket::UnconnectedState;
    };
    if (!wait.until(settled)) {
        if (wait.stopped())
            return cancelled();
        return fail(ErrorCode::Timeout,
                    Tr::tr("%1 did not take the connection within %2 ms.").arg(address.text()).arg(deadline.count()));
    }
    if (socket.state() != QAbstractSocket::ConnectedState)
        return unreachable(address, socket);
    return {};
}

// Until the other side ends the stream, or there is more than anybody should have to say.
Result<QByteArray> readToEnd(QTcpSocket &socket, const Address &address, Millis deadline, Wait &wait)
{
    wait.wakeOn(socket, &QTcpSocket::readyRead);
    wait.wakeOn(socket, &QTcpSocket::disconnected);
    QByteArray reply;
    const bool ended = wait.until([&] {
        reply += socket.read(MaxReply - reply.size());
        return socket.state() == QAbstractSocket::UnconnectedState || reply.size() >= MaxReply;
    });
    if (!ended && wait.stopped())
        return cancelled();
    if (!ended)
        return fail(
            ErrorCode::Timeout,
            Tr::tr("%1 took the connection but did not answer within %2 ms.").arg(address.text()).arg(deadline.count()),
            {}, plainText(QString::fromUtf8(reply)));
    if (reply.isEmpty())
        return fail(ErrorCode::Unreachable,
                    Tr::tr("%1 accepted the connection and closed it without an answer.").arg(address.text()),
                    Tr::tr("A published port accepts before anything listens behind it."),
                    plainText(socket.errorString()));
    return reply;
}

} // namespace

QString Address::text() const
{
    const QString shown = host.contains(QLatin1Char(':')) ? QLatin1Char('[') + host + QLatin1Char(']') : host;
    return shown + QLatin1Char(':') + QString::number(port);
}

Result<Address> Address::parse(QStringView text)
{
    const QStringView trimmed = text.trimmed();
    const qsizetype colon = trimmed.lastIndexOf(QLatin1Char(':'));
    QStringView host = colon < 0 ? QStringView() : trimmed.first(colon);
    const bool bracketed = host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']'));
    if (bracketed)
        host = host.sliced(1, host.size() - 2);
    bool isNumber = false;
    const ushort port = colon < 0 ? ushort(0) : trimmed.sliced(colon + 1).toUShort(&isNumber);
    const bool plainHost = !host.isEmpty() && (bracketed || !host.contains(QLatin1Char(':')));
    if (!isNumber || port == 0 || !plainHost)
        return fail(ErrorCode::Parse, Tr::tr("«%1» is not an address of the form host:port.").arg(firstLine(text, 80)));
    return Address{host.toString(), port};
}

Result<Micros> connectTo(const Address &address, Millis deadline, std::stop_token stop)
{
    const auto begin = std::chrono::steady_clock::now();
    QTcpSocket socket;
    Wait wait(deadline, std::move(stop));
    if (auto opened = open(socket, address, deadline, wait); !opened)
        return tl::unexpected(opened.error());
    return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - begin);
}

Result<QByteArray> fourLetterWord(const Address &address, const QByteArray &word, Millis deadline, std::stop_token stop)
{
    QTcpSocket socket;
    Wait wait(deadline, std::move(stop));
    if (auto opened = open(socket, address, deadline, wait); !opened)
        return tl::unexpected(opened.error());
    socket.write(word);
    return readToEnd(socket, address, deadline, wait);
}

} // namespace bd::net
