// What apply() wrote, and how undo() finds it again: a list in the user's data folder, the last one at its end.
#include <algorithm>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "audit/fixer.h"
#include "store/store.h"

namespace bd::audit {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

constexpr qsizetype mostKept = 50; // that can be taken back, for each project

QString hashOf(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

// Of the file itself, whatever link leads to it.
QString realPath(const QString &path)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    return real.isEmpty() ? path : real;
}

QString listPath(const compose::Project &project)
{
    const QString folder = store::dataDirectory() + QStringLiteral("/edits");
    QDir().mkpath(folder);
    return folder + QLatin1Char('/') + hashOf(realPath(project.call.files.value(0)).toUtf8()).first(16)
           + QStringLiteral(".json");
}

QJsonArray readList(const compose::Project &project)
{
    const auto text = store::readFile(listPath(project), 1 << 20);
    return text ? QJsonDocument::fromJson(*text).array() : QJsonArray();
}

Result<> writeList(const compose::Project &project, QJsonArray list)
{
    while (list.size() > mostKept)
        list.removeFirst();
    return store::writeFile(listPath(project), QJsonDocument(list).toJson());
}

tl::unexpected<Error> changedSince(const QString &path)
{
    return fail(ErrorCode::InvalidUse, Tr::tr("%1 has changed meanwhile").arg(path),
                Tr::tr("Nothing was written. Look at it again, and then decide."));
}

Result<> isAsRead(const EditedFile &file)
{
    if (file.isNew)
        return QFileInfo::exists(file.path) ? changedSince(file.path) : Result<>();
    const auto now = store::readFile(file.path);
    if (!now)
        return tl::unexpected(now.error());
    return *now == file.before ? Result<>() : changedSince(file.path);
}

// compose.yaml.2026-11-27T124100.bak
QString keptName(const QString &path, TimePoint now)
{
    const auto ms = std::chrono::duration_cast<Millis>(now.time_since_epoch()).count();
    const QString time = QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-ddTHHmmss"));
    QString name = path + QLatin1Char('.') + time + QStringLiteral(".bak");
    for (int n = 2; QFileInfo::exists(name); ++n)
        name = path + QLatin1Char('.') + time + QStringLiteral("-%1.bak").arg(n);
    return name;
}

Result<> keep(const QString &path, const QString &kept)
{
    if (QFile::copy(realPath(path), kept)) // with its permissions
        return {};
    return fail(ErrorCode::Io, Tr::tr("%1 could not be kept as %2").arg(path, kept), Tr::tr("Nothing was written."));
}

// | Written    | as apply() wrote it                        |
// | Before     | as it was before: apply() did not get there |
// | Other      | somebody has changed it since              |
// | KeptIsGone | as written, and the old one is not to be had |
enum class Standing { Written, Before, Other, KeptIsGone };

Standing standingOf(const QJsonObject &file)
{
    const QString path = file[QLatin1String("path")].toString(), kept = file[QLatin1String("kept")].toString();
    const auto now = store::readFile(path);
    const auto before = kept.isEmpty() ? Result<QByteArray>(QByteArray()) : store::readFile(kept);
    if (now && hashOf(*now) == file[QLatin1String("sha256")].toString())
        return before ? Standing::Written : Standing::KeptIsGone;
    const bool isBefore = kept.isEmpty() ? !QFileInfo::exists(path) : now && before && *now == *before;
    return isBefore ? Standing::Before : Standing::Other;
}

// Of those that were written; the others are as they were. The first one that could not be.
Result<> takeBack(const QJsonArray &files)
{
    Result<> all;
    for (const QJsonValue &one : files) {
        const QJsonObject file = one.toObject();
        const QString path = file[QLatin1String("path")].toString(), kept = file[QLatin1String("kept")].toString();
        if (standingOf(file) != Standing::Written)
            continue;
        const auto before = kept.isEmpty() ? Result<QByteArray>(QByteArray()) : store::readFile(kept);
        const auto done = !before               ? tl::unexpected(before.error())
                          : !kept.isEmpty()     ? store::writeFile(realPath(path), *before)
                          : QFile::remove(path) ? Result<>()
                                                : fail(ErrorCode::Io, Tr::tr("%1 could not be removed").arg(path),
                                                       Tr::tr("Check the permissions of its folder."));
        if (!done && all)
            all = done;
    }
    return all;
}

} // namespace

// The list comes first: whatever ends us while we write, what was written by then can be taken back.
Result<QStringList> apply(const Fix &fix, TimePoint now)
{
    QStringList names;
    QJsonArray files;
    for (const EditedFile &file : fix.written.files) {
        const QString kept = file.isNew ? QString() : keptName(file.path, now);
        const auto done = isAsRead(file).and_then([&] { return file.isNew ? Result<>() : keep(file.path, kept); });
        if (!done)
            return tl::unexpected(done.error());
        if (!kept.isEmpty())
            names += kept;
        files += QJsonObject{{QStringLiteral("path"), file.path},
                             {QStringLiteral("kept"), kept},
                             {QStringLiteral("sha256"), hashOf(file.after)}};
    }
    const QJsonArray before = readList(fix.before.project);
    QJsonArray list = before;
    list += files;
    auto written = writeList(fix.before.project, list);
    for (const EditedFile &file : fix.written.files) {
        if (written)
            written = isAsRead(file).and_then([&] { return store::writeFile(realPath(file.path), file.after); });
    }
    if (!written) {
        if (takeBack(files))
            (void)writeList(fix.before.project, before); // else it can still be taken back
        return tl::unexpected(written.error());
    }
    return names;
}

bool canUndo(const compose::Project &project)
{
    return !readList(project).isEmpty();
}

Result<QStringList> undo(const compose::Project &project)
{
    QJsonArray list = readList(project);
    if (list.isEmpty())
        return fail(ErrorCode::NotFound, Tr::tr("There is nothing to take back"),
                    Tr::tr("Only what Brokerdeck itself has written into these files can be."));
    const QJsonArray files = list.last().toArray();
    QStringList names;
    for (const QJsonValue &one : files) {
        const Standing standing = standingOf(one.toObject());
        const QString path = one[QLatin1String("path")].toString(), kept = one[QLatin1String("kept")].toString();
        if (standing == Standing::Other)
            return changedSince(path);
        if (standing == Standing::KeptIsGone)
            return fail(ErrorCode::NotFound, Tr::tr("The old file %1 is gone").arg(kept),
                        Tr::tr("Nothing was written."));
        names += path;
    }
    if (const auto back = takeBack(files); !back)
        return tl::unexpected(back.error());
    list.removeLast();
    if (const auto kept = writeList(project, list); !kept)
        return tl::unexpected(kept.error());
    return names;
}

} // namespace bd::audit
