// The user's own settings, one row a setting; private to the user and never in the project.
#pragma once

#include <memory>
#include <optional>
#include <utility>

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
    // `project` is whatever text its caller knows a project by, the same one always.
    QStringList recentProjects() const; // newest first, at most 12
    void addRecentProject(const QString &project);
    void removeRecentProject(const QString &project);
    // The profiles that were chosen by hand for a project; nothing: Compose itself decides (COMPOSE_PROFILES, .env).
    std::optional<QStringList> profiles(const QString &project) const;
    void setProfiles(const QString &project, const QStringList &profiles);
    // How a topic's keys and values were read the last time, as the ids of decoders; empty: it was not chosen.
    std::pair<QString, QString> recordFormats(const QString &project, const QString &topic) const;
    void setRecordFormats(const QString &project, const QString &topic, const std::pair<QString, QString> &formats);
    QByteArray recordTemplates() const; // as whoever keeps them writes them
    void setRecordTemplates(const QByteArray &templates);
    QStringList favouriteTopics(const QString &project) const; // sorted
    void setFavouriteTopic(const QString &project, const QString &topic, bool on);
    // Volumes that no reset may take, by name on the engine; sorted.
    QStringList lockedVolumes(const QString &project) const;
    void setLockedVolume(const QString &project, const QString &volume, bool on);
    int logMegabytes() const; // of memory, for lines of logs
    void setLogMegabytes(int megabytes);
    int snapshotDays() const; // how long a snapshot is kept that nobody marked to be kept; 0: for ever
    void setSnapshotDays(int days);
    static constexpr int mostSnapshotDays = 3650;
    QStringList lessonsDone() const; // of Practice, by id, as they were done
    void addLessonDone(const QString &lesson);
    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);
    QString lastView() const;
    void setLastView(const QString &view);

private:
    std::unique_ptr<QSettings> m_settings;
};

} // namespace bd::store
