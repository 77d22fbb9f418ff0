#include "audit/auditsession.h"

#include <algorithm>

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include "auditlive/auditlive.h"

namespace bd::app {

namespace {

constexpr int settleTime = 300;      // ms
constexpr int liveSettleTime = 2000; // ms
constexpr int mostLiveSettleTime = 30'000;
constexpr int mostWatched = 200; // directories
constexpr int mostStamped = 2000;

// `live`: what was known of what runs stays until it is asked again.
Result<AuditFactsPtr> lookAt(const engine::Engine &engine, const compose::Project &project,
                             const std::shared_ptr<const audit::Live> &live, std::stop_token stop)
{
    auto found = audit::look(engine, project.call, stop);
    if (!found) {
        return tl::unexpected(found.error());
    }
    if (live) {
        *found = audit::withLive(std::move(*found), live);
    }
    const bool canUndo = audit::canUndo(found->project);
    return AuditFactsPtr(std::make_shared<const AuditFacts>(AuditFacts{std::move(*found), canUndo}));
}

QStringList pathsOf(const compose::Project &project, const AuditFactsPtr &facts)
{
    QStringList paths = project.call.files;
    if (facts) {
        for (const audit::SourceFile &file : facts->audit.sources.files) {
            paths += file.path;
        }
        for (const auto &[service, file] : facts->audit.sources.mounted) {
            paths += file.path;
        }
    }
    paths.removeDuplicates();
    return paths;
}

QStringList foldersOf(const QStringList &paths)
{
    QStringList folders;
    for (const QString &path : paths) {
        folders += QFileInfo(path).absolutePath();
    }
    folders.removeDuplicates();
    return folders.mid(0, mostWatched);
}

// Which files there are that Compose may read, and as of when: the ones known, and what lies beside them (.env, an override file).
QStringList stampsOf(const QStringList &paths)
{
    static const QStringList names{QStringLiteral("*.yaml"), QStringLiteral("*.yml"), QStringLiteral("*.env"),
                                   QStringLiteral(".env*")};
    QStringList all = paths;
    for (const QString &folder : foldersOf(paths)) {
        for (const QString &name : QDir(folder).entryList(names, QDir::Files | QDir::Hidden)) {
            if (!name.startsWith(QLatin1String(".brokerdeck-"))) { // our own copies come and go
                all += folder + QLatin1Char('/') + name;
            }
        }
    }
    all.removeDuplicates();
    QStringList stamps;
    for (const QString &path : all.mid(0, mostStamped)) {
        const QFileInfo file(path);
        stamps += QStringLiteral("%1 %2 %3").arg(path).arg(file.size()).arg(file.lastModified().toMSecsSinceEpoch());
    }
    return stamps;
}

} // namespace

AuditSession::AuditSession(std::shared_ptr<const engine::Engine> engine, const compose::Project &project,
                           QObject *parent)
    : QObject(parent), m_engine(std::move(engine)), m_project(project)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleTime);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(&m_settle, &QTimer::timeout, this, &AuditSession::noticed);
    m_liveSettle.setSingleShot(true);
    m_liveSettle.setInterval(liveSettleTime);
    connect(&m_liveSettle, &QTimer::timeout, this, [this] {
        m_sinceLive.start();
        lookLive();
    });
    look();
}

void AuditSession::setProject(const compose::Project &project)
{
    m_project = project;
    look();
}

void AuditSession::look()
{
    if (std::exchange(m_isLooking, true)) {
        m_lookAgain = true;
        return;
    }
    struct Looked {
        QStringList stamps;
        Result<AuditFactsPtr> facts;
    };
    m_background.run(
        [engine = m_engine, project = m_project, paths = pathsOf(m_project, m_facts),
         live = m_facts ? m_facts->audit.live : nullptr](std::stop_token stop) {
            QStringList stamps = stampsOf(paths); // before: what changes meanwhile is seen afterwards
            return Looked{std::move(stamps), lookAt(*engine, project, live, stop)};
        },
        [this](const Looked &outcome) {
            m_stamps = outcome.stamps;
            looked(outcome.facts);
        });
}

void AuditSession::setState(const stack::StackState &state)
{
    if (state.link != stack::Link::Live || !state.operation.isEmpty()) { // what goes on is looked at once it is over
        return;
    }
    QStringList running;
    for (const stack::ServiceStatus &service : state.services) {
        if (!service.containerId.isEmpty()) {
            running +=
                QStringLiteral("%1 %2 %3").arg(service.service, service.containerId, stack::toString(service.state));
        }
    }
    if (running != m_running) {
        m_running = running;
        if (!m_liveSettle.isActive()) {
            // What starts and dies over and over is asked ever less often.
            const bool isSoon = m_sinceLive.isValid() && m_sinceLive.elapsed() < 2 * mostLiveSettleTime;
            m_liveSettle.start(isSoon ? std::min(2 * m_liveSettle.interval(), mostLiveSettleTime) : liveSettleTime);
        }
    }
}

// The files are judged at once; what runs takes its time to be asked.
void AuditSession::lookLive()
{
    m_lookingLive.request_stop();
    if (!m_facts) {
        return;
    }
    const auto work = [engine = m_engine, facts = m_facts](std::stop_token stop) -> Result<AuditFactsPtr> {
        auto live = auditlive::look(*engine, facts->audit.project, stop);
        if (!live) {
            return tl::unexpected(live.error());
        }
        auto shared = std::make_shared<const audit::Live>(std::move(*live));
        return AuditFactsPtr(std::make_shared<const AuditFacts>(
            AuditFacts{audit::withLive(facts->audit, std::move(shared)), facts->canUndo}));
    };
    m_lookingLive = m_background.run(work, [this, before = m_facts](const Result<AuditFactsPtr> &outcome) {
        if (!outcome && outcome.error().code != ErrorCode::Cancelled) {
            m_running.clear(); // asked again with the next state
        }
        if (!outcome || m_facts != before) {
            return; // the files were read anew meanwhile, and what runs is asked again after that
        }
        m_facts = *outcome;
        if (m_facts->audit.findings != before->audit.findings) {
            Q_EMIT changed(m_facts);
        }
    });
}

void AuditSession::looked(const Result<AuditFactsPtr> &outcome)
{
    m_isLooking = false;
    const bool wasFirst = !m_facts;
    if (outcome) {
        m_facts = *outcome;
        Q_EMIT changed(m_facts);
        if (!m_running.isEmpty() || m_facts->audit.live) {
            lookLive();
        }
    } else if (outcome.error().code != ErrorCode::Cancelled) {
        Q_EMIT lookFailed(outcome.error());
    }
    watch();
    if (std::exchange(m_lookAgain, false)) {
        look();
    } else if (wasFirst && m_facts) {
        m_settle.start(); // more files are known now than were stamped
    }
}

// Editors put a new file in the place of the old one, and a file that is watched is lost by that: the folders are watched, too.
void AuditSession::watch()
{
    const QStringList paths = pathsOf(m_project, m_facts);
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    QStringList missing;
    for (const QString &path : paths + foldersOf(paths)) {
        if (!watched.contains(path) && QFileInfo::exists(path)) {
            missing += path;
        }
    }
    if (!missing.isEmpty()) {
        m_watcher.addPaths(missing);
    }
}

void AuditSession::noticed()
{
    m_background.run([paths = pathsOf(m_project, m_facts)](std::stop_token) { return stampsOf(paths); },
                     [this](const QStringList &stamps) {
                         if (stamps != m_stamps) {
                             look();
                         } else {
                             watch();
                         }
                     });
}

void AuditSession::prepare(const std::set<FindingKey> &wanted)
{
    m_preparing.request_stop();
    if (!m_facts) {
        return;
    }
    const auto work = [engine = m_engine, facts = m_facts, wanted](std::stop_token stop) -> Result<FixPtr> {
        std::set<FindingKey> before;
        for (const audit::Finding &finding : facts->audit.findings) {
            if (isWrong(finding)) {
                before.insert(keyOf(finding));
            }
        }
        const auto isWanted = [&](const audit::Finding &finding) {
            return wanted.contains(keyOf(finding)) || !before.contains(keyOf(finding));
        };
        auto fix = audit::prepare(*engine, facts->audit, isWanted, stop);
        return fix ? Result<FixPtr>(std::make_shared<const audit::Fix>(std::move(*fix))) : tl::unexpected(fix.error());
    };
    m_preparing = m_background.run(work, [this, number = ++m_preparation](const Result<FixPtr> &fix) {
        if (number == m_preparation) {
            Q_EMIT prepared(fix);
        }
    });
}

void AuditSession::apply(const FixPtr &fix)
{
    m_background.run([fix](std::stop_token) { return audit::apply(*fix, Clock::system().now()); },
                     [this, fix](const Result<QStringList> &kept) {
                         Q_EMIT applied(fix, kept);
                         look();
                     });
}

void AuditSession::undo()
{
    m_background.run([project = m_project](std::stop_token) { return audit::undo(project); },
                     [this](const Result<QStringList> &files) {
                         Q_EMIT undone(files);
                         look();
                     });
}

} // namespace bd::app
