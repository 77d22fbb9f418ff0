#include "compose/load.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>

#include "base/text.h"
#include "compose/dotenv.h"
#include "compose/mistake.h"
#include "compose/variables.h"
#include "store/store.h"
#include "yaml/parse.h"

namespace bd::compose {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Compose)
};

QString directoryOf(const engine::ComposeCall &call)
{
    return call.directory.isEmpty() ? QFileInfo(call.files.first()).absolutePath() : call.directory;
}

// Short where the file is in the project's own folder.
QString shownName(const QString &file, const engine::ComposeCall &call)
{
    const QString relative = QDir(directoryOf(call)).relativeFilePath(file);
    return relative.startsWith(QLatin1String("..")) ? file : relative;
}

QSet<QString> setVariables(const engine::ComposeCall &call)
{
    const QStringList ours = QProcessEnvironment::systemEnvironment().keys();
    QSet<QString> names(ours.begin(), ours.end());
    names.unite(QSet<QString>(call.environment.keyBegin(), call.environment.keyEnd()));
    const QStringList files = call.envFiles.isEmpty()
                                  ? QStringList{QDir(directoryOf(call)).filePath(QStringLiteral(".env"))}
                                  : call.envFiles;
    for (const QString &file : files) {
        const Result<QByteArray> text = store::readFile(file, 1 << 20);
        const QMap<QString, QString> values = text ? parseDotEnv(QString::fromUtf8(*text)) : QMap<QString, QString>();
        names.unite(QSet<QString>(values.keyBegin(), values.keyEnd()));
    }
    return names << QStringLiteral("COMPOSE_PROJECT_NAME") << QStringLiteral("PWD");
}

struct Checked {
    QStringList notes; // for people
    std::vector<NamedDocument> documents;
};

// Our own reading first: it says line and column, where Compose knows the line at best.
Result<Checked> checkFiles(const engine::ComposeCall &call)
{
    const QSet<QString> set = setVariables(call);
    Checked checked;
    for (const QString &file : call.files) {
        const QString name = shownName(file, call);
        if (!QFileInfo::exists(file)) {
            return fail(ErrorCode::NotFound, Tr::tr("The compose file %1 is not there").arg(plainText(file)),
                        Tr::tr("It was moved or deleted, or is on another branch or machine."));
        }
        const Result<QByteArray> text = store::readFile(file, yaml::Bounds().bytes + 1);
        if (!text)
            return tl::unexpected(text.error());
        Result<yaml::Node> document = yaml::parse(*text, name);
        if (!document)
            return fail(ErrorCode::ComposeFile, document.error().message, document.error().hint,
                        document.error().detail);
        for (const UnsetVariable &unset : unsetVariables(*document, set)) {
            checked.notes += Tr::tr("%1:%2:%3: the variable %4 is not set; Compose puts nothing in its place")
                                 .arg(name)
                                 .arg(unset.at.line)
                                 .arg(unset.at.column)
                                 .arg(unset.name);
        }
        checked.documents.push_back({name, std::move(*document)});
    }
    return checked;
}

} // namespace

Result<Project> load(const engine::Engine &engine, const engine::ComposeCall &call, std::stop_token stop)
{
    if (call.files.isEmpty()) {
        return fail(ErrorCode::NotFound, Tr::tr("The compose file of %1 is not known").arg(plainText(call.project, 80)),
                    Tr::tr("Open it, and the project can be started and stopped."));
    }
    const Result<Checked> checked = checkFiles(call);
    if (!checked)
        return tl::unexpected(checked.error());
    const Result<TeamFile> team = readTeamFile(teamDirectory(call));
    if (!team)
        return tl::unexpected(team.error());
    const Result<QByteArray> json = engine.composeConfig(call, stop);
    if (!json)
        return tl::unexpected(json.error().code == ErrorCode::ComposeFile ? located(json.error(), checked->documents)
                                                                          : json.error());
    Result<Project> project = parseConfig(*json, call, *team);
    if (project)
        project->notes += checked->notes;
    return project;
}

} // namespace bd::compose
