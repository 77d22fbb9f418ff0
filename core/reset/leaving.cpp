#include "reset/leaving.h"

#include <algorithm>
#include <map>
#include <utility>

#include <QCoreApplication>

#include "kafka/groupreset.h"
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

const QString stopStep = QStringLiteral("stop");
const QString joinedPrefix = QStringLiteral("joined:");

struct Connected {
    QStringList groups;
    std::vector<kafka::GroupMember> members;
};

Result<Connected> connectedTo(kafka::Client &client, const QStringList &groups, std::stop_token stop)
{
    return client.describeGroups(groups, askDeadline, std::move(stop)).map([](const auto &described) {
        Connected connected;
        for (const kafka::GroupDescription &group : described) {
            if (!group.members.empty())
                connected.groups += group.id;
            connected.members.insert(connected.members.end(), group.members.begin(), group.members.end());
        }
        return connected;
    });
}

Result<> stop(const Leaving &with, const QStringList &services, const QString &step, const std::stop_token &token)
{
    const auto work = [&] {
        return startup::stopServices(with.engine, with.project, services, {}, with.log, token).map([] {
            return QJsonObject();
        });
    };
    with.steps.forget(QStringLiteral("start")); // whoever has started them since: they are to be started again
    return done(with.steps.isDone(step) ? work() : with.steps.step(step, work));
}

class Waiting
{
public:
    Waiting(const Leaving &with, QStringList &services, std::stop_token stop)
        : m_with(with), m_services(services), m_stop(std::move(stop)), m_begin(m_clock.now())
    {}

    // `waitsForAll`: from the beginning; else only once somebody had to be stopped.
    Result<> untilEmpty(const QStringList &groups, bool waitsForAll)
    {
        for (;;) {
            const auto connected = connectedTo(m_with.client, groups, m_stop);
            if (!connected || connected->groups.isEmpty())
                return connected.map([](const Connected &) {});
            for (const kafka::GroupMember &member : connected->members)
                m_firstSeen.try_emplace(member.id, m_clock.now());
            const auto stopped = waitsForAll && elapsed() < usualLeave ? Result<bool>(false) : stopJoined(*connected);
            if (!stopped)
                return tl::unexpected(stopped.error());
            waitsForAll |= *stopped;
            if (!waitsForAll)
                return {};
            if (elapsed() > m_with.patience)
                return tooLong(*connected);
            tell(*connected);
            if (!m_clock.sleep(elapsed() < usualLeave ? usualPause : longPause, m_stop))
                return cancelled();
        }
    }

private:
    Millis elapsed() const { return std::chrono::duration_cast<Millis>(m_clock.now() - m_begin); }

    static tl::unexpected<Error> tooLong(const Connected &connected)
    {
        constexpr size_t most = 20;
        QStringList members;
        for (size_t at = 0; at < std::min(most, connected.members.size()); ++at)
            members += kafka::nameOf(connected.members[at]);
        return fail(ErrorCode::Timeout,
                    Tr::tr("Members of %1 are still connected").arg(connected.groups.join(QStringLiteral(", "))),
                    Tr::tr("One that was killed is counted until its session expires; one that runs elsewhere must be "
                           "stopped. Then try again."),
                    members.join(QLatin1Char('\n')));
    }

    // Those of the project's that run: they were not there when the plan was made, or somebody has started them since. An
    // address may have been given to another meanwhile, which came after the member was seen.
    Result<bool> stopJoined(const Connected &connected)
    {
        const auto containers = m_with.engine.containers(m_with.project.name, m_stop);
        if (!containers)
            return tl::unexpected(containers.error());
        QStringList joined;
        for (const kafka::GroupMember &member : connected.members) {
            const auto older = [&](const engine::Container &one) {
                return one.startedAt && *one.startedAt < m_firstSeen.at(member.id);
            };
            std::vector<engine::Container> may;
            std::ranges::copy_if(*containers, std::back_inserter(may), older);
            const QString service = servicesByAddress(m_with.project, may).value(member.host);
            if (!service.isEmpty() && !joined.contains(service))
                joined += service;
        }
        for (const QString &service : joined) {
            m_with.log.add(service, EventKind::Step, Tr::tr("it has joined meanwhile: it is stopped, too"));
            if (!m_services.contains(service))
                m_services += service; // also where it cannot be stopped: it may be down then
            if (auto stopped = stop(m_with, {service}, joinedPrefix + service, m_stop); !stopped)
                return tl::unexpected(stopped.error());
        }
        return !joined.isEmpty();
    }

    void tell(const Connected &connected)
    {
        if (elapsed() > usualLeave && std::exchange(m_told, connected.groups) != connected.groups)
            m_with.log.add({}, EventKind::Step,
                           Tr::tr(
                               "waiting until Kafka no longer counts the members of %1: one that went without a word "
                               "stays until its session expires, 45 s by default")
                               .arg(m_told.join(QStringLiteral(", "))));
    }

    const Leaving &m_with;
    QStringList &m_services;
    std::stop_token m_stop;
    Clock m_clock = Clock::system();
    TimePoint m_begin;
    std::map<QString, TimePoint> m_firstSeen; // by member's id
    QStringList m_told;
};

} // namespace

Result<> leave(const Leaving &with, QStringList &services, const QStringList &groups, std::stop_token token)
{
    const bool stops = !services.isEmpty();
    if (stops) {
        with.log.add({}, EventKind::Step, Tr::tr("stopping members"));
        if (auto stopped = stop(with, services, stopStep, token); !stopped)
            return stopped;
    }
    return groups.isEmpty() ? Result<>() : Waiting(with, services, std::move(token)).untilEmpty(groups, stops);
}

Result<> leaveAgain(const Leaving &with, QStringList &services, const QStringList &groups)
{
    if (groups.isEmpty())
        return {};
    const auto left = Waiting(with, services, {}).untilEmpty(groups, false);
    return left || left.error().code != ErrorCode::Timeout ? left : Result<>();
}

bool hasStopped(const Progress &progress)
{
    const auto stops = [](const QString &step) { return step == stopStep || step.startsWith(joinedPrefix); };
    return stops(progress.begun) || std::ranges::any_of(progress.done.keys(), stops);
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
