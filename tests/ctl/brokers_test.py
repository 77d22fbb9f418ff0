#!/usr/bin/env python3
"""Who owns a broker's registration, and the ladder out of a stale one, on real ZooKeeper and Kafka:
brokers_test.py PROGRAM SOURCE_DIR"""
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path[:0] = [str(SOURCE / "tests")]
from labproject import LabProject, docker, needs_zookeeper  # noqa: E402

STACK = SOURCE / "tests/stacks/natively/compose.yaml"
HIDDEN = "services: {zookeeper: {ports: !reset [], environment: {KAFKA_OPTS: '-Dzookeeper.4lw.commands.whitelist=ruok,srvr'}}}\n"
TOPIC = "purchase-created"


class Brokers(unittest.TestCase):
    override = ""

    @classmethod
    def setUpClass(cls):
        cls.lab = LabProject("brokers")
        cls.addClassCleanup(cls.lab.clean)
        quiet = pathlib.Path(cls.lab.data.name) / "quiet.yaml"
        quiet.write_text(cls.override or "services: {kafka: {restart: 'no'}}\n", encoding="utf-8")
        cls.files = ["-f", str(STACK), "-f", str(quiet)]
        cls.up()

    @classmethod
    def up(cls):
        done = cls.ctl("up", "--create-topics")
        assert done.returncode == 0, done.stdout + done.stderr

    @classmethod
    def ctl(cls, *argv, timeout=120):
        return subprocess.run([PROGRAM, "--project-directory", str(STACK.parent), *cls.files, "-p", cls.lab.name, *argv],
                              capture_output=True, text=True, timeout=timeout, check=False, stdin=subprocess.DEVNULL,
                              env=cls.lab.env)

    def done(self, *argv, code=0):
        done = self.ctl(*argv)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def broker(self, code=0):
        seen = json.loads(self.done("--json", "brokers", code=code).stdout)
        self.assertEqual([one["id"] for one in seen["brokers"]], [1], seen)
        return seen["brokers"][0]

    def container(self, service="kafka"):
        return docker("ps", "-aq", "--filter", f"label=com.docker.compose.project={self.lab.name}", "--filter",
                      f"label=com.docker.compose.service={service}").split()[0]

    def tool(self, *command):
        """By ZooKeeper's own tool, in its container."""
        return subprocess.run(["docker", "exec", "-e", "KAFKA_OPTS=", self.container("zookeeper"), "zookeeper-shell",
                               "localhost:2181", *command], capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL).stdout

    def ids(self):
        # the tool's event of its connection may come before or after its answer
        return next((line for line in self.tool("ls", "/brokers/ids").splitlines() if line.startswith("[")), "")

    def kcat(self, *argv, **options):
        return subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", *argv], capture_output=True, text=True,
                              timeout=60, check=True, **options).stdout

    def wait(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, "too long")
            time.sleep(0.2)

    def unregister(self, *more, code=0):
        return self.done("brokers", "unregister", "1", "--confirm", self.lab.name, *more, code=code)


@needs_zookeeper
class Published(Brokers):
    """Over ZooKeeper's published port, and «cons» may be asked."""

    def test_1_a_healthy_broker_owns_itself(self):
        broker = self.broker()
        owner = broker["zookeeper"]["owner"]
        address = docker("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                         self.container()).strip()
        self.assertEqual((owner["kind"], owner["address"]), ("connected", address))
        self.assertTrue(owner["session"] in self.logs())
        self.assertIn(owner["session"], self.tool("get", "-s", "/brokers/ids/1"))
        self.assertEqual((broker["ladder"], broker["kafka"]), ([], f"127.0.0.1:{self.lab.kafka_port}"))
        self.assertIn("connected", self.unregister("--none-elsewhere", code=4).stderr)
        self.assertEqual(self.ids(), "[1]")

    def test_2_nodes_are_read(self):
        node = json.loads(self.done("--json", "brokers", "nodes", "/brokers/ids/1").stdout)
        self.assertIn(json.dumps(json.loads(node["data"])["endpoints"])[1:20], self.tool("get", "/brokers/ids/1"))
        self.assertEqual(json.loads(self.done("--json", "brokers", "nodes", "/brokers").stdout)["children"],
                         ["ids", "seqid", "topics"])
        self.assertIn(TOPIC, self.done("brokers", "nodes", "/brokers/topics").stdout)
        self.assertIn("no node", self.done("brokers", "nodes", "/nope", code=4).stderr)
        self.done("brokers", "nodes", "nope", code=2)

    def test_3_a_corpse_is_proved_and_goes_by_itself(self):
        self.kcat("-P", "-t", TOPIC, "-K:", "-p", "1", input="a:1\n")
        docker("kill", "-s", "KILL", self.container())
        broker = self.broker(code=1)
        owner = broker["zookeeper"]["owner"]
        self.assertEqual(owner["kind"], "ended")
        self.assertIn(owner["session"], owner["proof"])
        self.assertEqual([(one["what"], one["state"]) for one in broker["ladder"]],
                         [("wait-and-start", "offered"), ("unregister", "later"), ("reset", "later")])
        self.done("brokers", "unregister", "1", "--none-elsewhere", "--confirm", self.lab.name + "x", code=2)
        self.unregister(code=2)  # nobody has said that none runs elsewhere
        self.assertEqual(self.ids(), "[1]")
        self.assertIn("by itself", self.unregister("--none-elsewhere").stdout)
        self.assertEqual(self.ids(), "[]")
        self.up()
        self.assertEqual(self.kcat("-C", "-e", "-q", "-t", TOPIC, "-f", "%k:%s\n"), "a:1\n")

    def test_4_what_belongs_to_nobody_is_deleted_once_it_is_safe(self):
        data = next(line for line in self.tool("get", "/brokers/ids/1").splitlines() if line.startswith("{"))
        docker("stop", "-t", "30", self.container())
        self.wait(lambda: self.ids() == "[]")
        self.tool("create", "/brokers/ids/1", data)
        docker("start", self.container())
        docker("pause", self.container())  # as long as we look
        self.assertIn("runs", self.unregister("--none-elsewhere", code=4).stderr)
        docker("unpause", self.container())
        self.wait(lambda: docker("inspect", "-f", "{{.State.Status}}", self.container()).strip() == "exited")
        self.assertTrue("NodeExists" in self.logs())
        broker = self.broker(code=1)
        self.assertEqual(broker["zookeeper"]["owner"]["kind"], "nobody")
        self.assertEqual([(one["what"], one["state"]) for one in broker["ladder"]],
                         [("wait-and-start", "refused"), ("unregister", "offered"), ("reset", "later")])
        self.assertIn("is deleted", self.unregister("--none-elsewhere").stdout)
        self.assertEqual(self.ids(), "[]")
        self.up()
        self.assertEqual(self.kcat("-C", "-e", "-q", "-t", TOPIC, "-f", "%k:%s\n"), "a:1\n")

    def logs(self):
        done = subprocess.run(["docker", "logs", self.container()], capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL)
        return done.stdout + done.stderr

    def test_5_a_duplicate_is_named_and_never_deleted(self):
        docker("stop", "-t", "30", self.container())
        self.wait(lambda: self.ids() == "[]")
        environment = json.loads(docker("inspect", "-f", "{{json .Config.Env}}", self.container()))
        other = f"{self.lab.name}-other"
        self.addCleanup(docker, "rm", "-f", "-v", other)
        docker("run", "-d", "--name", other, "--network", f"{self.lab.name}_default",
               *[word for one in environment for word in ("-e", one)], os.environ["BROKERDECK_KAFKA_IMAGE"])
        self.wait(lambda: self.ids() == "[1]", 60)
        docker("start", self.container())
        self.wait(lambda: docker("inspect", "-f", "{{.State.Status}}", self.container()).strip() == "exited")
        broker = self.broker(code=1)
        owner = broker["zookeeper"]["owner"]
        self.assertEqual((owner["kind"], owner["container"]), ("connected", other))
        self.assertEqual([(one["what"], one["state"]) for one in broker["ladder"]],
                         [("stop-duplicate", "offered"), ("unregister", "refused")])
        self.assertIn("connected", self.unregister("--none-elsewhere", code=4).stderr)
        self.assertEqual(self.ids(), "[1]")
        docker("rm", "-f", "-v", other)
        # its container is gone, and its log with it: that nobody is connected is what ZooKeeper says
        self.assertEqual(self.broker(code=1)["zookeeper"]["owner"]["kind"], "not-connected")


@needs_zookeeper
class Hidden(Brokers):
    """By the tool in ZooKeeper's container, and «cons» may not be asked."""
    override = HIDDEN

    def test_by_logs_and_tool_alone(self):
        seen = json.loads(self.done("--json", "brokers").stdout)
        self.assertIn("zookeeper-shell", seen["askedOver"])
        owner = seen["brokers"][0]["zookeeper"]["owner"]
        self.assertEqual((owner["kind"], owner["address"]), ("connected", None))
        self.assertIn(TOPIC, self.done("brokers", "nodes", "/brokers/topics").stdout)
        docker("kill", "-s", "KILL", self.container())
        self.assertEqual(self.broker(code=1)["zookeeper"]["owner"]["kind"], "ended")
        docker("rm", "-f", "-v", self.container())
        # nothing is left that could prove whose it is
        seen = json.loads(self.done("--json", "brokers", code=1).stdout)
        self.assertEqual(seen["brokers"][0]["zookeeper"]["owner"]["kind"], "unknown")
        self.assertEqual([(one["what"], one["state"]) for one in seen["brokers"][0]["ladder"]][:2],
                         [("wait-and-start", "offered"), ("unregister", "refused")])
        self.assertIn("cannot be told", self.unregister("--none-elsewhere", code=4).stderr)
        self.assertEqual(self.ids(), "[1]")
        self.tool("create", "/brokers/ids/7", "{}")
        self.done("brokers", "unregister", "7", "--none-elsewhere", "--confirm", self.lab.name)
        self.assertNotIn("7", self.ids())


if __name__ == "__main__":
    unittest.main(verbosity=2)
