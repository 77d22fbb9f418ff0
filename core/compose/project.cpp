#include "compose/project.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bd::compose {

namespace {

constexpr std::array<std::pair<Role, QLatin1String>, 5> roleNames{{
    {Role::ZooKeeper, QLatin1String("zookeeper")},
    {Role::Broker, QLatin1String("broker")},
    {Role::Init, QLatin1String("init")},
    {Role::Worker, QLatin1String("worker")},
    {Role::Other, QLatin1String("other")},
}};

constexpr std::array<std::pair<Condition, QLatin1String>, 3> conditionNames{{
    {Condition::Started, QLatin1String("service_started")},
    {Condition::Healthy, QLatin1String("service_healthy")},
    {Condition::CompletedSuccessfully, QLatin1String("service_completed_successfully")},
}};

template<typename Names, typename Value>
QString nameOf(const Names &names, Value value)
{
    return std::ranges::find(names, value, &Names::value_type::first)->second;
}

template<typename Names>
auto valueOf(const Names &names, QStringView text) -> std::optional<typename Names::value_type::first_type>
{
    const auto found = std::ranges::find_if(names, [text](const auto &name) { return text == name.second; });
    if (found == names.end())
        return {};
    return found->first;
}

} // namespace

bool Service::isCalled(const QString &host) const
{
    return !host.isEmpty() && (name == host || containerName == host || hostname == host || aliases.contains(host));
}

const Service *Project::service(QStringView serviceName) const
{
    const auto found = std::ranges::find_if(services,
                                            [serviceName](const Service &s) { return s.name == serviceName; });
    return found == services.end() ? nullptr : &*found;
}

bool Project::isKRaft() const
{
    const auto has = [this](Role role) { return std::ranges::find(services, role, &Service::role) != services.end(); };
    return has(Role::Broker) && !has(Role::ZooKeeper);
}

QStringList Project::activeProfiles() const
{
    QStringList active = call.profiles;
    if (active.isEmpty()) {
        for (const Service &one : services)
            active += one.profiles;
    }
    active.removeDuplicates();
    return active;
}

QString toString(Role role)
{
    return nameOf(roleNames, role);
}

std::optional<Role> roleFrom(QStringView text)
{
    return valueOf(roleNames, text);
}

QString toString(Condition condition)
{
    return nameOf(conditionNames, condition);
}

std::optional<Condition> conditionFrom(QStringView text)
{
    return valueOf(conditionNames, text);
}

} // namespace bd::compose
