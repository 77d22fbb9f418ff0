#include "newverb.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "base/text.h"
#include "exitcode.h"
#include "net/net.h"
#include "newstack/create.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

constexpr quint16 firstPort = 9092;
constexpr quint16 zookeeperPort = 2181;

// NAME, or NAME:PARTITIONS.
Result<compose::ExpectedTopic> topicOf(const QString &text, const Options &options)
{
    compose::ExpectedTopic topic;
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    topic.name = colon < 0 ? text : text.first(colon);
    topic.partitions = options.partitions;
    topic.replicationFactor = options.brokers;
    bool isNumber = colon < 0;
    if (colon >= 0)
        topic.partitions = text.sliced(colon + 1).toInt(&isNumber);
    if (!isNumber)
        return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no topic with its partitions").arg(text),
                    Tr::tr("--topic NAME, or --topic NAME:PARTITIONS."));
    return topic;
}

Result<newstack::Choice> choiceOf(const Options &options)
{
    if (!options.files.isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("new reads no file"), Tr::tr("«brokerdeckctl new FILE» writes one."));
    if (!options.zookeeper && !options.zookeeperImage.isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("--zookeeper-image belongs to --zookeeper"),
                    Tr::tr("Without it the stack has no ZooKeeper."));
    using newstack::Coordination;
    using newstack::Family;
    const QString path = options.arguments.value(0);
    const QString folder = path.isEmpty() ? QDir::currentPath() : QFileInfo(path).absolutePath();
    newstack::Choice choice;
    choice.name = options.project.isEmpty() ? newstack::nameForFolder(folder) : options.project;
    choice.coordination = options.zookeeper ? Coordination::ZooKeeper : Coordination::KRaft;
    choice.brokers = options.brokers;
    if (!options.family.isEmpty() && options.family != QLatin1String("confluent")
        && options.family != QLatin1String("apache"))
        return fail(ErrorCode::InvalidUse, Tr::tr("There is no family of images «%1»").arg(options.family),
                    Tr::tr("There are confluent and apache."));
    const Family likely = newstack::familyOf(options.image).value_or(Family::Confluent);
    choice.family = options.family.isEmpty()                    ? likely
                    : options.family == QLatin1String("apache") ? Family::Apache
                                                                : Family::Confluent;
    choice.kafkaImage = options.image;
    choice.zookeeperImage = options.zookeeperImage;
    choice.clusterId = newstack::newClusterId();
    choice.kafkaPort = options.port > 0 ? static_cast<quint16>(options.port)
                                        : net::freePortsFrom(firstPort, choice.brokers);
    if (options.zookeeper)
        choice.zookeeperPort = net::freePortsFrom(zookeeperPort, 1);
    for (const QString &text : options.topics) {
        const auto topic = topicOf(text, options);
        if (!topic)
            return tl::unexpected(topic.error());
        choice.topics.push_back(*topic);
    }
    choice.workers = options.workers;
    return newstack::check(choice).map([&] { return choice; });
}

QString addressesOf(const newstack::Choice &choice)
{
    QStringList all;
    for (int broker = 0; broker < choice.brokers; ++broker)
        all += QStringLiteral("127.0.0.1:%1").arg(choice.kafkaPort + broker);
    return all.join(QLatin1Char(','));
}

Result<int> run(const Options &options, Output &output)
{
    const QString path = options.arguments.value(0);
    const auto choice = choiceOf(options);
    if (!choice)
        return tl::unexpected(choice.error());
    const QByteArray text = newstack::composeFile(*choice);
    const auto written = path.isEmpty() ? Result<>() : newstack::writeNew(path, text);
    if (!written)
        return tl::unexpected(written.error());
    if (output.json())
        output.document({{QStringLiteral("file"), path.isEmpty() ? QJsonValue() : QJsonValue(path)},
                         {QStringLiteral("project"), choice->name},
                         {QStringLiteral("kafkaPort"), choice->kafkaPort},
                         {QStringLiteral("text"), QString::fromUtf8(text)}});
    else if (path.isEmpty())
        output.line(QString::fromUtf8(text).trimmed());
    else
        output.line(Tr::tr("%1 is written. «%2» starts it; Kafka will be at %3.")
                        .arg(path, shellLine({QStringLiteral("brokerdeckctl"), QStringLiteral("-f"), path,
                                              QStringLiteral("up")}))
                        .arg(addressesOf(*choice)));
    return Well;
}

} // namespace

int runNew(const Options &options, Output &output)
{
    const auto code = run(options, output);
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
