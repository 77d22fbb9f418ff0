// What the tests of resets and restores look at, past our own models: kcat, docker and tar.
#pragma once

#include "guard/look.h"
#include "labstack.h"
#include "reset/cluster.h"
#include "reset/fullreset.h"
#include "reset/recordrestore.h"
#include "reset/restore.h"
#include "reset/resume.h"
#include "reset/topicarchive.h"
#include "reset/topicreset.h"
#include "snapshot/staging.h"
#include "snapshot/take.h"
#include "stack/lockkey.h"
#include "startup/runner.h"

namespace bd::test {

class ResetLab
{
public:
    explicit ResetLab(const QString &folder, const QString &suffix = {}) : stack(folder, suffix)
    {
        surroundings.journals = root.filePath(QStringLiteral("journals"));
        surroundings.snapshots = root.filePath(QStringLiteral("snapshots"));
        recorder.origin = QStringLiteral("test");
        recorder.historyFile = root.filePath(QStringLiteral("history.db"));
        recorder.sink = [this](const timeline::Event &event) {
            events += QString::fromUtf8(QJsonDocument(timeline::toJson(event)).toJson(QJsonDocument::Compact))
                      + QLatin1Char('\n');
        };
    }

    bool start()
    {
        auto loaded = stack.load();
        if (!loaded)
            return false;
        project = std::move(*loaded);
        startup::StartOptions options;
        options.createTopics = true; // not every stack has an init service
        return startup::start(*stack.engine, project, options, [](const timeline::Event &) {}, Clock::system(), {})
            .has_value();
    }

    guard::EngineState state() const { return *guard::lookAt(*stack.engine, {}); }
    guard::Marks marks() const { return {}; }
    QString journal() const
    {
        return reset::journalPath(stack::lockKey(state().id, project.name), surroundings.journals);
    }
    snapshot::Shelf shelf() const { return snapshot::Shelf(project.name, surroundings.snapshots); }

    static QByteArray shell(const QString &line, const QByteArray &input = {})
    {
        QProcess bash;
        bash.start(QStringLiteral("bash"), {QStringLiteral("-c"), line});
        bash.write(input);
        bash.closeWriteChannel();
        bash.waitForFinished(120'000);
        return bash.readAllStandardOutput();
    }

    QString broker() const { return QStringLiteral("127.0.0.1:%1").arg(stack.kafkaPort); }

    void produce(const QString &topic, int partition, const QByteArray &lines) const
    {
        shell(QStringLiteral("kcat -b %1 -P -t %2 -p %3 -K: -H trace=%2").arg(broker(), topic).arg(partition), lines);
    }

    // Every record with its partition, offset, time, headers, key and value, sorted.
    QByteArray records(const QString &topic) const
    {
        return shell(QStringLiteral("kcat -b %1 -C -e -q -J -t %2 -o beginning | sort").arg(broker(), topic));
    }

    // The same without offsets.
    QByteArray contents(const QString &topic) const
    {
        return shell(QStringLiteral("kcat -b %1 -C -e -q -t %2 -o beginning -f '%p %T %h %K %k %S %s\\n' | "
                                    "sort -s -n -k1,1")
                         .arg(broker(), topic));
    }

    // What Kafka's own tool says: group, topic, partition and committed offset, sorted.
    QByteArray committed(const QString &group) const
    {
        return shell(QStringLiteral("docker exec %1 kafka-consumer-groups --bootstrap-server kafka:29092 --describe "
                                    "--group %2 2>/dev/null | awk 'NR>1 && $4 ~ /^[0-9]+$/ {print $1,$2,$3,$4}' | sort")
                         .arg(stack.containerOf(QStringLiteral("kafka")), group));
    }

    // What Kafka's own tool says is set on a topic.
    QByteArray config(const QString &topic) const
    {
        return shell(
            QStringLiteral("docker exec %1 kafka-configs --bootstrap-server kafka:29092 --describe --entity-type "
                           "topics --entity-name %2 2>/dev/null | grep -o '[a-z.]*=[^ ]* sensitive' | sort")
                .arg(stack.containerOf(QStringLiteral("kafka")), topic));
    }

    // Owner, mode and name of each file below a directory of a container.
    static QByteArray owners(const QString &container, const QString &path, const QString &matching)
    {
        return shell(
            QStringLiteral(
                "docker cp %1:%2 - | tar --numeric-owner -tvf - | awk '{print $1,$2,$6}' | grep '%3' | grep -v '[.]snapshot$' | sort")
                .arg(container, path, matching));
    }

    QByteArray volumeTimes() const
    {
        return shell(
            QStringLiteral("docker volume inspect -f '{{.Name}} {{.CreatedAt}}' $(docker volume ls -q --filter "
                           "label=com.docker.compose.project=%1) | sort")
                .arg(stack.name));
    }

    void commit(const QString &group, const std::vector<kafka::OffsetChange> &to) const
    {
        auto cluster = reset::clusterOf(*stack.engine, project, {});
        QVERIFY(cluster);
        QVERIFY(cluster->client->alterGroupOffsets(group, to, Millis(10'000), {}));
    }

    QTemporaryDir root;
    LabStack stack;
    compose::Project project;
    reset::Surroundings surroundings;
    startup::Recorder recorder;
    QString events;
};

} // namespace bd::test
