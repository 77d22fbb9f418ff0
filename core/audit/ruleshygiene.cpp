// image-pinned, compose-hygiene.
#include <algorithm>

#include <QRegularExpression>

#include "audit/ruletools.h"
#include "base/text.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::PortSpec;
using compose::Role;
using compose::Service;

// The last of each that runs with ZooKeeper.
QString lastWithZooKeeper(const Service &service)
{
    switch (service.flavour) {
    case Flavour::ConfluentKafka:
    case Flavour::ConfluentZooKeeper: return QStringLiteral("7.9.1");
    case Flavour::ApacheKafka: return QStringLiteral("3.9.1");
    case Flavour::BitnamiKafka:
    case Flavour::BitnamiZooKeeper:
    case Flavour::ZooKeeper: return QStringLiteral("3.9");
    default: return {};
    }
}

bool isGone(const QString &image)
{
    static const QRegularExpression owner(QStringLiteral("(^|/)(bitnami|wurstmeister)/[^/]+$"));
    return owner.match(image).hasMatch();
}

// «registry:5000/a/b:tag@digest» with another name, or another tag.
QString withTag(const QString &image, const QString &tag)
{
    static const QRegularExpression name(QStringLiteral("^([^@]*?)(?::[^/:@]*)?(?:@.*)?$"));
    return name.match(image).captured(1) + QLatin1Char(':') + tag;
}

struct Wrong {
    QString found;
    QString instead; // empty: there is none to be named
};

std::optional<Wrong> wrongWith(const Subject &subject, const Service &service)
{
    const QString &image = service.image;
    const QString tag = tagOf(image);
    const bool hasDigest = image.contains(QLatin1Char('@'));
    const bool withZooKeeper = !servicesOf(subject, Role::ZooKeeper).empty();
    const bool isServer = service.role == Role::Broker || service.role == Role::ZooKeeper;
    if (isGone(image)) {
        const bool isBitnami = image.contains(QLatin1String("bitnami/"));
        const QString legacy = QString(image).replace(QLatin1String("bitnami/"), QLatin1String("bitnamilegacy/"));
        return Wrong{isBitnami ? Tr::tr("%1: its versions are no longer published there").arg(image)
                               : Tr::tr("%1: no longer kept").arg(image),
                     isBitnami && !tag.isEmpty() && tag != QLatin1String("latest") ? legacy
                     : isBitnami && isServer && withZooKeeper ? withTag(legacy, lastWithZooKeeper(service))
                                                              : QString()};
    }
    const auto version = kafkaVersionOf(service);
    const bool isKafka = service.role == Role::Broker && service.flavour != Flavour::Redpanda
                         && service.flavour != Flavour::Unknown;
    if (isKafka && withZooKeeper && !isKRaft(subject, service) && version && version->major >= 4)
        return Wrong{Tr::tr("%1: this version runs without ZooKeeper only").arg(image),
                     withTag(image, lastWithZooKeeper(service))};
    static const QRegularExpression digit(QStringLiteral("\\d")); // «alpine» is no version either
    if (hasDigest || tag.contains(digit))
        return {};
    const QString last = isServer && withZooKeeper ? lastWithZooKeeper(service) : QString();
    return Wrong{tag.isEmpty() ? Tr::tr("%1: no version, which is «latest»").arg(image) : image,
                 last.isEmpty() ? QString() : withTag(image, last)};
}

Finding imageOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const Place place = serviceKey(subject, service, QStringLiteral("image"));
    if (service.image.isEmpty() || service.isBuilt)
        return frame(service, Status::NotApplicable, Tr::tr("built from its own sources"), place);
    const auto wrong = wrongWith(subject, service);
    if (!wrong)
        return frame(service, Status::Ok, plainText(service.image, 200), place);
    // A variable stays the team's: it is changed where it is set.
    const auto written = subject.sources.written(service.name, {QStringLiteral("image")});
    const bool isVariable = !written || written->text.contains(QLatin1Char('$'));
    const bool isStack = service.role == Role::Broker || service.role == Role::ZooKeeper;
    std::vector<Change> changes;
    if (!wrong->instead.isEmpty() && !isVariable)
        changes.push_back(setValue(service, {QStringLiteral("image")}, yaml::Node::string(wrong->instead)));
    return frame(service, isStack || isGone(service.image) ? Status::Problem : Status::Advice,
                 plainText(wrong->found, 200), place, changes);
}

QString shown(const PortSpec &port)
{
    const QString host = port.hostIp.isEmpty() ? QString() : port.hostIp + QLatin1Char(':');
    return QStringLiteral("%1%2:%3").arg(host).arg(port.hostPort).arg(port.containerPort);
}

bool isEverywhere(const PortSpec &port)
{
    return port.hostIp.isEmpty() || port.hostIp == QLatin1String("0.0.0.0") || port.hostIp == QLatin1String("::");
}

bool collide(const PortSpec &one, const PortSpec &other)
{
    return one.hostPort != 0 && one.hostPort == other.hostPort && one.protocol == other.protocol
           && (one.hostIp == other.hostIp || isEverywhere(one) || isEverywhere(other));
}

// Of other services, the first that has the same port or name.
QString sharesPort(const Subject &subject, const Service &service)
{
    for (const Service &other : subject.project.services) {
        if (other.name == service.name)
            continue;
        for (const PortSpec &port : service.ports) {
            const bool isTaken = std::ranges::any_of(other.ports,
                                                     [&port](const PortSpec &one) { return collide(port, one); });
            if (isTaken)
                return Tr::tr("port %1 of the host, which %2 wants, too").arg(port.hostPort).arg(other.name);
        }
    }
    return {};
}

QString sharesName(const Subject &subject, const Service &service)
{
    const auto found = std::ranges::find_if(subject.project.services, [&service](const Service &one) {
        return one.name != service.name && !service.containerName.isEmpty()
               && one.containerName == service.containerName;
    });
    return found == subject.project.services.end()
               ? QString()
               : Tr::tr("container_name %1, which %2 has, too").arg(service.containerName, found->name);
}

Finding hygieneOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const Place ports = serviceKey(subject, service, QStringLiteral("ports"));
    if (const QString name = sharesName(subject, service); !name.isEmpty())
        return frame(service, Status::Problem, name, serviceKey(subject, service, QStringLiteral("container_name")));
    if (const QString port = sharesPort(subject, service); !port.isEmpty())
        return frame(service, Status::Problem, port, ports);
    std::vector<Change> changes;
    QStringList open;
    for (const PortSpec &port : service.ports) {
        if (!isEverywhere(port))
            continue;
        open += port.hostPort == 0 ? QString::number(port.containerPort) : shown(port);
        PortSpec local = port;
        local.hostIp = QStringLiteral("127.0.0.1");
        changes.push_back({service.name, Publish{port, local}});
    }
    if (!open.isEmpty())
        return frame(service, Status::Advice,
                     Tr::tr("open to the whole network: %1").arg(open.join(QLatin1String(", "))), ports, changes);
    QStringList all;
    for (const PortSpec &port : service.ports)
        all += shown(port);
    return frame(service, Status::Ok, all.isEmpty() ? Tr::tr("no port is published") : all.join(QLatin1String(", ")),
                 ports);
}

} // namespace

void judgeImages(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("image-pinned"), Tr::tr("a version that is named, and still to be had"),
        Tr::tr(
            "The stack still starts tomorrow, and the same for everybody. «latest» is another program next week: Kafka 4 and "
            "Confluent 8 run without ZooKeeper only.")};
    for (const Service &service : subject.project.services)
        findings.push_back(imageOf(subject, service, frame));
}

void judgeHygiene(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("compose-hygiene"), Tr::tr("names and ports that do not collide, published on 127.0.0.1"),
        Tr::tr(
            "Two of the same name or port cannot both start. A port that is published without an address is open to everybody on "
            "the network, past the firewall.")};
    if (const auto version = subject.sources.topPlace(QStringLiteral("version")))
        findings.push_back({frame.rule,
                            {},
                            Status::Advice,
                            QStringLiteral("version:"),
                            Tr::tr("no version:"),
                            Tr::tr("Compose has not read this key since 2020. It warns about it at each call."),
                            *version,
                            {{{}, Remove{{QStringLiteral("version")}}}}});
    for (const Service &service : subject.project.services)
        findings.push_back(hygieneOf(subject, service, frame));
}

} // namespace bd::audit
