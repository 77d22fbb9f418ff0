// The two smaller resets, with Kafka and ZooKeeper up: empties topics and rewinds groups, or deletes both and makes the
// expected topics anew.
//
// stop own members → wait until the groups are empty → archive → topics → expected ones → groups → init → start members
// What somebody writes after it was archived stays in a topic that is emptied, and keeps one from being deleted.
// Where it fails before the archive is whole, what was stopped is started again and the journal ends «unharmed»; later it can
// go on, or the archive can be restored.
#pragma once

#include "reset/fullreset.h"
#include "reset/topicplan.h"
#include "snapshot/shelf.h"

namespace bd::reset {

struct TopicReport {
    TopicPlan plan;
    std::optional<snapshot::Manifest> snapshot;
    QStringList left; // groups that were left alone, a sentence each
};

// As recordedFull(). `shown` is what was confirmed: where a topic of it is otherwise by now, nothing is touched (Failed).
Result<TopicReport> recordedTopics(const engine::Engine &engine, const compose::Project &project,
                                   const TopicPlan &shown, const guard::Marks &marks, const FullOptions &options,
                                   const Surroundings &surroundings, const startup::Recorder &recorder,
                                   std::stop_token stop);
Result<TopicReport> resumedTopics(const engine::Engine &engine, const compose::Project &project,
                                  const guard::Marks &marks, const Surroundings &surroundings,
                                  const startup::Recorder &recorder, std::stop_token stop);

} // namespace bd::reset
