#include "shots/samples.h"

#include <QDir>

namespace bd::app::samples {

namespace {

using namespace std::chrono_literals;
using compose::Condition;
using compose::Gate;
using compose::Role;
using stack::ServiceState;
using stack::ServiceStatus;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

compose::Service service(const QString &name, Role role, std::vector<Gate> gates)
{
    compose::Service made;
    made.name = name;
    made.role = role;
    made.gates = std::move(gates);
    return made;
}

ServiceStatus status(const char *name, Role role, ServiceState state, const char *sentence)
{
    ServiceStatus made;
    made.service = s(name);
    made.role = role;
    made.state = state;
    made.now = s(sentence);
    made.image = role == Role::ZooKeeper ? s("confluentinc/cp-zookeeper:7.9.0") : s("confluentinc/cp-kafka:7.9.0");
    if (state != ServiceState::Missing) {
        made.containerName = s("kodingcaravan-") + made.service;
        made.containerId = s("6d0b1c") + made.service;
    }
    if (stack::isUp(state)) {
        made.since = now() - 4min - 12s;
    }
    return made;
}

stack::TopicStatus topic(const char *name, stack::TopicState state)
{
    stack::TopicStatus made;
    made.expected.name = s(name);
    made.expected.partitions = 3;
    made.state = state;
    return made;
}

stack::StackState base()
{
    using stack::TopicState;
    stack::StackState state;
    state.project = s("kc-backend");
    state.link = stack::Link::Live;
    state.asOf = now();
    engine::EngineInfo info;
    info.product = s("Docker");
    info.version = {26, 1, 5};
    state.engineInfo = info;
    state.context.name = s("default");
    state.identity = {.brokerId = 1,
                      .clusterId = s("b0dKrqS2Q1WlnPmxb4tHbw"),
                      .brokers = 1,
                      .kafkaVersion = s("3.9.1"),
                      .zooKeeperVersion = s("3.8.4"),
                      .zooKeeperMode = s("standalone")};
    state.services = {
        status("zookeeper", Role::ZooKeeper, ServiceState::Healthy, "answers srvr in 2 ms, mode standalone"),
        status("kafka", Role::Broker, ServiceState::Healthy, "registered, 4 topics, 12 partitions"),
        status("kafka-init", Role::Init, ServiceState::Finished, "made 4 of 4 topics"),
        status("billing-worker", Role::Worker, ServiceState::Healthy, "its check passes"),
        status("mail-worker", Role::Worker, ServiceState::Running, "runs; nothing to ask it"),
    };
    state.services[0].endpoints = {s("127.0.0.1:2181")};
    state.services[1].endpoints = {s("127.0.0.1:9092")};
    for (const char *name : {"purchase-confirmed", "purchase-created", "trainer-allocated", "dead-letter-queue"}) {
        state.topics.push_back(topic(name, TopicState::Present));
    }
    return state;
}

} // namespace

TimePoint now()
{
    return *fromIso(u"2026-11-23T14:02:00Z");
}

compose::Project project()
{
    const Gate zookeeper{.service = s("zookeeper"), .condition = Condition::Healthy};
    const Gate kafka{.service = s("kafka"), .condition = Condition::Healthy};
    const Gate init{.service = s("kafka-init"), .condition = Condition::CompletedSuccessfully};
    compose::Project made;
    made.name = s("kc-backend");
    made.call.files = {QDir::homePath() + s("/code/kc-backend/compose.yaml")};
    made.services = {
        service(s("zookeeper"), Role::ZooKeeper, {}),
        service(s("kafka"), Role::Broker, {zookeeper}),
        service(s("kafka-init"), Role::Init, {kafka}),
        service(s("billing-worker"), Role::Worker, {kafka, init}),
        service(s("mail-worker"), Role::Worker, {kafka, init}),
    };
    for (const char *name : {"purchase-confirmed", "purchase-created", "trainer-allocated", "dead-letter-queue"}) {
        compose::ExpectedTopic expected;
        expected.name = s(name);
        expected.partitions = 3;
        made.expectedTopics.push_back(expected);
    }
    return made;
}

compose::Project longNamedProject()
{
    compose::Project made = project();
    made.name = s("a-monorepo-checkout-of-the-payments-and-bookings-platform-feature-branch-4711");
    made.call.files = {QDir::homePath() + s("/code/clients/north/payments/") + made.name
                       + s("/deploy/local/compose.yaml")};
    return made;
}

stack::StackState healthy()
{
    return base();
}

stack::StackState starting()
{
    stack::StackState state = base();
    state.operation = s("starting");
    state.identity = {};
    state.identity.zooKeeperVersion = s("3.8.4");
    state.identity.zooKeeperMode = s("standalone");
    state.services[0].since = now() - 5s;
    state.services[1] = status("kafka", Role::Broker, ServiceState::Starting,
                               "check 4 failed 0.2 s ago: broker 1 is not registered yet (0 brokers)");
    state.services[1].since = now() - 4s;
    state.services[1].endpoints = {s("127.0.0.1:9092")};
    state.services[2] = status("kafka-init", Role::Init, ServiceState::Created, "waits for kafka to be healthy");
    state.services[3] = status("billing-worker", Role::Worker, ServiceState::Created, "waits for kafka-init to finish");
    state.services[4] = status("mail-worker", Role::Worker, ServiceState::Created, "waits for kafka-init to finish");
    for (auto &expected : state.topics) {
        expected.state = stack::TopicState::Unknown;
    }
    return state;
}

stack::StackState trouble()
{
    stack::StackState state = base();
    state.services[1].now = s("registered, 3 topics, 9 partitions");
    state.services[2].now = s("made 3 of 4 topics");
    state.services[4] = status("mail-worker", Role::Worker, ServiceState::Restarting,
                               "exit 1, 12 s ago: unknown topic trainer-allocated");
    state.services[4].since = now() - 3s;
    state.services[4].restarts = 6;
    state.topics[2].state = stack::TopicState::Missing;
    state.problems = {{.title = s("mail-worker cannot start: the topic trainer-allocated is missing"),
                       .text = s("The init service made 3 of the 4 expected topics and the broker does not make topics "
                                 "by itself. Nothing is lost."),
                       .proof = s("$ metadata from 127.0.0.1:9092\ndead-letter-queue\npurchase-confirmed\n"
                                  "purchase-created\n\n$ docker logs --tail 2 kodingcaravan-mail-worker\n"
                                  "UnknownTopicOrPartitionException: trainer-allocated\nexit 1"),
                       .mend = stack::Problem::Mend::CreateTopics,
                       .targets = {s("trainer-allocated")}}};
    return state;
}

stack::StackState stopped()
{
    stack::StackState state = base();
    state.identity = {};
    for (ServiceStatus &service : state.services) {
        const bool finished = service.state == ServiceState::Finished;
        service.state = finished ? ServiceState::Finished : ServiceState::Stopped;
        service.now = finished ? s("made 4 of 4 topics") : s("stopped 2 h ago");
        service.since = {};
        service.endpoints.clear();
    }
    for (auto &expected : state.topics) {
        expected.state = stack::TopicState::Unknown;
    }
    return state;
}

stack::StackState lostEngine()
{
    stack::StackState state = base();
    state.link = stack::Link::Lost;
    state.error = noEngine();
    return state;
}

stack::StackState longNamed()
{
    stack::StackState state = trouble();
    state.project = longNamedProject().name;
    state.context.name = s("ssh-build-machine-in-the-basement");
    state.services[1].service = s("kafka-broker-of-the-payments-and-bookings-platform");
    state.services[1].endpoints = {s("build-machine.example.org:19092"), s("build-machine.example.org:29092")};
    state.services[3].service = s("<b>billing</b><img src=x>-worker");
    state.services[3].now = s("waits for kafka-broker-of-the-payments-and-bookings-platform to be healthy: check 3 "
                              "failed 2 s ago, exit 1: timed out waiting for connection while in state CONNECTING");
    state.services[3].state = ServiceState::Starting;
    state.problems[0].title = s("<b>billing</b><img src=x>-worker cannot start: the topic "
                                "a.very.long.topic.name.that.somebody.generated.from.a.class.name is missing");
    state.problems[0].targets = {s("a.very.long.topic.name.that.somebody.generated.from.a.class.name")};
    state.topics.push_back(
        topic("a.very.long.topic.name.that.somebody.generated.from.a.class.name", stack::TopicState::Missing));
    for (int i = 1; i <= 14; ++i) {
        state.topics.push_back(topic(qPrintable(s("bookings.events.v%1").arg(i)), stack::TopicState::Present));
    }
    return state;
}

stack::StackState manyTroubles()
{
    using Mend = stack::Problem::Mend;
    stack::StackState state = base();
    state.identity.brokers = 0;
    state.services[1] = status("kafka", Role::Broker, ServiceState::Exited,
                               "exit 1, 40 s ago: a stale registration of broker 1 is in ZooKeeper");
    state.services[1].exitCode = 1;
    state.services[1].restarts = 2;
    state.services[3] = status("billing-worker", Role::Worker, ServiceState::Unhealthy,
                               "check 5 failed 1 s ago, exit 1: Connection to node -1 could not be established");
    state.services[3].since = now() - 40min;
    for (auto &expected : state.topics) {
        expected.state = stack::TopicState::Unknown;
    }
    state.problems = {{.title = s("kafka ended with exit 1, 40 s ago"),
                       .text = s("ZooKeeper still holds the registration of the broker's last session. It goes by "
                                 "itself when that session expires; then kafka can start."),
                       .proof = s("KeeperException$NodeExistsException: KeeperErrorCode = NodeExists"),
                       .mend = Mend::StartService,
                       .targets = {s("kafka")}},
                      {.title = s("billing-worker is unhealthy"),
                       .text = s("Its check has failed 5 times in a row."),
                       .proof = s("Connection to node -1 (localhost/127.0.0.1:9092) could not be established."),
                       .mend = Mend::RestartService,
                       .targets = {s("billing-worker")}}};
    return state;
}

std::vector<compose::FoundProject> foundProjects()
{
    const auto found = [](const char *name, const char *file, bool exists, bool kafka, int running, int total) {
        compose::FoundProject made;
        made.name = s(name);
        made.call.project = made.name;
        made.call.files = {file[0] == '~' ? QDir::homePath() + s(file + 1) : s(file)};
        made.filesExist = exists;
        made.hasKafka = kafka;
        made.running = running;
        made.finished = total - running;
        made.total = total;
        return made;
    };
    return {found("kc-backend", "~/code/kc-backend/compose.yaml", true, true, 4, 5),
            found("orders-demo", "~/tmp/orders-demo/docker-compose.yml", false, true, 0, 3),
            found("wiki", "/srv/wiki/compose.yaml", true, false, 2, 2)};
}

Error noEngine()
{
    return {.code = ErrorCode::NoEngine,
            .message = s("No container engine answers behind the context «default»"),
            .hint = s("Start Docker (sudo systemctl start docker), or choose another context, and try again."),
            .detail = s("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon "
                        "running?")};
}

Error composeFileError()
{
    return {.code = ErrorCode::ComposeFile,
            .message = s("compose.yaml, line 14, column 7: mapping values are not allowed here"),
            .hint = s("A line above is probably indented differently, or a text with a colon needs quotes."),
            .detail = s("yaml: line 14: mapping values are not allowed in this context")};
}

} // namespace bd::app::samples
