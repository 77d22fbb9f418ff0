// What the three resets would do now: what the wizard shows before anything is done. Put together on a worker thread, shared,
// never changed.
#pragma once

#include <memory>
#include <optional>

#include "guard/guard.h"
#include "reset/resetplan.h"
#include "reset/topicplan.h"

namespace bd::app {

// Which topics and groups, by their names.
struct ResetChoice {
    QStringList topics;                     // empty: all that the level can take
    std::optional<QStringList> groups = {}; // nothing: those that have to do with the topics; empty: none
    bool operator==(const ResetChoice &) const = default;
};
using ResetChoices = QMap<reset::Operation, ResetChoice>;

struct ResetPreview {
    QString project;
    QString context;
    bool isRemote = false;
    bool isProtected = false;
    reset::FullPlan full;
    guard::Ruling ruling; // on the full one; what refuses the engine or the project refuses the smaller ones, too
    guard::Ruling topicRuling;
    QMap<QString, qint64> sizes;      // of volumes, in bytes, as far as they are known
    QMap<QString, qint64> topicSizes; // on the brokers' disks, of all replicas, in bytes, as far as they are known
    QMap<QString, compose::DataPath::Kind> holds; // of volumes
    std::optional<reset::TopicPlan> empty;        // nothing: see topicsError
    std::optional<reset::TopicPlan> recreate;
    std::optional<reset::TopicPlan>
        everything;          // topics and groups that there are, whatever was chosen: all of it goes at full
    ResetChoices candidates; // what the level can take: all topics, and the groups that have to do with those chosen
    ResetChoices chosen;     // of these, by somebody
    std::optional<Error> topicsError;                            // why topics cannot be looked at: no broker answers
    QMap<QString, std::vector<kafka::PartitionOffsets>> offsets; // of the topics that there are
    QMap<QString, std::optional<TimePoint>> lastWrites; // of topics, as far as they are known; nothing: no record
    QMap<reset::Operation, QString> scripts;
    QMap<reset::Operation, QString> bareScripts; // without a way back
    std::optional<Micros> lastStart;             // how long the last good one took
    qint64 bytesAvailable = 0;                   // where snapshots lie
    QString snapshotDirectory;
    TimePoint asOf{};

    const reset::TopicPlan *topics(reset::Operation level) const; // nullptr: the full one, or not known
    const guard::Ruling &rulingOn(reset::Operation level) const;
    // Of what would go, volumes or topics; nothing: not known of each.
    std::optional<qint64> bytes(reset::Operation level) const;
    std::optional<qint64> records(reset::Operation level) const;
};
using ResetPreviewPtr = std::shared_ptr<const ResetPreview>;

// What somebody has confirmed.
struct ResetOrder {
    reset::Operation level = reset::Operation::Full;
    ResetPreviewPtr shown;
    bool keepsWayBack = true;
    QString confirmedContext; // empty: none was asked for
};

// What people come with, and the smallest reset that helps.
enum class ResetReason { CleanData, TopicSettings, IdConflict, ChangedConfiguration };
reset::Operation recommended(ResetReason reason);
QString reasonTitle(ResetReason reason);
QString recommendation(ResetReason reason); // why it is that one

QString levelTitle(reset::Operation level);
QString levelText(reset::Operation level);
QString confirmTitle(const ResetPreview &preview,
                     reset::Operation level); // «Delete all Kafka and ZooKeeper data of x?»
QString confirmText(const ResetPreview &preview, reset::Operation level);
QString confirmButton(const ResetPreview &preview, reset::Operation level); // «Delete 3 volumes of x»
QStringList staying(const ResetPreview &preview, reset::Operation level);   // all of it, by its names
QString connectedText(const ResetPreview &preview, reset::Operation level); // who is connected now; empty: nobody

} // namespace bd::app
