#!/usr/bin/env python3
"""Records decoded through a real Schema Registry, Apicurio, which speaks Confluent's interface: registry_test.py PROGRAM SOURCE_DIR

The registry comes from Maven Central and keeps its schemas in memory; the bytes were written by fastavro.
"""
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import urllib.error
import urllib.request

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path.insert(0, str(SOURCE / "tests"))
from labproject import LabProject, free_port, needs_zookeeper  # noqa: E402

VERSION = "2.6.13.Final"
ARTIFACT = f"io.apicurio:apicurio-registry-app:{VERSION}:tar.gz:all"
AVRO = SOURCE / "tests/fixtures/avro/cases.jsonl"


class Apicurio:
    def __init__(self):
        subprocess.run(["mvn", "-q", "-B", "dependency:get", "-Dtransitive=false", f"-Dartifact={ARTIFACT}"], check=True,
                       stdin=subprocess.DEVNULL, timeout=900)
        self.folder = tempfile.TemporaryDirectory(prefix="bd-registry-")
        packed = pathlib.Path.home() / f".m2/repository/io/apicurio/apicurio-registry-app/{VERSION}"
        with tarfile.open(packed / f"apicurio-registry-app-{VERSION}-all.tar.gz") as tar:
            tar.extractall(self.folder.name, filter="data")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/apis/ccompat/v7"
        self.log = open(pathlib.Path(self.folder.name) / "log", "w+b")
        self.process = subprocess.Popen(
            ["java", "-Xmx512m", f"-Dquarkus.http.port={port}", "-Dquarkus.http.host=127.0.0.1", "-jar",
             f"apicurio-registry-app-{VERSION}-runner.jar"], cwd=self.folder.name, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=subprocess.STDOUT)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
        self.folder.cleanup()

    def wait(self):
        end = time.monotonic() + 180
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.url + "/subjects", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
        self.log.seek(0)
        raise AssertionError("the registry did not come up:\n" + self.log.read().decode()[-3000:])

    def register(self, subject, schema, kind="AVRO", references=()):
        body = json.dumps({"schema": schema, "schemaType": kind, "references": list(references)}).encode()
        request = urllib.request.Request(f"{self.url}/subjects/{subject}/versions", body,
                                         {"Content-Type": "application/vnd.schemaregistry.v1+json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["id"]


class RealRegistry(unittest.TestCase):
    def setUp(self):
        self.lab = LabProject("registry")
        self.addCleanup(self.lab.clean)
        self.registry = Apicurio()
        self.addCleanup(self.registry.stop)

    def run_ctl(self, *argv):
        return subprocess.run([PROGRAM, *argv], capture_output=True, text=True, timeout=300, check=False,
                              stdin=subprocess.DEVNULL, env=self.lab.env)

    @needs_zookeeper
    def test_decodes(self):
        up = self.run_ctl("-f", str(SOURCE / "tests/stacks/natively/compose.yaml"), "-p", self.lab.name, "up",
                          "--create-topics")
        self.assertEqual(up.returncode, 0, up.stdout + up.stderr)
        self.registry.wait()
        cluster = ["--bootstrap", f"127.0.0.1:{self.lab.kafka_port}"]
        self.assertEqual(self.run_ctl(*cluster, "topics", "create", "decoded").returncode, 0)

        expected, lines = [], []
        for case in map(json.loads, AVRO.read_text().splitlines()):
            references = []
            for number, schema in enumerate(case["references"]):
                name = json.loads(schema)
                subject = f"reference-{number}"
                self.registry.register(subject, schema)
                references.append({"name": f"{name['namespace']}.{name['name']}", "subject": subject, "version": 1})
            try:
                made = self.registry.register(f"case-{len(expected)}", case["schema"], "AVRO", references)
            except urllib.error.HTTPError as error:  # it may be stricter than the library
                print(f"{case['name']}: {error} {error.read()[:200]}", file=sys.stderr)
                continue
            lines.append({"value": f"00{made:08x}{case['hex']}", "valueFormat": "hex"})
            expected.append((case["json"], "avro", made))
        self.assertGreater(len(expected), 30)
        made = self.registry.register(
            "json", '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object"}', "JSON")
        lines.append({"value": f"00{made:08x}" + b'{"a": 1}'.hex(), "valueFormat": "hex"})
        expected.append(('{"a": 1}', "json-schema", made))
        made = self.registry.register("protobuf", 'syntax = "proto3"; message A { string a = 1; }', "PROTOBUF")
        lines.append({"value": f"00{made:08x}000a0178", "valueFormat": "hex"})
        lines.append({"value": "000012d68700", "valueFormat": "hex"})
        file = pathlib.Path(self.lab.data.name) / "framed.jsonl"
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        self.assertEqual(self.run_ctl(*cluster, "produce", "decoded", str(file), "--json-lines").returncode, 0)

        done = self.run_ctl(*cluster, "--json", "peek", "decoded", "--from", "beginning", "--registry", self.registry.url,
                            "--value-format", "registry")
        self.assertEqual(done.returncode, 0, done.stderr)
        records = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([(one["value"], one["valueFormat"], one["valueSchemaId"]) for one in records[:-2]], expected)
        self.assertIn("Protobuf", records[-2]["valueReason"])
        self.assertIn("no schema 1234567", records[-1]["valueReason"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
