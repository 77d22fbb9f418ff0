#include "compose/program.h"

#include <QRegularExpression>

#include "compose/pattern.h"

namespace bd::compose {

namespace {

bool says(const QString &text, const QString &pattern)
{
    return matches(text, QStringLiteral("(^|[\\s/;&|\"'(])(%1)($|[\\s;&|\"')])").arg(pattern),
                   QRegularExpression::NoPatternOption);
}

std::optional<Role> serverIn(const QString &text, const QString &image)
{
    if (says(text, QStringLiteral("kafka-server-start(\\.sh)?|start-kafka\\.sh|kafka\\.Kafka|redpanda start"
                                  "|(rpk )?redpanda start|setup-and-run\\.sh|supervisord")))
        return Role::Broker;
    if (says(text, QStringLiteral("zookeeper-server-start(\\.sh)?|zkServer\\.sh|start-zk\\.sh"
                                  "|org\\.apache\\.zookeeper\\.server\\.quorum\\.QuorumPeerMain")))
        return Role::ZooKeeper;
    if (says(text, QStringLiteral("opt/bitnami/scripts/kafka/run\\.sh")))
        return Role::Broker;
    if (says(text, QStringLiteral("opt/bitnami/scripts/zookeeper/run\\.sh")))
        return Role::ZooKeeper;
    // These start whatever the image is.
    if (!says(text, QStringLiteral("etc/confluent/docker/run|etc/kafka/docker/run|run\\.sh")))
        return {};
    if (image.contains(QLatin1String("zookeeper")))
        return Role::ZooKeeper;
    static const QRegularExpression kafka(
        QStringLiteral("(^|/)([a-z-]*kafka(-native|-kraft)?|cp-server|confluent-local)([:@]|$)"));
    return kafka.match(image).hasMatch() ? Role::Broker : Role::Other;
}

} // namespace

Program programOf(const Service &service)
{
    Program program;
    const QStringList words = service.entrypoint + service.command;
    const QString text = words.join(QLatin1Char(' '));
    if (text.trimmed().isEmpty()) {
        program.isDefault = true;
        return program;
    }
    program.runsServer = serverIn(text, service.image);
    if (program.runsServer)
        return program;
    const bool usesRpk = says(text, QStringLiteral("rpk( -\\S+)* topic create"));
    program.usesTopicTool = usesRpk || says(text, QStringLiteral("kafka-topics(\\.sh)?"));
    program.createsTopics = usesRpk || (program.usesTopicTool && text.contains(QLatin1String("--create")));
    program.isClient =
        !program.usesTopicTool
        && says(text, QStringLiteral("kafka-(console|verifiable|avro-console|json-schema-console|protobuf-console)"
                                     "-(consumer|producer|share-consumer)(\\.sh)?"
                                     "|(kafka-)?(connect-(distributed|standalone|mirror-maker)|mirror-maker)(\\.sh)?"
                                     "|kafka-(consumer|producer)-perf-test(\\.sh)?"
                                     "|kafka-(acls|configs|consumer-groups|broker-api-versions)(\\.sh)?"
                                     "|zookeeper-shell(\\.sh)?|zkCli\\.sh|kcat|kafkacat|sleep infinity|tail -f"));
    program.isScript = !program.usesTopicTool && !program.isClient;
    return program;
}

} // namespace bd::compose
