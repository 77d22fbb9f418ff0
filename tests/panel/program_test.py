#!/usr/bin/env python3
"""The panel as a user meets it, on the real engine: program_test.py PANEL BROKERDECKCTL SOURCE_DIR, under X and a
session bus."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest
import zipfile

PANEL, CTL, SOURCE = sys.argv.pop(1), sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path += [str(SOURCE / "tests"), str(SOURCE / "tests/panel")]
from atspi import BUTTON, CELL, CHECK, RADIO, Panel  # noqa: E402
from labproject import LabProject, docker, needs_zookeeper  # noqa: E402

STACK = SOURCE / "resources/stacks/zookeeper/compose.yaml"
UP = {"zookeeper": "healthy", "kafka": "healthy", "kafka-init": "finished, exit 0", "billing-worker": "running",
      "mail-worker": "running"}


@needs_zookeeper
class Program(unittest.TestCase):
    def setUp(self):
        self.lab = LabProject("panel")
        self.addCleanup(self.lab.clean)

    def open(self, *more):
        files = [word for file in (STACK, *more) for word in ("-f", str(file))]
        panel = Panel(PANEL, self.lab.env, *files)
        self.addCleanup(panel.close)
        return panel

    def ctl(self, *argv):
        done = subprocess.run([CTL, "-f", str(STACK), "--json", *argv], env=self.lab.env, capture_output=True,
                              text=True, timeout=120, check=False, stdin=subprocess.DEVNULL)
        return done.returncode, json.loads(done.stdout.splitlines()[-1] if argv[0] == "up" else done.stdout)

    def container(self, service):
        return f"{self.lab.name}-{service}-1"

    def wait_up(self, panel, seconds=60):
        panel.wait(lambda: panel.services() == UP, seconds, "a stack that is up")
        panel.wait(lambda: "5 of 5 services are up" in panel.texts(), 10, "the top bar saying so")

    def assert_everything_has_a_name(self, panel):
        nameless = [role for role, name, node in panel.showing() if role in (BUTTON, CHECK, RADIO) and not name]
        self.assertEqual(nameless, [])
        markup = [text for _, name, node in panel.showing() for text in (name, node.description) if "<p>" in text]
        self.assertEqual(markup, [])

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
        died = time.monotonic()
        told = "kafka: ZooKeeper still holds an earlier registration of broker 1"
        panel.wait(lambda: told in panel.texts(), 10, "what happened")
        self.assertLess(time.monotonic() - died, 2.5)  # the tree is read through AT-SPI meanwhile
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

    @unittest.skipUnless(os.environ.get("BROKERDECK_LONG"), "takes a minute: panel.lesson, with --full")
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

    def topics(self, panel):
        return panel.rows("Topic", "State", "Partitions", "Records", "Last write", "Kept for")

    def state(self, panel, topic, column="State"):
        """Nothing where it is not there: a table is read cell by cell, and may change meanwhile."""
        return self.topics(panel).get(topic, {}).get(column)

    def test_topics_are_made_changed_and_deleted(self):
        self.assertEqual(self.ctl("up")[0], 0)
        panel = self.open()
        self.wait_up(panel)
        panel.key("ctrl+4")
        expected = {"purchase-confirmed", "purchase-created", "trainer-allocated", "dead-letter-queue"}
        panel.wait(lambda: set(self.topics(panel)) == expected, 20, "the topics of the stack")
        panel.wait(lambda: (self.state(panel, "dead-letter-queue", "Kept for") or "…") != "…", 20, "how long they keep")
        panel.wait(lambda: all(self.state(panel, topic) == "in sync" for topic in expected), 10, "all in sync")
        self.assert_everything_has_a_name(panel)

        panel.press(BUTTON, "Create topic…")
        panel.wait(lambda: panel.find("dialog", "Create a topic"), 10, "the dialog")
        panel.type("orders")
        panel.key("Return")
        panel.wait(lambda: self.topics(panel).get("orders", {}).get("Records") == "0", 20, "the new topic, empty")
        self.assertEqual(self.ctl("topics", "describe", "orders")[0], 0)

        # one that somebody else writes to and deletes
        subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", "-P", "-t", "orders"], input=b"one\ntwo\n",
                       check=True, timeout=30)
        panel.wait(lambda: self.state(panel, "orders", "Records") == "≈ 2", 20, "its records")
        panel.wait(lambda: (self.state(panel, "orders", "Last write") or "").startswith("today"), 20, "when that was")
        code, found = self.ctl("topics", "describe", "orders")
        self.assertEqual((code, found["lastWriteKnown"], found["lastWrite"][:2]), (0, True, "20"), found)
        self.assertEqual(self.ctl("topics", "delete", "dead-letter-queue", "--yes")[0], 0)
        panel.wait(lambda: self.state(panel, "dead-letter-queue") == "missing", 20, "what is missing")
        panel.press(BUTTON, "Create dead-letter-queue")
        panel.wait(lambda: self.state(panel, "dead-letter-queue") == "in sync", 20, "what was missing")

        # a setting that the broker would refuse is said in the form
        panel.press(BUTTON, "Create topic…")
        panel.wait(lambda: panel.find("dialog", "Create a topic"), 10, "the dialog")
        panel.type("refused")
        panel.key("Tab", "Tab", "Tab", "Tab", "Tab")
        panel.type("retention.mss=1")
        panel.wait(lambda: any("refused: Unknown" in text for text in panel.texts()), 20, "what the broker says of it")
        self.assertFalse(panel.is_enabled_named(BUTTON, "Create"))
        panel.key("Escape")

        # a broker that is silent is waited for no longer than somebody wants to
        docker("pause", self.container("kafka"))
        try:
            panel.press(BUTTON, "Create topic…")
            panel.wait(lambda: panel.find("dialog", "Create a topic"), 10, "the dialog")
            panel.type("while-silent")
            panel.key("Return")
            panel.wait(lambda: "Creating while-silent…" in panel.texts(), 10, "what goes on")
            panel.press(BUTTON, "Stop waiting")
            panel.wait(lambda: "Stopped waiting for the broker" in panel.texts(), 3, "the end of it")
        finally:
            docker("unpause", self.container("kafka"))

        panel.key("ctrl+f")
        panel.type("orders")
        panel.wait(lambda: set(self.topics(panel)) == {"orders"}, 10, "the filtered list")
        panel.key("Return", "Delete")
        panel.wait(lambda: panel.find("dialog", "Delete the topic orders?"), 10, "the question")
        panel.key("Return")
        self.assertTrue(panel.find("dialog", "Delete the topic orders?"))
        panel.type("orders")
        panel.press(BUTTON, "Delete orders")
        panel.wait(lambda: not self.topics(panel), 20, "a list without it")
        self.assertEqual(self.ctl("topics", "describe", "orders")[0], 4)  # there is none

    def values(self, panel):
        """The values that are listed, the first row first."""
        return [text.removeprefix("Value: ") for role, text, _ in panel.showing()
                if role == CELL and text.startswith("Value: ")]

    def produce(self, topic, *lines):
        subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", "-P", "-t", topic],
                       input="".join(line + "\n" for line in lines).encode(), check=True, timeout=30)

    def test_records_are_read_followed_filtered_and_written(self):
        self.assertEqual(self.ctl("up")[0], 0)
        self.produce("purchase-created", '{"id":1}', '{"id":2}')
        panel = self.open()
        self.wait_up(panel)
        panel.key("ctrl+5")
        panel.wait(lambda: panel.find(BUTTON, "Read"), 10, "the records view")
        time.sleep(1)
        panel.type("purchase-created")
        panel.key("Return")
        panel.wait(lambda: set(self.values(panel)) == {'{"id":1}', '{"id":2}'}, 20, "what is in the topic")
        self.assert_everything_has_a_name(panel)

        panel.press(BUTTON, "Live")
        panel.wait(lambda: any(text.startswith("Waiting for what comes") for text in panel.texts()), 10, "live")
        self.produce("purchase-created", '{"id":3}')
        panel.wait(lambda: self.values(panel)[0] == '{"id":3}', 10, "what came, on top")
        panel.press(BUTTON, "Stop reading")
        panel.wait(lambda: panel.find(BUTTON, "Read"), 10, "the end of it")
        self.assertEqual(len(self.values(panel)), 3)  # rows stay

        panel.key("ctrl+f")
        panel.type('"id":2')
        panel.key("Return")
        panel.wait(lambda: self.values(panel) == ['{"id":2}'], 20, "what the filter lets through")

        panel.press(BUTTON, "Write a record…")
        panel.wait(lambda: panel.find("dialog", "Write a record"), 10, "the dialog")
        panel.type('written here')
        panel.press(BUTTON, "Write it")
        panel.wait(lambda: any(text.startswith("Wrote 1 record") for text in panel.texts()), 20, "the broker’s word")
        code, found = self.ctl("topics", "describe", "purchase-created")
        self.assertEqual((code, sum(one["end"] - one["begin"] for one in found["partitions"])), (0, 4), found)
        groups = [group["group"] for group in self.ctl("groups", "list")[1]["groups"]]
        self.assertEqual(sorted(groups), ["billing", "mail"])  # reading leaves no trace

    def add_connection(self, panel, name, read_only=False):
        panel.press(BUTTON, "Add a connection…")
        panel.wait(lambda: panel.find("dialog", "A connection to another cluster"), 10, "the dialog")
        panel.type(name)
        panel.key("Tab")
        panel.type(f"127.0.0.1:{self.lab.kafka_port}")
        if read_only:
            panel.press(CHECK, "Read-only")
        panel.press(BUTTON, "Keep it")
        panel.wait(lambda: name in panel.rows("Name", "Use"), 10, "the connection")

    def test_groups_the_cluster_and_another_connection(self):
        self.assertEqual(self.ctl("up")[0], 0)
        panel = self.open()
        self.wait_up(panel)
        panel.key("ctrl+6")
        panel.wait(lambda: panel.rows("Group", "State", "Members").keys() == {"billing", "mail"}, 20, "the groups")
        panel.wait(lambda: panel.rows("Group", "State")["billing"].get("State") == "stable", 20, "what billing does")
        self.assert_everything_has_a_name(panel)
        panel.key("ctrl+7")
        panel.wait(lambda: {"ZooKeeper", "broker 1"} <= set(panel.texts()), 20, "the facts of the cluster")
        self.assert_everything_has_a_name(panel)

        panel.key("ctrl+8")
        panel.wait(lambda: panel.rows("Name", "Use"), 20, "the connections")
        panel.key("Down", "Up", "Menu")
        panel.wait(lambda: len(panel.windows()) > 1, 10, "the menu")  # Qt's bridge does not tell of it
        panel.key("Down", "Return")  # the first one is chosen as it opens; the second is to test it
        panel.wait(lambda: f"{self.lab.name} works" in panel.texts(), 30, "the test of the stack's own")
        self.add_connection(panel, "Mirror", read_only=True)
        self.assertEqual(panel.rows("Name", "Changes")["Mirror"]["Changes"], "read-only")
        panel.key("Down", "Down", "Return")
        panel.wait(lambda: panel.rows("Name", "Use").get("Mirror", {}).get("Use") == "in use", 20, "its use")
        panel.key("ctrl+4")
        panel.wait(lambda: any(text.startswith("Mirror, read-only") for text in panel.texts()), 10, "which cluster it is")
        panel.wait(lambda: "purchase-created" in self.topics(panel), 20, "the topics there")
        self.assertFalse(panel.is_enabled(BUTTON, "Create topic…"))
        panel.press(BUTTON, "Back to this stack")
        # The other cluster's list has the same topics: it must be gone first.
        panel.wait(lambda: not any(text.startswith("Mirror, read-only") for text in panel.texts()), 10, "the way back")
        panel.wait(lambda: "purchase-created" in self.topics(panel), 20, "the stack's own topics")
        self.assertTrue(panel.is_enabled(BUTTON, "Create topic…"))

    def test_a_cluster_without_a_project(self):
        self.assertEqual(self.ctl("up")[0], 0)
        folder = self.lab.data.name  # nothing to open here
        panel = Panel(str(pathlib.Path(PANEL).resolve()), self.lab.env, cwd=folder)
        self.addCleanup(panel.close)
        panel.press(BUTTON, "Connect to a cluster…")
        self.add_connection(panel, "Elsewhere")
        panel.key("Down", "Down", "Return")
        panel.wait(lambda: panel.rows("Name", "Use").get("Elsewhere", {}).get("Use") == "in use", 20, "its use")
        panel.key("ctrl+4")
        panel.wait(lambda: "purchase-created" in self.topics(panel), 20, "the topics there")
        self.assert_everything_has_a_name(panel)
        panel.press(BUTTON, "Disconnect")
        panel.wait(lambda: "Elsewhere" in panel.rows("Name", "Use"), 10, "the connections")
        self.assertEqual(panel.rows("Name", "Use")["Elsewhere"]["Use"], "")

    def test_a_broker_that_is_killed_while_it_is_looked_at(self):
        self.assertEqual(self.ctl("up")[0], 0)
        panel = self.open()
        self.wait_up(panel)
        for view, sign in (("ctrl+4", "purchase-created"), ("ctrl+6", "billing"), ("ctrl+7", "broker 1")):
            panel.key(view)
            panel.wait(lambda shown=sign: any(shown in text for text in panel.texts()), 20, f"what {view} shows")
            docker("kill", self.container("kafka"))
            panel.wait(lambda: any("was true before" in text or "does not answer" in text or "cannot be reached" in text
                                   for text in panel.texts()), 30, f"{view} saying that its broker is gone")
            self.assertTrue(any(sign in text for text in panel.texts()), "what was known stays")
            docker("start", self.container("kafka"))
            panel.wait(lambda: not any("was true before" in text for text in panel.texts()), 60,
                       f"{view} seeing that it is back")

    def kcat(self, *argv, **options):
        return subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", *argv], capture_output=True, text=True,
                              timeout=60, check=True, **options).stdout

    def records(self):
        return self.kcat("-C", "-e", "-q", "-t", "purchase-created", "-o", "beginning", "-f", "%p %o %T %k %s\n")

    def walk_wizard(self, panel, level, button, topic=None):
        panel.click(BUTTON, "Reset…")
        panel.wait(lambda: panel.find(BUTTON, "Next"), 10, "the wizard")
        panel.click(RADIO, level)
        panel.wait(lambda: panel.is_enabled(BUTTON, "Next"), 20, "what would go")
        panel.click(BUTTON, "Next")
        if topic:
            self.choose(panel, "Choose topics", topic)
        for _ in range(2):
            panel.click(BUTTON, "Next")
        panel.wait(lambda: panel.find(BUTTON, button), 10, "the button that names what it does")
        self.assert_everything_has_a_name(panel)
        self.assertFalse(panel.is_enabled(BUTTON, button))
        panel.type(self.lab.name)
        panel.wait(lambda: panel.is_enabled(BUTTON, button), 10, "a confirmed reset")
        panel.key("Return")  # does not press it
        self.assertTrue(self.records())
        panel.click(BUTTON, button)

    def choose(self, panel, button, name):
        """This one alone, in the dialog that the button opens."""
        panel.click(BUTTON, button)
        panel.click(BUTTON, "None")
        self.assertFalse(panel.is_enabled(BUTTON, "Take these"))
        self.assert_everything_has_a_name(panel)
        panel.type(name)  # the filter has the focus
        panel.click(BUTTON, "All")  # of those that it shows
        panel.click(BUTTON, "Take these")
        panel.wait(lambda: panel.is_enabled(BUTTON, "Next"), 20, "what would go then")

    def test_resets_and_their_undoing(self):
        self.assertEqual(self.ctl("up")[0], 0)
        self.kcat("-P", "-t", "purchase-created", "-K:", "-p", "1", "-H", "trace=7", input="a:1\nb:2\n")
        self.kcat("-G", "by-hand", "-X", "auto.offset.reset=earliest", "-c", "1", "-q", "purchase-created")
        self.assertEqual(self.ctl("topics", "set", "purchase-created", "--config", "retention.ms=86400000")[0], 0)
        before, created = self.records(), docker("volume", "inspect", "-f", "{{.CreatedAt}}", *self.volumes())
        everything = self.everything()
        panel = self.open()
        self.wait_up(panel)
        goes = self.ctl("reset", "--level", "full", "--dry-run")[1]["volumes"]
        self.walk_wizard(panel, "Start Kafka and ZooKeeper from nothing", f"Delete {len(goes)} volumes of")
        panel.wait(lambda: panel.find(BUTTON, "Undo"), 120, "the end of the reset")
        self.assertEqual(self.records(), "")
        self.assertNotEqual(docker("volume", "inspect", "-f", "{{.CreatedAt}}", *self.volumes()), created)
        panel.wait(lambda: panel.find(BUTTON, "Workers are connected"), 30, "the verification")
        self.assert_everything_has_a_name(panel)
        self.undo(panel, "Restore ")
        panel.wait(lambda: "5 of 5 services are up" not in panel.texts(), 30, "the restore having begun")
        panel.wait(lambda: "5 of 5 services are up" in panel.texts(), 120, "the snapshot being back")
        self.assertEqual(self.records(), before)  # at the same offsets, too
        self.assertEqual(self.everything(), everything)

        panel.key("ctrl+3")
        panel.wait(lambda: panel.rows("Snapshot", "Holds"), 20, "the snapshot in the list")
        # and beside these, those that the image declares for every service that is of it
        self.assertLessEqual({"Kafka’s data", "ZooKeeper’s data", "ZooKeeper’s transaction log"},
                             {row["Holds"] for row in panel.rows("Volume", "Holds").values()})
        self.assert_everything_has_a_name(panel)
        self.walk_wizard(panel, "Empty the topics", "Empty 4 topics of")
        panel.wait(lambda: panel.find(BUTTON, "Undo"), 60, "the end of the reset")
        self.assertEqual(self.records(), "")
        self.undo(panel, "Restore 4 topics")
        # a worker that is stopped while it joins its group is counted until its session has expired: 45 s
        panel.wait(lambda: self.pairs() == ["a 1", "b 2"], 120, "the records being back")
        panel.wait(lambda: panel.is_enabled(BUTTON, "Reset…"), 30, "the restore being over")
        self.assertEqual(self.everything(), everything)

        self.kcat("-P", "-t", "trainer-allocated", "-K:", "-p", "0", input="d:4\n")
        self.walk_wizard(panel, "Empty the topics", "Empty 1 topic of", topic="trainer")
        panel.wait(lambda: panel.find(BUTTON, "Undo"), 60, "the end of the reset of one topic")
        self.assertEqual(self.kcat("-C", "-e", "-q", "-t", "trainer-allocated", "-o", "beginning"), "")
        self.assertEqual(self.pairs(), ["a 1", "b 2"])  # nobody chose it
        panel.click(BUTTON, "Close")

        self.kcat("-P", "-t", "purchase-created", "-K:", "-p", "1", input="c:3\n")
        everything = self.everything()
        self.walk_wizard(panel, "Make the topics anew", "Delete 4 topics of")
        panel.wait(lambda: panel.find(BUTTON, "Undo"), 60, "the end of the reset")
        self.assertEqual(self.records(), "")
        panel.wait(lambda: any("4 expected topics are there" in text for text in panel.texts()), 30, "the verification")
        self.undo(panel, "Restore 4 topics")
        panel.wait(lambda: self.pairs() == ["a 1", "b 2", "c 3"], 60, "the records being back")
        panel.wait(lambda: panel.is_enabled(BUTTON, "Reset…"), 30, "the restore being over")
        self.assertEqual(self.everything(), everything)

    def undo(self, panel, button):
        """It deletes, too: what goes is named, and confirmed by typing."""
        panel.click(BUTTON, "Undo")
        panel.wait(lambda: panel.find(BUTTON, button), 30, "what would go")
        self.assert_everything_has_a_name(panel)
        self.assertFalse(panel.is_enabled(BUTTON, button))
        panel.type(self.lab.name)
        panel.wait(lambda: panel.is_enabled(BUTTON, button), 10, "a confirmed restore")
        panel.click(BUTTON, button)

    def everything(self):
        """What an undo brings back, whatever the offsets: records with headers and times, where a group is, settings."""
        config = {one["name"]: one["value"] for one in self.ctl("topics", "describe", "purchase-created")[1]["config"]}
        read = {one["partition"]: (one["committed"] or 0) - (one["begin"] or 0)
                for one in self.ctl("groups", "describe", "by-hand")[1]["offsets"] if one["committed"] is not None}
        return (self.kcat("-C", "-e", "-q", "-t", "purchase-created", "-o", "beginning", "-f", "%p %T %h %k %s\n"), read,
                config["retention.ms"])

    def pairs(self):
        """Keys and values; nothing while the topic is deleted and made."""
        try:
            return [" ".join(line.split()[3:]) for line in self.records().splitlines()]
        except subprocess.CalledProcessError:
            return None

    def test_a_verification_and_a_look_into_a_volume(self):
        self.assertEqual(self.ctl("up")[0], 0)
        panel = self.open()
        self.wait_up(panel)
        panel.key("ctrl+shift+v")
        panel.wait(lambda: panel.find(BUTTON, "Workers are connected"), 30, "the verification")
        self.assertEqual([text for text in panel.texts() if text == "failed"], [])
        self.assert_everything_has_a_name(panel)
        panel.press(BUTTON, "Expected topics are there")
        panel.wait(lambda: self.topics(panel), 20, "the view that explains it")
        panel.key("ctrl+3")
        panel.wait(lambda: panel.rows("Volume", "Holds"), 20, "the volumes")
        panel.key("Down", "Up", "Return")  # the first one: Kafka’s data
        panel.wait(lambda: panel.rows("File", "Size"), 30, "its files")
        panel.type("meta.prop")
        panel.wait(lambda: panel.rows("File", "Size").keys() == {"meta.properties"}, 10, "the filter")
        panel.key("Return")  # to the rows, and chooses the first
        panel.wait(lambda: "The beginning of meta.properties" in panel.texts(), 20, "the beginning of the file")

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
        self.assertEqual((code, broken["checks"][-1]["status"]), (1, "failed"), broken)
        self.assertTrue(broken["mends"] or broken["diagnoses"], broken)

    def volumes(self):
        return sorted(docker("volume", "ls", "-q", "--filter",
                             f"label=com.docker.compose.project={self.lab.name}").split())

    def test_what_the_team_expects(self):
        base = pathlib.Path(self.lab.data.name) / "team"
        shutil.copytree(STACK.parent, base)
        self.assertEqual(self.ctl("up")[0], 0)
        self.assertEqual(self.ctl("topics", "create", "orders", "--partitions", "2")[0], 0)
        panel = Panel(PANEL, self.lab.env, "-f", str(base / "compose.yaml"))
        self.addCleanup(panel.close)
        self.wait_up(panel)
        panel.key("ctrl+4")
        panel.wait(lambda: "orders" in self.topics(panel), 20, "the topic")
        panel.key("ctrl+f")
        panel.type("orders")
        panel.key("Return")
        panel.wait(lambda: self.topics(panel).keys() == {"orders"}, 10, "the filter")
        panel.key("Down", "Menu")
        panel.wait(lambda: len(panel.windows()) > 1, 10, "the menu")  # Qt's bridge does not tell of it
        panel.key(*["Down"] * 6, "Return")
        panel.wait(lambda: panel.find("dialog", "What the team expects of orders"), 10, "the dialog")
        panel.type("5")
        panel.press(BUTTON, "Expect it")
        team = base / ".brokerdeck.yaml"
        panel.wait(lambda: team.exists() and "name: orders" in team.read_text(), 10, "the team file")
        self.assertIn("partitions: 5", team.read_text())
        self.assertIn("purchase-created", team.read_text())  # the init service's come along
        panel.wait(lambda: any("not as this project expects" in text for text in panel.texts()), 20, "that it differs")


if __name__ == "__main__":
    unittest.main(verbosity=2)
