#include "topics/topicform.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "kafka/topicname.h"
#include "kafka/topicsummary.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TopicForm)
};

using Field = FormProblem::Field;

FormResult wrong(Field field, const QString &text)
{
    return {.topics = {}, .problem = FormProblem{field, text}, .warning = {}};
}

QStringList namesIn(const QString &text)
{
    static const QRegularExpression between(QStringLiteral("[,;\\s]+"));
    QStringList names = text.split(between, Qt::SkipEmptyParts);
    names.removeDuplicates();
    return names;
}

QString problemOf(const QString &name, const QStringList &taken)
{
    if (const QString problem = kafka::topicNameProblem(name); !problem.isEmpty()) {
        return problem;
    }
    if (taken.contains(name)) {
        return Tr::tr("There is a topic %1 already.").arg(name);
    }
    const QString other = kafka::collidingTopic(name, taken);
    if (!other.isEmpty()) {
        return Tr::tr("%1 collides with %2: Kafka’s metrics cannot tell «.» from «_».").arg(name, other);
    }
    return {};
}

} // namespace

Result<QMap<QString, QString>> settingsFrom(const QString &lines)
{
    QMap<QString, QString> settings;
    for (const QString &line : lines.split(QLatin1Char('\n'))) {
        const QString text = line.trimmed();
        if (text.isEmpty() || text.startsWith(QLatin1Char('#'))) {
            continue;
        }
        const qsizetype equals = text.indexOf(QLatin1Char('='));
        if (equals < 1) {
            return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no setting: write NAME=VALUE.").arg(text.left(80)));
        }
        const QString name = text.first(equals).trimmed();
        if (settings.contains(name)) {
            return fail(ErrorCode::InvalidUse, Tr::tr("%1 is set twice.").arg(name));
        }
        settings.insert(name, text.sliced(equals + 1).trimmed());
    }
    return settings;
}

FormResult topicsFrom(const TopicForm &form, const QStringList &taken, int brokers)
{
    QStringList names = namesIn(form.names);
    if (names.isEmpty()) {
        return wrong(Field::Names, kafka::topicNameProblem({}));
    }
    if (form.onlyMissing) {
        names.removeIf([&taken](const QString &name) { return taken.contains(name); });
        if (names.isEmpty()) {
            return wrong(Field::Names, Tr::tr("All of them are there already."));
        }
    }
    QStringList known = taken;
    for (const QString &name : names) {
        if (const QString problem = problemOf(name, known); !problem.isEmpty()) {
            return wrong(Field::Names, problem);
        }
        known += name;
    }
    if (brokers > 0 && form.replicationFactor > brokers) {
        return wrong(Field::Replicas,
                     Tr::tr("%n replica(s) need as many brokers, and there are %1.", nullptr, form.replicationFactor)
                         .arg(brokers));
    }
    auto settings = settingsFrom(form.others);
    if (!settings) {
        return wrong(Field::Others, settings.error().message);
    }
    if (!form.cleanup.isEmpty()) {
        settings->insert(QStringLiteral("cleanup.policy"), form.cleanup);
    }
    if (form.retentionMs) {
        settings->insert(QStringLiteral("retention.ms"), QString::number(*form.retentionMs));
    }
    FormResult result;
    for (const QString &name : names) {
        result.topics.push_back({name, form.partitions, form.replicationFactor, *settings});
    }
    if (form.cleanup == QLatin1String("compact")) {
        result.warning = Tr::tr("Only the newest record of each key is kept, and records without a key are refused.");
    }
    return result;
}

TopicForm formLike(const kafka::Topic &topic, const std::vector<kafka::ConfigEntry> &config)
{
    const kafka::TopicSummary summary = kafka::summaryOf(topic, {});
    TopicForm form;
    form.partitions = summary.partitions;
    form.replicationFactor = summary.replicationFactor;
    QStringList lines;
    for (const kafka::ConfigEntry &entry : config) {
        if (entry.source != kafka::ConfigEntry::Source::Topic || !entry.value) {
            continue;
        }
        bool isNumber = false;
        const qint64 number = entry.value->toLongLong(&isNumber);
        if (entry.name == QLatin1String("cleanup.policy")) {
            form.cleanup = *entry.value;
        } else if (entry.name == QLatin1String("retention.ms") && isNumber) {
            form.retentionMs = number;
        } else {
            lines += entry.name + QLatin1Char('=') + *entry.value;
        }
    }
    form.others = lines.join(QLatin1Char('\n'));
    return form;
}

} // namespace bd::app
