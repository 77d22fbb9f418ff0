// A TCP server on a free loopback port that does to each connection what the test tells it to.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QByteArray>

namespace bd::fakes {

class TcpServer
{
public:
    using Conversation = std::function<void(int fd, const std::stop_token &stop)>;

    explicit TcpServer(Conversation conversation) : m_conversation(std::move(conversation))
    {
        m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || listen(m_listener, 16) != 0
            || getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
            qFatal("The fake server could not listen");
        m_port = ntohs(address.sin_port);
        m_thread = std::jthread([this](const std::stop_token &stop) { serve(stop); });
    }
    ~TcpServer()
    {
        m_thread.request_stop();
        m_thread.join();
        close(m_listener);
    }
    TcpServer(const TcpServer &) = delete;
    TcpServer &operator=(const TcpServer &) = delete;

    quint16 port() const { return m_port; }
    int connections() const { return m_connections; }

    static QByteArray read(int fd, qsizetype bytes)
    {
        QByteArray got;
        char buffer[256];
        while (got.size() < bytes) {
            const ssize_t size = recv(fd, buffer, sizeof buffer, 0);
            if (size <= 0)
                break;
            got.append(buffer, size);
        }
        return got;
    }
    static QByteArray readExactly(int fd, qsizetype bytes)
    {
        QByteArray got(bytes, '\0');
        got.truncate(std::max<ssize_t>(0, recv(fd, got.data(), size_t(bytes), MSG_WAITALL)));
        return got;
    }
    static bool write(int fd, const QByteArray &bytes)
    {
        return send(fd, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) == bytes.size();
    }
    static void reset(int fd) // the connection ends with RST, as when nothing is behind a published port
    {
        const linger now{1, 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    static void silence(const std::stop_token &stop)
    {
        while (!stop.stop_requested())
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }

private:
    void serve(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            pollfd waiting{m_listener, POLLIN, 0};
            if (poll(&waiting, 1, 20) != 1)
                continue;
            const int fd = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0)
                continue;
            ++m_connections;
            m_conversation(fd, stop);
            close(fd);
        }
    }

    Conversation m_conversation;
    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic<int> m_connections{0};
    std::jthread m_thread;
};

} // namespace bd::fakes
