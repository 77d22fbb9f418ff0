#!/usr/bin/env python3
"""Resets, snapshots, volumes and verification in the panel, on the real engine: care_test.py PANEL BROKERDECKCTL SOURCE_DIR,
under X and a session bus."""
import re
import subprocess
import sys
import unittest

sys.path.insert(0, sys.argv[3] + "/tests/panel")
from panelcase import BUTTON, CTL, RADIO, STACK, PanelCase, docker  # noqa: E402


class Care(PanelCase):
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
        panel.wait(lambda: self.pairs() == ["a 1", "b 2"], 60, "the records being back")
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
        """What an undo brings back, whatever the offsets: records with headers and times, settings, and how many records the
        group has before it; by Kafka's own tools."""
        records = self.kcat("-C", "-e", "-q", "-t", "purchase-created", "-o", "beginning", "-f", "%p %T %h %k %s\n")
        settings = re.findall(r"^ +(\S+=\S+) sensitive", self.kafkas("kafka-configs", "--describe", "--entity-type", "topics",
                                                                    "--entity-name", "purchase-created"), re.M)
        rows = [line.split() for line in self.kafkas("kafka-consumer-groups", "--describe", "--group", "by-hand").splitlines()
                if line.startswith("by-hand ")]
        self.assertIn("retention.ms=86400000", settings)
        self.assertTrue(rows)
        return records, sorted(settings), {row[2]: row[5] for row in rows if row[3] != "-"}

    def kafkas(self, tool, *argv):
        return docker("exec", self.container("kafka"), tool, "--bootstrap-server", "kafka:29092", *argv)

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

    def test_a_snapshot_that_somebody_hands_on(self):
        file = f"{self.lab.data.name}/golden.snapshot.tar"
        self.assertEqual(self.ctl("up")[0], 0)
        self.kcat("-P", "-t", "purchase-created", "-K:", "-p", "1", input="a:1\n")
        for argv in (("save", "--records", "golden"), ("export", "golden", file), ("rm", "golden", "--yes")):
            subprocess.run([CTL, "-f", str(STACK), "snapshot", *argv], env=self.lab.env, check=True, timeout=120,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        panel = self.open()
        self.wait_up(panel)
        panel.key("ctrl+3")
        panel.wait(lambda: panel.is_enabled(BUTTON, "Import…"), 20, "a way in")
        panel.press(BUTTON, "Import…")
        panel.wait(lambda: panel.find(BUTTON, "Open"), 10, "which file")
        panel.type(file)
        panel.key("Return")
        panel.wait(lambda: "«golden» is among the snapshots now" in panel.texts(), 20, "that it is there")
        panel.wait(lambda: panel.rows("Snapshot", "Kept").get("golden", {}).get("Kept") == "for good", 20, "it in the list")

    def volumes(self):
        return sorted(docker("volume", "ls", "-q", "--filter",
                             f"label=com.docker.compose.project={self.lab.name}").split())


if __name__ == "__main__":
    unittest.main(verbosity=2)
