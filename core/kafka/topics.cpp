// Client::createTopics: one request for many, and another for the names that are still being deleted.
#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "kafka/request.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

using SteadyClock = std::chrono::steady_clock;

constexpr Millis DeletionPatience{1000};
constexpr Millis RetryPause{50};
constexpr size_t mostAtOnce = 200; // a broker takes some milliseconds for each, and answers when all are made

struct Answer {
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
    QString text;
};
using Answers = QMap<QString, Answer>;

// Null with `reason` for a value that librdkafka refuses before it asks anybody.
Owned<rd_kafka_NewTopic_t> newTopic(const NewTopic &topic, QString &reason)
{
    char text[512] = "";
    Owned<rd_kafka_NewTopic_t> raw(rd_kafka_NewTopic_new(topic.name.toUtf8().constData(), topic.partitions,
                                                         topic.replicationFactor, text, sizeof text));
    reason = firstLine(QString::fromUtf8(text));
    for (auto it = topic.config.begin(); raw && it != topic.config.end(); ++it)
        rd_kafka_NewTopic_set_config(raw.get(), it.key().toUtf8().constData(), it.value().toUtf8().constData());
    return raw;
}

Answers answersOf(rd_kafka_event_t *event)
{
    size_t count = 0;
    const auto *results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
    Answers answers;
    for (size_t i = 0; i < count; ++i) {
        const auto code = rd_kafka_topic_result_error(results[i]);
        answers[QString::fromUtf8(rd_kafka_topic_result_name(results[i]))] = {
            code, brokersWords(code, rd_kafka_topic_result_error_string(results[i]))};
    }
    return answers;
}

// One request. A name that librdkafka itself refuses has its answer without one.
Result<Answers> request(Handle &handle, const QMap<QString, NewTopic> &topics, Millis left, const std::stop_token &stop,
                        Intent intent)
{
    Answers refused;
    std::vector<Owned<rd_kafka_NewTopic_t>> owned;
    std::vector<rd_kafka_NewTopic_t *> raw;
    for (const NewTopic &topic : topics) {
        QString reason;
        auto made = newTopic(topic, reason);
        if (!made) {
            refused[topic.name] = {RD_KAFKA_RESP_ERR__INVALID_ARG, reason};
            continue;
        }
        raw.push_back(made.get());
        owned.push_back(std::move(made));
    }
    if (raw.empty())
        return refused;

    return ask(handle, RD_KAFKA_ADMIN_OP_CREATETOPICS, left, stop,
               [&](rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   setIntent(options, intent);
                   rd_kafka_CreateTopics(handle.get(), raw.data(), raw.size(), options, queue);
               })
        .map([&](const Owned<rd_kafka_event_t> &event) {
            Answers answers = answersOf(event.get());
            answers.insert(refused);
            return answers;
        });
}

bool anyExists(const Answers &answers)
{
    return std::any_of(answers.begin(), answers.end(),
                       [](const Answer &one) { return one.code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS; });
}

// «Already exists» is also said of a topic that is on its way out: only one that is listed is there.
bool isListed(const Metadata &metadata, const QString &name)
{
    const Topic *topic = metadata.topic(name);
    return topic && !topic->partitions.empty();
}

bool isBeingDeleted(const QString &name, const Answer &answer, const Metadata &known)
{
    return answer.code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS && !isListed(known, name);
}

TopicOutcome outcomeOf(const QString &name, const Answer &answer, const Metadata &known)
{
    if (isBeingDeleted(name, answer, known))
        return {name, false, Tr::tr("the topic of this name is still being deleted")};
    if (answer.code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
        return {name, true, {}};
    return {name, false, answer.text};
}

} // namespace

Result<std::vector<TopicOutcome>> Client::createTopics(const std::vector<NewTopic> &topics, Millis deadline,
                                                       std::stop_token stop, Intent intent)
{
    if (auto may = mayChange(*d->handle, intent); !may)
        return tl::unexpected(may.error());
    const auto end = SteadyClock::now() + deadline;
    QMap<QString, TopicOutcome> outcomes;
    for (size_t at = 0; at < topics.size(); at += mostAtOnce) {
        QMap<QString, NewTopic> pending;
        for (size_t i = at; i < std::min(at + mostAtOnce, topics.size()); ++i)
            pending.insert(topics[i].name, topics[i]);
        if (auto made = createBatch(std::move(pending), end, outcomes, stop, intent); !made)
            return tl::unexpected(made.error());
    }
    std::vector<TopicOutcome> inOrder;
    inOrder.reserve(topics.size());
    for (const NewTopic &topic : topics)
        inOrder.push_back(outcomes.value(topic.name));
    return inOrder;
}

// Those that are still being deleted are tried again for a while.
Result<> Client::createBatch(QMap<QString, NewTopic> pending, std::chrono::steady_clock::time_point end,
                             QMap<QString, TopicOutcome> &outcomes, const std::stop_token &stop, Intent intent)
{
    const auto patientUntil = std::min(end, SteadyClock::now() + DeletionPatience);
    const auto left = [&] { return std::max(Millis(1), std::chrono::ceil<Millis>(end - SteadyClock::now())); };
    while (!pending.isEmpty()) {
        const bool patient = SteadyClock::now() < patientUntil;
        const Result<Answers> answers = request(*d->handle, pending, left(), stop, intent);
        if (!answers)
            return tl::unexpected(answers.error());
        const Result<Metadata> known = anyExists(*answers) ? metadata(true, left(), stop) : Metadata{};
        if (!known)
            return tl::unexpected(known.error());
        for (const QString &name : pending.keys()) {
            const Answer answer = answers->value(name, {RD_KAFKA_RESP_ERR_UNKNOWN, Tr::tr("the broker did not say")});
            outcomes[name] = outcomeOf(name, answer, *known);
            if (!patient || !isBeingDeleted(name, answer, *known))
                pending.remove(name);
        }
        if (!pending.isEmpty() && !Clock::system().sleep(RetryPause, stop))
            return cancelled();
    }
    return {};
}

} // namespace bd::kafka
