// kafka-zk-timeouts, kafka-fixed-broker-id, kraft-cluster-id, kafka-no-auto-create, kafka-retention, kafka-single-node-factors.
#include <algorithm>

#include <QCryptographicHash>

#include "audit/initservice.h"
#include "audit/ruletools.h"
#include "base/text.h"

namespace bd::audit {

namespace {

using compose::Flavour;
using compose::Role;
using compose::Service;

constexpr int wantedTimeout = 18'000; // ms
constexpr int oldTimeout = 6'000;     // ms, the default before Kafka 2.5

Change set(const Service &service, const QString &property, const QString &value)
{
    return setVariable(service, kafkaVariableFor(service, property), value);
}

// What cannot be written into the file: what stands in one that is mounted.
std::vector<Change> unlessInFile(const Setting &setting, std::vector<Change> changes)
{
    return setting.isFiles ? std::vector<Change>() : std::move(changes);
}

Finding timeoutsOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const QString sessionName = QStringLiteral("zookeeper.session.timeout.ms");
    const QString connectionName = QStringLiteral("zookeeper.connection.timeout.ms");
    const Setting session = kafkaSetting(subject, service, sessionName);
    const Setting connection = kafkaSetting(subject, service, connectionName);
    if (isKRaft(subject, service))
        return frame(service, Status::NotApplicable, Tr::tr("no ZooKeeper"), session.place);
    const auto version = kafkaVersionOf(service);
    const bool isKnown = version.has_value() || tagOf(service.image) == QLatin1String("latest");
    if (session.isUnknown() || (!session.isSet() && (!isKnown || service.flavour == Flavour::Unknown)))
        return frame(service, Status::Unknown, Tr::tr("not set, and what this image has by itself is not known"),
                     session.place,
                     session.isUnknown()
                         ? std::vector<Change>()
                         : std::vector<Change>{set(service, sessionName, QString::number(wantedTimeout)),
                                               set(service, connectionName, QString::number(wantedTimeout))});
    const int ofVersion = version && isBefore(*version, Version{2, 5, 0}) ? oldTimeout : wantedTimeout;
    const int sessionMs = session.isSet() ? session.value.toInt() : ofVersion;
    const int connectionMs = connection.isSet() ? connection.value.toInt() : sessionMs;
    const QString said = Tr::tr("session %1 ms, connection %2 ms%3")
                             .arg(sessionMs)
                             .arg(connectionMs)
                             .arg(session.isSet() || connection.isSet() ? QString()
                                                                        : Tr::tr(", as this version has by itself"));
    if (sessionMs >= wantedTimeout && connectionMs >= wantedTimeout)
        return frame(service, Status::Ok, said, session.place);
    std::vector<Change> changes;
    if (sessionMs < wantedTimeout)
        changes.push_back(set(service, sessionName, QString::number(wantedTimeout)));
    if (connectionMs < wantedTimeout || sessionMs < wantedTimeout)
        changes.push_back(set(service, connectionName, QString::number(wantedTimeout)));
    const Setting &shorter = sessionMs < wantedTimeout ? session : connection;
    return frame(service, Status::Problem, said, shorter.place, unlessInFile(shorter, changes));
}

bool isFixed(const QString &id)
{
    bool isNumber = false;
    return id.toInt(&isNumber) >= 0 && isNumber;
}

// The one that it has in the cluster, where it runs.
std::optional<int> idInCluster(const Subject &subject, const Service &service)
{
    const bool isKnown = subject.live && subject.live->brokerIds.contains(service.name);
    return isKnown ? std::optional(subject.live->brokerIds.value(service.name)) : std::nullopt;
}

struct Identity {
    const Service *broker = nullptr;
    QString id;
    QString cluster; // where it finds the others
};

// Of all brokers of the file, in its order.
std::vector<Identity> identitiesOf(const Subject &subject)
{
    std::vector<Identity> all;
    for (const Service *broker : servicesOf(subject, Role::Broker))
        all.push_back({broker, brokerIdOf(subject, *broker).value, clusterOf(subject, *broker)});
    return all;
}

// Two of one cluster that may run at the same time.
bool areAlike(const Identity &one, const Identity &other)
{
    return one.broker != other.broker && one.id == other.id && !one.cluster.isEmpty() && one.cluster == other.cluster
           && !areApart(*one.broker, *other.broker);
}

// Another broker of this file has it, too, and rather than this one.
bool isAnothers(const Subject &subject, const std::vector<Identity> &all, const Identity &its)
{
    return std::ranges::any_of(all, [&](const Identity &one) {
        return areAlike(one, its) && !isOwner(subject, *its.broker, *one.broker);
    });
}

// The first that nobody has, and that no broker before this one is about to get.
QString freeId(const Subject &subject, const std::vector<Identity> &all, const Service &service)
{
    if (const auto id = idInCluster(subject, service))
        return QString::number(*id); // which its data bears
    int free = 1;
    const auto next = [&] {
        while (std::ranges::find(all, QString::number(free), &Identity::id) != all.end())
            ++free;
    };
    next();
    for (const Identity &one : all) {
        if (one.broker == &service)
            break;
        if (!isFixed(one.id) || isAnothers(subject, all, one)) {
            ++free;
            next();
        }
    }
    return QString::number(free);
}

std::vector<Change> anotherId(const Subject &subject, const Service &service, const QString &id)
{
    const bool kraft = isKRaft(subject, service);
    std::vector<Change> changes{set(service, brokerIdProperty(kraft), id)};
    if (!kraft)
        changes.push_back(set(service, QStringLiteral("broker.id.generation.enable"), QStringLiteral("false")));
    return changes;
}

Finding idFindingOf(const Subject &subject, const std::vector<Identity> &all, const Service &service,
                    const Frame &frame)
{
    const bool kraft = isKRaft(subject, service);
    const Setting id = brokerIdOf(subject, service);
    if (service.flavour == Flavour::Redpanda)
        return frame(service, Status::NotApplicable, Tr::tr("Redpanda gives itself one and keeps it"), id.place);
    if (service.replicas > 1)
        return frame(service, Status::Problem,
                     Tr::tr("%Ln brokers of one service would share one id", nullptr, service.replicas),
                     serviceKey(subject, service, QStringLiteral("deploy")));
    if (id.isUnknown())
        return frame(service, Status::Unknown, Tr::tr("what this image is told cannot be read"), id.place);
    if (!id.isSet()) {
        const bool hasOwn = kraft
                            && (service.flavour == Flavour::ApacheKafka
                                || service.flavour == Flavour::ApacheKafkaNative)
                            && !kafkaSetting(subject, service, QStringLiteral("process.roles")).isSet();
        if (hasOwn)
            return frame(service, Status::Ok, Tr::tr("1, which the image sets"), id.place);
        return frame(service, Status::Problem, Tr::tr("not set: Kafka gives itself another one for each empty volume"),
                     id.place, anotherId(subject, service, freeId(subject, all, service)));
    }
    if (!isFixed(id.value))
        return frame(service, Status::Problem, Tr::tr("%1, which is generated").arg(plainText(id.value, 40)), id.place,
                     unlessInFile(id, anotherId(subject, service, freeId(subject, all, service))));
    const Identity &its = *std::ranges::find(all, &service, &Identity::broker);
    if (std::ranges::any_of(all, [&its](const Identity &one) { return areAlike(one, its); })) {
        // In a quorum the id stands in every member's list of voters, too.
        const bool isWritten = !kraft && isAnothers(subject, all, its) && freeId(subject, all, service) != id.value;
        return frame(service, Status::Problem, Tr::tr("%1, which another broker of this file has, too").arg(id.value),
                     id.place,
                     isWritten ? unlessInFile(id, anotherId(subject, service, freeId(subject, all, service)))
                               : std::vector<Change>());
    }
    if (const auto real = idInCluster(subject, service); real && *real != id.value.toInt())
        return frame(service, Status::Problem,
                     Tr::tr("%1, but its data bears %2: it would refuse to start").arg(id.value).arg(*real), id.place,
                     unlessInFile(id, anotherId(subject, service, freeId(subject, all, service))));
    return frame(service, Status::Ok, id.value, id.place);
}

// Always the same one for the same project, and like no other's.
QString clusterIdFor(const QString &project)
{
    const QByteArray hash =
        QCryptographicHash::hash("brokerdeck " + project.toUtf8(), QCryptographicHash::Sha256).first(16);
    QByteArray id = hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    if (id.startsWith('-'))
        id[0] = 'K';
    return QString::fromLatin1(id);
}

// `real`: the one of what runs; empty: not known.
Finding clusterIdOf(const Subject &subject, const Service &service, const QString &real, const Frame &frame)
{
    const QString name = service.flavour == Flavour::BitnamiKafka ? QStringLiteral("KAFKA_KRAFT_CLUSTER_ID")
                                                                  : QStringLiteral("CLUSTER_ID");
    const Place place = subject.sources.place(service.name, {QStringLiteral("environment"), name});
    for (const char *one : {"CLUSTER_ID", "KAFKA_CLUSTER_ID", "KAFKA_KRAFT_CLUSTER_ID"}) {
        const QString value = service.environment.value(QLatin1String(one));
        if (value.isEmpty())
            continue;
        const Place at = subject.sources.place(service.name, {QStringLiteral("environment"), QLatin1String(one)});
        if (!real.isEmpty() && value != real)
            return frame(service, Status::Problem,
                         Tr::tr("%1, but its data bears %2: it would refuse to start")
                             .arg(plainText(value, 60), plainText(real, 60)),
                         at, {setVariable(service, QLatin1String(one), real)});
        return frame(service, Status::Ok, plainText(value, 60), at);
    }
    const std::vector<Change> changes{
        setVariable(service, name, real.isEmpty() ? clusterIdFor(subject.project.name) : real)};
    switch (service.flavour) {
    case Flavour::Redpanda: return frame(service, Status::NotApplicable, Tr::tr("Redpanda keeps its own"), place);
    case Flavour::ApacheKafka:
    case Flavour::ApacheKafkaNative: return frame(service, Status::Ok, Tr::tr("the one that the image sets"), place);
    case Flavour::BitnamiKafka:
        return frame(service, Status::Advice, Tr::tr("not set: a new one for each empty volume"), place, changes);
    case Flavour::ConfluentKafka:
        if (service.image.contains(QLatin1String("confluent-local")))
            return frame(service, Status::Ok, Tr::tr("the one that the image sets"), place);
        return frame(service, Status::Problem, Tr::tr("not set: this image does not start without it"), place, changes);
    default: break;
    }
    return frame(service, Status::Unknown, Tr::tr("not set, and what this image does then is not known"), place);
}

std::vector<Change> withoutAutoCreate(const Subject &subject, const Service &service, const QString &property)
{
    std::vector<Change> changes{set(service, property, QStringLiteral("false"))};
    const bool hasInit = !servicesOf(subject, Role::Init).empty()
                         || service.environment.contains(QStringLiteral("KAFKA_CREATE_TOPICS"));
    if (hasInit)
        return changes;
    const auto init = initService(subject, service);
    if (!init)
        return {}; // nobody would make the topics
    changes.push_back(*init);
    return changes;
}

Finding autoCreateOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const QString property = QStringLiteral("auto.create.topics.enable");
    const Setting setting = kafkaSetting(subject, service, property);
    if (service.flavour == Flavour::Redpanda) {
        const QString command = service.command.join(QLatin1Char(' '));
        const bool isOn = command.contains(QLatin1String("auto_create_topics_enabled=true"))
                          || (command.contains(QLatin1String("dev-container"))
                              && !command.contains(QLatin1String("auto_create_topics_enabled=false")));
        return frame(service, isOn ? Status::Problem : Status::Ok, isOn ? Tr::tr("on") : Tr::tr("off"),
                     serviceKey(subject, service, QStringLiteral("command")));
    }
    if (setting.isUnknown())
        return frame(service, Status::Unknown, Tr::tr("what this image is told cannot be read"), setting.place);
    if (setting.value.compare(QLatin1String("false"), Qt::CaseInsensitive) == 0)
        return frame(service, Status::Ok, Tr::tr("off"), setting.place);
    return frame(service, Status::Problem, setting.isSet() ? Tr::tr("on") : Tr::tr("not set, which is on"),
                 setting.place, unlessInFile(setting, withoutAutoCreate(subject, service, property)));
}

Finding retentionOf(const Subject &subject, const Service &service, const Frame &frame)
{
    if (service.flavour == Flavour::Redpanda)
        return frame(service, Status::NotApplicable, Tr::tr("Redpanda keeps a week by itself"),
                     serviceKey(subject, service, QStringLiteral("command")));
    const QString bytesName = QStringLiteral("log.retention.bytes"), policyName = QStringLiteral("log.cleanup.policy");
    const Setting bytes = kafkaSetting(subject, service, bytesName);
    const Setting policy = kafkaSetting(subject, service, policyName);
    Setting time;
    QString timeName;
    for (const char *one :
         {"log.retention.ms", "log.retention.minutes", "log.retention.hours"}) { // the first that is set counts
        timeName = QLatin1String(one);
        time = kafkaSetting(subject, service, timeName);
        if (time.isSet() || time.isUnknown())
            break;
    }
    if (time.isUnknown())
        return frame(service, Status::Unknown, Tr::tr("what this image is told cannot be read"), time.place);
    const bool isForever = time.isSet() && time.value.toLongLong() < 0;
    const bool isBounded = bytes.isSet() && bytes.value.toLongLong() >= 0;
    QStringList said;
    for (const auto &[name, setting] :
         {std::pair(timeName, time), std::pair(bytesName, bytes), std::pair(policyName, policy)}) {
        if (setting.isSet())
            said += QStringLiteral("%1 %2").arg(name, plainText(setting.value, 40));
    }
    std::vector<Change> changes;
    if (!time.isSet() || isForever)
        changes.push_back(set(service, timeName,
                              timeName.endsWith(QLatin1String(".hours")) ? QStringLiteral("168")
                              : timeName.endsWith(QLatin1String(".ms"))  ? QStringLiteral("604800000")
                                                                         : QStringLiteral("10080")));
    if (!policy.isSet())
        changes.push_back(set(service, policyName, QStringLiteral("delete")));
    if (isForever && !isBounded)
        return frame(service, Status::Problem, Tr::tr("records are kept for ever"), time.place,
                     unlessInFile(time, changes));
    const bool isBound = time.isSet() || isBounded;
    if (isBound && policy.isSet())
        return frame(service, Status::Ok, said.join(QLatin1String(", ")), time.place);
    return frame(service, Status::Advice,
                 said.isEmpty() ? Tr::tr("not set, which is a week") : said.join(QLatin1String(", ")), time.place,
                 unlessInFile(time, changes));
}

struct Factor {
    const char *property;
    int ofKafka; // the broker's own default
    int ofFile;  // what Kafka's own server.properties says
};

Finding factorsOf(const Subject &subject, const Service &service, const Frame &frame)
{
    const int brokers = brokerCount(subject);
    if (service.flavour == Flavour::Redpanda)
        return frame(service, Status::NotApplicable, Tr::tr("Redpanda fits them by itself"),
                     serviceKey(subject, service, QStringLiteral("command")));
    // These images start from Kafka's own file; Apache's leaves it as soon as a variable is set.
    const bool hasVariables = std::ranges::any_of(service.environment.keys(), [](const QString &name) {
        return name.startsWith(QLatin1String("KAFKA_")) && !name.endsWith(QLatin1String("_OPTS"));
    });
    const bool isApache = service.flavour == Flavour::ApacheKafka || service.flavour == Flavour::ApacheKafkaNative;
    const bool startsFromFile = service.flavour == Flavour::BitnamiKafka || service.flavour == Flavour::Wurstmeister
                                || (isApache && !hasVariables)
                                || service.image.contains(QLatin1String("confluent-local"));
    QStringList tooLarge, said;
    std::vector<Change> changes;
    Place place;
    for (const Factor &one :
         {Factor{"offsets.topic.replication.factor", 3, 1}, Factor{"transaction.state.log.replication.factor", 3, 1},
          Factor{"transaction.state.log.min.isr", 2, 1}, Factor{"default.replication.factor", 1, 1}}) {
        const QString name = QLatin1String(one.property);
        const Setting setting = kafkaSetting(subject, service, name);
        if (setting.isUnknown() || (!setting.isSet() && service.flavour == Flavour::Unknown && brokers < one.ofKafka))
            return frame(service, Status::Unknown,
                         Tr::tr("%1 is not set, and what this image has by itself is not known").arg(name),
                         setting.place);
        const bool hasMounted = subject.sources.mounted.contains(service.name);
        const int value = setting.isSet()                 ? setting.value.toInt()
                          : startsFromFile && !hasMounted ? one.ofFile
                                                          : one.ofKafka;
        const QString text = QStringLiteral("%1 %2").arg(name).arg(value);
        said += text;
        if (value <= brokers)
            continue;
        tooLarge += text;
        place = setting.place;
        if (!setting.isFiles)
            changes.push_back(
                set(service, name,
                    QString::number(name.endsWith(QLatin1String("isr")) ? std::max(1, brokers - 1) : brokers)));
    }
    if (tooLarge.isEmpty())
        return frame(service, Status::Ok, said.join(QLatin1String(", ")),
                     kafkaSetting(subject, service, QStringLiteral("offsets.topic.replication.factor")).place);
    return frame(service, Status::Problem,
                 Tr::tr("%1, with %Ln broker(s)", nullptr, brokers).arg(tooLarge.join(QLatin1String(", "))), place,
                 changes);
}

template<typename Of>
void each(const Subject &subject, Findings &findings, const Frame &frame, Of of)
{
    for (const Service *service : servicesOf(subject, Role::Broker))
        findings.push_back(of(subject, *service, frame));
}

} // namespace

void judgeTimeouts(const Subject &subject, Findings &findings)
{
    each(
        subject, findings,
        {QStringLiteral("kafka-zk-timeouts"), Tr::tr("session and connection time-outs of ZooKeeper of 18 s"),
         Tr::tr(
             "A slow start, or a machine that was busy for a moment, is no reason to lose the session. Before Kafka 2.5 both were 6 s.")},
        timeoutsOf);
}

void judgeBrokerId(const Subject &subject, Findings &findings)
{
    const auto all = identitiesOf(subject);
    each(
        subject, findings,
        {QStringLiteral("kafka-fixed-broker-id"), Tr::tr("an id that is fixed, and no other broker’s"),
         Tr::tr(
             "The id is written into the broker’s data, and every partition names the brokers that hold it. A broker that comes back "
             "under another id is another broker, without the records.")},
        [&all](const Subject &one, const Service &service, const Frame &frame) {
            return idFindingOf(one, all, service, frame);
        });
}

void judgeClusterId(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("kraft-cluster-id"), Tr::tr("the cluster’s id is set"),
        Tr::tr(
            "The data directory is formatted with this id at the first start, and belongs to no other cluster ever after. An "
            "id that is generated differs from volume to volume, and brokers with different ones do not find together.")};
    const auto all = identitiesOf(subject);
    const bool isOneCluster = std::ranges::all_of(all, [&all](const Identity &one) {
        return one.cluster == all.front().cluster;
    });
    const QString real = subject.live && isOneCluster ? subject.live->clusterId : QString();
    for (const Service *service : servicesOf(subject, Role::Broker)) {
        if (isKRaft(subject, *service))
            findings.push_back(clusterIdOf(subject, *service, real, frame));
    }
}

void judgeAutoCreate(const Subject &subject, Findings &findings)
{
    each(
        subject, findings,
        {QStringLiteral("kafka-no-auto-create"),
         Tr::tr("auto.create.topics.enable=false; an init service makes the topics"),
         Tr::tr(
             "A typing mistake makes no topic. Topics that come by themselves have one partition and nobody’s settings.")},
        autoCreateOf);
}

void judgeRetention(const Subject &subject, Findings &findings)
{
    each(subject, findings,
         {QStringLiteral("kafka-retention"), Tr::tr("how long and how much is kept is set"),
          Tr::tr("The disk does not fill. What is kept is written where the team sees it.")},
         retentionOf);
}

void judgeFactors(const Subject &subject, Findings &findings)
{
    each(
        subject, findings,
        {QStringLiteral("kafka-single-node-factors"),
         Tr::tr("replication factors no larger than the number of brokers"),
         Tr::tr(
             "Kafka’s own topics for offsets and transactions want three brokers by default. With fewer they are never made, and consumers "
             "hang for ever.")},
        factorsOf);
}

} // namespace bd::audit
