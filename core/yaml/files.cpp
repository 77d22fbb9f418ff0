#include "yaml/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace bd::yaml {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Yaml)
};

} // namespace

Result<std::vector<File>> filesIn(const QString &folder)
{
    std::vector<File> files;
    const QDir directory(folder);
    for (const QString &name : directory.entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name)) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Io, Tr::tr("%1 cannot be read: %2").arg(file.fileName(), file.errorString()));
        files.push_back({name, file.readAll()});
    }
    if (files.empty())
        return fail(ErrorCode::NotFound, Tr::tr("There are no YAML files in %1").arg(folder));
    return files;
}

Error otherId(const File &file, const QString &id)
{
    return {ErrorCode::Parse, Tr::tr("%1 has the id %2").arg(file.name, id), {}, {}};
}

} // namespace bd::yaml
