#!/usr/bin/env python3
"""What brokerdeckctl says of a cluster that is not there, whatever it is asked: unreachable_test.py PROGRAM"""
import concurrent.futures
import json
import socket
import subprocess
import sys
import unittest

PROGRAM = sys.argv.pop(1)


class Unreachable(unittest.TestCase):
    ASKING = (("topics", "list"), ("topics", "create", "a"), ("topics", "set", "a", "--config", "retention.ms=1"),
              ("topics", "add-partitions", "a", "3"), ("topics", "describe", "a"), ("topics", "delete", "a", "--yes"),
              ("topics", "empty", "a"), ("topics", "recreate", "a"), ("groups", "list"), ("groups", "describe", "g"), ("cluster", "show"), ("cluster", "acls"), ("peek", "a"))

    def assert_each_says(self, bootstrap, *words):
        ask = lambda verb: subprocess.run(  # noqa: E731
            [PROGRAM, "--json", "--bootstrap", bootstrap, "--timeout", "1", *verb], capture_output=True, text=True,
            timeout=8,  # some are several questions, and all of them run beside one another
            check=False, stdin=subprocess.DEVNULL)
        with concurrent.futures.ThreadPoolExecutor(len(self.ASKING)) as askers:
            answers = list(zip(self.ASKING, askers.map(ask, self.ASKING)))
        for verb, done in answers:
            with self.subTest(verb):
                self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
                for word in words:
                    self.assertIn(word, json.loads(done.stdout.splitlines()[-1])["error"]["message"])

    def test_cluster_that_is_not_there(self):
        self.assert_each_says("127.0.0.1:1", "127.0.0.1:1", "connection refused")

    def test_cluster_of_a_name_that_nobody_knows(self):
        self.assert_each_says("nowhere.invalid:9092", "not known")

    def test_a_cluster_that_takes_the_connection_and_is_silent(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen(64)
            self.assert_each_says(f"127.0.0.1:{silent.getsockname()[1]}", "gave no answer in time")


if __name__ == "__main__":
    unittest.main(verbosity=2)
