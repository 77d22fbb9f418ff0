#!/usr/bin/env python3
"""Every lesson on the real engine: it is broken and stays so, mended as its last hint says, and leaves nothing behind:
practice_test.py PROGRAM SOURCE_DIR [Practice.test_LESSON…]"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

PROGRAM, SOURCE = pathlib.Path(sys.argv.pop(1)).resolve(), pathlib.Path(sys.argv.pop(1))
sys.path[:0] = [str(SOURCE / "tests")]
from labproject import LabProject, docker, needs_zookeeper  # noqa: E402

LESSONS = sorted(path.stem for path in (SOURCE / "resources/practice").glob("*.yaml"))


@needs_zookeeper
class Practice(unittest.TestCase):
    def setUp(self):
        self.lab = LabProject("practice")  # for its folders
        self.addCleanup(self.lab.clean)
        self.env = {key: value for key, value in self.lab.env.items()
                    if key not in ("BROKERDECK_PROJECT", "BROKERDECK_KAFKA_PORT", "BROKERDECK_ZOOKEEPER_PORT")}

    def ctl(self, *argv, cwd=None):
        return subprocess.run([PROGRAM, *argv], capture_output=True, text=True, timeout=180, check=False, cwd=cwd,
                              stdin=subprocess.DEVNULL, env=self.env)

    def practice(self, *argv, code=0):
        done = self.ctl("--json", "practice", *argv)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout) if done.stdout else None

    def left(self, project):
        own = ("--filter", f"label=com.docker.compose.project={project}")
        return [docker(*listing, *own).split() for listing in
                (("ps", "-aq"), ("volume", "ls", "-q"), ("network", "ls", "-q"))]

    def begun(self, lesson):
        self.assertIn("not go on", self.ctl("practice", "check", lesson).stderr)
        begun = self.practice("start", lesson)
        self.addCleanup(self.ctl, "practice", "stop", lesson)
        self.assertEqual(self.ctl("practice", "start", lesson).returncode, 2)  # it goes on
        return begun

    def up(self, folder, *more):
        done = self.ctl("up", *more, cwd=folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def done_with(self, lesson, mend):
        begun = self.begun(lesson)
        folder = pathlib.Path(begun["folder"])
        broken = self.practice("check", lesson, code=1)
        self.assertFalse(broken["mended"], broken)
        self.assertIsNone(broken["why"])
        mend(folder)
        well = self.practice("check", lesson)
        self.assertTrue(well["mended"] and well["why"], well)
        self.assertEqual([one["lesson"] for one in self.practice("list")["lessons"] if one["done"]], [lesson])
        containers = self.left(begun["project"])[0]
        volumes = docker("inspect", "-f", "{{range .Mounts}}{{.Name}} {{end}}", *containers).split()
        self.assertTrue(containers and volumes)
        self.practice("stop", lesson)
        self.assertEqual(self.left(begun["project"]), [[], [], []])
        self.assertFalse(folder.exists())
        self.assertEqual(set(volumes) & set(docker("volume", "ls", "-q").split()), set())  # those that nobody named, too
        self.practice("stop", lesson)  # once more does no harm

    def change_undone(self, folder):
        (folder / "compose.override.yaml").unlink()
        self.up(folder)

    def topics_made(self, folder):
        self.up(folder, "--create-topics")

    def test_the_way_that_loses_the_record_does_not_count(self):
        begun = self.begun("zookeeper-volumes-gone")
        folder = pathlib.Path(begun["folder"])
        done = self.ctl("reset", "--level", "full", "--no-snapshot", "--confirm", begun["project"], cwd=folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.up(folder)
        self.assertIn("lost", self.practice("check", "zookeeper-volumes-gone", code=1)["text"])

    @staticmethod
    def projects():
        names = docker("ps", "-a", "--format", '{{.Label "com.docker.compose.project"}}').split()
        return {name for name in names if name.startswith("brokerdeck-practice-")}

    def test_a_start_that_is_cancelled_leaves_nothing(self):
        before = self.projects()
        begun = subprocess.Popen([PROGRAM, "practice", "start", "broker-id-conflict"], env=self.env, text=True,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.ctl, "practice", "stop", "broker-id-conflict")
        projects, end = set(), time.monotonic() + 60
        while not projects and time.monotonic() < end:
            time.sleep(0.1)
            projects = self.projects() - before
        begun.send_signal(signal.SIGINT)
        said = begun.communicate(timeout=60)
        self.assertEqual((begun.returncode, len(projects)), (130, 1), said)
        self.assertIn("taken away again", said[1])
        self.assertEqual(self.left(projects.pop()), [[], [], []])
        self.assertIn("not go on", self.ctl("practice", "check", "broker-id-conflict").stderr)

    def test_what_is_not_there(self):
        self.assertEqual([one["lesson"] for one in self.practice("list")["lessons"] if one["goesOn"]], [])
        for argv in ("start",), ("start", "nope"), ("check",), ("explode",), ():
            self.assertEqual(self.ctl("practice", *argv).returncode, 2, argv)
        self.assertGreaterEqual(len(self.practice("hint", "broker-id-conflict")["hints"]), 2)


MENDS = {"first-start": Practice.up, "broker-id-conflict": Practice.up, "topics-missing": Practice.topics_made}
for its in LESSONS:
    setattr(Practice, "test_" + its.replace("-", "_"),
            lambda self, its=its: self.done_with(its, lambda folder: MENDS.get(its, Practice.change_undone)(self, folder)))

if __name__ == "__main__":
    unittest.main(verbosity=2)
