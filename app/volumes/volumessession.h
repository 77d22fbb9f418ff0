// A project's volumes and snapshots for the view: looked at while somebody looks, on worker threads; what comes of it arrives
// as signals on this object's thread. What stops or deletes is an operation of the project (shell/projectsession.h).
#pragma once

#include <QObject>
#include <QTimer>

#include "common/background.h"
#include "engine/engine.h"
#include "volumes/volumesfacts.h"

namespace bd::app {

class VolumesSession : public QObject
{
    Q_OBJECT

public:
    struct Setting { // files and folders; empty: the user's own
        QString settingsFile;
        QString journals;
        QString snapshots;
    };
    VolumesSession(std::shared_ptr<const engine::Engine> engine, compose::Project project, Setting setting,
                   QObject *parent = nullptr);

    void setProject(const compose::Project &project); // read anew
    void setWatched(bool watched);
    void refresh();  // now, and sizes too
    void lookOnce(); // whether somebody looks or not, once the engine answers

    const VolumesFactsPtr &facts() const { return m_facts; } // none: nothing is known yet

    void lock(const QString &volume, bool locked);
    void rename(const QString &snapshot, const QString &name);
    void keep(const QString &snapshot, bool kept);
    void remove(const QString &snapshot); // somebody has confirmed it
    void setSnapshotDays(int days);
    void retire(); // those whose days are over, after one was taken
    void verify(const QString &snapshot);
    void exportTo(const QString &snapshot, const QString &path);
    void importFrom(const QString &path);
    void abandonPending();

Q_SIGNALS:
    void changed(const bd::app::VolumesFactsPtr &facts);
    void lookFailed(const bd::Error &error);
    void failed(const bd::Error &error);              // something that was wanted
    void verified(const QString &name, int archives); // everything in it is as it was written
    void exported(const QString &name, const QString &path, qint64 bytes);
    void imported(const QString &name, bool wasThere);
    void retired(int snapshots, qint64 bytes); // they were too old

private:
    struct Wish {
        VolumesFactsPtr before;
        bool measures = false;
    };
    static Result<VolumesFactsPtr> lookAt(const engine::Engine &engine, const compose::Project &project,
                                          const Setting &setting, const Wish &wish, std::stop_token stop);
    void look();
    void begin();
    void looked(const Result<VolumesFactsPtr> &outcome);
    void change(std::function<Result<>(snapshot::Shelf &shelf)> what);
    void writeDays();

    std::shared_ptr<const engine::Engine> m_engine;
    compose::Project m_project;
    Setting m_setting;
    VolumesFactsPtr m_facts;
    std::optional<int> m_wantedDays; // until it is written
    QTimer m_pace;
    bool m_watched = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_owesALook = false;
    bool m_measures = true;
    Background m_background;
};

} // namespace bd::app
