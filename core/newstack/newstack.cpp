#include "newstack/newstack.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>
#include <QUuid>

#include "audit/settings.h"
#include "yaml/print.h"

namespace bd::newstack {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(NewStack)
};

constexpr int insidePort = 29092;
constexpr int controllerPort = 29093;
constexpr int hostListener = 9092; // in the container

// A file is written line by line; what is not ours in it was checked.
class Text
{
public:
    void add(int indent, const QString &line)
    {
        m_text += QString(indent * 2, QLatin1Char(' ')) + line + QLatin1Char('\n');
    }
    void add(int indent, const char *line) { add(indent, QString::fromUtf8(line)); }
    void blank() { m_text += QLatin1Char('\n'); }
    QByteArray bytes() const { return m_text.toUtf8(); }

private:
    QString m_text;
};

// As YAML reads it back: a name may look like a number, or be «on».
QString plain(const QString &text)
{
    return QString::fromUtf8(yaml::printInline(yaml::Node::string(text), yaml::Context::Block));
}

bool isZooKeeper(const Choice &choice)
{
    return choice.coordination == Coordination::ZooKeeper;
}

QString nameOf(const Choice &choice, int broker)
{
    return choice.brokers == 1 ? QStringLiteral("kafka") : QStringLiteral("kafka-%1").arg(broker);
}

QStringList brokerNames(const Choice &choice)
{
    QStringList names;
    for (int broker = 1; broker <= choice.brokers; ++broker)
        names += nameOf(choice, broker);
    return names;
}

QString imageOf(const Choice &choice)
{
    return plain(choice.kafkaImage.isEmpty() ? defaultImage(choice) : choice.kafkaImage);
}

QString bootstrap(const Choice &choice)
{
    QStringList all;
    for (const QString &name : brokerNames(choice))
        all += QStringLiteral("%1:%2").arg(name).arg(insidePort);
    return all.join(QLatin1Char(','));
}

QString tool(const Choice &choice, const QString &name)
{
    return choice.family == Family::Apache ? QStringLiteral("/opt/kafka/bin/%1.sh").arg(name) : name;
}

QString volumeOf(const QString &service)
{
    return QString(service).replace(QLatin1Char('-'), QLatin1Char('_')) + QStringLiteral("_data");
}

void addZooKeeper(Text &text, const Choice &choice)
{
    text.add(1, "zookeeper:");
    text.add(2, QStringLiteral("image: ")
                    + plain(choice.zookeeperImage.isEmpty() ? defaultZooKeeperImage() : choice.zookeeperImage));
    if (choice.zookeeperPort != 0) {
        text.add(2, "ports:");
        text.add(3, "# On loopback only: nobody else on the network needs it.");
        text.add(3, QStringLiteral("- \"127.0.0.1:%1:2181\"").arg(choice.zookeeperPort));
    }
    text.add(2, "environment:");
    text.add(3, "ZOOKEEPER_CLIENT_PORT: 2181");
    text.add(3, "# The clock of all that follows, in milliseconds. A session lives 2 to 20 ticks.");
    text.add(3, "ZOOKEEPER_TICK_TIME: 2000");
    text.add(3, "# Ticks that a follower may take to connect, and to fall behind.");
    text.add(3, "ZOOKEEPER_INIT_LIMIT: 10");
    text.add(3, "ZOOKEEPER_SYNC_LIMIT: 5");
    text.add(3, "# Connections from one address: a client that reconnects in a storm cannot take all.");
    text.add(3, "ZOOKEEPER_MAX_CLIENT_CNXNS: 60");
    text.add(3, "# Clear old snapshots every hour, or the volume grows for ever.");
    text.add(3, "ZOOKEEPER_AUTOPURGE_SNAP_RETAIN_COUNT: 3");
    text.add(3, "ZOOKEEPER_AUTOPURGE_PURGE_INTERVAL: 1");
    text.add(3, "# Words that it may answer: ruok for the check below, the others for whoever looks.");
    text.add(3, "KAFKA_OPTS: -Dzookeeper.4lw.commands.whitelist=ruok,srvr,mntr,cons,dump");
    text.add(2, "volumes:");
    text.add(3, "# Both, or neither: one without the other is worse than none.");
    text.add(3, "- zookeeper_data:/var/lib/zookeeper/data");
    text.add(3, "- zookeeper_logs:/var/lib/zookeeper/log");
    text.add(2, "healthcheck:");
    text.add(3, "# Kafka waits for a ZooKeeper that answers, not for one that merely runs.");
    text.add(3, "test: [\"CMD-SHELL\", \"echo ruok | nc localhost 2181 | grep imok\"]");
    text.add(3, "interval: 10s");
    text.add(3, "timeout: 5s");
    text.add(3, "retries: 5");
    text.add(3, "start_period: 30s");
    text.add(2, "stop_grace_period: 30s");
    text.add(2, "restart: unless-stopped # recovery without a person");
    text.blank();
}

// What all brokers have, once.
void addCommonEnvironment(Text &text, const Choice &choice, int indent)
{
    const int replicas = choice.brokers;
    if (isZooKeeper(choice)) {
        text.add(indent, "KAFKA_ZOOKEEPER_CONNECT: zookeeper:2181");
        text.add(indent, "# Ids are named here: one that is generated would be a second identity.");
        text.add(indent, "KAFKA_BROKER_ID_GENERATION_ENABLE: \"false\"");
        text.add(indent, "# Patience for a slow start. A broker that was killed stays registered for as long.");
        text.add(indent, "KAFKA_ZOOKEEPER_SESSION_TIMEOUT_MS: 18000");
        text.add(indent, "KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS: 18000");
    } else {
        QStringList voters;
        for (int broker = 1; broker <= choice.brokers; ++broker)
            voters += QStringLiteral("%1@%2:%3").arg(broker).arg(nameOf(choice, broker)).arg(controllerPort);
        text.add(indent, "KAFKA_PROCESS_ROLES: broker,controller");
        text.add(indent, "# The data directory is formatted with this id at the first start, and belongs to no");
        text.add(indent, "# other cluster ever after.");
        text.add(indent, QStringLiteral("CLUSTER_ID: ") + choice.clusterId);
        text.add(indent, QStringLiteral("KAFKA_CONTROLLER_QUORUM_VOTERS: ") + voters.join(QLatin1Char(',')));
        text.add(indent, "KAFKA_CONTROLLER_LISTENER_NAMES: CONTROLLER");
    }
    const QString controller = isZooKeeper(choice) ? QString()
                                                   : QStringLiteral(",CONTROLLER://:%1").arg(controllerPort);
    const QString protocol = isZooKeeper(choice) ? QString() : QStringLiteral(",CONTROLLER:PLAINTEXT");
    text.add(
        indent,
        QStringLiteral("KAFKA_LISTENERS: INSIDE://:%1,HOST://:%2%3").arg(insidePort).arg(hostListener).arg(controller));
    text.add(indent,
             QStringLiteral("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: INSIDE:PLAINTEXT,HOST:PLAINTEXT") + protocol);
    text.add(indent, "KAFKA_INTER_BROKER_LISTENER_NAME: INSIDE");
    if (choice.family == Family::Apache) {
        text.add(indent, "# The image's own place is in /tmp, which is no place for records.");
        text.add(indent, "KAFKA_LOG_DIRS: /var/lib/kafka/data");
    }
    text.add(indent, "# A typing mistake makes no topic. kafka-init makes those that are wanted.");
    text.add(indent, "KAFKA_AUTO_CREATE_TOPICS_ENABLE: \"false\"");
    text.add(indent, "# A week of records, and about 1 GiB of a partition, so that the disk does not fill.");
    text.add(indent, "KAFKA_LOG_CLEANUP_POLICY: delete");
    text.add(indent, "KAFKA_LOG_RETENTION_HOURS: 168");
    text.add(indent, "KAFKA_LOG_RETENTION_BYTES: 1073741824");
    text.add(indent, replicas == 1 ? "# One broker can hold one replica; with the default of 3 consumers hang for ever."
                                   : "# As many replicas as there are brokers; two of them are enough to go on.");
    text.add(indent, QStringLiteral("KAFKA_DEFAULT_REPLICATION_FACTOR: %1").arg(replicas));
    text.add(indent, QStringLiteral("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: %1").arg(replicas));
    text.add(indent, QStringLiteral("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: %1").arg(replicas));
    text.add(indent, QStringLiteral("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: %1").arg(replicas == 1 ? 1 : 2));
    if (replicas > 1)
        text.add(indent, "KAFKA_MIN_INSYNC_REPLICAS: 2");
    text.add(indent, "# In development nobody else is about to join: do not wait 3 s for them.");
    text.add(indent, "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: 0");
}

void addOwnEnvironment(Text &text, const Choice &choice, int broker)
{
    text.add(3, "# This broker's id, and always the same.");
    text.add(3, QStringLiteral("%1: %2")
                    .arg(isZooKeeper(choice) ? QStringLiteral("KAFKA_BROKER_ID") : QStringLiteral("KAFKA_NODE_ID"))
                    .arg(broker));
    text.add(3, "# A client is told to come back to the advertised address of the listener that it came");
    text.add(3, QStringLiteral("# in by: containers to %1:%2, programs on this machine to the published port.")
                    .arg(nameOf(choice, broker))
                    .arg(insidePort));
    text.add(3, QStringLiteral("KAFKA_ADVERTISED_LISTENERS: INSIDE://%1:%2,HOST://127.0.0.1:%3")
                    .arg(nameOf(choice, broker))
                    .arg(insidePort)
                    .arg(choice.kafkaPort + broker - 1));
}

void addImage(Text &text, const Choice &choice, int indent)
{
    text.add(indent, QStringLiteral("image: ") + imageOf(choice));
    if (isZooKeeper(choice)) {
        text.add(indent, "depends_on:");
        text.add(indent + 1, "zookeeper:");
        text.add(indent + 2, "condition: service_healthy");
    }
}

void addCare(Text &text, int indent)
{
    text.add(indent, "healthcheck:");
    text.add(indent + 1, "# Cheap enough to run every ten seconds; Kafka's own tools start a JVM each time.");
    text.add(indent + 1,
             QStringLiteral("test: [\"CMD\", \"bash\", \"-c\", \": < /dev/tcp/localhost/%1\"]").arg(insidePort));
    text.add(indent + 1, "interval: 10s");
    text.add(indent + 1, "timeout: 5s");
    text.add(indent + 1, "retries: 10");
    text.add(indent + 1, "start_period: 60s");
    text.add(indent, "# Time for a clean close: a broker that was killed has to recover its logs.");
    text.add(indent, "stop_grace_period: 60s");
    text.add(indent, "restart: unless-stopped # recovery without a person");
}

void addBrokers(Text &text, const Choice &choice)
{
    for (int broker = 1; broker <= choice.brokers; ++broker) {
        const QString name = nameOf(choice, broker);
        text.add(1, name + QLatin1Char(':'));
        if (choice.brokers > 1)
            text.add(2, "<<: *broker");
        else
            addImage(text, choice, 2);
        text.add(2, "ports:");
        text.add(3, QStringLiteral("- \"127.0.0.1:%1:%2\"").arg(choice.kafkaPort + broker - 1).arg(hostListener));
        text.add(2, "environment:");
        if (choice.brokers > 1)
            text.add(3, "<<: *broker-environment");
        addOwnEnvironment(text, choice, broker);
        if (choice.brokers == 1)
            addCommonEnvironment(text, choice, 3);
        text.add(2, "volumes:");
        text.add(3, "# The broker's identity and its records.");
        text.add(3, QStringLiteral("- %1:/var/lib/kafka/data").arg(volumeOf(name)));
        if (choice.brokers == 1)
            addCare(text, 2);
        text.blank();
    }
}

void addGates(Text &text, const Choice &choice, int indent, bool forInit)
{
    text.add(indent, "depends_on:");
    for (const QString &name : brokerNames(choice)) {
        text.add(indent + 1, name + QLatin1Char(':'));
        text.add(indent + 2, "condition: service_healthy");
    }
    if (!forInit) {
        text.add(indent + 1, "# Topics are there before anybody looks for them.");
        text.add(indent + 1, "kafka-init:");
        text.add(indent + 2, "condition: service_completed_successfully");
    }
}

void addInit(Text &text, const Choice &choice)
{
    text.add(1, "# Makes the topics that are not there yet, at each start, and ends.");
    text.add(1, "kafka-init:");
    text.add(2, QStringLiteral("image: ") + imageOf(choice));
    addGates(text, choice, 2, true);
    text.add(2, "command:");
    text.add(3, "- bash");
    text.add(3, "- -ec");
    text.add(3, "- |");
    for (const compose::ExpectedTopic &topic : choice.topics) {
        text.add(4, QStringLiteral("%1 --create --if-not-exists --topic %2 \\")
                        .arg(tool(choice, QStringLiteral("kafka-topics")), topic.name));
        text.add(6, QStringLiteral("--bootstrap-server %1 \\").arg(bootstrap(choice)));
        QString rest = QStringLiteral("--partitions %1 --replication-factor %2")
                           .arg(topic.partitions)
                           .arg(topic.replicationFactor);
        for (auto one = topic.config.begin(); one != topic.config.end(); ++one)
            rest += QStringLiteral(" --config %1=%2").arg(one.key(), one.value());
        text.add(6, rest);
    }
    text.add(2, "restart: \"no\" # runs once at each start");
    text.blank();
}

void addWorker(Text &text, const Choice &choice, const QString &name)
{
    text.add(1, "# Stands for a service of yours: it reads the topics and prints each record. Put your own image");
    text.add(1, "# and settings in; what it waits for stays.");
    text.add(1, plain(name) + QLatin1Char(':'));
    text.add(2, QStringLiteral("image: ") + imageOf(choice));
    addGates(text, choice, 2, choice.topics.empty());
    QStringList topics;
    for (const compose::ExpectedTopic &topic : choice.topics)
        topics += QRegularExpression::escape(topic.name).replace(QLatin1String("\\-"), QLatin1String("-"));
    text.add(2, "environment:");
    text.add(3, QStringLiteral("KAFKA_BOOTSTRAP_SERVERS: ") + bootstrap(choice));
    text.add(3, "KAFKA_HEAP_OPTS: -Xmx128m");
    text.add(2, "command:");
    text.add(3, QStringLiteral("- ") + tool(choice, QStringLiteral("kafka-console-consumer")));
    for (const QString &word : {QStringLiteral("--bootstrap-server"), bootstrap(choice), QStringLiteral("--group"),
                                name, QStringLiteral("--include")})
        text.add(3, QStringLiteral("- ") + plain(word));
    text.add(3, QStringLiteral("- '%1'").arg(topics.isEmpty() ? QStringLiteral(".*") : topics.join(QLatin1Char('|'))));
    text.add(2, "restart: unless-stopped");
    text.blank();
}

void addVolumes(Text &text, const Choice &choice)
{
    text.add(0, "volumes:");
    if (isZooKeeper(choice)) {
        text.add(1, "zookeeper_data:");
        text.add(1, "zookeeper_logs:");
    }
    for (const QString &name : brokerNames(choice))
        text.add(1, volumeOf(name) + QLatin1Char(':'));
}

tl::unexpected<Error> wrong(const QString &what, const QString &hint)
{
    return fail(ErrorCode::InvalidUse, what, hint);
}

Result<> checkNames(const Choice &choice)
{
    static const QRegularExpression project(QStringLiteral("\\A[a-z0-9][a-z0-9_-]{0,62}\\z"));
    static const QRegularExpression service(QStringLiteral("\\A[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}\\z"));
    static const QRegularExpression topic(QStringLiteral("\\A[a-zA-Z0-9._-]{1,249}\\z"));
    static const QRegularExpression image(QStringLiteral("\\A[a-z0-9][a-zA-Z0-9._/:@-]{0,254}\\z"));
    static const QRegularExpression setting(QStringLiteral("\\A[a-zA-Z0-9.,:_-]{1,200}\\z"));
    if (!project.match(choice.name).hasMatch())
        return wrong(Tr::tr("«%1» cannot be a project's name").arg(choice.name),
                     Tr::tr("Lower-case letters, digits, - and _, beginning with a letter or a digit."));
    QStringList taken = brokerNames(choice) + QStringList{QStringLiteral("kafka-init"), QStringLiteral("zookeeper")};
    for (const QString &name : choice.workers) {
        if (!service.match(name).hasMatch() || taken.contains(name))
            return wrong(Tr::tr("«%1» cannot be the name of a worker").arg(name),
                         Tr::tr("Letters, digits, -, _ and dots; and no service's name twice."));
        taken += name;
    }
    QStringList topics;
    for (const compose::ExpectedTopic &one : choice.topics) {
        const bool isName = topic.match(one.name).hasMatch() && one.name != QLatin1String(".")
                            && one.name != QLatin1String("..") && !one.name.startsWith(QLatin1Char('-'));
        if (!isName || topics.contains(one.name))
            return wrong(Tr::tr("«%1» cannot be a topic's name").arg(one.name),
                         Tr::tr("Letters, digits, dots, - and _, and each name once."));
        if (one.partitions < 1 || one.partitions > 10'000 || one.replicationFactor < 1
            || one.replicationFactor > choice.brokers)
            return wrong(Tr::tr("%1: %2 partitions with %3 replicas cannot be made")
                             .arg(one.name)
                             .arg(one.partitions)
                             .arg(one.replicationFactor),
                         Tr::tr("At least one of each, and no more replicas than there are brokers."));
        for (auto config = one.config.begin(); config != one.config.end(); ++config) {
            if (!setting.match(config.key()).hasMatch() || !setting.match(config.value()).hasMatch())
                return wrong(Tr::tr("%1: the setting «%2» cannot be written").arg(one.name, config.key()),
                             Tr::tr("Names and values have letters, digits and . , : _ - only."));
        }
        topics += one.name;
    }
    for (const QString &one : {choice.kafkaImage, choice.zookeeperImage}) {
        if (!one.isEmpty() && !image.match(one).hasMatch())
            return wrong(Tr::tr("«%1» is no name of an image").arg(one), Tr::tr("As in confluentinc/cp-kafka:7.5.0."));
    }
    return {};
}

// What an image cannot, as far as its name tells.
Result<> checkImage(const Choice &choice)
{
    const auto family = familyOf(choice.kafkaImage);
    if (family && *family != choice.family)
        return wrong(Tr::tr("%1 is not of the images that were chosen").arg(choice.kafkaImage),
                     Tr::tr("Variables, tools and directories differ: choose the family that it is of."));
    compose::Service service;
    service.image = choice.kafkaImage;
    service.flavour = choice.family == Family::Apache ? compose::Flavour::ApacheKafka
                                                      : compose::Flavour::ConfluentKafka;
    const auto version = family ? audit::kafkaVersionOf(service) : std::nullopt; // other tags are anybody's
    if (version && isZooKeeper(choice) && !audit::isBefore(*version, {4, 0, 0}))
        return wrong(Tr::tr("%1 knows no ZooKeeper any more").arg(choice.kafkaImage),
                     Tr::tr("From Kafka 4 (Confluent 8) on there is KRaft only."));
    if (version && !isZooKeeper(choice) && audit::isBefore(*version, {3, 3, 0}))
        return wrong(Tr::tr("%1 is too old for KRaft").arg(choice.kafkaImage),
                     Tr::tr("Before Kafka 3.3 (Confluent 7.3) it was a preview. Take a newer one, or ZooKeeper."));
    return {};
}

} // namespace

QString defaultImage(const Choice &choice)
{
    if (choice.family == Family::Apache)
        return QStringLiteral("apache/kafka:3.9.1");
    return QStringLiteral("confluentinc/cp-kafka:7.9.0");
}

QString defaultZooKeeperImage()
{
    return QStringLiteral("confluentinc/cp-zookeeper:7.9.0");
}

std::optional<Family> familyOf(const QString &image)
{
    if (image.startsWith(QLatin1String("apache/kafka")))
        return Family::Apache;
    return image.startsWith(QLatin1String("confluentinc/")) ? std::optional(Family::Confluent) : std::nullopt;
}

QString newClusterId()
{
    const QByteArray id = QUuid::createUuid().toRfc4122();
    QString text = QString::fromLatin1(id.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    return text.startsWith(QLatin1Char('-')) ? newClusterId() : text; // Kafka's tools take that for an option
}

QString nameForFolder(const QString &path)
{
    static const QRegularExpression other(QStringLiteral("[^a-z0-9_-]")), before(QStringLiteral("^[_-]+"));
    return QDir(QDir::cleanPath(path)).dirName().toLower().remove(other).remove(before);
}

Result<> check(const Choice &choice)
{
    if (choice.brokers != 1 && choice.brokers != 3)
        return wrong(Tr::tr("A new stack has one broker or three"),
                     Tr::tr("Two cannot go on when one is gone; more than three teach nothing new."));
    if (choice.family == Family::Apache && isZooKeeper(choice))
        return wrong(Tr::tr("Apache's image knows no ZooKeeper"), Tr::tr("Take Confluent's, or KRaft."));
    static const QRegularExpression id(QStringLiteral("\\A[A-Za-z0-9_][A-Za-z0-9_-]{21}\\z"));
    if (!isZooKeeper(choice) && !id.match(choice.clusterId).hasMatch())
        return wrong(Tr::tr("«%1» is no cluster id").arg(choice.clusterId),
                     Tr::tr("22 characters of base64url, as «kafka-storage random-uuid» makes them."));
    if (choice.kafkaPort < 1024 || choice.kafkaPort > 65535 - choice.brokers)
        return wrong(Tr::tr("The port %1 cannot be published").arg(choice.kafkaPort),
                     Tr::tr("Take one from 1024 to 65000."));
    const bool isTaken = choice.zookeeperPort >= choice.kafkaPort
                         && choice.zookeeperPort < choice.kafkaPort + choice.brokers;
    if (isZooKeeper(choice) && choice.zookeeperPort != 0 && (choice.zookeeperPort < 1024 || isTaken))
        return wrong(Tr::tr("The port %1 cannot be published").arg(choice.zookeeperPort),
                     Tr::tr("Take one from 1024 on that no broker has."));
    return checkNames(choice).and_then([&] { return checkImage(choice); });
}

QByteArray composeFile(const Choice &choice)
{
    Text text;
    text.add(0, QStringLiteral("# Kafka for development: %1, %2.")
                    .arg(choice.brokers == 1 ? QStringLiteral("one broker") : QStringLiteral("three brokers"),
                         isZooKeeper(choice) ? QStringLiteral("with ZooKeeper") : QStringLiteral("with KRaft")));
    text.add(0, "# Every setting is there for a reason, which stands beside it.");
    text.add(0, QStringLiteral("name: ") + plain(choice.name));
    text.blank();
    if (choice.brokers > 1) {
        text.add(0, "# What the brokers have in common.");
        text.add(0, "x-broker: &broker");
        addImage(text, choice, 1);
        addCare(text, 1);
        text.blank();
        text.add(0, "x-broker-environment: &broker-environment");
        addCommonEnvironment(text, choice, 1);
        text.blank();
    }
    text.add(0, "services:");
    if (isZooKeeper(choice))
        addZooKeeper(text, choice);
    addBrokers(text, choice);
    if (!choice.topics.empty())
        addInit(text, choice);
    for (const QString &worker : choice.workers)
        addWorker(text, choice, worker);
    addVolumes(text, choice);
    return text.bytes();
}

} // namespace bd::newstack
