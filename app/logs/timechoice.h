// Which lines are read, and from when to when they are shown: a button with a menu, and two times for who wants to be exact.
#pragma once

#include <functional>
#include <optional>

#include <QObject>

#include "base/clock.h"
#include "logs/logfeed.h"

class QPushButton;

namespace bd::app {

class TimeChoice : public QObject
{
    Q_OBJECT

public:
    struct Range {
        std::optional<TimePoint> since; // nothing: from the first one
        std::optional<TimePoint> until; // nothing: to the newest, and what comes
        bool operator==(const Range &) const = default;
    };

    // `there`: the times of the first and of the newest line; nothing where there is none.
    explicit TimeChoice(std::function<Range()> there, QObject *parent);

    QPushButton *button() const { return m_button; }

    const Range &range() const { return m_range; }
    void setRange(const Range &range);
    void setSource(logs::FeedWish::Since source); // all of it

Q_SIGNALS:
    void changed(); // the range
    void sourceChanged(bd::logs::FeedWish::Since source);

private:
    void addSource(const QString &text, logs::FeedWish::Since source);
    void addLast(const QString &text, std::chrono::minutes time);
    void askBetween();
    void showRange();

    std::function<Range()> m_there;
    QPushButton *m_button;
    Range m_range;
    logs::FeedWish::Since m_source = logs::FeedWish::Since::LastStart;
};

} // namespace bd::app
