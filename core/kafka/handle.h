// A librdkafka handle with its configuration and callbacks: what is behind a Client.
#pragma once

#include <atomic>
#include <future>
#include <mutex>
#include <thread>
#include <type_traits>

#include <QSet>
#include <librdkafka/rdkafka.h>

#include "kafka/client.h"

struct addrinfo;

namespace bd::kafka {

// Told in serveCallbacks() of the record that bears a pointer to it as its opaque.
class Delivery
{
public:
    virtual void delivered(const rd_kafka_message_t &message) = 0;

protected:
    ~Delivery() = default;
};

class Handle
{
public:
    // | use    | what it is                                                                |
    // | Ask    | a consumer that reads nothing: a producer's metadata requests make topics |
    // | Read   | a consumer without a group, that reads much and ends                      |
    // | Follow | a consumer without a group, that waits for what comes                     |
    // | Write  | a producer                                                                |
    enum class Use { Ask, Read, Follow, Write };
    static Result<std::unique_ptr<Handle>> open(const Settings &settings, Use use = Use::Ask);
    ~Handle();
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;

    rd_kafka_t *get() const { return m_handle; }
    const Settings &settings() const { return m_settings; }

    // Makes the topic's leaders known now: by itself librdkafka looks at a new topic within a second only. For a producer
    // the topic must be there, else this makes it.
    void acquaint(const QString &topic, Millis deadline);

    // Whether a group's coordinator has been found; see groupadmin.cpp.
    bool isCoordinated(const QString &group) const;
    void setCoordinated(const QString &group);

    void serveCallbacks();     // errors arrive only here
    QString lastError() const; // librdkafka's own words, since metadata came
    void answered();
    Error error(rd_kafka_resp_err_t code) const;
    // Of an admin request, which waits for a broker as long as for an answer and says of both that it took too long: where the
    // reason is known, it could not be reached.
    Error requestError(rd_kafka_resp_err_t code, const char *words) const;
    int refusals() const { return m_refusals; } // how often a broker said that we are not who we say

private:
    explicit Handle(const Settings &settings) : m_settings(settings) {}
    static void onDelivered(rd_kafka_t *, const rd_kafka_message_t *message, void *);
    static void onError(rd_kafka_t *, int code, const char *reason, void *opaque);
    static int resolve(const char *node, const char *service, const addrinfo *hints, addrinfo **result, void *opaque);

    const Settings m_settings;
    rd_kafka_t *m_handle = nullptr;
    mutable std::mutex m_mutex;
    QString m_lastError;
    QSet<QString> m_coordinated;
    std::atomic<int> m_refusals{0};
};

// Makes a call of librdkafka that nothing cuts short, on a thread of its own. Nothing: `stop` came first; the call goes on until
// its own time-out then, and keeps the handle until it ends.
template<typename Call>
std::optional<std::invoke_result_t<Call, Handle &>> stoppable(const std::shared_ptr<Handle> &handle,
                                                              const std::stop_token &stop, Call call)
{
    if (stop.stop_requested())
        return {};
    constexpr Millis slice{10};
    std::packaged_task<std::invoke_result_t<Call, Handle &>()> task(
        [handle, call = std::move(call)] { return call(*handle); });
    auto answer = task.get_future();
    std::thread thread(std::move(task));
    while (answer.wait_for(slice) != std::future_status::ready) {
        if (stop.stop_requested()) {
            thread.detach();
            return {};
        }
    }
    thread.join();
    return answer.get();
}

struct Client::Private {
    explicit Private(std::unique_ptr<Handle> opened) : handle(std::move(opened)) {}

    std::shared_ptr<Handle> handle;
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
