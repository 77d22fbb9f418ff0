#!/usr/bin/env python3
"""Each fault is made for real; its diagnosis has to appear, alone, it stays broken without help, and its safe step mends it
with the records kept: fault_test.py PROGRAM SOURCE_DIR [Faults.test_ID…]

BROKERDECK_FAULT_LOGS=DIR keeps the log of each; BROKERDECK_FAULT_TABLE=FILE the figures, as rows of Markdown.
"""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import unittest

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path[:0] = [str(SOURCE / "tests"), str(SOURCE / "tests/faults")]
import faults  # noqa: E402
import labproject  # noqa: E402

faults.PROGRAM = PROGRAM
VERSION = os.environ.get("BROKERDECK_KAFKA_VERSION", "3.9.1")


class Faults(unittest.TestCase):
    def diagnose(self, stack, files):
        done = stack.tried("--json", "diagnose", files=files, timeout=60)
        self.assertIn(done.returncode, (0, 1), done.stdout + done.stderr)
        return json.loads(done.stdout)["diagnoses"]

    def made(self, name, fault):
        if fault.base != faults.KRAFT and not os.environ.get("BROKERDECK_ZOOKEEPER_IMAGE"):
            self.skipTest("this Kafka knows no ZooKeeper")
        if fault.base == faults.KRAFT and VERSION.startswith("2."):
            self.skipTest("its KRaft is a preview")
        if not fault.made_by(tuple(int(part) for part in VERSION.split(".")[:2])):
            self.skipTest("this Kafka does not fail of it")
        stack = fault.stack()
        self.addCleanup(stack.clean)
        fault.break_it(stack)
        end, found = time.monotonic() + 60, []
        # what is true on the way there, as that data is being recovered, may be said before
        while name not in [one["id"] for one in found] and time.monotonic() < end:
            asked = time.time()
            found = self.diagnose(stack, stack.files)
        seconds = self.since_its_line(found, asked)
        self.keep_log(stack, name, fault)
        log = labproject.docker("logs", "--tail", "40", stack.container(fault.service))
        self.assertEqual([one["id"] for one in found], [name], json.dumps(found, indent=1) + log)
        self.assertEqual(found[0]["service"], fault.service)
        self.assertLess(seconds, 2)
        self.assertTrue(found[0]["evidence"], found)
        time.sleep(3)  # nobody has helped it
        self.assertEqual([one["id"] for one in self.diagnose(stack, stack.files)], [name])
        files, end = fault.mend_it(stack), time.monotonic() + 30
        while (left := self.diagnose(stack, files)) and time.monotonic() < end:
            time.sleep(0.1)
        self.assertEqual(left, [], "a healthy stack has none")
        if fault.kept:
            self.assertEqual(stack.records(), "a:1\n")
        self.keep_row(name, seconds, fault.kept, "by Brokerdeck" if fault.click else "yes")

    def since_its_line(self, found, asked):
        """From the line that tells of it to the answer; of what no line tells, how long the answer took."""
        stamps = [re.match(r"\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),(\d{3})\]", line["text"])
                  for one in found[:1] for line in one["evidence"]]
        told = [datetime.datetime.fromisoformat(stamp[1] + "." + stamp[2] + "+00:00").timestamp() for stamp in stamps if stamp]
        return time.time() - (min(told) if told else asked)

    def told(self, name, override, env, click):
        if not os.environ.get("BROKERDECK_ZOOKEEPER_IMAGE"):
            self.skipTest("this Kafka knows no ZooKeeper")
        stack = faults.Stack(faults.ZOOKEEPER, faults.QUIET, override)
        self.addCleanup(stack.clean)
        stack.healthy()
        stack.produce()
        seconds = 0
        for attempt in "it fails", "and again, for nobody has helped it":
            text = stack.compose("up", "-d", **env).stderr
            began = time.monotonic()
            done = subprocess.run([PROGRAM, "--json", "diagnose", "--log", "-"], input=text, capture_output=True, text=True,
                                  check=False, timeout=60, env=stack.env)
            seconds = max(seconds, time.monotonic() - began)
            self.assertEqual([one["id"] for one in json.loads(done.stdout)["diagnoses"]], [name], attempt + text)
        self.assertLess(seconds, 2)
        stack.answers()  # a Kafka that is stopped while it starts leaves its registration behind
        if click:
            click(stack)
        else:
            stack.healthy()
        files = stack.files if click else stack.without()
        stack.wait(lambda: self.diagnose(stack, files) == [], 30, "no diagnosis of a healthy stack")
        self.assertEqual(stack.records(), "a:1\n")
        self.keep_row(name, seconds, True, "by Brokerdeck" if click else "yes")

    @staticmethod
    def keep_log(stack, name, fault):
        if folder := os.environ.get("BROKERDECK_FAULT_LOGS"):
            with open(pathlib.Path(folder) / f"{name}-{VERSION}.log", "w", encoding="utf-8") as file:
                subprocess.run(["docker", "logs", stack.container(fault.service)], stdout=file, stderr=subprocess.STDOUT,
                               check=False, stdin=subprocess.DEVNULL)

    @staticmethod
    def keep_row(name, seconds, kept, mended="yes"):
        if path := os.environ.get("BROKERDECK_FAULT_TABLE"):
            with open(path, "a", encoding="utf-8") as file:
                print(f"| {name} | {VERSION} | yes | {mended} | {seconds:.1f} | {'yes' if kept else 'none to keep'} |", file=file)


for its, one in faults.ALL.items():
    setattr(Faults, "test_" + its.replace("-", "_"), lambda self, its=its, one=one: self.made(its, one))

for its, one in faults.TOLD.items():
    setattr(Faults, "test_" + its.replace("-", "_"), lambda self, its=its, one=one: self.told(its, *one))

if __name__ == "__main__":
    if not os.environ.get("BROKERDECK_KAFKA_IMAGE"):
        os.environ.update(labproject.lab_images(VERSION))
    unittest.main(verbosity=2)
