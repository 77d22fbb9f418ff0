// A stack of the lab's images for one test: its own project name, its own free loopback ports; removed by name.
#pragma once

#include <QtTest>

#include "compose/load.h"
#include "engine/engine.h"
#include "net/net.h"

namespace bd::test {

class LabStack
{
public:
    // `folder` below the source directory: resources/stacks/zookeeper, tests/stacks/kc-backend …
    explicit LabStack(const QString &folder, const QString &suffix = {})
        : engine(std::make_shared<engine::Engine>(std::make_shared<process::SystemRunner>()))
    {
        static int count = 0;
        name = QStringLiteral("bdtest-%1-%2%3").arg(QCoreApplication::applicationPid()).arg(++count).arg(suffix);
        kafkaPort = otherPort();
        zooKeeperPort = otherPort();
        call.project = name;
        call.files = {QStringLiteral(BD_SOURCE_DIR "/") + folder + QStringLiteral("/compose.yaml")};
        const QString kafka = QString::number(kafkaPort), zooKeeper = QString::number(zooKeeperPort);
        call.environment = {{QStringLiteral("BROKERDECK_PROJECT"), name},
                            {QStringLiteral("BROKERDECK_KAFKA_PORT"), kafka},
                            {QStringLiteral("BROKERDECK_ZOOKEEPER_PORT"), zooKeeper},
                            {QStringLiteral("KC_KAFKA_PORT"), kafka},
                            {QStringLiteral("KC_ZOOKEEPER_PORT"), zooKeeper},
                            {QStringLiteral("KC_CONTAINER_PREFIX"), name}};
    }

    ~LabStack()
    {
        if (const auto containers = engine->containers(name, {})) {
            QStringList ids, volumes;
            for (const engine::Container &container : *containers) {
                ids += container.id;
                for (const engine::Mount &mount : container.mounts) {
                    if (mount.kind == engine::Mount::Kind::Volume)
                        volumes += mount.name;
                }
            }
            if (!ids.isEmpty())
                docker(QStringList{QStringLiteral("rm"), QStringLiteral("-f")} + ids);
            if (const auto named = engine->volumes(name, {})) {
                for (const engine::Volume &volume : *named)
                    volumes += volume.name;
            }
            volumes.removeDuplicates();
            if (!volumes.isEmpty())
                docker(QStringList{QStringLiteral("volume"), QStringLiteral("rm")} + volumes);
            docker({QStringLiteral("network"), QStringLiteral("rm"), name + QStringLiteral("_default")});
        }
    }
    Q_DISABLE_COPY_MOVE(LabStack)

    // What the lab's Kafka can be started with: 4 knows no ZooKeeper, 2.8's KRaft is a preview that advertises wrong ports.
    static bool hasZooKeeper() { return !qEnvironmentVariableIsEmpty("BROKERDECK_ZOOKEEPER_IMAGE"); }
    static bool hasKRaft() { return !qEnvironmentVariable("BROKERDECK_KAFKA_VERSION").startsWith(QLatin1String("2.")); }

    Result<compose::Project> load() const { return compose::load(*engine, call, {}); }

    // Straight to the engine, past our own models.
    static QByteArray docker(const QStringList &arguments)
    {
        QProcess process;
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(QStringLiteral("docker"), arguments);
        process.waitForFinished(60'000);
        return process.readAllStandardOutput();
    }

    QString containerOf(const QString &service) const
    {
        return QString::fromUtf8(
                   docker({QStringLiteral("ps"), QStringLiteral("-aq"), QStringLiteral("--filter"),
                           QStringLiteral("label=com.docker.compose.project=") + name, QStringLiteral("--filter"),
                           QStringLiteral("label=com.docker.compose.service=") + service}))
            .trimmed();
    }

    // Topics as an independent client sees them.
    QStringList topics() const
    {
        QProcess kcat;
        kcat.start(QStringLiteral("kcat"), {QStringLiteral("-b"), QStringLiteral("127.0.0.1:%1").arg(kafkaPort),
                                            QStringLiteral("-L"), QStringLiteral("-J")});
        kcat.waitForFinished(20'000);
        QStringList names;
        for (const QJsonValue &topic :
             QJsonDocument::fromJson(kcat.readAllStandardOutput()).object()[QLatin1String("topics")].toArray())
            names += topic.toObject()[QLatin1String("topic")].toString();
        names.sort();
        return names;
    }

    // One that was not given before: what is let go may come again at once, about once in ten thousand times.
    static quint16 otherPort()
    {
        static QSet<quint16> given;
        for (;;) {
            const quint16 port = net::freePort();
            if (!given.contains(port)) {
                given.insert(port);
                return port;
            }
        }
    }

    QString name;
    quint16 kafkaPort = 0;
    quint16 zooKeeperPort = 0;
    engine::ComposeCall call;
    std::shared_ptr<engine::Engine> engine;
};

} // namespace bd::test
