#include "startup/seenrecorder.h"

#include "stack/history.h"

namespace bd::startup {

SeenRecorder::SeenRecorder(QString historyFile) : m_historyFile(std::move(historyFile)) {}

void SeenRecorder::keep(const timeline::Run &run)
{
    if (m_startedAt != run.startedAt) {
        m_startedAt = run.startedAt;
        m_kept = 0;
        m_writer.reset();
        m_lock.reset();
        const QString key = QStringLiteral("seen/%1/%2").arg(run.context, run.project);
        if (auto lock = store::ProjectLock::acquire(key, run.origin, QStringLiteral("record"))) {
            m_lock.emplace(std::move(*lock));
            timeline::Run header = run;
            header.events.clear();
            header.finishedAt.reset();
            header.outcome.reset();
            m_writer = std::make_unique<RunWriter>(m_historyFile, std::move(header));
        }
    }
    for (; m_writer && m_kept < run.events.size(); ++m_kept)
        m_writer->add(run.events[m_kept]);
    if (run.finishedAt) {
        const auto id = m_writer ? m_writer->id() : fail(ErrorCode::NotFound, {});
        m_writer.reset(); // writes what is left
        auto history = id ? stack::History::open(m_historyFile) : tl::unexpected(id.error());
        if (history)
            (void)history->setLanes(*id, run.lanes);
        m_lock.reset();
    }
}

} // namespace bd::startup
