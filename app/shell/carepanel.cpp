#include "shell/carepanel.h"

#include "base/text.h"
#include "common/dialogs.h"
#include "common/words.h"
#include "reset/marks.h"
#include "reset/resume.h"
#include "reset/standing.h"
#include "reset/topicarchive.h"
#include "reset/topicreset.h"
#include "snapshot/browse.h"
#include "snapshot/take.h"
#include "stack/lockkey.h"
#include "volumes/filesdialog.h"
#include "volumes/volumesview.h"

namespace bd::app {

namespace {

using namespace std::chrono_literals;
using Level = reset::Operation;
using startup::StartReport;

constexpr Millis workersPatience = 15s; // after a reset they have only just started
constexpr Millis askedPatience = 3s;
constexpr qsizetype mostPreview = 16 << 10; // bytes of a file

Result<StartReport> doReset(const engine::Engine &engine, const compose::Project &project, const ResetOrder &order,
                            const CarePanel::Setting &setting, const reset::Surroundings &surroundings,
                            ResetOutcome &outcome, const startup::Recorder &recorder, std::stop_token stop)
{
    const guard::Marks marks = reset::marksOf(project, order.shown->full.removal.engineId, setting.settingsFile);
    reset::FullOptions options;
    options.takeSnapshot = order.keepsWayBack;
    options.confirmedContext = order.confirmedContext;
    // Where something went before it failed, the way back is the one that is pending.
    const auto failed = [&](const Error &error) {
        const QString key = stack::lockKey(order.shown->full.removal.engineId, project.name);
        const auto pending = reset::pendingJournal(reset::journalPath(key, surroundings.journals));
        if (pending && *pending) {
            const auto manifest =
                snapshot::Shelf(project.name, surroundings.snapshots).find(reset::snapshotOf(**pending));
            outcome.snapshot = manifest ? std::optional(*manifest) : std::nullopt;
        }
        return error;
    };
    if (order.level == Level::Full) {
        return reset::recordedFull(engine, project, order.shown->full, marks, options, surroundings, recorder, stop)
            .map([&](const reset::FullReport &report) {
                outcome.snapshot = report.snapshot;
                outcome.closing = reset::closingOf(report.start, project);
                return report.start;
            })
            .map_error(failed);
    }
    return reset::recordedTopics(engine, project, *order.shown->topics(order.level), marks, options, surroundings,
                                 recorder, stop)
        .map([&](const reset::TopicReport &report) {
            outcome.snapshot = report.snapshot;
            outcome.left = report.left;
            return StartReport();
        })
        .map_error(failed);
}

} // namespace

CarePanel::CarePanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, Setting setting, QObject *parent)
    : QObject(parent), m_window(window), m_engine(std::move(engine)), m_setting(std::move(setting))
{
    connect(&m_window, &MainWindow::volumesViewMade, this, [this](VolumesView *view) {
        if (m_volumes) {
            connectView(view);
        }
    });
    connect(&m_window, &MainWindow::resetWanted, this, &CarePanel::openWizard);
    connect(&m_window, &MainWindow::verifyWanted, this, &CarePanel::openVerification);
}

CarePanel::~CarePanel() = default;

reset::Surroundings CarePanel::surroundings() const
{
    return {m_setting.journals, m_setting.snapshots, {}};
}

void CarePanel::setProject(const compose::Project &project, ProjectSession *session)
{
    const bool isNew = !m_project || m_session != session;
    m_project = project;
    m_session = session;
    if (!isNew) {
        m_volumes->setProject(project);
        return;
    }
    m_lastStart.reset();
    m_volumes = std::make_unique<VolumesSession>(m_engine, project,
                                                 VolumesSession::Setting{m_setting.settingsFile, m_setting.journals,
                                                                         m_setting.snapshots});
    connectSession();
    m_volumes->lookOnce(); // what was broken off is said wherever somebody is
    if (m_window.hasVolumesView()) {
        connectView(m_window.volumesView());
    }
}

void CarePanel::close()
{
    delete m_wizard;
    delete m_verification;
    m_resets.reset();
    m_volumes.reset();
    m_project.reset();
    m_session.clear();
}

void CarePanel::lookAgain()
{
    if (m_volumes) {
        m_volumes->refresh();
    }
}

void CarePanel::setRun(const timeline::Run &run, bool live)
{
    if (m_wizard && m_outcome) {
        m_wizard->setRun(run, live);
    }
}

void CarePanel::connectSession()
{
    connect(m_session, &ProjectSession::operationEnded, this, &CarePanel::ended);
    connect(m_session, &ProjectSession::runChanged, this, &CarePanel::setRun);
    connect(m_session, &ProjectSession::lastStartChanged, this,
            [this](const timeline::Run &run) { m_lastStart = *run.finishedAt - run.startedAt; });
    connect(m_volumes.get(), &VolumesSession::changed, this, [this](const VolumesFactsPtr &facts) {
        const bool isNew = facts->pending && facts->pending->text != m_told;
        if (!isNew || m_session->operation()) {
            return;
        }
        m_told = facts->pending->text;
        if (m_window.currentView() != View::Volumes) {
            m_window.setNotice(
                Finding{.edge = Card::Edge::Waiting,
                        .title = facts->pending->text,
                        .text = facts->pending->isUnread
                                    ? facts->pending->meaning
                                    : tr("%1 Go on with it, or out of it, in Volumes.").arg(facts->pending->meaning),
                        .raw = {},
                        .accept = {},
                        .dismissible = true});
        }
    });
    connect(m_volumes.get(), &VolumesSession::failed, this, &CarePanel::showError);
    connect(m_volumes.get(), &VolumesSession::retired, this, [this](int snapshots, qint64 bytes) {
        m_window.say(
            tr("%Ln snapshot(s) that were too old are deleted, %1", nullptr, snapshots).arg(dataSizeText(bytes)));
    });
    connect(m_volumes.get(), &VolumesSession::verified, this, [this](const QString &name, int archives) {
        m_window.say(tr("«%1» is whole: %Ln archive(s) as they were written", nullptr, archives).arg(name));
    });
    connect(m_volumes.get(), &VolumesSession::exported, this,
            [this](const QString &name, const QString &path, qint64 bytes) {
                m_window.say(tr("«%1» is in %2, %3").arg(name, shortPath(path), dataSizeText(bytes)));
            });
    connect(m_volumes.get(), &VolumesSession::imported, this, [this](const QString &name, bool wasThere) {
        m_window.say((wasThere ? tr("«%1» was here already") : tr("«%1» is among the snapshots now")).arg(name));
    });
}

void CarePanel::connectView(VolumesView *view)
{
    VolumesSession *volumes = m_volumes.get();
    connect(volumes, &VolumesSession::changed, view,
            [view](const VolumesFactsPtr &facts) { view->setFacts(facts, Clock::system().now()); });
    connect(volumes, &VolumesSession::lookFailed, view, [view](const Error &error) { view->setFailure(error); });
    connect(view, &VolumesView::watchedChanged, volumes, &VolumesSession::setWatched);
    connect(view, &VolumesView::lockWanted, volumes, &VolumesSession::lock);
    connect(view, &VolumesView::renameWanted, volumes, &VolumesSession::rename);
    connect(view, &VolumesView::keepWanted, volumes, &VolumesSession::keep);
    connect(view, &VolumesView::removeWanted, volumes, &VolumesSession::remove);
    connect(view, &VolumesView::verifyWanted, volumes, &VolumesSession::verify);
    connect(view, &VolumesView::exportWanted, volumes, &VolumesSession::exportTo);
    connect(view, &VolumesView::importWanted, volumes, &VolumesSession::importFrom);
    connect(view, &VolumesView::exportWanted, this, [this] { m_window.say(tr("Writing the snapshot to a file…")); });
    connect(view, &VolumesView::importWanted, this, [this] { m_window.say(tr("Reading and checking the file…")); });
    connect(view, &VolumesView::abandonWanted, volumes, &VolumesSession::abandonPending);
    connect(view, &VolumesView::snapshotDaysWanted, volumes, &VolumesSession::setSnapshotDays);
    connect(view, &VolumesView::takeWanted, this, &CarePanel::take);
    connect(view, &VolumesView::takeRecordsWanted, this, &CarePanel::takeRecords);
    connect(view, &VolumesView::restoreWanted, this, &CarePanel::askRestore);
    connect(view, &VolumesView::goOnWanted, this, &CarePanel::goOn);
    connect(view, &VolumesView::deleteVolumeWanted, this, &CarePanel::askDelete);
    connect(view, &VolumesView::browseWanted, this, &CarePanel::browse);
    if (volumes->facts()) {
        view->setFacts(volumes->facts(), Clock::system().now());
    }
    volumes->setWatched(view->isVisible());
}

void CarePanel::openWizard()
{
    if (!m_project || m_wizard || m_session->operation()) {
        return;
    }
    m_wizard = new ResetWizard(m_project->name, &m_window);
    m_wizard->setAttribute(Qt::WA_DeleteOnClose);
    m_resets = std::make_unique<ResetSession>(m_engine, *m_project,
                                              ResetSession::Setting{m_setting.settingsFile, m_setting.snapshots,
                                                                    m_lastStart});
    connect(m_resets.get(), &ResetSession::looked, m_wizard, &ResetWizard::setPreview);
    connect(m_resets.get(), &ResetSession::lookFailed, m_wizard, &ResetWizard::setFailure);
    connectWizard();
    m_resets->look();
    m_wizard->open();
}

void CarePanel::connectWizard()
{
    connect(m_wizard, &ResetWizard::copyWanted, &m_window, &MainWindow::copyWanted);
    connect(m_wizard, &ResetWizard::choiceWanted, m_resets.get(), &ResetSession::choose);
    connect(m_wizard, &ResetWizard::runWanted, this, &CarePanel::runReset);
    connect(m_wizard, &ResetWizard::cancelWanted, this, [this] { m_session->cancel(); });
    connect(m_wizard, &ResetWizard::undoWanted, this, [this](const QString &snapshot) {
        m_wizard->close();
        askRestore(snapshot);
    });
    connect(m_wizard, &ResetWizard::viewWanted, this, [this](verify::Check::What what) {
        m_wizard->close();
        showViewOf(what);
    });
}

void CarePanel::showViewOf(verify::Check::What what)
{
    using What = verify::Check::What;
    m_window.showView(what == What::Volumes                             ? View::Volumes
                      : what == What::Topics                            ? View::Topics
                      : what == What::Workers                           ? View::Groups
                      : what == What::Endpoints || what == What::Broker ? View::Cluster
                                                                        : View::Overview);
}

void CarePanel::openVerification()
{
    if (!m_project || m_verification) {
        return;
    }
    m_verification = new VerificationDialog(m_project->name, &m_window);
    m_verification->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_verification, &VerificationDialog::againWanted, this, &CarePanel::verify);
    connect(m_verification, &VerificationDialog::copyWanted, &m_window, &MainWindow::copyWanted);
    connect(m_verification, &VerificationDialog::viewWanted, this, &CarePanel::showViewOf);
    verify();
    m_verification->open();
}

void CarePanel::verify()
{
    m_verification->setChecking();
    m_background.run([engine = m_engine, project = *m_project](
                         std::stop_token stop) { return verify::verify(engine, project, askedPatience, stop); },
                     [dialog = m_verification](const Result<std::vector<verify::Check>> &checks) {
                         if (!dialog) {
                             return;
                         }
                         if (checks) {
                             dialog->setChecks(*checks);
                         } else {
                             dialog->setFailure(checks.error());
                         }
                     });
}

void CarePanel::runReset(const ResetOrder &order)
{
    m_outcome = std::make_shared<ResetOutcome>();
    m_session->run({.action = Action::Reset, .services = {}}, tr("resetting"),
                   [engine = m_engine, order, setting = m_setting, surroundings = surroundings(),
                    outcome = m_outcome](const compose::Project &project, const startup::Recorder &recorder,
                                         std::stop_token stop) {
                       return doReset(*engine, project, order, setting, surroundings, *outcome, recorder, stop);
                   });
}

QMap<QString, qint64> CarePanel::sizes() const
{
    return m_volumes->facts() ? m_volumes->facts()->sizes : QMap<QString, qint64>();
}

template<typename Shown>
void CarePanel::confirm(const QPointer<ProjectSession> &session, const Result<Shown> &looked,
                        void (CarePanel::*then)(const Shown &))
{
    if (!m_session || m_session != session) { // another project is open
        return;
    }
    if (!looked) {
        showError(looked.error());
    } else if (m_session->operation()) {
        m_window.say(tr("Something else goes on with this project now"));
    } else {
        askTyped(&m_window, questionOf(*looked, sizes()), [this, then, shown = *looked] { (this->*then)(shown); });
    }
}

// Another one may have been opened while somebody typed.
bool CarePanel::isStillOpen(const RemovalPlace &place) const
{
    return m_session && m_project && m_project->name == place.project;
}

void CarePanel::askRestore(const QString &snapshot)
{
    m_window.say(tr("Looking at what would go…"));
    m_background.run([engine = m_engine, project = *m_project, snapshot,
                      setting = RemovalSetting{m_setting.settingsFile, m_setting.snapshots}](
                         std::stop_token stop) { return lookAtRestore(*engine, project, snapshot, setting, stop); },
                     [this, session = m_session](const Result<RestoreToConfirm> &looked) {
                         confirm(session, looked, &CarePanel::restore);
                     });
}

void CarePanel::restore(const RestoreToConfirm &shown)
{
    if (!isStillOpen(shown.place)) {
        return;
    }
    m_left = std::make_shared<QStringList>();
    m_session->run({.action = Action::Restore, .services = {}}, tr("restoring"),
                   [engine = m_engine, shown, settings = m_setting.settingsFile, surroundings = surroundings(),
                    left = m_left](const compose::Project &project, const startup::Recorder &recorder,
                                   std::stop_token stop) {
                       reset::RestoreOptions options;
                       options.confirmedContext = shown.place.confirmedContext();
                       const guard::Marks marks = reset::marksOf(project, shown.place.engineId, settings);
                       return reset::recordedAnyRestore(*engine, project, shown.plan, marks, options, surroundings,
                                                        recorder, stop)
                           .map([&](const QStringList &groups) {
                               *left = groups;
                               return StartReport();
                           });
                   });
}

void CarePanel::goOn()
{
    m_session->run({.action = Action::Reset, .services = {}}, tr("resetting"),
                   [engine = m_engine, setting = m_setting,
                    surroundings = surroundings()](const compose::Project &project, const startup::Recorder &recorder,
                                                   std::stop_token stop) -> Result<StartReport> {
                       const auto id = engine->id(stop);
                       if (!id) {
                           return tl::unexpected(id.error());
                       }
                       return reset::goOn(*engine, project, reset::marksOf(project, *id, setting.settingsFile),
                                          surroundings, recorder, stop)
                           .map([] { return StartReport(); });
                   });
}

void CarePanel::take(const QString &name, const QStringList &volumes)
{
    m_session->run({.action = Action::TakeSnapshot, .services = {}}, tr("taking a snapshot"),
                   [engine = m_engine, name, volumes, root = m_setting.snapshots,
                    journals = m_setting.journals](const compose::Project &project, const startup::Recorder &recorder,
                                                   std::stop_token stop) {
                       if (auto may = reset::mayStart(*engine, project.name, journals, stop); !may) {
                           return Result<StartReport>(tl::unexpected(may.error()));
                       }
                       snapshot::Shelf shelf(project.name, root);
                       const snapshot::Wish wish{name, snapshot::Manifest::Reason::ByHand, volumes};
                       return snapshot::recordedTake(*engine, project, wish, shelf, recorder, stop)
                           .map([](const snapshot::Manifest &) { return StartReport(); });
                   });
}

void CarePanel::takeRecords(const QString &name)
{
    m_session->run({.action = Action::TakeSnapshot, .services = {}}, tr("taking a snapshot"),
                   [engine = m_engine, name, root = m_setting.snapshots,
                    journals = m_setting.journals](const compose::Project &project, const startup::Recorder &recorder,
                                                   std::stop_token stop) {
                       if (auto may = reset::mayStart(*engine, project.name, journals, stop); !may) {
                           return Result<StartReport>(tl::unexpected(may.error()));
                       }
                       snapshot::Shelf shelf(project.name, root);
                       return reset::recordedArchive(*engine, project, {}, name, shelf, recorder, stop)
                           .map([](const snapshot::Manifest &) { return StartReport(); });
                   });
}

void CarePanel::askDelete(const QString &volume)
{
    m_background.run([engine = m_engine, project = *m_project, volume,
                      setting = RemovalSetting{m_setting.settingsFile, m_setting.snapshots}](
                         std::stop_token stop) { return lookAtRemoval(*engine, project, volume, setting, stop); },
                     [this, session = m_session](const Result<VolumeToConfirm> &looked) {
                         confirm(session, looked, &CarePanel::deleteVolume);
                     });
}

void CarePanel::deleteVolume(const VolumeToConfirm &shown)
{
    if (!isStillOpen(shown.place)) {
        return;
    }
    m_session->run({.action = Action::DeleteVolume, .services = {}}, tr("deleting a volume"),
                   [engine = m_engine, shown, setting = m_setting](const compose::Project &project,
                                                                   const startup::Recorder &, std::stop_token stop) {
                       const guard::Marks marks = reset::marksOf(project, shown.place.engineId, setting.settingsFile);
                       return reset::removeVolume(*engine, project, shown.plan, marks, shown.place.confirmedContext(),
                                                  setting.journals, QStringLiteral("panel"), stop)
                           .map([] { return StartReport(); });
                   });
}

void CarePanel::browse(const QString &volume)
{
    QPointer<FilesDialog> dialog = new FilesDialog(volume, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &FilesDialog::previewWanted, this, [this, dialog, volume](const QString &path) {
        m_background.run(
            [engine = m_engine, project = *m_project, volume, path](std::stop_token stop) {
                const auto way = snapshot::WayIn::open(*engine, project, volume, stop);
                return way ? snapshot::beginningOf(*engine, (*way)->place(), path, mostPreview, stop)
                           : tl::unexpected(way.error());
            },
            [dialog, path](const Result<QByteArray> &beginning) {
                if (dialog) {
                    dialog->setPreview(path, beginning);
                }
            });
    });
    std::stop_source reading = m_background.run(
        [engine = m_engine, project = *m_project, volume](std::stop_token stop) {
            const auto way = snapshot::WayIn::open(*engine, project, volume, stop);
            return way ? snapshot::filesIn(*engine, (*way)->place(), {}, stop) : tl::unexpected(way.error());
        },
        [dialog](const Result<std::vector<snapshot::TarEntry>> &files) {
            if (dialog) {
                dialog->setFiles(files);
            }
        });
    connect(dialog, &QDialog::finished, this, [reading]() mutable { reading.request_stop(); });
    dialog->open();
}

void CarePanel::ended(const app::Operation &operation, const Result<StartReport> &outcome)
{
    lookAgain();
    const bool takesOne = operation.action == Action::TakeSnapshot || operation.action == Action::Reset;
    if (outcome && takesOne && m_volumes) {
        m_volumes->retire();
    }
    if (const auto left = std::exchange(m_left, {}); left && outcome && !left->isEmpty()) {
        m_window.setNotice(Finding{.edge = Card::Edge::Waiting,
                                   .title = tr("Groups were left alone"),
                                   .text = left->join(QLatin1Char('\n')),
                                   .raw = {},
                                   .accept = {},
                                   .dismissible = true});
    }
    if (!m_outcome || operation.action != Action::Reset) {
        return;
    }
    const auto reset = std::exchange(m_outcome, {});
    if (!m_wizard) {
        return;
    }
    m_wizard->setRun(m_session->run(), false);
    if (!outcome) {
        reset->error = outcome.error();
    }
    m_wizard->setOutcome(*reset);
    if (outcome) {
        m_outcome.reset();
        m_background.run([engine = m_engine, project = *m_project](
                             std::stop_token stop) { return verify::verify(engine, project, workersPatience, stop); },
                         [this, reset](const Result<std::vector<verify::Check>> &checks) {
                             if (checks && m_wizard) {
                                 reset->checks = *checks;
                                 m_wizard->setOutcome(*reset);
                             }
                         });
    }
}

void CarePanel::showError(const Error &error)
{
    Finding notice = findingOf(error);
    notice.dismissible = true;
    m_window.setNotice(notice);
}

} // namespace bd::app
