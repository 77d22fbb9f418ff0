#include "common/settingwords.h"

#include <array>

#include <QCoreApplication>
#include <QLocale>

namespace bd::app {

namespace {

// The context is that of the topics' words, of which these were a part.
struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TopicWords)
};

struct Unit {
    qint64 milliseconds;
    QString (*text)(int count);
};

QString days(int count)
{
    return Tr::tr("%n day(s)", nullptr, count);
}
QString hours(int count)
{
    return Tr::tr("%n hour(s)", nullptr, count);
}
QString minutes(int count)
{
    return Tr::tr("%n minute(s)", nullptr, count);
}
QString seconds(int count)
{
    return Tr::tr("%n second(s)", nullptr, count);
}

const std::array units{Unit{86'400'000, days}, Unit{3'600'000, hours}, Unit{60'000, minutes}, Unit{1000, seconds}};

struct Setting {
    const char *name;
    const char *text;
};

// From Kafka's own documentation of topic and broker configurations, in other words.
const std::array settings{
    Setting{"cleanup.policy",
            QT_TRANSLATE_NOOP("TopicWords",
                              "What happens to old records: «delete» drops them by age or size, «compact» "
                              "keeps the newest of each key, «compact,delete» does both.")},
    Setting{"retention.ms", QT_TRANSLATE_NOOP("TopicWords", "How long records are kept where they are deleted, in "
                                                            "milliseconds. −1: for ever.")},
    Setting{"retention.bytes", QT_TRANSLATE_NOOP("TopicWords", "How large a partition may grow before its oldest "
                                                               "records are deleted, in bytes. −1: without bound.")},
    Setting{"max.message.bytes",
            QT_TRANSLATE_NOOP("TopicWords",
                              "The largest batch of records that the broker takes, in bytes. Clients have "
                              "a bound of their own (max.request.size).")},
    Setting{"min.insync.replicas",
            QT_TRANSLATE_NOOP("TopicWords", "How many replicas must have a record before a producer with acks=all is "
                                            "told that it is written. Never above the replication factor.")},
    Setting{"compression.type", QT_TRANSLATE_NOOP("TopicWords", "How records are compressed on disk: «producer» keeps "
                                                                "what the producer chose.")},
    Setting{"segment.ms", QT_TRANSLATE_NOOP("TopicWords", "After how long a new file is begun, in milliseconds. Only "
                                                          "closed files are deleted or compacted.")},
    Setting{"segment.bytes", QT_TRANSLATE_NOOP("TopicWords", "At which size a new file is begun, in bytes. Only closed "
                                                             "files are deleted or compacted.")},
    Setting{"delete.retention.ms",
            QT_TRANSLATE_NOOP("TopicWords", "How long a tombstone (a key without value) stays in a compacted topic, in "
                                            "milliseconds.")},
    Setting{"min.cleanable.dirty.ratio",
            QT_TRANSLATE_NOOP("TopicWords", "Which share of a partition must be not yet compacted before it is.")},
    Setting{"min.compaction.lag.ms",
            QT_TRANSLATE_NOOP("TopicWords", "How long a record stays as it is before it may be "
                                            "compacted away, in milliseconds.")},
    Setting{"max.compaction.lag.ms", QT_TRANSLATE_NOOP("TopicWords", "After how long a record is compacted at the "
                                                                     "latest, in milliseconds.")},
    Setting{"message.timestamp.type",
            QT_TRANSLATE_NOOP("TopicWords", "Which time a record bears: «CreateTime» is the producer’s, "
                                            "«LogAppendTime» the broker’s.")},
    Setting{"unclean.leader.election.enable",
            QT_TRANSLATE_NOOP("TopicWords", "Whether a replica that is behind may become leader when no other is left. "
                                            "Records can be lost then.")},
    Setting{"file.delete.delay.ms", QT_TRANSLATE_NOOP("TopicWords", "How long a deleted file stays on the disk, in "
                                                                    "milliseconds.")},
    Setting{"flush.messages", QT_TRANSLATE_NOOP("TopicWords", "After how many records the file is forced to the disk. "
                                                              "Kafka recommends to leave it to the system.")},
    Setting{"flush.ms", QT_TRANSLATE_NOOP("TopicWords", "After how long the file is forced to the disk, in "
                                                        "milliseconds. Kafka recommends to leave it to the system.")},
    Setting{"index.interval.bytes", QT_TRANSLATE_NOOP("TopicWords", "How many bytes of records lie between two entries "
                                                                    "of the index.")},
    Setting{"segment.index.bytes", QT_TRANSLATE_NOOP("TopicWords", "How large the index of a file is, in bytes.")},
    Setting{"segment.jitter.ms", QT_TRANSLATE_NOOP("TopicWords", "By how much the begin of a new file is varied, so "
                                                                 "that not all come at once, in milliseconds.")},
    Setting{"preallocate", QT_TRANSLATE_NOOP("TopicWords", "Whether the room of a file is taken when it is begun.")},
    Setting{
        "advertised.listeners",
        QT_TRANSLATE_NOOP(
            "TopicWords",
            "Under which addresses the broker tells clients to reach it, one for each listener. An address that a client cannot reach is the usual reason for a connection that works at first and then fails.")},
    Setting{"listeners", QT_TRANSLATE_NOOP("TopicWords", "On which addresses and ports the broker itself listens.")},
    Setting{"listener.security.protocol.map",
            QT_TRANSLATE_NOOP("TopicWords", "Which listener speaks clear text, TLS or SASL.")},
    Setting{"inter.broker.listener.name",
            QT_TRANSLATE_NOOP("TopicWords", "The listener by which brokers talk to each other.")},
    Setting{"zookeeper.connect",
            QT_TRANSLATE_NOOP("TopicWords", "Where ZooKeeper is, which keeps the cluster’s metadata.")},
    Setting{"process.roles",
            QT_TRANSLATE_NOOP(
                "TopicWords",
                "What this process is with KRaft: a broker, a controller of the cluster’s metadata, or both.")},
    Setting{"controller.quorum.voters",
            QT_TRANSLATE_NOOP("TopicWords",
                              "The controllers that keep the cluster’s metadata with KRaft: id@host:port.")},
    Setting{"broker.rack",
            QT_TRANSLATE_NOOP(
                "TopicWords",
                "Where the broker stands: replicas are spread over racks, and consumers can read from a near one.")},
    Setting{"authorizer.class.name",
            QT_TRANSLATE_NOOP("TopicWords", "What decides who may do what. Empty: everybody may do everything.")},
    Setting{"super.users", QT_TRANSLATE_NOOP("TopicWords", "Who may do everything, whatever the rules say.")},
    Setting{"allow.everyone.if.no.acl.found",
            QT_TRANSLATE_NOOP("TopicWords", "Whether everybody may use what no rule is about.")},
    Setting{"auto.create.topics.enable",
            QT_TRANSLATE_NOOP(
                "TopicWords",
                "Whether a topic is made by the first client that asks for it. A mistyped name then makes one, too.")},
    Setting{"delete.topic.enable", QT_TRANSLATE_NOOP("TopicWords", "Whether topics can be deleted at all.")},
    Setting{"num.partitions",
            QT_TRANSLATE_NOOP("TopicWords", "How many partitions a new topic has where nobody says otherwise.")},
    Setting{"default.replication.factor",
            QT_TRANSLATE_NOOP("TopicWords", "How many replicas a new topic has where nobody says otherwise.")},
    Setting{
        "offsets.topic.replication.factor",
        QT_TRANSLATE_NOOP(
            "TopicWords",
            "How many replicas __consumer_offsets is made with. Above the number of brokers, no group can commit.")},
    Setting{
        "transaction.state.log.replication.factor",
        QT_TRANSLATE_NOOP(
            "TopicWords",
            "How many replicas __transaction_state is made with. Above the number of brokers, no transaction can begin.")},
    Setting{"transaction.state.log.min.isr",
            QT_TRANSLATE_NOOP("TopicWords", "How many replicas must have a transaction’s state before it counts.")},
    Setting{
        "group.initial.rebalance.delay.ms",
        QT_TRANSLATE_NOOP(
            "TopicWords",
            "How long the first members of a new group wait for more of them, in milliseconds. 0 spares the wait in development.")},
    Setting{"log.dirs", QT_TRANSLATE_NOOP("TopicWords", "Where records are on the broker’s disk.")},
    Setting{"log.retention.hours",
            QT_TRANSLATE_NOOP(
                "TopicWords",
                "How long records are kept where a topic does not say otherwise, unless .minutes or .ms is set.")},
    Setting{"log.retention.ms",
            QT_TRANSLATE_NOOP("TopicWords",
                              "How long records are kept where a topic does not say otherwise, in milliseconds.")},
    Setting{"log.retention.bytes",
            QT_TRANSLATE_NOOP(
                "TopicWords",
                "How large a partition may grow where its topic does not say otherwise, in bytes. −1: without bound.")},
    Setting{"log.segment.bytes",
            QT_TRANSLATE_NOOP("TopicWords",
                              "At which size a new file is begun where a topic does not say otherwise, in bytes.")},
    Setting{"message.max.bytes",
            QT_TRANSLATE_NOOP(
                "TopicWords",
                "The largest batch of records that the broker takes where a topic does not say otherwise, in bytes.")},
    Setting{"inter.broker.protocol.version",
            QT_TRANSLATE_NOOP("TopicWords", "The protocol between brokers, raised after all of them were upgraded.")},
    Setting{"zookeeper.session.timeout.ms",
            QT_TRANSLATE_NOOP(
                "TopicWords",
                "After how long without a sign the broker’s registration in ZooKeeper is dropped, in milliseconds.")},
};

// How many milliseconds its unit is; 0: it is no time.
qint64 unitOf(QStringView setting)
{
    const std::pair<QLatin1String, qint64> known[] = {{QLatin1String(".ms"), 1},
                                                      {QLatin1String(".seconds"), 1000},
                                                      {QLatin1String(".minutes"), 60'000},
                                                      {QLatin1String(".hours"), 3'600'000}};
    for (const auto &[suffix, milliseconds] : known) {
        if (setting.endsWith(suffix)) {
            return milliseconds;
        }
    }
    return 0;
}

bool isSize(QStringView setting)
{
    return setting.endsWith(QLatin1String(".bytes"));
}

} // namespace

QString countText(qint64 number)
{
    return QLocale().toString(number);
}

QString keptText(qint64 milliseconds)
{
    if (milliseconds < 0) {
        return Tr::tr("for ever");
    }
    for (const Unit &unit : units) {
        if (milliseconds >= unit.milliseconds && milliseconds % unit.milliseconds == 0
            && milliseconds / unit.milliseconds <= std::numeric_limits<int>::max()) {
            return unit.text(static_cast<int>(milliseconds / unit.milliseconds));
        }
    }
    return Tr::tr("%1 ms").arg(countText(milliseconds));
}

QString sizeText(qint64 bytes)
{
    return bytes < 0 ? Tr::tr("without bound") : QLocale().formattedDataSize(bytes);
}

QString idsText(const std::vector<int> &ids)
{
    QStringList words;
    for (const int id : ids) {
        words += QString::number(id);
    }
    return words.join(QStringLiteral(", "));
}

QString sourceText(kafka::ConfigEntry::Source source, SettingOf of)
{
    using Source = kafka::ConfigEntry::Source;
    const bool isTopic = of == SettingOf::Topic;
    switch (source) {
    case Source::Topic: return Tr::tr("this topic");
    case Source::DynamicBroker: return isTopic ? Tr::tr("the broker") : Tr::tr("this broker, as it ran");
    case Source::DynamicDefaultBroker: return isTopic ? Tr::tr("the broker") : Tr::tr("all brokers, as they ran");
    case Source::StaticBroker: return isTopic ? Tr::tr("the broker") : Tr::tr("its start-up settings");
    case Source::Default: return Tr::tr("Kafka’s default");
    case Source::Unknown: break;
    }
    return Tr::tr("not known");
}

QString fallbackText(const kafka::ConfigEntry &entry, SettingOf of)
{
    const bool isSetHere = entry.source == kafka::ConfigEntry::Source::Topic;
    if (!entry.fallback || !isSetHere) {
        return {};
    }
    const QString &value = entry.fallback->value;
    const bool isSameUnit = entry.fallback->name.endsWith(entry.name); // not so of log.retention.hours
    const QString words = isSameUnit ? valueInWords(entry.name, value) : QString();
    const QString shown = words.isEmpty() ? value : Tr::tr("%1 (%2)", "a value, the same in words").arg(value, words);
    const QString from = sourceText(entry.fallback->source, of);
    return entry.fallback->name == entry.name
               ? Tr::tr("Without it: %1, from %2.").arg(shown, from)
               : Tr::tr("Without it: %1, from %2 (%3).").arg(shown, from, entry.fallback->name);
}

QString valueInWords(QStringView setting, const QString &value)
{
    bool isNumber = false;
    const qint64 number = value.toLongLong(&isNumber);
    if (!isNumber) {
        return {};
    }
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    if (const qint64 unit = unitOf(setting); unit > 0) {
        return number > most / unit || number == most ? Tr::tr("without bound") : keptText(number * unit);
    }
    return isSize(setting) && (number < 0 || number >= 1024) ? sizeText(number) : QString();
}

QString settingText(QStringView setting)
{
    for (const Setting &known : settings) {
        if (setting == QLatin1String(known.name)) {
            return Tr::tr(known.text);
        }
    }
    return {};
}

} // namespace bd::app
