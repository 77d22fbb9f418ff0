#!/usr/bin/env python3
"""brokerdeckctl as a user meets it: exit codes, JSON, bad input, on the real engine: program_test.py PROGRAM SOURCE_DIR"""
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path.insert(0, str(SOURCE / "tests"))
from labproject import LabProject, docker  # noqa: E402
FAULTS = SOURCE / "tests/stacks/faults"


class Program(unittest.TestCase):
    def setUp(self):
        self.lab = LabProject("ctl")
        self.addCleanup(self.lab.clean)
        self.project, self.env = self.lab.name, self.lab.env

    def run_ctl(self, *argv, timeout=120, **env):
        return subprocess.run([PROGRAM, *argv], capture_output=True, text=True, timeout=timeout, check=False,
                              stdin=subprocess.DEVNULL, env=dict(self.env, **env))

    def on(self, folder, *argv, **options):
        return self.run_ctl("-f", str(folder / "compose.yaml"), "-p", self.project, *argv, **options)

    def assert_refused(self, done, code, *words):
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_wrong_use_is_2(self):
        self.assert_refused(self.run_ctl("explode"), 2, "explode", "--help")

    def test_no_engine_is_3(self):
        done = self.run_ctl("projects", DOCKER_HOST="unix:///nonexistent/docker.sock")
        self.assert_refused(done, 3)
        self.assertTrue(done.stderr.startswith("brokerdeckctl: "))

    def test_no_docker_program_is_3(self):
        self.assert_refused(self.run_ctl("projects", PATH="/nonexistent"), 3, "docker")

    def test_error_as_json(self):
        done = self.run_ctl("--json", "projects", DOCKER_HOST="unix:///nonexistent/docker.sock")
        self.assertEqual(done.returncode, 3)
        self.assertTrue(json.loads(done.stdout)["error"]["message"])

    def test_bad_yaml_names_line_and_column(self):
        self.assert_refused(self.on(FAULTS / "badyaml", "status"), 4, "compose.yaml:")
        self.assertRegex(self.on(FAULTS / "badyaml", "status").stderr, r"compose\.yaml:\d+:\d+")

    def test_cycle_is_shown(self):
        self.assert_refused(self.on(FAULTS / "cycle", "up"), 4, "→")

    def test_unset_variable_is_named(self):
        self.assert_refused(self.on(FAULTS / "unset-variable", "up"), 4, "NOT_SET")

    def test_missing_env_file_is_named(self):
        self.assert_refused(self.on(FAULTS / "missing-env-file", "up"), 4, ".env")

    def test_no_compose_file_here(self):
        with tempfile.TemporaryDirectory() as empty:
            done = subprocess.run([PROGRAM, "status"], cwd=empty, capture_output=True, text=True, check=False, env=self.env)
        self.assert_refused(done, 4, "compose")

    def test_unknown_image_ends_with_a_sentence(self):
        self.assert_refused(self.on(FAULTS / "unknown-image", "up"), 4, "image")

    def test_taken_port_names_the_port(self):
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = holder.getsockname()[1]
            self.assert_refused(self.on(FAULTS / "port-taken", "up", TAKEN_PORT=str(port)), 4, str(port))

    def test_service_that_exits_is_told_with_its_code(self):
        self.assert_refused(self.on(FAULTS / "exits", "up"), 4, "exit 3")

    def test_check_that_never_passes_ends_at_the_deadline(self):
        begin = time.monotonic()
        self.assert_refused(self.on(FAULTS / "never-healthy", "--timeout", "3", "up"), 4, "3 s")
        self.assertLess(time.monotonic() - begin, 20)

    def test_check_without_its_program_says_so(self):
        done = self.on(FAULTS / "no-check-program", "--timeout", "3", "up")
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertRegex(done.stderr + done.stdout, r"(?i)program|not found|no such file")

    def test_hostile_text_does_nothing(self):
        done = self.on(FAULTS / "hostile", "--timeout", "5", "up")
        status = self.on(FAULTS / "hostile", "status")
        for text in (done.stdout, done.stderr, status.stdout):
            self.assertNotIn("\x1b", text)

    def test_up_status_and_runs_as_json(self):
        stack = SOURCE / "tests/stacks/natively"
        up = self.on(stack, "--json", "up", timeout=180)
        events = [json.loads(line) for line in up.stdout.splitlines()]
        self.assertEqual(up.returncode, 1, up.stdout[-2000:] + up.stderr)  # expected topics are missing
        for event in events:
            self.assertLessEqual({"time", "service", "kind", "text"}, event.keys())
        self.assertEqual(events[-1]["kind"], "run-finished")

        status = self.on(stack, "--json", "status")
        self.assertEqual(status.returncode, 1)
        document = json.loads(status.stdout)
        self.assertLessEqual({"name", "role", "state", "health", "waitsFor", "image", "ports"}, document["services"][0].keys())
        self.assertEqual(sorted(document["topics"]["missing"]), sorted(document["topics"]["expected"]))

        again = self.on(stack, "up", "--create-topics")
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(self.on(stack, "status").returncode, 0)

        runs = json.loads(self.on(stack, "--json", "runs").stdout)["runs"]
        self.assertEqual([run["outcome"] for run in runs], ["done", "done"])
        timeline = self.on(stack, "timeline")
        self.assertEqual(timeline.returncode, 0)
        self.assertIn("zookeeper", timeline.stdout)
        self.assertEqual(self.on(stack, "stop").returncode, 0)

    def test_interrupt_is_130_and_leaves_containers(self):
        stack = SOURCE / "tests/stacks/natively"
        process = subprocess.Popen([PROGRAM, "-f", str(stack / "compose.yaml"), "-p", self.project, "--json", "up"],
                                   stdout=subprocess.PIPE, text=True, env=self.env, stdin=subprocess.DEVNULL)
        for line in process.stdout:
            event = json.loads(line)
            if event["kind"] == "started":
                process.send_signal(signal.SIGINT)
                break
        rest = process.stdout.read()
        self.assertEqual(process.wait(timeout=20), 130, rest)
        label = f"label=com.docker.compose.project={self.project}"
        self.assertTrue(docker("ps", "-q", "--filter", label, "--filter", "status=running").split())


if __name__ == "__main__":
    unittest.main(verbosity=2)
