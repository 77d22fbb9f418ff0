#include "reset/cluster.h"

#include "guard/look.h"
#include "reset/resetsteps.h"
#include "reset/topicplan.h"

namespace bd::reset {

namespace {

Result<Cluster> opened(const reach::BrokerAccess &access)
{
    return kafka::Client::open(access.settings).map([&](std::unique_ptr<kafka::Client> client) {
        return Cluster{access.settings, std::move(client)};
    });
}

} // namespace

Result<Cluster> clusterOf(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    return reach::runningBroker(engine, project, std::move(stop)).and_then(opened);
}

Result<Cluster> clusterIn(const guard::EngineState &state, const compose::Project &project)
{
    return reach::brokerAmong(state.containers, project, state.context).and_then(opened);
}

Result<Survey> survey(const engine::Engine &engine, const compose::Project &project, std::stop_token stop)
{
    return guard::lookAt(engine, std::move(stop)).map([&](guard::EngineState &&state) {
        auto cluster = clusterIn(state, project);
        return Survey{std::move(state), std::move(cluster)};
    });
}

Result<Cluster> clusterToChange(const engine::Engine &engine, const compose::Project &project, const TopicPlan &plan,
                                const guard::Marks &marks, const QString &confirmedContext, std::stop_token stop)
{
    auto found = survey(engine, project, std::move(stop));
    if (!found)
        return tl::unexpected(found.error());
    const auto records = guard::planOfRecords(project.name, plan.engineId, plan.context);
    if (auto allowed = mayGo({records, project, found->state, marks}, confirmedContext); !allowed)
        return tl::unexpected(allowed.error());
    return std::move(found->cluster);
}

} // namespace bd::reset
