#include "net/socket.h"

#include <QCoreApplication>
#include <QNetworkProxy>

#include "base/text.h"

namespace bd::net {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Net)
};

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

} // namespace

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

} // namespace bd::net
