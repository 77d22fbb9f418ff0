// Reads what a project's services write, on a worker thread, and hands it over in portions on this object's thread.
#pragma once

#include <QObject>
#include <QTimer>

#include "common/background.h"
#include "logs/logfeed.h"

namespace bd::app {

class LogSession : public QObject
{
    Q_OBJECT

public:
    LogSession(std::shared_ptr<const engine::Engine> engine, QString project, QObject *parent = nullptr);
    ~LogSession() override;

    // From the beginning of what is wanted; what was read before is not read again by itself.
    void follow(bd::logs::FeedWish::Since since);
    bool isFollowing() const { return m_follows; }

Q_SIGNALS:
    void begun();                                       // anew: what was shown before is none of it
    void came(const std::vector<bd::logs::Fed> &lines); // the services' own order, theirs beside each other by time

private:
    struct Inbox;
    void deliver();

    std::shared_ptr<const engine::Engine> m_engine;
    QString m_project;
    std::shared_ptr<Inbox> m_inbox; // of the present reading
    std::stop_source m_reading;
    bool m_follows = false;
    QTimer m_pace;
    Background m_background;
};

} // namespace bd::app
