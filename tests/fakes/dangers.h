// What may happen on an engine so that nothing may be deleted there any more, and engines made by chance.
#pragma once

#include <set>

#include <QRandomGenerator>

#include "fakes/engineworld.h"

namespace bd::fakes {

// One class of what must not be deleted: how the world becomes so, and what is objected to alone.
struct Danger {
    const char *name;
    guard::Objection::Why why;
    void (*happen)(World &world);
};

inline const std::vector<Danger> &dangers()
{
    using Why = guard::Objection::Why;
    using guard::PlannedVolume;
    static const std::vector<Danger> all{
        {"another engine", Why::OtherEngine, [](World &world) { world.state.id = s("OTHER"); }},
        {"no engine's ID", Why::OtherEngine, [](World &world) { world.state.id.clear(), world.plan.engineId.clear(); }},
        {"production by its project", Why::LooksLikeProduction,
         [](World &world) { world.state.context.name = s("team-PROD"); }},
        {"external", Why::External, [](World &world) { world.project.volumes[0].external = true; }},
        {"a path on the host", Why::NoVolume,
         [](World &world) {
             world.plan.volumes.push_back({s("/var/lib/kafka"), false, {}, {}});
         }},
        {"no label", Why::OtherLabel, [](World &world) { world.volumeOf(s("shop_kafka")).labels.clear(); }},
        {"the label of a project whose name begins so", Why::OtherLabel,
         [](World &world) { world.volumeOf(s("shop_kafka")).labels[s("com.docker.compose.project")] = s("shop-two"); }},
        {"without any label, and planned as anonymous", Why::OtherLabel,
         [](World &world) { world.volumeOf(anonymous).labels.clear(); }},
        {"a path of Windows", Why::NoVolume,
         [](World &world) {
             world.plan.volumes.push_back({s("C:\\kafka"), false, {}, {}});
         }},
        {"no name", Why::NoVolume,
         [](World &world) {
             world.plan.volumes.push_back({QString(), false, {}, {}});
         }},
        {"a container of «compose run»", Why::OtherContainer,
         [](World &world) {
             engine::Container run = container(s("shop"), "kafka", "r1");
             run.labels.insert(s("com.docker.compose.oneoff"), s("True"));
             world.state.containers.push_back(run);
             world.plan.containers.push_back({s("r1"), run.name, s("kafka")});
         }},
        {"anonymous by the plan alone", Why::OtherLabel,
         [](World &world) { world.planned(s("shop_kafka")).isAnonymous = true; }},
        {"locked", Why::Locked, [](World &world) { world.marks.lockedVolumes = {s("shop_kafka")}; }},
        {"half carried into its volumes", Why::Unfinished,
         [](World &world) { world.marks.unfinished = s("The data of kafka is still to be put into its volumes"); }},
        {"mounted by another project, and known to be", Why::OtherProject,
         [](World &world) {
             world.containerOf("o1").mounts.push_back(mount(s("shop_kafka"), "/var/lib/kafka/data"));
             world.planned(s("shop_kafka")).containers += s("o1");
         }},
        {"mounted by a container of no project", Why::OtherProject,
         [](World &world) {
             world.containerOf("n1").mounts.push_back(mount(s("shop_kafka"), "/x"));
             world.planned(s("shop_kafka")).containers += s("n1");
         }},
        {"mounted by another service", Why::OtherService,
         [](World &world) {
             world.containerOf("d1").mounts.push_back(mount(s("shop_kafka"), "/var/lib/kafka/data"));
             world.planned(s("shop_kafka")).containers += s("d1");
         }},
        {"a service's of the file that has no container", Why::OtherService,
         [](World &world) {
             world.project.services[3].mounts = {{engine::Mount::Kind::Volume, s("kafka"), s("/attachments"), false}};
         }},
        {"a worker's that has no container, at the broker's place", Why::OtherService,
         [](World &world) {
             world.project.services[1].mounts = world.project.services[3].mounts = {
                 {engine::Mount::Kind::Volume, s("kafka"), s("/var/lib/kafka/data"), false}};
         }},
        {"the broker's certificates", Why::NotData,
         [](World &world) {
             world.plan.volumes.push_back({s("shop_certificates"), false, TimePoint(Millis(4)), {s("k1")}});
         }},
        {"said to be made for a container, and has a name", Why::NotData,
         [](World &world) {
             world.plan.volumes.push_back({s("shop_certificates"), false, TimePoint(Millis(4)), {s("k1")}, true});
         }},
        {"made for a worker's container", Why::OtherService,
         [](World &world) {
             world.attach("m1", QString(64, QLatin1Char('d')));
             world.plan.volumes.push_back({QString(64, QLatin1Char('d')), true, TimePoint(Millis(9)), {s("m1")}, true});
         }},
        {"anonymous, of a container that goes, and not said to go with it", Why::OtherService,
         [](World &world) {
             world.attach("t1", QString(64, QLatin1Char('f')));
             world.plan.volumes.push_back({QString(64, QLatin1Char('f')), true, TimePoint(Millis(9)), {s("t1")}});
         }},
        {"made anew since it was shown", Why::Changed,
         [](World &world) { world.volumeOf(s("shop_kafka")).createdAt = TimePoint(Millis(99)); }},
        {"mounted by a second broker since it was shown", Why::Changed,
         [](World &world) {
             engine::Container second = container(s("shop"), "kafka", "k2");
             second.mounts = {mount(s("shop_kafka"), "/var/lib/kafka/data")};
             world.state.containers.push_back(second);
         }},
        {"anonymous, and of some project by now", Why::OtherLabel,
         [](World &world) { world.volumeOf(anonymous).labels[s("com.docker.compose.project")] = s("shop"); }},
        {"a container that has another name by now", Why::Changed,
         [](World &world) { world.containerOf("k1").name = s("renamed"); }},
        {"ZooKeeper's would stay", Why::HalfASet,
         [](World &world) {
             std::erase_if(world.plan.volumes,
                           [](const PlannedVolume &one) { return one.name == s("shop_zookeeper"); });
         }},
        {"a broker's data in a folder of the host", Why::HalfASet,
         [](World &world) {
             engine::Mount mount;
             mount.kind = engine::Mount::Kind::Bind;
             mount.source = s("/srv/kafka");
             mount.destination = s("/var/lib/kafka");
             world.containerOf("k1").mounts.push_back(mount);
         }},
        {"nobody knows where the broker keeps its data", Why::HalfASet,
         [](World &world) {
             world.project.services[1].flavour = compose::Flavour::Unknown;
             auto &mounts = world.containerOf("k1").mounts;
             std::erase_if(mounts, [](const engine::Mount &one) { return one.name == s("shop_kafka"); });
             std::erase_if(world.plan.volumes, [](const PlannedVolume &one) { return one.name == s("shop_kafka"); });
         }},
        {"a worker's container", Why::OtherContainer,
         [](World &world) {
             world.plan.containers.push_back({s("m1"), s("shop-mail-1"), s("mail")});
         }},
        {"another project's container", Why::OtherContainer,
         [](World &world) {
             world.plan.containers.push_back({s("o1"), s("shop-two-kafka-1"), s("kafka")});
         }},
    };
    return all;
}

// With more containers and volumes of others, in any order: nobody's business.
inline World crowded(QRandomGenerator &random)
{
    World world;
    for (int n = random.bounded(6); n > 0; --n) {
        const QString name = s("shop%1").arg(random.bounded(3) ? QString::number(n) : s("_kafka%1").arg(n));
        engine::Container more = container(name, random.bounded(2) ? "kafka" : "database", "x");
        more.id = s("x%1").arg(n);
        more.mounts = {mount(name + s("_kafka"), "/var/lib/kafka/data")};
        world.state.containers.push_back(more);
        world.state.volumes.push_back(volume(name + s("_kafka"), name, random.bounded(10)));
    }
    for (size_t i = world.state.containers.size(); i > 1; --i)
        std::swap(world.state.containers[i - 1], world.state.containers[random.bounded(int(i))]);
    return world;
}

// Of dangers(), by their places: in the list's order, for a later one may take away what an earlier one changes.
inline std::set<int> someDangers(QRandomGenerator &random)
{
    std::set<int> some;
    for (int n = random.bounded(4); n > 0; --n)
        some.insert(random.bounded(int(dangers().size())));
    return some;
}

} // namespace bd::fakes
