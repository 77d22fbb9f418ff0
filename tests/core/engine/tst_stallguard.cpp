// What makes no progress is ended, and nothing else.
#include <QtTest>

#include "engine/stallguard.h"

using namespace bd;
using namespace std::chrono_literals;
using engine::StallGuard;

class TestStallGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatDoesNotMoveIsEnded()
    {
        const StallGuard guard(50ms, {});
        QVERIFY(!guard.token().stop_requested());
        QTRY_VERIFY(guard.token().stop_requested());
        QVERIFY(guard.hasStalled());
    }

    void whatMovesGoesOn()
    {
        StallGuard guard(400ms, {});
        const auto end = std::chrono::steady_clock::now() + 1200ms; // three times the limit
        while (std::chrono::steady_clock::now() < end) {
            guard.touch();
            QTest::qWait(10);
        }
        QVERIFY(!guard.token().stop_requested() && !guard.hasStalled());
    }

    void theCallersOwnStopIsNoStall()
    {
        std::stop_source stop;
        const StallGuard guard(60s, stop.get_token());
        stop.request_stop();
        QVERIFY(guard.token().stop_requested() && !guard.hasStalled());
    } // and it goes at once
};

QTEST_GUILESS_MAIN(TestStallGuard)
#include "tst_stallguard.moc"
