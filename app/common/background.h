// Blocking work off the GUI thread. Outcomes and events come back as queued calls, for as long as the owner lives;
// destroying it asks all work to stop, delivers nothing more and does not wait.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include <QHash>
#include <QObject>

namespace bd::app {

// Hands calls from any thread to the thread of its receiver, and drops them once it is closed.
class Mailbox
{
public:
    explicit Mailbox(QObject *receiver);
    void post(std::function<void()> call);
    void close();

private:
    std::mutex m_mutex;
    QObject *m_receiver;
};

class Background
{
public:
    // Heavy work computes for long: its threads, and those that they start, let the window go first.
    enum class Weight { Light, Heavy };
    explicit Background(Weight weight = Weight::Light);
    ~Background();
    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;

    // Calls then(work(stop)), work on a worker thread and then on this one. The source cancels just this work.
    template<typename Work, typename Then>
    std::stop_source run(Work work, Then then)
    {
        using Outcome = std::invoke_result_t<Work, std::stop_token>;
        std::stop_source source;
        const auto id = ++m_lastId;
        m_running.insert(id, source);
        launch(
            [this, id, source, mailbox = m_mailbox, work = std::move(work), then = std::move(then)]() mutable {
                auto outcome = std::make_shared<Outcome>(work(source.get_token()));
                mailbox->post([this, id, outcome, then = std::move(then)]() mutable {
                    m_running.remove(id);
                    then(std::move(*outcome));
                });
            },
            m_weight);
        return source;
    }

    void requestStop(); // of all that goes on: outcomes come all the same

    std::shared_ptr<Mailbox> mailbox() const { return m_mailbox; }

    // Work that nobody waits for: the end of something that takes its time to end.
    static void launch(std::function<void()> work, Weight weight = Weight::Light);

    // A value that many share and nobody changes. Where it is large, its end takes time too: that is on a worker thread.
    template<typename Value>
    static std::shared_ptr<const Value> shared(Value value)
    {
        const auto end = [](const Value *gone) { launch([gone] { delete gone; }); };
        return std::shared_ptr<const Value>(new Value(std::move(value)), end);
    }

private:
    const Weight m_weight;
    QObject m_receiver;
    std::shared_ptr<Mailbox> m_mailbox;
    QHash<quint64, std::stop_source> m_running;
    quint64 m_lastId = 0;
};

} // namespace bd::app
