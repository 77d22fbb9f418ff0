"""Failures made for real on real Kafka and ZooKeeper: how each is made, what has to be diagnosed, and how it is mended.

Every fault has a project of its own. The stack is made without restart policies, so that nothing heals by itself, and fails
by what Compose is given over it or by what is done to its volumes.
"""
import contextlib
import os
import pathlib
import shutil
import subprocess
import time

import labproject

ROOT = pathlib.Path(__file__).resolve().parents[2]
ZOOKEEPER, KRAFT = ROOT / "tests/stacks/plain/compose.yaml", ROOT / "resources/stacks/kraft/compose.yaml"
EXPECTING = ROOT / "tests/stacks/natively/compose.yaml"  # its team file names topics
QUIET = "services: {zookeeper: {restart: 'no'}, kafka: {restart: 'no'}}\n"
QUIET_KRAFT = "services: {kafka: {restart: 'no'}, billing-worker: {profiles: [off]}, mail-worker: {profiles: [off]}}\n"
TOPIC = "purchase-created"
PROGRAM = ""  # brokerdeckctl, as the test was given it


class Stack(labproject.LabProject):
    """A project whose Compose calls are the plain ones of a terminal."""

    def __init__(self, base, quiet, override=""):
        super().__init__("fault")
        self.override = override
        copy = pathlib.Path(self.data.name) / "copy"  # what mends it may write to it
        for stacks in "tests/stacks", "resources/stacks":  # which extend each other
            shutil.copytree(ROOT / stacks, copy / stacks)
        self.base = copy / base.relative_to(ROOT)
        self.files = ["-f", str(self.base), "-f", self.write("quiet.yaml", quiet)]
        if override:
            self.files += ["-f", self.write("override.yaml", override)]

    def write(self, name, text):
        path = pathlib.Path(self.data.name) / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def clean(self):
        subprocess.run(["docker", "rm", "-f", f"{self.name}-other"], capture_output=True, check=False)  # port_taken's
        super().clean()

    def compose(self, *argv, files=None, timeout=120, **env):
        # a project has one directory, wherever its files lie
        return subprocess.run(["docker", "compose", "--project-directory", str(self.base.parent), *(files or self.files),
                               "-p", self.name, *argv], capture_output=True, text=True, check=False, timeout=timeout,
                              stdin=subprocess.DEVNULL, env=self.env | env)

    def product(self, *argv, files=None, project=None):
        """As somebody does it who has nothing but Brokerdeck."""
        done = self.tried(*argv, files=files, project=project)
        assert done.returncode in (0, 1), done.stdout + done.stderr  # what else there is to say of the stack is another matter

    def tried(self, *argv, files=None, project=None, timeout=180):
        where = [] if project else ["--project-directory", str(self.base.parent), *(files or self.files)]
        return subprocess.run([PROGRAM, *where, "-p", project or self.name, *argv], capture_output=True, text=True,
                              check=False, timeout=timeout, stdin=subprocess.DEVNULL, env=self.env)

    def without(self):
        """The same stack without what makes it fail."""
        return self.files[:4]

    def container(self, service="kafka"):
        return labproject.docker("ps", "-aq", "--filter", f"label=com.docker.compose.project={self.name}", "--filter",
                                 f"label=com.docker.compose.service={service}").split()[0]

    def state(self, service="kafka"):
        return labproject.docker("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", self.container(service)).strip()

    def volume(self, what):
        return f"{self.name}_{what}"

    def wait(self, condition, seconds, what):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"{self.name}: {what}: not within {seconds} s")
            time.sleep(0.1)

    def healthy(self, files=None):
        """Up, and answering as a client sees it."""
        up = self.compose("up", "-d", files=files or self.without())
        if up.returncode:
            raise AssertionError(up.stderr)
        self.answers()

    def answers(self):
        self.wait(lambda: self.kcat("-L").returncode == 0, 60, "a broker that answers")

    def kcat(self, *argv, **options):
        return subprocess.run(["kcat", "-b", f"127.0.0.1:{self.kafka_port}", "-m", "3", *argv], capture_output=True,
                              text=True, check=False, **{"timeout": 60} | options)

    def produce(self):
        """A record that has to be there at the end."""
        self.topic(TOPIC)
        self.wait(lambda: "partition 0, leader 1" in self.kcat("-L", "-t", TOPIC).stdout, 20, "a leader")
        made = self.kcat("-P", "-t", TOPIC, "-K:", input="a:1\n")  # once: there is one record at the end
        assert made.returncode == 0, made.stderr

    def topic(self, name, partitions=1):
        made = subprocess.run(["docker", "exec", self.container(), "kafka-topics", "--bootstrap-server", "kafka:29092",
                               "--create", "--if-not-exists", "--topic", name, "--partitions", str(partitions),
                               "--replication-factor", "1"], capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stdout + made.stderr

    def records(self):
        return self.kcat("-C", "-e", "-q", "-t", TOPIC, "-o", "beginning", "-f", "%k:%s\n").stdout

    def remove(self, *services):
        for service in services:
            labproject.docker("rm", "-f", "-v", self.container(service))

    def stop(self, *services):
        asked = self.compose("ps", "-a", "--services")
        assert asked.returncode == 0, asked.stderr
        if stopped := [service for service in services if service in asked.stdout.split()]:
            self.compose("stop", "-t", "30", *stopped)

    def shell(self, volume, script):
        """Runs in a container of the lab's image, as root, with the volume at /v."""
        done = subprocess.run(["docker", "run", "--rm", "-u", "0", "--network", "none", "-v", f"{volume}:/v",
                               "--entrypoint", "bash", os.environ["BROKERDECK_KAFKA_IMAGE"], "-ec", script],
                              capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stdout + done.stderr

    def answering(self):
        """As it is, and up: what fails is only its clients."""
        self.healthy(self.files)

    def fail(self):
        """As after an edit of the file, from a stop on: a Kafka that runs on would tell of a ZooKeeper that is made anew."""
        self.stop("kafka", "zookeeper")
        self.compose("up", "-d")

    def fail_alone(self):
        self.stop("kafka", "zookeeper")
        self.compose("up", "-d", "zookeeper")


class Fault:
    """`override` is given to Compose, or `make` does it to the stack that ran and was given a record. `click` is its safe step as
    Brokerdeck takes it, with all files as they are; `mend` is what a person does where it takes none. `kept`: false where it can
    only fail before there is anything."""

    def __init__(self, override="", make=None, mend=None, service="kafka", base=ZOOKEEPER, kept=True, made_by=None, click=None):
        self.override, self.make, self.mend, self.click = override, make, mend, click
        self.service, self.base, self.kept = service, base, kept
        self.made_by = made_by or (lambda version: True)  # whether this Kafka fails of it at all

    def stack(self):
        return Stack(self.base, QUIET_KRAFT if self.base == KRAFT else QUIET,
                     self.override() if callable(self.override) else self.override)

    def break_it(self, stack):
        if self.kept:
            stack.healthy()
            if self.base == KRAFT:
                stack.wait(lambda: stack.state("kafka-init") == "exited 0", 60, "who makes the topics to be done")
            stack.produce()
        (self.make or Stack.fail)(stack)

    def mend_it(self, stack):
        """The files that it is healthy with by then."""
        if self.click:
            self.click(stack)
            stack.answers()
            return stack.files
        (self.mend or Stack.healthy)(stack)
        return stack.without()


def mended_file(*rules):
    return lambda stack: (stack.product("audit", "--fix", *rules, "--apply"), stack.product("up"))


def taken(*argv):
    return lambda stack: stack.product(*argv)


def saved_before(make):
    """As by somebody who takes a snapshot now and then."""
    return lambda stack: (stack.product("snapshot", "save", files=stack.without()), make(stack))


def restored(stack):
    stack.product("snapshot", "restore", "latest", "--confirm", stack.name)


def kafka(**environment):
    lines = "".join(f"\n      {key}: '{value}'" for key, value in environment.items())
    return f"services:\n  kafka:\n    environment:{lines}\n"


def killed_and_started(stack):
    labproject.docker("kill", "-s", "KILL", stack.container())
    labproject.docker("start", stack.container())


def zookeeper_forgot(stack):
    stack.stop("kafka", "zookeeper")
    for what in "zookeeper_data", "zookeeper_logs":
        stack.shell(stack.volume(what), "rm -r /v/version-2")
    stack.fail()


def another_id(stack):
    stack.stop("kafka")
    stack.remove("kafka")
    stack.compose("up", "-d")


def foreign_entry(stack):
    stack.stop("kafka")
    stack.shell(stack.volume("kafka_data"), "mkdir /v/holiday-pictures.d && chown 1000:1000 /v/holiday-pictures.d")
    labproject.docker("start", stack.container())


def other_form(stack):
    stack.stop("kafka")
    stack.shell(stack.volume("kafka_data"), "cp -p /v/meta.properties /v/.meta && "
                "printf 'version=1\\ncluster.id=YnJva2VyZGVjay1kZW1vMQ\\nnode.id=1\\n' > /v/meta.properties")
    labproject.docker("start", stack.container())


def not_writable(stack):
    stack.stop("kafka")
    stack.shell(stack.volume("kafka_data"), "chown 0:0 /v && chmod 755 /v")
    labproject.docker("start", stack.container())


def snapshots_gone(stack):
    stack.stop("kafka", "zookeeper")
    stack.shell(stack.volume("zookeeper_data"), "rm /v/version-2/snapshot.*")
    labproject.docker("start", stack.container("zookeeper"))


def log_damaged(stack):
    stack.stop("kafka", "zookeeper")
    stack.shell(stack.volume("zookeeper_logs"),
                "for f in /v/version-2/log.*; do printf '\\177\\377\\377\\377' | dd of=$f bs=1 seek=24 conv=notrunc; done")
    labproject.docker("start", stack.container("zookeeper"))


def port_taken(stack):
    stack.stop("kafka")
    holder = f"{stack.name}-other"
    labproject.docker("run", "-d", "--name", holder, "--label", f"com.docker.compose.project={holder}", "--label",
                      "com.docker.compose.service=holder", "-p", f"127.0.0.1:{stack.kafka_port}:9092", "--entrypoint", "sleep",
                      os.environ["BROKERDECK_KAFKA_IMAGE"], "600")
    stack.fail()


def holder_stopped(stack):
    """Who has it is another project."""
    stack.product("stop", project=f"{stack.name}-other")
    stack.product("up")


def spoken_to_in_http(stack):
    subprocess.run(["curl", "-s", "-m", "3", f"http://127.0.0.1:{stack.kafka_port}/"], check=False, capture_output=True)


def filled(stack):
    stack.healthy(stack.files)
    for _ in range(12):
        stack.kcat("-P", "-t", TOPIC, "-D", "#", "-X", "message.timeout.ms=3000", "-X", "message.max.bytes=1000000",
                   input="x" * 900_000)


def told_and_taken_out(stack):
    """It would be in vain to wait for a registration to expire that another one lives by."""
    began = time.monotonic()
    done = stack.tried("up")
    assert done.returncode == 4 and "has the id 1, and kafka runs with it" in done.stderr, done.stdout + done.stderr
    assert time.monotonic() - began < 15, "it waited"
    stack.healthy()


def asked_for_offsets(stack):
    """A member of a group, which the broker finds no place for."""
    stack.fail()
    stack.answers()
    with contextlib.suppress(subprocess.TimeoutExpired):
        stack.kcat("-G", "mail", "-e", "-q", "-X", "session.timeout.ms=6000", TOPIC, timeout=10)


def beside(stack):
    """The second broker, once the first is there."""
    stack.compose("up", "-d")


def directories_of_two(stack):
    stack.compose("create")
    stack.shell(stack.volume("second"), "chown 1000:1000 /v")
    stack.healthy(stack.files)
    stack.product("snapshot", "save")
    stack.stop("kafka")
    stack.shell(stack.volume("second"), "sed -i s/broker.id=1/broker.id=2/ /v/meta.properties")
    labproject.docker("start", stack.container())


TOPIC_ID = "/v/%s-0/partition.metadata" % TOPIC


def another_topic_id(stack):
    stack.stop("kafka")
    stack.shell(stack.volume("kafka_data"), f"sed -i 's/topic_id: ./topic_id: Z/' {TOPIC_ID}")
    labproject.docker("start", stack.container())


def killed_and_slow(stack):
    """A machine so slow that the recovery can be seen."""
    labproject.docker("kill", "-s", "KILL", stack.container())
    time.sleep(22)
    labproject.docker("update", "--cpus", "0.2", stack.container())
    labproject.docker("start", stack.container())


def patience(stack):
    labproject.docker("update", "--cpus", "2", stack.container())  # only the test is in a hurry
    stack.product("up")


def nothing_to_write_into(stack):
    stack.stop("kafka", "zookeeper")
    stack.shell(stack.volume("zookeeper_data"), "mv /v/version-2 /v/.kept && chown 0:0 /v && chmod 755 /v")
    stack.compose("up", "-d", "zookeeper")


TWO_DIRECTORIES = """
services:
  kafka:
    environment: {KAFKA_LOG_DIRS: '/var/lib/kafka/data,/var/lib/kafka/second'}
    volumes: ['second:/var/lib/kafka/second']
volumes:
  second: {}
"""

# Another broker of a KRaft cluster, whose controller waits long for one that is silent.
BROKER_BESIDE = """
services:
  kafka:
    environment: {KAFKA_BROKER_SESSION_TIMEOUT_MS: 30000}
  second:
    restart: 'no'
    extends: {file: %s, service: kafka}
    ports: !override []
    volumes: !override []
    environment: {KAFKA_PROCESS_ROLES: broker, KAFKA_NODE_ID: 2, KAFKA_LISTENERS: 'INSIDE://:29092',
                  KAFKA_ADVERTISED_LISTENERS: 'INSIDE://second:29092'}
""" % KRAFT


def second_is_up(stack, times):
    log = labproject.docker("logs", stack.container("second"))
    return log.count("Kafka Server started") == times


def second_killed_and_started(stack):
    stack.healthy(stack.files)
    stack.wait(lambda: second_is_up(stack, 1), 60, "the second broker")
    stack.wait(lambda: stack.state("kafka-init") == "exited 0", 60, "who makes the topics to be done")
    labproject.docker("kill", "-s", "KILL", stack.container("second"))
    labproject.docker("start", stack.container("second"))


SECOND = """
services:
  kafka:
    restart: 'no'
  kafka2:
    restart: 'no'
    extends: {file: %s, service: kafka}
    ports: !override []
""" % ZOOKEEPER
INSIDE_ONLY = """    environment:
      KAFKA_LISTENERS: INSIDE://:29092
      KAFKA_ADVERTISED_LISTENERS: INSIDE://kafka2:29092
"""

ALL = {
    "stale-broker-znode": Fault(make=killed_and_started, click=taken("up", "kafka")),
    "cluster-id-mismatch": Fault(make=saved_before(zookeeper_forgot), click=restored),
    "broker-id-mismatch": Fault(override=kafka(KAFKA_BROKER_ID=7), make=another_id,
                                click=mended_file("kafka-fixed-broker-id")),
    "zookeeper-unknown-host": Fault(override=kafka(KAFKA_ZOOKEEPER_CONNECT="zookeper:2181",
                                                   KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS=6000),
                                    click=mended_file("kafka-zk-connect")),
    "zookeeper-refused": Fault(override=kafka(KAFKA_ZOOKEEPER_CONNECT="zookeeper:2182",
                                              KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS=6000),
                               click=mended_file("kafka-zk-connect")),
    "invalid-config-value": Fault(override=kafka(KAFKA_LOG_RETENTION_HOURS="7d"), click=mended_file("kafka-values")),
    "listeners-same-port": Fault(override=kafka(KAFKA_LISTENERS="INSIDE://:9092,HOST://:9092"),
                                 click=mended_file("kafka-listeners")),
    "listener-without-protocol": Fault(override=kafka(KAFKA_LISTENER_SECURITY_PROTOCOL_MAP="HOST:PLAINTEXT"),
                                       click=mended_file("kafka-listeners")),
    "advertised-zero-address": Fault(override=kafka(
        KAFKA_ADVERTISED_LISTENERS="INSIDE://kafka:29092,HOST://0.0.0.0:9092"), click=mended_file("kafka-listeners")),
    "bind-failed": Fault(override=kafka(KAFKA_LISTENERS="INSIDE://:29092,HOST://192.0.2.1:9092"),
                         click=mended_file("kafka-listeners")),
    "java-heap-oom": Fault(override=kafka(KAFKA_HEAP_OPTS="-Xmx12m"), click=mended_file("kafka-memory")),
    "container-oom-killed": Fault(override="services: {kafka: {mem_limit: 100m, environment: "
                                           "{KAFKA_HEAP_OPTS: '-Xms512m -Xmx512m -XX:+AlwaysPreTouch'}}}\n", click=mended_file("kafka-memory")),
    "log-dir-foreign-entry": Fault(make=saved_before(foreign_entry), click=restored),
    "kraft-volume-under-zookeeper": Fault(make=saved_before(other_form), click=restored),
    "volume-permission-denied": Fault(make=saved_before(not_writable), click=restored),
    # The disk that fills is another than the one that keeps the record: the small one is gone with its container.
    "disk-full": Fault(override="services: {kafka: {environment: {KAFKA_LOG_DIRS: /small}, "
                                "tmpfs: ['/small:size=6m,mode=1777']}}\n", make=filled,
                       mend=lambda stack: (time.sleep(22), stack.healthy())),  # it ended as if it was killed
    "zookeeper-snapshot-missing": Fault(make=saved_before(snapshots_gone), click=restored, service="zookeeper"),
    "zookeeper-database-corrupt": Fault(make=saved_before(log_damaged), click=restored, service="zookeeper"),
    "zookeeper-myid": Fault(service="zookeeper", override="services: {zookeeper: {environment: {ZOOKEEPER_SERVERS: "
                            "'zookeeper:2888:3888;other:2888:3888;third:2888:3888', ZOOKEEPER_SERVER_ID: 9}}}\n"),
    "zookeeper-dirs-swapped": Fault(service="zookeeper", override="""
services:
  zookeeper:
    volumes: !override
      - zookeeper_logs:/var/lib/zookeeper/data
      - zookeeper_data:/var/lib/zookeeper/log
""", make=lambda stack: (stack.stop("kafka", "zookeeper"), stack.remove("kafka", "zookeeper"),
                         stack.compose("up", "-d", "zookeeper")), click=mended_file("zk-data-volume")),
    "ruok-not-whitelisted": Fault(service="zookeeper", override="services: {zookeeper: {environment: {KAFKA_OPTS: "
                                  "'-Dzookeeper.4lw.commands.whitelist=srvr'}, healthcheck: {interval: 1s, start_period: 0s, retries: 2}}}\n",
                                  make=Stack.fail_alone, click=mended_file("zk-four-letter-words")),
    "healthcheck-missing-program": Fault(service="zookeeper", override="services: {zookeeper: {healthcheck: "
                                         "{test: [CMD, curl, -f, localhost], interval: 1s, start_period: 0s, retries: 2}}}\n",
                                         make=Stack.fail_alone, click=mended_file("zk-healthcheck")),
    "healthcheck-failing": Fault(service="zookeeper", override="services: {zookeeper: {healthcheck: "
                                 "{test: [CMD-SHELL, 'echo srvr | nc localhost 2182 | grep Mode'], interval: 1s, start_period: 0s, "
                                 "retries: 2}}}\n", make=Stack.fail_alone, click=mended_file("zk-healthcheck")),
    "port-taken": Fault(make=port_taken, click=holder_stopped),
    "http-to-kafka-port": Fault(make=spoken_to_in_http, click=taken("restart", "kafka")),
    "kraft-voters": Fault(base=KRAFT, override=kafka(KAFKA_CONTROLLER_QUORUM_VOTERS="2@kafka:29093"),
                          click=mended_file("kraft-voters")),
    # what somebody who groups brings about: the topic of offsets cannot be made
    "replication-factor-too-large": Fault(click=mended_file("kafka-single-node-factors"), make=asked_for_offsets,
                                          override=kafka(KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=3)),
    "log-dir-locked": Fault(service="kafka2", override=SECOND + INSIDE_ONLY, make=beside,
                            click=mended_file("kafka-data-volume", "kafka-fixed-broker-id")),
    "endpoint-already-registered": Fault(service="kafka2", override=SECOND + """    environment: {KAFKA_BROKER_ID: 2}
    volumes: !override []
""", make=beside, click=mended_file("kafka-listeners")),
    "duplicate-broker-id": Fault(service="kafka2", override=SECOND + INSIDE_ONLY + "    volumes: !override []\n", make=beside,
                                 mend=told_and_taken_out),
    "advertised-unknown-host": Fault(override=kafka(
        KAFKA_ADVERTISED_LISTENERS="INSIDE://kafka:29092,HOST://nowhere.invalid:9092"), make=Stack.answering,
        click=mended_file("kafka-listeners", "live-listeners")),
    "advertised-unreachable": Fault(override=kafka(
        KAFKA_ADVERTISED_LISTENERS="INSIDE://kafka:29092,HOST://127.0.0.1:1"), make=Stack.answering,
        click=mended_file("kafka-listeners", "live-listeners")),
    "topics-missing": Fault(base=EXPECTING, make=Stack.answering, click=taken("topics", "create")),
    # it makes topics for the second time
    "init-failed": Fault(service="maker", click=mended_file("init-waits-for-kafka"), override=f"""
services:
  maker:
    image: ${{BROKERDECK_KAFKA_IMAGE}}
    restart: 'no'
    depends_on: {{kafka: {{condition: service_healthy}}}}
    command: [kafka-topics, --bootstrap-server, 'kafka:29092', --create, --topic, {TOPIC}, --partitions, '1']
"""),
    "zookeeper-lost-while-running": Fault(make=lambda stack: stack.stop("zookeeper"), click=taken("up")),
    "log-dirs-inconsistent": Fault(override=TWO_DIRECTORIES, make=directories_of_two, click=restored),
    "topic-id-conflict": Fault(make=saved_before(another_topic_id), click=restored,
                               made_by=lambda version: version >= (3, 0)),  # 2.8 keeps no ids beside the data
    "kraft-cluster-id-invalid": Fault(base=KRAFT, kept=False, override=kafka(CLUSTER_ID="my-cluster"),
                                      made_by=lambda version: version < (3, 9)),  # which takes any text
    "kraft-not-formatted": Fault(base=KRAFT, kept=False, override="""
services: {kafka: {entrypoint: [bash, -c, "sed 's/ || format_storage/ || true/' /etc/confluent/docker/run | bash"]}}
"""),
    "kraft-duplicate-registration": Fault(base=KRAFT, service="second", override=BROKER_BESIDE, make=second_killed_and_started,
                                         click=taken("up", "second")),
    "image-needs-kraft": Fault(override=lambda: "services: {kafka: {image: '%s'}}\n"
                               % labproject.lab_images("4.1.1")["BROKERDECK_KAFKA_IMAGE"]),
    "image-needs-zookeeper": Fault(override=kafka(KAFKA_ZOOKEEPER_CONNECT=""), click=mended_file("kafka-zk-connect")),
    "unclean-shutdown": Fault(make=killed_and_slow, click=patience),
    "zookeeper-data-unwritable": Fault(service="zookeeper", override="""
services: {zookeeper: {entrypoint: [bash, -c, "sed 's/^        writable .*/        true/' /etc/confluent/docker/run | bash"]}}
""", make=saved_before(nothing_to_write_into), click=restored),
    "worker-not-connected": Fault(service="mailer", override="""
services:
  mailer:
    image: ${BROKERDECK_KAFKA_IMAGE}
    restart: 'no'
    depends_on: {kafka: {condition: service_healthy}}
    command: [kafka-console-consumer, --bootstrap-server, 'localhost:9092', --topic, t]
""", click=mended_file("kafka-listeners")),
}

# What Compose itself prints when it gives up, and how to see that; diagnosed from that text. Then the safe step as Brokerdeck takes
# it, or nothing where only a person can.
TOLD = {
    "image-gone": ("services: {kafka: {image: 'brokerdeck-lab/gone:1', pull_policy: never}}\n", {}, None),
    "dependency-unhealthy": ("""
services:
  kafka: {healthcheck: {test: nc -z localhost 9999, interval: 1s, start_period: 0s, retries: 2}}
  waiting: {image: '${BROKERDECK_KAFKA_IMAGE}', command: [sleep, infinity], depends_on: {kafka: {condition: service_healthy}}}
""", {}, mended_file("kafka-healthcheck")),
    "engine-unreachable": ("", {"DOCKER_HOST": "unix:///nowhere.sock"}, None),
}
