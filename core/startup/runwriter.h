// Writes one run into the history as it goes, on a thread of its own: SQLite belongs to one thread, events come from
// several, and nobody who starts a stack waits for a disk. The destructor writes what is left.
#pragma once

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "timeline/event.h"

namespace bd::startup {

class RunWriter
{
public:
    RunWriter(QString historyFile, timeline::Run run);
    ~RunWriter();

    // The id under which the run is kept; waits until it is there. An Error where the history cannot be written: the
    // run then goes on without being kept.
    Result<qint64> id();
    void add(const timeline::Event &event);

private:
    void work(std::stop_token stop);

    QString m_file;
    timeline::Run m_run;
    std::promise<Result<qint64>> m_promise;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<timeline::Event> m_queue;
    std::jthread m_thread;
};

} // namespace bd::startup
