#include "tablewords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

} // namespace

QString roleWord(compose::Role role)
{
    switch (role) {
    case compose::Role::ZooKeeper: return Tr::tr("zookeeper", "a service's role");
    case compose::Role::Broker: return Tr::tr("broker", "a service's role");
    case compose::Role::Init: return Tr::tr("init", "a service's role");
    case compose::Role::Worker: return Tr::tr("worker", "a service's role");
    case compose::Role::Other: return Tr::tr("other", "a service's role");
    }
    return {};
}

QString stateWord(stack::ServiceState state)
{
    switch (state) {
    case stack::ServiceState::Missing: return Tr::tr("missing", "a service's state");
    case stack::ServiceState::Created: return Tr::tr("created", "a service's state");
    case stack::ServiceState::Starting: return Tr::tr("starting", "a service's state");
    case stack::ServiceState::Healthy: return Tr::tr("healthy", "a service's state");
    case stack::ServiceState::Running: return Tr::tr("running", "a service's state");
    case stack::ServiceState::Unhealthy: return Tr::tr("unhealthy", "a service's state");
    case stack::ServiceState::Restarting: return Tr::tr("restarting", "a service's state");
    case stack::ServiceState::Finished: return Tr::tr("finished", "a service's state");
    case stack::ServiceState::Exited: return Tr::tr("exited", "a service's state");
    case stack::ServiceState::Stopped: return Tr::tr("stopped", "a service's state");
    case stack::ServiceState::Paused: return Tr::tr("paused", "a service's state");
    }
    return {};
}

QString kindWord(timeline::RunKind kind)
{
    switch (kind) {
    case timeline::RunKind::Start: return Tr::tr("start", "a run's kind");
    case timeline::RunKind::Stop: return Tr::tr("stop", "a run's kind");
    case timeline::RunKind::Restart: return Tr::tr("restart", "a run's kind");
    case timeline::RunKind::Seen: return Tr::tr("seen", "a run's kind");
    case timeline::RunKind::Reset: return Tr::tr("reset", "a run's kind");
    case timeline::RunKind::Snapshot: return Tr::tr("snapshot", "a run's kind");
    case timeline::RunKind::Restore: return Tr::tr("restore", "a run's kind");
    }
    return {};
}

QString originWord(const QString &origin)
{
    if (origin == QLatin1String("panel"))
        return Tr::tr("panel", "who made a run");
    if (origin == QLatin1String("elsewhere"))
        return Tr::tr("elsewhere", "who made a run");
    return origin;
}

QString timeText(TimePoint at)
{
    const auto millis = std::chrono::duration_cast<Millis>(at.time_since_epoch()).count();
    return QLocale::c().toString(QDateTime::fromMSecsSinceEpoch(millis), QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

} // namespace bd::ctl
