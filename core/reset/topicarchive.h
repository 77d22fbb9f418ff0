// A snapshot of topics, their records and where groups are in them, beside a stack that goes on running.
#pragma once

#include "reset/cluster.h"
#include "reset/topicplan.h"
#include "snapshot/shelf.h"
#include "startup/eventlog.h"
#include "startup/recorded.h"

namespace bd::reset {

using Ends = QMap<QString, std::vector<qint64>>; // of topics: the offset after the last record of each partition
Ends::mapped_type endsOf(const std::vector<kafka::PartitionOffsets> &offsets);

// What the step «snapshot» of a reset says: offsets as text, for JSON has no whole numbers that large.
QJsonObject toJson(const QString &snapshot, const Ends &ends);
Ends endsIn(const QJsonObject &step);

// Takes a snapshot of records: everything that is in these topics, and where these groups are.
struct TopicArchive {
    snapshot::Manifest manifest;
    Ends ends; // what is before these is in it
};
Result<TopicArchive> archiveTopics(kafka::Client &client, const kafka::Settings &settings, const TopicPlan &plan,
                                   const QString &name, snapshot::Manifest::Reason reason, snapshot::Shelf &shelf,
                                   startup::EventLog &log, std::stop_token stop);

// The same as an operation of its own, with whatever the wish takes; everything goes on running.
Result<snapshot::Manifest> recordedArchive(const engine::Engine &engine, const compose::Project &project,
                                           const TopicWish &wish, const QString &name, snapshot::Shelf &shelf,
                                           const startup::Recorder &recorder, std::stop_token stop);

} // namespace bd::reset
