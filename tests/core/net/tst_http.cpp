// One GET, and each way in which it fails.
#include <QtTest>

#include <thread>

#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>

#include "fakes/httpserver.h"
#include "net/http.h"
#include "net/net.h"

using namespace bd;
using namespace std::chrono_literals;
using fakes::HttpServer;
using fakes::TcpServer;
using net::HttpAnswer;
using net::HttpRequest;

namespace {

const Millis Deadline{3000};

HttpRequest to(const QString &url)
{
    HttpRequest request;
    request.url = QUrl(url);
    return request;
}

HttpRequest to(quint16 port, const char *scheme = "http")
{
    return to(QStringLiteral("%1://127.0.0.1:%2/").arg(QLatin1String(scheme)).arg(port));
}

void verifyFails(const Result<HttpAnswer> &answer, ErrorCode code, const char *words)
{
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, code);
    QVERIFY2(answer.error().message.contains(QLatin1String(words)), qPrintable(answer.error().message));
}

} // namespace

class TestHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAndAnswers()
    {
        HttpServer server;
        server.put("/a%2Fb/c?d=1", {200, "{\"x\":1}", {}});
        HttpRequest request = to(server.url() + QStringLiteral("/a%2Fb/c?d=1"));
        request.user = QStringLiteral("ann");
        request.password = QString::fromUtf8("p\u00e4:ss");
        const auto answer = net::httpGet(request, Deadline, {});
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(*answer, (HttpAnswer{200, "{\"x\":1}", {}}));
        QVERIFY(!net::refusal(request, *answer));
        const QByteArray head = server.requests().value(0);
        QVERIFY2(head.contains("Authorization: Basic " + QByteArray("ann:p\xc3\xa4:ss").toBase64()), head.constData());
        QVERIFY(head.contains("Accept: application/json"));
        QVERIFY(!head.toLower().contains("cookie"));
    }

    void worksOnAThreadWithoutAnEventLoop()
    {
        HttpServer server;
        server.put("/", {200, "x", {}});
        Result<HttpAnswer> answer = HttpAnswer{};
        std::thread([&] { answer = net::httpGet(to(server.port()), Deadline, {}); }).join();
        QVERIFY(answer && answer->body == "x");
    }

    void credentialsOfTheAddressAreNotUsed()
    {
        HttpServer server;
        server.put("/", {200, "x", {}});
        HttpRequest request = to(QStringLiteral("http://ann:secret@127.0.0.1:%1/").arg(server.port()));
        QVERIFY(net::httpGet(request, Deadline, {}));
        QVERIFY(!server.requests().value(0).contains("Authorization"));
    }

    void refusalsAreToldApart_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("user");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("401") << 401 << QString() << ErrorCode::Failed << QStringLiteral("wants a user and a password");
        QTest::newRow("401 with a user") << 401 << QStringLiteral("ann") << ErrorCode::Failed
                                         << QStringLiteral("refuses the user ann or the password");
        QTest::newRow("403") << 403 << QStringLiteral("ann") << ErrorCode::Failed << QStringLiteral("does not allow");
        QTest::newRow("404") << 404 << QString() << ErrorCode::NotFound << QStringLiteral("There is nothing at");
        QTest::newRow("405") << 405 << QString() << ErrorCode::Failed << QStringLiteral("405");
        QTest::newRow("500") << 500 << QString() << ErrorCode::Failed << QStringLiteral("a problem of its own (500)");
        QTest::newRow("503") << 503 << QString() << ErrorCode::Failed << QStringLiteral("a problem of its own (503)");
    }

    void refusalsAreToldApart()
    {
        QFETCH(int, status);
        QFETCH(QString, user);
        HttpServer server;
        server.put("/", {status, "why", "WWW-Authenticate: Basic realm=\"x\"\r\n"});
        HttpRequest request = to(server.port());
        request.user = user;
        request.password = QStringLiteral("secret");
        if (user.isEmpty())
            request.password.clear();
        const auto answer = net::httpGet(request, Deadline, {});
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->status, status);
        const auto refused = net::refusal(request, *answer);
        QVERIFY(refused);
        QFETCH(ErrorCode, code);
        QFETCH(QString, words);
        QCOMPARE(refused->code, code);
        QVERIFY2(refused->message.contains(words), qPrintable(refused->message));
        QVERIFY(!(refused->message + refused->hint + refused->detail).contains(QLatin1String("secret")));
    }

    void redirectsElsewhereAreNotFollowed()
    {
        HttpServer other, server;
        other.put("/", {200, "stolen", {}});
        server.put("/", {302, {}, "Location: " + other.url().toUtf8() + "/\r\n"});
        server.put("/near", {307, {}, "Location: /there\r\n"});
        server.put("/there", {200, "here", {}});
        server.put("/round", {302, {}, "Location: /round\r\n"});
        HttpRequest request = to(server.port());
        request.user = QStringLiteral("ann");
        const auto answer = net::httpGet(request, Deadline, {});
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->status, 302);
        const auto refused = net::refusal(request, *answer);
        QVERIFY(refused && refused->hint.contains(other.url()));
        QVERIFY(other.requests().isEmpty());

        QCOMPARE(net::httpGet(to(server.url() + QStringLiteral("/near")), Deadline, {})->body, "here");
        const auto round = net::httpGet(to(server.url() + QStringLiteral("/round")), Deadline, {});
        QVERIFY(!round || net::refusal(request, *round));
    }

    void whatIsNotThereIsSaid()
    {
        quint16 port = net::freePort();
        verifyFails(net::httpGet(to(port), Deadline, {}), ErrorCode::Unreachable, "the connection is refused");
        verifyFails(net::httpGet(to(QStringLiteral("http://no-such-name.invalid:80/")), Deadline, {}),
                    ErrorCode::Unreachable, "no-such-name.invalid is not known here");
        verifyFails(net::httpGet(to(QStringLiteral("ftp://127.0.0.1/")), Deadline, {}), ErrorCode::InvalidUse, "ftp");
        verifyFails(net::httpGet(to(QString()), Deadline, {}), ErrorCode::InvalidUse, "not an address");
    }

    void whatClosesOrTalksOtherwise()
    {
        TcpServer closes([](int fd, const std::stop_token &) { TcpServer::read(fd, 10); });
        verifyFails(net::httpGet(to(closes.port()), Deadline, {}), ErrorCode::Unreachable, "without an answer");
        TcpServer other([](int fd, const std::stop_token &) {
            TcpServer::read(fd, 10);
            TcpServer::write(fd, "220 mail.example ESMTP\r\n");
        });
        QCOMPARE(net::httpGet(to(other.port()), Deadline, {}).error().code, ErrorCode::Unreachable);
        TcpServer cut([](int fd, const std::stop_token &) {
            TcpServer::read(fd, 10);
            TcpServer::write(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
        });
        QCOMPARE(net::httpGet(to(cut.port()), Deadline, {}).error().code, ErrorCode::Unreachable);
    }

    void silenceEndsAtTheDeadlineAndAtAStop()
    {
        HttpServer server;
        server.answer(false);
        QElapsedTimer timer;
        timer.start();
        verifyFails(net::httpGet(to(server.port()), 300ms, {}), ErrorCode::Timeout, "did not answer within 300 ms");
        QVERIFY(timer.elapsed() < 2000);
        std::stop_source stop;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(100ms);
            stop.request_stop();
        });
        timer.restart();
        HttpServer silent;
        silent.answer(false);
        QCOMPARE(net::httpGet(to(silent.port()), 20s, stop.get_token()).error().code, ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < 5000);
    }

    void answersAreBounded()
    {
        HttpServer server;
        server.put("/", {200, QByteArray(3 << 20, 'x'), {}});
        HttpRequest request = to(server.port());
        request.mostBytes = 1 << 20;
        verifyFails(net::httpGet(request, Deadline, {}), ErrorCode::Parse, "more than 1024 KiB");
        request.mostBytes = 4 << 20;
        const auto whole = net::httpGet(request, Deadline, {});
        QVERIFY(whole && whole->body.size() == 3 << 20);
        TcpServer endless([](int fd, const std::stop_token &stop) {
            TcpServer::read(fd, 10);
            TcpServer::write(fd, "HTTP/1.1 200 OK\r\n\r\n");
            while (!stop.stop_requested() && TcpServer::write(fd, QByteArray(1000, 'x')))
                ;
        });
        request = to(endless.port());
        request.mostBytes = 1 << 20;
        verifyFails(net::httpGet(request, Deadline, {}), ErrorCode::Parse, "more than 1024 KiB");
    }

    void tlsToClearTextIsSaid()
    {
        TcpServer plain([](int fd, const std::stop_token &) {
            TcpServer::read(fd, 10);
            TcpServer::write(fd, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
            shutdown(fd, SHUT_WR);
            TcpServer::read(fd, 1 << 20); // the rest of its greeting, or the end would be a reset
        });
        verifyFails(net::httpGet(to(plain.port(), "https"), Deadline, {}), ErrorCode::Unreachable,
                    "does not speak TLS");
        HttpRequest request = to(plain.port(), "https");
        request.caFile = QStringLiteral("/nonexistent.pem");
        verifyFails(net::httpGet(request, Deadline, {}), ErrorCode::InvalidUse, "/nonexistent.pem");
    }

    void certificatesAreCheckedAndCanBeTrusted()
    {
        QTemporaryDir folder;
        const QString key = folder.filePath(QStringLiteral("key.pem")), pem = folder.filePath(QStringLiteral("ca.pem"));
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
                      {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                       QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"),
                       QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=127.0.0.1"),
                       QStringLiteral("-addext"), QStringLiteral("subjectAltName=IP:127.0.0.1"),
                       QStringLiteral("-keyout"), key, QStringLiteral("-out"), pem});
        QVERIFY2(openssl.waitForFinished() && openssl.exitCode() == 0, "openssl is needed");
        QFile keyFile(key);
        QVERIFY(keyFile.open(QIODevice::ReadOnly));
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setLocalCertificateChain(QSslCertificate::fromPath(pem));
        tls.setPrivateKey(QSslKey(&keyFile, QSsl::Rsa));
        QSslServer server; // served by this thread's loops, those of httpGet among them
        server.setSslConfiguration(tls);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QSslServer::pendingConnectionAvailable, &server, [&server] {
            while (QTcpSocket *socket = server.nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                    socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                    socket->disconnectFromHost();
                });
            }
        });
        HttpRequest request = to(server.serverPort(), "https");
        verifyFails(net::httpGet(request, Deadline, {}), ErrorCode::Unreachable, "is not trusted");
        request.caFile = pem;
        const auto answer = net::httpGet(request, Deadline, {});
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message + answer.error().detail));
        QCOMPARE(answer->body, "ok");
        const auto clear = net::httpGet(to(server.serverPort()), Deadline, {});
        QVERIFY(!clear || net::refusal(request, *clear));
    }
};

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
