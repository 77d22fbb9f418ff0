#include "stack/watcher.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "stack/lockkey.h"
#include "stack/observer.h"
#include "stack/seenrun.h"
#include "store/projectlock.h"

namespace bd::stack {

using timeline::ProbeResult;
using namespace std::chrono_literals;

namespace {

// How often to look. Moving: something starts or is in trouble.
constexpr Millis movingPace = 500ms;
constexpr Millis calmPace = 10s;
constexpr Millis reconcilePace = 60s; // the engine drops slow readers of its events
constexpr Millis topicsPace = 30s;
constexpr Millis movingTopicsPace = 1s;
constexpr Millis probeDeadline = 1s; // only a slow broker uses it up; a dead one is told within 250 ms
constexpr Millis reconnectPause = 2s;

bool matters(const engine::Event &event)
{
    return event.type == QLatin1String("container") && !event.action.startsWith(QLatin1String("exec_"));
}

bool isMoving(const StackState &state)
{
    return !state.heldBy.isEmpty() || std::ranges::any_of(state.services, [](const ServiceStatus &service) {
        return service.state == ServiceState::Starting || service.state == ServiceState::Restarting
               || service.state == ServiceState::Unhealthy || !service.waitsFor.isEmpty();
    });
}

// Something is due once every `pace`.
class Pace
{
public:
    bool isDue(TimePoint now, Millis pace)
    {
        if (now - m_last < pace)
            return false;
        m_last = now;
        return true;
    }

private:
    TimePoint m_last{};
};

} // namespace

struct Watcher::Private {
    std::shared_ptr<const engine::Engine> engine;
    compose::Project project;
    Callbacks callbacks;
    Clock clock;

    mutable std::mutex mutex; // guards these
    std::condition_variable_any wake;
    StackState state;
    QString operation;
    QMap<QString, ProbeResult> fed;
    bool lookAgain = true;
    bool topicsAgain = true;

    // The loop's own.
    std::optional<Observer> observer;
    std::optional<Error> lost;
    SeenRun seenRun;
    Pace lookPace, probePace, topicPace;

    std::jthread eventsThread, loopThread; // last, so that they end before what they use

    void listen(std::stop_token stop);
    void loop(std::stop_token stop);
    void round(std::stop_token stop);
    void waitForWork(std::stop_token stop);
    void lookNow();
    void publish();
    QString otherHolder() const;
};

Watcher::Watcher(std::shared_ptr<const engine::Engine> engine, compose::Project project, Callbacks callbacks,
                 Clock clock)
    : d(std::make_unique<Private>())
{
    d->engine = std::move(engine);
    d->project = std::move(project);
    d->callbacks = std::move(callbacks);
    d->clock = std::move(clock);
    d->observer.emplace(d->engine, d->project, d->clock);
    d->state.project = d->project.name;
    d->loopThread = std::jthread([p = d.get()](std::stop_token stop) { p->loop(stop); });
    d->eventsThread = std::jthread([p = d.get()](std::stop_token stop) { p->listen(stop); });
}

Watcher::~Watcher()
{
    d->eventsThread.request_stop();
    d->loopThread.request_stop();
}

StackState Watcher::state() const
{
    const std::lock_guard lock(d->mutex);
    return d->state;
}

void Watcher::refresh()
{
    const std::lock_guard lock(d->mutex);
    d->lookAgain = true;
    d->topicsAgain = true;
    d->wake.notify_all();
}

void Watcher::setOperation(const QString &operation)
{
    {
        const std::lock_guard lock(d->mutex);
        d->operation = operation;
    }
    refresh();
}

void Watcher::feed(const QString &service, const ProbeResult &result)
{
    const std::lock_guard lock(d->mutex);
    d->fed.insert(service, result);
    d->wake.notify_all();
}

void Watcher::Private::lookNow()
{
    const std::lock_guard lock(mutex);
    lookAgain = true;
    wake.notify_all();
}

void Watcher::Private::listen(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        const auto take = [this](const engine::Event &event) {
            if (matters(event))
                lookNow();
        };
        (void)engine->events(
            project.name, {}, [this] { lookNow(); }, take, stop);
        if (stop.stop_requested())
            return;
        lookNow(); // the stream broke: looking says why
        clock.sleep(reconnectPause, stop);
    }
}

void Watcher::Private::loop(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        round(stop);
        if (!stop.stop_requested())
            waitForWork(stop);
    }
}

void Watcher::Private::round(std::stop_token stop)
{
    bool wanted = false, wantTopics = false, ours = false;
    {
        const std::lock_guard lock(mutex);
        wanted = std::exchange(lookAgain, false);
        wantTopics = std::exchange(topicsAgain, false);
        ours = !operation.isEmpty() || !state.heldBy.isEmpty();
        for (auto it = fed.cbegin(); it != fed.cend(); ++it)
            observer->take(it.key(), it.value());
        fed.clear();
    }
    const bool moving = isMoving(state) || seenRun.isGoingOn();
    const TimePoint now = clock.now();
    if (lookPace.isDue(now, wanted || lost ? Millis(0) : reconcilePace)) {
        const auto looked = observer->look(stop);
        if (stop.stop_requested())
            return;
        lost = looked ? std::nullopt : std::optional(looked.error());
    }
    publish(); // what the engine says is on screen before anything else is asked
    if (lost)
        return;
    if (!ours) { // one prober at a time: while a runner works, here or in another process, its results are fed to us
        const bool due = probePace.isDue(now, moving ? movingPace : calmPace);
        const bool knewBroker = observer->brokerIsReady();
        observer->probe(due ? Observer::Whom::All : Observer::Whom::OnlyNew, probeDeadline, stop);
        const bool newBroker = observer->brokerIsReady() && !knewBroker;
        const bool unknown = observer->brokerIsReady() && !observer->topicsAreKnown();
        if (topicPace.isDue(now, wantTopics || newBroker ? Millis(0)
                                 : moving || unknown     ? movingTopicsPace
                                                         : topicsPace)
            || !observer->brokerIsReady())
            observer->readTopics(stop);
    }
    observer->readLines(stop);
    observer->readVersion(stop);
    if (!stop.stop_requested())
        publish();
}

void Watcher::Private::waitForWork(std::stop_token stop)
{
    std::unique_lock lock(mutex);
    const bool unknown = observer->brokerIsReady() && !observer->topicsAreKnown() && operation.isEmpty();
    const Millis pace = lost                                                ? reconnectPause
                        : isMoving(state) || seenRun.isGoingOn() || unknown ? movingPace
                                                                            : calmPace;
    wake.wait_for(lock, stop, pace, [this] { return lookAgain || topicsAgain || !fed.isEmpty(); });
    if (lost)
        lookAgain = true;
}

// Who acts on the project where we do not.
QString Watcher::Private::otherHolder() const
{
    const auto &info = observer->engineInfo();
    if (!operation.isEmpty() || !info)
        return {};
    return store::ProjectLock::holder(lockKey(info->id, project.name)).value_or(QString());
}

void Watcher::Private::publish()
{
    std::optional<timeline::Run> run;
    StackState next;
    bool changed = false;
    {
        const std::lock_guard lock(mutex);
        next = lost ? state : fold(observer->facts(), clock.now());
        next.link = lost ? Link::Lost : Link::Live;
        next.error = lost;
        next.engineInfo = observer->engineInfo();
        next.operation = operation;
        next.heldBy = otherHolder();
        StackState same = next;
        same.asOf = state.asOf;
        changed = !(same == state);
        if (state.link == Link::Live && !lost && (changed || seenRun.isGoingOn()))
            run = seenRun.observe(state, next, !operation.isEmpty() || !next.heldBy.isEmpty(), project);
        state = next;
    }
    if (changed && callbacks.changed)
        callbacks.changed(next);
    if (run && callbacks.seenRun)
        callbacks.seenRun(*run);
}

} // namespace bd::stack
