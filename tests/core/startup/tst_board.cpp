// The board is where a start's branches meet: gates open exactly when they should, and every wait ends.
#include <thread>

#include <QtTest>

#include "startup/board.h"

using namespace bd;
using namespace std::chrono_literals;
using compose::Condition;
using startup::Board;
using startup::Phase;

Q_DECLARE_METATYPE(bd::compose::Condition)
Q_DECLARE_METATYPE(bd::startup::Phase)

class TestBoard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gateOpensByItsCondition_data()
    {
        QTest::addColumn<Condition>("condition");
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<bool>("open");
        QTest::newRow("started, started") << Condition::Started << Phase::Started << true;
        QTest::newRow("started, ready") << Condition::Started << Phase::Ready << true;
        QTest::newRow("healthy, started") << Condition::Healthy << Phase::Started << false;
        QTest::newRow("healthy, ready") << Condition::Healthy << Phase::Ready << true;
        QTest::newRow("completed, ready") << Condition::CompletedSuccessfully << Phase::Ready << false;
        QTest::newRow("completed, completed") << Condition::CompletedSuccessfully << Phase::Completed << true;
    }

    void gateOpensByItsCondition()
    {
        QFETCH(Condition, condition);
        QFETCH(Phase, phase);
        QFETCH(bool, open);
        Board board;
        const QString kafka = QStringLiteral("kafka");
        board.set(kafka, phase);
        std::stop_source stop;
        std::jthread later([&] {
            std::this_thread::sleep_for(20ms);
            stop.request_stop();
        });
        const auto gate = board.waitFor({kafka, condition, true}, stop.get_token());
        QCOMPARE(gate, open ? Board::Gate::Open : Board::Gate::Cancelled);
    }

    void failureShutsEveryGate()
    {
        Board board;
        std::jthread later([&] { board.set(QStringLiteral("kafka"), Phase::Failed); });
        QCOMPARE(board.waitFor({QStringLiteral("kafka"), Condition::Healthy, true}, {}), Board::Gate::Shut);
    }

    void whatOnlyHadToStartStaysPassed()
    {
        Board board;
        const QString helper = QStringLiteral("helper");
        board.set(helper, Phase::Started);
        board.set(helper, Phase::Failed);
        QCOMPARE(board.waitFor({helper, Condition::Started, true}, {}), Board::Gate::Open);
        QCOMPARE(board.waitFor({helper, Condition::Healthy, true}, {}), Board::Gate::Shut);
        board.set(QStringLiteral("never"), Phase::Failed);
        QCOMPARE(board.waitFor({QStringLiteral("never"), Condition::Started, true}, {}), Board::Gate::Shut);
    }

    void anEndBetweenTwoLooksIsNotLost()
    {
        Board board;
        const QString init = QStringLiteral("init");
        const int before = board.process(init).ends;
        board.processStarted(init, TimePoint(4s));
        board.processEnded(init, 3, false, TimePoint(5s)); // over before anybody waits
        QVERIFY(board.waitForEnd(init, before, 1s, {}));
        QCOMPARE(board.process(init).exitCode, 3);
        board.processStarted(init, TimePoint(6s)); // the next one does not hide when the one that ended had begun
        QVERIFY(board.process(init).startedAt == TimePoint(4s));
    }

    void waitingForAnEndHasADeadline()
    {
        Board board;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!board.waitForEnd(QStringLiteral("kafka"), 0, 30ms, {}));
        QVERIFY(timer.elapsed() >= 29);
    }
};

QTEST_GUILESS_MAIN(TestBoard)
#include "tst_board.moc"
