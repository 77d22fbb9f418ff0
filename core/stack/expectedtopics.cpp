#include "stack/expectedtopics.h"

#include <algorithm>

#include <QCoreApplication>

#include "kafka/topicsummary.h"

namespace bd::stack {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ExpectedTopics)
};

using Kind = TopicDifference::Kind;

// «compact, delete» and «delete,compact» are the same policy; 1.0 and 1 are the same number.
bool isSame(const QString &one, const QString &other)
{
    if (one == other)
        return true;
    bool oneIsNumber = false, otherIsNumber = false;
    const double first = one.toDouble(&oneIsNumber), second = other.toDouble(&otherIsNumber);
    if (oneIsNumber && otherIsNumber)
        return qFuzzyCompare(first + 1, second + 1);
    const auto parts = [](const QString &list) {
        QStringList words;
        for (const QString &word : list.split(QLatin1Char(',')))
            words += word.trimmed().toLower();
        words.sort();
        return words;
    };
    return parts(one) == parts(other);
}

} // namespace

bool mayDeleteRecords(QStringView setting, const QString &before, const QString &after)
{
    if (setting == QLatin1String("cleanup.policy"))
        return !isSame(before, after);
    if (setting != QLatin1String("retention.ms") && setting != QLatin1String("retention.bytes"))
        return false;
    const auto bound = [](const QString &text) { // negative: none
        bool ok = false;
        const qint64 number = text.toLongLong(&ok);
        return ok && number >= 0 ? number : std::numeric_limits<qint64>::max();
    };
    return bound(after) < bound(before);
}

std::vector<TopicDifference> differences(const compose::ExpectedTopic &expected, const kafka::Topic &topic,
                                         const std::vector<kafka::ConfigEntry> *config)
{
    std::vector<TopicDifference> found;
    const kafka::TopicSummary summary = kafka::summaryOf(topic, {});
    if (summary.partitions != expected.partitions)
        found.push_back({.kind = Kind::Partitions,
                         .setting = {},
                         .expected = QString::number(expected.partitions),
                         .found = QString::number(summary.partitions),
                         .canBeMended = summary.partitions < expected.partitions,
                         .deletesRecords = false});
    if (summary.replicationFactor != expected.replicationFactor)
        found.push_back({.kind = Kind::Replicas,
                         .setting = {},
                         .expected = QString::number(expected.replicationFactor),
                         .found = QString::number(summary.replicationFactor),
                         .canBeMended = false,
                         .deletesRecords = false});
    for (auto it = expected.config.cbegin(); config && it != expected.config.cend(); ++it) {
        const kafka::ConfigEntry *entry = kafka::findEntry(*config, it.key());
        const QString before = entry ? entry->value.value_or(QString()) : QString();
        if (!entry || !entry->value || !isSame(before, it.value()))
            found.push_back({.kind = Kind::Setting,
                             .setting = it.key(),
                             .expected = it.value(),
                             .found = before,
                             .canBeMended = true,
                             .deletesRecords = mayDeleteRecords(it.key(), before, it.value())});
    }
    return found;
}

QString sentenceOf(const TopicDifference &difference)
{
    switch (difference.kind) {
    case Kind::Partitions:
        return Tr::tr("%n partition(s) expected, %1 there", nullptr, difference.expected.toInt()).arg(difference.found);
    case Kind::Replicas:
        return Tr::tr("%n replica(s) expected, %1 there", nullptr, difference.expected.toInt()).arg(difference.found);
    case Kind::Setting: break;
    }
    if (difference.found.isEmpty())
        return Tr::tr("%1 should be %2").arg(difference.setting, difference.expected);
    return Tr::tr("%1 should be %2 and is %3").arg(difference.setting, difference.expected, difference.found);
}

TopicsPlan planFor(const std::vector<compose::ExpectedTopic> &expected, const kafka::Metadata &metadata,
                   const QMap<QString, std::vector<kafka::ConfigEntry>> &configs, Records records)
{
    TopicsPlan plan;
    for (const compose::ExpectedTopic &one : expected) {
        const kafka::Topic *topic = metadata.topic(one.name);
        if (!topic) {
            plan.create.push_back({one.name, one.partitions, one.replicationFactor, one.config});
            continue;
        }
        const auto config = configs.constFind(one.name);
        for (const TopicDifference &difference :
             differences(one, *topic, config == configs.constEnd() ? nullptr : &*config)) {
            if (!difference.canBeMended)
                plan.cannot += Tr::tr("%1: %2").arg(one.name, sentenceOf(difference));
            else if (difference.deletesRecords && records == Records::Keep)
                plan.withheld += Tr::tr("%1: %2").arg(one.name, sentenceOf(difference));
            else if (difference.kind == Kind::Partitions)
                plan.partitions.insert(one.name, one.partitions);
            else
                plan.settings[one.name].insert(difference.setting, difference.expected);
        }
    }
    return plan;
}

compose::ExpectedTopic asExpected(const kafka::Topic &topic, const std::vector<kafka::ConfigEntry> &config)
{
    const kafka::TopicSummary summary = kafka::summaryOf(topic, {});
    compose::ExpectedTopic expected;
    expected.name = topic.name;
    expected.partitions = summary.partitions;
    expected.replicationFactor = summary.replicationFactor;
    expected.source = compose::ExpectedTopic::Source::TeamFile;
    for (const kafka::ConfigEntry &entry : config) {
        if (entry.source == kafka::ConfigEntry::Source::Topic && entry.value)
            expected.config.insert(entry.name, *entry.value);
    }
    return expected;
}

QStringList sentencesOf(const TopicsPlan &plan)
{
    QStringList sentences;
    for (const kafka::NewTopic &topic : plan.create)
        sentences += Tr::tr("%1 is missing").arg(topic.name);
    for (auto it = plan.partitions.cbegin(); it != plan.partitions.cend(); ++it)
        sentences += Tr::tr("%1 should have %n partition(s)", nullptr, it.value()).arg(it.key());
    for (auto it = plan.settings.cbegin(); it != plan.settings.cend(); ++it) {
        for (auto setting = it->cbegin(); setting != it->cend(); ++setting)
            sentences += Tr::tr("%1 should have %2=%3").arg(it.key(), setting.key(), setting.value());
    }
    return sentences;
}

} // namespace bd::stack
