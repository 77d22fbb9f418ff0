#!/usr/bin/env python3
"""Topics, records, groups and clusters in the panel, on a real broker: kafka_test.py PANEL BROKERDECKCTL SOURCE_DIR,
under X and a session bus."""
import pathlib
import shutil
import subprocess
import sys
import time
import unittest

sys.path.insert(0, sys.argv[3] + "/tests/panel")
from panelcase import BUTTON, CHECK, PANEL, STACK, Panel, PanelCase, docker, long  # noqa: E402


class Kafka(PanelCase):
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

    @long
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

    @long
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
        # what the menu offers is counted below: two of its entries need to know how the topic is set
        panel.wait(lambda: (self.state(panel, "orders", "Kept for") or "…") != "…", 20, "how it is set")
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
