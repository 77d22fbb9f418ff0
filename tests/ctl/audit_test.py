#!/usr/bin/env python3
"""The audit as somebody meets it: without an engine, and on a real stack, whose naive original is mended and then survives.
audit_test.py PROGRAM SOURCE_DIR [Files|Stack]"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path[:0] = [str(SOURCE / "tests")]
from labproject import LabProject, docker, needs_zookeeper  # noqa: E402

# The reference stack as it was before anybody had learnt anything: none of its settings.
NAIVE = """version: "3.8"   # the template had it
services:
  # keeps what Kafka knows
  zookeeper:
    image: {zookeeper}
    environment:
      ZOOKEEPER_CLIENT_PORT: 2181

  kafka:
    image: {kafka}
    depends_on:
      - zookeeper   # first
    ports:
      - "{port}:9092"
    environment:
      KAFKA_ZOOKEEPER_CONNECT: zookeeper:2181
      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://kafka:9092 # the team's

  worker:
    image: {kafka}
    environment:
      - KAFKA_BOOTSTRAP_SERVERS=kafka:9092
      - KAFKA_HEAP_OPTS=-Xmx128m
    command: kafka-console-consumer --bootstrap-server kafka:9092 --group mail --topic purchase-created
    depends_on: [kafka]
"""
TEAM = """topics:
  - name: purchase-created
    partitions: 3
    replication-factor: 1
  - name: dead-letter-queue
    partitions: 1
    replication-factor: 1
"""


def naive(folder, **names):
    text = NAIVE.format(**names)
    (folder / "compose.yaml").write_text(text, encoding="utf-8")
    (folder / ".brokerdeck.yaml").write_text(TEAM, encoding="utf-8")
    return text


class Files(unittest.TestCase):
    """Compose's command is enough: the engine that is named is not there."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.text = naive(self.path, zookeeper="confluentinc/cp-zookeeper:7.5.0", kafka="confluentinc/cp-kafka:7.5.0", port=9092)
        self.env = {**os.environ, "DOCKER_HOST": "unix:///nowhere/docker.sock", "XDG_DATA_HOME": str(self.path / "data"),
                    "XDG_CONFIG_HOME": str(self.path / "config")}

    def audit(self, *argv, code):
        done = subprocess.run([PROGRAM, "-f", str(self.path / "compose.yaml"), "audit", *argv], capture_output=True, text=True,
                              timeout=60, check=False, stdin=subprocess.DEVNULL, env=self.env)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def written(self):
        return (self.path / "compose.yaml").read_text(encoding="utf-8")

    def test_findings_as_json(self):
        found = json.loads(self.audit("--json", code=1).stdout)["findings"]
        one = next(one for one in found if one["rule"] == "kafka-waits-for-zk")
        self.assertEqual((one["service"], one["status"], one["line"], one["fixable"]), ("kafka", "problem", 12, True))
        self.assertEqual(one["file"], str(self.path / "compose.yaml"))
        for key in ("found", "expected", "why"):
            self.assertTrue(one[key], key)
        self.assertLessEqual({one["status"] for one in found}, {"ok", "problem", "advice", "n/a", "unknown"})

    def test_the_bundled_stacks_have_no_finding(self):
        for name in ("zookeeper", "kraft"):
            stack = SOURCE / "resources/stacks" / name / "compose.yaml"
            env = {**self.env, "BROKERDECK_PROJECT": "x", "BROKERDECK_KAFKA_IMAGE": "confluentinc/cp-kafka:7.9.1",
                   "BROKERDECK_ZOOKEEPER_IMAGE": "confluentinc/cp-zookeeper:7.9.1", "BROKERDECK_TOPICS": "a b",
                   "BROKERDECK_PARTITIONS": "3", "BROKERDECK_KAFKA_PORT": "9092", "BROKERDECK_ZOOKEEPER_PORT": "2181"}
            done = subprocess.run([PROGRAM, "-f", str(stack), "audit", "--json"], capture_output=True, text=True, timeout=60,
                                  check=False, stdin=subprocess.DEVNULL, env=env)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual([one for one in json.loads(done.stdout)["findings"] if one["status"] not in ("ok", "n/a")], [])

    def test_shown_written_and_taken_back(self):
        shown = self.audit("--fix", "kafka-restart", code=1).stdout
        self.assertIn("+    restart: unless-stopped", shown)
        self.assertEqual(self.written(), self.text)
        self.audit("--fix", "kafka-restart", "--apply", code=1)
        self.assertEqual(self.written().count("restart: unless-stopped"), 1)
        self.assertEqual(len(list(self.path.glob("compose.yaml.*.bak"))), 1)
        self.audit("--undo", code=0)
        self.assertEqual(self.written(), self.text)
        self.assertIn("nothing to take back", self.audit("--undo", code=4).stderr)

    def test_all_of_it(self):
        done = json.loads(self.audit("--fix", "--apply", "--json", code=0).stdout)
        self.assertEqual((done["notWritten"], done["right"]), ([], done["settings"]))
        for line in ("  # keeps what Kafka knows", "      zookeeper:   # first", "# the team's"):
            self.assertIn(line, self.written())
        self.audit(code=0)
        self.assertIn("nothing to write", self.audit("--fix", "--apply", code=0).stdout)

    def test_wrong_use(self):
        self.assertIn("There is no rule", self.audit("--fix", "kafka-colour", code=2).stderr)
        self.audit("--apply", code=2)
        self.audit("kafka-restart", code=2)
        (self.path / "compose.yaml").write_text("services:\n  kafka: {image: x\n", encoding="utf-8")
        self.assertRegex(self.audit(code=4).stderr, r"compose\.yaml:2:\d+: ")


@needs_zookeeper
class Stack(unittest.TestCase):
    def setUp(self):
        self.lab = LabProject("audit")
        self.addCleanup(self.lab.clean)
        self.path = pathlib.Path(self.lab.data.name) / "stack"
        self.path.mkdir()
        naive(self.path, zookeeper=os.environ["BROKERDECK_ZOOKEEPER_IMAGE"], kafka=os.environ["BROKERDECK_KAFKA_IMAGE"],
              port=self.lab.kafka_port)

    def ctl(self, *argv, code=0):
        done = subprocess.run([PROGRAM, "-f", str(self.path / "compose.yaml"), "-p", self.lab.name, *argv], capture_output=True,
                              text=True, timeout=180, check=False, stdin=subprocess.DEVNULL, env=self.lab.env)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def compose(self, *argv):
        subprocess.run(["docker", "compose", "-f", str(self.path / "compose.yaml"), "-p", self.lab.name, *argv], check=True,
                       capture_output=True, timeout=180, stdin=subprocess.DEVNULL)

    def container(self, service="kafka"):
        return docker("ps", "-aq", "--filter", f"label=com.docker.compose.project={self.lab.name}", "--filter",
                      f"label=com.docker.compose.service={service}").split()[0]

    def health(self, service):
        return docker("inspect", "--format", "{{.State.Health.Status}}", self.container(service)).strip()

    def kcat(self, *argv, **options):
        return subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", *argv], capture_output=True, text=True, timeout=60,
                              check=False, **options)

    def kept(self):
        return self.kcat("-C", "-e", "-q", "-t", "purchase-created", "-o", "beginning", "-f", "%k:%s\n").stdout

    def wait(self, condition, what, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.2)

    def live(self, code=1):
        """What is said of each rule of kafka, by its name."""
        audit = json.loads(self.ctl("audit", "--json", code=code))
        return {one["rule"]: one for one in audit["findings"] if one["service"] == "kafka"}

    def up(self, *argv):
        return self.ctl("up", *argv, code=1)  # one of the team's topics is missing: nobody makes it

    def refused(self, *argv):
        done = subprocess.run([PROGRAM, "-f", str(self.path / "compose.yaml"), "-p", self.lab.name, *argv], capture_output=True,
                              text=True, timeout=180, check=False, stdin=subprocess.DEVNULL, env=self.lab.env)
        self.assertNotIn(done.returncode, (0, 1), done.stdout)
        return done.stdout + done.stderr

    def test_what_runs_against_what_the_file_says(self):
        self.assertNotIn("live-drift", self.live())  # nothing runs
        self.up()
        said = self.live()
        self.assertEqual(said["live-drift"]["status"], "ok")
        self.assertEqual(said["live-data-volume"]["status"], "problem")
        self.assertIn("on an unnamed volume", said["live-data-volume"]["found"])
        self.assertEqual(said["live-listeners"]["status"], "problem")  # kafka:9092 leads nowhere from here
        line = (self.path / "compose.yaml").read_text(encoding="utf-8").splitlines()[said["live-listeners"]["line"] - 1]
        self.assertIn("KAFKA_ADVERTISED_LISTENERS", line)
        # The id that its data bears, which ZooKeeper gave out.
        self.assertIn("KAFKA_BROKER_ID: 1001", self.ctl("audit", "--fix", "kafka-fixed-broker-id", code=1))

        self.ctl("audit", "--fix", "kafka-fixed-broker-id", "kafka-listeners", "--apply", code=1)
        self.assertEqual(self.live()["live-drift"]["status"], "advice")
        self.up()  # makes it anew, on the same data
        said = self.live()
        for rule in ("live-drift", "live-listeners", "kafka-fixed-broker-id", "kafka-listeners"):
            self.assertEqual(said[rule]["status"], "ok", said[rule])
        self.assertIn("localhost", said["live-listeners"]["found"])

    def unnamed(self):
        mounts = docker("inspect", "--format", "{{range .Mounts}}{{.Name}} {{end}}", self.container(), self.container("zookeeper"))
        return [name for name in mounts.split() if len(name) == 64]

    def test_data_goes_along_into_the_named_volume(self):
        self.ctl("audit", "--fix", "kafka-listeners", "kafka-fixed-broker-id", "--apply", code=1)
        self.up()
        self.assertEqual(self.kcat("-P", "-t", "purchase-created", "-K:", input="a:1\n").returncode, 0)
        self.wait(lambda: self.kept() == "a:1\n", "a record")
        before = self.unnamed()
        self.addCleanup(lambda: docker("volume", "rm", *before))  # they stay, and nobody mounts them any more
        self.assertGreaterEqual(len(before), 3)
        self.ctl("audit", "--fix", "kafka-data-volume", "zk-data-volume", "zk-log-volume", "--apply", code=1)
        docker("volume", "create", f"{self.lab.name}_kafka_data")
        said = self.refused("up")  # nothing is written over, and nobody is left with two halves
        self.assertIn(f"There is a volume {self.lab.name}_kafka_data already", said)
        self.assertEqual(set(self.unnamed()), set(before))
        docker("volume", "rm", f"{self.lab.name}_kafka_data")
        self.up()
        self.assertEqual(self.live()["live-data-volume"]["status"], "ok")
        self.wait(lambda: self.kept() == "a:1\n", "the record, in the named volume")
        self.assertEqual(set(docker("volume", "ls", "-q").split()) & set(before), set(before))  # nothing is deleted
        self.assertEqual(list((pathlib.Path(self.lab.data.name) / "brokerdeck/carry").glob("*")), [])
        self.up()  # nothing is left to carry: a start like any other
        self.compose("down")
        self.up()
        self.wait(lambda: self.kept() == "a:1\n", "it outlives its containers now")

    def test_data_is_left_where_somebody_says_so(self):
        self.ctl("audit", "--fix", "kafka-listeners", "kafka-fixed-broker-id", "--apply", code=1)
        self.up()
        self.assertEqual(self.kcat("-P", "-t", "purchase-created", "-K:", input="a:1\n").returncode, 0)
        before = self.unnamed()
        self.addCleanup(lambda: docker("volume", "rm", *before))
        self.ctl("audit", "--fix", "kafka-data-volume", "--apply", code=1)
        self.up("--leave-data")
        self.assertEqual(self.live()["live-data-volume"]["status"], "ok")
        self.assertEqual(self.kept(), "")
        self.assertEqual(set(docker("volume", "ls", "-q").split()) & set(before), set(before))  # it is where it was

    def killed_while_it_carries(self):
        argv = [PROGRAM, "-f", str(self.path / "compose.yaml"), "-p", self.lab.name, "--json", "up"]
        with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL, env=self.lab.env) as carrying:
            for line in carrying.stdout:
                if "putting it into" in line:  # the containers are anew, and the volumes are not filled
                    break
            carrying.kill()
        notes = pathlib.Path(self.lab.data.name) / "brokerdeck/carry"
        self.assertEqual(len(list(notes.glob("*.json"))), 1)
        return notes

    def test_a_carry_that_is_killed_goes_on(self):
        self.ctl("audit", "--fix", "kafka-listeners", "kafka-fixed-broker-id", "--apply", code=1)
        self.up()
        self.assertEqual(self.kcat("-P", "-t", "purchase-created", "-K:", input="a:1\n").returncode, 0)
        self.wait(lambda: self.kept() == "a:1\n", "a record")
        before = self.unnamed()
        self.addCleanup(lambda: docker("volume", "rm", *before))
        self.ctl("audit", "--fix", "kafka-data-volume", "zk-data-volume", "zk-log-volume", "--apply", code=1)
        notes = self.killed_while_it_carries()
        for verb in (("snapshot", "save"), ("restart", "kafka"), ("reset", "--level", "full", "--confirm", self.lab.name)):
            self.assertIn("is still to be put into its volumes", self.refused(*verb), verb)
        self.up()  # any start goes on with it
        self.wait(lambda: self.kept() == "a:1\n", "the record, in the named volume")
        self.assertEqual(list(notes.iterdir()), [])
        self.assertEqual(self.live()["live-data-volume"]["status"], "ok")

    def test_what_is_broken_off_can_be_given_up(self):
        self.ctl("audit", "--fix", "kafka-listeners", "kafka-fixed-broker-id", "--apply", code=1)
        self.up()
        before = self.unnamed()
        self.addCleanup(lambda: docker("volume", "rm", *before))
        self.ctl("audit", "--fix", "kafka-data-volume", "zk-data-volume", "zk-log-volume", "--apply", code=1)
        notes = self.killed_while_it_carries()
        self.assertIn("may hold half of its data", self.refused("up", "--leave-data"))
        self.compose("up", "-d")  # which knows nothing of it
        self.assertIn("was started before its data was there", self.refused("up"))
        self.compose("down", "--volumes")  # what was half filled, and what has begun on it
        self.assertIn("What was copied, and is not put anywhere, is in", self.up("--leave-data"))
        self.assertEqual([one.suffix for one in notes.iterdir() if one.is_file()], [".left"])
        self.assertEqual(len([one for one in notes.iterdir() if one.is_dir()]), 1)  # nothing is deleted
        self.up()

    def test_the_naive_original_mended_survives(self):
        before = json.loads(self.ctl("audit", "--json", code=1))
        self.assertLess(before["right"], 6)
        self.ctl("audit", "--fix", "--apply")
        self.ctl("audit")
        self.ctl("up")
        for service in ("zookeeper", "kafka"):  # by the checks that were put in
            self.wait(lambda service=service: self.health(service) == "healthy", service)
        listed = self.kcat("-L").stdout
        for topic in ("purchase-created", "dead-letter-queue"):
            self.assertIn(f'topic "{topic}"', listed)
        self.assertEqual(self.kcat("-P", "-t", "purchase-created", "-K:", input="a:1\n").returncode, 0)
        self.wait(lambda: self.kept() == "a:1\n", "a record that is there")

        os.kill(int(docker("inspect", "--format", "{{.State.Pid}}", self.container())), signal.SIGKILL)
        self.wait(lambda: self.kept() == "a:1\n", "the broker comes back by itself, with its records", 90)

        self.compose("down")  # not its volumes
        self.ctl("up")
        self.wait(lambda: self.kept() == "a:1\n", "all of it is made anew, and the record is there")


if __name__ == "__main__":
    unittest.main(verbosity=2)
