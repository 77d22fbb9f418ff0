#include "registration/registrationjson.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>

#include "base/text.h"

namespace bd::registration {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Registration)
};

using guard::Owner;
using zookeeper::sessionText;

QJsonValue isoOrNull(const std::optional<TimePoint> &at)
{
    return at ? QJsonValue(toIso(*at)) : QJsonValue();
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject jsonOf(const Registered &one, const Seen &seen)
{
    const Ownership owner = ownerOf(seen, one.node.stat.ephemeralOwner);
    return {{QStringLiteral("path"), one.node.path},
            {QStringLiteral("czxid"), sessionText(one.node.stat.czxid)},
            {QStringLiteral("registeredAt"), toIso(one.node.stat.createdAt)},
            {QStringLiteral("endpoints"), QJsonArray::fromStringList(one.endpoints)},
            {QStringLiteral("owner"), QJsonObject{{QStringLiteral("kind"), toString(owner.owner)},
                                                  {QStringLiteral("session"), sessionText(owner.session)},
                                                  {QStringLiteral("container"), textOrNull(owner.container)},
                                                  {QStringLiteral("address"), textOrNull(owner.address)},
                                                  {QStringLiteral("proof"), textOrNull(owner.proof)},
                                                  {QStringLiteral("expires"), isoOrNull(owner.expires)}}}};
}

QString stateWord(Rung::State state)
{
    switch (state) {
    case Rung::State::Offered: return QStringLiteral("offered");
    case Rung::State::Later: return QStringLiteral("later");
    case Rung::State::Refused: break;
    }
    return QStringLiteral("refused");
}

QJsonArray jsonOf(const std::vector<Rung> &ladder)
{
    QJsonArray array;
    for (const Rung &rung : ladder)
        array += QJsonObject{{QStringLiteral("what"), toString(rung.what)},
                             {QStringLiteral("state"), stateWord(rung.state)},
                             {QStringLiteral("text"), rung.text},
                             {QStringLiteral("at"), isoOrNull(rung.at)}};
    return array;
}

QJsonObject jsonOf(const Row &row, const Seen &seen)
{
    QJsonArray onEngine;
    for (const EngineBroker *one : row.onEngine)
        onEngine += QJsonObject{{QStringLiteral("container"), one->name},
                                {QStringLiteral("service"), textOrNull(one->service)},
                                {QStringLiteral("up"), one->isUp}};
    return {{QStringLiteral("id"), row.broker},
            {QStringLiteral("zookeeper"), row.inZooKeeper ? QJsonValue(jsonOf(*row.inZooKeeper, seen)) : QJsonValue()},
            {QStringLiteral("kafka"), row.inKafka ? QJsonValue(row.inKafka->address()) : QJsonValue()},
            {QStringLiteral("engine"), onEngine},
            {QStringLiteral("ladder"), jsonOf(ladderOf(seen, row.broker))}};
}

QJsonValue messageOf(const std::optional<Error> &error)
{
    return error ? QJsonValue(error->message) : QJsonValue();
}

} // namespace

QJsonObject toJson(const Seen &seen)
{
    QJsonArray brokers;
    for (const Row &row : rowsOf(seen))
        brokers += jsonOf(row, seen);
    const auto controller = seen.controller ? controllerIn(seen.controller->data) : std::nullopt;
    return {{QStringLiteral("brokers"), brokers},
            {QStringLiteral("controller"), controller ? QJsonValue(*controller) : QJsonValue()},
            {QStringLiteral("askedOver"), textOrNull(seen.zookeeperWay)},
            {QStringLiteral("zookeeperError"), messageOf(seen.zookeeperError)},
            {QStringLiteral("kafkaError"), messageOf(seen.kafkaError)}};
}

QJsonObject toJson(const zookeeper::Node &node, const QStringList &children)
{
    return {{QStringLiteral("path"), node.path},
            {QStringLiteral("data"), QString::fromUtf8(node.data)},
            {QStringLiteral("bytes"), node.stat.dataLength},
            {QStringLiteral("czxid"), sessionText(node.stat.czxid)},
            {QStringLiteral("createdAt"), toIso(node.stat.createdAt)},
            {QStringLiteral("changedAt"), toIso(node.stat.changedAt)},
            {QStringLiteral("dataVersion"), node.stat.dataVersion},
            {QStringLiteral("owner"), sessionText(node.stat.ephemeralOwner)},
            {QStringLiteral("children"), QJsonArray::fromStringList(children)}};
}

QString toString(Owner owner)
{
    switch (owner) {
    case Owner::Nobody: return QStringLiteral("nobody");
    case Owner::Connected: return QStringLiteral("connected");
    case Owner::Corpse: return QStringLiteral("ended");
    case Owner::NotConnected: return QStringLiteral("not-connected");
    case Owner::Unknown: break;
    }
    return QStringLiteral("unknown");
}

QString toString(Rung::What what)
{
    switch (what) {
    case Rung::What::StopDuplicate: return QStringLiteral("stop-duplicate");
    case Rung::What::WaitAndStart: return QStringLiteral("wait-and-start");
    case Rung::What::Remove: return QStringLiteral("unregister");
    case Rung::What::Reset: break;
    }
    return QStringLiteral("reset");
}

QString titleOf(Rung::What what)
{
    switch (what) {
    case Rung::What::StopDuplicate: return Tr::tr("Stop the duplicate");
    case Rung::What::WaitAndStart: return Tr::tr("Wait, then start Kafka");
    case Rung::What::Remove: return Tr::tr("Delete the registration");
    case Rung::What::Reset: break;
    }
    return Tr::tr("Reset the stack");
}

QString titleOf(const Rung &rung, TimePoint now)
{
    const QString title = titleOf(rung.what);
    if (rung.state == Rung::State::Refused)
        return Tr::tr("%1 (not now)").arg(title);
    if (!rung.at)
        return title;
    const auto left = std::chrono::ceil<std::chrono::seconds>(*rung.at - now).count();
    if (left <= 0)
        return title;
    return rung.state == Rung::State::Later ? Tr::tr("%1 (in %2 s)").arg(title).arg(left)
                                            : Tr::tr("%1 (at most %2 s)").arg(title).arg(left);
}

QString zooKeeperText(const Seen &seen, const Row &row)
{
    if (row.inZooKeeper)
        return Tr::tr("registered %1").arg(toLocalText(row.inZooKeeper->node.stat.createdAt));
    return seen.zookeeperError ? QStringLiteral("?") : Tr::tr("not registered");
}

QString kafkaText(const Seen &seen, const Row &row)
{
    if (row.inKafka)
        return row.inKafka->address();
    return seen.kafkaError ? QStringLiteral("?") : Tr::tr("not in the cluster");
}

QString engineText(const Row &row)
{
    QStringList names;
    for (const EngineBroker *one : row.onEngine)
        names += one->isUp ? one->name : Tr::tr("%1 (stopped)").arg(one->name);
    return names.isEmpty() ? Tr::tr("none that we know") : names.join(QStringLiteral(", "));
}

} // namespace bd::registration
