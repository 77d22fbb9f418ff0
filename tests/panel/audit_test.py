#!/usr/bin/env python3
"""The audit in the panel, on the real engine, and a new stack from nothing: audit_test.py PANEL BROKERDECKCTL SOURCE_DIR, under X and
a session bus."""
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, sys.argv[3] + "/tests/panel")
from panelcase import BUTTON, CHECK, PANEL, PanelCase, docker  # noqa: E402
from atspi import Panel  # noqa: E402

# As somebody wrote it who had one topic to try: reachable from here, and nothing else.
PLAIN = """services:
  zookeeper:
    image: {zookeeper}
    environment:
      ZOOKEEPER_CLIENT_PORT: 2181

  kafka:
    image: {kafka}
    depends_on: [zookeeper]  # first
    ports: ["127.0.0.1:{port}:9092"]
    environment:
      KAFKA_BROKER_ID: 1
      KAFKA_ZOOKEEPER_CONNECT: zookeeper:2181
      KAFKA_LISTENERS: INSIDE://:29092,HOST://:9092
      KAFKA_ADVERTISED_LISTENERS: INSIDE://kafka:29092,HOST://127.0.0.1:{port}
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: INSIDE:PLAINTEXT,HOST:PLAINTEXT
      KAFKA_INTER_BROKER_LISTENER_NAME: INSIDE
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1
"""


class Audit(PanelCase):
    def setUp(self):
        super().setUp()
        self.file = pathlib.Path(self.lab.data.name) / "stack/compose.yaml"
        self.file.parent.mkdir()
        self.text = PLAIN.format(zookeeper=os.environ["BROKERDECK_ZOOKEEPER_IMAGE"], kafka=os.environ["BROKERDECK_KAFKA_IMAGE"],
                                 port=self.lab.kafka_port)
        self.file.write_text(self.text, encoding="utf-8")

    def open_file(self):
        panel = Panel(PANEL, self.lab.env, "-f", str(self.file), "-p", self.lab.name)
        self.addCleanup(panel.close)
        return panel

    def unnamed(self):
        mounts = docker("inspect", "--format", "{{range .Mounts}}{{.Name}} {{end}}", self.container("kafka"),
                        self.container("zookeeper"))
        return [name for name in mounts.split() if len(name) == 64]

    def data(self):
        """The volume on which Kafka's data is."""
        return docker("inspect", "--format", '{{range .Mounts}}{{if eq .Destination "/var/lib/kafka/data"}}{{.Name}}{{end}}{{end}}',
                      self.container("kafka")).strip()

    def test_mended_made_anew_and_taken_back(self):
        panel = self.open_file()
        panel.click(BUTTON, "Start")
        panel.wait(lambda: "2 of 2 services are up" in panel.texts(), 90, "the stack being up")
        self.produce("purchase-created", "kept")
        before = self.unnamed()
        self.addCleanup(lambda: docker("volume", "rm", *before))
        # The overview says so, and leads there.
        panel.click(BUTTON, "See and mend them", 30)
        panel.wait(lambda: panel.find(BUTTON, "Preview "), 10, "the audit")
        # What runs is held against the file as well.
        panel.wait(lambda: any("Where its data really is" in text for text in panel.texts()), 30, "the live findings")
        self.assert_everything_has_a_name(panel)
        panel.click(BUTTON, "Preview ")
        panel.wait(lambda: panel.is_enabled(BUTTON, "Change compose.yaml"), 30, "what would be written")
        self.assertEqual(self.file.read_text(encoding="utf-8"), self.text)
        self.assert_everything_has_a_name(panel)
        panel.click(BUTTON, "Change compose.yaml")
        panel.wait(lambda: "compose.yaml is written" in panel.texts(), 20, "it being written")
        mended = self.file.read_text(encoding="utf-8")
        self.assertIn("  kafka_data:", mended)
        self.assertIn("# first", mended)
        panel.click(BUTTON, "Make them anew, with their data", 10)
        panel.wait(lambda: self.data() == f"{self.lab.name}_kafka_data", 120, "the container made anew")
        panel.wait(lambda: panel.find(BUTTON, "Stop"), 120, "the start being over")
        read = subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", "-C", "-e", "-q", "-t", "purchase-created", "-o",
                               "beginning"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(read.stdout, "kept\n", read.stderr)
        panel.wait(lambda: not any("Where its data really is" in text for text in panel.texts()), 60, "what runs being right")
        # And back again, with one click.
        panel.click(BUTTON, "Take back the last change")
        panel.wait(lambda: self.file.read_text(encoding="utf-8") == self.text, 20, "the old file")
        panel.wait(lambda: panel.find(BUTTON, "Preview "), 20, "the findings being back")

    def read_in_a_group(self):
        return subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", "-G", "readers", "-q", "-e", "-X",
                               "auto.offset.reset=earliest", "purchase-created"], capture_output=True, text=True, timeout=20,
                              check=False).stdout

    def test_a_diagnosis_mends_the_file(self):
        self.file.write_text(self.text.replace("REPLICATION_FACTOR: 1", "REPLICATION_FACTOR: 3"), encoding="utf-8")
        panel = self.open_file()
        panel.click(BUTTON, "Start")
        panel.wait(lambda: "2 of 2 services are up" in panel.texts(), 90, "the stack being up")
        self.produce("purchase-created", "kept")
        with self.assertRaises(subprocess.TimeoutExpired):  # nothing says so to it
            self.read_in_a_group()
        panel.key("ctrl+9")
        panel.click(BUTTON, "Mend the file…", 30)
        panel.wait(lambda: panel.is_enabled(BUTTON, "Change compose.yaml"), 30, "what would be written")
        panel.click(BUTTON, "Change compose.yaml")
        panel.wait(lambda: "compose.yaml is written" in panel.texts(), 20, "it being written")
        self.assertIn("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1", self.file.read_text(encoding="utf-8"))
        self.assertNotIn("kafka_data", self.file.read_text(encoding="utf-8"))  # what was asked for, and nothing else
        panel.click(BUTTON, "Make kafka anew", 10)
        panel.wait(lambda: panel.find(BUTTON, "Stop"), 120, "the start being over")
        panel.wait(lambda: "2 of 2 services are up" in panel.texts(), 60, "the stack being up again")
        self.assertEqual(self.read_in_a_group(), "kept\n")

    def test_a_new_stack_from_nothing(self):
        panel = Panel(PANEL, self.lab.env)
        self.addCleanup(panel.close)
        panel.click(BUTTON, "New stack…", 20)
        panel.wait(lambda: panel.find(BUTTON, "Write compose.yaml and open it"), 10, "the choices")
        self.assert_everything_has_a_name(panel)
        folder = pathlib.Path(self.lab.data.name) / "My Shop"
        panel.type(str(folder))  # the folder has the focus, and what is in it is chosen
        panel.wait(lambda: panel.is_enabled(BUTTON, "Write compose.yaml and open it"), 10, "a choice that may be")
        panel.click(BUTTON, "Write compose.yaml and open it")
        panel.wait(lambda: (folder / "compose.yaml").exists(), 20, "the file")
        self.assertIn("name: myshop\n", (folder / "compose.yaml").read_text(encoding="utf-8"))
        panel.wait(lambda: panel.find(BUTTON, "Start"), 30, "the project being open")
        panel.key("ctrl+0")
        panel.wait(lambda: any("settings are right" in text for text in panel.texts()), 20, "the audit")
        self.assertTrue(any(text.startswith("Nothing here will bring the next crash") for text in panel.texts()), panel.texts())
        self.assertFalse(panel.is_enabled(BUTTON, "Preview"))
        self.assertTrue(panel.find(CHECK, "Show what is right"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
