#include "clusterverbs.h"

#include <map>

#include <QCoreApplication>

#include "exitcode.h"
#include "kafka/clustersummary.h"
#include "kafkaconnection.h"
#include "probe/brokerfacts.h"
#include "settingwords.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using kafka::AclList;
using kafka::BrokerLoad;
using kafka::ClusterKind;
using probe::BrokerFacts;

// Beside what was asked for, nobody waits long for one broker.
constexpr Millis factsDeadline{5000};

using Facts = std::map<int, BrokerFacts>;

QString kindWord(ClusterKind kind)
{
    switch (kind) {
    case ClusterKind::ZooKeeper: return QStringLiteral("ZooKeeper");
    case ClusterKind::KRaft: return QStringLiteral("KRaft");
    case ClusterKind::Unknown: break;
    }
    return Tr::tr("not known");
}

QString releaseText(const BrokerFacts &facts)
{
    const auto release = facts.versions ? kafka::releaseOf(*facts.versions) : std::nullopt;
    if (!release)
        return Tr::tr("not known");
    if (release->last.isEmpty())
        return Tr::tr("%1 or later", "a release").arg(release->first);
    return release->first == release->last ? release->first
                                           : Tr::tr("%1 to %2", "releases").arg(release->first, release->last);
}

QJsonValue releaseJson(const BrokerFacts &facts)
{
    const auto release = facts.versions ? kafka::releaseOf(*facts.versions) : std::nullopt;
    if (!release)
        return {};
    return QJsonObject{{QStringLiteral("first"), release->first},
                       {QStringLiteral("last"), release->last.isEmpty() ? QJsonValue() : QJsonValue(release->last)}};
}

QJsonArray featuresJson(const std::vector<kafka::Feature> &features)
{
    QJsonArray array;
    for (const kafka::Feature &feature : features)
        array += QJsonObject{{QStringLiteral("name"), feature.name},
                             {QStringLiteral("least"), feature.least},
                             {QStringLiteral("most"), feature.most},
                             {QStringLiteral("finalized"),
                              feature.finalized ? QJsonValue(*feature.finalized) : QJsonValue()}};
    return array;
}

QJsonObject errorsJson(const BrokerFacts &facts)
{
    QJsonObject errors;
    if (facts.configError)
        errors.insert(QStringLiteral("config"), facts.configError->message);
    if (facts.versionsError)
        errors.insert(QStringLiteral("versions"), facts.versionsError->message);
    return errors;
}

class ClusterVerbs
{
public:
    ClusterVerbs(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
        : m_engine(engine), m_options(options), m_output(output), m_stop(std::move(stop)),
          m_given(options.arguments.mid(1)), m_deadline(options.answerTime())
    {}

    int run()
    {
        using Subcommand = Result<int> (ClusterVerbs::*)();
        static const std::map<QString, Subcommand> subcommands{
            {QStringLiteral("show"), &ClusterVerbs::show},
            {QStringLiteral("config"), &ClusterVerbs::config},
            {QStringLiteral("acls"), &ClusterVerbs::acls},
        };
        // parseOptions() lets no other through.
        const Result<int> code = (this->*subcommands.at(m_options.arguments.first()))();
        return code ? *code : failed(m_output, code.error());
    }

private:
    Result<int> show();
    Result<int> config();
    Result<int> acls();

    Result<> connect()
    {
        auto settings = settingsFor(m_engine, m_options, m_output, m_stop);
        if (!settings)
            return tl::unexpected(settings.error());
        m_settings = std::move(*settings);
        auto client = kafka::Client::open(m_settings);
        if (!client)
            return tl::unexpected(client.error());
        m_client = std::move(*client);
        return {};
    }

    Result<> takesAtMost(qsizetype count) const
    {
        if (m_given.size() <= count)
            return {};
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("cluster %1 does not take «%2»").arg(m_options.arguments.first(), m_given.last()),
                    Tr::tr("«brokerdeckctl --help» shows how it is used."));
    }

    Facts factsOf(const kafka::Metadata &metadata);
    Result<int> chosenBroker(const kafka::Metadata &metadata) const;
    QJsonObject json(const BrokerLoad &load, const BrokerFacts &facts) const;
    void print(const kafka::Metadata &metadata, const kafka::ClusterSummary &summary, const Facts &facts);
    void printFeatures(const Facts &facts);

    const engine::Engine &m_engine;
    const Options &m_options;
    Output &m_output;
    std::stop_token m_stop;
    const QStringList m_given;
    const Millis m_deadline;
    kafka::Settings m_settings;
    std::unique_ptr<kafka::Client> m_client;
};

Facts ClusterVerbs::factsOf(const kafka::Metadata &metadata)
{
    Facts facts;
    for (const kafka::Broker &broker : metadata.brokers)
        facts.emplace(broker.id,
                      probe::brokerFacts(*m_client, m_settings, broker, std::min(m_deadline, factsDeadline), m_stop));
    return facts;
}

ClusterKind kindOf(const Facts &facts)
{
    for (const auto &[id, one] : facts) {
        if (const ClusterKind kind = probe::clusterKind(one); kind != ClusterKind::Unknown)
            return kind;
    }
    return ClusterKind::Unknown;
}

// With KRaft the metadata names any broker, and the quorum the true one, which need not be a broker.
std::optional<int> controllerOf(const kafka::Metadata &metadata, const Facts &facts)
{
    for (const auto &[id, one] : facts) {
        if (one.quorum && one.quorum->leader >= 0)
            return one.quorum->leader;
    }
    const bool isTold = metadata.controllerId >= 0 && kindOf(facts) != ClusterKind::KRaft;
    return isTold ? std::optional(metadata.controllerId) : std::nullopt;
}

QJsonObject ClusterVerbs::json(const BrokerLoad &load, const BrokerFacts &facts) const
{
    const QString rack = kafka::rackOf(facts.config);
    const QString address = load.isThere ? load.broker.address() : QString();
    return {{QStringLiteral("id"), load.broker.id},
            {QStringLiteral("there"), load.isThere},
            {QStringLiteral("advertised"), load.isThere ? QJsonValue(address) : QJsonValue()},
            {QStringLiteral("reachedAt"),
             load.isThere ? QJsonValue(m_settings.addressMap.value(address, address)) : QJsonValue()},
            {QStringLiteral("rack"), rack.isEmpty() ? QJsonValue() : QJsonValue(rack)},
            {QStringLiteral("kafka"), releaseJson(facts)},
            {QStringLiteral("leads"), load.led},
            {QStringLiteral("replicas"), load.replicas},
            {QStringLiteral("outOfSync"), load.outOfSync},
            {QStringLiteral("features"),
             featuresJson(facts.versions ? facts.versions->features : std::vector<kafka::Feature>())},
            {QStringLiteral("unknown"), errorsJson(facts)}};
}

Result<int> ClusterVerbs::show()
{
    if (auto ready = takesAtMost(0).and_then([this] { return connect(); }); !ready)
        return tl::unexpected(ready.error());
    const auto metadata = m_client->metadata(true, m_deadline, m_stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    const kafka::ClusterSummary summary = kafka::clusterSummaryOf(*metadata);
    const Facts facts = factsOf(*metadata);
    if (m_stop.stop_requested())
        return cancelled();
    bool isWell = summary.underReplicated == 0 && summary.leaderless == 0;
    QJsonArray brokers;
    for (const BrokerLoad &load : summary.brokers) {
        isWell = isWell && load.isThere;
        const auto known = facts.find(load.broker.id);
        brokers += json(load, known == facts.end() ? BrokerFacts() : known->second);
    }
    const ClusterKind kind = kindOf(facts);
    const auto controller = controllerOf(*metadata, facts);
    if (m_output.json())
        m_output.document({{QStringLiteral("clusterId"), metadata->clusterId},
                           {QStringLiteral("kind"),
                            kind == ClusterKind::Unknown ? QJsonValue() : QJsonValue(kindWord(kind).toLower())},
                           {QStringLiteral("controller"), controller ? QJsonValue(*controller) : QJsonValue()},
                           {QStringLiteral("topics"), summary.topics},
                           {QStringLiteral("partitions"), summary.partitions},
                           {QStringLiteral("underReplicated"), summary.underReplicated},
                           {QStringLiteral("leaderless"), summary.leaderless},
                           {QStringLiteral("brokers"), brokers}});
    else
        print(*metadata, summary, facts);
    return isWell ? Well : ProblemFound;
}

void ClusterVerbs::print(const kafka::Metadata &metadata, const kafka::ClusterSummary &summary, const Facts &facts)
{
    const ClusterKind kind = kindOf(facts);
    const auto controller = controllerOf(metadata, facts);
    const QString controllerText = controller                   ? QString::number(*controller)
                                   : kind == ClusterKind::KRaft ? Tr::tr("not told to clients with KRaft")
                                                                : Tr::tr("not known");
    m_output.line(Tr::tr("Cluster:         %1").arg(metadata.clusterId));
    m_output.line(Tr::tr("Metadata in:     %1").arg(kindWord(kind)));
    m_output.line(Tr::tr("Controller:      %1").arg(controllerText));
    m_output.line(Tr::tr("Topics:          %1").arg(summary.topics));
    m_output.line(Tr::tr("Partitions:      %1, under-replicated: %2, without leader: %3")
                      .arg(summary.partitions)
                      .arg(summary.underReplicated)
                      .arg(summary.leaderless));
    m_output.line({});
    std::vector<QStringList> rows;
    for (const BrokerLoad &load : summary.brokers) {
        const auto found = facts.find(load.broker.id);
        const BrokerFacts known = found == facts.end() ? BrokerFacts() : found->second;
        const QString address = load.isThere ? load.broker.address() : Tr::tr("(not there)");
        rows.push_back({QString::number(load.broker.id), address, m_settings.addressMap.value(address),
                        kafka::rackOf(known.config), load.isThere ? releaseText(known) : QString(),
                        QString::number(load.led), QString::number(load.replicas), QString::number(load.outOfSync)});
    }
    m_output.table({Tr::tr("BROKER"), Tr::tr("ADVERTISED"), Tr::tr("REACHED AT"), Tr::tr("RACK"), Tr::tr("KAFKA"),
                    Tr::tr("LEADS"), Tr::tr("REPLICAS"), Tr::tr("OUT OF SYNC")},
                   rows);
    printFeatures(facts);
    for (const auto &[id, one] : facts) {
        for (const auto &error : {one.configError, one.versionsError}) {
            if (error)
                m_output.note(Tr::tr("broker %1: %2").arg(id).arg(error->message));
        }
    }
}

// They are the cluster's: whatever broker tells of them first.
void ClusterVerbs::printFeatures(const Facts &facts)
{
    for (const auto &[id, one] : facts) {
        if (!one.versions || one.versions->features.empty())
            continue;
        std::vector<QStringList> rows;
        for (const kafka::Feature &feature : one.versions->features) {
            const bool isMetadata = feature.name == QLatin1String("metadata.version");
            rows.push_back({feature.name, feature.finalized ? QString::number(*feature.finalized) : QString(),
                            QStringLiteral("%1–%2").arg(feature.least).arg(feature.most),
                            isMetadata ? kafka::metadataRelease(feature.finalized.value_or(0)) : QString()});
        }
        m_output.line({});
        m_output.table({Tr::tr("FEATURE"), Tr::tr("LEVEL"), Tr::tr("POSSIBLE"), Tr::tr("AS IN KAFKA")}, rows);
        return;
    }
}

Result<int> ClusterVerbs::chosenBroker(const kafka::Metadata &metadata) const
{
    QStringList ids;
    for (const kafka::Broker &broker : metadata.brokers)
        ids += QString::number(broker.id);
    const QString wanted = m_given.isEmpty() && ids.size() == 1 ? ids.first() : m_given.value(0);
    if (ids.contains(wanted))
        return wanted.toInt();
    const QString known = Tr::tr("There is: %1").arg(ids.join(QStringLiteral(", ")));
    return wanted.isEmpty() ? fail(ErrorCode::InvalidUse, Tr::tr("Of which broker?"), known)
                            : fail(ErrorCode::NotFound, Tr::tr("There is no broker %1").arg(wanted), known);
}

Result<int> ClusterVerbs::config()
{
    if (auto ready = takesAtMost(1).and_then([this] { return connect(); }); !ready)
        return tl::unexpected(ready.error());
    const auto metadata = m_client->metadata(false, m_deadline, m_stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    const auto broker = chosenBroker(*metadata);
    if (!broker)
        return tl::unexpected(broker.error());
    const auto config = m_client->brokerConfig(*broker, m_deadline, m_stop);
    if (!config)
        return tl::unexpected(config.error());
    if (m_output.json()) {
        m_output.document({{QStringLiteral("broker"), *broker}, {QStringLiteral("config"), settingsJson(*config)}});
        return Well;
    }
    const auto rows = settingRows(*config);
    if (!rows.empty())
        m_output.table(settingHeader(), rows);
    m_output.note(Tr::tr("%n more have Kafka's default; --json shows them too", nullptr,
                         static_cast<int>(config->size() - rows.size())));
    return Well;
}

Result<int> ClusterVerbs::acls()
{
    if (auto ready = takesAtMost(0).and_then([this] { return connect(); }); !ready)
        return tl::unexpected(ready.error());
    const auto list = m_client->acls(m_deadline, m_stop);
    if (!list)
        return tl::unexpected(list.error());
    if (list->kind == AclList::Kind::NotAllowed)
        return fail(ErrorCode::Kafka, Tr::tr("This user may not see the cluster's ACLs"),
                    Tr::tr("It takes «Describe» on the cluster, or a super user."));
    const bool hasAuthorizer = list->kind != AclList::Kind::NoAuthorizer;
    QJsonArray json;
    std::vector<QStringList> rows;
    for (const kafka::Acl &acl : list->acls) {
        const QString permission = acl.denies ? QStringLiteral("Deny") : QStringLiteral("Allow");
        rows.push_back({acl.resource, acl.isPrefix ? acl.name + QStringLiteral("…") : acl.name, acl.principal, acl.host,
                        acl.operation, permission});
        json += QJsonObject{{QStringLiteral("resource"), acl.resource}, {QStringLiteral("name"), acl.name},
                            {QStringLiteral("prefix"), acl.isPrefix},   {QStringLiteral("principal"), acl.principal},
                            {QStringLiteral("host"), acl.host},         {QStringLiteral("operation"), acl.operation},
                            {QStringLiteral("permission"), permission}};
    }
    const bool isSure = list->kind != AclList::Kind::NoneSeen;
    if (m_output.json())
        m_output.document({{QStringLiteral("authorizer"), hasAuthorizer},
                           {QStringLiteral("acls"), isSure ? QJsonValue(json) : QJsonValue()}});
    else if (!hasAuthorizer)
        m_output.line(Tr::tr("The cluster has no authorizer: whoever reaches it may do everything"));
    else if (rows.empty())
        m_output.line(
            Tr::tr("The cluster has an authorizer, and tells of no ACL: none is set, or this user may not see them"));
    else
        m_output.table({Tr::tr("RESOURCE"), Tr::tr("NAME"), Tr::tr("PRINCIPAL"), Tr::tr("HOST"), Tr::tr("OPERATION"),
                        Tr::tr("PERMISSION")},
                       rows);
    return Well;
}

} // namespace

int runCluster(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    return ClusterVerbs(engine, options, output, std::move(stop)).run();
}

} // namespace bd::ctl
