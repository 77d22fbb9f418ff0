// Made-up volumes, snapshots and what a reset would do.
#include "shots/samples.h"

namespace bd::app::samples {

namespace {

using namespace std::chrono_literals;
using Kind = compose::DataPath::Kind;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

stack::ProjectVolume volume(const char *name, std::optional<Kind> holds, const char *service, const char *destination)
{
    stack::ProjectVolume made;
    made.volume.name = s("kc-backend_") + s(name);
    made.volume.driver = s("local");
    made.volume.createdAt = now() - 49h;
    made.volume.labels = {{s("com.docker.compose.project"), s("kc-backend")}};
    made.isDeclared = true;
    made.holds = holds;
    if (*service) {
        made.uses = {{s("c1"), s("kc-backend-1"), s("kc-backend"), s(service), s(destination), holds}};
    }
    return made;
}

// Named as one is that nobody has named, where there is no name.
snapshot::Manifest snapshotOf(const char *id, const char *name, std::chrono::seconds age)
{
    snapshot::Manifest made;
    made.id = s(id);
    made.project = s("kc-backend");
    made.takenAt = now() - age;
    made.name = *name ? s(name) : made.project + u' ' + toLocalText(made.takenAt);
    made.engine = s("Docker 26.1.5");
    made.clusterId = s("kVb6mUq3QJ-1rYt0bqyDZw");
    for (const Kind kind : {Kind::KafkaData, Kind::ZooKeeperData, Kind::ZooKeeperLog}) {
        snapshot::ArchivedVolume archived;
        archived.holds = kind;
        archived.bytes = 32'000'000;
        archived.contentBytes = 160'000'000;
        made.volumes.push_back(archived);
    }
    return made;
}

reset::PlannedTopic topic(const char *name, qint64 records, reset::PlannedTopic::Way way)
{
    reset::PlannedTopic made;
    made.name = s(name);
    made.partitions = 3;
    made.records = records;
    made.way = way;
    made.isExpected = true;
    return made;
}

reset::TopicPlan topicPlan(reset::Operation level)
{
    using Way = reset::PlannedTopic::Way;
    const bool isEmptying = level == reset::Operation::Empty;
    const Way way = isEmptying ? Way::Empty : Way::Delete;
    reset::TopicPlan plan;
    plan.level = level;
    plan.project = s("kc-backend");
    plan.topics = {topic("dead-letter-queue", 7, way), topic("purchase-confirmed", 10'240, way),
                   topic("purchase-created", 18'002, way),
                   topic("trainer-allocated", 311, isEmptying ? Way::Recreate : way)};
    reset::PlannedGroup mail;
    mail.id = s("mail-worker");
    mail.way = isEmptying ? reset::PlannedGroup::Way::Rewind : reset::PlannedGroup::Way::Delete;
    mail.members = {{s("rdkafka"), s("172.18.0.5"), s("mail-worker")}};
    reset::PlannedGroup laptop;
    laptop.id = s("console-on-a-laptop");
    laptop.way = reset::PlannedGroup::Way::Leave;
    laptop.members = {{s("console-consumer"), s("172.18.0.1"), {}}};
    laptop.why = s("members from elsewhere are connected: console-consumer at 172.18.0.1");
    plan.groups = {mail, laptop};
    plan.stops = {s("mail-worker")};
    plan.stays = {s("audit-log")};
    return plan;
}

} // namespace

VolumesFacts volumesFacts()
{
    VolumesFacts facts;
    facts.list.volumes = {volume("kafka_data", Kind::KafkaData, "kafka", "/var/lib/kafka/data"),
                          volume("zookeeper_data", Kind::ZooKeeperData, "zookeeper", "/var/lib/zookeeper/data"),
                          volume("zookeeper_logs", Kind::ZooKeeperLog, "zookeeper", "/var/lib/zookeeper/log"),
                          volume("postgres", {}, "postgres", "/var/lib/postgresql/data"),
                          volume("old_kafka", {}, "", "")};
    facts.list.volumes.back().isDeclared = false;
    facts.sizes = {{s("kc-backend_kafka_data"), 412'000'000},
                   {s("kc-backend_zookeeper_data"), 1'200'000},
                   {s("kc-backend_zookeeper_logs"), 67'100'000},
                   {s("kc-backend_postgres"), 8'900'000}};
    facts.sizesAsOf = now() - 20s;
    facts.locked = {s("kc-backend_postgres")};
    facts.snapshots.snapshots = {snapshotOf("20261125-140200", "", 2h),
                                 snapshotOf("20261120-090000", "before the migration", 120h)};
    facts.snapshots.snapshots.front().reason = snapshot::Manifest::Reason::BeforeReset;
    facts.snapshots.snapshots.back().isKept = true;
    facts.snapshotDays = 30;
    facts.bytesAvailable = 120'000'000'000;
    facts.snapshotDirectory = s("/home/ann/.local/share/brokerdeck/snapshots/kc-backend");
    facts.asOf = now();
    return facts;
}

VolumesFacts brokenOffFacts()
{
    VolumesFacts facts = volumesFacts();
    reset::Standing standing;
    standing.progress.project = s("kc-backend");
    standing.progress.startedAt = now() - 1h;
    standing.hasRemoved = true;
    standing.snapshot = facts.snapshots.snapshots.front().id;
    standing.text =
        s("A reset of kc-backend, begun at %1, was broken off").arg(toLocalText(standing.progress.startedAt));
    standing.meaning = s("1 of 3 volumes are deleted: half a set, with which Kafka must not be started.");
    facts.pending = standing;
    facts.list.isHalfASet = true;
    return facts;
}

RestoreToConfirm restoreToConfirm()
{
    reset::RestorePlan plan;
    plan.snapshot = volumesFacts().snapshots.snapshots.front();
    plan.full = resetPreview().full;
    return {{s("kc-backend"), s("ENGINE"), s("default"), false}, plan, false};
}

RestoreToConfirm recordsToConfirm()
{
    reset::RecordRestorePlan plan;
    plan.snapshot.name = s("four orders, nobody has read them");
    plan.snapshot.context = s("team-server");
    plan.now = topicPlan(reset::Operation::Restore);
    for (const reset::PlannedTopic &one : plan.now.topics) {
        snapshot::ArchivedTopic archived;
        archived.topic = one.name;
        archived.records = {4};
        plan.snapshot.topics.push_back(archived);
    }
    for (const reset::PlannedGroup &one : plan.now.groups) {
        plan.snapshot.groups.push_back({one.id, {}});
    }
    return {{s("kc-backend"), s("ENGINE"), s("default"), false}, plan, true};
}

VolumeToConfirm volumeToConfirm()
{
    guard::RemovalPlan plan;
    plan.volumes.push_back({s("kc-backend_old_kafka"), false, now() - 49h, {}});
    return {{s("kc-backend"), s("ENGINE"), s("devbox"), true}, plan};
}

ResetPreview resetPreview()
{
    ResetPreview preview;
    preview.project = s("kc-backend");
    preview.context = s("default");
    const VolumesFacts facts = volumesFacts();
    preview.full.removal.project = preview.project;
    for (const char *service : {"kafka", "zookeeper", "kafka-init"}) {
        preview.full.removal.containers.push_back({s(service), s("kc-backend-") + s(service) + s("-1"), s(service)});
    }
    for (size_t at = 0; at < 3; ++at) {
        const stack::ProjectVolume &one = facts.list.volumes[at];
        preview.full.removal.volumes.push_back({one.volume.name, false, one.volume.createdAt, {}});
        preview.holds[one.volume.name] = *one.holds;
    }
    preview.full.stops = preview.full.starts = {s("kafka"), s("zookeeper"), s("billing-worker"), s("mail-worker")};
    preview.full.workers = {s("billing-worker"), s("mail-worker")};
    preview.full.services = {s("postgres"), s("redis")};
    preview.full.volumes = {s("kc-backend_postgres")};
    preview.ruling.verdict = preview.topicRuling.verdict = guard::Ruling::Verdict::Allowed;
    preview.sizes = facts.sizes;
    preview.empty = preview.everything = topicPlan(reset::Operation::Empty);
    preview.recreate = topicPlan(reset::Operation::Recreate);
    ResetChoice all{.topics = {}, .groups = QStringList()};
    for (const reset::PlannedTopic &one : preview.empty->topics) {
        all.topics += one.name;
    }
    for (const reset::PlannedGroup &one : preview.empty->groups) {
        *all.groups += one.id;
    }
    preview.candidates = {{reset::Operation::Empty, all}, {reset::Operation::Recreate, all}};
    preview.scripts[reset::Operation::Full] = s("#!/bin/bash\n");
    preview.lastStart = Micros(5'100'000);
    preview.bytesAvailable = facts.bytesAvailable;
    preview.snapshotDirectory = facts.snapshotDirectory;
    preview.asOf = now();
    for (const reset::PlannedTopic &one : preview.empty->topics) {
        preview.lastWrites.insert(one.name, preview.asOf - 2min);
    }
    return preview;
}

std::vector<snapshot::TarEntry> volumeFiles()
{
    using Kind = snapshot::TarEntry::Kind;
    const auto entry = [](const char *path, Kind kind, qint64 size) {
        snapshot::TarEntry one;
        one.path = path;
        one.kind = kind;
        one.size = size;
        one.modifiedAt = std::chrono::floor<std::chrono::seconds>(now() - 2h).time_since_epoch().count();
        return one;
    };
    return {entry("data/", Kind::Directory, 0), entry("data/purchase-created-0/", Kind::Directory, 0),
            entry("data/purchase-created-0/00000000000000000000.log", Kind::File, 1'204'000),
            entry("data/purchase-created-0/leader-epoch-checkpoint", Kind::File, 8),
            entry("data/meta.properties", Kind::File, 88)};
}

ResetOutcome resetOutcome()
{
    using What = verify::Check::What;
    using Status = verify::Check::Status;
    ResetOutcome outcome;
    outcome.snapshot = snapshotOf("20261125-140200", "", 1min);
    outcome.checks = std::vector<verify::Check>{
        {What::Containers, Status::Passed, s("5 services up, healthy or finished well"), {}, Micros(96'000)},
        {What::ZooKeeper, Status::Passed, s("zookeeper answers srvr, mode standalone"), {}, Micros(4'000)},
        {What::Endpoints, Status::Failed, s("1 of 2 advertised endpoints cannot be reached from here"),
         s("kafka:29092: the name kafka is not known here"), Micros(31'000)},
        {What::Topics, Status::Passed, s("4 expected topics are there, as they should be"), {}, Micros(22'000)},
        {What::Workers,
         Status::Unknown,
         s("Member of no group: billing-worker. It only writes, or it has not connected yet"),
         {},
         {}}};
    return outcome;
}

} // namespace bd::app::samples
