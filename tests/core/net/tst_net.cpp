#include <QtTest>

#include <thread>

#include <QTcpServer>

#include "fakes/tcpserver.h"
#include "net/net.h"

using namespace bd;
using fakes::TcpServer;
using net::Address;

namespace {

const Millis Deadline{2000};

Address local(quint16 port)
{
    return {QStringLiteral("127.0.0.1"), port};
}

template<typename Call>
Millis timed(Call call)
{
    const auto begin = std::chrono::steady_clock::now();
    call();
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - begin);
}

// The backlog of a listener that accepts nobody is soon full; the kernel then drops what else knocks.
struct DeafListener {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::vector<int> waiting;
    quint16 port = 0;

    DeafListener()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(fd, reinterpret_cast<sockaddr *>(&address), size);
        listen(fd, 0);
        getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size);
        port = ntohs(address.sin_port);
        for (int i = 0; i < 4; ++i) {
            waiting.push_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
            connect(waiting.back(), reinterpret_cast<sockaddr *>(&address), size);
        }
    }
    ~DeafListener()
    {
        for (const int one : waiting)
            close(one);
        close(fd);
    }
};

} // namespace

class TestNet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port"); // 0: not an address
        QTest::addColumn<QString>("again");
        const auto row = [](const char *text, const char *host, int port, const char *again) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(host) << port
                                << QString::fromLatin1(again);
        };
        row("kafka:9092", "kafka", 9092, "kafka:9092");
        row(" 127.0.0.1:2181 ", "127.0.0.1", 2181, "127.0.0.1:2181");
        row("[::1]:2181", "::1", 2181, "[::1]:2181");
        row("[fe80::1]:65535", "fe80::1", 65535, "[fe80::1]:65535");
        row("kafka", "", 0, "");
        row("kafka:", "", 0, "");
        row("kafka:0", "", 0, "");
        row("kafka:65536", "", 0, "");
        row("kafka:-1", "", 0, "");
        row("kafka:9092x", "", 0, "");
        row(":9092", "", 0, "");
        row("[]:9092", "", 0, "");
        row("::1:2181", "", 0, "");
        row("", "", 0, "");
    }

    void readsAddresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(QString, again);
        const auto address = Address::parse(text);
        QCOMPARE(address.has_value(), port != 0);
        if (!address) {
            QCOMPARE(address.error().code, ErrorCode::Parse);
            return;
        }
        QCOMPARE(address->host, host);
        QCOMPARE(int(address->port), port);
        QCOMPARE(address->text(), again);
    }

    void connectsOnLoopbackInUnderTwoMilliseconds()
    {
        TcpServer server([](int, const std::stop_token &) {});
        std::vector<Micros> times;
        for (int i = 0; i < 21; ++i) {
            const auto taken = net::connectTo(local(server.port()), Deadline, {});
            QVERIFY(taken);
            times.push_back(*taken);
        }
        std::sort(times.begin(), times.end());
        QVERIFY2(times[10] < Micros(2000), qPrintable(QString::number(times[10].count())));
    }

    void connectsByName()
    {
        TcpServer server([](int, const std::stop_token &) {});
        QVERIFY(net::connectTo({QStringLiteral("localhost"), server.port()}, Deadline, {}));
    }

    void worksOnAPlainThread()
    {
        TcpServer server([](int, const std::stop_token &) {});
        Result<Micros> taken;
        std::jthread([&] { taken = net::connectTo(local(server.port()), Deadline, {}); }).join();
        QVERIFY(taken);
    }

    void tellsARefusedConnection()
    {
        const auto refused = net::connectTo(local(net::freePort()), Deadline, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unreachable);
        QVERIFY2(refused.error().message.contains(QStringLiteral("Nothing listens on 127.0.0.1:")),
                 qPrintable(refused.error().message));
    }

    void tellsAnUnknownName()
    {
        const auto refused = net::connectTo({QStringLiteral("no-such-host.invalid"), 1}, Millis(10'000), {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unreachable);
        QVERIFY2(refused.error().message.contains(QStringLiteral("The name no-such-host.invalid is not known")),
                 qPrintable(refused.error().message));
    }

    void givesUpAtTheDeadline()
    {
        const DeafListener deaf;
        Result<Micros> late;
        const Millis taken = timed([&] { late = net::connectTo(local(deaf.port), Millis(150), {}); });
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Timeout);
        QVERIFY(taken >= Millis(140) && taken < Millis(600));
    }

    void stopsAtOnce()
    {
        const DeafListener deaf;
        std::stop_source stop;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(Millis(50));
            stop.request_stop();
        });
        Result<Micros> stopped;
        const Millis taken = timed(
            [&] { stopped = net::connectTo(local(deaf.port), Millis(20'000), stop.get_token()); });
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(taken < Millis(500));
        QCOMPARE(net::connectTo(local(deaf.port), Millis(20'000), stop.get_token()).error().code, ErrorCode::Cancelled);
    }

    void asksAFourLetterWord()
    {
        QByteArray asked;
        TcpServer server([&](int fd, const std::stop_token &) {
            asked = TcpServer::read(fd, 4);
            TcpServer::write(fd, "Zookeeper version: 3.8.4\n");
            std::this_thread::sleep_for(Millis(20)); // a reply in two pieces is one reply
            TcpServer::write(fd, "Mode: standalone\n");
        });
        QCOMPARE(net::fourLetterWord(local(server.port()), "srvr", Deadline, {}).value(),
                 QByteArray("Zookeeper version: 3.8.4\nMode: standalone\n"));
        QCOMPARE(asked, QByteArray("srvr"));
    }

    void aRefusalByTheWhitelistIsAReply()
    {
        const QByteArray refusal = "ruok is not executed because it is not in the whitelist.\n";
        TcpServer server([&](int fd, const std::stop_token &) {
            TcpServer::read(fd, 4);
            TcpServer::write(fd, refusal);
        });
        QCOMPARE(net::fourLetterWord(local(server.port()), "ruok", Deadline, {}).value(), refusal);
    }

    void aConnectionThatIsClosedAtOnceIsNoReply_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::newRow("closed") << false;
        QTest::newRow("reset") << true;
    }

    void aConnectionThatIsClosedAtOnceIsNoReply()
    {
        QFETCH(bool, reset);
        TcpServer server([&](int fd, const std::stop_token &) {
            TcpServer::read(fd, 4);
            if (reset)
                TcpServer::reset(fd);
        });
        const auto nothing = net::fourLetterWord(local(server.port()), "srvr", Deadline, {});
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().code, ErrorCode::Unreachable);
        QVERIFY(nothing.error().message.contains(QStringLiteral("closed it without an answer")));
    }

    void whoAcceptsAndKeepsSilentTimesOut()
    {
        TcpServer server([](int, const std::stop_token &stop) { TcpServer::silence(stop); });
        Result<QByteArray> late;
        const Millis taken = timed([&] { late = net::fourLetterWord(local(server.port()), "srvr", Millis(150), {}); });
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Timeout);
        QVERIFY(late.error().message.contains(QStringLiteral("did not answer")));
        QVERIFY(taken >= Millis(140) && taken < Millis(600));
    }

    void anEndlessReplyIsCutAtOneMebibyte()
    {
        TcpServer server([](int fd, const std::stop_token &stop) {
            const QByteArray block(64 << 10, 'x');
            while (!stop.stop_requested() && TcpServer::write(fd, block)) {}
        });
        const auto reply = net::fourLetterWord(local(server.port()), "dump", Millis(20'000), {});
        QVERIFY(reply);
        QCOMPARE(reply->size(), 1 << 20);
    }

    void aMessageIsAnswered()
    {
        TcpServer server([](int fd, const std::stop_token &) {
            QCOMPARE(TcpServer::readExactly(fd, 7), QByteArray("\0\0\0\3ask", 7));
            TcpServer::write(fd, QByteArray("\0\0", 2)); // whatever pieces it comes in
            std::this_thread::sleep_for(Millis(20));
            TcpServer::write(fd, QByteArray("\0\6ans", 5));
            std::this_thread::sleep_for(Millis(20));
            TcpServer::write(fd, "wer, and more");
        });
        QCOMPARE(net::exchange(local(server.port()), "ask", Deadline, {}).value(), QByteArray("answer"));
    }

    void anAnswerThatIsNoneIsRefused_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("code");
        QTest::newRow("closed at once") << QByteArray() << int(ErrorCode::Unreachable);
        QTest::newRow("cut") << QByteArray("\0\0\0\6ans", 7) << int(ErrorCode::Unreachable);
        QTest::newRow("no size") << QByteArray("HTTP/1.1 400 Bad Request") << int(ErrorCode::Parse);
        QTest::newRow("endless") << QByteArray("\xff\xff\xff\xff", 4) << int(ErrorCode::Parse);
    }

    void anAnswerThatIsNoneIsRefused()
    {
        QFETCH(QByteArray, answer);
        QFETCH(int, code);
        TcpServer server([answer](int fd, const std::stop_token &) {
            TcpServer::readExactly(fd, 7);
            TcpServer::write(fd, answer);
        });
        const auto refused = net::exchange(local(server.port()), "ask", Deadline, {});
        QVERIFY(!refused);
        QCOMPARE(int(refused.error().code), code);
    }

    void anAnswerThatDoesNotComeIsATimeout()
    {
        TcpServer server([](int fd, const std::stop_token &stop) {
            TcpServer::write(fd, QByteArray("\0\0\0\6ans", 7));
            TcpServer::silence(stop);
        });
        const auto late = net::exchange(local(server.port()), "ask", Millis(150), {});
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Timeout);
    }

    void aFreePortCanBeListenedOn()
    {
        const quint16 port = net::freePort();
        QVERIFY(port != 0);
        QVERIFY(net::canListen(QStringLiteral("127.0.0.1"), port));
        QVERIFY(net::canListen({}, port));
    }

    void aTakenPortIsNamedWithItsHolder_data()
    {
        QTest::addColumn<QString>("host");
        QTest::newRow("the same interface") << QStringLiteral("127.0.0.1");
        QTest::newRow("localhost") << QStringLiteral("localhost");
        QTest::newRow("every IPv4 interface") << QStringLiteral("0.0.0.0");
        QTest::newRow("every interface") << QString();
    }

    void aTakenPortIsNamedWithItsHolder()
    {
        QFETCH(QString, host);
        TcpServer server([](int, const std::stop_token &) {});
        const auto taken = net::canListen(host, server.port());
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::PortTaken);
        const QString holder = QStringLiteral("tst_net_net (pid %1)").arg(QCoreApplication::applicationPid());
        QVERIFY2(taken.error().message.contains(holder), qPrintable(taken.error().message));
        QCOMPARE(net::holderOfPort(server.port()), holder);
    }

    void aListenerOnIPv6AloneTakesThePortToo()
    {
        QTcpServer server;
        if (!server.listen(QHostAddress(QHostAddress::LocalHostIPv6)))
            QSKIP("This machine has no IPv6");
        QCOMPARE(net::canListen({}, server.serverPort()).error().code, ErrorCode::PortTaken);
        QVERIFY(net::canListen(QStringLiteral("127.0.0.1"), server.serverPort()));
    }

    void aForeignAddressIsNotATakenPort()
    {
        const quint16 port = net::freePort();
        QCOMPARE(net::canListen(QStringLiteral("192.0.2.1"), port).error().code, ErrorCode::Unreachable);
        QCOMPARE(net::canListen(QStringLiteral("not an ip"), port).error().code, ErrorCode::InvalidUse);
    }

    void nobodyHoldsAFreePort() { QCOMPARE(net::holderOfPort(net::freePort()), QString()); }
};

QTEST_GUILESS_MAIN(TestNet)
#include "tst_net.moc"
