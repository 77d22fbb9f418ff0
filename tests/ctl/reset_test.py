#!/usr/bin/env python3
"""Resets, snapshots, volumes and verify from the command line, on a real stack: reset_test.py PROGRAM SOURCE_DIR"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path[:0] = [str(SOURCE / "tests")]
from labproject import LabProject, docker, needs_zookeeper  # noqa: E402

STACK = SOURCE / "tests/stacks/natively/compose.yaml"
TOPIC = "purchase-created"


@needs_zookeeper
class Reset(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lab = LabProject("reset")
        cls.addClassCleanup(cls.lab.clean)
        cls.project = cls.lab.name
        done = cls.ctl("up", "--create-topics")
        assert done.returncode == 0, done.stdout + done.stderr

    @classmethod
    def ctl(cls, *argv, timeout=180):
        return subprocess.run([PROGRAM, "-f", str(STACK), "-p", cls.project, *argv], capture_output=True, text=True,
                              timeout=timeout, check=False, stdin=subprocess.DEVNULL, env=cls.lab.env)

    def done(self, *argv, code=0):
        done = self.ctl(*argv)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def document(self, *argv, code=0):
        return json.loads(self.done("--json", *argv, code=code).stdout)

    def kcat(self, *argv, **options):
        return subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", *argv], capture_output=True, text=True,
                              timeout=60, check=True, **options).stdout

    def fill(self):
        self.kcat("-P", "-t", TOPIC, "-K:", "-p", "1", input="a:1\nb:2\n")

    def records(self):
        return self.kcat("-C", "-e", "-q", "-t", TOPIC, "-f", "%p %T %k %s\n")

    def ids(self):
        return sorted(self.lab.containers())

    def volumes(self):
        return sorted(docker("volume", "ls", "-q", "--filter",
                             f"label=com.docker.compose.project={self.project}").split())

    def created(self):
        return docker("volume", "inspect", "-f", "{{.CreatedAt}}", *self.volumes())

    def test_1_nothing_goes_unconfirmed(self):
        before = (self.ids(), self.created())
        for argv, word in [(("reset", "--level", "full"), self.project),
                           (("reset", "--level", "full", "--confirm", self.project + "x"), "not the name"),
                           (("reset", "--level", "empty", "--confirm", "x"), "not the name"),
                           (("reset", "--level", "all", "--confirm", self.project), "all"),
                           (("reset",), "--level"),
                           (("reset", "--level", "full", "--resume"), "--level"),
                           (("snapshot", "restore"), "Which")]:
            done = self.done(*argv, code=2)
            self.assertIn(word, done.stderr, argv)
        for argv in (("reset", "--resume", "--dry-run"), ("script", "--abandon"), ("script", "--resume")):
            self.assertIn("nothing to show", self.done(*argv, code=2).stderr, argv)
        for option in "--topic", "--group":
            self.assertIn("every topic and group", self.done("reset", "--level", "full", option, TOPIC, "--confirm",
                                                             self.project, code=2).stderr)
        self.assertIn("nothing to go on with", self.done("reset", "--abandon", code=4).stderr)
        self.assertEqual((self.ids(), self.created()), before)

    def test_2_a_dry_run_names_everything(self):
        before = (self.ids(), self.created())
        plan = self.document("reset", "--level", "full", "--dry-run")
        self.assertEqual(sorted(one["service"] for one in plan["containers"]), ["kafka", "zookeeper"])
        goes = {own: [one for one in plan["volumes"] if one["goesWithContainer"] == own] for own in (True, False)}
        self.assertEqual(sorted(one["name"] for one in goes[False]), self.volumes())
        self.assertEqual([one["anonymous"] for one in goes[True]], [True, True])  # their images' other volumes
        self.assertEqual((plan["refused"], plan["groups"]), ([], []))
        self.assertIn(TOPIC, [one["name"] for one in plan["topics"]])
        self.assertTrue(all(one["bytes"] > 0 for one in goes[False]), plan["volumes"])
        empty = self.document("reset", "--level", "empty", "--dry-run")
        self.assertIn(TOPIC, [one["name"] for one in empty["topics"]])
        self.assertEqual(empty["volumes"], [])
        self.assertEqual((self.ids(), self.created()), before)
        for level in "full", "empty", "recreate":
            script = self.done("script", "--level", level).stdout
            checked = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
            self.assertEqual(checked.returncode, 0, checked.stderr + script)

    def test_3_locked_volumes_stay(self):
        kafka = next(name for name in self.volumes() if "kafka" in name)
        self.done("volumes", "lock", kafka)
        listed = {one["name"]: one for one in self.document("volumes")["volumes"]}
        self.assertTrue(listed[kafka]["locked"] and listed[kafka]["bytes"] > 0)
        before = (self.ids(), self.created())
        for level in "full", "empty", "recreate":
            self.assertIn("locked", self.done("reset", "--level", level, "--confirm", self.project, code=4).stderr)
        self.assertEqual(self.document("reset", "--level", "full", "--dry-run", code=1)["refused"][0]["subject"], kafka)
        self.assertEqual((self.ids(), self.created()), before)
        self.done("volumes", "unlock", kafka)
        self.assertIn("go together", self.done("volumes", "rm", kafka, "--confirm", self.project, code=4).stderr)
        self.assertEqual(self.created(), before[1])
        files = self.document("volumes", "browse", kafka)["files"]
        self.assertIn("data/meta.properties", [one["path"] for one in files])
        self.assertIn("cluster.id=", self.done("volumes", "browse", kafka, "meta.properties").stdout)
        self.done("volumes", "browse", kafka, "../../etc/passwd", code=2)

    def test_3_one_volume_alone(self):
        """Nobody mounts it, or it is one of a set: it is looked into, kept, and put back by the commands that are printed."""
        orphan = self.project + "_archive"
        docker("volume", "create", "--label", f"com.docker.compose.project={self.project}", orphan)
        kept = ""
        try:
            self.into(orphan, "hello.txt", b"still here\n")
            self.assertIn("hello.txt", [one["path"].split("/")[-1] for one in
                                        self.document("volumes", "browse", orphan)["files"]])
            self.assertEqual(self.done("volumes", "browse", orphan, "hello.txt").stdout, "still here\n")
            self.done("snapshot", "save", "the archive", "--volume", orphan)
            kept = self.document("snapshot", "list")["snapshots"][0]["id"]
            self.into(orphan, "hello.txt", b"gone\n")
            self.by_hand(kept)
            self.assertEqual(self.done("volumes", "browse", orphan, "hello.txt").stdout, "still here\n")
            self.assertIn(orphan, self.volumes())  # with its label
            self.assertEqual(docker("ps", "-aq", "--filter", "label=io.brokerdeck.holder").strip(), "")
        finally:
            docker("volume", "rm", orphan)
            if kept:
                self.done("snapshot", "rm", kept, "--yes")

    def test_3_one_volume_of_the_set(self):
        self.fill()
        before = self.records()
        kafka = next(name for name in self.volumes() if "kafka" in name)
        self.done("snapshot", "save", "kafka alone", "--volume", kafka)
        kept = self.document("snapshot", "list")["snapshots"][0]["id"]
        self.kcat("-P", "-t", TOPIC, "-K:", "-p", "1", input="c:3\n")
        created = docker("volume", "inspect", "-f", "{{.CreatedAt}}", kafka)
        self.by_hand(kept)
        self.done("up")
        self.assertEqual(self.records(), before)
        self.assertNotEqual(docker("volume", "inspect", "-f", "{{.CreatedAt}}", kafka), created)
        self.done("snapshot", "rm", kept, "--yes")

    def by_hand(self, snapshot):
        """It is refused, with commands; these do it."""
        refused = self.done("snapshot", "restore", snapshot, "--confirm", self.project, code=2)
        self.assertIn("By hand", refused.stderr)
        script = "\n".join(line[4:] for line in refused.stderr.splitlines() if line.startswith("  | "))
        done = subprocess.run(["bash"], input=script[script.index("#!"):], text=True, check=False, capture_output=True,
                              cwd="/", env=self.lab.env)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def into(self, volume, name, content):
        """Past our own code: through a container that never runs."""
        image = docker("inspect", "-f", "{{.Image}}", self.ids()[0]).strip()
        holder = docker("create", "--network", "none", "-v", f"{volume}:/volume", image, "true").strip()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            docker("cp", path, f"{holder}:/volume/{name}")
        docker("rm", "-v", holder)

    def test_4_full_and_back(self):
        self.fill()
        before, created = self.records(), self.created()
        self.assertTrue(before)
        done = self.done("reset", "--level", "full", "--confirm", self.project)
        self.assertIn("snapshot restore", done.stdout)
        self.assertEqual(self.records(), "")
        self.assertNotEqual(self.created(), created)
        checks = {one["check"]: one for one in self.document("verify")["checks"]}
        self.assertEqual({one["status"] for one in checks.values()} - {"passed", "not-applicable"}, set(), checks)
        snapshot = self.document("snapshot", "list")["snapshots"][0]
        for volume in snapshot["volumes"]:  # somebody without Brokerdeck can unpack it
            names = subprocess.run(["tar", "-tf", f"{snapshot['directory']}/{volume['file']}"], capture_output=True,
                                   text=True, check=True).stdout
            self.assertTrue(names.startswith(volume["destination"].rsplit("/", 1)[1] + "/"), names[:80])
        self.done("snapshot", "verify", "latest")
        self.done("snapshot", "restore", "latest", code=2)
        # what a copy leaves that was killed in the middle is in nobody's way
        holder = docker("create", "--pull", "never", "--label", f"io.brokerdeck.holder={self.project}", "--mount",
                        f"type=volume,source={self.project}_kafka_data,target=/v,volume-nocopy",
                        os.environ["BROKERDECK_KAFKA_IMAGE"], "true").strip()
        self.assertTrue(holder)
        self.addCleanup(docker, "rm", "-f", holder)
        self.done("snapshot", "restore", snapshot["id"], "--confirm", self.project)
        self.assertNotIn(holder[:12], docker("ps", "-aq").split())
        self.assertEqual(self.records(), before)
        self.done("snapshot", "rename", "latest", "golden")
        self.assertIn("golden", self.done("snapshot", "list").stdout)
        self.handed_on("golden")
        self.assertIn("--yes", self.done("snapshot", "rm", "golden", code=2).stderr)
        self.done("snapshot", "rm", "golden", "--yes")
        self.done("snapshot", "verify", "golden", code=4)

    def handed_on(self, name):
        """Into a file, off the shelf, and in again out of that file."""
        with tempfile.TemporaryDirectory() as folder:
            self.done("snapshot", "export", name, folder)
            file, = pathlib.Path(folder).iterdir()
            self.assertTrue(file.name.endswith(".snapshot.tar"), file.name)
            self.assertIn("there already", self.done("snapshot", "export", name, str(file), code=2).stderr)
            self.assertIn("here already", self.done("snapshot", "import", str(file)).stdout)
            self.done("snapshot", "rm", name, "--yes")
            imported = self.document("snapshot", "import", str(file))
            self.assertEqual((imported["name"], imported["kept"], imported["wasThere"]), (name, True, False))
            self.done("snapshot", "verify", name)

    def test_5_records_and_back(self):
        self.fill()
        before, ids = self.records(), self.ids()
        self.done("snapshot", "save", "--records", "with records")
        for level in "empty", "recreate":
            self.done("reset", "--level", level, "--no-snapshot", "--confirm", self.project)
            self.assertEqual(self.records(), "", level)
            self.done("snapshot", "restore", "with records", "--confirm", self.project)
            self.assertEqual(self.records(), before, level)
        self.assertEqual(self.ids(), ids)  # Kafka and ZooKeeper stayed up
        self.done("reset", "--level", "empty", "--no-snapshot", "--confirm", self.project)
        self.handed_on("with records")
        self.done("snapshot", "restore", "with records", "--confirm", self.project)
        self.assertEqual(self.records(), before)
        snapshot = next(one for one in self.document("snapshot", "list")["snapshots"] if one["name"] == "with records")
        topic = next(one for one in snapshot["topics"] if one["name"] == TOPIC)
        path = pathlib.Path(snapshot["directory"]) / topic["file"]
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        self.assertIn("checksum", self.done("snapshot", "restore", "with records", "--confirm", self.project, code=4).stderr)
        self.assertEqual(self.records(), before)

    def test_6_a_script_does_the_same(self):
        self.fill()
        created = self.created()
        script = self.done("script", "--level", "full").stdout
        done = subprocess.run(["bash", "-s"], input=script, text=True, capture_output=True, check=False, timeout=180,
                              cwd=self.lab.data.name, env=self.lab.env)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr + script)
        self.assertNotEqual(self.created(), created)
        self.assertEqual(self.records(), "")
        archives = list((pathlib.Path(self.lab.data.name) / "before-reset").iterdir())
        self.assertEqual(len(archives), 5)
        again = subprocess.run(["bash", "-s"], input=script, text=True, capture_output=True, check=False, timeout=180,
                               cwd=self.lab.data.name, env=self.lab.env)
        self.assertNotEqual(again.returncode, 0)  # the way back of the first one is not written over
        self.done("up")
        for level in "empty", "recreate":
            self.fill()
            shutil.rmtree(archives[0].parent)
            self.kcat("-G", "by-hand", "-X", "auto.offset.reset=earliest", "-c", "1", "-q", TOPIC)
            script = self.done("script", "--level", level).stdout
            done = subprocess.run(["bash", "-s"], input=script, text=True, capture_output=True, check=False, timeout=180,
                                  cwd=self.lab.data.name, env=self.lab.env)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr + script)
            self.assertEqual(self.records(), "", level)
            kept = {one.name: one.read_text() for one in archives[0].parent.iterdir()}
            self.assertEqual(kept.keys(), {"topics.txt", "groups.txt", f"records-{TOPIC}.txt"})
            self.assertEqual([line.split("\t")[-2:] for line in kept[f"records-{TOPIC}.txt"].splitlines()],
                             [["a", "1"], ["b", "2"]])
            self.assertRegex(kept[f"records-{TOPIC}.txt"], r"^CreateTime:\d{13}\tPartition:1\tOffset:\d+\t")
            self.assertRegex(kept["groups.txt"], rf"by-hand +{TOPIC} +1 +\d+ +\d+ +1 ")
            groups = {one["group"] for one in self.document("groups", "list")["groups"]}
            if level == "recreate":
                self.assertNotIn("by-hand", groups)
                continue
            offsets = self.document("groups", "describe", "by-hand")["offsets"]
            self.assertEqual([(one["committed"], one["begin"]) for one in offsets if one["partition"] == 1], [(2, 2)])


if __name__ == "__main__":
    unittest.main(verbosity=2)
