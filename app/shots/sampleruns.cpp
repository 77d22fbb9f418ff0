#include "shots/samples.h"

#include <algorithm>

namespace bd::app::samples {

namespace {

using namespace std::chrono_literals;
using timeline::Event;
using timeline::EventKind;
using timeline::ProbeKind;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

// Writes events down in order: each call adds one, `ms` after the run's begin.
struct Script {
    timeline::Run run;

    Event &add(int ms, EventKind kind, const char *service = "", const char *text = "")
    {
        Event event;
        event.at = run.startedAt + Millis(ms);
        event.kind = kind;
        event.service = s(service);
        event.text = s(text);
        run.events.push_back(event);
        return run.events.back();
    }

    void created(int ms, const char *service)
    {
        add(ms, EventKind::Creating, service);
        add(ms + 60, EventKind::Created, service);
    }

    void waits(int from, int to, const char *service, const char *on, compose::Condition condition)
    {
        for (const auto &[ms, kind] : {std::pair(from, EventKind::Waiting), std::pair(to, EventKind::GateOpen)}) {
            Event &event = add(ms, kind, service);
            event.on = s(on);
            event.condition = condition;
        }
    }

    void begins(int ms, const char *service)
    {
        add(ms, EventKind::Starting, service);
        add(ms + 30, EventKind::Started, service);
    }

    void probe(int ms, const char *service, ProbeKind kind, bool passed, const char *target, const char *summary)
    {
        Event &event = add(ms, EventKind::Probe, service);
        event.probe = timeline::ProbeResult{.kind = kind,
                                            .startedAt = event.at - 4ms,
                                            .duration = 3800us,
                                            .passed = passed,
                                            .target = s(target),
                                            .summary = s(summary),
                                            .output = s(summary),
                                            .facts = {}};
    }

    void sort()
    {
        std::stable_sort(run.events.begin(), run.events.end(),
                         [](const Event &a, const Event &b) { return a.at < b.at; });
    }
};

Script begin()
{
    Script script;
    script.run.id = 41;
    script.run.project = s("kc-backend");
    script.run.context = s("default");
    script.run.origin = s("panel");
    script.run.startedAt = now() - 6200ms;
    for (const compose::Service &service : project().services) {
        script.run.lanes.push_back({.service = service.name, .role = service.role, .gates = service.gates});
    }
    script.add(0, EventKind::RunStarted, "", "Start of kc-backend");
    script.add(0, EventKind::Step, "", "looking at the engine");
    script.add(90, EventKind::Step, "", "creating containers");
    for (const char *name : {"zookeeper", "kafka", "kafka-init", "billing-worker", "mail-worker"}) {
        script.created(100, name);
    }
    return script;
}

void upToKafka(Script &script)
{
    using compose::Condition;
    script.begins(260, "zookeeper");
    for (const int ms : {400, 500, 600, 700, 800}) {
        script.probe(ms, "zookeeper", ProbeKind::ZooKeeper, false, "srvr at 127.0.0.1:2181", "connection refused");
    }
    script.probe(940, "zookeeper", ProbeKind::ZooKeeper, true, "srvr at 127.0.0.1:2181",
                 "answers srvr, mode standalone");
    script.add(945, EventKind::Ready, "zookeeper", "answers srvr, mode standalone");
    script.waits(170, 950, "kafka", "zookeeper", Condition::Healthy);
    script.begins(955, "kafka");
    for (const int ms : {2200, 2800, 3400, 3900}) {
        script.probe(ms, "kafka", ProbeKind::KafkaMetadata, false, "metadata from 127.0.0.1:9092",
                     "broker 1 is not registered yet (0 brokers)");
    }
}

} // namespace

timeline::Run goingRun()
{
    using compose::Condition;
    Script script = begin();
    upToKafka(script);
    for (const char *name : {"kafka-init", "billing-worker", "mail-worker"}) {
        Event &event = script.add(170, EventKind::Waiting, name);
        event.on = s("kafka");
        event.condition = Condition::Healthy;
    }
    script.sort();
    return script.run;
}

timeline::Run finishedRun()
{
    using compose::Condition;
    Script script = begin();
    upToKafka(script);
    script.probe(4200, "kafka", ProbeKind::KafkaMetadata, true, "metadata from 127.0.0.1:9092",
                 "broker 1 is registered");
    script.add(4205, EventKind::Ready, "kafka", "broker 1 is registered");
    script.waits(170, 4210, "kafka-init", "kafka", Condition::Healthy);
    script.begins(4215, "kafka-init");
    Event &exited = script.add(5080, EventKind::Exited, "kafka-init", "exit 0");
    exited.exitCode = 0;
    for (const char *name : {"billing-worker", "mail-worker"}) {
        script.waits(170, 4210, name, "kafka", Condition::Healthy);
        script.waits(4211, 5090, name, "kafka-init", Condition::CompletedSuccessfully);
        script.begins(5095, name);
        script.add(5130, EventKind::Ready, name, "running");
    }
    script.sort();
    Event &finished = script.add(5140, EventKind::RunFinished);
    finished.outcome = timeline::Outcome::Done;
    script.run.finishedAt = finished.at;
    script.run.outcome = timeline::Outcome::Done;
    return script.run;
}

timeline::Run slowerRun()
{
    timeline::Run run = finishedRun();
    const auto later = [started = run.startedAt](TimePoint at) { return at + (at - started) * 2 / 5 - 24h; };
    for (Event &event : run.events) {
        event.at = later(event.at);
    }
    run.finishedAt = later(*run.finishedAt);
    run.startedAt -= 24h;
    run.id = 40;
    return run;
}

timeline::Run recoveringRun()
{
    using compose::Condition;
    Script script = begin();
    upToKafka(script);
    Event &exited = script.add(4100, EventKind::Exited, "kafka", "exit 1");
    exited.exitCode = 1;
    Event &recovering = script.add(
        4300, EventKind::Recovering, "kafka",
        "kafka ended because ZooKeeper still holds the registration of broker 1 by a broker that was killed. "
        "It expires by itself; kafka starts then.");
    recovering.until = script.run.startedAt + 19s;
    for (const char *name : {"kafka-init", "billing-worker", "mail-worker"}) {
        Event &event = script.add(170, EventKind::Waiting, name);
        event.on = s("kafka");
        event.condition = Condition::Healthy;
    }
    script.sort();
    return script.run;
}

} // namespace bd::app::samples
