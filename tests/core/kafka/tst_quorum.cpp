// Who leads a cluster with KRaft, read from bytes.
#include <QFile>
#include <QtTest>

#include "kafka/quorum.h"

using namespace bd;
using kafka::Quorum;

namespace {

// The head of an answer to our request, with no tagged fields.
QByteArray head()
{
    return kafka::quorumRequest().sliced(4, 4) + '\0';
}

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

// One topic, one partition, led by 2, voters 1 and 2, no observers.
QByteArray answer()
{
    return head()
           + hex("0000"
                 "02"
                 "135f5f636c75737465725f6d65746164617461"
                 "02"
                 "000000000000"
                 "00000002"
                 "00000007"
                 "0000000000000064"
                 "03"
                 "00000001000000000000006400"
                 "00000002000000000000006400"
                 "01"
                 "000000");
}

} // namespace

class TestQuorum : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRequestIsKafkas()
    {
        QCOMPARE(kafka::quorumRequest().toHex(), QByteArray("0037"
                                                            "0000"
                                                            "62644b61"
                                                            "000a62726f6b65726465636b"
                                                            "00"
                                                            "02"
                                                            "135f5f636c75737465725f6d65746164617461"
                                                            "02"
                                                            "00000000"
                                                            "000000"));
    }

    void readsLeaderAndVoters() { QCOMPARE(kafka::quorumOf(answer()).value(), (Quorum{2, {1, 2}})); }

    // Captured from a broker of the lab, Kafka 4.1.1 in one process with its controller, node 1.
    void readsARealBrokersAnswer()
    {
        QFile file(QStringLiteral(BD_SOURCE_DIR "/tests/fixtures/kafka/quorum-4.1.1.hex"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto quorum = kafka::quorumOf(QByteArray::fromHex(file.readAll()));
        QVERIFY2(quorum, qPrintable(quorum ? QString() : quorum.error().message));
        QCOMPARE(*quorum, (Quorum{1, {1}}));
    }

    void whatIsCutIsRefused()
    {
        const qsizetype voters = answer().size() - 4; // what follows is not read
        for (qsizetype size = 0; size < voters; ++size) {
            const auto read = kafka::quorumOf(answer().first(size));
            QVERIFY2(!read, qPrintable(QString::number(size)));
            QCOMPARE(read.error().code, ErrorCode::Parse);
        }
        QVERIFY(kafka::quorumOf(answer().first(voters)));
    }

    void somebodyElseIsNotKafka()
    {
        QCOMPARE(kafka::quorumOf("HTTP/1.1 400 Bad Request\r\n\r\n").error().code, ErrorCode::Parse);
    }

    void aRefusalIsNoAnswer()
    {
        QCOMPARE(kafka::quorumOf(head() + hex("001f0100")).error().code, ErrorCode::Kafka); // not allowed
        QByteArray ofThePartition = answer();
        ofThePartition.replace(head().size() + 2 + 1 + 19 + 1 + 4, 2, hex("0003"));
        QCOMPARE(kafka::quorumOf(ofThePartition).error().code, ErrorCode::Kafka);
    }
};

QTEST_GUILESS_MAIN(TestQuorum)
#include "tst_quorum.moc"
