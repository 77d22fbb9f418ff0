// Joins the window's volumes and the reset wizard with the project that is open: what is looked at is looked at by sessions of
// their own, what stops or deletes is an operation of the project.
#pragma once

#include <optional>

#include <QObject>
#include <QPointer>

#include "reset/fullreset.h"
#include "reset/resetsession.h"
#include "reset/resetwizard.h"
#include "shell/mainwindow.h"
#include "shell/projectsession.h"
#include "verify/verificationdialog.h"
#include "volumes/removalquestion.h"
#include "volumes/volumessession.h"

namespace bd::app {

class CarePanel : public QObject
{
    Q_OBJECT

public:
    struct Setting { // files and folders; empty: the user's own
        QString settingsFile;
        QString journals = {};
        QString snapshots = {};
    };
    CarePanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, Setting setting,
              QObject *parent = nullptr);
    ~CarePanel() override;

    // The one that is open, whose operations `session` does; again where it was read anew.
    void setProject(const compose::Project &project, ProjectSession *session);
    void close();
    void lookAgain();
    void setRun(const timeline::Run &run, bool live);

private:
    void connectView(VolumesView *view);
    void connectSession();
    void openWizard();
    void openVerification();
    void verify();
    void showViewOf(verify::Check::What what);
    void connectWizard();
    void runReset(const ResetOrder &order);
    // Asks for what was looked at, unless something else has come between; then does it.
    template<typename Shown>
    void confirm(const QPointer<ProjectSession> &session, const Result<Shown> &looked,
                 void (CarePanel::*then)(const Shown &));
    bool isStillOpen(const RemovalPlace &place) const;
    void askRestore(const QString &snapshot);
    void restore(const RestoreToConfirm &shown);
    void goOn();
    void take(const QString &name, const QStringList &volumes);
    void takeRecords(const QString &name);
    void askDelete(const QString &volume);
    void deleteVolume(const VolumeToConfirm &shown);
    QMap<QString, qint64> sizes() const; // of volumes, as far as they are known
    void browse(const QString &volume);
    void ended(const Operation &operation, const Result<startup::StartReport> &outcome);
    void showError(const Error &error);
    reset::Surroundings surroundings() const;

    MainWindow &m_window;
    std::shared_ptr<const engine::Engine> m_engine;
    Setting m_setting;
    std::optional<compose::Project> m_project;
    QPointer<ProjectSession> m_session;
    std::unique_ptr<VolumesSession> m_volumes;
    std::unique_ptr<ResetSession> m_resets;
    QPointer<ResetWizard> m_wizard;
    QPointer<VerificationDialog> m_verification;
    std::optional<Micros> m_lastStart;       // how long it took
    QString m_told;                          // of what was broken off: what was said
    std::shared_ptr<ResetOutcome> m_outcome; // of the reset that goes on, filled by it
    std::shared_ptr<QStringList> m_left;     // by the restore that goes on, filled by it
    Background m_background;
};

} // namespace bd::app
