// ClusterSession's work on sets of topics in files.
#include "compose/teamfile.h"
#include "startup/topics.h"
#include "store/store.h"
#include "topics/clustersession.h"

namespace bd::app {

namespace {

using namespace std::chrono_literals;

constexpr Millis deadline = 20s;

struct TopicSet {
    std::vector<compose::ExpectedTopic> topics;
    stack::TopicsPlan plan;
};

Result<> written(kafka::Client &client, const QStringList &names, const QString &path, const std::stop_token &stop)
{
    return client.metadata(true, deadline, stop)
        .and_then([&](const kafka::Metadata &metadata) {
            std::vector<kafka::Topic> topics;
            for (const QString &name : names) {
                if (const kafka::Topic *topic = metadata.topic(name)) {
                    topics.push_back(*topic);
                }
            }
            return startup::expectationsOf(client, topics, deadline, stop);
        })
        .and_then([&](const std::vector<compose::ExpectedTopic> &topics) {
            return store::writeFile(path, compose::topicsText(topics));
        });
}

Result<TopicSet> read(kafka::Client &client, const QString &path, const std::stop_token &stop)
{
    const auto topics = compose::topicsOfFile(path);
    if (!topics) {
        return tl::unexpected(topics.error());
    }
    return startup::planTopics(client, *topics, stack::Records::Keep, deadline, stop)
        .map([&](const stack::TopicsPlan &plan) {
            return TopicSet{*topics, plan};
        });
}

} // namespace

void ClusterSession::writeSet(const QStringList &topics, const QString &path)
{
    const auto work = [topics, path](kafka::Client &client, const std::stop_token &stop) {
        return written(client, topics, path, stop);
    };
    m_background.run(over(m_connection, work), [this, path](const Result<> &outcome) {
        if (outcome) {
            Q_EMIT setWritten(path);
        } else {
            Q_EMIT setFailed(outcome.error());
        }
    });
}

void ClusterSession::readSet(const QString &path)
{
    const auto work = [path](kafka::Client &client, const std::stop_token &stop) { return read(client, path, stop); };
    m_background.run(over(m_connection, work), [this, path](const Result<TopicSet> &set) {
        if (set) {
            Q_EMIT setRead(path, set->topics, set->plan);
        } else {
            Q_EMIT setFailed(set.error());
        }
    });
}

} // namespace bd::app
