// Where a reset or a restore stands that has not ended: the journal beside what the engine has now; and what that keeps from
// being done.
#pragma once

#include "engine/engine.h"
#include "guard/guard.h"
#include "reset/resetjournal.h"
#include "snapshot/shelf.h"

namespace bd::kafka {
struct Metadata;
}

namespace bd::reset {

struct Standing {
    Progress progress;
    bool hasRemoved = false; // something of the plan is gone, or may be
    QStringList goneVolumes; // of the plan
    QStringList volumes;     // of the plan, still there as they were
    // Where topics are concerned: those that it is to leave there and no broker has. Nothing: no broker has told.
    std::optional<QStringList> missingTopics;
    QString snapshot;      // id of the one that leads back; empty: there is none
    QString text;          // for people: what was going on, and how far it came
    QString meaning;       // what that means for the data
    bool isUnread = false; // its journal cannot be read: it can only be left
    bool operator==(const Standing &) const = default;
};
// `brokers`: their topics; none: not asked. Pure.
Standing standingOf(const Progress &progress, const guard::EngineState &state,
                    const kafka::Metadata *brokers = nullptr);
// The same, having asked the brokers where topics are concerned, if they answer: blocks for seconds.
Standing standingNow(const Progress &progress, const compose::Project &project, const guard::EngineState &state,
                     std::stop_token stop);
Standing unreadStanding(const Error &error);  // of pendingJournal()
QString snapshotOf(const Progress &progress); // id of the one that leads back; empty: there is none

// `folder`: of the journals; empty: the user's own. `origin`: who does it, for the lock.

// Ends what is pending as «abandoned», and touches nothing else; what cannot be read is put aside. NotFound where nothing is; Locked where somebody is at it.
Result<> abandon(const QString &lockKey, const QString &folder, const QString &origin);

// InvalidUse where an operation has not ended that has deleted volumes: half a set must not be started. Asks the engine.
Result<> mayStart(const engine::Engine &engine, const QString &project, const QString &folder, std::stop_token stop);

// As Shelf::remove(); InvalidUse where what is pending needs it.
Result<> removeSnapshot(snapshot::Shelf &shelf, const QString &id, const QString &journal);
// The same with all that are snapshot::outdated(); gives what has gone. What cannot go stays for the next time.
std::vector<snapshot::Manifest> retireSnapshots(snapshot::Shelf &shelf, int days, TimePoint now,
                                                const QString &journal);

// No reset takes it. Locked where one goes on: it has asked already. `settingsFile` empty: the user's own.
Result<> lockVolume(const QString &lockKey, const QString &volume, bool locked, const QString &settingsFile,
                    const QString &origin);

// One volume that nothing needs: `shown` is guard::planRemovalOf() as somebody has confirmed it. Failed with why the guard
// objects, also where it is otherwise by now; Locked; InvalidUse where an operation has not ended.
Result<> removeVolume(const engine::Engine &engine, const compose::Project &project, const guard::RemovalPlan &shown,
                      const guard::Marks &marks, const QString &confirmedContext, const QString &folder,
                      const QString &origin, std::stop_token stop);

} // namespace bd::reset
