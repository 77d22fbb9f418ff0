#include "newstack/create.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "compose/filenames.h"

namespace bd::newstack {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(NewStack)
};

} // namespace

Result<> writeNew(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QFile::WriteOnly | QFile::NewOnly)) {
        const QFileInfo there(path);
        if (there.exists() || there.isSymLink())
            return fail(ErrorCode::InvalidUse, Tr::tr("There is a file %1 already").arg(path),
                        Tr::tr("It is left as it is. Name another one."));
        return fail(ErrorCode::Io, Tr::tr("%1 could not be written").arg(path),
                    Tr::tr("Check the permissions of its folder."), file.errorString());
    }
    if (file.write(text) == text.size() && file.flush())
        return {};
    const QString reason = file.errorString();
    file.remove();
    return fail(ErrorCode::Io, Tr::tr("%1 could not be written").arg(path), Tr::tr("Is there room on the disk?"),
                reason);
}

Result<QString> create(const QString &folder, const Choice &choice)
{
    if (const auto checked = check(choice); !checked)
        return tl::unexpected(checked.error());
    if (!QDir(folder).isAbsolute())
        return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no folder").arg(folder),
                    Tr::tr("Name it whole, from / or ~ on."));
    for (const QString &name : compose::defaultFileNames()) {
        if (QFileInfo::exists(QDir(folder).filePath(name)))
            return fail(ErrorCode::InvalidUse, Tr::tr("There is a file %1 already in %2").arg(name, folder),
                        Tr::tr("It is left as it is. Take another folder, or open that file."));
    }
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::Io, Tr::tr("The folder %1 could not be made").arg(folder),
                    Tr::tr("Check the permissions of the one above it."));
    const QString path = QDir(folder).filePath(compose::defaultFileNames().front());
    return writeNew(path, composeFile(choice)).map([&] { return path; });
}

} // namespace bd::newstack
