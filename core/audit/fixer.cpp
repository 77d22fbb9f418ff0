#include "audit/fixer.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTemporaryFile>

#include "audit/effect.h"
#include "compose/load.h"
#include "compose/teamfile.h"
#include "yaml/edit.h"
#include "yaml/parse.h"

namespace bd::audit {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

using engine::ComposeCall;
constexpr int mostRounds = 4;

ComposeCall withProfiles(ComposeCall call)
{
    if (call.profiles.isEmpty())
        call.profiles = {QStringLiteral("*")};
    return call;
}

// Files beside those that they stand for, gone with it.
class Copies
{
public:
    // The call with them in the place of the others. Who includes one of them is copied, too, for it has to name the copy.
    Result<ComposeCall> replaced(const ComposeCall &call, const Sources &sources, const std::vector<EditedFile> &edited)
    {
        std::map<QString, QByteArray> texts;
        QStringList waiting;
        for (const EditedFile &file : edited) {
            texts[file.path] = file.after;
            waiting += file.path;
        }
        while (!waiting.isEmpty()) {
            const QString path = waiting.takeFirst();
            const auto name = named(path);
            const auto told = name ? tell(sources, path, *name, texts) : tl::unexpected(name.error());
            if (!told)
                return tl::unexpected(told.error());
            waiting += *told;
        }
        for (const auto &[path, text] : texts) {
            if (const auto written = writeTo(path, text); !written)
                return tl::unexpected(written.error());
        }
        ComposeCall copy = call;
        copy.directory = call.directory.isEmpty() ? QFileInfo(call.files.first()).absolutePath() : call.directory;
        for (QString &path : copy.files)
            path = nameOf(path);
        for (const EditedFile &file : edited) {
            if (file.isNew)
                copy.files += nameOf(file.path);
        }
        return copy;
    }

private:
    QString nameOf(const QString &path) const
    {
        const auto found = m_files.find(QDir::cleanPath(path));
        return found == m_files.end() ? path : found->second->fileName();
    }

    Result<QString> named(const QString &path)
    {
        if (m_files.contains(path))
            return nameOf(path);
        auto file = std::make_unique<QTemporaryFile>(QFileInfo(path).absolutePath()
                                                     + QStringLiteral("/.brokerdeck-XXXXXX.yaml"));
        if (!file->open())
            return unwritable(path, file->errorString());
        return m_files.emplace(path, std::move(file)).first->second->fileName();
    }

    // Tells those who include it where its copy is; gives those that are to be copied therefore.
    static Result<QStringList> tell(const Sources &sources, const QString &path, const QString &name,
                                    std::map<QString, QByteArray> &texts)
    {
        QStringList more;
        for (const SourceFile &file : sources.files) {
            for (const Include &include : includesOf(file)) {
                if (include.path != path)
                    continue;
                if (!texts.contains(file.path)) {
                    texts[file.path] = file.text;
                    more += file.path;
                }
                const QString other = include.written.first(include.written.lastIndexOf(QLatin1Char('/')) + 1)
                                      + QFileInfo(name).fileName();
                const auto text = yaml::replaceWithin(texts[file.path], include.way, include.written, other);
                if (!text)
                    return tl::unexpected(text.error());
                texts[file.path] = *text;
            }
        }
        return more;
    }

    static tl::unexpected<Error> unwritable(const QString &path, const QString &reason)
    {
        return fail(
            ErrorCode::Io, Tr::tr("A copy beside %1 could not be written").arg(path),
            Tr::tr(
                "Compose has to read the changed file before it takes the place of the old one. Check the permissions of its "
                "folder."),
            reason);
    }

    Result<> writeTo(const QString &path, const QByteArray &text)
    {
        if (const auto name = named(path); !name)
            return tl::unexpected(name.error());
        QTemporaryFile &file = *m_files.at(path);
        if (file.write(text) != text.size() || !file.flush())
            return unwritable(path, file.errorString());
        return {};
    }

    std::map<QString, std::unique_ptr<QTemporaryFile>> m_files; // by what they stand for
};

Result<QJsonObject> configOf(const engine::Engine &engine, const ComposeCall &call, std::stop_token stop)
{
    return engine.composeConfig(call, stop).map([](const QByteArray &json) {
        return QJsonDocument::fromJson(json).object();
    });
}

Result<Sources> withEdits(Sources sources, const std::vector<EditedFile> &edited)
{
    for (const EditedFile &file : edited) {
        const auto documents = documentsOf(file.path, file.after, true);
        if (!documents)
            return tl::unexpected(documents.error());
        const auto first = std::ranges::find(sources.files, file.path, &SourceFile::path);
        const auto at = first - sources.files.begin();
        std::erase_if(sources.files, [&file](const SourceFile &one) { return one.path == file.path; });
        sources.files.insert(sources.files.begin() + at, documents->begin(), documents->end());
    }
    return sources;
}

using Mend = std::vector<Change>; // of one finding: all of it, or nothing

// Those that are not among them yet.
std::vector<Mend> newMends(const std::vector<Finding> &findings, const Wanted &wanted, const std::vector<Mend> &mends)
{
    std::vector<Mend> more;
    for (const Finding &finding : findings) {
        if (canMend(finding) && wanted(finding) && std::ranges::find(mends, finding.changes) == mends.end())
            more.push_back(finding.changes);
    }
    return more;
}

struct Whole {
    std::vector<Change> changes;
    Written written;
};

// Half of a mend may do worse than none: addresses that are told, and a port that stays another.
Whole writeWhole(const Sources &sources, std::vector<Mend> mends, const QString &overridePath)
{
    std::vector<NotWritten> left;
    for (;;) {
        Whole whole;
        for (const Mend &mend : mends) {
            for (const Change &change : mend) {
                if (std::ranges::find(whole.changes, change) == whole.changes.end())
                    whole.changes.push_back(change);
            }
        }
        whole.written = write(sources, whole.changes, overridePath);
        const auto isLeft = [&](const Change &change) {
            return std::ranges::find(whole.written.left, change, &NotWritten::change) != whole.written.left.end();
        };
        left.insert(left.end(), whole.written.left.begin(), whole.written.left.end());
        if (std::erase_if(mends, [&](const Mend &mend) { return std::ranges::any_of(mend, isLeft); }) == 0) {
            whole.written.left = left;
            return whole;
        }
    }
}

// What stays true of what runs whatever the files say: who it is. How it runs is told once it was made anew.
std::shared_ptr<const Live> identityOf(const std::shared_ptr<const Live> &live)
{
    if (!live)
        return {};
    Live identity;
    identity.brokerIds = live->brokerIds;
    identity.clusterId = live->clusterId;
    return std::make_shared<const Live>(std::move(identity));
}

// What Compose makes of the edited files.
Result<Audit> auditOf(const engine::Engine &engine, const Audit &before, const QJsonObject &was, const Whole &whole,
                      std::stop_token stop)
{
    Copies copies;
    const auto copy = copies.replaced(withProfiles(before.project.call), before.sources, whole.written.files);
    const auto will = copy ? engine.composeConfig(*copy, stop) : tl::unexpected(copy.error());
    if (!will)
        return tl::unexpected(will.error());
    if (const auto same = differsAsSaid(was, QJsonDocument::fromJson(*will).object(), whole.changes); !same)
        return tl::unexpected(same.error());
    const auto team = compose::readTeamFile(compose::teamDirectory(before.project.call));
    auto project = team ? compose::parseConfig(*will, before.project.call, *team) : tl::unexpected(team.error());
    auto sources = project ? withEdits(before.sources, whole.written.files) : tl::unexpected(project.error());
    if (!sources)
        return tl::unexpected(sources.error());
    Audit audit{std::move(*project), std::move(*sources), {}, {}};
    return withLive(std::move(audit), identityOf(before.live));
}

} // namespace

Audit withLive(Audit audit, std::shared_ptr<const Live> live)
{
    audit.live = std::move(live);
    audit.findings = bd::audit::audit({audit.project, audit.sources, audit.live.get()});
    return audit;
}

Result<Audit> look(const engine::Engine &engine, const ComposeCall &call, std::stop_token stop)
{
    auto project = compose::load(engine, withProfiles(call), stop);
    if (!project)
        return tl::unexpected(project.error());
    project->call = call;
    auto sources = readSources(*project);
    if (!sources)
        return tl::unexpected(sources.error());
    return withLive({std::move(*project), std::move(*sources), {}, {}}, {});
}

Result<Fix> prepare(const engine::Engine &engine, const Audit &audit, const Wanted &wanted, std::stop_token stop)
{
    Fix fix{audit, audit, {}, {}};
    std::optional<QJsonObject> was; // what Compose makes of the files as they are
    std::vector<Mend> mends;
    for (int round = 0; round < mostRounds; ++round) {
        const std::vector<Mend> more = newMends(fix.after.findings, wanted, mends);
        if (more.empty())
            break;
        mends.insert(mends.end(), more.begin(), more.end());
        if (!was) {
            const auto config = configOf(engine, withProfiles(audit.project.call), stop);
            if (!config)
                return tl::unexpected(config.error());
            was = *config;
        }
        Whole whole = writeWhole(audit.sources, mends, overridePathFor(audit.project));
        auto after = auditOf(engine, audit, *was, whole, stop);
        if (!after)
            return tl::unexpected(after.error());
        fix = {audit, std::move(*after), std::move(whole.changes), std::move(whole.written)};
    }
    return fix;
}

} // namespace bd::audit
