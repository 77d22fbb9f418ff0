#include "common/words.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>
#include <QTextDocument>

#include "base/text.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

using std::chrono::duration_cast;

} // namespace

QDateTime localTime(TimePoint at)
{
    return QDateTime::fromMSecsSinceEpoch(duration_cast<Millis>(at.time_since_epoch()).count());
}

QString uptimeText(TimePoint since, TimePoint now)
{
    const qint64 seconds = std::max<qint64>(0, duration_cast<std::chrono::seconds>(now - since).count());
    if (seconds < 60) {
        return Tr::tr("%1 s").arg(seconds);
    }
    if (seconds < 3600) {
        return Tr::tr("%1 min").arg(seconds / 60);
    }
    if (seconds < 48 * 3600) {
        return Tr::tr("%1 h").arg(seconds / 3600);
    }
    return Tr::tr("%1 d").arg(seconds / 86400);
}

QString dayText(TimePoint at, TimePoint now)
{
    const QDateTime moment = localTime(at);
    const QString time = QLocale().toString(moment.time(), QStringLiteral("HH:mm"));
    const qint64 days = moment.date().daysTo(localTime(now).date());
    if (days == 0) {
        return Tr::tr("today %1").arg(time);
    }
    if (days == 1) {
        return Tr::tr("yesterday %1").arg(time);
    }
    return Tr::tr("%1 %2", "date and time").arg(dateText(at), time);
}

QString timeOfDayText(TimePoint at)
{
    return QLocale().toString(localTime(at).time(), QStringLiteral("HH:mm:ss"));
}

QString dateText(TimePoint at)
{
    return QLocale().toString(localTime(at).date(), QStringLiteral("d MMM"));
}

QString stateText(const stack::ServiceStatus &status)
{
    using stack::ServiceState;
    switch (status.state) {
    case ServiceState::Missing: return Tr::tr("not created");
    case ServiceState::Created: return Tr::tr("created");
    case ServiceState::Starting: return Tr::tr("starting");
    case ServiceState::Healthy: return Tr::tr("healthy");
    case ServiceState::Running: return Tr::tr("running");
    case ServiceState::Unhealthy: return Tr::tr("unhealthy");
    case ServiceState::Restarting: return Tr::tr("restarting");
    case ServiceState::Finished: return Tr::tr("finished, exit 0");
    case ServiceState::Stopped: return Tr::tr("stopped");
    case ServiceState::Paused: return Tr::tr("paused");
    case ServiceState::Exited: break;
    }
    return status.exitCode ? Tr::tr("ended, exit %1").arg(*status.exitCode) : Tr::tr("ended");
}

QString roleText(compose::Role role, std::optional<int> brokerId)
{
    switch (role) {
    case compose::Role::ZooKeeper: return Tr::tr("ZooKeeper");
    case compose::Role::Broker: return brokerId ? Tr::tr("Broker %1").arg(*brokerId) : Tr::tr("Broker");
    case compose::Role::Init: return Tr::tr("Init");
    case compose::Role::Worker: return Tr::tr("Worker");
    case compose::Role::Other: break;
    }
    return Tr::tr("Other");
}

QString shortPath(const QString &path)
{
    const QString home = QDir::homePath();
    if (path == home || path.startsWith(home + QLatin1Char('/'))) {
        return QLatin1Char('~') + path.mid(home.size());
    }
    return path;
}

QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : Qt::convertFromPlainText(plainText(text), Qt::WhiteSpaceNormal);
}

} // namespace bd::app
