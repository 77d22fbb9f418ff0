#include "carry/note.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "store/store.h"

namespace bd::carry {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Carry)
};

QString pathFor(const compose::Project &project)
{
    const QByteArray hash = QCryptographicHash::hash(project.name.toUtf8(), QCryptographicHash::Sha256).toHex();
    return store::dataDirectory() + QStringLiteral("/carry/%1.json").arg(QString::fromLatin1(hash.first(16)));
}

} // namespace

Result<> writeNote(const compose::Project &project, const Note &note)
{
    QJsonArray parcels;
    for (const Parcel &one : note.parcels)
        parcels += QJsonObject{{QStringLiteral("service"), one.service},
                               {QStringLiteral("to"), one.to},
                               {QStringLiteral("volume"), one.volume},
                               {QStringLiteral("file"), one.file}};
    const QJsonObject json{{QStringLiteral("project"), project.name},
                           {QStringLiteral("folder"), note.folder},
                           {QStringLiteral("parcels"), parcels}};
    QDir().mkpath(store::dataDirectory() + QStringLiteral("/carry"));
    return store::writeFile(pathFor(project), QJsonDocument(json).toJson());
}

Result<std::optional<Note>> readNote(const compose::Project &project)
{
    const QString path = pathFor(project);
    if (!QFile::exists(path))
        return std::optional<Note>();
    const auto text = store::readFile(path);
    if (!text)
        return tl::unexpected(text.error());
    const QJsonObject json = QJsonDocument::fromJson(*text).object();
    Note note{json[QLatin1String("folder")].toString(), {}};
    for (const QJsonValue &one : json[QLatin1String("parcels")].toArray())
        note.parcels.push_back({one[QLatin1String("service")].toString(), one[QLatin1String("to")].toString(),
                                one[QLatin1String("volume")].toString(), one[QLatin1String("file")].toString()});
    if (note.folder.isEmpty() || note.parcels.empty())
        return fail(
            ErrorCode::Parse, Tr::tr("What was carried along cannot be read: %1").arg(path),
            Tr::tr("Data was being put into new volumes when that was broken off. Do not start before it is there."));
    return std::optional(std::move(note));
}

void removeNote(const compose::Project &project)
{
    const auto note = readNote(project);
    QFile::remove(pathFor(project));
    if (note && *note)
        QDir((*note)->folder).removeRecursively();
}

} // namespace bd::carry
