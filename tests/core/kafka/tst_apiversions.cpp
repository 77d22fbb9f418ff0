// What a broker says it can do: read from bytes, and put into a release.
#include <QFile>
#include <QtEndian>
#include <QtTest>

#include "kafka/apiversions.h"

using namespace bd;
using kafka::ApiVersions;
using kafka::ReleaseRange;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

// The head of an answer to our request: its correlation id.
QByteArray head()
{
    return kafka::apiVersionsRequest(0).sliced(4, 4);
}

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

// An answer that a broker of the lab gave, without its size.
QByteArray captured(const char *name)
{
    QFile file(QStringLiteral(BD_SOURCE_DIR "/tests/fixtures/kafka/%1.hex").arg(s(name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(file.fileName()));
    return head() + QByteArray::fromHex(file.readAll()).sliced(4); // it was asked for another correlation id
}

ApiVersions knowing(int key, int most)
{
    return {{{3, 0, 1}, {key, 0, most}}, {}};
}

} // namespace

class TestApiVersions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRequestIsKafkas()
    {
        QCOMPARE(kafka::apiVersionsRequest(0).toHex(), QByteArray("0012"
                                                                  "0000"
                                                                  "62644b61"
                                                                  "000a62726f6b65726465636b"));
        QCOMPARE(kafka::apiVersionsRequest(3).toHex(), QByteArray("0012"
                                                                  "0003"
                                                                  "62644b61"
                                                                  "000a62726f6b65726465636b"
                                                                  "00"
                                                                  "0b62726f6b65726465636b"
                                                                  "0231"
                                                                  "00"));
    }

    void readsTheOldForm()
    {
        const auto read = kafka::apiVersionsOf(head()
                                                   + hex("0000"
                                                         "00000002"
                                                         "00120000000100010000000a"),
                                               0);
        QVERIFY(read && *read);
        QCOMPARE((*read)->apis, (std::vector<kafka::ApiRange>{{1, 0, 10}, {18, 0, 1}}));
        QVERIFY((*read)->features.empty());
        QVERIFY(!(*read)->api(3));
    }

    void readsFeatures()
    {
        // One API; waited 0 ms; supported: metadata.version 1 to 14, other 0 to 1; epoch 7; finalized: metadata.version 11.
        const auto read = kafka::apiVersionsOf(head()
                                                   + hex("0000"
                                                         "02"
                                                         "00010000000f00"
                                                         "00000000"
                                                         "03"
                                                         "0022"
                                                         "03"
                                                         "116d657461646174612e76657273696f6e0001000e00"
                                                         "066f746865720000000100"
                                                         "0108"
                                                         "0000000000000007"
                                                         "0217"
                                                         "02"
                                                         "116d657461646174612e76657273696f6e000b000100"),
                                               3);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QVERIFY(*read);
        QCOMPARE((*read)->features,
                 (std::vector<kafka::Feature>{{s("metadata.version"), 1, 14, 11}, {s("other"), 0, 1, std::nullopt}}));
    }

    void anOldBrokerWantsToBeAskedOtherwise()
    {
        const auto read = kafka::apiVersionsOf(head() + hex("002300000000"), 3);
        QVERIFY(read);
        QVERIFY(!*read);
    }

    void whatIsNoAnswerIsRefused_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("somebody else") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
        QTest::newRow("cut in its head") << head().first(3);
        QTest::newRow("cut in an item") << head() + hex("0000020001000000");
        QTest::newRow("more items than bytes") << head() + hex("0000ff7f");
        QTest::newRow("a count without end") << head() + hex("0000ffffffffffff");
        QTest::newRow("a tag that is too long") << head() + hex("000001000000000100ff7f00");
        QTest::newRow("a name that is too long") << head() + hex("00000100000000010003027f00");
        QTest::newRow("more tags than bytes") << head() + hex("00000100000000ffffffff0f");
    }

    void whatIsNoAnswerIsRefused()
    {
        QFETCH(QByteArray, answer);
        const auto read = kafka::apiVersionsOf(answer, 3);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Parse);
    }

    void everyCutOfAnAnswerIsRefusedOrWhole()
    {
        const QByteArray whole = captured("apiversions-3.9.1");
        for (qsizetype size = 0; size < whole.size(); ++size)
            QVERIFY2(!kafka::apiVersionsOf(whole.first(size), 3), qPrintable(QString::number(size)));
        QVERIFY(kafka::apiVersionsOf(whole, 3));
    }

    void aRefusalIsNoAnswer()
    {
        const auto read = kafka::apiVersionsOf(head() + hex("001f00000000"), 0);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Kafka);
    }

    void releases_data()
    {
        QTest::addColumn<ApiVersions>("versions");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("last");
        QTest::newRow("later than what is known") << knowing(1, 30) << s("4.1") << QString();
        QTest::newRow("4.0") << knowing(0, 12) << s("4.0") << s("4.0");
        QTest::newRow("3.3 and 3.4 cannot be told apart") << knowing(29, 3) << s("3.3") << s("3.4");
        QTest::newRow("1.1") << knowing(1, 7) << s("1.1") << s("1.1");
        QTest::newRow("something older") << knowing(1, 2) << QString() << QString();
        QTest::newRow("nothing") << ApiVersions() << QString() << QString();
    }

    void releases()
    {
        QFETCH(ApiVersions, versions);
        const ReleaseRange found = kafka::releaseOf(versions).value_or(ReleaseRange());
        QTEST(found.first, "first");
        QTEST(found.last, "last");
    }

    void realBrokers_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("release");
        QTest::addColumn<QString>("metadata");
        QTest::newRow("2.8.2") << captured("apiversions-2.8.2") << s("2.8") << QString();
        QTest::newRow("3.6.2") << captured("apiversions-3.6.2") << s("3.6") << QString();
        QTest::newRow("3.9.1") << captured("apiversions-3.9.1") << s("3.9") << QString();
        QTest::newRow("3.9.1, KRaft") << captured("apiversions-3.9.1-kraft") << s("3.9") << s("3.9");
        QTest::newRow("4.1.1, KRaft") << captured("apiversions-4.1.1-kraft") << s("4.1") << s("4.1");
    }

    void realBrokers()
    {
        QFETCH(QByteArray, answer);
        const auto read = kafka::apiVersionsOf(answer, 3);
        QVERIFY(read && *read);
        const auto release = kafka::releaseOf(**read);
        QVERIFY(release);
        QTEST(release->first, "release");
        QString metadata;
        for (const kafka::Feature &feature : (*read)->features) {
            if (feature.name == s("metadata.version"))
                metadata = kafka::metadataRelease(feature.finalized.value_or(0));
        }
        QTEST(metadata, "metadata");
    }

    void levelsOfMetadata()
    {
        QCOMPARE(kafka::metadataRelease(1), s("3.0"));
        QCOMPARE(kafka::metadataRelease(14), s("3.6"));
        QCOMPARE(kafka::metadataRelease(15), s("3.7"));
        QCOMPARE(kafka::metadataRelease(0), QString());
        QCOMPARE(kafka::metadataRelease(999), QString());
    }
};

QTEST_GUILESS_MAIN(TestApiVersions)
#include "tst_apiversions.moc"
