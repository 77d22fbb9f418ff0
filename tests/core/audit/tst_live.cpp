// The rules that hold the files against what runs.
#include <QTest>

#include "audit/rules.h"
#include "audit/write.h"
#include "compose/load.h"

using namespace bd;
using namespace bd::audit;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

engine::Container containerOf(const char *service, std::vector<engine::Mount> mounts)
{
    engine::Container container;
    container.id = s(service);
    container.labels = {{s("com.docker.compose.project"), s("kc")},
                        {s("com.docker.compose.service"), s(service)},
                        {s("com.docker.compose.oneoff"), s("False")}};
    container.state = engine::ContainerState::Running;
    container.mounts = std::move(mounts);
    return container;
}

engine::Mount volume(const QString &name, const char *destination)
{
    engine::Mount mount;
    mount.name = name;
    mount.destination = s(destination);
    return mount;
}

const QByteArray text = "services:\n"
                        "  kafka:\n"
                        "    image: confluentinc/cp-kafka:7.5.0\n"
                        "    ports: [\"9092:9092\"]\n"
                        "    environment:\n"
                        "      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://kafka:9092\n"
                        "    volumes: [\"kafka_data:/var/lib/kafka\"]\n"
                        "volumes: {kafka_data: }\n";
const QByteArray config =
    "{\"name\":\"kc\",\"services\":{\"kafka\":{\"image\":\"confluentinc/cp-kafka:7.5.0\",\"ports\":[{\"target\""
    ":9092,\"published\":\"9092\",\"protocol\":\"tcp\"}],\"environment\":{\"KAFKA_ADVERTISED_LISTENERS\":\"P"
    "LAINTEXT://kafka:9092\"},\"volumes\":[{\"type\":\"volume\",\"source\":\"kafka_data\",\"target\":\"/var/l"
    "ib/kafka\"}]}},\"volumes\":{\"kafka_data\":{\"name\":\"kc_kafka_data\"}}}";

const QByteArray alikeText =
    "services:\n"
    "  zookeeper:\n"
    "    image: confluentinc/cp-zookeeper:7.5.0\n"
    "    volumes: [\"zk_logs:/var/lib/zookeeper/data\", \"zk_data:/var/lib/zookeeper/log\"]\n"
    "  kafka: {image: 'confluentinc/cp-kafka:7.5.0', volumes: ['data:/var/lib/kafka/data']}\n"
    "  kafka-b: {image: 'confluentinc/cp-kafka:7.5.0', volumes: ['data:/var/lib/kafka/data']}\n"
    "volumes: {data: , zk_data: , zk_logs: }\n";
const QByteArray alikeConfig =
    R"({"name":"kc","services":{
"kafka":{"image":"confluentinc/cp-kafka:7.5.0","volumes":[{"type":"volume","source":"data","target":"/var/lib/kafka/data"}]},
"kafka-b":{"image":"confluentinc/cp-kafka:7.5.0","volumes":[{"type":"volume","source":"data","target":"/var/lib/kafka/data"}]},
"zookeeper":{"image":"confluentinc/cp-zookeeper:7.5.0","volumes":[
{"type":"volume","source":"zk_logs","target":"/var/lib/zookeeper/data"},
{"type":"volume","source":"zk_data","target":"/var/lib/zookeeper/log"}]}},
"volumes":{"data":{"name":"kc_data"},"zk_data":{"name":"kc_zk_data"},"zk_logs":{"name":"kc_zk_logs"}}})";

engine::Container ended(const char *service, int exitCode)
{
    engine::Container container = containerOf(service, {});
    container.state = engine::ContainerState::Exited;
    container.exitCode = exitCode;
    return container;
}

struct Case {
    compose::Project project;
    Sources sources;
    Live live;

    explicit Case(const QByteArray &written = text, const QByteArray &resolved = config)
    {
        engine::ComposeCall call;
        call.files = {s("/x/compose.yaml")};
        project = *compose::parseConfig(resolved, call, {});
        sources.files = *documentsOf(call.files.front(), written, true);
    }

    Finding of(const char *rule, const char *service) const
    {
        for (const Finding &one : audit::audit({project, sources, &live})) {
            if (one.rule == s(rule) && one.service == s(service))
                return one;
        }
        return {};
    }

    Finding find(const char *rule, bool withLive = true) const
    {
        for (const Finding &one : audit::audit({project, sources, withLive ? &live : nullptr})) {
            if (one.rule == s(rule))
                return one;
        }
        return {};
    }
};

} // namespace

class TestLive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingRunsNothingIsSaid()
    {
        const Case one;
        for (const char *rule : {"live-drift", "live-data-volume", "live-listeners"}) {
            QVERIFY(one.find(rule).rule.isEmpty());
            QVERIFY(one.find(rule, false).rule.isEmpty());
        }
    }

    // Whose data it is, is certain only while one of them runs on it.
    void aVolumeOfItsOwn()
    {
        Case one(alikeText, alikeConfig);
        QVERIFY(!one.of("kafka-data-volume", "kafka-b").isFixable());
        one.live.containers = {ended("kafka", 1), ended("kafka-b", 1)};
        QVERIFY(!one.of("kafka-data-volume", "kafka-b").isFixable());
        one.live.containers = {ended("kafka", 1), containerOf("kafka-b", {})};
        QVERIFY(!one.of("kafka-data-volume", "kafka-b").isFixable());
        const std::vector<Change> expected{
            {s("kafka"), MountVolume{s("kafka_data"), s("/var/lib/kafka/data"), s("data")}}};
        QVERIFY(one.of("kafka-data-volume", "kafka").changes == expected);
    }

    // A ZooKeeper that runs, or was stopped, has them so for good.
    void swappedOnlyWhereItFailed()
    {
        Case one(alikeText, alikeConfig);
        for (const int code : {0, 143}) {
            one.live.containers = {ended("zookeeper", code)};
            QVERIFY(one.of("zk-data-volume", "zookeeper").status == Status::Advice);
            QVERIFY(!one.of("zk-data-volume", "zookeeper").isFixable());
        }
        one.live.containers = {containerOf("zookeeper", {})};
        QVERIFY(one.of("zk-data-volume", "zookeeper").status == Status::Advice);
        one.live.containers = {ended("zookeeper", 10)};
        QVERIFY(one.of("zk-data-volume", "zookeeper").status == Status::Problem);
        QCOMPARE(one.of("zk-data-volume", "zookeeper").changes.size(), size_t(2));
    }

    void dataWhereTheVolumeIsNot()
    {
        Case one;
        const QString unnamed(64, QLatin1Char('a'));
        // As the file has it; and over it the unnamed one that the image declares.
        one.live.containers = {containerOf("kafka", {volume(s("kc_kafka_data"), "/var/lib/kafka"),
                                                     volume(unnamed, "/var/lib/kafka/data")})};
        const Finding wrong = one.find("live-data-volume");
        QVERIFY(wrong.status == Status::Problem);
        QVERIFY2(wrong.found.contains(s("/var/lib/kafka/data is on an unnamed volume")), qPrintable(wrong.found));
        QCOMPARE(wrong.place.line, 7);
        one.live.containers = {containerOf("kafka", {volume(s("kc_kafka_data"), "/var/lib/kafka/data")})};
        QVERIFY(one.find("live-data-volume").status == Status::Ok);
        // The broker itself says that it is somewhere else.
        one.live.logDirs[s("kafka")] = {s("/var/lib/kafka/data"), s("/more")};
        const Finding more = one.find("live-data-volume");
        QVERIFY(more.status == Status::Problem);
        QVERIFY2(more.found.contains(s("/more is in the container itself")), qPrintable(more.found));
    }

    void drift()
    {
        Case one;
        one.live.containers = {containerOf("kafka", {})};
        QVERIFY(one.find("live-drift").status == Status::Ok);
        one.live.drifted = {s("kafka")};
        QVERIFY(one.find("live-drift").status == Status::Advice);
        QCOMPARE(one.find("live-drift").place.line, 2);
    }

    void addressesThatWereTried()
    {
        Case one;
        one.live.tried = {{s("kafka"), s("kafka:9092"), {}, true}};
        QVERIFY(one.find("live-listeners").status == Status::Ok);
        one.live.tried = {{s("kafka"), s("kafka:9092"), s("this name is not known here"), false}};
        const Finding wrong = one.find("live-listeners");
        QVERIFY(wrong.status == Status::Problem);
        QCOMPARE(wrong.place.line, 6); // the line that is wrong
        QVERIFY2(wrong.found.contains(s("kafka:9092 from this machine: this name is not known here")),
                 qPrintable(wrong.found));
        const Written written = write(one.sources, wrong.changes, {});
        QCOMPARE(written.files.size(), size_t(1));
        QVERIFY2(written.files.front().after.contains("HOST://localhost:9092"),
                 written.files.front().after.constData());
    }

    // What its data bears is what is proposed.
    void theIdThatItHas()
    {
        Case one;
        const auto proposed = [&one] {
            for (const Change &change : one.find("kafka-fixed-broker-id").changes) {
                const auto *variable = std::get_if<SetVariable>(&change.what);
                if (variable && variable->name.endsWith(s("_ID")))
                    return variable->value;
            }
            return QString();
        };
        QCOMPARE(proposed(), s("1"));
        one.live.brokerIds[s("kafka")] = 1001;
        QCOMPARE(proposed(), s("1001"));
        one.project.services.front().environment[s("KAFKA_BROKER_ID")] = s("1001");
        QVERIFY(one.find("kafka-fixed-broker-id").status == Status::Ok);
        one.project.services.front().environment[s("KAFKA_BROKER_ID")] = s("1");
        const Finding other = one.find("kafka-fixed-broker-id");
        QVERIFY(other.status == Status::Problem);
        QVERIFY2(other.found.contains(s("its data bears 1001")), qPrintable(other.found));
        QVERIFY(one.find("kafka-fixed-broker-id", false).status == Status::Ok);
    }

    void theClusterThatItIsOf()
    {
        Case one;
        QMap<QString, QString> &environment = one.project.services.front().environment;
        environment[s("KAFKA_PROCESS_ROLES")] = s("broker,controller");
        environment[s("KAFKA_NODE_ID")] = s("1");
        one.live.clusterId = s("MkU3OEVBNTcwNTJENDM2Qg");
        const Finding missing = one.find("kraft-cluster-id");
        QVERIFY(missing.status == Status::Problem);
        QCOMPARE(std::get<SetVariable>(missing.changes.front().what).value, one.live.clusterId);
        environment[s("CLUSTER_ID")] = s("AAAAAAAAAAAAAAAAAAAAAA");
        QVERIFY(one.find("kraft-cluster-id").status == Status::Problem);
        environment[s("CLUSTER_ID")] = one.live.clusterId;
        QVERIFY(one.find("kraft-cluster-id").status == Status::Ok);
    }
};

QTEST_GUILESS_MAIN(TestLive)
#include "tst_live.moc"
