// What is wrong with a stack, told by the real knowledge from lines that the lab's Kafka has written.
#include "shots/samples.h"

#include "diagnose/knowledge.h"

namespace bd::app::samples {

namespace {

using diagnose::Symptoms;

const diagnose::Knowledge &knowledge()
{
    static const diagnose::Knowledge read =
        diagnose::readKnowledge(QStringLiteral(":/diagnoses")).value_or(diagnose::Knowledge());
    return read;
}

Symptoms symptoms(const char *service, compose::Role role, const QStringList &needs, const char *log)
{
    diagnose::LogScan scan(knowledge());
    scan.text(log);
    Symptoms made;
    made.service = QString::fromUtf8(service);
    made.role = role;
    made.needs = needs;
    made.hits = scan.hits();
    made.exitCode = 1;
    return made;
}

} // namespace

DiagnosisFacts diagnosisFacts()
{
    const Symptoms kafka = symptoms(
        "kafka", compose::Role::Broker, {QStringLiteral("zookeeper")},
        "[2026-11-25 14:02:07,391] INFO Session establishment complete on server zookeeper/172.18.0.2:2181, session id = "
        "0x1000a2b3c4d0001 (org.apache.zookeeper.ClientCnxn)\n"
        "[2026-11-25 14:02:07,902] ERROR Error while creating ephemeral at /brokers/ids/1, node already exists and owner "
        "'0x1000a2b3c4d0000' does not match current session '0x1000a2b3c4d0001' "
        "(kafka.zk.KafkaZkClient$CheckedEphemeral)\n"
        "org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists\n");
    const Symptoms worker = symptoms(
        "mail-worker", compose::Role::Worker, {QStringLiteral("kafka")},
        "%3|1764079327.1|FAIL|rdkafka#consumer-1| [thrd:kafka:29092/bootstrap]: kafka:29092/bootstrap: Connect to ipv4#"
        "172.18.0.3:29092 failed: Connection refused (after 0ms in state CONNECT)\n");
    return {diagnose::diagnose(knowledge(), {kafka, worker}), {}, now()};
}

DiagnosisFacts unknownFacts()
{
    DiagnosisFacts facts;
    facts.alarms.insert(QStringLiteral("billing-worker"),
                        {{41, QStringLiteral("FATAL invoice 4711 has no currency")},
                         {42, QStringLiteral("Exception in thread \"main\" java.lang.IllegalStateException")}});
    facts.asOf = now();
    return facts;
}

} // namespace bd::app::samples
