// A librdkafka handle with its configuration and callbacks: what is behind a Client.
#pragma once

#include <atomic>
#include <mutex>

#include <librdkafka/rdkafka.h>

#include "kafka/client.h"

struct addrinfo;

namespace bd::kafka {

class Handle
{
public:
    static Result<std::unique_ptr<Handle>> open(const Settings &settings);
    ~Handle();
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;

    rd_kafka_t *get() const { return m_handle; }
    const Settings &settings() const { return m_settings; }

    void serveCallbacks();     // errors arrive only here
    QString lastError() const; // librdkafka's own words
    Error error(rd_kafka_resp_err_t code) const;

private:
    explicit Handle(const Settings &settings) : m_settings(settings) {}
    static void onError(rd_kafka_t *, int code, const char *reason, void *opaque);
    static int resolve(const char *node, const char *service, const addrinfo *hints, addrinfo **result, void *opaque);

    const Settings m_settings;
    rd_kafka_t *m_handle = nullptr;
    mutable std::mutex m_mutex;
    QString m_lastError;
};

struct Client::Private {
    explicit Private(std::unique_ptr<Handle> opened) : handle(std::move(opened)) {}

    std::unique_ptr<Handle> handle;
    std::atomic<Millis> slice{FirstSlice}; // of waiting for metadata

    // How long a single call of librdkafka may keep a stop waiting. Nothing is lost by short slices while there is
    // no connection. Over one, each slice sends a request of its own, so a slow broker needs longer ones; but
    // librdkafka also swallows an answer that lists no broker, and then the slice is how late we see the broker
    // register. So they grow, start over, and go on from call to call.
    static constexpr Millis FirstSlice{50};
    static constexpr Millis LongestSlice{400};
    static Millis sliceAfter(Millis slice) { return slice < LongestSlice ? slice * 2 : FirstSlice; }
};

} // namespace bd::kafka
