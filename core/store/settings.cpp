#include "store/settings.h"

#include <QCryptographicHash>
#include <QSettings>
#include <QVariant>

#include "store/store.h"

namespace bd::store {

namespace {

// One row a setting; the group is the part of the product that it belongs to. A missing one is false or empty.
constexpr QLatin1String StrictGates("start/strictGates");
constexpr QLatin1String RecentProjects("projects/recent");
constexpr QLatin1String Profiles("profiles/%1"); // %1: a project, hashed: what has paths in it is no name for a setting
constexpr QLatin1String RecordFormats("records/%1");             // %1: a project and its topic, hashed
constexpr QLatin1String FavouriteTopics("topics/favourites/%1"); // %1: as above
constexpr QLatin1String LockedVolumes("volumes/locked/%1");      // %1: an engine and its project, hashed
constexpr QLatin1String SnapshotDays("snapshots/days");
constexpr QLatin1String LessonsDone("practice/done");
constexpr QLatin1String LogMegabytes("logs/megabytes");
constexpr QLatin1String RecordTemplates("write/templates");
constexpr QLatin1String WindowGeometry("window/geometry");
constexpr QLatin1String LastView("window/lastView");

constexpr qsizetype RecentLimit = 12;
constexpr int UsualSnapshotDays = 30;
constexpr int UsualLogMegabytes = 256;

QString keyOf(QLatin1String setting, const QString &project)
{
    const QByteArray hash = QCryptographicHash::hash(project.toUtf8(), QCryptographicHash::Sha1).toHex();
    return QString(setting).arg(QString::fromLatin1(hash));
}

// Written at once: a panel that is killed has lost nothing.
void store(QSettings &settings, const QString &setting, const QVariant &value)
{
    settings.setValue(setting, value);
    settings.sync();
}

// As one text, for QSettings keeps an empty list as something that is no list; no topic's and no volume's name has a comma.
QStringList namesIn(const QSettings &settings, const QString &setting)
{
    return settings.value(setting).toString().split(QLatin1Char(','), Qt::SkipEmptyParts);
}

void setName(QSettings &settings, const QString &setting, const QString &name, bool on)
{
    settings.sync(); // another panel may have chosen one meanwhile
    QStringList names = namesIn(settings, setting);
    names.removeAll(name);
    if (on)
        names += name;
    names.sort();
    store(settings, setting, names.join(QLatin1Char(',')));
}

} // namespace

Settings::Settings(const QString &file)
    : m_settings(
        std::make_unique<QSettings>(file.isEmpty() ? configDirectory() + QStringLiteral("/brokerdeck.ini") : file,
                                    QSettings::IniFormat))
{}

Settings::~Settings() = default;

bool Settings::strictGates() const
{
    return m_settings->value(StrictGates).toBool();
}

void Settings::setStrictGates(bool on)
{
    store(*m_settings, StrictGates, on);
}

QStringList Settings::recentProjects() const
{
    return m_settings->value(RecentProjects).toStringList().mid(0, RecentLimit);
}

void Settings::addRecentProject(const QString &project)
{
    m_settings->sync(); // another panel may have added one meanwhile
    QStringList recent = recentProjects();
    recent.removeAll(project);
    recent.prepend(project);
    store(*m_settings, RecentProjects, recent.mid(0, RecentLimit));
}

void Settings::removeRecentProject(const QString &project)
{
    m_settings->sync();
    QStringList recent = recentProjects();
    if (recent.removeAll(project) > 0)
        store(*m_settings, RecentProjects, recent);
}

std::optional<QStringList> Settings::profiles(const QString &project) const
{
    const QVariant chosen = m_settings->value(keyOf(Profiles, project));
    // QSettings keeps an empty list as something that is no list
    return chosen.isValid() ? std::optional(chosen.toString().split(QLatin1Char(','), Qt::SkipEmptyParts))
                            : std::nullopt;
}

void Settings::setProfiles(const QString &project, const QStringList &profiles)
{
    store(*m_settings, keyOf(Profiles, project), profiles.join(QLatin1Char(',')));
}

std::pair<QString, QString> Settings::recordFormats(const QString &project, const QString &topic) const
{
    const QStringList formats =
        m_settings->value(keyOf(RecordFormats, project + QLatin1Char('\n') + topic)).toString().split(QLatin1Char(' '));
    return formats.size() == 2 ? std::pair(formats.first(), formats.last()) : std::pair<QString, QString>();
}

void Settings::setRecordFormats(const QString &project, const QString &topic,
                                const std::pair<QString, QString> &formats)
{
    store(*m_settings, keyOf(RecordFormats, project + QLatin1Char('\n') + topic),
          formats.first + QLatin1Char(' ') + formats.second);
}

QStringList Settings::favouriteTopics(const QString &project) const
{
    return namesIn(*m_settings, keyOf(FavouriteTopics, project));
}

void Settings::setFavouriteTopic(const QString &project, const QString &topic, bool on)
{
    setName(*m_settings, keyOf(FavouriteTopics, project), topic, on);
}

QStringList Settings::lockedVolumes(const QString &project) const
{
    return namesIn(*m_settings, keyOf(LockedVolumes, project));
}

void Settings::setLockedVolume(const QString &project, const QString &volume, bool on)
{
    setName(*m_settings, keyOf(LockedVolumes, project), volume, on);
}

int Settings::logMegabytes() const
{
    return m_settings->value(LogMegabytes, UsualLogMegabytes).toInt();
}

void Settings::setLogMegabytes(int megabytes)
{
    store(*m_settings, LogMegabytes, megabytes);
}

int Settings::snapshotDays() const
{
    return m_settings->value(SnapshotDays, UsualSnapshotDays).toInt();
}

void Settings::setSnapshotDays(int days)
{
    store(*m_settings, SnapshotDays, days);
}

QStringList Settings::lessonsDone() const
{
    return m_settings->value(LessonsDone).toStringList();
}

void Settings::addLessonDone(const QString &lesson)
{
    QStringList done = lessonsDone();
    done.removeAll(lesson);
    store(*m_settings, LessonsDone, done << lesson);
}

QByteArray Settings::recordTemplates() const
{
    return m_settings->value(RecordTemplates).toByteArray();
}

void Settings::setRecordTemplates(const QByteArray &templates)
{
    store(*m_settings, RecordTemplates, templates);
}

QByteArray Settings::windowGeometry() const
{
    return m_settings->value(WindowGeometry).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray &geometry)
{
    store(*m_settings, WindowGeometry, geometry);
}

QString Settings::lastView() const
{
    return m_settings->value(LastView).toString();
}

void Settings::setLastView(const QString &view)
{
    store(*m_settings, LastView, view);
}

} // namespace bd::store
