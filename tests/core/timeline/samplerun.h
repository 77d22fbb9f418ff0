// Runs as a start of the reference stack records them, for tests of everything that is made of events.
#pragma once

#include <algorithm>

#include "timeline/event.h"

namespace bd::timeline::samples {

inline const TimePoint begin{std::chrono::seconds(1'795'442'520)}; // 2026-11-23T14:02:00Z

inline TimePoint at(int ms)
{
    return begin + Millis(ms);
}

// Writes a run down: each call adds an event `ms` after the begin.
struct Script {
    Run run;

    Script()
    {
        run.id = 41;
        run.project = QStringLiteral("kc-backend");
        run.context = QStringLiteral("default");
        run.origin = QStringLiteral("panel");
        run.startedAt = begin;
        add(0, {}, EventKind::RunStarted, QStringLiteral("Start of kc-backend"));
    }

    void lane(const QString &service, compose::Role role, std::vector<compose::Gate> gates = {})
    {
        run.lanes.push_back({service, role, std::move(gates)});
    }

    Event &add(int ms, const QString &service, EventKind kind, const QString &text = {})
    {
        Event event;
        event.at = at(ms);
        event.service = service;
        event.kind = kind;
        event.text = text;
        run.events.push_back(event);
        return run.events.back();
    }

    void created(int from, int to, const QString &service)
    {
        add(from, service, EventKind::Creating);
        add(to, service, EventKind::Created);
    }

    void waits(int ms, const QString &service, const QString &on, compose::Condition condition)
    {
        Event &event = add(ms, service, EventKind::Waiting);
        event.on = on;
        event.condition = condition;
    }

    void opens(int ms, const QString &service, const QString &on, compose::Condition condition)
    {
        Event &event = add(ms, service, EventKind::GateOpen);
        event.on = on;
        event.condition = condition;
    }

    void starts(int ms, const QString &service, int tookMs = 180)
    {
        add(ms, service, EventKind::Starting);
        add(ms + tookMs, service, EventKind::Started);
    }

    void probe(int ms, const QString &service, ProbeKind kind, bool passed, const QString &target,
               const QString &summary, const QString &output = {}, int tookMs = 38)
    {
        Event &event = add(ms, service, EventKind::Probe, summary);
        event.probe = ProbeResult{.kind = kind,
                                  .startedAt = event.at - Millis(tookMs),
                                  .duration = Millis(tookMs),
                                  .passed = passed,
                                  .target = target,
                                  .summary = summary,
                                  .output = output,
                                  .facts = {}};
    }

    void exits(int ms, const QString &service, int code) { add(ms, service, EventKind::Exited).exitCode = code; }

    void finish(int ms, Outcome outcome)
    {
        add(ms, {}, EventKind::RunFinished).outcome = outcome;
        run.finishedAt = at(ms);
        run.outcome = outcome;
    }

    Run inOrder() const
    {
        Run sorted = run;
        std::ranges::stable_sort(sorted.events, {}, &Event::at);
        return sorted;
    }
};

inline Script referenceLanes()
{
    using compose::Condition;
    using compose::Role;
    Script script;
    script.lane(QStringLiteral("zookeeper"), Role::ZooKeeper);
    script.lane(QStringLiteral("kafka"), Role::Broker, {{QStringLiteral("zookeeper"), Condition::Healthy, true}});
    script.lane(QStringLiteral("kafka-init"), Role::Init, {{QStringLiteral("kafka"), Condition::Healthy, true}});
    for (const QString &worker : {QStringLiteral("billing-worker"), QStringLiteral("mail-worker")})
        script.lane(worker, Role::Worker, {{QStringLiteral("kafka-init"), Condition::CompletedSuccessfully, true}});
    script.add(5, {}, EventKind::Step, QStringLiteral("looking at the engine"));
    script.add(60, {}, EventKind::Step, QStringLiteral("creating containers"));
    for (const LaneInfo &lane : script.run.lanes)
        script.created(70, 250, lane.service);
    script.add(260, {}, EventKind::Step, QStringLiteral("starting services"));
    return script;
}

// To where Kafka has answered; everything after that waits.
inline Script upToKafka(int kafkaReadyMs = 4200)
{
    using compose::Condition;
    Script script = referenceLanes();
    const QString zookeeper = QStringLiteral("zookeeper");
    const QString kafka = QStringLiteral("kafka");
    script.starts(280, zookeeper);
    script.waits(261, kafka, zookeeper, Condition::Healthy);
    script.waits(262, QStringLiteral("kafka-init"), kafka, Condition::Healthy);
    script.waits(263, QStringLiteral("billing-worker"), QStringLiteral("kafka-init"), Condition::CompletedSuccessfully);
    script.waits(264, QStringLiteral("mail-worker"), QStringLiteral("kafka-init"), Condition::CompletedSuccessfully);
    for (const int ms : {500, 600, 700, 800})
        script.probe(ms, zookeeper, ProbeKind::ZooKeeper, false, QStringLiteral("srvr at 127.0.0.1:2181"),
                     QStringLiteral("connection refused"), {}, 2);
    script.probe(945, zookeeper, ProbeKind::ZooKeeper, true, QStringLiteral("srvr at 127.0.0.1:2181"),
                 QStringLiteral("answers srvr, mode standalone"),
                 QStringLiteral("Zookeeper version: 3.8.4\nMode: standalone"), 3);
    script.add(946, zookeeper, EventKind::Ready, QStringLiteral("healthy"));
    script.opens(950, kafka, zookeeper, Condition::Healthy);
    script.starts(952, kafka);
    for (const int ms : {2200, 2800, 3400, 3900})
        if (ms < kafkaReadyMs)
            script.probe(ms, kafka, ProbeKind::KafkaMetadata, false, QStringLiteral("metadata from 127.0.0.1:9092"),
                         QStringLiteral("broker 1 is not registered yet (0 brokers)"));
    script.probe(kafkaReadyMs, kafka, ProbeKind::KafkaMetadata, true, QStringLiteral("metadata from 127.0.0.1:9092"),
                 QStringLiteral("broker 1 is registered"));
    script.add(kafkaReadyMs + 1, kafka, EventKind::Ready, QStringLiteral("healthy"));
    return script;
}

inline Script upToWorkers(int kafkaReadyMs = 4200)
{
    using compose::Condition;
    Script script = upToKafka(kafkaReadyMs);
    const QString init = QStringLiteral("kafka-init");
    script.opens(kafkaReadyMs + 5, init, QStringLiteral("kafka"), Condition::Healthy);
    script.starts(kafkaReadyMs + 6, init);
    script.exits(kafkaReadyMs + 890, init, 0);
    for (const QString &worker : {QStringLiteral("billing-worker"), QStringLiteral("mail-worker")}) {
        script.opens(kafkaReadyMs + 895, worker, init, Condition::CompletedSuccessfully);
        script.starts(kafkaReadyMs + 896, worker);
    }
    return script;
}

// Everything well: ready 500 ms after the workers were started.
inline Run doneRun(int kafkaReadyMs = 4200)
{
    Script script = upToWorkers(kafkaReadyMs);
    for (const QString &worker : {QStringLiteral("billing-worker"), QStringLiteral("mail-worker")})
        script.add(kafkaReadyMs + (worker.startsWith(QLatin1Char('b')) ? 1400 : 1300), worker, EventKind::Ready,
                   QStringLiteral("connected"));
    script.finish(kafkaReadyMs + 1450, Outcome::Done);
    return script.inOrder();
}

// As in the drawing: mail-worker ends with 1 and is restarted for the second time; the run goes on.
inline Run mailWorkerFails()
{
    Script script = upToWorkers();
    const QString mail = QStringLiteral("mail-worker");
    script.add(5600, QStringLiteral("billing-worker"), EventKind::Ready, QStringLiteral("connected"));
    script.exits(5350, mail, 1);
    script.add(5360, mail, EventKind::Restarting, QStringLiteral("its restart policy starts it again"));
    script.add(5500, mail, EventKind::Started);
    script.exits(5800, mail, 1);
    script.add(5810, mail, EventKind::Restarting, QStringLiteral("its restart policy starts it again"));
    return script.inOrder();
}

} // namespace bd::timeline::samples
