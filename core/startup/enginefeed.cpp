#include "startup/enginefeed.h"

#include <QCoreApplication>
#include <QSet>

namespace bd::startup {

using timeline::Event;
using timeline::EventKind;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(EngineFeed)
};

constexpr std::chrono::seconds subscribeDeadline{5};
constexpr Millis resubscribePause{1000};

} // namespace

Result<std::unique_ptr<EngineFeed>> EngineFeed::open(const engine::Engine &engine, const compose::Project &project,
                                                     Board &board, EventLog &log, std::stop_token stop)
{
    std::unique_ptr<EngineFeed> feed(new EngineFeed(engine, project, board, log));
    feed->m_thread = std::jthread([self = feed.get()](std::stop_token ours) {
        const auto ready = [self] {
            const std::lock_guard lock(self->m_mutex);
            self->m_ready = true;
            self->m_changed.notify_all();
        };
        std::optional<TimePoint> since;
        const auto take = [&](const engine::Event &event) {
            since = event.at + Micros(1);
            self->take(event);
        };
        do { // a stream that breaks is taken up where it broke; the engine remembers some events
            const auto ended = self->m_engine.events(self->m_project.name, since, ready, take, ours);
            const std::lock_guard lock(self->m_mutex);
            if (!ended && !self->m_ready)
                self->m_error = ended.error();
            self->m_changed.notify_all();
        } while (self->m_log.clock().sleep(resubscribePause, ours));
    });
    std::unique_lock lock(feed->m_mutex);
    const bool settled = feed->m_changed.wait_for(lock, subscribeDeadline, [&] {
        return feed->m_ready || feed->m_error || stop.stop_requested();
    });
    if (feed->m_error)
        return tl::unexpected(*feed->m_error);
    if (!settled)
        return fail(ErrorCode::Timeout, Tr::tr("The engine did not accept the subscription to its events"),
                    Tr::tr("Is the engine overloaded? Try again."));
    lock.unlock();
    return feed;
}

EngineFeed::~EngineFeed()
{
    m_thread.request_stop();
}

void EngineFeed::take(const engine::Event &event)
{
    const QString service = event.service();
    const bool isOneOff = event.attributes.value(QStringLiteral("com.docker.compose.oneoff")) == QLatin1String("True");
    if (event.type != QLatin1String("container") || isOneOff || !m_project.service(service))
        return;
    Event mark;
    mark.at = event.at;
    mark.service = service;
    if (event.action == QLatin1String("create")) {
        mark.kind = EventKind::Created;
    } else if (event.action == QLatin1String("start")) {
        m_board.processStarted(service, event.at);
        mark.kind = EventKind::Started;
    } else if (event.action == QLatin1String("die")) {
        const bool oom = event.attributes.value(QStringLiteral("oomKilled")) == QLatin1String("true");
        const int code = event.exitCode().value_or(-1);
        m_board.processEnded(service, code, oom, event.at);
        mark.kind = EventKind::Exited;
        mark.exitCode = code;
        mark.oomKilled = oom;
        mark.text = Tr::tr("exit %1").arg(code);
    } else if (event.action == QLatin1String("oom")) {
        mark.kind = EventKind::Note;
        mark.text = Tr::tr("ran out of memory");
    } else if (event.action == QLatin1String("health_status: unhealthy")) {
        mark.kind = EventKind::Note;
        mark.text = Tr::tr("the engine calls it unhealthy");
    } else if (event.action == QLatin1String("health_status: healthy")) {
        mark.kind = EventKind::Note;
        mark.text = Tr::tr("the engine calls it healthy");
    } else {
        return;
    }
    m_log.add(std::move(mark));
}

} // namespace bd::startup
