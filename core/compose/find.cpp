#include <algorithm>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>

#include "compose/dotenv.h"
#include "compose/filenames.h"
#include "compose/load.h"
#include "store/store.h"

namespace bd::compose {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Compose)
};

QString firstOf(const QStringList &names, const QDir &folder)
{
    const auto found = std::ranges::find_if(names, [&folder](const QString &name) {
        return QFileInfo(folder.filePath(name)).isFile();
    });
    return found == names.end() ? QString() : folder.filePath(*found);
}

QStringList defaultFiles(const QDir &folder)
{
    const QString file = firstOf(defaultFileNames(), folder);
    if (file.isEmpty())
        return {};
    const QString override = firstOf(overrideFileNames(), folder);
    return override.isEmpty() ? QStringList{file} : QStringList{file, override};
}

QStringList defaultFilesUpwards(QDir folder)
{
    for (;;) {
        const QStringList files = defaultFiles(folder);
        if (!files.isEmpty() || !folder.cdUp())
            return files;
    }
}

// COMPOSE_… as Compose sees it in that folder: the environment first, then .env.
QMap<QString, QString> variablesIn(const QDir &folder)
{
    QMap<QString, QString> ours;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &key : environment.keys())
        ours.insert(key, environment.value(key));
    const Result<QByteArray> dotEnv = store::readFile(folder.filePath(QStringLiteral(".env")), 1 << 20);
    QMap<QString, QString> all = dotEnv ? parseDotEnv(QString::fromUtf8(*dotEnv), ours) : QMap<QString, QString>();
    all.insert(ours);
    return all;
}

QStringList filesNamedBy(const QMap<QString, QString> &variables, const QDir &folder)
{
    const QString list = variables.value(QStringLiteral("COMPOSE_FILE"));
    QString separator = variables.value(QStringLiteral("COMPOSE_PATH_SEPARATOR"));
    if (separator.isEmpty())
        separator = QDir::listSeparator();
    QStringList files;
    for (const QString &file : list.split(separator, Qt::SkipEmptyParts))
        files += QDir::cleanPath(folder.absoluteFilePath(file));
    return files;
}

// Where COMPOSE_FILE leads to another folder, Compose reads the .env here too and prefers it to the one beside the
// first file; with -f it would read the latter alone. (Where it finds the file in a folder above, it does not: 2.26.)
QStringList envFilesFor(const QDir &folder, const QString &firstFile)
{
    const QDir ofFile = QFileInfo(firstFile).absoluteDir();
    const QString here = folder.filePath(QStringLiteral(".env"));
    const QString there = ofFile.filePath(QStringLiteral(".env"));
    if (folder.absolutePath() == ofFile.absolutePath() || !QFileInfo(here).isFile())
        return {};
    return QFileInfo(there).isFile() ? QStringList{there, here} : QStringList{here};
}

Result<engine::ComposeCall> callForFolder(const QDir &folder)
{
    engine::ComposeCall call;
    call.files = filesNamedBy(variablesIn(folder), folder);
    if (!call.files.isEmpty()) {
        call.envFiles = envFilesFor(folder, call.files.first());
        return call;
    }
    call.files = defaultFilesUpwards(folder);
    if (call.files.isEmpty()) {
        return fail(ErrorCode::NotFound,
                    Tr::tr("There is no compose file in %1").arg(QDir::toNativeSeparators(folder.path())),
                    Tr::tr("Looked for %1, there and in the folders above, and for COMPOSE_FILE in .env.")
                        .arg(defaultFileNames().join(QStringLiteral(", "))));
    }
    return call;
}

} // namespace

QStringList defaultFileNames()
{
    return {QStringLiteral("compose.yaml"), QStringLiteral("compose.yml"), QStringLiteral("docker-compose.yml"),
            QStringLiteral("docker-compose.yaml")};
}

QStringList overrideFileNames()
{
    return {QStringLiteral("compose.override.yml"), QStringLiteral("compose.override.yaml"),
            QStringLiteral("docker-compose.override.yml"), QStringLiteral("docker-compose.override.yaml")};
}

Result<engine::ComposeCall> callFor(const QString &fileOrFolder)
{
    const QFileInfo info(QDir::cleanPath(QFileInfo(fileOrFolder).absoluteFilePath()));
    if (info.isDir())
        return callForFolder(QDir(info.absoluteFilePath()));
    if (!info.exists()) {
        return fail(ErrorCode::NotFound, Tr::tr("%1 is not there").arg(QDir::toNativeSeparators(info.filePath())),
                    Tr::tr("Was it moved, or is it on another branch or disk?"));
    }
    engine::ComposeCall call;
    call.files = {info.absoluteFilePath()};
    if (!(defaultFileNames() + overrideFileNames()).contains(info.fileName()))
        return call;
    // A file that Compose finds by itself brings along what Compose finds with it.
    const Result<engine::ComposeCall> found = callForFolder(info.absoluteDir());
    return found && found->files.contains(call.files.first()) ? *found : call;
}

} // namespace bd::compose
