// A made-up engine with a stack, a database and a worker beside it, another project whose name begins with the stack's, and
// a container of no project.
#pragma once

#include <algorithm>
#include <stdexcept>

#include "guard/guard.h"

namespace bd::fakes {

inline QString s(const char *text)
{
    return QString::fromUtf8(text);
}

inline compose::Service service(const char *name, compose::Role role,
                                compose::Flavour flavour = compose::Flavour::Unknown)
{
    compose::Service made;
    made.name = s(name);
    made.role = role;
    made.flavour = flavour;
    return made;
}

inline engine::Container container(const QString &project, const char *service, const char *id)
{
    engine::Container made;
    made.id = s(id);
    made.name = project + QLatin1Char('-') + s(service) + s("-1");
    made.labels = {{s("com.docker.compose.project"), project}, {s("com.docker.compose.service"), s(service)}};
    return made;
}

inline engine::Mount mount(const QString &volume, const char *destination)
{
    engine::Mount made;
    made.name = volume;
    made.destination = s(destination);
    return made;
}

inline engine::Volume volume(const QString &name, const QString &project, int createdAt)
{
    engine::Volume made;
    made.name = name;
    made.createdAt = TimePoint(Millis(createdAt));
    if (project.isEmpty())
        made.labels = {{s("com.docker.volume.anonymous"), QString()}};
    else
        made.labels = {{s("com.docker.compose.project"), project}};
    return made;
}

inline const QString anonymous = QString(64, QLatin1Char('a'));

// The one of `range` whose `member` is `value`; a test that asks for what is not there is wrong, and told so.
template<typename Range, typename Member>
auto &theOne(Range &range, const QString &value, Member member)
{
    const auto found = std::ranges::find(range, value, member);
    if (found == range.end())
        throw std::out_of_range(value.toStdString() + " is not in this made-up engine");
    return *found;
}

// The broker's data is in a named volume, ZooKeeper's log in an anonymous one.
struct World {
    compose::Project project;
    guard::EngineState state;
    guard::Marks marks;
    guard::RemovalPlan plan;

    World()
    {
        project.name = s("shop");
        project.services = {service("zookeeper", compose::Role::ZooKeeper, compose::Flavour::ConfluentZooKeeper),
                            service("kafka", compose::Role::Broker, compose::Flavour::ConfluentKafka),
                            service("topics", compose::Role::Init), service("mail", compose::Role::Worker),
                            service("database", compose::Role::Other)};
        project.volumes = {{s("kafka"), s("shop_kafka"), false},
                           {s("zookeeper"), s("shop_zookeeper"), false},
                           {s("database"), s("shop_database"), false}};
        state.id = s("ENGINE");
        state.context.name = s("default");
        engine::Container zookeeper = container(project.name, "zookeeper", "z1");
        zookeeper.mounts = {mount(s("shop_zookeeper"), "/var/lib/zookeeper/data"),
                            mount(anonymous, "/var/lib/zookeeper/log")};
        engine::Container kafka = container(project.name, "kafka", "k1");
        kafka.mounts = {mount(s("shop_kafka"), "/var/lib/kafka/data"),
                        mount(s("shop_certificates"), "/etc/kafka/secrets")};
        engine::Container database = container(project.name, "database", "d1");
        database.mounts = {mount(s("shop_database"), "/var/lib/postgresql/data")};
        engine::Container other = container(s("shop-two"), "kafka", "o1");
        other.mounts = {mount(s("shop-two_kafka"), "/var/lib/kafka/data")};
        engine::Container alone;
        alone.id = s("n1");
        alone.name = s("alone");
        alone.mounts = {mount(s("somebodys"), "/data")};
        state.containers = {
            zookeeper, kafka, container(project.name, "topics", "t1"), container(project.name, "mail", "m1"), database,
            other,     alone};
        state.volumes = {volume(s("shop_zookeeper"), project.name, 1),
                         volume(anonymous, {}, 2),
                         volume(s("shop_kafka"), project.name, 3),
                         volume(s("shop_certificates"), project.name, 4),
                         volume(s("shop_database"), project.name, 5),
                         volume(s("shop-two_kafka"), s("shop-two"), 6),
                         volume(s("somebodys"), s("x"), 7)};
        plan = guard::planRemoval(project, state);
    }

    guard::Case facts() const { return {plan, project, state, marks}; }
    guard::Ruling ruling(const QString &confirmed = {}) const { return guard::ruleOn(facts(), confirmed); }
    engine::Container &containerOf(const char *id) { return theOne(state.containers, s(id), &engine::Container::id); }
    engine::Volume &volumeOf(const QString &name) { return theOne(state.volumes, name, &engine::Volume::name); }
    // An anonymous volume, as the engine makes it for a path that the container's image declares.
    void attach(const char *container, const QString &name)
    {
        state.volumes.push_back(volume(name, {}, 9));
        containerOf(container).mounts.push_back(mount(name, "/var/lib/kafka/data"));
    }
    guard::PlannedVolume &planned(const QString &name)
    {
        return theOne(plan.volumes, name, &guard::PlannedVolume::name);
    }
};

} // namespace bd::fakes
