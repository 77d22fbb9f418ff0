// zk-server-id: which member of its ensemble a ZooKeeper is.
#include <algorithm>

#include <QRegularExpression>

#include "audit/ruletools.h"
#include "base/text.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::Role;
using compose::Service;

// The variables of an image, and what it takes where no number is set; empty: it refuses.
struct Names {
    const char *servers = "";
    const char *id = "";
    const char *usual = "";
    const char *between = ""; // the servers
};

std::optional<Names> namesOf(Flavour flavour)
{
    switch (flavour) {
    case Flavour::ConfluentZooKeeper: return Names{"ZOOKEEPER_SERVERS", "ZOOKEEPER_SERVER_ID", "", ";"};
    case Flavour::ZooKeeper: return Names{"ZOO_SERVERS", "ZOO_MY_ID", "1", "\\s+"};
    case Flavour::BitnamiZooKeeper: return Names{"ZOO_SERVERS", "ZOO_SERVER_ID", "1", "[\\s,;]+"};
    default: return {};
    }
}

struct Member {
    QString id;
    QString host;
};

// «host:2888:3888» by its place, «server.2=host:2888:3888;2181», and Bitnami's «host:2888:3888::2».
std::vector<Member> membersIn(const QString &list, const char *between)
{
    static const QRegularExpression form(QStringLiteral(R"(^(?:server\.(\d+)=)?([^:=\s]+):\d+:\d+(?:::(\d+))?)"));
    std::vector<Member> members;
    for (const QString &one : list.split(QRegularExpression(QLatin1String(between)), Qt::SkipEmptyParts)) {
        const auto match = form.match(one.trimmed());
        const QString told = match.captured(1) + match.captured(3);
        members.push_back({told.isEmpty() ? QString::number(members.size() + 1) : told, match.captured(2)});
    }
    return members;
}

// Its own entry: by its name, or by the address that stands for itself; null: not certain.
const Member *ownOf(const Service &service, const std::vector<Member> &members)
{
    const Member *own = nullptr;
    for (const Member &one : members) {
        if (!service.isCalled(one.host) && one.host != QLatin1String("0.0.0.0"))
            continue;
        if (own)
            return nullptr;
        own = &one;
    }
    return own;
}

Finding serverIdOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const auto names = namesOf(service.flavour);
    const Place nowhere = serviceKey(subject, service, QStringLiteral("environment"));
    const auto mounted = subject.sources.mounted.find(service.name);
    if (!names || mounted != subject.sources.mounted.end()) {
        const bool isAlone = mounted == subject.sources.mounted.end()
                                 ? servicesOf(subject, Role::ZooKeeper).size() == 1
                                 : mounted->second.values
                                       && !mounted->second.values->contains(QStringLiteral("server.1"));
        return frame(service, isAlone ? Status::NotApplicable : Status::Unknown,
                     isAlone ? Tr::tr("it is alone") : Tr::tr("what this image is told cannot be read"), nowhere);
    }
    const QString servers = QLatin1String(names->servers), idName = QLatin1String(names->id);
    const auto placeOf = [&](const QString &name) {
        return subject.sources.place(service.name, {QStringLiteral("environment"), name});
    };
    const auto members = membersIn(service.environment.value(servers).trimmed(), names->between);
    if (members.size() <= 1)
        return frame(service, Status::NotApplicable, Tr::tr("it is alone"), placeOf(servers));
    const bool isHere = std::ranges::all_of(members, [&](const Member &one) {
        return serviceCalled(subject, one.host) || one.host == QLatin1String("0.0.0.0");
    });
    if (!isHere
        || isOnAnothersNetwork(subject, service)) // the others are on other machines, or names mean something else
        return frame(service, Status::Unknown, Tr::tr("some of its servers are not in this file"), placeOf(servers));
    const Member *own = ownOf(service, members);
    QString id = service.environment.value(idName).trimmed();
    if (id.isEmpty())
        id = QLatin1String(names->usual);
    const QString said = id.isEmpty() ? Tr::tr("not set") : plainText(id, 40);
    const bool isListed = std::ranges::find(members, id, &Member::id) != members.end();
    if (own && own->id != id)
        return frame(service, Status::Problem, Tr::tr("%1, and in the list it is %2").arg(said, own->id),
                     placeOf(idName), {setVariable(service, idName, own->id)});
    if (!isListed)
        return frame(service, Status::Problem, Tr::tr("%1, which is not in the list").arg(said), placeOf(idName));
    return frame(service, own ? Status::Ok : Status::Unknown, said, placeOf(idName));
}

} // namespace

void judgeServerId(const Subject &subject, Findings &findings)
{
    const Frame frame{QStringLiteral("zk-server-id"), Tr::tr("its own number in the list of servers"),
                      Tr::tr("Each member of an ensemble has to know which one it is. A single ZooKeeper needs neither "
                             "list nor number.")};
    for (const Service *service : servicesOf(subject, Role::ZooKeeper))
        findings.push_back(serverIdOf(subject, *service, frame));
}

} // namespace bd::audit
