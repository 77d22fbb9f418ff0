// Gathers the facts of one project, step by step: containers, probes of ZooKeeper and brokers, topics, last words of what
// ended. Keeps what makes the next look cheap. Belongs to one thread; every call blocks within its deadline.
#pragma once

#include <map>
#include <memory>
#include <stop_token>

#include "engine/engine.h"
#include "kafka/client.h"
#include "probe/probe.h"
#include "stack/state.h"

namespace bd::stack {

class Observer
{
public:
    Observer(std::shared_ptr<const engine::Engine> engine, compose::Project project, Clock clock);

    Result<> look(std::stop_token stop); // containers; engine and context the first time
    enum class Whom { All, OnlyNew };    // new: containers that were never probed since their process began
    void probe(Whom whom, Millis deadline, std::stop_token stop);
    bool everyoneAnswers() const;           // the last probe of each that is asked passed
    void readTopics(std::stop_token stop);  // unknown again where no broker is ready
    void readLines(std::stop_token stop);   // once for each end of a process
    void readVersion(std::stop_token stop); // once for each start of a broker that is ready
    void take(const QString &service, const timeline::ProbeResult &result); // what somebody else's probe said

    const Facts &facts() const { return m_facts; }
    const std::optional<engine::EngineInfo> &engineInfo() const { return m_engineInfo; }
    bool brokerIsReady() const { return readyBroker() != nullptr; }
    bool topicsAreKnown() const { return m_facts.topicNames.has_value(); }

private:
    const engine::Container *readyBroker() const;
    bool isSettled(const kafka::Metadata &metadata) const;
    bool isAsked(const engine::Container &container) const;

    std::shared_ptr<const engine::Engine> m_engine;
    Clock m_clock;
    Facts m_facts;
    std::optional<engine::EngineInfo> m_engineInfo;
    std::map<QString, std::unique_ptr<probe::Probe>> m_probes; // by container and start of its process
    std::optional<TimePoint> m_brokerReadySince;
    QMap<QString, TimePoint> m_linesOf; // service -> end of the process whose lines are held
    QString m_versionOf;                // process whose version was asked for
};

// One look at everything, as `brokerdeckctl status` does; blocks for some 100 ms.
Result<StackState> lookOnce(std::shared_ptr<const engine::Engine> engine, const compose::Project &project,
                            std::stop_token stop);

} // namespace bd::stack
