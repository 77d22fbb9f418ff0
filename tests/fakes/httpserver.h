// A web server on a free loopback port that answers each GET as the test tells it, and remembers what was asked.
#pragma once

#include <mutex>

#include <QList>
#include <QMap>

#include "fakes/tcpserver.h"

namespace bd::fakes {

class HttpServer
{
public:
    struct Reply {
        int status = 200;
        QByteArray body;
        QByteArray headers; // each with its line end
    };

    HttpServer() : m_server([this](int fd, const std::stop_token &stop) { converse(fd, stop); }) {}

    quint16 port() const { return m_server.port(); }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(port()); }

    void put(const QByteArray &path, Reply reply)
    {
        const std::scoped_lock lock(m_mutex);
        m_replies[path] = std::move(reply);
    }
    void answer(bool does) { m_answers = does; } // false: takes a request and says nothing until true

    QList<QByteArray> requests() const // heads, as they came
    {
        const std::scoped_lock lock(m_mutex);
        return m_requests;
    }
    QList<QByteArray> paths() const
    {
        QList<QByteArray> paths;
        for (const QByteArray &request : requests())
            paths += request.split(' ').value(1);
        return paths;
    }

private:
    void converse(int fd, const std::stop_token &stop)
    {
        QByteArray head;
        while (!head.endsWith("\r\n\r\n")) {
            const QByteArray byte = TcpServer::readExactly(fd, 1);
            if (byte.isEmpty())
                return;
            head += byte;
        }
        Reply reply{404, "{}", {}};
        {
            const std::scoped_lock lock(m_mutex);
            m_requests += head;
            reply = m_replies.value(head.split(' ').value(1), reply);
        }
        while (!m_answers && !stop.stop_requested())
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        TcpServer::write(fd, "HTTP/1.1 " + QByteArray::number(reply.status) + " Answer\r\n" + reply.headers
                                 + "Content-Length: " + QByteArray::number(reply.body.size())
                                 + "\r\nConnection: close\r\n\r\n" + reply.body);
    }

    mutable std::mutex m_mutex;
    QMap<QByteArray, Reply> m_replies;
    QList<QByteArray> m_requests;
    std::atomic<bool> m_answers{true};
    TcpServer m_server; // last: it converses until it is gone
};

} // namespace bd::fakes
