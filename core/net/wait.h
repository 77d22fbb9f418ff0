// A wait for signals on a worker thread that ends at a deadline or a stop. Only for net.
#pragma once

#include <functional>
#include <stop_token>

#include <QEventLoop>
#include <QTimer>

#include "base/clock.h"

namespace bd::net {

// QTcpSocket's own waitFor… calls give up a connection when their time is over, so they cannot be waited for in
// slices. A local event loop has no such step: it wakes at once for the socket, the deadline and the stop.
class Wait
{
public:
    Wait(Millis deadline, std::stop_token stop)
        : m_stop(std::move(stop)),
          m_onStop(m_stop, [this] { QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection); })
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_loop, &QEventLoop::quit);
        m_timer.start(deadline);
    }

    template<typename Sender, typename Signal>
    void wakeOn(Sender &sender, Signal signal)
    {
        QObject::connect(&sender, signal, &m_loop, &QEventLoop::quit);
    }

    void wake() { m_loop.quit(); }

    // False: the deadline passed or stop was requested before `done` was true.
    template<typename Done>
    bool until(Done done)
    {
        while (!done()) {
            if (stopped() || !m_timer.isActive())
                return false;
            m_loop.exec();
        }
        return true;
    }

    bool stopped() const { return m_stop.stop_requested(); }

private:
    QEventLoop m_loop;
    QTimer m_timer;
    std::stop_token m_stop;
    std::stop_callback<std::function<void()>> m_onStop; // last: nothing quits the loop once it is gone
};

} // namespace bd::net
