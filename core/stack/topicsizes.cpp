#include "stack/topicsizes.h"

#include <QCoreApplication>
#include <QSet>

#include "base/text.h"
#include "kafka/topicsummary.h"
#include "reach/listeners.h"

namespace bd::stack {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TopicSizes)
};

constexpr Millis askDeadline = 5s;
constexpr Millis listDeadline = 20s;
constexpr qsizetype mostListed = 16 << 20; // some 200,000 partitions

// «orders» of «orders-12»; empty for what is no partition, as «orders-12.<uuid>-delete».
QString topicOf(QStringView directory)
{
    const qsizetype dash = directory.lastIndexOf(QLatin1Char('-'));
    bool isNumber = false;
    const int partition = dash > 0 ? directory.sliced(dash + 1).toInt(&isNumber) : -1;
    return isNumber && partition >= 0 ? directory.first(dash).toString() : QString();
}

// Where this broker keeps its records.
Result<QStringList> directoriesOf(int broker, kafka::Client &client, const std::stop_token &stop)
{
    const auto config = client.brokerConfig(broker, askDeadline, stop);
    if (!config)
        return tl::unexpected(config.error());
    for (const char16_t *name : {u"log.dirs", u"log.dir"}) {
        const kafka::ConfigEntry *entry = kafka::findEntry(*config, QStringView(name));
        const QStringList directories = entry ? entry->value.value_or(QString()).split(QLatin1Char(','),
                                                                                       Qt::SkipEmptyParts)
                                              : QStringList();
        if (!directories.isEmpty())
            return directories;
    }
    return fail(ErrorCode::NotFound, Tr::tr("Broker %1 does not say where its records are").arg(broker));
}

Result<TopicSizes> sizesIn(const engine::Engine &engine, const QString &container, const QStringList &directories,
                           const std::stop_token &stop)
{
    const QStringList list = QStringList{QStringLiteral("du"), QStringLiteral("-k"), QStringLiteral("-d"),
                                         QStringLiteral("1")}
                             + directories;
    const auto listed = engine.exec(container, list, listDeadline, stop, mostListed);
    if (!listed)
        return tl::unexpected(listed.error());
    // It is 1 where a directory went while it looked, which is nobody's trouble.
    const auto sizes = listed->exitCode <= 1 ? topicSizesIn(listed->output, directories) : std::nullopt;
    if (!sizes)
        return fail(ErrorCode::Engine, Tr::tr("The broker's data directory cannot be listed"), {},
                    plainText(listed->output));
    return *sizes;
}

} // namespace

std::optional<TopicSizes> topicSizesIn(QStringView listing, const QStringList &directories)
{
    TopicSizes sizes;
    QSet<QString> whole; // each directory's own line comes last
    for (const QStringView line : listing.split(QLatin1Char('\n'))) {
        const qsizetype tab = line.indexOf(QLatin1Char('\t'));
        bool isNumber = false;
        const qint64 size = tab < 0 ? 0 : line.first(tab).toLongLong(&isNumber);
        if (!isNumber)
            continue;
        const QString path = line.sliced(tab + 1).toString();
        if (directories.contains(path))
            whole.insert(path);
        if (const QString topic = topicOf(QStringView(path).sliced(path.lastIndexOf(QLatin1Char('/')) + 1));
            !topic.isEmpty())
            sizes[topic] += size * 1024;
    }
    return whole.size() == directories.size() ? std::optional(sizes) : std::nullopt;
}

Result<TopicSizes> topicSizes(const engine::Engine &engine, const compose::Project &project, kafka::Client &client,
                              std::stop_token stop)
{
    const auto containers = engine.containers(project.name, stop);
    if (!containers)
        return tl::unexpected(containers.error());
    const auto metadata = client.metadata(false, askDeadline, stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    TopicSizes sizes;
    bool any = false;
    for (const engine::Container &container : *containers) {
        const compose::Service *service = project.service(container.service());
        if (!service || service->role != compose::Role::Broker || !container.isUp() || metadata->brokers.empty())
            continue;
        const int broker = reach::brokerId(*service, container).value_or(metadata->brokers.front().id);
        const auto directories = directoriesOf(broker, client, stop);
        if (!directories)
            return tl::unexpected(directories.error());
        const auto found = sizesIn(engine, container.id, *directories, stop);
        if (!found)
            return tl::unexpected(found.error());
        any = true;
        for (auto it = found->cbegin(); it != found->cend(); ++it)
            sizes[it.key()] += it.value();
    }
    if (!any)
        return fail(ErrorCode::NotFound, Tr::tr("No broker of %1 runs").arg(project.name));
    return sizes;
}

} // namespace bd::stack
