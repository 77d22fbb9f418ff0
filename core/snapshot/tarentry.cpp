#include "snapshot/tarentry.h"

#include <map>
#include <numeric>
#include <optional>
#include <set>

#include <QCoreApplication>

#include "base/text.h"

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

using Kind = TarEntry::Kind;

QString shown(const QByteArray &path)
{
    return firstLine(QString::fromUtf8(path));
}

// The names of a path without «.» and empty ones; nothing: it is absolute, or climbs out with «..».
std::optional<QByteArrayList> namesOf(const QByteArray &path)
{
    if (path.startsWith('/'))
        return {};
    QByteArrayList names;
    for (const QByteArray &name : path.split('/')) {
        if (name == "..") {
            if (names.isEmpty())
                return {};
            names.removeLast();
        } else if (!name.isEmpty() && name != ".") {
            names += name;
        }
    }
    return names;
}

// Where a symbolic link leads, from the archive's top; nothing: out of it.
std::optional<QByteArrayList> targetOf(const TarEntry &link)
{
    if (link.target.isEmpty() || link.target.startsWith('/'))
        return {};
    const QByteArray directory = link.path.left(qMax<qsizetype>(link.path.lastIndexOf('/'), 0));
    return namesOf(directory + '/' + link.target);
}

class Unpacking
{
public:
    QString objectionTo(const TarEntry &entry)
    {
        const auto names = namesOf(entry.path);
        if (!names || names->isEmpty() || entry.path.split('/').contains(".."))
            return Tr::tr("«%1» is no path within the archive").arg(shown(entry.path));
        if (m_root.isEmpty())
            m_root = names->first();
        if (names->first() != m_root)
            return Tr::tr("«%1» lies outside of «%2»").arg(shown(entry.path), shown(m_root));
        for (qsizetype depth = 1; depth < names->size(); ++depth) {
            if (m_links.contains(names->first(depth).join('/')))
                return Tr::tr("«%1» lies behind a link").arg(shown(entry.path));
        }
        const QByteArray path = names->join('/');
        if (entry.kind == Kind::Other)
            return Tr::tr("«%1» is a device, a pipe or a socket").arg(shown(entry.path));
        if (const auto target = targetOf(entry);
            entry.kind == Kind::Symlink && (!target || target->isEmpty() || target->first() != m_root))
            return Tr::tr("the link «%1» leads out of the archive").arg(shown(entry.path));
        // Judged by its words, it would lead elsewhere where one of them is a link itself.
        if (entry.kind == Kind::Symlink && passesThroughLink(entry))
            return Tr::tr("the link «%1» leads out of the archive").arg(shown(entry.path));
        if (entry.kind == Kind::Hardlink
            && !m_files.contains(namesOf(entry.target).value_or(QByteArrayList()).join('/')))
            return Tr::tr("the link «%1» leads to what is not in the archive").arg(shown(entry.path));
        if (entry.kind == Kind::Symlink)
            m_links.insert(path);
        if (entry.kind == Kind::File || entry.kind == Kind::Hardlink)
            m_files.insert(path);
        return {};
    }

private:
    bool passesThroughLink(const TarEntry &link) const
    {
        QByteArray at = link.path.left(qMax<qsizetype>(link.path.lastIndexOf('/'), 0));
        const QByteArrayList names = link.target.split('/');
        for (const QByteArray &name : names.first(names.size() - 1)) {
            at += '/' + name;
            if (m_links.contains(namesOf(at).value_or(QByteArrayList()).join('/')))
                return true;
        }
        return false;
    }

    QByteArray m_root;
    std::set<QByteArray> m_links;
    std::set<QByteArray> m_files;
};

std::map<QByteArray, TarEntry> byPath(const std::vector<TarEntry> &entries)
{
    std::map<QByteArray, TarEntry> found;
    for (const TarEntry &entry : entries)
        found[namesOf(entry.path).value_or(QByteArrayList{entry.path}).join('/')] = entry;
    return found;
}

QString difference(const QByteArray &path, const TarEntry &a, const TarEntry &b)
{
    if (a.kind != b.kind || a.target != b.target)
        return Tr::tr("%1 is of another kind").arg(shown(path));
    if (a.size != b.size || a.sha256 != b.sha256)
        return Tr::tr("%1 holds something else: %2 bytes, %3 expected").arg(shown(path)).arg(b.size).arg(a.size);
    if (a.mode != b.mode || a.owner != b.owner || a.group != b.group)
        return Tr::tr("%1 has another owner or mode: %2:%3 %4, expected %5:%6 %7")
            .arg(shown(path))
            .arg(b.owner)
            .arg(b.group)
            .arg(QString::number(b.mode, 8))
            .arg(a.owner)
            .arg(a.group)
            .arg(QString::number(a.mode, 8));
    if (a.kind == Kind::File && a.modifiedAt != b.modifiedAt)
        return Tr::tr("%1 has another time").arg(shown(path));
    return {};
}

} // namespace

Result<> mayBeUnpacked(const std::vector<TarEntry> &entries)
{
    Unpacking unpacking;
    for (const TarEntry &entry : entries) {
        if (const QString objection = unpacking.objectionTo(entry); !objection.isEmpty())
            return fail(ErrorCode::Failed, Tr::tr("The archive is not unpacked: %1").arg(objection),
                        Tr::tr("Brokerdeck does not write such archives. It may come from somebody who means harm."));
    }
    return {};
}

QStringList differences(const std::vector<TarEntry> &archived, const std::vector<TarEntry> &there, qsizetype most)
{
    const auto expected = byPath(archived);
    const auto found = byPath(there);
    QStringList sentences;
    for (const auto &[path, entry] : expected) {
        const auto other = found.find(path);
        const QString sentence = other == found.end() ? Tr::tr("%1 is missing").arg(shown(path))
                                                      : difference(path, entry, other->second);
        if (!sentence.isEmpty())
            sentences += sentence;
    }
    for (const auto &[path, entry] : found) {
        if (!expected.contains(path))
            sentences += Tr::tr("%1 should not be there").arg(shown(path));
    }
    return sentences.first(qMin(most, sentences.size()));
}

qint64 contentBytes(const std::vector<TarEntry> &entries)
{
    return std::accumulate(entries.begin(), entries.end(), qint64(0), [](qint64 sum, const TarEntry &entry) {
        return sum + (entry.kind == Kind::File ? entry.size : 0);
    });
}

} // namespace bd::snapshot
