#include <QtTest>

#include <thread>

#include "base/clock.h"

using namespace bd;

namespace {

TimePoint at(qint64 micros)
{
    return TimePoint(Micros(micros));
}

} // namespace

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesIsoWithSixDecimals()
    {
        QCOMPARE(toIso(at(0)), QStringLiteral("1970-01-01T00:00:00.000000Z"));
        QCOMPARE(toIso(at(1'795'442'531'123'456)), QStringLiteral("2026-11-23T14:02:11.123456Z"));
        QCOMPARE(toIso(at(-1)), QStringLiteral("1969-12-31T23:59:59.999999Z"));
    }

    void readsWhatTheEngineWrites_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("micros"); // -1: nothing
        const qint64 second = 1'795'442'531'000'000;
        const auto row = [](const char *text, qint64 micros) {
            QTest::newRow(text) << QString::fromLatin1(text) << micros;
        };
        row("2026-11-23T14:02:11.123456789Z", second + 123'456);
        row("2026-11-23T14:02:11.1Z", second + 100'000);
        row("2026-11-23T14:02:11Z", second);
        row("2026-11-23T15:02:11.5+01:00", second + 500'000);
        row("2026-11-23T09:32:11-04:30", second);
        row("0001-01-01T00:00:00Z", -1);
        row("2026-11-23", -1);
        row("2026-13-23T14:02:11Z", -1);
        row("yesterday, at about noon", -1);
        row("", -1);
    }

    void readsWhatTheEngineWrites()
    {
        QFETCH(QString, text);
        QFETCH(qint64, micros);
        const auto read = fromIso(text);
        QCOMPARE(read.has_value(), micros != -1);
        if (read)
            QCOMPARE(qint64(read->time_since_epoch().count()), micros);
    }

    void readsBackWhatItWrites()
    {
        const TimePoint now = Clock::system().now();
        QVERIFY(fromIso(toIso(now)) == now);
    }

    void sleepsUnlessItIsStopped()
    {
        const Clock clock = Clock::system();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(clock.sleep(Millis(30), {}));
        QVERIFY(timer.elapsed() >= 29);

        std::stop_source stop;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(Millis(30));
            stop.request_stop();
        });
        timer.restart();
        QVERIFY(!clock.sleep(Millis(60'000), stop.get_token()));
        QVERIFY(timer.elapsed() < 2000);
        QVERIFY(!clock.sleep(Millis(60'000), stop.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
