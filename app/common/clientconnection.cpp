#include "common/clientconnection.h"

#include "common/background.h"

namespace bd::app {

ClientConnection::ClientConnection(Connect connect) : m_connect(std::move(connect)) {}

void ClientConnection::setConnect(Connect connect)
{
    {
        const std::lock_guard lock(m_mutex);
        m_connect = std::move(connect);
    }
    drop();
}

// Connecting takes its time: drop() must not wait for it.
Result<std::shared_ptr<kafka::Client>> ClientConnection::get(std::stop_token stop)
{
    Connect how;
    {
        const std::lock_guard lock(m_mutex);
        if (m_client) {
            return m_client;
        }
        how = m_connect;
    }
    auto opened = how(stop);
    const std::lock_guard lock(m_mutex);
    if (opened && !m_client) {
        m_client = *opened;
    }
    return m_client ? m_client : opened;
}

void ClientConnection::drop()
{
    std::shared_ptr<kafka::Client> gone;
    {
        const std::lock_guard lock(m_mutex);
        gone.swap(m_client);
    }
    Background::launch([gone = std::move(gone)]() mutable { gone.reset(); });
}

} // namespace bd::app
