#include "reset/resetpreview.h"

#include <QCoreApplication>

#include "base/text.h"
#include "common/words.h"
#include "timeline/words.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ResetWizard)
};

using reset::Operation;

QStringList plainNames(const QStringList &names)
{
    QStringList plain;
    for (const QString &name : names) {
        plain += plainText(name, 100);
    }
    return plain;
}

} // namespace

const reset::TopicPlan *ResetPreview::topics(Operation level) const
{
    const auto &plan = level == Operation::Empty ? empty : recreate;
    return level != Operation::Full && plan ? &*plan : nullptr;
}

const guard::Ruling &ResetPreview::rulingOn(Operation level) const
{
    return level == Operation::Full ? ruling : topicRuling;
}

std::optional<qint64> ResetPreview::bytes(Operation level) const
{
    const auto sumOf = [](const auto &planned, const QMap<QString, qint64> &known) -> std::optional<qint64> {
        qint64 sum = 0;
        for (const auto &one : planned) {
            if (!known.contains(one.name)) {
                return {};
            }
            sum += known.value(one.name);
        }
        return sum;
    };
    if (level == Operation::Full) {
        return sumOf(full.removal.volumes, sizes);
    }
    const reset::TopicPlan *plan = topics(level);
    return plan ? sumOf(plan->topics, topicSizes) : std::nullopt;
}

std::optional<qint64> ResetPreview::records(Operation level) const
{
    const reset::TopicPlan *plan = topics(level);
    qint64 sum = 0;
    for (const reset::PlannedTopic &topic : plan ? plan->topics : std::vector<reset::PlannedTopic>()) {
        if (!topic.records) {
            return {};
        }
        sum += *topic.records;
    }
    return plan ? std::optional(sum) : std::nullopt;
}

Operation recommended(ResetReason reason)
{
    switch (reason) {
    case ResetReason::CleanData: return Operation::Empty;
    case ResetReason::TopicSettings: return Operation::Recreate;
    case ResetReason::IdConflict:
    case ResetReason::ChangedConfiguration: break;
    }
    return Operation::Full;
}

QString reasonTitle(ResetReason reason)
{
    switch (reason) {
    case ResetReason::CleanData: return Tr::tr("Clean test data");
    case ResetReason::TopicSettings: return Tr::tr("Wrong topic settings");
    case ResetReason::IdConflict: return Tr::tr("Broker id or cluster id conflict");
    case ResetReason::ChangedConfiguration: return Tr::tr("Changed configuration");
    }
    return {};
}

QString recommendation(ResetReason reason)
{
    switch (reason) {
    case ResetReason::CleanData: return Tr::tr("Emptying is enough: topics, settings and Kafka itself stay.");
    case ResetReason::TopicSettings:
        return Tr::tr(
            "Making the expected topics anew is enough: partitions and settings are then as the team wants them.");
    case ResetReason::IdConflict:
        return Tr::tr("Only fresh volumes help where the ids in them contradict each other. A broker that is still "
                      "registered goes by itself: wait 20 s and press Start first.");
    case ResetReason::ChangedConfiguration:
        return Tr::tr(
            "Most changes need a restart only: it makes the containers anew and keeps all data. Take fresh volumes "
            "where directories, ids or the cluster’s kind have changed.");
    }
    return {};
}

QString levelTitle(Operation level)
{
    switch (level) {
    case Operation::Empty: return Tr::tr("Empty the topics");
    case Operation::Recreate: return Tr::tr("Make the topics anew");
    case Operation::Full:
    case Operation::Restore: break;
    }
    return Tr::tr("Start Kafka and ZooKeeper from nothing");
}

QString levelText(Operation level)
{
    switch (level) {
    case Operation::Empty:
        return Tr::tr("Deletes the records; groups go back to the beginning. Kafka and ZooKeeper stay up.");
    case Operation::Recreate:
        return Tr::tr("Deletes the topics and their groups, and makes the expected ones as they should be. Kafka and "
                      "ZooKeeper stay up.");
    case Operation::Full:
    case Operation::Restore: break;
    }
    return Tr::tr("Deletes their containers and volumes, starts everything again in order and makes the topics.");
}

QString confirmTitle(const ResetPreview &preview, Operation level)
{
    const QString project = plainText(preview.project, 100);
    switch (level) {
    case Operation::Empty: return Tr::tr("Delete all records of these topics of %1?").arg(project);
    case Operation::Recreate: return Tr::tr("Delete these topics of %1, and make them anew?").arg(project);
    case Operation::Full:
    case Operation::Restore: break;
    }
    return Tr::tr("Delete all Kafka and ZooKeeper data of %1?").arg(project);
}

QString confirmText(const ResetPreview &preview, Operation level)
{
    if (level == Operation::Full) {
        const int count = static_cast<int>(preview.full.removal.volumes.size());
        const QString what =
            Tr::tr("Kafka, ZooKeeper and the init service stop; their containers and %Ln volume(s) are deleted; then "
                   "everything starts again in order and the topics are made anew.",
                   nullptr, count);
        return preview.lastStart
                   ? Tr::tr("%1 The last start took %2.").arg(what, timeline::durationText(*preview.lastStart))
                   : what;
    }
    return levelText(level);
}

QString confirmButton(const ResetPreview &preview, Operation level)
{
    const QString project = plainText(preview.project, 60);
    const reset::TopicPlan *plan = preview.topics(level);
    const int topics = plan ? static_cast<int>(plan->topics.size()) : 0;
    switch (level) {
    case Operation::Empty: return Tr::tr("Empty %Ln topic(s) of %1", nullptr, topics).arg(project);
    case Operation::Recreate: return Tr::tr("Delete %Ln topic(s) of %1", nullptr, topics).arg(project);
    case Operation::Full:
    case Operation::Restore: break;
    }
    return Tr::tr("Delete %Ln volume(s) of %1", nullptr, static_cast<int>(preview.full.removal.volumes.size()))
        .arg(project);
}

QStringList staying(const ResetPreview &preview, Operation level)
{
    if (level == Operation::Full) {
        return plainNames(preview.full.services + preview.full.volumes) << Tr::tr("your images and files");
    }
    const reset::TopicPlan *plan = preview.topics(level);
    const bool hasZooKeeper = std::ranges::any_of(preview.holds, [](compose::DataPath::Kind kind) {
        return kind != compose::DataPath::Kind::KafkaData;
    });
    return QStringList{QStringLiteral("Kafka")}
           + (hasZooKeeper ? QStringList{QStringLiteral("ZooKeeper"), Tr::tr("their volumes")}
                           : QStringList{Tr::tr("its volumes")})
           + (plan ? plainNames(plan->stays) : QStringList());
}

QString connectedText(const ResetPreview &preview, Operation level)
{
    if (level == Operation::Full) {
        QStringList sentences;
        if (!preview.full.workers.isEmpty()) {
            sentences +=
                Tr::tr("%1: they will be stopped and started again.").arg(listText(plainNames(preview.full.workers)));
        }
        for (const reset::PlannedGroup &group :
             preview.everything ? preview.everything->groups : std::vector<reset::PlannedGroup>()) {
            if (group.way == reset::PlannedGroup::Way::Leave && !group.members.empty()) {
                sentences += Tr::tr("Whoever is in the group %1 loses it: %2.")
                                 .arg(plainText(group.id, 100), plainText(group.why, 300));
            }
        }
        return sentences.join(QLatin1Char(' '));
    }
    const reset::TopicPlan *plan = preview.topics(level);
    if (!plan) {
        return {};
    }
    QStringList sentences;
    if (!plan->stops.isEmpty()) {
        sentences += Tr::tr("%1: they will be stopped and started again.").arg(listText(plainNames(plan->stops)));
    }
    for (const reset::PlannedGroup &group : plan->groups) {
        if (group.way == reset::PlannedGroup::Way::Leave && !group.members.empty()) {
            sentences +=
                Tr::tr("The group %1 is left alone: %2.").arg(plainText(group.id, 100), plainText(group.why, 300));
        }
    }
    return sentences.join(QLatin1Char(' '));
}

} // namespace bd::app
