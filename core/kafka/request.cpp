#include "kafka/request.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

using SteadyClock = std::chrono::steady_clock;

constexpr Millis Slice{20};
constexpr Millis RetryPause{50};

bool hasOperationTimeout(rd_kafka_admin_op_t operation)
{
    return operation == RD_KAFKA_ADMIN_OP_CREATETOPICS || operation == RD_KAFKA_ADMIN_OP_DELETETOPICS
           || operation == RD_KAFKA_ADMIN_OP_CREATEPARTITIONS || operation == RD_KAFKA_ADMIN_OP_DELETERECORDS;
}

// Asked twice, it is the same as asked once.
bool isRepeatable(rd_kafka_admin_op_t operation)
{
    return operation != RD_KAFKA_ADMIN_OP_CREATETOPICS && operation != RD_KAFKA_ADMIN_OP_DELETETOPICS
           && operation != RD_KAFKA_ADMIN_OP_CREATEPARTITIONS && operation != RD_KAFKA_ADMIN_OP_DELETERECORDS
           && operation != RD_KAFKA_ADMIN_OP_DELETEGROUPS && operation != RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS;
}

// In librdkafka 2.0 an earlier request's time-out ends a later one to the same silent broker with it: at once where that one is
// still in the queue, and by closing the connection where it is on its way.
bool isOfAnother(rd_kafka_resp_err_t code, rd_kafka_admin_op_t operation)
{
    return code == RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE
           || (code == RD_KAFKA_RESP_ERR__TIMED_OUT && isRepeatable(operation));
}

Owned<rd_kafka_AdminOptions_t> optionsFor(rd_kafka_t *handle, rd_kafka_admin_op_t operation, Millis left)
{
    Owned<rd_kafka_AdminOptions_t> made(rd_kafka_AdminOptions_new(handle, operation));
    char reason[256];
    rd_kafka_AdminOptions_set_request_timeout(made.get(), int(left.count()), reason, sizeof reason);
    // With 0 the broker would not wait until it is done, and say that it timed out.
    if (hasOperationTimeout(operation))
        rd_kafka_AdminOptions_set_operation_timeout(made.get(), int(std::max<qint64>(1, left.count() / 2)), reason,
                                                    sizeof reason);
    return made;
}

} // namespace

Owned<rd_kafka_queue_t> sendOff(Handle &handle, rd_kafka_admin_op_t operation, Millis deadline, const Send &send)
{
    Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(handle.get()));
    send(optionsFor(handle.get(), operation, std::max(deadline, Millis(1))).get(), queue.get());
    return queue;
}

Result<Owned<rd_kafka_event_t>> answerIn(Handle &handle, rd_kafka_queue_t *queue, const std::stop_token &stop,
                                         rd_kafka_resp_err_t *refusal)
{
    while (!stop.stop_requested()) { // the request's own time-out ends this too, as an event
        Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue, int(Slice.count())));
        handle.serveCallbacks();
        if (!event)
            continue;
        const auto code = rd_kafka_event_error(event.get());
        if (!code) // each of its items may have an error all the same
            return event;
        if (refusal)
            *refusal = code;
        return tl::unexpected(handle.requestError(code, rd_kafka_event_error_string(event.get())));
    }
    return cancelled();
}

Result<Owned<rd_kafka_event_t>> ask(Handle &handle, rd_kafka_admin_op_t operation, Millis deadline,
                                    const std::stop_token &stop, const Send &send, rd_kafka_resp_err_t *refusal)
{
    const auto end = SteadyClock::now() + deadline;
    while (true) {
        const auto queue = sendOff(handle, operation, std::chrono::ceil<Millis>(end - SteadyClock::now()), send);
        auto code = RD_KAFKA_RESP_ERR_NO_ERROR;
        auto event = answerIn(handle, queue.get(), stop, &code);
        if (refusal)
            *refusal = code;
        if (event || !isOfAnother(code, operation) || SteadyClock::now() + RetryPause >= end)
            return event;
        if (!Clock::system().sleep(RetryPause, stop))
            return cancelled();
    }
}

QString brokersWords(rd_kafka_resp_err_t code, const char *text)
{
    if (!code)
        return {};
    const QString words = firstLine(QString::fromUtf8(text ? text : rd_kafka_err2str(code)));
    return words.isEmpty() ? QString::fromLatin1(rd_kafka_err2name(code)) : words;
}

void setIntent(rd_kafka_AdminOptions_t *options, Intent intent)
{
    char reason[256];
    if (intent == Intent::Check)
        rd_kafka_AdminOptions_set_validate_only(options, 1, reason, sizeof reason);
}

Result<> mayChange(const Handle &handle, Intent intent)
{
    if (handle.settings().readOnly && intent == Intent::Do)
        return fail(ErrorCode::InvalidUse, Tr::tr("This connection is read-only: nothing was changed"),
                    Tr::tr("Whoever set it up wanted it so. Open another connection to make changes."));
    return {};
}

} // namespace bd::kafka
