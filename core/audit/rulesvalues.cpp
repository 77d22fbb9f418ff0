// kafka-values: settings that Kafka would refuse to start with. Kinds, limits and defaults as in Kafka's documentation of its broker's
// configuration (3.9).
#include <algorithm>
#include <array>
#include <limits>

#include <QRegularExpression>

#include "audit/ruletools.h"
#include "base/text.h"
#include "compose/size.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::Role;
using compose::Service;

// | Int, Long  | whole numbers of 32 and 64 bits                          |
// | Bool       | true or false, in any case                               |
// | Word       | one of `words`                                           |
// | List       | several of `words`, with commas                          |
enum class Kind { Int, Long, Bool, Word, List };

constexpr qint64 anyNumber = std::numeric_limits<qint64>::min();

struct Known {
    const char *property;
    Kind kind;
    // Kafka's default; where that wants three brokers, what one can do; empty: a guess would cost records, or hide them
    const char *usual;
    qint64 least = anyNumber;
    const char *words = "";
};

// Without those that a rule of their own sets right, whatever they say.
constexpr std::array known{
    Known{"auto.leader.rebalance.enable", Kind::Bool, "true"},
    Known{"background.threads", Kind::Int, "10", 1},
    Known{"broker.heartbeat.interval.ms", Kind::Int, "2000"},
    Known{"broker.id.generation.enable", Kind::Bool, "true"},
    Known{"broker.session.timeout.ms", Kind::Int, "9000"},
    Known{"compression.type", Kind::Word, "producer", anyNumber, "uncompressed zstd lz4 snappy gzip producer"},
    Known{"connections.max.idle.ms", Kind::Long, "600000"},
    Known{"controlled.shutdown.enable", Kind::Bool, "true"},
    Known{"default.replication.factor", Kind::Int, "1"},
    Known{"delete.topic.enable", Kind::Bool, "true"},
    Known{"group.initial.rebalance.delay.ms", Kind::Int, "3000"},
    Known{"group.max.session.timeout.ms", Kind::Int, "1800000"},
    Known{"group.min.session.timeout.ms", Kind::Int, "6000"},
    Known{"log.cleaner.enable", Kind::Bool, "true"},
    Known{"log.cleanup.policy", Kind::List, "", anyNumber, "delete compact"},
    Known{"log.flush.interval.messages", Kind::Long, "9223372036854775807", 1},
    Known{"log.message.timestamp.type", Kind::Word, "CreateTime", anyNumber, "CreateTime LogAppendTime"},
    Known{"log.retention.bytes", Kind::Long, ""},
    Known{"log.retention.check.interval.ms", Kind::Long, "300000", 1},
    Known{"log.retention.hours", Kind::Int, ""},
    Known{"log.retention.minutes", Kind::Int, ""},
    Known{"log.retention.ms", Kind::Long, ""},
    Known{"log.roll.hours", Kind::Int, "168", 1},
    Known{"log.segment.bytes", Kind::Int, "1073741824", 14},
    Known{"log.segment.delete.delay.ms", Kind::Long, "60000", 0},
    Known{"message.max.bytes", Kind::Int, "1048588", 0},
    Known{"min.insync.replicas", Kind::Int, "1", 1},
    Known{"num.io.threads", Kind::Int, "8", 1},
    Known{"num.network.threads", Kind::Int, "3", 1},
    Known{"num.partitions", Kind::Int, "1", 1},
    Known{"num.recovery.threads.per.data.dir", Kind::Int, "1", 1},
    Known{"num.replica.fetchers", Kind::Int, "1"},
    Known{"offsets.retention.minutes", Kind::Int, "", 1},
    Known{"offsets.topic.num.partitions", Kind::Int, "50", 1},
    Known{"offsets.topic.replication.factor", Kind::Int, "1", 1},
    Known{"queued.max.requests", Kind::Int, "500", 1},
    Known{"replica.fetch.max.bytes", Kind::Int, "1048576", 0},
    Known{"replica.lag.time.max.ms", Kind::Long, "30000"},
    Known{"request.timeout.ms", Kind::Int, "30000"},
    Known{"security.inter.broker.protocol", Kind::Word, "", anyNumber, "PLAINTEXT SSL SASL_PLAINTEXT SASL_SSL"},
    Known{"socket.receive.buffer.bytes", Kind::Int, "102400"},
    Known{"socket.request.max.bytes", Kind::Int, "104857600", 1},
    Known{"socket.send.buffer.bytes", Kind::Int, "102400"},
    Known{"transaction.state.log.min.isr", Kind::Int, "1", 1},
    Known{"transaction.state.log.num.partitions", Kind::Int, "50", 1},
    Known{"transaction.state.log.replication.factor", Kind::Int, "1", 1},
    Known{"unclean.leader.election.enable", Kind::Bool, "false"},
    Known{"zookeeper.max.in.flight.requests", Kind::Int, "10", 1},
};

// Decides what is kept: minutes for months, or one for none, would cost it.
bool isKept(const Known &one)
{
    return *one.usual == '\0';
}

bool isInRange(const Known &one, qint64 number)
{
    const bool fits = one.kind == Kind::Long || number == static_cast<qint32>(number);
    return fits && number >= one.least;
}

QStringList wordsOf(const Known &one)
{
    return QString::fromLatin1(one.words).split(QLatin1Char(' '));
}

// As Kafka reads it: a number in digits alone.
bool canRead(const Known &one, const QString &value)
{
    if (one.kind == Kind::Bool)
        return value.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0
               || value.compare(QLatin1String("false"), Qt::CaseInsensitive) == 0;
    if (one.kind == Kind::Word)
        return wordsOf(one).contains(value);
    if (one.kind == Kind::List) {
        const QStringList entries = value.split(QLatin1Char(','));
        return std::ranges::all_of(entries,
                                   [&](const QString &entry) { return wordsOf(one).contains(entry.trimmed()); });
    }
    bool isNumber = false;
    const qint64 number = value.toLongLong(&isNumber);
    return isNumber && isInRange(one, number);
}

std::optional<qint64> timeIn(const QString &value, const QString &property)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^(\d{1,9})\s*(ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)$)"));
    const auto match = form.match(value.toLower());
    if (!match.hasMatch())
        return {};
    constexpr qint64 second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
    const QString unit = match.captured(2);
    const qint64 ms = match.captured(1).toLongLong()
                      * (unit == QLatin1String("ms")         ? 1
                         : unit.startsWith(QLatin1Char('s')) ? second
                         : unit.startsWith(QLatin1Char('m')) ? minute
                         : unit.startsWith(QLatin1Char('h')) ? hour
                                                             : day);
    const qint64 own = property.endsWith(QLatin1String(".hours"))     ? hour
                       : property.endsWith(QLatin1String(".minutes")) ? minute
                                                                      : 1;
    return ms % own == 0 ? std::optional(ms / own) : std::nullopt;
}

bool isTime(const QString &property)
{
    return property.endsWith(QLatin1String(".ms")) || property.endsWith(QLatin1String(".hours"))
           || property.endsWith(QLatin1String(".minutes"));
}

// What was meant, where that is plain: «7d», «1g», «yes», «1_000», «Compact».
std::optional<QString> meant(const Known &one, const QString &value)
{
    const QString property = QLatin1String(one.property), lower = value.toLower();
    if (one.kind == Kind::Bool) {
        static const QStringList on{QStringLiteral("yes"), QStringLiteral("on"), QStringLiteral("1"),
                                    QStringLiteral("enabled")};
        static const QStringList off{QStringLiteral("no"), QStringLiteral("off"), QStringLiteral("0"),
                                     QStringLiteral("disabled")};
        if (on.contains(lower) || off.contains(lower))
            return on.contains(lower) ? QStringLiteral("true") : QStringLiteral("false");
        return {};
    }
    if (one.kind == Kind::Word || one.kind == Kind::List) {
        QStringList right;
        for (const QString &entry : value.split(QLatin1Char(','))) {
            for (const QString &word : wordsOf(one)) {
                if (word.compare(entry.trimmed(), Qt::CaseInsensitive) == 0)
                    right += word;
            }
        }
        return right.size() == value.count(QLatin1Char(',')) + 1 ? std::optional(right.join(QLatin1Char(',')))
                                                                 : std::nullopt;
    }
    bool isNumber = false;
    std::optional<qint64> number;
    if (const qint64 plain = QString(value).remove(QLatin1Char('_')).remove(QLatin1Char(',')).toLongLong(&isNumber);
        isNumber)
        number = isKept(one) ? plain : std::max(plain, one.least);
    else if (isTime(property)
             && !(isKept(one) && (value.endsWith(QLatin1Char('m')) || value.endsWith(QLatin1Char('M')))))
        number = timeIn(value, property);
    else if (property.endsWith(QLatin1String(".bytes")))
        number = compose::bytesFrom(value);
    return number && isInRange(one, *number) ? std::optional(QString::number(*number)) : std::nullopt;
}

Finding valuesOf(const Subject &subject, const Service &broker, const Frame &frame)
{
    const Place place = serviceKey(subject, broker, QStringLiteral("environment"));
    if (broker.flavour == Flavour::Redpanda)
        return frame(broker, Status::NotApplicable, Tr::tr("Redpanda has settings of its own"), place);
    QStringList wrong;
    std::vector<Change> changes;
    Place first;
    const bool hasFile = subject.sources.mounted.contains(broker.name);
    if (kafkaSetting(subject, broker, QLatin1String(known.front().property)).isUnknown())
        return frame(broker, Status::Unknown, Tr::tr("what this image is told cannot be read"), place);
    for (const Known &one : known) {
        const QString property = QLatin1String(one.property);
        if (!hasFile && !broker.environment.contains(kafkaVariableFor(broker, property)))
            continue; // the most of them: where each would stand need not be looked for
        const Setting setting = kafkaSetting(subject, broker, property);
        if (!setting.isSet() || canRead(one, setting.value))
            continue;
        if (wrong.isEmpty())
            first = setting.place;
        wrong += QStringLiteral("%1=%2").arg(property, plainText(setting.value, 60));
        const QString right = meant(one, setting.value).value_or(QLatin1String(one.usual));
        if (!setting.isFiles && !right.isEmpty())
            changes.push_back(setVariable(broker, kafkaVariableFor(broker, property), right));
    }
    if (wrong.isEmpty())
        return frame(broker, Status::Ok, Tr::tr("what is set can be read"), place);
    return frame(broker, Status::Problem, wrong.join(QStringLiteral(", ")), first, changes);
}

} // namespace

void judgeValues(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("kafka-values"), Tr::tr("values that Kafka understands: 7 days are 168, in hours"),
        Tr::tr("Kafka reads plain numbers, in the unit that the setting is named after, and «true» or «false». "
               "With anything else it ends right at its start.")};
    for (const Service *broker : servicesOf(subject, Role::Broker))
        findings.push_back(valuesOf(subject, *broker, frame));
}

} // namespace bd::audit
