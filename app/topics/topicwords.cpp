#include "topics/topicwords.h"

#include <array>

#include <QCoreApplication>
#include <QLocale>

namespace bd::app {

namespace {

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

// From Kafka's own documentation of topic configurations, in other words.
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
};

bool isTime(QStringView setting)
{
    return setting.endsWith(QLatin1String(".ms"));
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

QString recordsText(const std::optional<qint64> &number)
{
    if (!number) {
        return unknownText;
    }
    return *number == 0 ? countText(0) : Tr::tr("≈ %1").arg(countText(*number));
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

QString sourceText(kafka::ConfigEntry::Source source)
{
    using Source = kafka::ConfigEntry::Source;
    switch (source) {
    case Source::Topic: return Tr::tr("this topic");
    case Source::DynamicBroker:
    case Source::DynamicDefaultBroker:
    case Source::StaticBroker: return Tr::tr("the broker");
    case Source::Default: return Tr::tr("Kafka’s default");
    case Source::Unknown: break;
    }
    return Tr::tr("not known");
}

StatePill::Shape shapeOf(const TopicRow &row)
{
    using Shape = StatePill::Shape;
    if (row.expected == TopicRow::Expected::Missing || row.summary.leaderless > 0 || !row.error.isEmpty()) {
        return Shape::Missing;
    }
    if (row.summary.underReplicated > 0) {
        return Shape::Trouble;
    }
    return row.expected == TopicRow::Expected::Differs ? Shape::Working : Shape::Good;
}

QString stateText(const TopicRow &row)
{
    if (row.expected == TopicRow::Expected::Missing) {
        return Tr::tr("missing");
    }
    if (row.summary.leaderless > 0) {
        return Tr::tr("%n without leader", nullptr, row.summary.leaderless);
    }
    if (!row.error.isEmpty()) {
        return Tr::tr("error");
    }
    if (row.summary.underReplicated > 0) {
        return Tr::tr("%n under-replicated", nullptr, row.summary.underReplicated);
    }
    return row.expected == TopicRow::Expected::Differs ? Tr::tr("not as expected") : Tr::tr("in sync");
}

QString valueInWords(QStringView setting, const QString &value)
{
    bool isNumber = false;
    const qint64 number = value.toLongLong(&isNumber);
    if (!isNumber) {
        return {};
    }
    if (isTime(setting)) {
        return number == std::numeric_limits<qint64>::max() ? Tr::tr("without bound") : keptText(number);
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
