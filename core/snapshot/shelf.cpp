#include "snapshot/shelf.h"

#include <algorithm>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QRegularExpression>
#include <QStorageInfo>

#include "store/store.h"

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

constexpr qsizetype longestName = 200;

QString unfinishedSuffix()
{
    return QStringLiteral(".unfinished");
}

// Compose's project names are plain; of what else there may be, a hash.
QString folderNameOf(const QString &project)
{
    static const QRegularExpression plain(QStringLiteral("^[a-z0-9][a-z0-9_-]{0,99}$"));
    if (plain.match(project).hasMatch())
        return project;
    return QString::fromLatin1(
        QCryptographicHash::hash(project.toUtf8(), QCryptographicHash::Sha256).toHex().first(16));
}

bool isId(const QString &id)
{
    static const QRegularExpression ids(QStringLiteral("^[0-9]{8}-[0-9]{6}(-[0-9]{1,4})?$"));
    return ids.match(id).hasMatch();
}

QString idAt(TimePoint at) // 20261126-140200, in UTC
{
    QString text = toIso(at).first(19);
    text.remove(QLatin1Char('-'));
    text.remove(QLatin1Char(':'));
    return text.replace(QLatin1Char('T'), QLatin1Char('-'));
}

tl::unexpected<Error> notThere(const QString &which)
{
    return fail(ErrorCode::NotFound, Tr::tr("There is no snapshot «%1»").arg(which),
                Tr::tr("«brokerdeckctl snapshot list» shows those that there are."));
}

} // namespace

Shelf::Shelf(const QString &project, const QString &root)
    : m_directory((root.isEmpty() ? store::dataDirectory() + QStringLiteral("/snapshots") : root) + QLatin1Char('/')
                  + folderNameOf(project))
{}

QString Shelf::directoryOf(const QString &id) const
{
    return m_directory + QLatin1Char('/') + id;
}

qint64 Shelf::bytesAvailable() const
{
    QDir directory(m_directory);
    while (!directory.exists() && !directory.isRoot())
        directory.setPath(QFileInfo(directory.absolutePath()).path());
    return QStorageInfo(directory).bytesAvailable();
}

Result<Manifest> Shelf::read(const QString &id) const
{
    if (!isId(id) || !QDir(directoryOf(id)).exists())
        return notThere(id);
    return store::readFile(directoryOf(id) + QLatin1Char('/') + manifestName(), mostManifest)
        .and_then(&manifestIn)
        .map([&](Manifest manifest) {
            manifest.id = id;
            return manifest;
        });
}

Result<> Shelf::write(const Manifest &manifest)
{
    return store::writeFile(directoryOf(manifest.id) + QLatin1Char('/') + manifestName(), toJson(manifest));
}

Shelf::Listing Shelf::list() const
{
    Listing listing;
    for (const QString &id : QDir(m_directory).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (!isId(id))
            continue;
        if (auto manifest = read(id))
            listing.snapshots.push_back(std::move(*manifest));
        else
            listing.broken.push_back({id, manifest.error()});
    }
    std::ranges::sort(listing.snapshots, [](const Manifest &a, const Manifest &b) {
        return std::pair(a.takenAt, a.id) > std::pair(b.takenAt, b.id);
    });
    return listing;
}

Result<Manifest> Shelf::find(const QString &which) const
{
    if (isId(which))
        return read(which);
    for (Manifest &manifest : list().snapshots) {
        if (which == QLatin1String("latest") || manifest.name == which)
            return std::move(manifest);
    }
    return notThere(which);
}

Result<> Shelf::rename(const QString &id, const QString &name)
{
    const QString trimmed = name.simplified();
    if (trimmed.isEmpty() || trimmed.size() > longestName)
        return fail(ErrorCode::InvalidUse, Tr::tr("A snapshot’s name has 1 to %1 characters").arg(longestName));
    return read(id).and_then([&](Manifest manifest) {
        manifest.name = trimmed;
        return write(manifest);
    });
}

Result<> Shelf::keep(const QString &id, bool kept)
{
    return read(id).and_then([&](Manifest manifest) {
        manifest.isKept = kept;
        return write(manifest);
    });
}

Result<> Shelf::remove(const QString &id)
{
    if (!isId(id) || !QDir(directoryOf(id)).exists())
        return notThere(id);
    // What is half removed must not look like a snapshot.
    const QString going = directoryOf(id) + unfinishedSuffix();
    if (!QDir().rename(directoryOf(id), going) || !QDir(going).removeRecursively())
        return fail(ErrorCode::Io, Tr::tr("The snapshot could not be removed"),
                    Tr::tr("Check the permissions of %1.").arg(m_directory));
    return {};
}

Result<QString> Shelf::begin(TimePoint now)
{
    for (const QString &left :
         QDir(m_directory).entryList({QLatin1Char('*') + unfinishedSuffix()}, QDir::Dirs | QDir::NoDotAndDotDot))
        QDir(directoryOf(left)).removeRecursively();
    QString id = idAt(now);
    for (int number = 2; QDir(directoryOf(id)).exists(); ++number)
        id = QStringLiteral("%1-%2").arg(idAt(now)).arg(number);
    const QString folder = directoryOf(id) + unfinishedSuffix();
    if (!QDir().mkpath(folder)
        || !QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        return fail(ErrorCode::Io, Tr::tr("The folder %1 could not be made").arg(folder),
                    Tr::tr("Check the permissions and the free space of %1.").arg(m_directory));
    return folder;
}

Result<Manifest> Shelf::finish(const QString &folder, Manifest manifest)
{
    manifest.id = QFileInfo(folder).fileName().chopped(unfinishedSuffix().size());
    if (auto written = store::writeFile(folder + QLatin1Char('/') + manifestName(), toJson(manifest)); !written)
        return tl::unexpected(written.error());
    if (auto renamed = store::renameFolder(folder, directoryOf(manifest.id)); !renamed)
        return tl::unexpected(renamed.error());
    return manifest;
}

void Shelf::giveUp(const QString &folder)
{
    if (folder.startsWith(m_directory + QLatin1Char('/')) && folder.endsWith(unfinishedSuffix()))
        QDir(folder).removeRecursively();
}

std::vector<Manifest> outdated(const std::vector<Manifest> &snapshots, int days, TimePoint now)
{
    std::vector<Manifest> old;
    if (days <= 0)
        return old;
    QMap<QString, TimePoint> newest; // by engine: stacks of one name on two of them share the shelf
    for (const Manifest &one : snapshots)
        newest[one.engineId] = std::max(newest.value(one.engineId), one.takenAt);
    std::ranges::copy_if(snapshots, std::back_inserter(old), [&](const Manifest &one) {
        return !one.isKept && one.takenAt < newest[one.engineId] && one.takenAt + std::chrono::days(days) < now;
    });
    return old;
}

} // namespace bd::snapshot
