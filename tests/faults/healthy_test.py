#!/usr/bin/env python3
"""Stacks that are well, however alarming their logs: started, restarted, one broker after the other, of each Kafka and mode. None
has a diagnosis: healthy_test.py PROGRAM SOURCE_DIR [Healthy.test_NAME…]

BROKERDECK_HEALTHY_LOGS=DIR keeps the logs of each.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import unittest

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path[:0] = [str(SOURCE / "tests")]
import labproject  # noqa: E402

STACKS = {"zookeeper": SOURCE / "resources/stacks/zookeeper/compose.yaml",
          "kraft": SOURCE / "resources/stacks/kraft/compose.yaml",
          "three": SOURCE / "tests/stacks/three/compose.yaml"}


class Stack(labproject.LabProject):
    def __init__(self, kind, version):
        super().__init__("healthy")
        self.file = STACKS[kind]
        for number in (2, 3):
            self.env[f"BROKERDECK_KAFKA{number}_PORT"] = str(labproject.free_port())
        self.env.update(labproject.lab_images(version))

    def compose(self, *argv):
        done = subprocess.run(["docker", "compose", "-f", str(self.file), "-p", self.name, *argv], capture_output=True, text=True,
                              check=False, timeout=240, stdin=subprocess.DEVNULL, env=self.env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ctl(self, *argv):
        return subprocess.run([PROGRAM, "-f", str(self.file), "-p", self.name, *argv], capture_output=True, text=True, check=False,
                              timeout=120, stdin=subprocess.DEVNULL, env=self.env)

    def wait_well(self):
        end = time.monotonic() + 90
        while (done := self.ctl("verify")).returncode:
            assert time.monotonic() < end, done.stdout + done.stderr
            time.sleep(0.3)

    def services(self):
        return self.compose("ps", "-a", "--services").split()


def started(_stack):
    pass


def restarted(stack):
    stack.compose("stop", "-t", "30")
    stack.compose("up", "-d")


def recreated(stack):
    # with --force-recreate Compose takes ZooKeeper from under Kafka, which then fails of its own registration
    stack.compose("stop", "-t", "30")
    stack.compose("rm", "-f")
    stack.compose("up", "-d")


def one_restarted(service):
    return lambda stack: stack.compose("restart", "-t", "30", service)


def rolled(stack):
    for service in "kafka1", "kafka2", "kafka3":
        stack.compose("restart", "-t", "30", service)
        stack.wait_well()


HEALTHY = {
    "2.8.2-zookeeper-started": started,
    "2.8.2-zookeeper-broker-restarted": one_restarted("kafka"),
    "3.6.2-zookeeper-restarted": restarted,
    "3.6.2-kraft-started": started,
    "3.9.1-zookeeper-restarted": restarted,
    "3.9.1-zookeeper-recreated": recreated,
    "3.9.1-zookeeper-broker-restarted": one_restarted("kafka"),
    "3.9.1-zookeeper-zookeeper-restarted": one_restarted("zookeeper"),
    "3.9.1-kraft-started": started,
    "3.9.1-kraft-restarted": restarted,
    "3.9.1-three-rolled": rolled,
    "4.1.1-kraft-started": started,
    "4.1.1-kraft-broker-restarted": one_restarted("kafka"),
    "4.1.1-three-rolled": rolled,
}


def shortened(log):
    """Without Kafka's dump of its settings and the ends of Java's class path, and of lines that differ in numbers the first
    of a start: fifty partitions say the same."""
    kept, seen = [], set()
    for line in log.replace("\x1b[2K", "").splitlines():  # Compose clears its line
        text = line.partition(" ")[2]
        if text.startswith("\t") and not text.startswith("\tat "):
            continue
        if text.startswith("===> User"):
            seen = set()
        kind = re.sub(r"[0-9a-f]*[0-9]+[0-9a-f]*", "#", text)[:120]
        if kind not in seen:
            kept.append(line[:300] + "\n")
        seen.add(kind)
    return "".join(kept)


class Healthy(unittest.TestCase):
    def stays_well(self, name, act):
        version, kind = name.split("-")[:2]
        stack = Stack(kind, version)
        self.addCleanup(stack.clean)
        stack.compose("up", "-d")
        stack.wait_well()
        act(stack)
        stack.wait_well()
        self.keep_logs(stack, name)
        done = stack.ctl("--json", "diagnose")
        self.assertEqual(json.loads(done.stdout)["diagnoses"], [], done.stdout)
        self.assertEqual(done.returncode, 0)

    @staticmethod
    def keep_logs(stack, name):
        if folder := os.environ.get("BROKERDECK_HEALTHY_LOGS"):
            for service in stack.services():
                log = pathlib.Path(folder) / name / f"{service}.log"
                log.parent.mkdir(exist_ok=True)
                log.write_text(shortened(stack.compose("logs", "--no-color", "--no-log-prefix", "-t", service)), encoding="utf-8")


for its, one in HEALTHY.items():
    setattr(Healthy, "test_" + its.replace("-", "_").replace(".", "_"), lambda self, its=its, one=one: self.stays_well(its, one))

if __name__ == "__main__":
    unittest.main(verbosity=2)
