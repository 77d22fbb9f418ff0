#include "volumes/volumessession.h"

#include <QFileInfo>

#include "guard/look.h"
#include "reset/marks.h"
#include "reset/resetplan.h"
#include "snapshot/exchange.h"
#include "snapshot/recordarchive.h"
#include "snapshot/staging.h"
#include "stack/lockkey.h"
#include "store/projectlock.h"
#include "store/settings.h"

namespace bd::app {

namespace {

using namespace std::chrono_literals;

constexpr auto lookPace = 5s;
constexpr auto sizesAge = 60s; // measuring walks through all that the engine keeps

std::optional<reset::Standing> pendingOf(const guard::EngineState &state, const compose::Project &project,
                                         const QString &journals, const std::stop_token &stop)
{
    const QString key = stack::lockKey(state.id, project.name);
    if (store::ProjectLock::holder(key)) { // somebody is at it
        return {};
    }
    const auto pending = reset::pendingJournal(reset::journalPath(key, journals));
    if (!pending) {
        return reset::unreadStanding(pending.error());
    }
    return *pending ? std::optional(reset::standingNow(**pending, project, state, stop)) : std::nullopt;
}

Result<int> archivesOf(const snapshot::Manifest &manifest, const snapshot::Shelf &shelf, std::stop_token stop)
{
    if (!manifest.isOfRecords()) {
        return snapshot::checkArchives(manifest, shelf, stop).map([](const auto &contents) {
            return static_cast<int>(contents.size());
        });
    }
    for (const snapshot::ArchivedTopic &topic : manifest.topics) {
        if (auto checked = snapshot::checkRecords(topic, shelf.directoryOf(manifest.id), stop); !checked) {
            return tl::unexpected(checked.error());
        }
    }
    return static_cast<int>(manifest.topics.size());
}

} // namespace

Result<VolumesFactsPtr> VolumesSession::lookAt(const engine::Engine &engine, const compose::Project &project,
                                               const Setting &setting, const Wish &wish, std::stop_token stop)
{
    const auto state = guard::lookAt(engine, stop);
    if (!state) {
        return tl::unexpected(state.error());
    }
    const snapshot::Shelf shelf(project.name, setting.snapshots);
    VolumesFacts facts;
    facts.list = stack::volumesOf(project, state->containers, state->volumes);
    const guard::Marks marks = reset::marksOf(project, state->id, setting.settingsFile);
    const store::Settings settings(setting.settingsFile);
    facts.locked = marks.lockedVolumes;
    facts.lockedByTeam = reset::lockedVolumes(project, {});
    facts.snapshots = shelf.list();
    facts.snapshotDays = settings.snapshotDays();
    facts.bytesAvailable = shelf.bytesAvailable();
    facts.snapshotDirectory = shelf.directory();
    facts.pending = pendingOf(*state, project, setting.journals, stop);
    facts.asOf = Clock::system().now();
    if (wish.before) {
        facts.sizes = wish.before->sizes;
        facts.sizesAsOf = wish.before->sizesAsOf;
    }
    // The list is there at once; what takes a while comes with the next look.
    const bool isOld = !facts.sizesAsOf || facts.asOf - *facts.sizesAsOf > sizesAge;
    if (wish.before && (isOld || wish.measures)) {
        if (auto sizes = engine.volumeSizes(stop)) {
            facts.sizes = std::move(*sizes);
            facts.sizesAsOf = facts.asOf;
        }
    }
    if (stop.stop_requested()) {
        return cancelled();
    }
    return VolumesFactsPtr(std::make_shared<const VolumesFacts>(std::move(facts)));
}

VolumesSession::VolumesSession(std::shared_ptr<const engine::Engine> engine, compose::Project project, Setting setting,
                               QObject *parent)
    : QObject(parent), m_engine(std::move(engine)), m_project(std::move(project)), m_setting(std::move(setting))
{
    m_pace.setInterval(lookPace);
    connect(&m_pace, &QTimer::timeout, this, &VolumesSession::look);
}

void VolumesSession::setProject(const compose::Project &project)
{
    m_project = project;
    look();
}

void VolumesSession::setWatched(bool watched)
{
    if (watched == m_watched) {
        return;
    }
    m_watched = watched;
    if (watched) {
        m_pace.start();
        look();
    } else {
        m_pace.stop();
    }
}

void VolumesSession::refresh()
{
    m_measures = true;
    look();
}

void VolumesSession::lookOnce()
{
    m_owesALook = true;
    begin();
}

void VolumesSession::look()
{
    if (m_watched) {
        begin();
    }
}

void VolumesSession::begin()
{
    if (std::exchange(m_looking, true)) {
        m_lookAgain = true;
        return;
    }
    const Wish wish{m_facts, m_facts && std::exchange(m_measures, false)};
    m_background.run([engine = m_engine, project = m_project, setting = m_setting,
                      wish](std::stop_token stop) { return lookAt(*engine, project, setting, wish, stop); },
                     [this](const Result<VolumesFactsPtr> &outcome) { looked(outcome); });
}

void VolumesSession::looked(const Result<VolumesFactsPtr> &outcome)
{
    m_looking = false;
    const bool isFirst = !m_facts;
    if (outcome) {
        m_facts = *outcome;
        m_owesALook = false;
        Q_EMIT changed(m_facts);
    } else if (outcome.error().code != ErrorCode::Cancelled) {
        Q_EMIT lookFailed(outcome.error());
    }
    if (m_owesALook && !m_watched) { // the engine does not answer yet
        QTimer::singleShot(lookPace, this, &VolumesSession::begin);
    }
    if (std::exchange(m_lookAgain, false) || (outcome && isFirst)) {
        look();
    }
}

void VolumesSession::change(std::function<Result<>(snapshot::Shelf &)> what)
{
    m_background.run(
        [what = std::move(what), name = m_project.name, root = m_setting.snapshots](std::stop_token) {
            snapshot::Shelf shelf(name, root);
            return what(shelf);
        },
        [this](const Result<> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
            look();
        });
}

void VolumesSession::lock(const QString &volume, bool locked)
{
    m_background.run(
        [engine = m_engine, project = m_project.name, file = m_setting.settingsFile, volume,
         locked](std::stop_token stop) {
            return engine->id(stop).and_then([&](const QString &id) {
                return reset::lockVolume(stack::lockKey(id, project), volume, locked, file, QStringLiteral("panel"));
            });
        },
        [this](const Result<> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
            look();
        });
}

void VolumesSession::rename(const QString &snapshot, const QString &name)
{
    change([snapshot, name](snapshot::Shelf &shelf) { return shelf.rename(snapshot, name); });
}

void VolumesSession::keep(const QString &snapshot, bool kept)
{
    change([snapshot, kept](snapshot::Shelf &shelf) { return shelf.keep(snapshot, kept); });
}

void VolumesSession::remove(const QString &snapshot)
{
    change([snapshot, engine = m_engine, project = m_project.name,
            journals = m_setting.journals](snapshot::Shelf &shelf) {
        return engine->id({}).and_then([&](const QString &id) { // whether a reset needs it is known by the engine's ID
            return reset::removeSnapshot(shelf, snapshot, reset::journalPath(stack::lockKey(id, project), journals));
        });
    });
}

void VolumesSession::setSnapshotDays(int days)
{
    const bool isWriting = m_wantedDays.has_value();
    m_wantedDays = days;
    if (!isWriting) {
        writeDays();
    }
}

// One after another, so that the last one said is the last one written.
void VolumesSession::writeDays()
{
    m_background.run(
        [file = m_setting.settingsFile, days = *m_wantedDays](std::stop_token) {
            store::Settings(file).setSnapshotDays(days);
            return days;
        },
        [this](int written) {
            if (*m_wantedDays != written) {
                writeDays();
                return;
            }
            m_wantedDays.reset();
            look();
        });
}

void VolumesSession::retire()
{
    struct Gone {
        int snapshots = 0;
        qint64 bytes = 0;
    };
    m_background.run(
        [engine = m_engine, name = m_project.name, setting = m_setting](std::stop_token stop) {
            Gone gone;
            const auto id = engine->id(stop);
            if (!id) { // whether one is needed is not known
                return gone;
            }
            snapshot::Shelf shelf(name, setting.snapshots);
            const int days = store::Settings(setting.settingsFile).snapshotDays();
            const QString journal = reset::journalPath(stack::lockKey(*id, name), setting.journals);
            for (const snapshot::Manifest &one : reset::retireSnapshots(shelf, days, Clock::system().now(), journal)) {
                ++gone.snapshots;
                gone.bytes += one.bytes();
            }
            return gone;
        },
        [this](const Gone &gone) {
            if (gone.snapshots > 0) {
                Q_EMIT retired(gone.snapshots, gone.bytes);
                look();
            }
        });
}

void VolumesSession::verify(const QString &id)
{
    struct Verified {
        QString name;
        int archives = 0;
    };
    m_background.run(
        [id, project = m_project.name, root = m_setting.snapshots](std::stop_token stop) -> Result<Verified> {
            const snapshot::Shelf shelf(project, root);
            const auto manifest = shelf.find(id);
            if (!manifest) {
                return tl::unexpected(manifest.error());
            }
            return archivesOf(*manifest, shelf, stop).map([&](int archives) {
                return Verified{.name = manifest->name, .archives = archives};
            });
        },
        [this](const Result<Verified> &done) {
            if (done) {
                Q_EMIT verified(done->name, done->archives);
            } else {
                Q_EMIT failed(done.error());
            }
        });
}

void VolumesSession::exportTo(const QString &id, const QString &path)
{
    m_background.run(
        [id, path, project = m_project.name, root = m_setting.snapshots](std::stop_token stop) {
            const snapshot::Shelf shelf(project, root);
            return shelf.find(id).and_then([&](const snapshot::Manifest &manifest) {
                return snapshot::exportSnapshot(manifest, shelf, path, stop).map([&] { return manifest.name; });
            });
        },
        [this, path](const Result<QString> &name) {
            if (name) {
                Q_EMIT exported(*name, path, QFileInfo(path).size());
            } else {
                Q_EMIT failed(name.error());
            }
        });
}

void VolumesSession::importFrom(const QString &path)
{
    m_background.run(
        [engine = m_engine, path, project = m_project.name, root = m_setting.snapshots](std::stop_token stop) {
            snapshot::Shelf shelf(project, root);
            return snapshot::importAs(QStringLiteral("panel"), *engine, project, path, shelf, stop);
        },
        [this](const Result<snapshot::Imported> &done) {
            if (done) {
                Q_EMIT imported(done->manifest.name, done->wasThere);
            } else {
                Q_EMIT failed(done.error());
            }
            look();
        });
}

void VolumesSession::abandonPending()
{
    m_background.run(
        [engine = m_engine, project = m_project.name, journals = m_setting.journals](std::stop_token stop) {
            return engine->id(stop).and_then([&](const QString &id) {
                return reset::abandon(stack::lockKey(id, project), journals, QStringLiteral("panel"));
            });
        },
        [this](const Result<> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
            look();
        });
}

} // namespace bd::app
