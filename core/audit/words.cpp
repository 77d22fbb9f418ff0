#include "audit/words.h"

#include <QCoreApplication>
#include <QMap>

#include "base/text.h"
#include "yaml/print.h"

namespace bd::audit {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

constexpr qsizetype mostShown = 120;

QString valueText(const yaml::Node &node)
{
    return plainText(QString::fromUtf8(yaml::printInline(node, yaml::Context::Block)), mostShown);
}

QString keyText(const QStringList &path)
{
    return plainText(path.join(QLatin1Char('.')), mostShown);
}

QString portText(const compose::PortSpec &port)
{
    QString text = port.hostIp.isEmpty() ? QString() : port.hostIp + QLatin1Char(':');
    if (port.hostPort != 0)
        text += QString::number(port.hostPort) + QLatin1Char(':');
    return plainText(text + QString::number(port.containerPort), mostShown);
}

QString conditionText(compose::Condition condition)
{
    switch (condition) {
    case compose::Condition::Started: return Tr::tr("has started");
    case compose::Condition::Healthy: return Tr::tr("is healthy");
    case compose::Condition::CompletedSuccessfully: return Tr::tr("is done");
    }
    return {};
}

struct Say {
    QString operator()(const SetValue &set) const
    {
        return QStringLiteral("%1: %2").arg(keyText(set.path), valueText(set.value));
    }
    QString operator()(const SetVariable &set) const
    {
        return plainText(redacted(QStringLiteral("%1=%2").arg(set.name, set.value)), 2 * mostShown);
    }
    QString operator()(const MountVolume &mount) const
    {
        const QString text =
            Tr::tr("volume %1 at %2").arg(plainText(mount.volume, mostShown), plainText(mount.target, mostShown));
        return mount.instead.isEmpty() ? text
                                       : Tr::tr("%1 instead of %2").arg(text, plainText(mount.instead, mostShown));
    }
    QString operator()(const WaitFor &gate) const
    {
        return Tr::tr("starts once %1 %2").arg(plainText(gate.service, mostShown), conditionText(gate.condition));
    }
    QString operator()(const Remove &removed) const { return Tr::tr("%1 goes").arg(keyText(removed.path)); }
    QString operator()(const Publish &port) const { return Tr::tr("port %1").arg(portText(port.to)); }
    QString operator()(const ReplaceWithin &change) const
    {
        return Tr::tr("%1: «%2» becomes «%3»")
            .arg(keyText(change.path), plainText(change.before, mostShown), plainText(change.after, mostShown));
    }
    QString operator()(const AppendWord &added) const
    {
        return QStringLiteral("%1: + %2").arg(keyText(added.path), plainText(added.word, mostShown));
    }
    QString operator()(const AddService &) const { return Tr::tr("a new service"); }
};

// What Compose makes a container anew for: not for what it only waits for.
bool changesContainer(const Change &change)
{
    if (std::holds_alternative<WaitFor>(change.what) || std::holds_alternative<AddService>(change.what))
        return false;
    const auto *removed = std::get_if<Remove>(&change.what);
    return !change.service.isEmpty() && !(removed && removed->path.value(0) == QLatin1String("depends_on"));
}

} // namespace

QString titleOf(const QString &rule)
{
    static const QMap<QString, const char *> titles{
        {QStringLiteral("zk-healthcheck"), QT_TRANSLATE_NOOP("Audit", "Health check")},
        {QStringLiteral("zk-four-letter-words"), QT_TRANSLATE_NOOP("Audit", "Four-letter words that it answers")},
        {QStringLiteral("zk-data-volume"), QT_TRANSLATE_NOOP("Audit", "Volume of its data")},
        {QStringLiteral("zk-log-volume"), QT_TRANSLATE_NOOP("Audit", "Volume of its transaction log")},
        {QStringLiteral("zk-restart"), QT_TRANSLATE_NOOP("Audit", "Restart after a crash")},
        {QStringLiteral("zk-limits"), QT_TRANSLATE_NOOP("Audit", "Ticks and connections")},
        {QStringLiteral("zk-autopurge"), QT_TRANSLATE_NOOP("Audit", "Old snapshots are cleared away")},
        {QStringLiteral("zk-memory"), QT_TRANSLATE_NOOP("Audit", "Memory")},
        {QStringLiteral("zk-server-id"), QT_TRANSLATE_NOOP("Audit", "Its number in the ensemble")},
        {QStringLiteral("kafka-data-volume"), QT_TRANSLATE_NOOP("Audit", "Volume of its data")},
        {QStringLiteral("kafka-waits-for-zk"), QT_TRANSLATE_NOOP("Audit", "Waits for ZooKeeper")},
        {QStringLiteral("kafka-zk-connect"), QT_TRANSLATE_NOOP("Audit", "Address of ZooKeeper")},
        {QStringLiteral("kafka-zk-timeouts"), QT_TRANSLATE_NOOP("Audit", "Time-outs to ZooKeeper")},
        {QStringLiteral("kafka-fixed-broker-id"), QT_TRANSLATE_NOOP("Audit", "Broker id")},
        {QStringLiteral("kraft-cluster-id"), QT_TRANSLATE_NOOP("Audit", "Cluster id")},
        {QStringLiteral("kraft-voters"), QT_TRANSLATE_NOOP("Audit", "Controllers of the quorum")},
        {QStringLiteral("kafka-no-auto-create"), QT_TRANSLATE_NOOP("Audit", "Topics are not made by accident")},
        {QStringLiteral("kafka-retention"), QT_TRANSLATE_NOOP("Audit", "How long records are kept")},
        {QStringLiteral("kafka-healthcheck"), QT_TRANSLATE_NOOP("Audit", "Health check")},
        {QStringLiteral("kafka-restart"), QT_TRANSLATE_NOOP("Audit", "Restart after a crash")},
        {QStringLiteral("kafka-single-node-factors"), QT_TRANSLATE_NOOP("Audit", "Replication factors")},
        {QStringLiteral("kafka-listeners"), QT_TRANSLATE_NOOP("Audit", "Advertised addresses")},
        {QStringLiteral("kafka-values"), QT_TRANSLATE_NOOP("Audit", "Values that Kafka understands")},
        {QStringLiteral("kafka-stop-grace"), QT_TRANSLATE_NOOP("Audit", "Time to stop")},
        {QStringLiteral("kafka-memory"), QT_TRANSLATE_NOOP("Audit", "Memory")},
        {QStringLiteral("init-waits-for-kafka"), QT_TRANSLATE_NOOP("Audit", "Makes topics once Kafka is ready")},
        {QStringLiteral("worker-waits"), QT_TRANSLATE_NOOP("Audit", "Waits for Kafka and its topics")},
        {QStringLiteral("image-pinned"), QT_TRANSLATE_NOOP("Audit", "Version of the image")},
        {QStringLiteral("live-data-volume"), QT_TRANSLATE_NOOP("Audit", "Where its data really is")},
        {QStringLiteral("live-listeners"), QT_TRANSLATE_NOOP("Audit", "Advertised addresses, tried")},
        {QStringLiteral("live-drift"), QT_TRANSLATE_NOOP("Audit", "What runs, and the file")},
        {QStringLiteral("compose-hygiene"), QT_TRANSLATE_NOOP("Audit", "Names and ports")},
    };
    const char *title = titles.value(rule);
    return title ? Tr::tr(title) : rule;
}

QString statusText(Status status)
{
    switch (status) {
    case Status::Ok: return Tr::tr("right");
    case Status::Problem: return Tr::tr("problem");
    case Status::Advice: return Tr::tr("advice");
    case Status::NotApplicable: return Tr::tr("does not apply");
    case Status::Unknown: return Tr::tr("cannot tell");
    }
    return {};
}

QString scoreText(const Score &score)
{
    return Tr::tr("%1 of %Ln settings are right", nullptr, score.all).arg(score.right);
}

QString changeText(const Change &change)
{
    return std::visit(Say(), change.what);
}

Consequences consequencesOf(const std::vector<Change> &changes)
{
    Consequences all;
    for (const Change &change : changes) {
        const auto *variable = std::get_if<SetVariable>(&change.what);
        const auto *added = std::get_if<AddService>(&change.what);
        if (changesContainer(change))
            all.madeAnew += change.service;
        if (added)
            all.added += change.service;
        if (const auto *mounted = std::get_if<MountVolume>(&change.what))
            (mounted->instead.isEmpty() ? all.moved : all.remounted) += change.service;
        else if (variable && variable->name.endsWith(QLatin1String("_ID")))
            all.renamed += change.service;
    }
    for (QStringList *names : {&all.madeAnew, &all.added, &all.moved, &all.remounted, &all.renamed})
        names->removeDuplicates();
    return all;
}

QStringList sentencesOf(const Consequences &consequences)
{
    QStringList sentences;
    if (!consequences.moved.isEmpty())
        sentences += Tr::tr(
                         "%1: its data goes along into the new volume at the next start. Where it cannot, the start is "
                         "refused, and nothing has changed.")
                         .arg(consequences.moved.join(QLatin1String(", ")));
    if (!consequences.remounted.isEmpty())
        sentences += Tr::tr("%1: another volume is mounted from the next start on; nothing is copied into it.")
                         .arg(consequences.remounted.join(QLatin1String(", ")));
    if (!consequences.renamed.isEmpty())
        sentences += Tr::tr("%1: where its data was made under another id, it refuses to start with this one.")
                         .arg(consequences.renamed.join(QLatin1String(", ")));
    return sentences;
}

} // namespace bd::audit
