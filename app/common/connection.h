// A connection that is made when it is needed, and again after it was dropped; for one piece of work at a time or for
// several. Safe from any thread.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "base/error.h"
#include "common/background.h"
#include "kafka/client.h"

namespace bd::app {

// `Link`: what connecting gives; shared, for its copies are the same connection.
template<typename Link>
class Connection
{
public:
    using Connect = std::function<Result<Link>(std::stop_token)>;

    explicit Connection(Connect connect) : m_connect(std::move(connect)) {}

    void setConnect(Connect connect) // from the next connection on
    {
        {
            const std::lock_guard lock(m_mutex);
            m_connect = std::move(connect);
        }
        drop();
    }

    // Blocks. Connecting takes its time: drop() does not wait for it.
    Result<Link> get(std::stop_token stop)
    {
        Connect how;
        {
            const std::lock_guard lock(m_mutex);
            if (m_link) {
                return *m_link;
            }
            how = m_connect;
        }
        auto opened = how(std::move(stop));
        const std::lock_guard lock(m_mutex);
        if (opened && !m_link) {
            m_link = *opened;
        }
        return m_link ? Result<Link>(*m_link) : opened;
    }

    // The next one connects anew: the broker may have come back behind another port.
    void drop()
    {
        std::optional<Link> gone;
        {
            const std::lock_guard lock(m_mutex);
            gone.swap(m_link);
        }
        Background::launch([gone = std::move(gone)]() mutable { gone.reset(); });
    }

private:
    std::mutex m_mutex;
    Connect m_connect;
    std::optional<Link> m_link;
};

using ClientConnection = Connection<std::shared_ptr<kafka::Client>>;

// work(client, stop) as a Background runs it: over the connection, or its error.
template<typename Work>
auto over(std::shared_ptr<ClientConnection> connection, Work work)
{
    using Outcome = std::invoke_result_t<Work &, kafka::Client &, std::stop_token>;
    return [connection = std::move(connection), work = std::move(work)](std::stop_token stop) mutable -> Outcome {
        const auto client = connection->get(stop);
        return client ? work(**client, stop) : tl::unexpected(client.error());
    };
}

} // namespace bd::app
