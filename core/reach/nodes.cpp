#include "reach/nodes.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "reach/listeners.h"
#include "reach/reach.h"
#include "zookeeper/client.h"
#include "zookeeper/words.h"

namespace bd::reach {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reach)
};

constexpr Millis leastForJvm{15'000};
constexpr int noProgram = 127;

// Kafka's tool, or ZooKeeper's own, whichever the image has; without what the server's own JVM is told.
const char *toolScript()
{
    return "unset JMX_PORT KAFKA_JMX_PORT KAFKA_OPTS KAFKA_JMX_OPTS JMXPORT SERVER_JVMFLAGS; "
           "export KAFKA_HEAP_OPTS=-Xmx128m; server=localhost:$1; shift; "
           "for tool in zookeeper-shell zookeeper-shell.sh /opt/kafka/bin/zookeeper-shell.sh; do "
           "command -v \"$tool\" >/dev/null 2>&1 && exec \"$tool\" \"$server\" \"$@\"; done; "
           "for tool in zkCli.sh zkCli /opt/zookeeper/bin/zkCli.sh; do "
           "command -v \"$tool\" >/dev/null 2>&1 && exec \"$tool\" -server \"$server\" \"$@\"; done; exit 127";
}

class ToolNodes final : public zookeeper::Nodes
{
public:
    ToolNodes(const engine::Engine &engine, QString container, quint16 port, Millis deadline)
        : m_engine(engine), m_container(std::move(container)), m_port(port), m_deadline(deadline)
    {}

    Result<std::optional<zookeeper::Node>> node(const QString &path, std::stop_token stop) override
    {
        return run({QStringLiteral("get"), QStringLiteral("-s"), path}, path, stop).and_then([&](const QString &text) {
            return zookeeper::nodeIn(text, path);
        });
    }

    Result<QStringList> children(const QString &path, std::stop_token stop) override
    {
        const auto names = run({QStringLiteral("ls"), path}, path, stop).and_then([](const QString &text) {
            return zookeeper::childrenIn(text);
        });
        if (!names)
            return tl::unexpected(names.error());
        if (!*names)
            return fail(ErrorCode::NotFound, Tr::tr("ZooKeeper has no node %1").arg(path));
        return **names;
    }

    Result<> remove(zookeeper::NodePermit permit, std::stop_token stop) override
    {
        const zookeeper::NodePermit used = std::move(permit);
        const auto isThere = zookeeper::isStillThere(*this, used, stop);
        if (!isThere || !*isThere)
            return isThere.map([](bool) {});
        if (const auto done = run({QStringLiteral("delete"), used.path()}, used.path(), stop); !done)
            return tl::unexpected(done.error());
        const auto left = node(used.path(), stop); // the tool's exit code says little
        if (!left)
            return tl::unexpected(left.error());
        if (*left)
            return fail(ErrorCode::Failed, Tr::tr("ZooKeeper still has %1").arg(used.path()));
        return {};
    }

private:
    Result<QString> run(const QStringList &command, const QString &path, const std::stop_token &stop) const
    {
        if (!zookeeper::isPath(path))
            return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no path of a node").arg(path));
        const QStringList argv = QStringList{QStringLiteral("sh"), QStringLiteral("-c"), QLatin1String(toolScript()),
                                             QStringLiteral("sh"), QString::number(m_port)}
                                 + command;
        const auto ran = m_engine.exec(m_container, argv, m_deadline, stop, 4 * zookeeper::mostData);
        if (!ran)
            return tl::unexpected(ran.error());
        if (ran->exitCode == noProgram)
            return fail(ErrorCode::Unreachable,
                        Tr::tr("ZooKeeper’s port is not published, and its image has no tool to ask it by"),
                        Tr::tr("Publish its client port in the compose file, on 127.0.0.1."),
                        plainText(ran->output, 4096));
        return ran->output;
    }

    const engine::Engine &m_engine;
    const QString m_container;
    const quint16 m_port;
    const Millis m_deadline;
};

} // namespace

Result<NodesWay> openNodes(const engine::Engine &engine, const engine::Context &context,
                           const compose::Service &service, const engine::Container &container, Millis deadline,
                           std::stop_token stop)
{
    if (!container.isUp())
        return fail(ErrorCode::Unreachable, Tr::tr("%1 does not run").arg(service.name), Tr::tr("Start it first."));
    if (const auto address = zookeeper(service, container, context)) {
        auto nodes = zookeeper::connectTo(address->text(), deadline, std::move(stop));
        if (!nodes)
            return tl::unexpected(nodes.error());
        return NodesWay{std::move(*nodes), address->text()};
    }
    return NodesWay{std::make_unique<ToolNodes>(engine, container.id, zookeeperPort(service, container),
                                                std::max(deadline, leastForJvm)),
                    Tr::tr("zookeeper-shell in %1").arg(container.name)};
}

} // namespace bd::reach
