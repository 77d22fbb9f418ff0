#include <QJsonArray>
#include <QJsonObject>

#include "stack/state.h"

namespace bd::stack {

namespace {

QJsonObject toJson(const ServiceStatus &service)
{
    QJsonObject json{
        {QStringLiteral("name"), service.service},
        {QStringLiteral("role"), compose::toString(service.role)},
        {QStringLiteral("state"), toString(service.state)},
        {QStringLiteral("health"), service.health},
        {QStringLiteral("waitsFor"), service.waitsFor.isEmpty() ? QJsonValue() : QJsonValue(service.waitsFor)},
        {QStringLiteral("now"), service.now},
        {QStringLiteral("image"), service.image},
        {QStringLiteral("ports"), QJsonArray::fromStringList(service.endpoints)},
        {QStringLiteral("restarts"), service.restarts},
        {QStringLiteral("container"), service.containerName},
        {QStringLiteral("since"), service.since ? QJsonValue(toIso(*service.since)) : QJsonValue()},
        {QStringLiteral("exitCode"), service.exitCode ? QJsonValue(*service.exitCode) : QJsonValue()},
    };
    return json;
}

QJsonObject topicsJson(const std::vector<TopicStatus> &topics)
{
    QJsonArray expected, present, missing;
    bool known = true;
    for (const TopicStatus &topic : topics) {
        expected += topic.expected.name;
        if (topic.state == TopicState::Present)
            present += topic.expected.name;
        else if (topic.state == TopicState::Missing)
            missing += topic.expected.name;
        else
            known = false;
    }
    return {{QStringLiteral("expected"), expected},
            {QStringLiteral("present"), known ? QJsonValue(present) : QJsonValue()}, // unknown is not none
            {QStringLiteral("missing"), known ? QJsonValue(missing) : QJsonValue()}};
}

QJsonObject toJson(const Identity &identity)
{
    const auto known = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    return {{QStringLiteral("brokerId"), identity.brokerId ? QJsonValue(*identity.brokerId) : QJsonValue()},
            {QStringLiteral("clusterId"), known(identity.clusterId)},
            {QStringLiteral("kafkaVersion"), known(identity.kafkaVersion)},
            {QStringLiteral("zooKeeperVersion"), known(identity.zooKeeperVersion)},
            {QStringLiteral("zooKeeperMode"), known(identity.zooKeeperMode)}};
}

} // namespace

QJsonObject toJson(const StackState &state)
{
    QJsonArray services, problems;
    for (const ServiceStatus &service : state.services)
        services += toJson(service);
    for (const Problem &problem : state.problems)
        problems += QJsonObject{{QStringLiteral("title"), problem.title}, {QStringLiteral("text"), problem.text}};
    return {{QStringLiteral("project"), state.project},
            {QStringLiteral("context"), state.context.name},
            {QStringLiteral("asOf"), toIso(state.asOf)},
            {QStringLiteral("services"), services},
            {QStringLiteral("topics"), topicsJson(state.topics)},
            {QStringLiteral("identity"), toJson(state.identity)},
            {QStringLiteral("problems"), problems}};
}

} // namespace bd::stack
