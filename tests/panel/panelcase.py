"""What the tests of the panel share: a stack of the lab's for each test, the panel on it, and what is true beside it."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

PANEL, CTL, SOURCE = sys.argv.pop(1), sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path += [str(SOURCE / "tests"), str(SOURCE / "tests/panel")]
from atspi import BUTTON, CELL, CHECK, RADIO, Panel  # noqa: E402
from labproject import LabProject, docker, needs_zookeeper  # noqa: E402

STACK = SOURCE / "resources/stacks/zookeeper/compose.yaml"
UP = {"zookeeper": "healthy", "kafka": "healthy", "kafka-init": "finished, exit 0", "billing-worker": "running",
      "mail-worker": "running"}
long = unittest.skipUnless(os.environ.get("BROKERDECK_LONG"), "takes long: with --full, under a name of its own")


@needs_zookeeper
class PanelCase(unittest.TestCase):
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

    def kcat(self, *argv, **options):
        return subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", *argv], capture_output=True, text=True,
                              timeout=60, check=True, **options).stdout

    def records(self):
        return self.kcat("-C", "-e", "-q", "-t", "purchase-created", "-o", "beginning", "-f", "%p %o %T %k %s\n")

    def topics(self, panel):
        return panel.rows("Topic", "State", "Partitions", "Records", "Last write", "Kept for")

    def state(self, panel, topic, column="State"):
        """Nothing where it is not there: a table is read cell by cell, and may change meanwhile."""
        return self.topics(panel).get(topic, {}).get(column)

    def values(self, panel):
        """The values that are listed, the first row first."""
        return [text.removeprefix("Value: ") for role, text, _ in panel.showing()
                if role == CELL and text.startswith("Value: ")]

    def produce(self, topic, *lines):
        subprocess.run(["kcat", "-b", f"127.0.0.1:{self.lab.kafka_port}", "-P", "-t", topic],
                       input="".join(line + "\n" for line in lines).encode(), check=True, timeout=30)
