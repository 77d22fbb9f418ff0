// Without a keychain an Error for people comes, in time, from any thread, and again and again. One that answers is
// tested in tests/ctl/connections_test.py.
#include <QtTest>

#include <thread>

#include "store/keychain.h"

using namespace bd;

namespace {

const Millis Deadline{20'000};
const QString Connection = QStringLiteral("connection"), Name = QStringLiteral("sasl.password");

} // namespace

class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        qunsetenv("DISPLAY"); // or a bus would be started for it
    }

    void whereNoneAnswersItIsSaid()
    {
        const auto keychain = store::desktopKeychain();
        const auto got = keychain->get(Connection, Name, Deadline, {});
        QVERIFY(!got);
        QCOMPARE(got.error().code, ErrorCode::Unreachable);
        QVERIFY2(got.error().message.contains(QLatin1String("keychain")), qPrintable(got.error().message));
        QVERIFY2(got.error().hint.contains(QLatin1String("asked")), qPrintable(got.error().hint));
        const auto set = keychain->set(Connection, Name, QStringLiteral("geheim"), Deadline, {});
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::Unreachable);
        QVERIFY(!keychain->remove(Connection, Name, Deadline, {}));
    }

    // Workers come and go; the next one must not wait for one that ended.
    void anyThreadMayAsk()
    {
        std::atomic<int> answers{0};
        for (int round = 0; round < 3; ++round) {
            std::vector<std::jthread> workers;
            for (int worker = 0; worker < 4; ++worker)
                workers.emplace_back([&] {
                    const auto got = store::desktopKeychain()->get(Connection, Name, Deadline, {});
                    answers += !got && got.error().code == ErrorCode::Unreachable;
                });
        }
        QCOMPARE(answers.load(), 12);
    }

    void aStopIsSeen()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto got = store::desktopKeychain()->get(Connection, Name, Deadline, stop.get_token());
        QVERIFY(!got);
        QVERIFY(got.error().code == ErrorCode::Cancelled || got.error().code == ErrorCode::Unreachable);
    }
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
