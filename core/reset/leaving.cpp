#include "reset/leaving.h"

#include <utility>

#include <QCoreApplication>

#include "reset/resetsteps.h"
#include "reset/topicplan.h"
#include "startup/steps.h"

namespace bd::reset {

namespace {

using namespace std::chrono_literals;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

using timeline::EventKind;

constexpr Millis askDeadline = 15s;
constexpr Millis usualLeave = 1s; // of members that say so
constexpr Millis usualPause = 100ms;
constexpr Millis longPause = 1s;

const QString joinedPrefix = QStringLiteral("joined:");

struct Connected {
    QStringList groups;
    QStringList members; // with where they are, for people
    QStringList hosts;
    bool operator==(const Connected &) const = default;
};

Result<Connected> connectedTo(kafka::Client &client, const QStringList &groups, std::stop_token stop)
{
    return client.describeGroups(groups, askDeadline, std::move(stop)).map([](const auto &described) {
        Connected connected;
        for (const kafka::GroupDescription &group : described) {
            if (!group.members.empty())
                connected.groups += group.id;
            for (const kafka::GroupMember &member : group.members) {
                connected.hosts += member.host;
                connected.members += Tr::tr("%1 of %2 at %3").arg(member.clientId, group.id, member.host);
            }
        }
        return connected;
    });
}

class Waiting
{
public:
    Waiting(const Leaving &with, QStringList &services, std::stop_token stop)
        : m_with(with), m_services(services), m_stop(std::move(stop)), m_begin(m_clock.now())
    {}

    // `isLong`: from the beginning, whoever they are.
    Result<> untilEmpty(const QStringList &groups, bool isLong)
    {
        for (;;) {
            const auto connected = connectedTo(m_with.client, groups, m_stop);
            if (!connected || connected->groups.isEmpty())
                return connected.map([](const Connected &) {});
            const auto stopped = isLong && elapsed() < usualLeave ? Result<bool>(false) : stopJoined(*connected);
            if (!stopped)
                return tl::unexpected(stopped.error());
            if (!*stopped && !isLong)
                return {};
            isLong = true;
            if (elapsed() > m_with.patience)
                return fail(ErrorCode::Timeout,
                            Tr::tr("Members of %1 are still connected").arg(connected->groups.join(listSeparator())),
                            Tr::tr("One that was killed is counted until its session expires; one that runs elsewhere "
                                   "must be stopped. Then try again."),
                            connected->members.join(QLatin1Char('\n')));
            tell(*connected);
            if (!m_clock.sleep(elapsed() < usualLeave ? usualPause : longPause, m_stop))
                return cancelled();
        }
    }

private:
    static QString listSeparator() { return QStringLiteral(", "); }
    Millis elapsed() const { return std::chrono::duration_cast<Millis>(m_clock.now() - m_begin); }

    // Those of the project's that run: they were not there when the plan was made, or somebody has started them since.
    Result<bool> stopJoined(const Connected &connected)
    {
        const auto containers = m_with.engine.containers(m_with.project.name, m_stop);
        if (!containers)
            return tl::unexpected(containers.error());
        const QMap<QString, QString> running = servicesByAddress(m_with.project, *containers);
        QStringList joined;
        for (const QString &host : connected.hosts) {
            if (const QString service = running.value(host); !service.isEmpty() && !joined.contains(service))
                joined += service;
        }
        for (const QString &service : joined) {
            m_with.log.add(service, EventKind::Step, Tr::tr("it has joined meanwhile: it is stopped, too"));
            if (auto stopped = stopOne(service); !stopped)
                return tl::unexpected(stopped.error());
        }
        return !joined.isEmpty();
    }

    Result<> stopOne(const QString &service)
    {
        const auto work = [&] {
            return startup::stopServices(m_with.engine, m_with.project, {service}, {}, m_with.log, m_stop);
        };
        if (m_services.contains(service))
            return work();
        m_services += service; // also where it fails: it may be down
        return done(
            m_with.steps.step(joinedPrefix + service, [&] { return work().map([] { return QJsonObject(); }); }));
    }

    void tell(const Connected &connected)
    {
        if (elapsed() > usualLeave && std::exchange(m_told, connected.groups) != connected.groups)
            m_with.log.add({}, EventKind::Step,
                           Tr::tr(
                               "waiting until Kafka no longer counts the members of %1: one that went without a word "
                               "stays until its session expires, 45 s by default")
                               .arg(m_told.join(listSeparator())));
    }

    const Leaving &m_with;
    QStringList &m_services;
    std::stop_token m_stop;
    Clock m_clock = Clock::system();
    TimePoint m_begin;
    QStringList m_told;
};

} // namespace

Result<> leave(const Leaving &with, QStringList &services, const QStringList &groups, std::stop_token stop)
{
    const bool stops = !services.isEmpty();
    if (stops) {
        with.log.add({}, EventKind::Step, Tr::tr("stopping members"));
        if (auto stopped = startup::stopServices(with.engine, with.project, services, {}, with.log, stop); !stopped)
            return stopped;
    }
    return groups.isEmpty() ? Result<>() : Waiting(with, services, std::move(stop)).untilEmpty(groups, stops);
}

Result<> leaveAgain(const Leaving &with, QStringList &services, const QStringList &groups)
{
    if (groups.isEmpty())
        return {};
    const auto left = Waiting(with, services, {}).untilEmpty(groups, false);
    return left || left.error().code != ErrorCode::Timeout ? left : Result<>();
}

QStringList stoppedBy(const Progress &progress)
{
    QStringList services = textsIn(progress.head[QLatin1String("stops")]);
    for (const QString &step : progress.done.keys() + QStringList{progress.begun}) {
        if (const QString service = step.mid(joinedPrefix.size());
            step.startsWith(joinedPrefix) && !services.contains(service))
            services += service;
    }
    return services;
}

} // namespace bd::reset
