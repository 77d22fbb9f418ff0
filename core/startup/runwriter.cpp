#include "startup/runwriter.h"

#include "stack/history.h"

namespace bd::startup {

RunWriter::RunWriter(QString historyFile, timeline::Run run)
    : m_file(std::move(historyFile)), m_run(std::move(run)), m_thread([this](std::stop_token stop) { work(stop); })
{}

RunWriter::~RunWriter()
{
    m_thread.request_stop();
}

Result<qint64> RunWriter::id()
{
    return m_promise.get_future().get();
}

void RunWriter::add(const timeline::Event &event)
{
    const std::lock_guard lock(m_mutex);
    m_queue.push_back(event);
    m_changed.notify_all();
}

void RunWriter::work(std::stop_token stop)
{
    auto history = stack::History::open(m_file);
    const Result<qint64> id = history ? history->begin(m_run) : tl::unexpected(history.error());
    m_promise.set_value(id);
    if (!id)
        return;
    while (true) {
        std::deque<timeline::Event> events;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, stop, [this] { return !m_queue.empty(); });
            events.swap(m_queue);
        }
        if (events.empty()) // stopped, and nothing is left
            return;
        for (const timeline::Event &event : events) {
            // A disk that fills up in the middle must not end a start; what was written stays readable.
            (void)history->append(*id, event);
            if (event.kind == timeline::EventKind::RunFinished && event.outcome)
                (void)history->finish(*id, event.at, *event.outcome);
        }
    }
}

} // namespace bd::startup
