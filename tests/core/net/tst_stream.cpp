// One connection, in clear text and in TLS: what the other side's certificate is told of, how a handshake ends, and
// that nothing waits longer than it may.
#include <QtTest>

#include "fakes/brokerport.h"
#include "fakes/certificates.h"
#include "fakes/tcpserver.h"
#include "net/stream.h"

using namespace bd;
using fakes::BrokerPort;
using fakes::TcpServer;
using net::Handshake;
using net::Stream;
using net::TlsProblem;

namespace {

const Millis Deadline{5000};

bool isFour(const QByteArray &reply)
{
    return reply.size() >= 4;
}

} // namespace

class TestStream : public QObject
{
    Q_OBJECT

private:
    const fakes::Certificates m_certificates;

    net::TlsSettings trusting(const char *authority = "ca.pem") const
    {
        net::TlsSettings tls;
        tls.authorities = m_certificates.bytes(authority);
        return tls;
    }
    BrokerPort::Role role(const char *name) const
    {
        const QByteArray base(name);
        BrokerPort::Role made;
        made.certificate = m_certificates.bytes((base + ".pem").constData());
        made.key = m_certificates.bytes((base + ".key").constData());
        return made;
    }
    static Result<Handshake> handshake(quint16 port, const net::TlsSettings &tls,
                                       const QString &host = QStringLiteral("127.0.0.1"))
    {
        return Stream::connect({host, port}, Deadline, {}).and_then([&](Stream stream) {
            return stream.startTls(tls, Deadline, {});
        });
    }

private Q_SLOTS:
    void namesAreLookedUp()
    {
        QCOMPARE(net::lookUp(QStringLiteral("127.0.0.1"), Deadline, {}).value(),
                 QStringList{QStringLiteral("127.0.0.1")});
        const auto local = net::lookUp(QStringLiteral("localhost"), Deadline, {});
        QVERIFY(local && !local->isEmpty());
        const auto nobody = net::lookUp(QStringLiteral("nobody.invalid"), Deadline, {});
        QVERIFY(!nobody);
        QCOMPARE(nobody.error().code, ErrorCode::Unreachable);
        QVERIFY(nobody.error().message.contains(QLatin1String("nobody.invalid")));
    }

    void clearTextIsExchanged()
    {
        const TcpServer server([](int fd, const std::stop_token &) {
            const QByteArray asked = TcpServer::readExactly(fd, 4);
            TcpServer::write(fd, "re:");
            TcpServer::write(fd, asked);
        });
        auto stream = Stream::connect({QStringLiteral("127.0.0.1"), server.port()}, Deadline, {});
        QVERIFY(stream);
        const auto reply = stream->exchange("ping", [](const QByteArray &got) { return got.size() >= 7; }, Deadline,
                                            {});
        QCOMPARE(reply.value(), QByteArray("re:ping"));
    }

    void anEndWithoutAnAnswerIsNoTimeout()
    {
        const TcpServer server([](int fd, const std::stop_token &) { TcpServer::readExactly(fd, 4); });
        auto stream = Stream::connect({QStringLiteral("127.0.0.1"), server.port()}, Deadline, {});
        const auto reply = stream->exchange("ping", &isFour, Deadline, {});
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Unreachable);
    }

    void silenceIsATimeoutAndAStopIsSeen()
    {
        const TcpServer server([](int, const std::stop_token &stop) { TcpServer::silence(stop); });
        auto stream = Stream::connect({QStringLiteral("127.0.0.1"), server.port()}, Deadline, {});
        QCOMPARE(stream->exchange("ping", &isFour, Millis(50), {}).error().code, ErrorCode::Timeout);
        QCOMPARE(stream->startTls({}, Millis(50), {}).error().code, ErrorCode::Timeout);
        std::stop_source stop;
        const std::jthread stopper([&] {
            std::this_thread::sleep_for(Millis(50));
            stop.request_stop();
        });
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(stream->exchange("ping", &isFour, Deadline, stop.get_token()).error().code, ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < Deadline.count());
    }

    void aTrustedCertificateIsToldOf()
    {
        const BrokerPort port(role("server"));
        const auto done = handshake(port.port(), trusting());
        QVERIFY(done);
        QVERIFY2(done->isTrusted(), qPrintable(done->words));
        QVERIFY(done->protocol.startsWith(QLatin1String("TLS 1.")));
        QVERIFY(done->peer);
        QVERIFY2(done->peer->subject.contains(QLatin1String("CN=server")), qPrintable(done->peer->subject));
        QVERIFY(done->peer->issuer.contains(QLatin1String("CN=Test authority")));
        QVERIFY(done->peer->names.contains(QLatin1String("localhost")));
        QVERIFY(done->peer->end && *done->peer->end > Clock::system().now());
    }

    void whatIsWrongWithACertificateIsNamed_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("authority");
        QTest::addColumn<int>("problem");
        const auto row = [](const char *name, const char *server, const char *authority, TlsProblem problem) {
            QTest::newRow(name) << QString::fromLatin1(server) << QString::fromLatin1(authority) << int(problem);
        };
        row("authority", "server", "other-ca.pem", TlsProblem::UnknownAuthority);
        row("host name", "elsewhere", "ca.pem", TlsProblem::WrongHostName);
        row("expired", "expired", "ca.pem", TlsProblem::Expired);
    }

    void whatIsWrongWithACertificateIsNamed()
    {
        QFETCH(QString, server);
        QFETCH(QString, authority);
        QFETCH(int, problem);
        const BrokerPort port(role(server.toLatin1().constData()));
        net::TlsSettings tls = trusting(authority.toLatin1().constData());
        const auto done = handshake(port.port(), tls);
        QVERIFY(done);
        QVERIFY(done->end == Handshake::End::Done);
        QVERIFY(done->problems == std::vector{TlsProblem(problem)});
        tls.verifies = false;
        QVERIFY(handshake(port.port(), tls)->isTrusted());
        tls.verifies = true;
        tls.checksHostName = false;
        QCOMPARE(handshake(port.port(), tls)->isTrusted(), TlsProblem(problem) == TlsProblem::WrongHostName);
    }

    void theNameOfTheCertificateCanBeAnotherThanTheAddress()
    {
        const BrokerPort port(role("elsewhere"));
        net::TlsSettings tls = trusting();
        tls.peerName = QStringLiteral("kafka.example");
        QVERIFY(handshake(port.port(), tls)->isTrusted());
    }

    void aCertificateOfOnesOwnIsShown_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"pem", "locked pem", "pkcs12"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }

    void aCertificateOfOnesOwnIsShown()
    {
        QFETCH(QString, kind);
        BrokerPort::Role wanting = role("server");
        wanting.clientAuthorities = m_certificates.bytes("ca.pem");
        const BrokerPort port(wanting);
        net::TlsSettings tls = trusting();
        if (kind == QLatin1String("pkcs12")) {
            tls.pkcs12 = m_certificates.bytes("client.p12");
            tls.pkcs12Password = QStringLiteral("p");
        } else {
            const bool isLocked = kind.startsWith(QLatin1String("locked"));
            tls.certificate = m_certificates.bytes("client.pem");
            tls.key = m_certificates.bytes(isLocked ? "locked.key" : "client.key");
            tls.keyPassword = isLocked ? QStringLiteral("k") : QString();
        }
        const auto done = handshake(port.port(), tls);
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
        QVERIFY2(done->isTrusted(), qPrintable(done->words));
    }

    void whatCannotBeReadIsSaid_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("named");
        QTest::newRow("authorities") << QStringLiteral("authorities") << QStringLiteral("ssl.ca.location");
        QTest::newRow("key without its password") << QStringLiteral("no password") << QStringLiteral("protected");
        QTest::newRow("key with a wrong one") << QStringLiteral("wrong password") << QStringLiteral("password");
        QTest::newRow("no key") << QStringLiteral("key") << QStringLiteral("private key");
        QTest::newRow("key store") << QStringLiteral("pkcs12") << QStringLiteral("key store");
    }

    void whatCannotBeReadIsSaid()
    {
        QFETCH(QString, what);
        QFETCH(QString, named);
        const BrokerPort port(role("server"));
        net::TlsSettings tls = trusting();
        tls.certificate = m_certificates.bytes("client.pem");
        tls.key = m_certificates.bytes("locked.key");
        if (what == QLatin1String("authorities"))
            tls.authorities = "nothing";
        else if (what == QLatin1String("wrong password"))
            tls.keyPassword = QStringLiteral("x");
        else if (what == QLatin1String("key"))
            tls.key = "nothing";
        else if (what == QLatin1String("pkcs12"))
            tls.pkcs12 = m_certificates.bytes("client.p12");
        const auto refused = handshake(port.port(), tls);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidUse);
        QVERIFY2(refused.error().message.contains(named), qPrintable(refused.error().message));
    }

    void aPortThatSpeaksNoTlsIsKnown()
    {
        const TcpServer http([](int fd, const std::stop_token &) {
            TcpServer::read(fd, 1);
            TcpServer::write(fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
        });
        QVERIFY(handshake(http.port(), {})->end == Handshake::End::NotTls);
        const TcpServer closing([](int fd, const std::stop_token &) { TcpServer::read(fd, 1); });
        QVERIFY(handshake(closing.port(), {})->end == Handshake::End::Closed);
    }

    void opensslsWordsAreSorted()
    {
        const auto end = [](const char *words) { return net::endOf(QString::fromLatin1(words)); };
        QVERIFY(end("error:0A000410:SSL routines::sslv3 alert handshake failure") == Handshake::End::Refused);
        QVERIFY(end("error:0A00045C:SSL routines::tlsv13 alert certificate required") == Handshake::End::Refused);
        QVERIFY(end("error:0A00010B:SSL routines::wrong version number") == Handshake::End::NotTls);
        QVERIFY(end("error:0A000126:SSL routines::unexpected eof while reading") == Handshake::End::Closed);
        QVERIFY(end("The remote host closed the connection") == Handshake::End::Closed);
    }
};

QTEST_GUILESS_MAIN(TestStream)
#include "tst_stream.moc"
