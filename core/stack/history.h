// Recorded runs, in the user's data directory (SQLite). Events are written as they come, so that nothing is lost
// when the panel is killed in the middle. Use one History a thread, or lock around it.
#pragma once

#include <memory>
#include <vector>

#include "base/error.h"
#include "timeline/event.h"

namespace bd::store {
class Database;
}

namespace bd::stack {

class History
{
public:
    static Result<History> open(const QString &file = {}); // empty: the user's own
    History(History &&) noexcept;
    History &operator=(History &&) noexcept;
    ~History();

    Result<qint64> begin(const timeline::Run &run); // stores what it has, gives its id
    Result<> append(qint64 run, const timeline::Event &event);
    Result<> setLanes(qint64 run,
                      const std::vector<timeline::LaneInfo> &lanes); // what it was about, once that is known
    Result<> finish(qint64 run, TimePoint at, timeline::Outcome outcome);

    // Newest first, without events; project empty: all.
    Result<std::vector<timeline::Run>> runs(const QString &project, int limit = 10'000) const;
    Result<timeline::Run> run(qint64 id) const; // NotFound

private:
    explicit History(std::unique_ptr<store::Database> database);
    std::unique_ptr<store::Database> m_database;
};

} // namespace bd::stack
