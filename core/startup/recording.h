// What is around every operation: holds the project's lock and the open run for as long as the operation goes on.
#pragma once

#include "startup/recorded.h"
#include "startup/runwriter.h"
#include "store/projectlock.h"

namespace bd::startup {

class Recording
{
public:
    // Who goes on with what a start still has to put into volumes (parcels.h); everybody else but a stop waits for that.
    enum class Parcels { Refuses, GoesOnWith };
    // Locked where another of ours acts on the project; InvalidUse for parcels. `services` empty: all.
    static Result<Recording> begin(const engine::Engine &engine, const compose::Project &project,
                                   timeline::RunKind kind, const QStringList &services, const Recorder &recorder,
                                   std::stop_token stop, Parcels parcels = Parcels::Refuses);
    // The same of an engine that was looked at just before: it is not asked again who it is. What acts on it looks at it again
    // under the lock, and refuses where it is another one by then.
    struct Place {
        QString engineId;
        QString context;
    };
    static Result<Recording> begin(const Place &place, const compose::Project &project, timeline::RunKind kind,
                                   const QStringList &services, const Recorder &recorder,
                                   Parcels parcels = Parcels::Refuses);

    // Opens the run, once the operation surely begins. A history that cannot be written must not keep a stack from
    // starting: it is said, as a note.
    void announce();
    EventSink sink(); // for as long as this lives, where it is

    const QString &engineId() const { return m_engineId; }

private:
    Recording(store::ProjectLock lock, timeline::Run run, const Recorder &recorder, QString engineId)
        : m_lock(std::move(lock)), m_run(std::move(run)), m_recorder(&recorder), m_engineId(std::move(engineId))
    {}

    store::ProjectLock m_lock;
    timeline::Run m_run;
    const Recorder *m_recorder;
    QString m_engineId;
    std::unique_ptr<RunWriter> m_writer;
};

} // namespace bd::startup
