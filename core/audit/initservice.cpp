#include "audit/initservice.h"

#include <algorithm>

#include "base/text.h"
#include "reach/listeners.h"

namespace bd::audit {

namespace {

using compose::ExpectedTopic;
using compose::Flavour;
using compose::Service;
using yaml::Node;

QString toolOf(const Service &broker)
{
    switch (broker.flavour) {
    case Flavour::ConfluentKafka: return QStringLiteral("kafka-topics");
    case Flavour::BitnamiKafka:
    case Flavour::Wurstmeister: return QStringLiteral("kafka-topics.sh");
    case Flavour::ApacheKafka: return QStringLiteral("/opt/kafka/bin/kafka-topics.sh");
    default: return {};
    }
}

// As other containers reach the broker.
QString bootstrapOf(const Service &broker)
{
    for (const reach::Listener &one : reach::clientListeners(broker, {})) {
        if (!engine::isLoopback(one.advertisedHost) && one.protocol == QLatin1String("PLAINTEXT"))
            return QStringLiteral("%1:%2").arg(broker.name).arg(one.port);
    }
    return QStringLiteral("%1:9092").arg(broker.name);
}

QString nameFor(const Subject &subject, const Service &broker)
{
    QString name = broker.name + QStringLiteral("-init");
    while (subject.project.service(name))
        name += QStringLiteral("-2");
    return name;
}

QString lineFor(const ExpectedTopic &topic, const QString &tool, const QString &bootstrap)
{
    QStringList words{tool,
                      QStringLiteral("--bootstrap-server"),
                      bootstrap,
                      QStringLiteral("--create"),
                      QStringLiteral("--if-not-exists"),
                      QStringLiteral("--topic"),
                      topic.name,
                      QStringLiteral("--partitions"),
                      QString::number(topic.partitions),
                      QStringLiteral("--replication-factor"),
                      QString::number(topic.replicationFactor)};
    for (auto it = topic.config.cbegin(); it != topic.config.cend(); ++it)
        words += {QStringLiteral("--config"), it.key() + QLatin1Char('=') + it.value()};
    return shellLine(words);
}

} // namespace

std::optional<Change> initService(const Subject &subject, const Service &broker)
{
    const QString tool = toolOf(broker);
    if (tool.isEmpty() || subject.project.expectedTopics.empty() || broker.image.isEmpty())
        return {};
    QStringList lines;
    for (const ExpectedTopic &topic : subject.project.expectedTopics)
        lines += lineFor(topic, tool, bootstrapOf(broker));
    // Compose reads «$» as the start of a variable.
    const QString script =
        QString(lines.join(QLatin1Char('\n')) + QLatin1Char('\n')).replace(QLatin1Char('$'), QLatin1String("$$"));
    Node text = Node::string(script);
    text.style = Node::Style::Literal;
    const auto entry = [](const char *key, const Node &value) {
        return yaml::Entry{Node::string(QLatin1String(key)), value};
    };
    const Node gate = Node::mapping({entry("condition", Node::string(QStringLiteral("service_healthy")))});
    const Node definition = Node::mapping(
        {entry("image",
               subject.sources.written(broker.name, {QStringLiteral("image")}).value_or(Node::string(broker.image))),
         entry("depends_on", Node::mapping({{Node::string(broker.name), gate}})),
         entry("command",
               Node::sequence({Node::string(QStringLiteral("bash")), Node::string(QStringLiteral("-ec")), text})),
         entry("restart", Node::string(QStringLiteral("no")))});
    return Change{nameFor(subject, broker), AddService{definition}};
}

} // namespace bd::audit
