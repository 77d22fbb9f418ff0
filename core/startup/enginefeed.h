// Turns the engine's events of one project into board entries and timeline events while an operation runs. Owns a
// thread; takes the stream up again where it breaks. Who waits for an end looks for itself now and then.
#pragma once

#include <thread>

#include "engine/engine.h"
#include "startup/board.h"
#include "startup/eventlog.h"

namespace bd::startup {

class EngineFeed
{
public:
    // Returns once the subscription stands, or with why it does not.
    static Result<std::unique_ptr<EngineFeed>> open(const engine::Engine &engine, const compose::Project &project,
                                                    Board &board, EventLog &log, std::stop_token stop);
    ~EngineFeed();

private:
    EngineFeed(const engine::Engine &engine, const compose::Project &project, Board &board, EventLog &log)
        : m_engine(engine), m_project(project), m_board(board), m_log(log)
    {}
    void take(const engine::Event &event);

    const engine::Engine &m_engine;
    const compose::Project &m_project;
    Board &m_board;
    EventLog &m_log;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_ready = false;
    std::optional<Error> m_error;
    std::jthread m_thread;
};

} // namespace bd::startup
