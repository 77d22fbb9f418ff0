#!/usr/bin/env python3
"""A new stack and the onboarding sheet, as somebody meets them: newstack_test.py PROGRAM SOURCE_DIR [Files|Stack]"""
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path[:0] = [str(SOURCE / "tests")]
from labproject import LabProject, docker, needs_zookeeper  # noqa: E402


def three_free_ports():
    """The first of three in a row."""
    for first in range(29092, 39092, 3):
        try:
            for port in range(first, first + 3):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise OSError("no three free ports in a row")


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name) / "my Shop"
        self.path.mkdir()
        self.env = {**os.environ, "XDG_DATA_HOME": str(self.path / "data"), "XDG_CONFIG_HOME": str(self.path / "config")}

    def ctl(self, *argv, code=0, timeout=60):
        done = subprocess.run([PROGRAM, *argv], capture_output=True, text=True, timeout=timeout, check=False, cwd=self.path,
                              stdin=subprocess.DEVNULL, env=self.env)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + (done.stderr if code else "")


class Files(Case):
    """Compose's command is enough: the engine that is named is not there."""

    def setUp(self):
        super().setUp()
        self.env["DOCKER_HOST"] = "unix:///nowhere/docker.sock"

    def test_written_audited_and_told(self):
        said = self.ctl("new", "compose.yaml", "--topic", "purchase-created:3", "--topic", "dead-letter-queue", "--worker", "mail-worker")
        self.assertIn("brokerdeckctl -f compose.yaml up", said)
        text = (self.path / "compose.yaml").read_text(encoding="utf-8")
        self.assertIn("name: myshop\n", text)  # as Compose would call it
        audit = json.loads(self.ctl("--json", "audit"))
        self.assertEqual(audit["right"], audit["settings"])
        self.assertEqual([one for one in audit["findings"] if one["status"] not in ("ok", "n/a")], [])
        # It is never written over.
        self.assertIn("There is a file", self.ctl("new", "compose.yaml", code=2))
        self.assertEqual((self.path / "compose.yaml").read_text(encoding="utf-8"), text)

        sheet = self.ctl("sheet")
        self.assertIn("# myshop: Kafka for development", sheet)
        self.assertIn("| `purchase-created` | 3 | 1 |", sheet)
        self.ctl("sheet", "START.html")
        self.assertIn("<h1>myshop: Kafka for development</h1>", (self.path / "START.html").read_text(encoding="utf-8"))
        self.assertIn("There is a file", self.ctl("sheet", "START.html", code=2))
        self.ctl("sheet", "START.html", "--yes")

    def test_ports_that_are_free(self):
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                taken.bind(("127.0.0.1", 9092))
                taken.listen()
            except OSError:
                pass  # somebody else has it: as good
            made = json.loads(self.ctl("--json", "new", "--brokers", "3"))
        self.assertGreater(made["kafkaPort"], 9092)
        self.assertIsNone(made["file"])
        self.assertIn(f'- "127.0.0.1:{made["kafkaPort"] + 2}:9092"', made["text"])

    def test_wrong_words(self):
        for argv, word in ((("--brokers", "2"), "one broker or three"), (("--family", "redpanda"), "There are confluent"),
                           (("--family", "apache", "--zookeeper"), "ZooKeeper"), (("--topic", "a:b"), "partitions"),
                           (("--topic", "a b"), "topic"), (("--worker", "kafka"), "worker"), (("-p", "My Shop"), "project"),
                           (("--image", "a b"), "image")):
            self.assertIn(word, self.ctl("new", *argv, code=2), argv)


class Stack(Case):
    """Each starts for real, from nothing, and holds a record through a restart of everything."""

    def start(self, *argv):
        lab = LabProject("new")
        self.addCleanup(lab.clean)
        self.env = lab.env
        self.ctl("new", "compose.yaml", "-p", lab.name, "--port", str(three_free_ports()), "--image",
                 os.environ["BROKERDECK_KAFKA_IMAGE"], "--topic", "purchase-created:3", "--worker", "mail-worker", *argv)
        self.ctl("up", timeout=300)
        self.ctl("verify", timeout=120)
        topics = json.loads(self.ctl("--json", "topics", "list"))["topics"]
        self.assertEqual([(one["name"], one["partitions"]) for one in topics], [("purchase-created", 3)])
        self.ctl("produce", "purchase-created", "--value", "kept")
        docker("compose", "-f", str(self.path / "compose.yaml"), "down")  # volumes stay
        self.assertEqual(lab.containers(), [])
        self.ctl("up", timeout=300)
        self.assertIn("kept", self.ctl("peek", "purchase-created"))

    def test_kraft_one(self):
        self.start()

    def test_kraft_three(self):
        self.start("--brokers", "3")

    @needs_zookeeper
    def test_zookeeper_one(self):
        self.start("--zookeeper", "--zookeeper-image", os.environ["BROKERDECK_ZOOKEEPER_IMAGE"])

    @needs_zookeeper
    def test_zookeeper_three(self):
        self.start("--zookeeper", "--zookeeper-image", os.environ["BROKERDECK_ZOOKEEPER_IMAGE"], "--brokers", "3")


if __name__ == "__main__":
    unittest.main(verbosity=2)
