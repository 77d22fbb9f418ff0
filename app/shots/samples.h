// Made-up projects, states and runs, of every kind that a view must be able to show.
#pragma once

#include <vector>

#include "audit/auditfacts.h"
#include "cluster/clusterfacts.h"
#include "compose/load.h"
#include "connection/step.h"
#include "groups/groupssnapshot.h"
#include "kafka/records.h"
#include "logs/logfeed.h"
#include "practice/practicedialog.h"
#include "registration/registration.h"
#include "reset/resetwizard.h"
#include "snapshot/tarentry.h"
#include "stack/state.h"
#include "store/connections.h"
#include "timeline/event.h"
#include "topics/topicssnapshot.h"
#include "troubleshoot/diagnosisfacts.h"
#include "volumes/removalquestion.h"
#include "volumes/volumesfacts.h"

namespace bd::app::samples {

TimePoint now(); // always the same one

compose::Project project();
compose::Project longNamedProject();

stack::StackState healthy();
stack::StackState starting();
stack::StackState trouble(); // a missing topic, as in the drawing
stack::StackState stopped();
stack::StackState lostEngine();
stack::StackState longNamed();
stack::StackState manyTroubles(); // a dead broker, its waiting workers and unknown topics

timeline::Run finishedRun();
timeline::Run goingRun();
timeline::Run slowerRun();     // the day before, to compare with
timeline::Run recoveringRun(); // waits for a stale registration to expire

// Topics of a cluster of one broker, and what is known of them.
kafka::Metadata metadata();
kafka::Metadata manyTopics(int count); // 3 partitions each, on three brokers
kafka::Metadata troubledTopics();      // three brokers, one of them gone; an expected topic missing, another differs
TopicDetailsMap topicDetails(const kafka::Metadata &metadata);
TopicsSnapshotPtr topics(const kafka::Metadata &metadata); // with all details, and what the project expects

// The cluster itself: one broker with ZooKeeper; three with KRaft and rules, one of them gone; one that tells of an
// inside address.
ClusterFacts clusterFacts();
ClusterFacts troubledCluster();
ClusterFacts insideCluster();

// Of three partitions, with and without key, value and headers, JSON, text and bytes.
std::vector<kafka::Record> records();
kafka::Record deadLetter(); // from purchase-created

// What a start wrote that met a stale registration, with a trace, colours and a long line.
std::vector<logs::Fed> logLines();

// Consumer groups of the same cluster, and what is known of them.
kafka::GroupList groups();
kafka::GroupList manyGroups(int count);
GroupDetailsMap groupDetails(); // of groups(), but for one
GroupsSnapshotPtr groupsSnapshot(const kafka::GroupList &list);
QMap<QString, QString> containersByAddress();

std::vector<store::Connection> connections();
std::vector<connection::Step> testSteps(); // of one that fails at its last

// A stack’s volumes beside a database’s and an orphan, with two snapshots; the same after a reset that was broken off.
DiagnosisFacts diagnosisFacts(); // a stale registration, and who waits for that broker
DiagnosisFacts unknownFacts();   // of nothing that the knowledge has

VolumesFacts volumesFacts();
VolumesFacts brokenOffFacts();
RestoreToConfirm restoreToConfirm(); // of volumes
RestoreToConfirm recordsToConfirm(); // of records, from another engine
VolumeToConfirm volumeToConfirm();   // far away
ResetPreview resetPreview();
ResetOutcome resetOutcome();
std::vector<snapshot::TarEntry> volumeFiles(); // of a full one that went well

std::vector<compose::FoundProject> foundProjects();
Error noEngine();
Error composeFileError();

// sampleaudit.cpp
AuditFactsPtr auditFacts();  // of a compose file as many teams have it
AuditFactsPtr mendedFacts(); // once everything that could be was mended
FixPtr auditFix();           // that does it

// samplebrokers.cpp
registration::Seen staleBroker(); // its broker was killed 8 s ago

// samplelessons.cpp
std::vector<LessonRow> lessons(); // the first one is done

} // namespace bd::app::samples
