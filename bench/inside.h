// What a bench from inside measures: for how long the window did not answer, and the peak of its memory.
#pragma once

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include "base/clock.h"

namespace bd::bench {

// The longest time for which the event loop did not turn, beyond the beat that asks: beating without a pause would take a
// whole core from what is measured. And how much of such a time the window's thread was at work itself: the rest it waited
// for a core.
class Stalls : public QObject
{
public:
    Stalls()
    {
        m_beat.setTimerType(Qt::PreciseTimer);
        m_beat.callOnTimeout(this, [this] { take(); });
    }
    void begin()
    {
        m_longest = m_busiest = 0;
        m_busySince = busyNow();
        m_since.start();
        m_beat.start(beat);
    }
    void addTo(QJsonObject &result) // and begins anew
    {
        take();
        result.insert(QStringLiteral("stall_ms"), std::max(0.0, double(m_longest) / 1e6 - double(beat.count())));
        result.insert(QStringLiteral("busy_ms"), double(m_busiest) / 1e6);
        begin();
    }

private:
    static constexpr Millis beat{2};
    static qint64 busyNow() // ns of the window's thread
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
    }
    void take()
    {
        m_longest = std::max(m_longest, m_since.nsecsElapsed());
        m_since.restart();
        const qint64 busy = busyNow();
        m_busiest = std::max(m_busiest, busy - std::exchange(m_busySince, busy));
    }

    QTimer m_beat;
    QElapsedTimer m_since;
    qint64 m_busySince = 0;
    qint64 m_longest = 0;
    qint64 m_busiest = 0;
};

inline qint64 peakKib()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    }
    return 0;
}

inline int print(QJsonObject result)
{
    result.insert(QStringLiteral("peak_kib"), peakKib());
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}

} // namespace bd::bench
