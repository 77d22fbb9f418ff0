// kafka-zk-connect, kraft-voters: where a server is told to find the servers that it belongs to.
#include <algorithm>
#include <utility>

#include "audit/ruletools.h"
#include "base/text.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::Role;
using compose::Service;

// «host:port», as both settings have it; without a port: 0.
struct Address {
    QString host;
    int port = 0;
    QString text() const { return port > 0 ? QStringLiteral("%1:%2").arg(host).arg(port) : host; }
};

Address addressIn(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    const int port = colon < 0 ? 0 : text.sliced(colon + 1).toInt();
    QString host = port > 0 ? text.first(colon) : text;
    host.remove(QLatin1Char('[')).remove(QLatin1Char(']'));
    return {host, port};
}

QStringList entriesIn(const QString &list)
{
    QStringList entries;
    for (const QString &one : list.split(QLatin1Char(','), Qt::SkipEmptyParts))
        entries += one.trimmed();
    entries.removeAll(QString());
    return entries;
}

// A name that this service could only have from the file, and has not: names with dots are of other networks, too.
bool isNobodys(const Subject &subject, const Service &service, const QString &host)
{
    if (host.contains(QLatin1Char('.')) || host.contains(QLatin1Char(':')) || service.isOnOthersNetwork)
        return false;
    const auto isNamedIn = [&](const char *key) {
        return subject.sources.written(service.name, {QLatin1String(key), host}).has_value()
               || !subject.sources.scalarsBelow(service.name, {QLatin1String(key)}, host).empty();
    };
    return !isNamedIn("extra_hosts") && !isNamedIn("links") && !isNamedIn("external_links");
}

// What is wrong with each that is told, and what it should be: where that cannot be told, `right` is empty.
struct Judged {
    QStringList wrong;
    QStringList doubtful;
    QStringList right;
};

// The one ZooKeeper of the file that no entry leads to; empty: there is none, or several, or its port is not known.
QString otherZooKeeper(const Subject &subject, const QStringList &entries)
{
    std::vector<const Service *> others = servicesOf(subject, Role::ZooKeeper);
    std::erase_if(others, [&](const Service *one) {
        return std::ranges::any_of(entries, [&](const QString &entry) {
            return serviceCalled(subject, addressIn(entry).host) == one;
        });
    });
    const auto port = others.size() == 1 ? clientPortOf(subject, *others.front()) : std::nullopt;
    return port ? QStringLiteral("%1:%2").arg(others.front()->name).arg(*port) : QString();
}

Judged judgedConnect(const Subject &subject, const Service &broker, const QStringList &entries)
{
    Judged judged;
    QString other = otherZooKeeper(subject, entries);
    for (const QString &entry : entries) {
        const Address address = addressIn(entry);
        const Service *service = serviceCalled(subject, address.host);
        const bool isItself = engine::isLoopback(address.host) || (service && service->name == broker.name);
        if (isItself || (!service && isNobodys(subject, broker, address.host))) {
            judged.wrong += isItself ? Tr::tr("%1 is the broker’s own container").arg(entry)
                                     : Tr::tr("nobody in this file is called %1").arg(address.host);
            judged.right += std::exchange(other, QString()); // one takes it
        } else if (!service || service->role != Role::ZooKeeper) {
            judged.doubtful += entry;
            judged.right += entry;
        } else {
            const auto port = clientPortOf(subject, *service);
            const int told = address.port > 0 ? address.port : usualClientPort;
            if (port && *port != told)
                judged.wrong += Tr::tr("%1, but %2 listens on %3").arg(entry, service->name).arg(*port);
            judged.right += port && *port != told ? Address{address.host, *port}.text() : entry;
        }
    }
    if (judged.right.contains(QString()))
        judged.right.clear();
    return judged;
}

Finding connectOf(const Subject &subject, const Service &broker, const Frame &frame)
{
    const Setting connect = kafkaSetting(subject, broker, QStringLiteral("zookeeper.connect"));
    const auto change = [&](const QString &value) {
        return connect.isFiles || value.isEmpty()
                   ? std::vector<Change>()
                   : std::vector<Change>{
                       setVariable(broker, kafkaVariableFor(broker, QStringLiteral("zookeeper.connect")), value)};
    };
    if (isKRaft(subject, broker))
        return frame(broker, Status::NotApplicable, Tr::tr("no ZooKeeper"), connect.place);
    const bool isWanted = broker.flavour == Flavour::ConfluentKafka || broker.flavour == Flavour::Wurstmeister;
    if (connect.isUnknown() || (!connect.isSet() && !isWanted) || isOnAnothersNetwork(subject, broker))
        return frame(broker, Status::Unknown, saidOf(connect), connect.place);
    if (!connect.isSet())
        return frame(broker, Status::Problem, Tr::tr("not set"), connect.place, change(otherZooKeeper(subject, {})));
    if (servicesOf(subject, Role::ZooKeeper).empty())
        return frame(broker, Status::NotApplicable, Tr::tr("its ZooKeeper is not in this file"), connect.place);
    const qsizetype slash = connect.value.indexOf(QLatin1Char('/'));
    const QString chroot = slash < 0 ? QString() : connect.value.sliced(slash);
    const Judged judged = judgedConnect(subject, broker,
                                        entriesIn(connect.value.first(slash < 0 ? connect.value.size() : slash)));
    if (!judged.wrong.isEmpty())
        return frame(broker, Status::Problem, plainText(judged.wrong.join(QStringLiteral("; ")), 300), connect.place,
                     change(judged.right.isEmpty() ? QString() : judged.right.join(QLatin1Char(',')) + chroot));
    return frame(broker, judged.doubtful.isEmpty() ? Status::Ok : Status::Unknown, plainText(connect.value, 300),
                 connect.place);
}

bool isController(const Subject &subject, const Service &server)
{
    return entriesIn(kafkaSetting(subject, server, QStringLiteral("process.roles")).value)
        .contains(QLatin1String("controller"));
}

// Where other controllers reach it: the port of the listener that controller.listener.names has first.
std::optional<int> controllerPortOf(const Subject &subject, const Service &server)
{
    const QStringList names = entriesIn(
        kafkaSetting(subject, server, QStringLiteral("controller.listener.names")).value);
    for (const QString &one : entriesIn(kafkaSetting(subject, server, QStringLiteral("listeners")).value)) {
        const int port = addressIn(one).port;
        if (!names.isEmpty() && port > 0 && one.startsWith(names.first() + QStringLiteral("://"), Qt::CaseInsensitive))
            return port;
    }
    return {};
}

struct Voter {
    QString id;
    Address address;
    QString text() const { return QStringLiteral("%1@%2").arg(id, address.text()); }
};

std::vector<Voter> votersIn(const QString &list)
{
    std::vector<Voter> voters;
    for (const QString &one : entriesIn(list))
        voters.push_back({one.section(QLatin1Char('@'), 0, 0), addressIn(one.section(QLatin1Char('@'), 1))});
    return voters;
}

// What is wrong with one of them, as this server reads it; empty: nothing that can be told.
QString wrongWith(const Subject &subject, const Service &server, const Voter &voter)
{
    const Service *named = serviceCalled(subject, voter.address.host);
    if (engine::isLoopback(voter.address.host) && voter.id != brokerIdOf(subject, server).value)
        return Tr::tr("%1 is this server’s own container").arg(voter.text());
    if (!named)
        return isNobodys(subject, server, voter.address.host) && !engine::isLoopback(voter.address.host)
                   ? Tr::tr("nobody in this file is called %1").arg(voter.address.host)
                   : QString();
    const Setting id = brokerIdOf(subject, *named);
    if (id.isSet() && id.value != voter.id)
        return Tr::tr("%1, but %2 has the id %3").arg(voter.text(), named->name, id.value);
    if (const Setting roles = kafkaSetting(subject, *named, QStringLiteral("process.roles"));
        roles.isSet() && !isController(subject, *named))
        return Tr::tr("%1, but %2 is no controller").arg(voter.text(), named->name);
    const auto port = controllerPortOf(subject, *named);
    return port && voter.address.port > 0 && *port != voter.address.port
               ? Tr::tr("%1, but %2 listens on %3").arg(voter.text(), named->name).arg(*port)
               : QString();
}

// The same list, as it should be for this server; empty: that cannot be told.
QString rightVoters(const Subject &subject, const Service &server, const std::vector<Voter> &told)
{
    std::vector<const Service *> voters;
    QStringList right, ids;
    const auto add = [&](const Service &one, const QString &host, std::optional<int> port) {
        const QString id = brokerIdOf(subject, one).value;
        const bool isKnown = isController(subject, one) && port && *port > 0 && !id.isEmpty() && one.replicas <= 1;
        voters.push_back(&one);
        ids += isKnown ? id : QString();
        right += Voter{id, {host, port.value_or(0)}}.text();
    };
    for (const Voter &voter : told) {
        const Service *named = serviceCalled(subject, voter.address.host);
        const bool isOwn = engine::isLoopback(voter.address.host) && told.size() == 1;
        if (!named && !isOwn)
            return {};
        const Service &meant = named ? *named : server;
        const auto port = controllerPortOf(subject, meant);
        add(meant, voter.address.host, port ? port : std::optional(voter.address.port));
    }
    if (isController(subject, server) && std::ranges::find(voters, &server) == voters.end())
        add(server, server.name, controllerPortOf(subject, server));
    const bool isWhole = !ids.contains(QString()) && ids.removeDuplicates() == 0;
    return isWhole ? right.join(QLatin1Char(',')) : QString();
}

Finding votersOf(const Subject &subject, const Service &server, const Frame &frame)
{
    const QString name = QStringLiteral("controller.quorum.voters");
    const Setting setting = kafkaSetting(subject, server, name);
    if (!isKRaft(subject, server) || server.flavour == Flavour::Redpanda)
        return frame(server, Status::NotApplicable, Tr::tr("no quorum of Kafka’s own"), setting.place);
    if (!setting.isSet())
        return frame(server, setting.isUnknown() ? Status::Unknown : Status::NotApplicable, saidOf(setting),
                     setting.place);
    if (isOnAnothersNetwork(subject, server)) // where names and «localhost» mean something else
        return frame(server, Status::Unknown, saidOf(setting), setting.place);
    const auto voters = votersIn(setting.value);
    QStringList wrong;
    bool isElsewhere = false;
    for (const Voter &voter : voters) {
        wrong += wrongWith(subject, server, voter);
        isElsewhere = isElsewhere
                      || (!serviceCalled(subject, voter.address.host) && !engine::isLoopback(voter.address.host)
                          && !isNobodys(subject, server, voter.address.host));
    }
    wrong.removeAll(QString());
    const Setting id = brokerIdOf(subject, server);
    if (id.isSet() && wrong.isEmpty() && isController(subject, server)
        && std::ranges::find(voters, id.value, &Voter::id) == voters.end())
        wrong += Tr::tr("its own id %1 is not among %2").arg(id.value, setting.value);
    if (wrong.isEmpty())
        return frame(server, isElsewhere ? Status::Unknown : Status::Ok, plainText(setting.value, 300), setting.place);
    const QString right = isElsewhere || setting.isFiles ? QString() : rightVoters(subject, server, voters);
    std::vector<Change> changes;
    if (!right.isEmpty() && right != setting.value)
        changes.push_back(setVariable(server, kafkaVariableFor(server, name), right));
    return frame(server, Status::Problem, plainText(wrong.join(QStringLiteral("; ")), 300), setting.place, changes);
}

} // namespace

void judgeConnect(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("kafka-zk-connect"), Tr::tr("the name of a ZooKeeper service, and the port that it listens on"),
        Tr::tr(
            "A broker that does not find its ZooKeeper waits for 18 s and gives up. In the stack’s network a service is "
            "reached by its name, and «localhost» is the container itself.")};
    for (const Service *broker : servicesOf(subject, Role::Broker))
        findings.push_back(connectOf(subject, *broker, frame));
}

void judgeVoters(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("kraft-voters"), Tr::tr("every controller, as id@host:port"),
        Tr::tr(
            "The controllers elect one among those that are listed. One that is not, or not under its own id and address, "
            "does not start, or waits for the others for ever.")};
    for (const Service &one : subject.project.services) { // a controller alone is no broker
        if (one.role == Role::Broker || isController(subject, one))
            findings.push_back(votersOf(subject, one, frame));
    }
}

} // namespace bd::audit
