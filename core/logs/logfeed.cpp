#include "logs/logfeed.h"

#include <map>
#include <mutex>
#include <thread>

#include "base/clock.h"

namespace bd::logs {

namespace {

using engine::Container;

constexpr Millis lookPace{1000};

// One container's log, until its process ends.
struct Follower {
    std::optional<TimePoint> startedAt; // of the process that is followed
    std::optional<TimePoint> since;     // what is next
    std::jthread thread;
    std::shared_ptr<std::atomic<bool>> isOver = std::make_shared<std::atomic<bool>>(true);
};

class Feed
{
public:
    Feed(const engine::Engine &engine, const FeedWish &wish, const std::function<void(const Fed &)> &sink,
         std::stop_token stop)
        : m_engine(engine), m_wish(wish), m_sink(sink), m_stop(std::move(stop))
    {}

    void look(const QString &project)
    {
        const auto containers = m_engine.containers(project, m_stop);
        if (!containers)
            return;
        for (const Container &container : *containers) {
            const bool isWanted = m_wish.services.isEmpty() || m_wish.services.contains(container.service());
            if (isWanted && !container.oneOff())
                attend(container);
        }
    }

private:
    void attend(const Container &container)
    {
        const auto [place, isNew] = m_followers.try_emplace(container.id);
        Follower &follower = place->second;
        const bool isAnother = isNew || follower.startedAt != container.startedAt;
        if (!*follower.isOver || !isAnother)
            return;
        if (follower.thread.joinable())
            follower.thread.join();
        if (isNew)
            follower.since = beginOf(container, m_wish);
        follower.startedAt = container.startedAt;
        *follower.isOver = false;
        follower.thread = std::jthread([this, &follower, id = container.id, service = container.service()] {
            std::ignore = m_engine.followLogs(
                id, follower.since,
                [&](const engine::Engine::LogLine &line) {
                    follower.since = line.at + Micros(1);
                    const std::lock_guard lock(m_mutex);
                    m_sink({service, line.at, line.text});
                },
                m_stop);
            *follower.isOver = true;
        });
    }

    const engine::Engine &m_engine;
    const FeedWish &m_wish;
    const std::function<void(const Fed &)> &m_sink;
    std::stop_token m_stop;
    std::mutex m_mutex;
    std::map<QString, Follower> m_followers; // by the container's ID; ends first, and joins
};

} // namespace

std::optional<TimePoint> beginOf(const Container &container, const FeedWish &wish)
{
    switch (wish.since) {
    case FeedWish::Since::All: return {};
    case FeedWish::Since::Time: return wish.time;
    case FeedWish::Since::LastStart: break;
    }
    // the first lines of a process are older than what the engine calls its start; those of the one before are not
    return container.finishedAt ? std::optional(*container.finishedAt + Micros(1)) : std::nullopt;
}

void follow(const engine::Engine &engine, const QString &project, const FeedWish &wish,
            const std::function<void(const Fed &)> &sink, std::stop_token stop)
{
    Feed feed(engine, wish, sink, stop);
    do
        feed.look(project);
    while (Clock::system().sleep(lookPace, stop));
}

} // namespace bd::logs
