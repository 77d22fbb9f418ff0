#include "guard/registration.h"

#include <algorithm>

#include <QCoreApplication>

namespace bd::guard {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Guard)
};

using Why = Objection::Why;

Objection objection(Why why, const QString &subject, const QString &text)
{
    return {why, subject, text};
}

std::vector<Objection> onOwner(const NodeNow &now)
{
    const QString &path = now.node.path;
    switch (now.owner) {
    case Owner::Nobody: return {};
    case Owner::Connected:
        return {objection(Why::OwnerLives, path,
                          Tr::tr("%1 belongs to a broker that is connected: without it, a working cluster breaks. Stop "
                                 "one of the two, or give it another id")
                              .arg(path))};
    case Owner::Unknown:
        return {objection(Why::OwnerUnknown, path,
                          Tr::tr("Who owns %1 cannot be told from here, so it is not touched: it goes by itself when "
                                 "that session ends")
                              .arg(path))};
    case Owner::Corpse:
    case Owner::NotConnected: break;
    }
    if (now.isOverdue)
        return {};
    return {objection(Why::NotOverdue, path, Tr::tr("%1 may still go by itself: wait for that first").arg(path))};
}

std::vector<Objection> onNodes(const RegistrationCase &facts)
{
    std::vector<Objection> objections;
    for (const NodeNow &now : facts.nodes) {
        const auto shown = std::ranges::find(facts.plan.nodes, now.node.path, &PlannedNode::path);
        if (shown == facts.plan.nodes.end() || *shown != now.node)
            objections.push_back(
                objection(Why::Changed, now.node.path,
                          Tr::tr("%1 is another node than the one that was shown").arg(now.node.path)));
        std::ranges::move(onOwner(now), std::back_inserter(objections));
    }
    return objections;
}

} // namespace

Ruling ruleOn(const RegistrationCase &facts, const QString &confirmedContext)
{
    Ruling ruling = ruleOn(Case{facts.plan.place, facts.project, facts.state, facts.marks}, confirmedContext);
    auto objections = onNodes(facts);
    for (const QString &name : facts.running)
        objections.push_back(objection(
            Why::BrokerRuns, name,
            Tr::tr("%1 runs, and has the id %2 or may have it: stop it first").arg(name).arg(facts.plan.broker)));
    if (!facts.noneElsewhere)
        objections.push_back(
            objection(Why::NotAsked, QString::number(facts.plan.broker),
                      Tr::tr("Nobody has said yet that no broker %1 runs anywhere else").arg(facts.plan.broker)));
    std::ranges::move(objections, std::back_inserter(ruling.objections));
    if (!ruling.objections.empty())
        ruling.verdict = Ruling::Verdict::Refused;
    return ruling;
}

Result<zookeeper::NodePermit> Permits::forNode(const QString &path, const RegistrationCase &now,
                                               const QString &confirmedContext)
{
    const auto planned = std::ranges::find(now.plan.nodes, path, &PlannedNode::path);
    if (planned == now.plan.nodes.end())
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not in the plan that was confirmed").arg(path));
    const Ruling ruling = ruleOn(now, confirmedContext);
    if (ruling.verdict != Ruling::Verdict::Allowed)
        return tl::unexpected(refusalOf(ruling, now.state));
    return zookeeper::NodePermit(planned->path, planned->czxid, planned->owner);
}

} // namespace bd::guard
