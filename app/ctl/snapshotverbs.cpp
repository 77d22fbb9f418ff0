#include "snapshotverbs.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include "base/text.h"
#include "confirmation.h"
#include "exitcode.h"
#include "reset/anyrestore.h"
#include "reset/marks.h"
#include "reset/standing.h"
#include "reset/topicarchive.h"
#include "resolve.h"
#include "snapshot/exchange.h"
#include "snapshot/recordarchive.h"
#include "snapshot/staging.h"
#include "snapshot/take.h"
#include "stack/lockkey.h"
#include "store/settings.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using snapshot::Manifest;
using snapshot::Shelf;

QString reasonWord(Manifest::Reason reason)
{
    switch (reason) {
    case Manifest::Reason::ByHand: return Tr::tr("by hand", "why a snapshot was taken");
    case Manifest::Reason::BeforeReset: return Tr::tr("before a reset", "why a snapshot was taken");
    }
    return {};
}

QJsonObject jsonOf(const Manifest &manifest, const Shelf &shelf)
{
    QJsonObject json = QJsonDocument::fromJson(snapshot::toJson(manifest)).object();
    json.insert(QStringLiteral("id"), manifest.id);
    json.insert(QStringLiteral("directory"), shelf.directoryOf(manifest.id));
    json.insert(QStringLiteral("bytes"), manifest.bytes());
    json.insert(QStringLiteral("contentBytes"), manifest.contentBytes());
    return json;
}

class Snapshots
{
public:
    Snapshots(const engine::Engine &engine, const Options &options, const startup::Recorder &recorder, Output &output,
              compose::Project project, std::stop_token stop)
        : m_engine(engine), m_options(options), m_recorder(recorder), m_output(output), m_project(std::move(project)),
          m_shelf(m_project.name), m_which(options.arguments.value(1)), m_stop(std::move(stop))
    {}

    Result<int> run()
    {
        const QString &verb = m_options.arguments.first();
        if (verb == QLatin1String("save"))
            return save();
        if (verb == QLatin1String("list"))
            return list();
        if (verb == QLatin1String("days"))
            return days();
        if (verb == QLatin1String("import"))
            return import();
        if (m_which.isEmpty())
            return fail(ErrorCode::InvalidUse, Tr::tr("Which snapshot? Its id or its name is missing, or «latest»"));
        const auto manifest = m_shelf.find(m_which);
        if (!manifest)
            return tl::unexpected(manifest.error());
        if (verb == QLatin1String("verify"))
            return verify(*manifest);
        if (verb == QLatin1String("restore"))
            return restore(*manifest);
        if (verb == QLatin1String("export"))
            return exportIt(*manifest);
        if (verb == QLatin1String("keep") || verb == QLatin1String("let-go"))
            return m_shelf.keep(manifest->id, verb == QLatin1String("keep")).map([] { return Well; });
        if (verb == QLatin1String("rename"))
            return m_shelf.rename(manifest->id, m_options.arguments.value(2)).map([] { return Well; });
        return remove(*manifest);
    }

private:
    Result<int> saved(const Manifest &manifest)
    {
        m_output.end();
        if (!m_output.json())
            m_output.line(Tr::tr("%1: %2 in %3")
                              .arg(manifest.id, dataSizeText(manifest.bytes()), m_shelf.directoryOf(manifest.id)));
        if (const auto id = m_engine.id(m_stop))
            retireSnapshots(m_shelf, *id, m_project.name, m_output);
        return Well;
    }

    Result<int> days()
    {
        store::Settings settings;
        bool isNumber = true;
        const int wanted = m_which.isEmpty() ? settings.snapshotDays() : m_which.toInt(&isNumber);
        if (!isNumber || wanted < 0 || wanted > store::Settings::mostSnapshotDays)
            return fail(
                ErrorCode::InvalidUse,
                Tr::tr("«%1» is no number of days from 0 to %2").arg(m_which).arg(store::Settings::mostSnapshotDays));
        if (!m_which.isEmpty())
            settings.setSnapshotDays(wanted);
        if (m_output.json())
            m_output.document({{QStringLiteral("days"), wanted}});
        else if (wanted == 0)
            m_output.line(Tr::tr("Snapshots are kept for ever"));
        else
            m_output.line(Tr::tr("Snapshots that a reset took are kept for %Ln day(s)", nullptr, wanted));
        return Well;
    }

    Result<int> saveRecords()
    {
        return reset::recordedArchive(m_engine, m_project,
                                      {reset::Operation::Empty, m_options.topics, m_options.chosenGroups()}, m_which,
                                      m_shelf, m_recorder, m_stop)
            .and_then([&](const Manifest &manifest) { return saved(manifest); });
    }

    Result<int> save()
    {
        if (auto may = reset::mayStart(m_engine, m_project.name, {}, m_stop); !may)
            return tl::unexpected(may.error());
        if (m_options.records)
            return saveRecords();
        snapshot::Wish wish;
        wish.name = m_which;
        wish.volumes = m_options.volumes;
        return snapshot::recordedTake(m_engine, m_project, wish, m_shelf, m_recorder, m_stop)
            .and_then([&](const Manifest &manifest) { return saved(manifest); });
    }

    Result<int> list()
    {
        const Shelf::Listing listing = m_shelf.list();
        QJsonArray json;
        std::vector<QStringList> rows;
        for (const Manifest &manifest : listing.snapshots) {
            json += jsonOf(manifest, m_shelf);
            rows.push_back({manifest.id, toLocalText(manifest.takenAt), dataSizeText(manifest.bytes()),
                            reasonWord(manifest.reason),
                            manifest.isKept ? Tr::tr("for good", "how long a snapshot is kept") : QString(),
                            manifest.name});
        }
        if (m_output.json())
            m_output.document({{QStringLiteral("snapshots"), json}});
        else if (rows.empty())
            m_output.line(
                Tr::tr("There is no snapshot of %1 yet. «brokerdeckctl snapshot save» takes one.").arg(m_project.name));
        else
            m_output.table({Tr::tr("ID"), Tr::tr("TAKEN"), Tr::tr("SIZE"), Tr::tr("WHY"), Tr::tr("KEPT"),
                            Tr::tr("NAME")},
                           rows);
        for (const snapshot::Broken &broken : listing.broken)
            m_output.note(Tr::tr("%1 cannot be read: %2").arg(broken.id, broken.error.message));
        return listing.broken.empty() ? Well : ProblemFound;
    }

    Result<int> verifyRecords(const Manifest &manifest)
    {
        for (const snapshot::ArchivedTopic &topic : manifest.topics) {
            if (auto checked = snapshot::checkRecords(topic, m_shelf.directoryOf(manifest.id), m_stop); !checked)
                return tl::unexpected(checked.error());
        }
        if (m_output.json())
            m_output.document({{QStringLiteral("id"), manifest.id}, {QStringLiteral("well"), true}});
        else
            m_output.line(
                Tr::tr("«%1» is whole: %Ln topic(s), %2 records", nullptr, static_cast<int>(manifest.topics.size()))
                    .arg(manifest.name)
                    .arg(manifest.records()));
        return Well;
    }

    Result<int> verify(const Manifest &manifest)
    {
        if (manifest.isOfRecords())
            return verifyRecords(manifest);
        return snapshot::checkArchives(manifest, m_shelf, m_stop).map([&](const auto &contents) {
            qint64 files = 0;
            for (const snapshot::ArchivedVolume &volume : manifest.volumes)
                files += volume.files;
            if (m_output.json())
                m_output.document({{QStringLiteral("id"), manifest.id}, {QStringLiteral("well"), true}});
            else
                m_output.line(
                    Tr::tr("«%1» is whole: %Ln volume(s), %2 files, %3", nullptr, static_cast<int>(contents.size()))
                        .arg(manifest.name)
                        .arg(files)
                        .arg(dataSizeText(manifest.contentBytes())));
            return Well;
        });
    }

    Result<int> restore(const Manifest &manifest)
    {
        if (auto said = confirmed(m_options, m_project.name); !said)
            return tl::unexpected(said.error());
        const auto state = reset::stateForRestore(m_engine, m_stop);
        const auto plan = state ? reset::planAnyRestore(m_project, *state, manifest, m_stop)
                                : tl::unexpected(state.error());
        if (!plan)
            return tl::unexpected(plan.error());
        if (manifest.engineId != state->id)
            m_output.note(Tr::tr("«%1» was taken on another engine, %2").arg(manifest.name, manifest.context));
        reset::RestoreOptions wanted;
        wanted.confirmedContext = m_options.confirmRemote;
        wanted.deadline = m_options.serviceTime();
        return reset::recordedAnyRestore(m_engine, m_project, *plan, reset::marksOf(m_project, state->id), wanted, {},
                                         m_recorder, m_stop)
            .map([&](const QStringList &left) {
                m_output.end();
                return left.isEmpty() ? Well : ProblemFound;
            });
    }

    Result<int> exportIt(const Manifest &manifest)
    {
        QString path = m_options.arguments.value(2);
        if (path.isEmpty())
            return fail(ErrorCode::InvalidUse, Tr::tr("Into which file? Its name is missing"));
        if (QFileInfo(path).isDir())
            path = QDir(path).filePath(snapshot::exportNameOf(manifest));
        if (QFileInfo::exists(path) && !m_options.yes)
            return fail(ErrorCode::InvalidUse, Tr::tr("%1 is there already").arg(path),
                        Tr::tr("Take another name; --yes replaces it."));
        return snapshot::exportSnapshot(manifest, m_shelf, path, m_stop).map([&] {
            if (m_output.json())
                m_output.document({{QStringLiteral("id"), manifest.id}, {QStringLiteral("file"), path}});
            else
                m_output.line(Tr::tr("«%1» is in %2, %3. «brokerdeckctl snapshot import» takes it in elsewhere.")
                                  .arg(manifest.name, path, dataSizeText(QFileInfo(path).size())));
            return Well;
        });
    }

    Result<int> import()
    {
        if (m_which.isEmpty())
            return fail(ErrorCode::InvalidUse, Tr::tr("Which file? Its name is missing"));
        return snapshot::importAs(m_recorder.origin, m_engine, m_project.name, m_which, m_shelf, m_stop)
            .map([&](const snapshot::Imported &imported) {
                const Manifest &manifest = imported.manifest;
                if (m_output.json()) {
                    QJsonObject json = jsonOf(manifest, m_shelf);
                    json.insert(QStringLiteral("wasThere"), imported.wasThere);
                    m_output.document(json);
                } else if (imported.wasThere) {
                    m_output.line(Tr::tr("«%1» is here already, as %2").arg(manifest.name, manifest.id));
                } else {
                    m_output.line(
                        Tr::tr("%1: «%2» of %3, taken %4")
                            .arg(manifest.id, manifest.name, manifest.project, toLocalText(manifest.takenAt)));
                }
                return Well;
            });
    }

    Result<int> remove(const Manifest &manifest)
    {
        if (!m_options.yes)
            return fail(ErrorCode::InvalidUse,
                        Tr::tr("«%1» of %2 is %3 large, and would be gone")
                            .arg(manifest.name, toLocalText(manifest.takenAt), dataSizeText(manifest.bytes())),
                        Tr::tr("--yes deletes it."));
        return m_engine.id(m_stop).and_then(
            [&](const QString &id) { // whether a reset needs it is known by the engine's ID
                const QString journal = reset::journalPath(stack::lockKey(id, m_project.name), {});
                return reset::removeSnapshot(m_shelf, manifest.id, journal).map([] { return int(Well); });
            });
    }

    const engine::Engine &m_engine;
    const Options &m_options;
    const startup::Recorder &m_recorder;
    Output &m_output;
    compose::Project m_project;
    Shelf m_shelf;
    QString m_which;
    std::stop_token m_stop;
};

} // namespace

void retireSnapshots(Shelf &shelf, const QString &engineId, const QString &project, Output &output)
{
    const int days = store::Settings().snapshotDays();
    const QString journal = reset::journalPath(stack::lockKey(engineId, project), {});
    for (const Manifest &gone : reset::retireSnapshots(shelf, days, Clock::system().now(), journal))
        output.note(Tr::tr("«%1» is more than %Ln day(s) old: deleted, %2", nullptr, days)
                        .arg(gone.name, dataSizeText(gone.bytes())));
}

int runSnapshot(const engine::Engine &engine, const Options &options, const startup::Recorder &recorder, Output &output,
                std::stop_token stop)
{
    auto project = resolveProject(engine, options, stop);
    if (!project)
        return failed(output, project.error());
    const auto code = Snapshots(engine, options, recorder, output, std::move(*project), std::move(stop)).run();
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
