// kafka-waits-for-zk, init-waits-for-kafka, worker-waits.
#include <algorithm>

#include <QRegularExpression>
#include <QSet>

#include "audit/ruletools.h"
#include "base/text.h"
#include "compose/program.h"

namespace bd::audit {

namespace {

using compose::Condition;
using compose::Gate;
using compose::Role;
using compose::Service;

const Gate *gateOn(const Service &service, const QString &other)
{
    const auto found = std::ranges::find(service.gates, other, &Gate::service);
    return found == service.gates.end() ? nullptr : &*found;
}

Place gatePlace(const Subject &subject, const Service &service, const QString &other)
{
    return subject.sources.place(service.name, {QStringLiteral("depends_on"), other});
}

Change waitFor(const Service &service, const QString &other, Condition condition)
{
    return {service.name, WaitFor{other, condition}};
}

// Whether it starts only when the other is healthy, by itself or by what it waits for.
bool waitsUntilHealthy(const Subject &subject, const Service &service, const QString &other, int depth = 0)
{
    constexpr int deepest = 20;
    const Gate *gate = gateOn(service, other);
    if (gate && gate->condition == Condition::Healthy)
        return true;
    return depth < deepest && std::ranges::any_of(service.gates, [&](const Gate &one) {
               const Service *between = subject.project.service(one.service);
               return between && between->name != other && one.condition != Condition::Started
                      && waitsUntilHealthy(subject, *between, other, depth + 1);
           });
}

QString saidOf(const Service &service, const QString &other)
{
    const Gate *gate = gateOn(service, other);
    return gate ? QStringLiteral("%1: %2").arg(other, toString(gate->condition))
                : Tr::tr("does not wait for %1").arg(other);
}

// The ZooKeepers of the file that a broker is told to connect to.
std::vector<const Service *> zookeepersOf(const Subject &subject, const Service &broker)
{
    const Setting connect = kafkaSetting(subject, broker, QStringLiteral("zookeeper.connect"));
    std::vector<const Service *> all = servicesOf(subject, Role::ZooKeeper);
    if (!connect.isSet())
        return all;
    QStringList hosts;
    for (const QString &one : connect.value.section(QLatin1Char('/'), 0, 0).split(QLatin1Char(',')))
        hosts += one.trimmed().section(QLatin1Char(':'), 0, 0);
    std::erase_if(all, [&](const Service *one) {
        return std::ranges::none_of(hosts, [&](const QString &host) { return one->isCalled(host); });
    });
    return all;
}

Finding kafkaWaitsOf(const Subject &subject, const Service &broker, const Frame &frame)
{
    const Place nowhere = serviceKey(subject, broker, QStringLiteral("depends_on"));
    if (isKRaft(subject, broker))
        return frame(broker, Status::NotApplicable, Tr::tr("no ZooKeeper"), nowhere);
    const auto all = zookeepersOf(subject, broker);
    if (all.empty())
        return frame(broker, Status::NotApplicable, Tr::tr("its ZooKeeper is not in this file"), nowhere);
    QStringList said;
    std::vector<Change> changes;
    for (const Service *one : all) {
        said += saidOf(broker, one->name);
        if (!waitsUntilHealthy(subject, broker, one->name))
            changes.push_back(waitFor(broker, one->name, Condition::Healthy));
    }
    return frame(broker, changes.empty() ? Status::Ok : Status::Problem, said.join(QLatin1String(", ")),
                 gatePlace(subject, broker, all.front()->name), changes);
}

// «kafka:9092», and not the end of another name.
bool names(const QString &words, const QString &host)
{
    if (host.isEmpty() || !words.contains(host + QLatin1Char(':')))
        return false;
    const QRegularExpression address(QStringLiteral("(?<![\\w.-])%1:\\d").arg(QRegularExpression::escape(host)));
    return address.match(words).hasMatch();
}

bool namesIt(const QString &words, const Service &service)
{
    return names(words, service.name) || names(words, service.containerName)
           || std::ranges::any_of(service.aliases, [&](const QString &alias) { return names(words, alias); });
}

// The brokers that a service uses: those that it waits for or names; of several, any may do.
std::vector<const Service *> brokersFor(const Subject &subject, const Service &service)
{
    std::vector<const Service *> all = servicesOf(subject, Role::Broker), used;
    const QString words = (service.environment.values() + service.entrypoint + service.command).join(QLatin1Char(' '));
    for (const Service *broker : all) {
        if (gateOn(service, broker->name) || namesIt(words, *broker))
            used.push_back(broker);
    }
    return used.empty() ? all : used;
}

// A shell's line goes on after a backslash.
QString inOneLine(const QString &commands)
{
    static const QRegularExpression continued(QStringLiteral("\\\\\\r?\\n"));
    return QString(commands).replace(continued, QStringLiteral(" "));
}

bool createsUnconditionally(const QString &commands)
{
    static const QRegularExpression create(QStringLiteral("kafka-topics(?:\\.sh)?\\b[^;&|\\n]*"));
    const QString text = inOneLine(commands);
    for (auto it = create.globalMatch(text); it.hasNext();) {
        const QString line = it.next().captured();
        if (line.contains(QLatin1String("--create")) && !line.contains(QLatin1String("--if-not-exists")))
            return true;
    }
    static const QRegularExpression rpk(QStringLiteral("\\brpk\\b[^;&|\\n]*\\btopic create\\b[^;&\\n]*"));
    for (auto it = rpk.globalMatch(text); it.hasNext();) {
        const QString line = it.next().captured();
        if (!line.contains(QLatin1String("--if-not-exists")) && !line.contains(QLatin1String("||")))
            return true;
    }
    return false;
}

// «--create» becomes «--create --if-not-exists» where it stands in the file; as a word of a list it gets one beside it.
std::vector<Change> conditionally(const Subject &subject, const Service &service)
{
    const QString create = QStringLiteral("--create"), option = QStringLiteral("--if-not-exists");
    std::vector<Change> changes;
    for (const char *one : {"command", "entrypoint"}) {
        const QString key = QLatin1String(one);
        for (const QStringList &path : subject.sources.scalarsBelow(service.name, {key}, create)) {
            const auto text = subject.sources.written(service.name, path);
            if (text && text->text == create && path.size() > 1)
                changes.push_back({service.name, AppendWord{path.first(path.size() - 1), option}});
            else
                changes.push_back({service.name, ReplaceWithin{path, create, create + QLatin1Char(' ') + option}});
        }
    }
    return changes;
}

// Creates, and calls it done whatever comes of it: «|| true».
int timesPassedOver(const QString &commands)
{
    static const QRegularExpression over(
        QStringLiteral("kafka-topics(?:\\.sh)?\\b[^;&|\\n]*--create\\b[^;&|\\n]*\\|\\| *(?:true|:)(?![\\w-])"));
    int times = 0;
    for (auto it = over.globalMatch(inOneLine(commands)); it.hasNext(); it.next())
        ++times;
    return times;
}

// Without «|| true», where nothing else in the same text wants it.
std::vector<Change> failing(const Subject &subject, const Service &service)
{
    const QString over = QStringLiteral(" || true");
    std::vector<Change> changes;
    for (const char *one : {"command", "entrypoint"}) {
        for (const QStringList &path : subject.sources.scalarsBelow(service.name, {QLatin1String(one)}, over)) {
            const auto text = subject.sources.written(service.name, path);
            if (text && text->text.count(over) == timesPassedOver(text->text))
                changes.push_back({service.name, ReplaceWithin{path, over, {}}});
        }
    }
    return changes;
}

Finding initOf(const Subject &subject, const Service &init, const Frame &frame)
{
    QStringList wrong;
    std::vector<Change> changes;
    Place place = serviceKey(subject, init, QStringLiteral("depends_on"));
    const auto brokers = brokersFor(subject, init);
    const bool waits = std::ranges::any_of(brokers, [&](const Service *one) {
        return waitsUntilHealthy(subject, init, one->name);
    });
    if (!brokers.empty() && !waits) {
        wrong += saidOf(init, brokers.front()->name);
        changes.push_back(waitFor(init, brokers.front()->name, Condition::Healthy));
    }
    const auto script = subject.sources.scripts.find(init.name);
    const bool isRead = script != subject.sources.scripts.end();
    const QString commands = (init.entrypoint + init.command).join(QLatin1Char(' '))
                             + (isRead ? QLatin1Char('\n') + script->second : QString());
    if (createsUnconditionally(commands)) {
        if (wrong.isEmpty())
            place = serviceKey(subject, init, QStringLiteral("command"));
        wrong += Tr::tr("creates without --if-not-exists");
        const auto more = conditionally(subject, init);
        changes.insert(changes.end(), more.begin(), more.end());
    }
    if (init.restart == QLatin1String("always") || init.restart == QLatin1String("unless-stopped")) {
        if (wrong.isEmpty())
            place = serviceKey(subject, init, QStringLiteral("restart"));
        wrong += QStringLiteral("restart: ") + init.restart;
        changes.push_back(setValue(init, {QStringLiteral("restart")}, yaml::Node::string(QStringLiteral("no"))));
    }
    const bool isAdvice = wrong.isEmpty(); // what comes now stands in nobody's way
    if (timesPassedOver(commands) > 0) {
        if (wrong.isEmpty())
            place = serviceKey(subject, init, QStringLiteral("command"));
        wrong += Tr::tr("is done even where a topic could not be made: || true");
        const auto more = failing(subject, init);
        changes.insert(changes.end(), more.begin(), more.end());
    }
    const bool isInScript = isRead && createsUnconditionally(script->second);
    if (isInScript) // which is not written to
        changes.clear();
    if (wrong.isEmpty() && compose::programOf(init).isScript && !isRead)
        return frame(init, Status::Unknown, Tr::tr("what its script does cannot be read"),
                     serviceKey(subject, init, QStringLiteral("command")));
    if (wrong.isEmpty())
        return frame(init, Status::Ok,
                     brokers.empty() ? Tr::tr("its Kafka is not in this file") : saidOf(init, brokers.front()->name),
                     place);
    return frame(init, isAdvice ? Status::Advice : Status::Problem, wrong.join(QLatin1String(", ")), place, changes);
}

// Programs that serve Kafka itself: they need a broker, and none of the project's topics.
bool isTool(const Service &service)
{
    static const QRegularExpression tool(
        QStringLiteral(
            "schema-registry|kafka-connect|cp-(?:kafka-)?(?:connect|rest|ksql)|kafka-rest|ksqldb|kafka-?ui|akhq|kafdrop|"
            "kafka-manager|cmak|control-center|kowl|redpanda-?console|/console|exporter|burrow|kouncil|apicurio|karapace|"
            "debezium"),
        QRegularExpression::CaseInsensitiveOption);
    return tool.match(service.image).hasMatch();
}

Finding workerOf(const Subject &subject, const Service &worker, const Frame &frame)
{
    QStringList said;
    std::vector<Change> changes;
    const auto brokers = brokersFor(subject, worker);
    Place place = serviceKey(subject, worker, QStringLiteral("depends_on"));
    if (brokers.empty())
        return frame(worker, Status::NotApplicable, Tr::tr("its Kafka is not in this file"), place);
    const bool waits = std::ranges::any_of(brokers, [&](const Service *one) {
        return waitsUntilHealthy(subject, worker, one->name);
    });
    said += saidOf(worker, brokers.front()->name);
    if (!waits) {
        changes.push_back(waitFor(worker, brokers.front()->name, Condition::Healthy));
        place = gatePlace(subject, worker, brokers.front()->name);
    }
    for (const Service *init : servicesOf(subject, Role::Init)) {
        if (isTool(worker))
            break;
        const Gate *gate = gateOn(worker, init->name);
        said += saidOf(worker, init->name);
        if (!gate || gate->condition != Condition::CompletedSuccessfully)
            changes.push_back(waitFor(worker, init->name, Condition::CompletedSuccessfully));
    }
    if (waits && changes.empty() && !gateOn(worker, brokers.front()->name))
        said.first() = Tr::tr("what it waits for waits for %1").arg(brokers.front()->name);
    return frame(worker, changes.empty() ? Status::Ok : Status::Problem, said.join(QLatin1String(", ")), place,
                 changes);
}

} // namespace

void judgeKafkaWaits(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("kafka-waits-for-zk"), Tr::tr("depends_on ZooKeeper, with condition: service_healthy"),
        Tr::tr(
            "Kafka never starts before ZooKeeper is ready. A broker that cannot connect gives up after its time-out.")};
    for (const Service *broker : servicesOf(subject, Role::Broker))
        findings.push_back(kafkaWaitsOf(subject, *broker, frame));
}

void judgeInitWaits(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("init-waits-for-kafka"),
        Tr::tr("waits for a healthy Kafka, creates with --if-not-exists, does not restart"),
        Tr::tr(
            "The topics are there before the workers look for them. It runs at each start, and must do well where they are "
            "there already.")};
    for (const Service *init : servicesOf(subject, Role::Init))
        findings.push_back(initOf(subject, *init, frame));
}

void judgeWorkerWaits(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("worker-waits"), Tr::tr("waits for a healthy Kafka, and for the init service to be done"),
        Tr::tr(
            "Workers do not race with Kafka and its topics. A consumer that comes before its topic fails, or waits for minutes "
            "until it looks again.")};
    for (const Service *worker : servicesOf(subject, Role::Worker))
        findings.push_back(workerOf(subject, *worker, frame));
}

} // namespace bd::audit
