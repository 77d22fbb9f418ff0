#include "logs/logsession.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace bd::app {

namespace {

using namespace std::chrono_literals;

constexpr auto deliverPace = 40ms;
constexpr size_t mostAtOnce = 4000;     // lines in one portion: a few milliseconds
constexpr size_t mostWaiting = 200'000; // then whoever reads waits for whoever shows

} // namespace

struct LogSession::Inbox {
    std::mutex mutex;
    std::condition_variable_any hasRoom;
    std::deque<logs::Fed> lines;

    void put(const logs::Fed &line, const std::stop_token &stop)
    {
        std::unique_lock lock(mutex);
        hasRoom.wait(lock, stop, [this] { return lines.size() < mostWaiting; });
        lines.push_back(line);
    }

    std::vector<logs::Fed> take()
    {
        std::vector<logs::Fed> taken;
        const std::lock_guard lock(mutex);
        const auto end = lines.begin() + static_cast<std::ptrdiff_t>(std::min(mostAtOnce, lines.size()));
        taken.assign(std::make_move_iterator(lines.begin()), std::make_move_iterator(end));
        lines.erase(lines.begin(), end);
        hasRoom.notify_all();
        return taken;
    }
};

LogSession::LogSession(std::shared_ptr<const engine::Engine> engine, QString project, QObject *parent)
    : QObject(parent), m_engine(std::move(engine)), m_project(std::move(project))
{
    m_pace.setInterval(deliverPace);
    connect(&m_pace, &QTimer::timeout, this, &LogSession::deliver);
}

LogSession::~LogSession()
{
    m_reading.request_stop();
}

void LogSession::follow(logs::FeedWish::Since since)
{
    m_reading.request_stop();
    m_inbox = std::make_shared<Inbox>();
    m_follows = true;
    Q_EMIT begun();
    m_reading = m_background.run(
        [engine = m_engine, project = m_project, inbox = m_inbox, since](std::stop_token stop) {
            logs::FeedWish wish;
            wish.since = since;
            logs::follow(
                *engine, project, wish, [&](const logs::Fed &line) { inbox->put(line, stop); }, stop);
            return true;
        },
        [](bool) {});
    m_pace.start();
}

// What the services write at once comes from each by itself: within a portion time puts it in order.
void LogSession::deliver()
{
    auto lines = m_inbox->take();
    if (lines.empty()) {
        return;
    }
    std::ranges::stable_sort(lines, {}, &logs::Fed::at);
    Q_EMIT came(lines);
}

} // namespace bd::app
