// Looks at what the resets of a project would do, for the wizard. On worker threads; what comes of it arrives as signals on
// this object's thread. The reset itself is an operation of the project (shell/projectsession.h).
#pragma once

#include <QObject>

#include "common/background.h"
#include "engine/engine.h"
#include "reset/resetpreview.h"

namespace bd::app {

class ResetSession : public QObject
{
    Q_OBJECT

public:
    struct Setting { // empty: the user's own
        QString settingsFile;
        QString snapshots;
        std::optional<Micros> lastStart = {}; // how long it took; nothing: not known
    };
    ResetSession(std::shared_ptr<const engine::Engine> engine, compose::Project project, Setting setting,
                 QObject *parent = nullptr);

    void look();
    void choose(bd::reset::Operation level, const bd::app::ResetChoice &choice); // and looks again

Q_SIGNALS:
    void looked(const bd::app::ResetPreviewPtr &preview); // and again with what takes a while: sizes, then last writes
    void lookFailed(const bd::Error &error);

private:
    void addDetails(const ResetPreviewPtr &preview, size_t from);
    static Result<ResetPreviewPtr> lookAt(const engine::Engine &engine, const compose::Project &project,
                                          const Setting &setting, const ResetChoices &chosen, std::stop_token stop);

    std::shared_ptr<const engine::Engine> m_engine;
    compose::Project m_project;
    Setting m_setting;
    ResetChoices m_chosen;
    std::stop_source m_looking;
    Background m_background;
};

} // namespace bd::app
