#include "cluster/clusterwords.h"

#include <QCoreApplication>

#include "common/settingwords.h"
#include "kafka/topicsummary.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ClusterWords)
};

QString advertisedListeners(const probe::BrokerFacts &facts)
{
    const kafka::ConfigEntry *entry = kafka::findEntry(facts.config, u"advertised.listeners");
    return entry ? entry->value.value_or(QString()) : QString();
}

} // namespace

QString releaseText(const probe::BrokerFacts &facts)
{
    const auto release = facts.versions ? kafka::releaseOf(*facts.versions) : std::nullopt;
    if (!release) {
        return {};
    }
    if (release->last.isEmpty()) {
        return Tr::tr("%1 or later", "a release of Kafka").arg(release->first);
    }
    return release->first == release->last ? release->first
                                           : Tr::tr("%1 to %2", "releases of Kafka").arg(release->first, release->last);
}

QString releasesText(const ClusterFacts &facts)
{
    QStringList releases;
    for (const probe::BrokerFacts &one : facts.brokers) {
        releases += releaseText(one);
    }
    releases.removeAll(QString());
    releases.removeDuplicates();
    if (releases.isEmpty()) {
        return facts.brokers.isEmpty() ? unknownText : Tr::tr("not known");
    }
    return releases.join(QStringLiteral(", "));
}

QString kindText(const ClusterFacts &facts)
{
    switch (facts.kind()) {
    case kafka::ClusterKind::ZooKeeper: return Tr::tr("ZooKeeper");
    case kafka::ClusterKind::KRaft: return Tr::tr("KRaft");
    case kafka::ClusterKind::Unknown: break;
    }
    return facts.brokers.isEmpty() ? unknownText : Tr::tr("not known");
}

QString controllerText(const ClusterFacts &facts)
{
    if (facts.brokers.isEmpty()) { // only they say whether metadata names the true one
        return unknownText;
    }
    if (const auto id = facts.controller()) {
        return facts.brokers.contains(*id) ? Tr::tr("broker %1").arg(*id) : Tr::tr("node %1").arg(*id);
    }
    return facts.kind() == kafka::ClusterKind::KRaft ? Tr::tr("clients are not told") : Tr::tr("not known");
}

std::optional<Finding> mappedFinding(const ClusterFacts &facts)
{
    QStringList ways, lines;
    for (const kafka::BrokerLoad &load : facts.summary.brokers) {
        const QString reachedAt = load.isThere ? facts.reachedAt(load.broker) : QString();
        if (reachedAt.isEmpty()) {
            continue;
        }
        ways += Tr::tr("%1 → %2", "an address, where it is led to").arg(load.broker.address(), reachedAt);
        const QString listeners = advertisedListeners(facts.brokers.value(load.broker.id));
        if (!listeners.isEmpty()) {
            lines += QStringLiteral("advertised.listeners=") + listeners;
        }
    }
    if (!facts.access.mapped || ways.isEmpty()) {
        return {};
    }
    return Finding{.edge = Card::Edge::Waiting,
                   .title = Tr::tr("The panel gets to this cluster; your own programs on this machine will not"),
                   .text = Tr::tr("The brokers tell of an address that is only known inside the stack. The panel leads "
                                  "it to the published port (%1), and other clients cannot. For them, "
                                  "advertised.listeners (KAFKA_ADVERTISED_LISTENERS in the compose file) needs a "
                                  "listener of its own with localhost and the published port.")
                               .arg(ways.join(QStringLiteral(", "))),
                   .raw = lines.join(QLatin1Char('\n')),
                   .accept = {},
                   .dismissible = false};
}

QString aclSentence(const ClusterFacts &facts)
{
    if (!facts.acls) {
        return facts.aclsError ? Tr::tr("The rules could not be asked for: %1").arg(facts.aclsError->message)
                               : Tr::tr("Not known yet.");
    }
    switch (facts.acls->kind) {
    case kafka::AclList::Kind::NoAuthorizer:
        return Tr::tr("This cluster has no authorizer: whoever reaches it may do everything, as is usual in "
                      "development.");
    case kafka::AclList::Kind::NotAllowed:
        return Tr::tr("This cluster has rules, and this connection’s user may not see them: it takes «Describe» on the "
                      "cluster, or a super user.");
    case kafka::AclList::Kind::NoneSeen:
        return Tr::tr(
            "This cluster has an authorizer, and tells of no rule: none is set, or this connection’s user may "
            "not see them.");
    case kafka::AclList::Kind::Listed: break;
    }
    return {};
}

} // namespace bd::app
