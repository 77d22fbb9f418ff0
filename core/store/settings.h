// The user's own settings, one row a setting; private to the user and never in the project.
#pragma once

#include <memory>

#include <QStringList>

class QSettings;

namespace bd::store {

class Settings
{
public:
    explicit Settings(const QString &file = {}); // empty: the user's own
    ~Settings();

    bool strictGates() const; // wait for the engine's verdict instead of our probes
    void setStrictGates(bool on);
    QStringList recentProjects() const; // newest first, at most 12: files joined by the path separator
    void addRecentProject(const QString &files);
    void removeRecentProject(const QString &files);
    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);
    QString lastView() const;
    void setLastView(const QString &view);

private:
    std::unique_ptr<QSettings> m_settings;
};

} // namespace bd::store
