// The few plain bytes of Kafka's protocol; what a real broker makes of them is tested in tests/ctl/connections_test.py.
#include <QtTest>

#include "kafka/wire.h"

using namespace bd;
using kafka::ResponseState;

class TestWire : public QObject
{
    Q_OBJECT

private:
    static QByteArray response(const QByteArray &idAndBody)
    {
        QByteArray bytes;
        QDataStream out(&bytes, QIODevice::WriteOnly);
        out << qint32(idAndBody.size());
        return bytes + idAndBody;
    }

private Q_SLOTS:
    void requestsAreAsKafkaDocumentsThem()
    {
        QCOMPARE(kafka::apiVersionsRequest().toHex(), QByteArray("00000014"
                                                                 "0012"
                                                                 "0000"
                                                                 "62640001"
                                                                 "000a")
                                                          + QByteArray("brokerdeck").toHex());
        QCOMPARE(kafka::saslHandshakeRequest(QStringLiteral("PLAIN")).toHex(),
                 QByteArray("0000001b"
                            "0011"
                            "0001"
                            "62640002"
                            "000a")
                     + QByteArray("brokerdeck").toHex() + QByteArray("0005") + QByteArray("PLAIN").toHex());
    }

    void aResponseIsWholeWhenAllOfItIsThere()
    {
        const QByteArray whole = response(QByteArray::fromHex("626400010000"));
        QVERIFY(kafka::responseState(whole) == ResponseState::Whole);
        for (qsizetype size = 0; size < whole.size(); ++size)
            QVERIFY(kafka::responseState(whole.first(size)) == ResponseState::Partial);
        QVERIFY(kafka::responseState("HTTP/1.1 400 Bad Request\r\n") == ResponseState::Foreign);
        const QByteArray tlsAlert = QByteArray::fromHex("15030300020228");
        QVERIFY(kafka::responseState(tlsAlert) == ResponseState::Foreign);
    }

    void onlyTheAnswerToOurQuestionCounts()
    {
        QVERIFY(kafka::isApiVersions(response(QByteArray::fromHex("62640001002300000000")))); // UNSUPPORTED_VERSION
        QVERIFY(!kafka::isApiVersions(response(QByteArray::fromHex("62640002000000000000"))));
        QVERIFY(!kafka::isApiVersions(QByteArray()));
        QVERIFY(!kafka::saslOffer(response(QByteArray::fromHex("62640001002100000000"))));
    }

    void kafka4IsKnownByWhatItTookOut()
    {
        const auto fetchFrom = [](const char *least) {
            return response(QByteArray::fromHex("62640001"
                                                "0000"
                                                "00000002"
                                                "00000003000d" // Produce
                                                "0001")
                            + QByteArray::fromHex(least) + QByteArray::fromHex("0011"));
        };
        QVERIFY(kafka::isKafka4(fetchFrom("0004")));
        QVERIFY(!kafka::isKafka4(fetchFrom("0000")));
        QVERIFY(!kafka::isKafka4(fetchFrom("0004").chopped(3)));
        QVERIFY(!kafka::isKafka4(QByteArray()));
    }

    void offersAreRead()
    {
        const auto names = QByteArray::fromHex("0005") + "PLAIN" + QByteArray::fromHex("000d") + "SCRAM-SHA-256";
        const auto refused = kafka::saslOffer(response(QByteArray::fromHex("626400020021"
                                                                           "00000002")
                                                       + names));
        QVERIFY(refused == (kafka::SaslOffer{true, {QStringLiteral("PLAIN"), QStringLiteral("SCRAM-SHA-256")}}));
        const auto none = kafka::saslOffer(response(QByteArray::fromHex("626400020022"
                                                                        "00000000")));
        QVERIFY(none == (kafka::SaslOffer{false, {}}));
    }

    void hostileOffersAreBounded()
    {
        const auto head = QByteArray::fromHex("626400020021");
        QVERIFY(!kafka::saslOffer(response(head + QByteArray::fromHex("7fffffff0005")))); // promises more than comes
        const auto negative = kafka::saslOffer(response(head + QByteArray::fromHex("ffffffff")));
        QVERIFY(negative && negative->mechanisms.isEmpty());
        const auto escape = kafka::saslOffer(response(head + QByteArray::fromHex("000000010006") + "A\x1b[31m"));
        QVERIFY(escape && !escape->mechanisms.value(0).contains(QLatin1Char('\x1b')));
    }
};

QTEST_GUILESS_MAIN(TestWire)
#include "tst_wire.moc"
