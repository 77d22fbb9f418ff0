// Audits the project's files as it is opened and whenever one of them changes, and writes what mends them. On worker threads; what
// comes of it arrives as signals on this object's thread.
#pragma once

#include <set>

#include <QElapsedTimer>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include "audit/auditfacts.h"
#include "common/background.h"
#include "stack/state.h"

namespace bd::app {

class AuditSession : public QObject
{
    Q_OBJECT

public:
    AuditSession(std::shared_ptr<const engine::Engine> engine, const compose::Project &project,
                 QObject *parent = nullptr);

    void setProject(const compose::Project &project); // read anew: looks again
    void setState(const stack::StackState &state);    // of what runs: where it is otherwise, that is looked at
    void look();                                      // now

    // What mending these would write; what comes up only by that is mended along.
    void prepare(const std::set<FindingKey> &wanted);
    void apply(const FixPtr &fix);
    void undo();

    const AuditFactsPtr &facts() const { return m_facts; } // none: nothing was looked at yet

Q_SIGNALS:
    void changed(const bd::app::AuditFactsPtr &facts);
    void lookFailed(const bd::Error &error);
    void prepared(const bd::Result<bd::app::FixPtr> &fix);
    void applied(const bd::app::FixPtr &fix, const bd::Result<QStringList> &kept); // the names of the old files
    void undone(const bd::Result<QStringList> &files);

private:
    void looked(const Result<AuditFactsPtr> &outcome);
    void lookLive();
    void watch();
    void noticed(); // something may have changed

    std::shared_ptr<const engine::Engine> m_engine;
    compose::Project m_project;
    AuditFactsPtr m_facts;
    QStringList m_stamps;  // of the files, as they were looked at
    QStringList m_running; // what ran when that was looked at: a line a service
    std::stop_source m_lookingLive;
    bool m_isLooking = false;
    bool m_lookAgain = false;
    std::stop_source m_preparing;
    int m_preparation = 0; // the latest: what an earlier one comes to is of no interest
    QFileSystemWatcher m_watcher;
    QTimer m_settle;     // an editor writes more than once
    QTimer m_liveSettle; // a stack starts one service after the other
    QElapsedTimer m_sinceLive;
    Background m_background;
};

} // namespace bd::app
