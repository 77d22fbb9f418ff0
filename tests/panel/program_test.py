#!/usr/bin/env python3
"""The panel as a user meets it, on the real engine: starts, crashes and ways out: program_test.py PANEL BROKERDECKCTL SOURCE_DIR,
under X and a session bus."""
import datetime
import json
import pathlib
import re
import subprocess
import sys
import time
import unittest
import zipfile

sys.path.insert(0, sys.argv[3] + "/tests/panel")
from panelcase import BUTTON, CTL, STACK, UP, PanelCase, docker, long  # noqa: E402


class Program(PanelCase):
    def test_start_break_mend_and_stop(self):
        panel = self.open()
        panel.press(BUTTON, "Start")
        panel.wait(lambda: panel.find(BUTTON, "Cancel"), 5, "a way to stop waiting")
        self.wait_up(panel)
        self.assert_everything_has_a_name(panel)
        self.assertEqual(self.ctl("status")[0], 0)

        docker("kill", self.container("mail-worker"))
        panel.press(BUTTON, "Start mail-worker")
        self.wait_up(panel, 20)

        panel.key("ctrl+2")
        panel.wait(lambda: any(text.startswith("Last start") or "Kafka’s JVM" in text for text in panel.texts()), 10,
                   "what the start's time was spent on")
        self.assert_everything_has_a_name(panel)
        panel.key("ctrl+1")
        panel.key("ctrl+period")
        panel.wait(lambda: set(panel.services().values()) <= {"stopped", "finished, exit 0"}, 60, "a stack that is stopped")
        self.assertEqual(docker("inspect", "-f", "{{.State.ExitCode}}", self.container("kafka")).strip(), "143")

    def test_a_crash_is_told_with_its_way_out(self):
        """A broker that dies of its last session’s registration, with nothing that would restart it."""
        override = pathlib.Path(self.lab.data.name) / "no-restart.yaml"
        override.write_text('services: {kafka: {restart: "no"}}\n')
        subprocess.run([CTL, "-f", str(STACK), "-f", str(override), "up"], env=self.lab.env, check=True, timeout=120,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.kcat("-P", "-t", "purchase-created", "-K:", "-p", "1", input="a:1\n")
        before = self.records()
        panel = self.open(override)
        self.wait_up(panel)
        docker("kill", self.container("kafka"))
        docker("start", self.container("kafka"))
        self.assertEqual(docker("wait", self.container("kafka")).strip(), "1")
        told = "kafka: ZooKeeper still holds an earlier registration of broker 1"
        panel.wait(lambda: told in panel.texts(), 10, "what happened")
        seen = time.time()
        died = docker("inspect", "-f", "{{.State.FinishedAt}}", self.container("kafka")).strip()
        took = seen - datetime.datetime.fromisoformat(died).timestamp()
        print(f"told {took:.2f} s after its death", file=sys.stderr)
        self.assertLess(took, 2)  # the tree is read through AT-SPI meanwhile
        self.assert_everything_has_a_name(panel)
        panel.key("ctrl+9")
        panel.wait(lambda: panel.find(BUTTON, "Show the brokers"), 10, "its proof and its steps")
        self.assert_everything_has_a_name(panel)
        panel.press(BUTTON, "Show the brokers")
        panel.wait(lambda: any("what a dead broker left behind" in text for text in panel.texts()), 10, "who owns it")
        panel.wait(lambda: any(re.search(r"start Kafka \(at most \d+ s\)", text) for text in panel.texts()), 5, "a countdown")
        self.assertFalse(panel.find(BUTTON, "Delete it…"))  # it may still go by itself
        self.assert_everything_has_a_name(panel)
        panel.press(BUTTON, "ZooKeeper’s nodes…")
        panel.wait(lambda: any(text.startswith("/: persistent") for text in panel.texts()), 10, "ZooKeeper’s root")
        self.assert_everything_has_a_name(panel)
        panel.key("Escape")
        panel.wait(lambda: panel.find(BUTTON, "Wait and start kafka"), 5, "the way out")
        panel.press(BUTTON, "Wait and start kafka")
        panel.wait(lambda: not panel.find(BUTTON, "Wait and start kafka"), 5, "the window alone")
        panel.key("ctrl+1")
        self.wait_up(panel, 90)
        panel.wait(lambda: told not in panel.texts(), 10, "nothing being wrong any more")
        self.assertEqual(self.records(), before)

    @long
    def test_a_lesson(self):
        panel = self.open()
        panel.wait(lambda: panel.find(BUTTON, "Start"), 30, "a project that is open")
        mine = sorted(self.lab.containers())
        panel.key("ctrl+o")
        panel.press(BUTTON, "Practice…")
        panel.wait(lambda: panel.find(BUTTON, "Start the lesson"), 10, "the lessons")
        self.assert_everything_has_a_name(panel)
        panel.press(BUTTON, "Start the lesson")  # the first one: nothing is broken, nothing runs
        panel.wait(lambda: panel.find(BUTTON, "Is it mended?"), 60, "a lesson that goes on")
        project = panel.wait(lambda: next((text for text in panel.texts() if text.startswith("brokerdeck-practice-first-start-")),
                                          None), 30, "its project in the window").split()[0]
        self.addCleanup(subprocess.run, [CTL, "practice", "stop", "first-start"], env=self.lab.env, check=True, timeout=120,
                        stdin=subprocess.DEVNULL)
        panel.press(BUTTON, "Give me a hint")
        panel.wait(lambda: any("press «Start»" in text for text in panel.texts()), 5, "a hint")
        panel.press(BUTTON, "Is it mended?")
        panel.wait(lambda: any(text.startswith("Not yet:") for text in panel.texts()), 30, "what is not well yet")
        panel.press(BUTTON, "Start", 30)
        self.wait_up(panel, 90)
        panel.press(BUTTON, "Is it mended?")
        panel.wait(lambda: any("All is well." in text for text in panel.texts()), 40, "that all is well")
        panel.press(BUTTON, "Stop the lesson")
        panel.wait(lambda: panel.find(BUTTON, "Start the lesson"), 60, "the end of it")
        self.assertEqual(docker("ps", "-aq", "--filter", f"label=com.docker.compose.project={project}"), "")
        self.assertEqual(docker("volume", "ls", "-q", "--filter", f"label=com.docker.compose.project={project}"), "")
        panel.wait(lambda: any(text.endswith("· done") for text in panel.texts()), 5, "its mark")
        self.assertEqual(sorted(self.lab.containers()), mine)  # never the user's own

    def test_killed_in_the_middle(self):
        panel = self.open()
        panel.press(BUTTON, "Start")
        panel.wait(lambda: panel.services().get("kafka") == "starting", 30, "Kafka starting")
        panel.kill()
        again = self.open()
        self.wait_engine_seen(again)
        code, runs = self.ctl("runs")
        self.assertEqual(code, 0)
        self.assertEqual(runs["runs"][0]["outcome"], None, runs)
        again.press(BUTTON, "Start")
        self.wait_up(again)

    def wait_engine_seen(self, panel):
        """What the engine runs is what the panel shows as up, whatever was going on when it was killed."""
        def agrees():
            running = {service for service in UP
                       if docker("inspect", "-f", "{{.State.Running}}", self.container(service)).strip() == "true"}
            shown = {service for service, state in panel.services().items() if state in ("starting", "healthy", "running")}
            return {"zookeeper", "kafka"} <= running and shown == running
        panel.wait(agrees, 20, "what the engine runs")

    def test_a_start_in_a_terminal_is_seen_and_recorded(self):
        panel = self.open()
        panel.wait(lambda: panel.services().get("kafka") == "not created", 20, "the project")
        with subprocess.Popen(["docker", "compose", "-f", str(STACK), "up", "-d"], env=self.lab.env,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as terminal:
            self.wait_up(panel, 120)
            self.assertEqual(terminal.wait(60), 0)
        end = time.monotonic() + 20
        while True:
            runs = self.ctl("runs")[1]["runs"]
            if runs and runs[0]["outcome"] or time.monotonic() > end:
                break
            time.sleep(0.2)
        self.assertEqual([(run["origin"], run["outcome"]) for run in runs], [("elsewhere", "done")], runs)
        lanes = {lane["service"] for lane in self.ctl("timeline")[1]["lanes"]}
        self.assertEqual(lanes, set(UP))

    def test_a_start_by_the_command_line_is_followed(self):
        panel = self.open()
        panel.wait(lambda: panel.services().get("kafka") == "not created", 20, "the project")
        panel.key("ctrl+2")
        with subprocess.Popen([CTL, "-f", str(STACK), "up"], env=self.lab.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as terminal:
            panel.wait(lambda: any("is at work" in text for text in panel.texts()), 10, "who is at work")
            panel.wait(lambda: any("Waiting for kafka" in text for text in panel.texts()), 30, "what it waits for")
            self.assertEqual([text for text in panel.texts() if "broke off" in text], [])
            self.assertEqual(terminal.wait(60), 0)
        panel.wait(lambda: any("Kafka’s JVM" in text for text in panel.texts()), 10, "what the time was spent on")
        panel.key("ctrl+1")
        self.wait_up(panel)
        self.assertEqual([(run["origin"], run["outcome"]) for run in self.ctl("runs")[1]["runs"]],
                         [("brokerdeckctl", "done")])

    def test_a_runbook_and_a_bundle(self):
        self.assertEqual(self.ctl("up")[0], 0)
        end = time.monotonic() + 60  # on a busy machine workers join their groups late
        while self.ctl("verify")[0] and time.monotonic() < end:
            pass
        code, well = self.ctl("troubleshoot", "i-do-not-know")
        self.assertEqual((code, {check["status"] for check in well["checks"]}), (0, {"passed"}), well)
        panel = self.open()
        self.wait_up(panel)
        panel.key("ctrl+9")
        panel.click(BUTTON, "I do not know")
        panel.wait(lambda: any(text.startswith("Everything that can be checked") for text in panel.texts()), 30,
                   "the end of the runbook")
        self.assert_everything_has_a_name(panel)
        panel.click(BUTTON, "Close")
        panel.click(BUTTON, "Diagnostics bundle…")
        panel.wait(lambda: panel.is_enabled(BUTTON, "Save…"), 30, "the files of the bundle")
        self.assert_everything_has_a_name(panel)
        self.assertIn("logs/kafka.log", panel.texts())
        panel.click(BUTTON, "Close")

        path = pathlib.Path(self.lab.data.name) / "bundle.zip"
        code, said = self.ctl("bundle", str(path))
        self.assertEqual(code, 0)
        with zipfile.ZipFile(path) as bundle:
            self.assertIsNone(bundle.testzip())
            self.assertEqual(bundle.namelist(), [one["name"] for one in said["files"]])
            self.assertLessEqual({"about.txt", "compose.json", "status.json", "containers.json", "diagnoses.json",
                                  "timeline.json", "logs/kafka.log", "logs/zookeeper.log", "health/kafka.txt"},
                                 set(bundle.namelist()))
            self.assertRegex(bundle.read("about.txt").decode(), r"Kafka \d")
            self.assertEqual(json.loads(bundle.read("diagnoses.json"))["diagnoses"], [])
            self.assertIn("started (kafka.server.KafkaServer)", bundle.read("logs/kafka.log").decode())
        self.assertEqual(subprocess.run([CTL, "-f", str(STACK), "bundle", str(path)], env=self.lab.env, check=False,
                                        capture_output=True, stdin=subprocess.DEVNULL).returncode, 2)  # it is there

        docker("stop", self.container("kafka"))
        code, broken = self.ctl("troubleshoot", "kafka-will-not-start")
        asked = [check for check in broken["checks"] if not check["depth"]]  # the others only ask why
        self.assertEqual((code, asked[-1]["status"]), (1, "failed"), broken)
        self.assertTrue(broken["mends"] or broken["diagnoses"], broken)


if __name__ == "__main__":
    unittest.main(verbosity=2)
