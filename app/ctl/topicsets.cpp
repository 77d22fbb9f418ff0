#include "topicsets.h"

#include <QCoreApplication>

#include "compose/teamfile.h"
#include "exitcode.h"
#include "startup/topics.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

QStringList namesOf(const std::vector<kafka::NewTopic> &topics)
{
    QStringList names;
    for (const kafka::NewTopic &topic : topics)
        names += topic.name;
    return names;
}

QJsonObject jsonOf(const stack::TopicsPlan &plan)
{
    QJsonObject partitions, settings;
    for (auto it = plan.partitions.cbegin(); it != plan.partitions.cend(); ++it)
        partitions.insert(it.key(), it.value());
    for (auto it = plan.settings.cbegin(); it != plan.settings.cend(); ++it) {
        QJsonObject ofTopic;
        for (auto setting = it->cbegin(); setting != it->cend(); ++setting)
            ofTopic.insert(setting.key(), setting.value());
        settings.insert(it.key(), ofTopic);
    }
    return {{QStringLiteral("missing"), QJsonArray::fromStringList(namesOf(plan.create))},
            {QStringLiteral("partitions"), partitions},
            {QStringLiteral("settings"), settings},
            {QStringLiteral("cannot"), QJsonArray::fromStringList(plan.cannot)},
            {QStringLiteral("withheld"), QJsonArray::fromStringList(plan.withheld)}};
}

bool isAsExpected(const stack::TopicsPlan &plan)
{
    return plan.changesNothing() && plan.cannot.isEmpty() && plan.withheld.isEmpty();
}

QString withheldText(const QString &sentence)
{
    return Tr::tr("%1 (this may delete records: --yes)").arg(sentence);
}

void tell(const Output &output, const stack::TopicsPlan &plan)
{
    for (const QString &sentence : stack::sentencesOf(plan))
        output.line(sentence);
    for (const QString &sentence : plan.cannot)
        output.line(Tr::tr("%1 (this cannot be mended here)").arg(sentence));
    for (const QString &sentence : plan.withheld)
        output.line(withheldText(sentence));
    if (isAsExpected(plan))
        output.line(Tr::tr("Every topic is as it is expected to be"));
}

Result<int> applied(kafka::Client &client, const stack::TopicsPlan &plan, const Options &options, const Output &output,
                    std::stop_token stop)
{
    const auto done = startup::applyTopics(client, plan, options.answerTime(), std::move(stop));
    if (!done)
        return tl::unexpected(done.error());
    if (output.json()) {
        output.document({{QStringLiteral("created"), QJsonArray::fromStringList(done->created)},
                         {QStringLiteral("changed"), QJsonArray::fromStringList(done->changed)},
                         {QStringLiteral("refused"), QJsonArray::fromStringList(done->refused)},
                         {QStringLiteral("cannot"), QJsonArray::fromStringList(plan.cannot)},
                         {QStringLiteral("withheld"), QJsonArray::fromStringList(plan.withheld)}});
    } else {
        for (const QString &topic : done->created)
            output.line(Tr::tr("made the topic %1").arg(topic));
        for (const QString &topic : done->changed)
            output.line(Tr::tr("changed the topic %1").arg(topic));
        for (const QString &sentence : done->refused + plan.cannot)
            output.note(sentence);
        for (const QString &sentence : plan.withheld)
            output.note(withheldText(sentence));
        if (isAsExpected(plan))
            output.line(Tr::tr("Every topic is as it is expected to be"));
    }
    if (!done->refused.isEmpty())
        return Failed;
    return plan.cannot.isEmpty() && plan.withheld.isEmpty() ? Well : ProblemFound;
}

} // namespace

Result<int> compareTopics(kafka::Client &client, const std::vector<compose::ExpectedTopic> &expected,
                          const Options &options, const Output &output, std::stop_token stop)
{
    const auto plan = startup::planTopics(client, expected, options.yes ? stack::Records::MayGo : stack::Records::Keep,
                                          options.answerTime(), stop);
    if (!plan)
        return tl::unexpected(plan.error());
    if (options.apply)
        return applied(client, *plan, options, output, std::move(stop));
    if (output.json())
        output.document(jsonOf(*plan));
    else
        tell(output, *plan);
    return isAsExpected(*plan) ? Well : ProblemFound;
}

Result<int> exportTopics(kafka::Client &client, const std::vector<kafka::Topic> &topics, const Options &options,
                         const Output &output, std::stop_token stop)
{
    const auto expected = startup::expectationsOf(client, topics, options.answerTime(), std::move(stop));
    if (!expected)
        return tl::unexpected(expected.error());
    const QString yaml = QString::fromUtf8(compose::topicsText(*expected));
    if (output.json())
        output.document({{QStringLiteral("yaml"), yaml}});
    else
        for (const QString &line : yaml.trimmed().split(QLatin1Char('\n')))
            output.line(line);
    return Well;
}

} // namespace bd::ctl
