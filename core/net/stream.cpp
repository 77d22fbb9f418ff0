#include "net/stream.h"

#include <QCoreApplication>

#include "base/text.h"
#include "net/qtls.h"
#include "net/socket.h"

namespace bd::net {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Net)
};

constexpr qsizetype MostBytes = 1 << 20;

QString protocolText(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2: return QStringLiteral("TLS 1.2");
    case QSsl::TlsV1_3: return QStringLiteral("TLS 1.3");
    default: return QStringLiteral("TLS");
    }
}

tl::unexpected<Error> late(const Address &address, Millis deadline)
{
    return fail(
        ErrorCode::Timeout,
        Tr::tr("%1 took the connection but did not answer within %2 ms.").arg(address.text()).arg(deadline.count()));
}

} // namespace

struct Stream::Private {
    Address address;
    QSslSocket socket; // as good as a QTcpSocket until it is told to encrypt
};

Stream::Stream(std::unique_ptr<Private> p) : d(std::move(p)) {}
Stream::Stream(Stream &&) noexcept = default;
Stream::~Stream() = default;

Result<Stream> Stream::connect(const Address &address, Millis deadline, const std::stop_token &stop)
{
    auto made = std::make_unique<Private>();
    made->address = address;
    Wait wait(deadline, stop);
    if (auto opened = open(made->socket, address, deadline, wait); !opened)
        return tl::unexpected(opened.error());
    return Stream(std::move(made));
}

Result<Handshake> Stream::startTls(const TlsSettings &tls, Millis deadline, const std::stop_token &stop)
{
    if (!QSslSocket::supportsSsl())
        return fail(ErrorCode::Failed, Tr::tr("TLS cannot be tried: Qt's plugin for it is missing here"));
    const auto configuration = configurationOf(tls);
    if (!configuration)
        return tl::unexpected(configuration.error());
    QSslSocket &socket = d->socket;
    socket.setSslConfiguration(*configuration);
    socket.setPeerVerifyName(tls.peerName.isEmpty() ? d->address.host : tls.peerName);
    QList<QSslError> errors;
    const auto noticed = QObject::connect(&socket, &QSslSocket::sslErrors, &socket, [&](const QList<QSslError> &found) {
        errors = found;
        socket.ignoreSslErrors();
    });
    Wait wait(deadline, stop);
    wait.wakeOn(socket, &QSslSocket::encrypted);
    wait.wakeOn(socket, &QSslSocket::disconnected);
    wait.wakeOn(socket, &QSslSocket::errorOccurred);
    socket.startClientEncryption();
    const bool ended = wait.until(
        [&] { return socket.isEncrypted() || socket.state() == QAbstractSocket::UnconnectedState; });
    QObject::disconnect(noticed);
    if (!ended && wait.stopped())
        return cancelled();
    if (!ended)
        return late(d->address, deadline);

    Handshake handshake;
    if (!socket.isEncrypted()) {
        handshake.words = plainText(socket.errorString(), 500);
        handshake.end = endOf(handshake.words);
        return handshake;
    }
    handshake.protocol = protocolText(socket.sessionProtocol());
    handshake.problems = problemsOf(errors, tls);
    if (const QSslCertificate peer = socket.peerCertificate(); !peer.isNull())
        handshake.peer = certificateOf(peer);
    return handshake;
}

Result<QByteArray> Stream::exchange(const QByteArray &request, const std::function<bool(const QByteArray &)> &isWhole,
                                    Millis deadline, const std::stop_token &stop)
{
    Wait wait(deadline, stop);
    wait.wakeOn(d->socket, &QSslSocket::readyRead);
    wait.wakeOn(d->socket, &QSslSocket::disconnected);
    wait.wakeOn(d->socket, &QSslSocket::errorOccurred);
    d->socket.write(request);
    QByteArray reply;
    const bool ended = wait.until([&] {
        reply += d->socket.read(MostBytes - reply.size());
        return isWhole(reply) || reply.size() >= MostBytes || d->socket.state() == QAbstractSocket::UnconnectedState;
    });
    if (!ended && wait.stopped())
        return cancelled();
    if (!ended)
        return late(d->address, deadline);
    if (!isWhole(reply)) {
        const QString message = reply.isEmpty() ? Tr::tr("%1 accepted the connection and closed it without an answer.")
                                                : Tr::tr("%1 gave an answer that nobody here understands.");
        return fail(ErrorCode::Unreachable, message.arg(d->address.text()), {},
                    plainText(d->socket.errorString(), 500));
    }
    return reply;
}

} // namespace bd::net
