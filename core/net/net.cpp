#include "net/net.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTimer>
#include <QtEndian>

#include "base/text.h"

namespace bd::net {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Net)
};

constexpr qint64 MaxReply = 1 << 20;

// QTcpSocket's own waitFor… calls give up a connection when their time is over, so they cannot be waited for in
// slices. A local event loop has no such step: it wakes at once for the socket, the deadline and the stop.
class Wait
{
public:
    Wait(Millis deadline, std::stop_token stop)
        : m_stop(std::move(stop)),
          m_onStop(m_stop, [this] { QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection); })
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_loop, &QEventLoop::quit);
        m_timer.start(deadline);
    }

    template<typename Signal>
    void wakeOn(QTcpSocket &socket, Signal signal)
    {
        QObject::connect(&socket, signal, &m_loop, &QEventLoop::quit);
    }

    // False: the deadline passed or stop was requested before `done` was true.
    template<typename Done>
    bool until(Done done)
    {
        while (!done()) {
            if (stopped() || !m_timer.isActive())
                return false;
            m_loop.exec();
        }
        return true;
    }

    bool stopped() const { return m_stop.stop_requested(); }

private:
    QEventLoop m_loop;
    QTimer m_timer;
    std::stop_token m_stop;
    std::stop_callback<std::function<void()>> m_onStop; // last: nothing quits the loop once it is gone
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

tl::unexpected<Error> noAnswer(const Address &address, Millis deadline, const QByteArray &soFar)
{
    return fail(
        ErrorCode::Timeout,
        Tr::tr("%1 took the connection but did not answer within %2 ms.").arg(address.text()).arg(deadline.count()), {},
        plainText(QString::fromUtf8(soFar)));
}

tl::unexpected<Error> closedWithoutAnswer(const Address &address, const QTcpSocket &socket)
{
    return fail(ErrorCode::Unreachable,
                Tr::tr("%1 accepted the connection and closed it without an answer.").arg(address.text()),
                Tr::tr("A published port accepts before anything listens behind it."), plainText(socket.errorString()));
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
    if (!ended)
        return wait.stopped() ? Result<QByteArray>(cancelled()) : noAnswer(address, deadline, reply);
    if (reply.isEmpty())
        return closedWithoutAnswer(address, socket);
    return reply;
}

// What its first four bytes say that there is.
Result<QByteArray> readSized(QTcpSocket &socket, const Address &address, Millis deadline, Wait &wait)
{
    constexpr qsizetype head = sizeof(quint32);
    wait.wakeOn(socket, &QTcpSocket::readyRead);
    wait.wakeOn(socket, &QTcpSocket::disconnected);
    QByteArray reply;
    qint64 wanted = head;
    const bool ended = wait.until([&] {
        reply += socket.read(wanted - reply.size());
        if (reply.size() == head)
            wanted = head + qFromBigEndian<quint32>(reply.constData());
        if (wanted <= MaxReply)
            reply += socket.read(wanted - reply.size());
        return socket.state() == QAbstractSocket::UnconnectedState || reply.size() == wanted || wanted > MaxReply;
    });
    if (!ended)
        return wait.stopped() ? Result<QByteArray>(cancelled()) : noAnswer(address, deadline, reply);
    if (wanted > MaxReply)
        return fail(ErrorCode::Parse, Tr::tr("%1 does not answer in the way that was expected.").arg(address.text()),
                    {}, plainText(QString::fromUtf8(reply)));
    if (reply.size() < wanted)
        return closedWithoutAnswer(address, socket);
    return reply.sliced(head);
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

Result<QByteArray> exchange(const Address &address, const QByteArray &message, Millis deadline, std::stop_token stop)
{
    QTcpSocket socket;
    Wait wait(deadline, std::move(stop));
    if (auto opened = open(socket, address, deadline, wait); !opened)
        return tl::unexpected(opened.error());
    QByteArray size(sizeof(quint32), '\0');
    qToBigEndian(quint32(message.size()), size.data());
    socket.write(size + message);
    return readSized(socket, address, deadline, wait);
}

} // namespace bd::net
