#include "store/settings.h"

#include <QSettings>
#include <QVariant>

#include "store/store.h"

namespace bd::store {

namespace {

// One row a setting; the group is the part of the product that it belongs to. A missing one is false or empty.
constexpr QLatin1String StrictGates("start/strictGates");
constexpr QLatin1String RecentProjects("projects/recent");
constexpr QLatin1String WindowGeometry("window/geometry");
constexpr QLatin1String LastView("window/lastView");

constexpr qsizetype RecentLimit = 12;

// Written at once: a panel that is killed has lost nothing.
void store(QSettings &settings, QLatin1String setting, const QVariant &value)
{
    settings.setValue(setting, value);
    settings.sync();
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

void Settings::addRecentProject(const QString &files)
{
    m_settings->sync(); // another panel may have added one meanwhile
    QStringList recent = recentProjects();
    recent.removeAll(files);
    recent.prepend(files);
    store(*m_settings, RecentProjects, recent.mid(0, RecentLimit));
}

void Settings::removeRecentProject(const QString &files)
{
    m_settings->sync();
    QStringList recent = recentProjects();
    if (recent.removeAll(files) > 0)
        store(*m_settings, RecentProjects, recent);
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
