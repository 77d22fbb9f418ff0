// A port that answers as a Kafka broker does before anybody has logged in, in clear text or in TLS.
#pragma once

#include <future>
#include <thread>

#include <QEventLoop>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTimer>
#include <QtEndian>

namespace bd::fakes {

class BrokerPort
{
public:
    struct Role {
        QByteArray certificate, key;  // PEM; empty: clear text
        QByteArray clientAuthorities; // PEM; not empty: it wants a certificate of these
        bool sasl = false;
        bool isKafka = true; // false: it answers in words of its own
    };

    explicit BrokerPort(const Role &role) : m_role(role)
    {
        std::promise<quint16> port;
        m_thread = std::jthread([this, &port](const std::stop_token &stop) { serve(port, stop); });
        m_port = port.get_future().get();
    }
    BrokerPort(const BrokerPort &) = delete;
    BrokerPort &operator=(const BrokerPort &) = delete;

    quint16 port() const { return m_port; }
    QString address(const char *host = "127.0.0.1") const
    {
        return QStringLiteral("%1:%2").arg(QLatin1String(host)).arg(m_port);
    }

private:
    void serve(std::promise<quint16> &port, const std::stop_token &stop)
    {
        QEventLoop loop;   // first: it makes the dispatcher that the servers listen by
        QSslServer server; // one that does not encrypt is a QTcpServer
        QTcpServer plain;
        QTcpServer &listener = m_role.certificate.isEmpty() ? plain : server;
        if (!m_role.certificate.isEmpty())
            server.setSslConfiguration(configuration());
        if (!listener.listen(QHostAddress::LocalHost))
            qFatal("The fake broker could not listen");
        QObject::connect(&listener, &QTcpServer::pendingConnectionAvailable, &listener, [&] {
            while (QTcpSocket *socket = listener.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { answer(*socket); });
                QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
                answer(*socket);
            }
        });
        QTimer watch;
        QObject::connect(&watch, &QTimer::timeout, &loop, [&] {
            if (stop.stop_requested())
                loop.quit();
        });
        watch.start(5);
        port.set_value(listener.serverPort());
        loop.exec();
    }

    QSslConfiguration configuration() const
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromData(m_role.certificate));
        configuration.setPrivateKey(QSslKey(m_role.key, QSsl::Rsa));
        configuration.setPeerVerifyMode(m_role.clientAuthorities.isEmpty() ? QSslSocket::VerifyNone
                                                                           : QSslSocket::VerifyPeer);
        if (!m_role.clientAuthorities.isEmpty())
            configuration.setCaCertificates(QSslCertificate::fromData(m_role.clientAuthorities));
        return configuration;
    }

    // As Kafka: what cannot be a request (TLS in clear text, and the other way round) ends the connection.
    void answer(QTcpSocket &socket) const
    {
        while (socket.bytesAvailable() >= 4) {
            const QByteArray head = socket.peek(12);
            const auto size = qFromBigEndian<qint32>(head.constData());
            if (size < 8 || size > 100'000)
                return socket.abort();
            if (socket.bytesAvailable() < 4 + size)
                return;
            socket.read(4 + size);
            if (!m_role.isKafka) {
                socket.write("220 mail ready\r\n");
                return;
            }
            const auto api = qFromBigEndian<qint16>(head.constData() + 4);
            reply(socket, head.sliced(8, 4), api);
        }
    }

    void reply(QTcpSocket &socket, const QByteArray &id, qint16 api) const
    {
        QByteArray body;
        if (api == 18) // ApiVersions: no error, one entry
            body = QByteArray::fromHex("0000"
                                       "00000001"
                                       "001100000001");
        else if (api == 17 && m_role.sasl) // UNSUPPORTED_SASL_MECHANISM, and what there is
            body = QByteArray::fromHex("0021"
                                       "00000001"
                                       "000d")
                   + "SCRAM-SHA-256";
        else if (api == 17) // ILLEGAL_SASL_STATE
            body = QByteArray::fromHex("0022"
                                       "00000000");
        else
            return socket.abort();
        QByteArray size(4, '\0');
        qToBigEndian(qint32(id.size() + body.size()), size.data());
        socket.write(size + id + body);
    }

    const Role m_role;
    quint16 m_port = 0;
    std::jthread m_thread; // last: it uses the rest
};

} // namespace bd::fakes
