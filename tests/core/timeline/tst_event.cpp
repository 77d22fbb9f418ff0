#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/timeline/samplerun.h"

using namespace bd;
using namespace bd::timeline;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Event full()
{
    Event event;
    event.at = samples::at(1234) + Micros(567);
    event.service = s("kafka");
    event.kind = EventKind::Recovering;
    event.text = s("waits for the old session «0x1» to expire");
    event.on = s("zookeeper");
    event.condition = compose::Condition::Healthy;
    event.probe = ProbeResult{.kind = ProbeKind::KafkaMetadata,
                              .startedAt = samples::at(1200),
                              .duration = Micros(34'567),
                              .passed = false,
                              .target = s("metadata from 127.0.0.1:9092"),
                              .summary = s("0 brokers"),
                              .output = s("line 1\nline 2"),
                              .facts = {{s("brokers"), QJsonArray{1, 2}}}};
    event.exitCode = 0;
    event.oomKilled = true;
    event.until = samples::at(20'000);
    event.error = Error{ErrorCode::PortTaken, s("Port 9092 is taken"), s("Stop the other"), s("bind: in use")};
    event.outcome = Outcome::Cancelled;
    return event;
}

} // namespace

class TestEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldSurvivesJsonText()
    {
        const QByteArray text = QJsonDocument(toJson(full())).toJson();
        const auto back = eventFromJson(QJsonDocument::fromJson(text).object());
        QVERIFY(back);
        QVERIFY(*back == full());
    }

    void everyKindHasAWordAndReadsItBack()
    {
        for (int at = 0; at <= static_cast<int>(EventKind::RunFinished); ++at) {
            const auto kind = static_cast<EventKind>(at);
            QVERIFY(!toString(kind).isEmpty());
            QVERIFY(eventKindFrom(toString(kind)) == kind);
        }
        for (int at = 0; at <= static_cast<int>(ProbeKind::Topics); ++at)
            QVERIFY(probeKindFrom(toString(static_cast<ProbeKind>(at))) == static_cast<ProbeKind>(at));
        for (int at = 0; at <= static_cast<int>(Outcome::Cancelled); ++at)
            QVERIFY(outcomeFrom(toString(static_cast<Outcome>(at))) == static_cast<Outcome>(at));
        for (int at = 0; at <= static_cast<int>(RunKind::Seen); ++at)
            QVERIFY(runKindFrom(toString(static_cast<RunKind>(at))) == static_cast<RunKind>(at));
        QVERIFY(!eventKindFrom(u"exploded"));
        QCOMPARE(toString(EventKind::GateOpen), s("gate-open"));
    }

    void everyErrorCodeSurvives()
    {
        for (int at = 0; at <= static_cast<int>(ErrorCode::Failed); ++at) {
            Event event = full();
            event.error->code = static_cast<ErrorCode>(at);
            QCOMPARE(eventFromJson(toJson(event))->error->code, event.error->code);
        }
    }

    void theFourPromisedKeysAreAlwaysThere()
    {
        const QJsonObject json = toJson(Event());
        QCOMPARE(json.keys(), QStringList({s("kind"), s("service"), s("text"), s("time")}));
        QVERIFY(toJson(full())[s("time")].toString().endsWith(QLatin1Char('Z')));
    }

    void exitCodeNullIsNotExitCodeZero()
    {
        Event event;
        event.at = samples::begin;
        QVERIFY(!eventFromJson(toJson(event))->exitCode);
        event.exitCode = 0;
        QCOMPARE(eventFromJson(toJson(event))->exitCode, 0);
    }

    void whatIsNotAnEventIsRefusedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("place");
        QTest::newRow("nothing") << QByteArray("{}") << s("time");
        QTest::newRow("bad time") << QByteArray(R"({"time":"noon","kind":"note"})") << s("time");
        QTest::newRow("bad kind") << QByteArray(R"({"time":"2026-11-23T14:02:00Z","kind":"boom"})") << s("kind");
        QTest::newRow("bad probe kind") << QByteArray(
            R"({"time":"2026-11-23T14:02:00Z","kind":"probe","probe":{"kind":"x"}})")
                                        << s("probe.kind");
        QTest::newRow("bad probe time") << QByteArray(
            R"({"time":"2026-11-23T14:02:00Z","kind":"probe","probe":{"kind":"tcp","startedAt":5}})")
                                        << s("probe.startedAt");
    }

    void whatIsNotAnEventIsRefusedWithItsPlace()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, place);
        const auto event = eventFromJson(QJsonDocument::fromJson(json).object());
        QVERIFY(!event);
        QCOMPARE(event.error().code, ErrorCode::Parse);
        QVERIFY2(event.error().detail.startsWith(place), qPrintable(event.error().detail));
    }

    void lanesSurviveJson()
    {
        const LaneInfo lane{s("kafka"),
                            compose::Role::Broker,
                            {{s("zookeeper"), compose::Condition::Healthy, true},
                             {s("metrics"), compose::Condition::Started, false}}};
        const auto back = laneFromJson(toJson(lane));
        QVERIFY(back);
        QVERIFY(*back == lane);
        QVERIFY(!laneFromJson({}));
    }
};

QTEST_GUILESS_MAIN(TestEvent)
#include "tst_event.moc"
