#include "kafka/quorum.h"

#include <QCoreApplication>

#include "kafka/protocolbytes.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

struct MetadataPartition { // of __cluster_metadata, which has one
    int error = 0;
    Quorum quorum;
};

MetadataPartition partitionIn(Reader &reader)
{
    MetadataPartition partition;
    reader.number<qint32>(); // its number
    partition.error = reader.number<qint16>();
    partition.quorum.leader = reader.number<qint32>();
    reader.number<qint32>(); // epoch
    reader.number<qint64>(); // high watermark
    const quint32 voters = reader.count(true);
    for (quint32 i = 0; i < voters && reader.isGood(); ++i) {
        partition.quorum.voters.push_back(reader.number<qint32>());
        reader.number<qint64>(); // the end of its log
        reader.skipTagged();
    }
    return partition; // observers follow, which are the brokers
}

} // namespace

QByteArray quorumRequest()
{
    const QByteArray none(1, '\0'), one(1, '\2'); // tagged fields; a compact array of one
    return requestHead(quorumApi, 0) + none + one + compactText("__cluster_metadata") + one + bigEndian(qint32(0))
           + none + none + none;
}

Result<Quorum> quorumOf(const QByteArray &answer)
{
    Reader reader(answer);
    const bool isOurs = reader.number<qint32>() == ourCorrelation;
    reader.skipTagged();
    int code = reader.number<qint16>();
    MetadataPartition partition;
    if (code == 0 && reader.count(true) > 0) {
        reader.compactText(); // the topic
        if (reader.count(true) > 0)
            partition = partitionIn(reader);
        code = partition.error;
    }
    if (!isOurs || !reader.isGood())
        return fail(ErrorCode::Parse,
                    Tr::tr("What answers there does not speak Kafka’s protocol as it is known here."));
    if (code != 0)
        return fail(ErrorCode::Kafka, Tr::tr("The broker does not say who leads the cluster (error %1)").arg(code));
    return partition.quorum;
}

} // namespace bd::kafka
