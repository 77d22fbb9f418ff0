// A connection to one cluster, made when it is needed, for one piece of work at a time or for several. Safe from several
// threads.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include "kafka/client.h"

namespace bd::app {

class ClientConnection
{
public:
    // Called on a worker thread whenever there is no connection that works.
    using Connect = std::function<Result<std::shared_ptr<kafka::Client>>(std::stop_token)>;
    explicit ClientConnection(Connect connect);

    void setConnect(Connect connect); // from the next one on
    Result<std::shared_ptr<kafka::Client>> get(std::stop_token stop);
    void drop(); // the next one connects anew: the broker may have come back behind another port

private:
    std::mutex m_mutex;
    Connect m_connect;
    std::shared_ptr<kafka::Client> m_client;
};

} // namespace bd::app
