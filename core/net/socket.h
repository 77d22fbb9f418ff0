// How core/net waits for a socket, and how it opens one. For core/net alone: it shows Qt Network's types.
#pragma once

#include <functional>
#include <stop_token>

#include <QEventLoop>
#include <QTcpSocket>
#include <QTimer>

#include "net/net.h"

namespace bd::net {

// QTcpSocket's own waitFor… calls give up a connection when their time is over, so they cannot be waited for in
// slices. A local event loop has no such step: it wakes at once for the socket, the deadline and the stop.
class Wait
{
public:
    Wait(Millis deadline, std::stop_token stop);

    template<typename Socket, typename Signal>
    void wakeOn(Socket &socket, Signal signal)
    {
        QObject::connect(&socket, signal, &m_loop, &QEventLoop::quit);
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

// Unreachable, Timeout, Cancelled, as connectTo().
Result<> open(QTcpSocket &socket, const Address &address, Millis deadline, Wait &wait);

} // namespace bd::net
