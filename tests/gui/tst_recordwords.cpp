// Records in words, the forms that make new ones, and what is kept of them.
#include <QTest>

#include "common/translations.h"
#include "decode/framed.h"
#include "records/recordform.h"
#include "records/recordtemplates.h"
#include "records/recordwords.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;
using namespace std::chrono_literals;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

kafka::Record record(int partition, qint64 offset, qint64 ms, std::optional<QByteArray> value = "v")
{
    kafka::Record made;
    made.partition = partition;
    made.offset = offset;
    made.timeKind = kafka::Record::Time::Created;
    made.time = TimePoint(Millis(ms));
    made.value = std::move(value);
    return made;
}

} // namespace

class TestRecordWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void formsSayWhatIsWrong_data();
    void formsSayWhatIsWrong();
    void sentAgainIsTheSame();
    void severalAreFilledAnew();
    void templatesReadBack();
    void theDetailSaysWhatIsKnownOfASchema();
};

void TestRecordWords::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
}

void TestRecordWords::formsSayWhatIsWrong_data()
{
    QTest::addColumn<RecordForm>("form");
    QTest::addColumn<QString>("says");
    using Format = RecordForm::Format;
    const auto form = [](Format format, const char *value, const char *headers = "", const char *topic = "orders") {
        RecordForm made;
        made.topic = s(topic);
        made.valueFormat = format;
        made.value = s(value);
        made.headers = s(headers);
        return made;
    };
    QTest::newRow("no topic") << form(Format::Text, "", "", "") << s("Choose a topic");
    QTest::newRow("other topic") << form(Format::Text, "", "", "order") << s("no topic order");
    QTest::newRow("no JSON") << form(Format::Json, "{\"a\":}") << s("no JSON");
    QTest::newRow("nothing as JSON") << form(Format::Json, " ") << s("no JSON");
    QTest::newRow("half a byte") << form(Format::Hex, "00 f") << s("no hex");
    QTest::newRow("header") << form(Format::Text, "x", "a=1\nb") << s("«b» is no NAME=VALUE");
    QTest::newRow("header without name") << form(Format::Text, "x", "=1") << s("«=1»");
}

void TestRecordWords::formsSayWhatIsWrong()
{
    QFETCH(RecordForm, form);
    QFETCH(QString, says);
    const RecordFormResult result = recordsFrom(form, {s("orders")}, {}, 0);
    QVERIFY(result.problem && result.records.empty());
    QVERIFY2(result.problem->text.contains(says), qPrintable(result.problem->text));
}

void TestRecordWords::sentAgainIsTheSame()
{
    kafka::Record original = record(2, 5, 7, QByteArray("{\"a\": 1}\n"));
    original.key = QByteArray::fromHex("ff00");
    original.headers = {{"bytes", QByteArray::fromHex("ff")}, {"none", std::nullopt}, {"twice", "1"}, {"twice", "2"}};
    RecordForm form = formToSendAgain(s("orders"), original);
    auto result = recordsFrom(form, {s("orders")}, {}, 0);
    QVERIFY(!result.problem);
    QCOMPARE(result.records.front().key, original.key);
    QCOMPARE(result.records.front().value, original.value); // blanks and all, though it is shown indented
    QCOMPARE(result.records.front().headers, original.headers);
    QVERIFY(!result.records.front().partition);

    form.value = s("{\"a\": 2}");
    form.headers = s("twice=3");
    result = recordsFrom(form, {s("orders")}, {}, 0);
    QCOMPARE(result.records.front().value, QByteArray("{\"a\": 2}"));
    QCOMPARE(result.records.front().headers.size(), size_t(1));

    kafka::Record tombstone = record(0, 0, 0, std::nullopt);
    result = recordsFrom(formToSendAgain(s("orders"), tombstone), {s("orders")}, {}, 0);
    QVERIFY(!result.records.front().value && !result.records.front().key);
}

void TestRecordWords::severalAreFilledAnew()
{
    RecordForm form;
    form.topic = s("orders");
    form.keyFormat = RecordForm::Format::Text;
    form.key = s("k${n}");
    form.valueFormat = RecordForm::Format::Json;
    form.value = s("{\"id\":${n},\"at\":\"${time}\"}");
    form.headers = s("number=${n}");
    form.count = 3;
    const auto result = recordsFrom(form, {s("orders")}, TimePoint(0s), 1);
    QCOMPARE(result.records.size(), size_t(3));
    QCOMPARE(result.records.back().key, QByteArray("k3"));
    QCOMPARE(result.records.back().value, QByteArray("{\"id\":3,\"at\":\"1970-01-01T00:00:00.000Z\"}"));
    QCOMPARE(result.records.back().headers.front().second, QByteArray("3"));
}

void TestRecordWords::templatesReadBack()
{
    RecordForm form;
    form.topic = s("orders"); // where it goes is not part of it
    form.keyFormat = RecordForm::Format::Json;
    form.key = s("{}");
    form.valueFormat = RecordForm::Format::Hex;
    form.value = s("00ff");
    form.headers = s("a=b\nc=ü");
    form.count = 7;
    const auto read = templatesFrom(toJson({{s("one"), form}, {s("two"), {}}}));
    QCOMPARE(read.size(), size_t(2));
    RecordForm there;
    there.topic = s("others");
    there.partition = 3;
    const RecordForm filled = withContent(there, read.at(s("one")));
    QCOMPARE(filled.topic, s("others"));
    QCOMPARE(filled.partition, std::optional(3));
    form.topic = s("others");
    form.partition = 3;
    QVERIFY(filled == form);
    for (const char *wrong : {"", "{}", "[1, null, {\"name\": 3}, {\"name\": \"\"}]", "[{"}) {
        QVERIFY(templatesFrom(wrong).empty());
    }
    QVERIFY(!templateProblem({}, s(" "), {}).isEmpty());
    form.value = QString(largestTemplate, QLatin1Char('x'));
    QVERIFY(!templateProblem({}, s("large"), form).isEmpty());
    QVERIFY(templateProblem({}, s("small"), {}).isEmpty());
}

void TestRecordWords::theDetailSaysWhatIsKnownOfASchema()
{
    const auto avro = *decode::decoderOf({s("AVRO"), R"({"type":"record","name":"Order","fields":[]})", {}});
    const auto knowing = records::knowing(*records::decodersNamed(s("auto"), s("auto")), {{7, {avro, {}}}});
    QCOMPARE(shownWhole(QByteArray::fromHex("0000000007"), *knowing.value, 1000).about, s("Schema 7, Order"));
    QCOMPARE(shownWhole(QByteArray("plain"), *knowing.value, 1000).about, QString());
}

QTEST_MAIN(TestRecordWords)
#include "tst_recordwords.moc"
