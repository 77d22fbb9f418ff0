// What a Client asks of the cluster itself: a broker's settings, and who may do what.
#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "kafka/configresource.h"
#include "kafka/topicsummary.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

// By number: 2.0.2 has no name for transactional ids yet, and tells of them as unknown.
QString resourceWord(rd_kafka_ResourceType_t type)
{
    switch (int(type)) {
    case 2: return QStringLiteral("Topic");
    case 3: return QStringLiteral("Group");
    case 4: return QStringLiteral("Cluster");
    case 5: return QStringLiteral("TransactionalId");
    default: return QStringLiteral("Other");
    }
}

QString operationWord(rd_kafka_AclOperation_t operation)
{
    switch (operation) {
    case RD_KAFKA_ACL_OPERATION_ALL: return QStringLiteral("All");
    case RD_KAFKA_ACL_OPERATION_READ: return QStringLiteral("Read");
    case RD_KAFKA_ACL_OPERATION_WRITE: return QStringLiteral("Write");
    case RD_KAFKA_ACL_OPERATION_CREATE: return QStringLiteral("Create");
    case RD_KAFKA_ACL_OPERATION_DELETE: return QStringLiteral("Delete");
    case RD_KAFKA_ACL_OPERATION_ALTER: return QStringLiteral("Alter");
    case RD_KAFKA_ACL_OPERATION_DESCRIBE: return QStringLiteral("Describe");
    case RD_KAFKA_ACL_OPERATION_CLUSTER_ACTION: return QStringLiteral("ClusterAction");
    case RD_KAFKA_ACL_OPERATION_DESCRIBE_CONFIGS: return QStringLiteral("DescribeConfigs");
    case RD_KAFKA_ACL_OPERATION_ALTER_CONFIGS: return QStringLiteral("AlterConfigs");
    case RD_KAFKA_ACL_OPERATION_IDEMPOTENT_WRITE: return QStringLiteral("IdempotentWrite");
    default: return QStringLiteral("Other");
    }
}

Acl aclOf(const rd_kafka_AclBinding_t *raw)
{
    return {.resource = resourceWord(rd_kafka_AclBinding_restype(raw)),
            .name = QString::fromUtf8(rd_kafka_AclBinding_name(raw)),
            .isPrefix = rd_kafka_AclBinding_resource_pattern_type(raw) == RD_KAFKA_RESOURCE_PATTERN_PREFIXED,
            .principal = QString::fromUtf8(rd_kafka_AclBinding_principal(raw)),
            .host = QString::fromUtf8(rd_kafka_AclBinding_host(raw)),
            .operation = operationWord(rd_kafka_AclBinding_operation(raw)),
            .denies = rd_kafka_AclBinding_permission_type(raw) == RD_KAFKA_ACL_PERMISSION_TYPE_DENY};
}

std::vector<Acl> aclsOf(rd_kafka_event_t *event)
{
    size_t count = 0;
    const auto *raws = rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(event), &count);
    std::vector<Acl> acls;
    acls.reserve(count);
    for (size_t i = 0; i < count; ++i)
        acls.push_back(aclOf(raws[i]));
    const auto key = [](const Acl &acl) { return std::tie(acl.resource, acl.name, acl.principal, acl.operation); };
    std::ranges::stable_sort(acls, [&](const Acl &a, const Acl &b) { return key(a) < key(b); });
    return acls;
}

// librdkafka (2.0 to 2.12 at least) reads the code of an answer that refuses, and forgets it: what is left is an empty
// list. The brokers' settings tell most of it.
Result<AclList> whyNoAcls(Client &client, Millis deadline, std::stop_token stop)
{
    const auto metadata = client.metadata(false, deadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    const auto config = client.brokerConfig(metadata->brokers.front().id, deadline, std::move(stop));
    if (!config && config.error().code != ErrorCode::Kafka)
        return tl::unexpected(config.error());
    if (!config) // who may not read settings is told so by an authorizer
        return AclList{AclList::Kind::NotAllowed, {}};
    const ConfigEntry *authorizer = findEntry(*config, u"authorizer.class.name");
    const bool isNone = authorizer && authorizer->value.value_or(QString()).isEmpty();
    return AclList{isNone ? AclList::Kind::NoAuthorizer : AclList::Kind::NoneSeen, {}};
}

} // namespace

Result<std::vector<ConfigEntry>> Client::brokerConfig(int broker, Millis deadline, std::stop_token stop)
{
    std::vector<Owned<rd_kafka_ConfigResource_t>> asked;
    asked.push_back(configResource(RD_KAFKA_RESOURCE_BROKER, QString::number(broker)));
    const auto event = describeConfigs(*d->handle, asked, deadline, stop);
    if (!event)
        return tl::unexpected(event.error());
    size_t count = 0;
    const auto *described =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event->get()), &count);
    if (count == 0)
        return fail(ErrorCode::Kafka, Tr::tr("Broker %1 told nothing of its settings").arg(broker));
    if (const auto code = rd_kafka_ConfigResource_error(described[0]))
        return fail(ErrorCode::Kafka, Tr::tr("The settings of broker %1 cannot be read: %2")
                                          .arg(broker)
                                          .arg(brokersWords(code, rd_kafka_ConfigResource_error_string(described[0]))));
    return entriesOf(described[0]);
}

Result<AclList> Client::acls(Millis deadline, std::stop_token stop)
{
    char reason[256] = "";
    const Owned<rd_kafka_AclBinding_t> all(
        rd_kafka_AclBindingFilter_new(RD_KAFKA_RESOURCE_ANY, nullptr, RD_KAFKA_RESOURCE_PATTERN_ANY, nullptr, nullptr,
                                      RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, reason,
                                      sizeof reason));
    rd_kafka_resp_err_t refusal = RD_KAFKA_RESP_ERR_NO_ERROR;
    const auto event = ask(
        *d->handle, RD_KAFKA_ADMIN_OP_DESCRIBEACLS, deadline, stop,
        [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
            rd_kafka_DescribeAcls(d->handle->get(), all.get(), options, queue);
        },
        &refusal);
    if (event) {
        AclList list{AclList::Kind::Listed, aclsOf(event->get())};
        return list.acls.empty() ? whyNoAcls(*this, deadline, std::move(stop)) : std::move(list);
    }
    if (refusal == RD_KAFKA_RESP_ERR_SECURITY_DISABLED)
        return AclList{AclList::Kind::NoAuthorizer, {}};
    if (refusal == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED)
        return AclList{AclList::Kind::NotAllowed, {}};
    return tl::unexpected(event.error());
}

} // namespace bd::kafka
