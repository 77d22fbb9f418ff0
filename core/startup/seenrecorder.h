// Keeps the starts that the watcher sees made elsewhere (`docker compose up` in a terminal), as they grow. Of several
// panels that watch one project only one writes. Use it on one thread: the watcher's.
#pragma once

#include <memory>
#include <optional>

#include "startup/runwriter.h"
#include "store/projectlock.h"

namespace bd::startup {

class SeenRecorder
{
public:
    explicit SeenRecorder(QString historyFile = {}); // empty: the user's own

    // The run as it now is, each time with more events than before. Once it is finished, it is in the history on return.
    void keep(const timeline::Run &run);

private:
    QString m_historyFile;
    std::optional<TimePoint> m_startedAt; // of the run that is going on
    std::optional<store::ProjectLock> m_lock;
    std::unique_ptr<RunWriter> m_writer; // none: another panel writes it
    std::size_t m_kept = 0;              // events
};

} // namespace bd::startup
