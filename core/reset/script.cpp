#include "reset/script.h"

#include <algorithm>

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include "base/text.h"
#include "reach/listeners.h"

namespace bd::reset {

namespace {

class Script
{
public:
    explicit Script(const engine::Engine &engine, const compose::Project &project)
        : m_engine(engine), m_project(project)
    {}

    void comment(const QString &text) { m_lines += QStringLiteral("# ") + firstLine(text, 1000); }
    void line(const QString &text) { m_lines += text; }
    void docker(const QStringList &arguments) { line(m_engine.docker(arguments).line()); }
    // `exec` reads the standard input, where the rest of the script may be. `into`: a file; empty: none.
    void compose(const QStringList &arguments, const QString &into = {})
    {
        const bool reads = arguments.value(0) == QLatin1String("exec");
        line(m_engine.compose(m_project.call, arguments).line() + (reads ? QStringLiteral(" </dev/null") : QString())
             + (into.isEmpty() ? QString() : QStringLiteral(" >") + shellWord(into)));
    }
    QString text() const { return m_lines.join(QLatin1Char('\n')) + QLatin1Char('\n'); }

private:
    const engine::Engine &m_engine;
    const compose::Project &m_project;
    QStringList m_lines;
};

// Interpolation that Compose was called with; a secret is named and not written out.
void exportVariables(const compose::Project &project, Script &script)
{
    for (auto it = project.call.environment.cbegin(); it != project.call.environment.cend(); ++it) {
        if (isSecretName(it.key()))
            script.comment(QStringLiteral("export %1=…").arg(it.key()));
        else
            script.line(QStringLiteral("export %1=%2").arg(it.key(), shellWord(it.value())));
    }
}

// A container that never runs, for a volume that no container mounts.
QString holderOf(const engine::Engine &engine, const QString &image, const QString &volume, const QString &destination)
{
    return engine
        .docker({QStringLiteral("create"), QStringLiteral("--network"), QStringLiteral("none"),
                 QStringLiteral("--mount"),
                 QStringLiteral("type=volume,source=%1,target=%2,volume-nocopy").arg(volume, destination),
                 QStringLiteral("--"), image, QStringLiteral("true")})
        .line();
}

QString imageOf(const compose::Project &project)
{
    for (const compose::Service &service : project.services) {
        if (!service.image.isEmpty())
            return service.image;
    }
    return QStringLiteral("IMAGE");
}

void archiveVolumes(const compose::Project &project, const FullPlan &plan, const guard::EngineState &state,
                    const engine::Engine &engine, Script &script)
{
    script.comment(QStringLiteral("the way back: one archive a volume, in the folder before-reset"));
    script.line(QStringLiteral("mkdir before-reset")); // one that is there is somebody’s way back
    const auto copy = [&](const QString &from, const QString &volume) {
        const QString file = shellWord(QStringLiteral("before-reset/%1.tar.gz").arg(volume));
        script.line(
            QStringLiteral("%1 %2 - | gzip > %3").arg(engine.docker({QStringLiteral("cp")}).line(), from, file));
        script.line(QStringLiteral("gzip -t %1").arg(file));
    };
    for (const guard::PlannedVolume &volume : plan.removal.volumes) {
        const auto uses = guard::usesOf(volume.name, project, state.containers);
        if (!uses.empty()) {
            copy(shellWord(uses.front().name + QLatin1Char(':') + uses.front().destination), volume.name);
            continue;
        }
        script.line(QStringLiteral("container=$(%1)")
                        .arg(holderOf(engine, imageOf(project), volume.name, QStringLiteral("/volume"))));
        copy(QStringLiteral("\"$container\":/volume"), volume.name);
        script.line(engine.docker({QStringLiteral("rm")}).line() + QStringLiteral(" \"$container\""));
    }
}

// Kafka's own tools, run in a broker's container.
class Tools
{
public:
    Tools(const compose::Project &project, const guard::EngineState &state)
    {
        const auto broker = std::ranges::find(project.services, compose::Role::Broker, &compose::Service::role);
        if (broker == project.services.end())
            return;
        m_service = broker->name;
        m_flavour = broker->flavour;
        const auto container = std::ranges::find_if(state.containers, [&](const engine::Container &one) {
            return one.project() == project.name && one.service() == broker->name;
        });
        const auto listeners = reach::clientListeners(*broker, container == state.containers.end() ? engine::Container()
                                                                                                   : *container);
        m_bootstrap = listeners.empty() ? QStringLiteral("localhost:9092")
                                        : QStringLiteral("localhost:%1").arg(listeners.front().port);
    }

    bool isThere() const { return !m_service.isEmpty(); }

    // Arguments of `docker compose`.
    QStringList call(const QString &tool, const QStringList &arguments) const
    {
        return QStringList{QStringLiteral("exec"),
                           QStringLiteral("-T"),
                           m_service,
                           nameOf(tool),
                           QStringLiteral("--bootstrap-server"),
                           m_bootstrap}
               + arguments;
    }

private:
    QString nameOf(const QString &tool) const
    {
        switch (m_flavour) {
        case compose::Flavour::ApacheKafka: return QStringLiteral("/opt/kafka/bin/%1.sh").arg(tool);
        case compose::Flavour::BitnamiKafka:
        case compose::Flavour::Wurstmeister: return tool + QStringLiteral(".sh");
        default: return tool;
        }
    }

    QString m_service;
    compose::Flavour m_flavour = compose::Flavour::Unknown;
    QString m_bootstrap;
};

QStringList creation(const QString &name, int partitions, int replicationFactor, const QMap<QString, QString> &config)
{
    QStringList arguments{QStringLiteral("--create"),
                          QStringLiteral("--if-not-exists"),
                          QStringLiteral("--topic"),
                          name,
                          QStringLiteral("--partitions"),
                          QString::number(partitions),
                          QStringLiteral("--replication-factor"),
                          QString::number(replicationFactor)};
    for (auto it = config.cbegin(); it != config.cend(); ++it)
        arguments += {QStringLiteral("--config"), it.key() + QLatin1Char('=') + it.value()};
    return arguments;
}

constexpr QLatin1String kafkaTopics("kafka-topics");
constexpr QLatin1String kafkaGroups("kafka-consumer-groups");

void makeTopics(const compose::Project &project, const guard::EngineState &state, Script &script)
{
    const Tools tools(project, state);
    const bool hasInit = std::ranges::any_of(project.services, [](const compose::Service &service) {
        return service.role == compose::Role::Init;
    });
    if (project.expectedTopics.empty() || !tools.isThere() || hasInit) // an init service makes them itself
        return;
    script.comment(QStringLiteral("expected topics"));
    for (const compose::ExpectedTopic &topic : project.expectedTopics)
        script.compose(
            tools.call(kafkaTopics, creation(topic.name, topic.partitions, topic.replicationFactor, topic.config)));
}

// A line a record. What is no text the tool replaces, and there is none that would take the times back.
void keepRecords(const TopicPlan &plan, const Tools &tools, Script &script)
{
    script.comment(
        QStringLiteral("the way back, as text in the folder before-reset: time, place, headers, key and value of each "
                       "record, settings and offsets"));
    script.comment(
        QStringLiteral("«brokerdeckctl snapshot save --records» keeps every byte, too, and restores it all."));
    script.line(QStringLiteral("mkdir before-reset")); // one that is there is somebody’s way back
    script.compose(tools.call(kafkaTopics, {QStringLiteral("--describe")}), QStringLiteral("before-reset/topics.txt"));
    script.compose(tools.call(kafkaGroups, {QStringLiteral("--describe"), QStringLiteral("--all-groups")}),
                   QStringLiteral("before-reset/groups.txt"));
    for (const PlannedTopic &topic : plan.topics) {
        if (topic.records == 0)
            continue;
        QStringList arguments{QStringLiteral("--topic"), topic.name, QStringLiteral("--from-beginning"),
                              QStringLiteral("--timeout-ms"), QStringLiteral("10000")};
        if (topic.records) // else it waits for more
            arguments += {QStringLiteral("--max-messages"), QString::number(*topic.records)};
        for (const char *part : {"print.timestamp=true", "print.partition=true", "print.offset=true",
                                 "print.headers=true", "print.key=true"})
            arguments += {QStringLiteral("--property"), QString::fromLatin1(part)};
        const QString file = QStringLiteral("before-reset/records-%1.txt").arg(topic.name);
        script.compose(tools.call(QStringLiteral("kafka-console-consumer"), arguments), file);
        script.line(QStringLiteral("test -s ") + shellWord(file)); // the tool ends well also where it has read nothing
    }
}

// Its offsets are read from the standard input.
void emptyTopics(const engine::Engine &engine, const compose::Project &project, const TopicPlan &plan,
                 const Tools &tools, Script &script)
{
    QJsonArray partitions;
    for (const PlannedTopic &topic : plan.topics) {
        for (int partition = 0; topic.way == PlannedTopic::Way::Empty && partition < topic.partitions; ++partition)
            partitions += QJsonObject{{QStringLiteral("topic"), topic.name},
                                      {QStringLiteral("partition"), partition},
                                      {QStringLiteral("offset"), -1}};
    }
    if (partitions.isEmpty())
        return;
    const QJsonObject json{{QStringLiteral("version"), 1}, {QStringLiteral("partitions"), partitions}};
    const QStringList arguments{QStringLiteral("--offset-json-file"), QStringLiteral("/dev/stdin")};
    script.line(
        QStringLiteral("%1 <<'OFFSETS'")
            .arg(engine.compose(project.call, tools.call(QStringLiteral("kafka-delete-records"), arguments)).line()));
    script.line(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
    script.line(QStringLiteral("OFFSETS"));
}

void changeGroups(const TopicPlan &plan, const Tools &tools, Script &script)
{
    for (const PlannedGroup &group : plan.groups) {
        if (group.way == PlannedGroup::Way::Leave)
            script.comment(QStringLiteral("%1 is left alone: %2").arg(group.id, group.why));
        else if (group.way == PlannedGroup::Way::Delete)
            script.compose(tools.call(kafkaGroups, {QStringLiteral("--delete"), QStringLiteral("--group"), group.id}));
        if (group.way != PlannedGroup::Way::Rewind)
            continue;
        QStringList arguments{QStringLiteral("--reset-offsets"), QStringLiteral("--to-earliest"),
                              QStringLiteral("--execute"), QStringLiteral("--group"), group.id};
        QStringList topics;
        for (const kafka::CommittedOffset &one : group.committed) {
            if (!topics.contains(one.at.topic))
                topics += one.at.topic;
        }
        for (const QString &topic : topics)
            arguments += {QStringLiteral("--topic"), topic};
        script.compose(tools.call(kafkaGroups, arguments));
    }
}

// Services that mount it, as the compose file says, and the one that the snapshot names.
QStringList usersOf(const compose::Project &project, const snapshot::ArchivedVolume &volume)
{
    QStringList services;
    for (const guard::FileMount &mount : guard::mountsInFile(volume.volume, project))
        services += mount.service;
    if (project.service(volume.service))
        services += volume.service;
    services.removeDuplicates();
    return services;
}

// What `docker cp` unpacks beside its root, which is the last name of the destination.
QString parentOf(const QString &destination)
{
    const QString parent = QDir::cleanPath(destination).section(QLatin1Char('/'), 0, -2);
    return parent.isEmpty() ? QStringLiteral("/") : parent;
}

QStringList creationOf(const snapshot::ArchivedVolume &volume)
{
    QStringList arguments{QStringLiteral("volume"), QStringLiteral("create")};
    for (auto it = volume.labels.cbegin(); it != volume.labels.cend(); ++it)
        arguments += {QStringLiteral("--label"), it.key() + QLatin1Char('=') + it.value()};
    return arguments + QStringList{QStringLiteral("--"), volume.volume};
}

// A container that is there to be copied into: of the service, or where none has the volume, one that never runs.
QString containerLine(const engine::Engine &engine, const compose::Project &project, const snapshot::Manifest &snapshot,
                      const snapshot::ArchivedVolume &volume)
{
    if (project.service(volume.service))
        return engine.compose(project.call, {QStringLiteral("ps"), QStringLiteral("-aq"), volume.service}).line()
               + QStringLiteral(" | head -n 1");
    const QString image = snapshot.services.isEmpty() ? imageOf(project) : snapshot.services.first().image;
    return holderOf(engine, image, volume.volume, volume.destination);
}

} // namespace

QString fullScript(const engine::Engine &engine, const compose::Project &project, const FullPlan &plan,
                   const guard::EngineState &state, WayBack wayBack)
{
    Script script(engine, project);
    script.line(QStringLiteral("#!/bin/bash"));
    script.comment(QStringLiteral("Full reset of %1: its Kafka and ZooKeeper lose everything. For development only.")
                       .arg(project.name));
    script.line(QStringLiteral("set -euo pipefail"));
    exportVariables(project, script);
    if (!plan.stops.isEmpty()) {
        QStringList stops = plan.stops;
        std::ranges::reverse(stops); // who waits for whom is first
        for (const QString &service : stops)
            script.compose({QStringLiteral("stop"), service});
    }
    if (wayBack == WayBack::Keep && !plan.removal.volumes.empty())
        archiveVolumes(project, plan, state, engine, script);
    QStringList containers{QStringLiteral("rm"), QStringLiteral("--")},
        volumes{QStringLiteral("volume"), QStringLiteral("rm"), QStringLiteral("--")};
    for (const guard::PlannedContainer &container : plan.removal.containers)
        containers += container.name;
    for (const guard::PlannedVolume &volume : plan.removal.volumes)
        volumes += volume.name;
    if (!plan.removal.containers.empty())
        script.docker(containers);
    if (!plan.removal.volumes.empty())
        script.docker(volumes);
    script.comment(QStringLiteral("Compose waits as depends_on says"));
    script.compose(QStringList{QStringLiteral("up"), QStringLiteral("-d")} + plan.starts);
    makeTopics(project, state, script);
    return script.text();
}

QString topicScript(const engine::Engine &engine, const compose::Project &project, const TopicPlan &plan,
                    const guard::EngineState &state, WayBack wayBack)
{
    Script script(engine, project);
    const Tools tools(project, state);
    const bool isEmptying = plan.level == Operation::Empty;
    script.line(QStringLiteral("#!/bin/bash"));
    script.comment(isEmptying ? QStringLiteral("Empties topics of %1. For development only.").arg(project.name)
                              : QStringLiteral("Makes topics of %1 anew. For development only.").arg(project.name));
    script.line(QStringLiteral("set -euo pipefail"));
    exportVariables(project, script);
    if (!plan.stops.isEmpty())
        script.compose(QStringList{QStringLiteral("stop")} + plan.stops);
    if (wayBack == WayBack::Keep && !plan.topics.empty())
        keepRecords(plan, tools, script);
    emptyTopics(engine, project, plan, tools, script);
    for (const PlannedTopic &topic : plan.topics) {
        if (topic.way != PlannedTopic::Way::Empty)
            script.compose(
                tools.call(kafkaTopics, {QStringLiteral("--delete"), QStringLiteral("--topic"), topic.name}));
    }
    for (const PlannedTopic &topic : plan.topics) {
        if (topic.way == PlannedTopic::Way::Recreate)
            script.compose(
                tools.call(kafkaTopics, creation(topic.name, topic.partitions, topic.replicationFactor, topic.config)));
    }
    for (const kafka::NewTopic &topic : plan.create)
        script.compose(
            tools.call(kafkaTopics, creation(topic.name, topic.partitions, topic.replicationFactor, topic.config)));
    changeGroups(plan, tools, script);
    if (const QStringList starts = plan.inits + plan.stops; !starts.isEmpty())
        script.compose(QStringList{QStringLiteral("up"), QStringLiteral("-d"), QStringLiteral("--no-recreate")}
                       + starts);
    return script.text();
}

QString volumesScript(const engine::Engine &engine, const compose::Project &project, const snapshot::Manifest &snapshot,
                      const QString &folder)
{
    Script script(engine, project);
    script.line(QStringLiteral("#!/bin/bash"));
    script.comment(QStringLiteral("Puts «%1» back: what is in these volumes now is lost.").arg(snapshot.name));
    script.line(QStringLiteral("set -euo pipefail"));
    exportVariables(project, script);
    QStringList services, volumes;
    for (const snapshot::ArchivedVolume &volume : snapshot.volumes) {
        services += usersOf(project, volume);
        if (!volume.isAnonymous)
            volumes += volume.volume;
    }
    services.removeDuplicates();
    if (!services.isEmpty()) {
        script.compose(QStringList{QStringLiteral("stop")} + services);
        script.compose(QStringList{QStringLiteral("rm"), QStringLiteral("-f")} + services);
    }
    if (!volumes.isEmpty())
        script.docker(QStringList{QStringLiteral("volume"), QStringLiteral("rm"), QStringLiteral("--")} + volumes);
    if (!services.isEmpty())
        script.compose(QStringList{QStringLiteral("create")} + services);
    for (const snapshot::ArchivedVolume &volume : snapshot.volumes) {
        if (usersOf(project, volume).isEmpty()) // Compose does not make it
            script.docker(creationOf(volume));
    }
    for (const snapshot::ArchivedVolume &volume : snapshot.volumes) {
        script.line(QStringLiteral("container=$(%1)").arg(containerLine(engine, project, snapshot, volume)));
        const QString into = engine.docker({QStringLiteral("cp"), QStringLiteral("-")}).line();
        const bool isGzip = volume.file.endsWith(QLatin1String(".gz"));
        script.line(QStringLiteral("%1 -dc -- %2 | %3 \"$container\":%4")
                        .arg(isGzip ? QStringLiteral("gzip") : QStringLiteral("zstd"),
                             shellWord(folder + QLatin1Char('/') + volume.file), into,
                             shellWord(parentOf(volume.destination))));
        if (!project.service(volume.service))
            script.line(engine.docker({QStringLiteral("rm")}).line() + QStringLiteral(" \"$container\""));
    }
    if (!services.isEmpty())
        script.compose(QStringList{QStringLiteral("start")} + services);
    return script.text();
}

} // namespace bd::reset
