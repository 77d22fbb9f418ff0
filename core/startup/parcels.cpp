#include "startup/parcels.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "stack/lockkey.h"
#include "store/projectlock.h"
#include "store/store.h"

namespace bd::startup {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Parcels)
};

QString ownFolder()
{
    return store::dataDirectory() + QStringLiteral("/carry");
}

QString pathFor(const QString &lockKey)
{
    return QStringLiteral("%1/%2.json").arg(ownFolder(), store::fileStem(lockKey));
}

} // namespace

QStringList Parcels::services() const
{
    QStringList names;
    for (const Parcel &one : all)
        names += one.service;
    names.removeDuplicates();
    return names;
}

Result<> writeParcels(const QString &lockKey, const Parcels &parcels)
{
    QJsonArray all;
    for (const Parcel &one : parcels.all)
        all += QJsonObject{{QStringLiteral("service"), one.service},
                           {QStringLiteral("to"), one.to},
                           {QStringLiteral("volume"), one.volume},
                           {QStringLiteral("file"), one.file}};
    const QJsonObject json{{QStringLiteral("project"), lockKey},
                           {QStringLiteral("folder"), parcels.folder},
                           {QStringLiteral("parcels"), all}};
    QDir().mkpath(ownFolder());
    return store::writeFile(pathFor(lockKey), QJsonDocument(json).toJson());
}

Result<std::optional<Parcels>> pendingParcels(const QString &lockKey)
{
    const QString path = pathFor(lockKey);
    if (!QFile::exists(path))
        return std::optional<Parcels>();
    const auto text = store::readFile(path);
    if (!text)
        return tl::unexpected(text.error());
    const QJsonObject json = QJsonDocument::fromJson(*text).object();
    Parcels parcels{json[QLatin1String("folder")].toString(), {}};
    for (const QJsonValue &one : json[QLatin1String("parcels")].toArray())
        parcels.all.push_back({one[QLatin1String("service")].toString(), one[QLatin1String("to")].toString(),
                               one[QLatin1String("volume")].toString(), one[QLatin1String("file")].toString()});
    if (parcels.folder.isEmpty() || parcels.all.empty())
        return fail(
            ErrorCode::Parse, Tr::tr("What was carried along cannot be read: %1").arg(path),
            Tr::tr("Data was being put into new volumes when that was broken off. Do not start before it is there; "
                   "«brokerdeckctl up --leave-data» starts without it."));
    return std::optional(std::move(parcels));
}

Result<std::optional<Parcels>> pendingParcels(const engine::Engine &engine, const QString &project,
                                              std::stop_token stop)
{
    if (QDir(ownFolder()).entryList({QStringLiteral("*.json")}, QDir::Files).isEmpty())
        return std::optional<Parcels>();
    return engine.id(std::move(stop)).and_then([&](const QString &id) {
        return pendingParcels(stack::lockKey(id, project));
    });
}

void removeParcels(const QString &lockKey)
{
    const auto parcels = pendingParcels(lockKey);
    QFile::remove(pathFor(lockKey));
    if (parcels && *parcels)
        QDir((*parcels)->folder).removeRecursively();
}

Result<QString> giveUpParcels(const QString &lockKey)
{
    const QString path = pathFor(lockKey);
    const auto parcels = pendingParcels(lockKey);
    const QString aside =
        QStringLiteral("%1.%2.left").arg(path).arg(QDateTime::currentMSecsSinceEpoch()); // what is of what
    if (!QFile::rename(path, aside))
        return fail(ErrorCode::Io, Tr::tr("%1 could not be renamed").arg(path));
    return parcels && *parcels ? (*parcels)->folder : aside;
}

Result<> haveNoParcels(const QString &lockKey)
{
    const auto parcels = pendingParcels(lockKey);
    if (!parcels)
        return tl::unexpected(parcels.error());
    if (!*parcels)
        return {};
    return fail(
        ErrorCode::InvalidUse,
        Tr::tr("The data of %1 is still to be put into its volumes")
            .arg((*parcels)->services().join(QStringLiteral(", "))),
        Tr::tr("That was broken off. Start the stack, which goes on with it; «brokerdeckctl up --leave-data» starts "
               "without it. What was copied is in %1.")
            .arg((*parcels)->folder));
}

} // namespace bd::startup
