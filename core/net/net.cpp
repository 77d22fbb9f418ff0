#include "net/net.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QHostInfo>
#include <QTcpSocket>
#include <QtEndian>

#include "base/text.h"
#include "net/socket.h"

namespace bd::net {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Net)
};

constexpr qint64 MaxReply = 1 << 20;

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

Result<QStringList> lookUp(const QString &host, Millis deadline, std::stop_token stop)
{
    if (const QHostAddress literal(host); !literal.isNull())
        return QStringList{literal.toString()};
    Wait wait(deadline, std::move(stop));
    std::optional<QHostInfo> answer;
    QObject here; // hears of the answer on this thread, and not once it is gone
    const int id = QHostInfo::lookupHost(host, &here, [&](const QHostInfo &info) {
        answer = info;
        wait.wake();
    });
    if (!wait.until([&] { return answer.has_value(); })) {
        QHostInfo::abortHostLookup(id);
        if (wait.stopped())
            return cancelled();
        return fail(ErrorCode::Timeout,
                    Tr::tr("Nobody said within %1 ms where %2 is.").arg(deadline.count()).arg(firstLine(host, 255)));
    }
    if (answer->addresses().isEmpty())
        return fail(ErrorCode::Unreachable, Tr::tr("The name %1 is not known here.").arg(firstLine(host, 255)), {},
                    plainText(answer->errorString()));
    QStringList addresses;
    for (const QHostAddress &address : answer->addresses())
        addresses += address.toString();
    return addresses;
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
