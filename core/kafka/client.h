// One Kafka cluster through librdkafka: metadata and topics. The only user of librdkafka.
//
// A Client is a long-lived handle: reconnects are quick (10–20 ms), so a broker is seen as soon as it answers.
// Never creates a topic by looking (allow.auto.create.topics=false). Calls block: worker threads only; safe from
// several threads. librdkafka's calls have time-outs and no cancel, so waits are made of slices.
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include <QMap>
#include <QString>

#include "base/clock.h"
#include "base/error.h"

namespace bd::kafka {

struct Settings {
    QString bootstrap;                 // host:port[,host:port…]
    QMap<QString, QString> properties; // librdkafka's names
    // «host:port» as advertised -> «host:port» to use from here; see reach.
    QMap<QString, QString> addressMap;
    bool readOnly = false; // every change is refused, whoever asks

    bool operator==(const Settings &) const = default;
};

struct Broker {
    int id = -1;
    QString host;
    int port = 0;
    bool operator==(const Broker &) const = default;
};

struct Partition {
    int id = 0;
    int leader = -1; // -1: none
    std::vector<int> replicas;
    std::vector<int> inSync;
    QString error; // empty: none
    bool operator==(const Partition &) const = default;
};

struct Topic {
    QString name;
    QString error; // empty: none
    std::vector<Partition> partitions;
    bool isInternal() const; // __consumer_offsets and the like
    bool operator==(const Topic &) const = default;
};

struct Metadata {
    QString clusterId; // empty: not told yet
    int controllerId = -1;
    std::vector<Broker> brokers;
    std::vector<Topic> topics; // empty unless asked for
    Micros duration{0};

    const Broker *broker(int id) const;
    const Topic *topic(QStringView name) const;
    bool operator==(const Metadata &) const = default;
};

struct NewTopic {
    QString name;
    int partitions = 1;
    int replicationFactor = 1;
    QMap<QString, QString> config;
    bool operator==(const NewTopic &) const = default;
};

struct TopicOutcome {
    QString name;
    bool existed = false; // TOPIC_ALREADY_EXISTS: done before us
    QString error;        // empty: it is there now
    bool operator==(const TopicOutcome &) const = default;
};

class Client
{
public:
    // InvalidUse with librdkafka's own words for a property it refuses. Connects in the background.
    static Result<std::unique_ptr<Client>> open(const Settings &settings);
    ~Client();

    // Brokers, controller, cluster id; with `topics` all topics too. Timeout is Timeout, never «no topics».
    Result<Metadata> metadata(bool topics, Millis deadline, std::stop_token stop);

    // --if-not-exists semantics: a topic that was there is reported, not an error. A topic whose name was just
    // deleted is tried again for a second. Outcomes in the order of `topics`. Refused by a read-only handle.
    Result<std::vector<TopicOutcome>> createTopics(const std::vector<NewTopic> &topics, Millis deadline,
                                                   std::stop_token stop);

    // What librdkafka last said of the connection («Connection refused»…), for the probe's summary.
    QString lastError() const;

private:
    struct Private;
    explicit Client(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace bd::kafka
