#include "reset/cluster.h"

#include <QCoreApplication>

#include "guard/look.h"
#include "reset/resetsteps.h"
#include "reset/topicplan.h"

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

constexpr Millis askDeadline{15'000};

// A stack whose volumes went since has topics of the same names, and is another cluster.
Result<> isStill(kafka::Client &client, const QString &clusterId, std::stop_token stop)
{
    const auto now = client.metadata(false, askDeadline, std::move(stop));
    if (!now)
        return tl::unexpected(now.error());
    if (now->clusterId == clusterId)
        return {};
    if (now->clusterId.isEmpty())
        return fail(ErrorCode::Failed, Tr::tr("Nothing is deleted: no broker tells which cluster it is"),
                    Tr::tr("Try again in a moment."));
    return fail(ErrorCode::Failed, Tr::tr("Nothing is deleted: it is another Kafka cluster than was shown"),
                Tr::tr("Look at the plan again."),
                QStringLiteral("cluster.id %1, shown %2").arg(now->clusterId, clusterId));
}

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
    auto found = survey(engine, project, stop);
    if (!found)
        return tl::unexpected(found.error());
    const auto records = guard::planOfRecords(project.name, plan.engineId, plan.context);
    if (auto allowed = mayGo({records, project, found->state, marks}, confirmedContext); !allowed)
        return tl::unexpected(allowed.error());
    if (found->cluster && !plan.clusterId.isEmpty()) {
        if (auto same = isStill(*found->cluster->client, plan.clusterId, stop); !same)
            return tl::unexpected(same.error());
    }
    return std::move(found->cluster);
}

} // namespace bd::reset
