#!/usr/bin/env python3
"""brokerdeckctl as a user meets it: exit codes, JSON, bad input, on the real engine: program_test.py PROGRAM SOURCE_DIR"""
import json
import os
import pathlib
import pty
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path[:0] = [str(SOURCE / "tests"), str(SOURCE / "tests/ctl")]
from fakes.schemaregistry import SchemaRegistry  # noqa: E402
from labproject import LabProject, docker, needs_zookeeper  # noqa: E402
from projectchecks import ProjectChecks  # noqa: E402
AVRO = SOURCE / "tests/fixtures/avro/cases.jsonl"
FAULTS = SOURCE / "tests/stacks/faults"
STACK = SOURCE / "tests/stacks/natively"

# Which services there are tells the profiles, and the image's tag where the variables came from.
TELLING = """services:
  plain:
    image: ${BROKERDECK_KAFKA_IMAGE}
    command: sleep infinity
  extra:
    image: extra:${TAG:-1}
    profiles: [extra]
"""


class Program(ProjectChecks, unittest.TestCase):
    stack, source = STACK, SOURCE

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

    def container(self, project):
        """One that no compose file made, with Compose's labels."""
        made = docker("run", "-d", "--label", f"com.docker.compose.project={project}",
                      "--label", "com.docker.compose.service=worker",
                      os.environ["BROKERDECK_KAFKA_IMAGE"], "sleep", "60").strip()
        self.assertTrue(made)
        self.addCleanup(docker, "rm", "-f", "-v", made)

    def telling_project(self):
        folder = pathlib.Path(self.lab.data.name) / "telling"
        folder.mkdir()
        (folder / "compose.yaml").write_text(TELLING)
        return folder

    def images(self, *argv, **options):
        """Service -> image, as status tells it."""
        done = self.run_ctl(*argv, "--json", "status", **options)
        self.assertTrue(done.stdout, done.stderr)
        return {service["name"]: service["image"] for service in json.loads(done.stdout)["services"]}

    def test_wrong_use_is_2(self):
        self.assert_refused(self.run_ctl("explode"), 2, "explode", "--help")
        self.assert_refused(self.run_ctl("topics"), 2, "create")

    def test_no_engine_is_3(self):
        done = self.run_ctl("projects", DOCKER_HOST="unix:///nonexistent/docker.sock")
        self.assert_refused(done, 3)
        self.assertTrue(done.stderr.startswith("brokerdeckctl: "))

    def test_no_engine_is_diagnosed_too(self):
        done = self.on(FAULTS / "exits", "--json", "diagnose", DOCKER_HOST="unix:///nonexistent/docker.sock")
        self.assertEqual(done.returncode, 3, done.stderr)
        found = json.loads(done.stdout)["diagnoses"]
        self.assertEqual([one["id"] for one in found], ["engine-unreachable"])
        self.assertTrue(found[0]["evidence"][0]["text"])

    def test_no_docker_program_is_3(self):
        self.assert_refused(self.run_ctl("projects", PATH="/nonexistent"), 3, "docker")

    def test_error_as_json(self):
        done = self.run_ctl("--json", "projects", DOCKER_HOST="unix:///nonexistent/docker.sock")
        self.assertEqual(done.returncode, 3)
        self.assertTrue(json.loads(done.stdout)["error"]["message"])

    def test_error_of_an_operation_as_json_is_an_event_too(self):
        for fault in ("cycle", "exits"):  # before the run, and of the run
            done = self.on(FAULTS / fault, "--json", "up")
            self.assertEqual(done.returncode, 4, done.stderr)
            last = json.loads(done.stdout.splitlines()[-1])
            self.assertEqual((last["kind"], last["service"]), ("error", ""))
            self.assertTrue(last["text"])
            self.assertEqual(last["error"]["message"], last["text"])
            self.assertRegex(last["time"], r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")

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

    def test_service_that_ends_again_and_again_is_not_up(self):
        self.assert_refused(self.on(FAULTS / "crash-loop", "up"), 4, "worker ended with exit 1", "cannot read config")

    def test_helper_that_ends_well_is_up_and_a_second_try_counts(self):
        up = self.on(FAULTS / "helper", "up")
        self.assertEqual(up.returncode, 0, up.stdout + up.stderr)
        status = self.on(FAULTS / "helper", "--json", "status")
        self.assertEqual(status.returncode, 0, status.stdout)
        states = {service["name"]: service["state"] for service in json.loads(status.stdout)["services"]}
        self.assertEqual(states, {"fix-perms": "finished", "migrate": "finished", "app": "running"})

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

    def test_hostile_name_does_nothing(self):
        self.container(f"{self.project}\x1b]0;owned\x07")
        done = self.run_ctl("projects")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(self.project, done.stdout)
        for text in ("\x1b", "\x07", "owned"):
            self.assertNotIn(text, done.stdout)

    def test_options_that_need_the_files_are_refused_without(self):
        self.container(self.project)
        self.assertEqual(self.images("-p", self.project).keys(), {"worker"})
        for option in ("--profile", "--env-file", "--project-directory"):
            self.assert_refused(self.run_ctl("-p", self.project, option, "x", "status"), 2, option, "-f")

    def test_options_count_for_a_project_known_by_its_name(self):
        folder = self.telling_project()
        up = self.on(folder, "up")
        self.assertEqual(up.returncode, 0, up.stdout + up.stderr)
        self.assertEqual(self.images("-p", self.project).keys(), {"plain"})
        (folder / "x.env").write_text("TAG=2\n")
        named = self.images("-p", self.project, "--profile", "extra", "--env-file", str(folder / "x.env"))
        self.assertEqual(named["extra"], "extra:2")

    def test_project_directory_is_where_env_is(self):
        folder = self.telling_project()
        (folder / "base").mkdir()
        (folder / "base/.env").write_text("TAG=3\n")
        here = ("-f", str(folder / "compose.yaml"), "-p", self.project, "--profile", "extra")
        self.assertEqual(self.images(*here)["extra"], "extra:1")
        self.assertEqual(self.images(*here, "--project-directory", str(folder / "base"))["extra"], "extra:3")

    @needs_zookeeper
    def test_topics_from_making_to_deleting(self):
        self.assertEqual(self.on(STACK, "up", "--create-topics", timeout=180).returncode, 0)
        cluster = ["--bootstrap", f"127.0.0.1:{self.lab.kafka_port}", "topics"]

        def topics(*argv):
            return self.run_ctl("--json", *cluster, *argv)

        made = topics("create", "orders", "--partitions", "2", "--config", "retention.ms=60000")
        self.assertEqual((made.returncode, json.loads(made.stdout)), (0, {"created": ["orders"], "refused": {}}))
        self.assertEqual(json.loads(topics("create", "orders").stdout)["created"], [])  # it was there
        subprocess.run(["kcat", "-P", "-b", f"127.0.0.1:{self.lab.kafka_port}", "-t", "orders"], input="a\nb\n",
                       text=True, check=True, timeout=30)

        listed = {topic["name"]: topic for topic in json.loads(topics("list").stdout)["topics"]}
        self.assertEqual((listed["orders"]["partitions"], listed["orders"]["records"]), (2, 2))
        self.assertNotIn("__consumer_offsets", listed)

        self.assertEqual(topics("set", "orders", "--config", "max.message.bytes=1000").returncode, 0)
        config = {one["name"]: one for one in json.loads(topics("describe", "orders").stdout)["config"]}
        self.assertEqual([(config[name]["value"], config[name]["source"]) for name in ("retention.ms", "max.message.bytes")],
                         [("60000", "topic"), ("1000", "topic")])
        self.assert_refused(self.run_ctl(*cluster, "set", "orders", "--config", "no.such=1"), 4, "no.such")
        self.assertEqual(topics("add-partitions", "orders", "3").returncode, 0)
        self.check_records(cluster[:2])
        self.check_registry(cluster[:2])
        self.check_topic_sets(topics)
        self.check_groups(cluster[:2])
        self.check_cluster(cluster)

        self.assert_refused(self.run_ctl(*cluster, "delete", "orders"), 2, "record", "--yes")
        self.assertEqual(topics("empty", "orders", "--yes").returncode, 0)
        self.assertEqual(json.loads(topics("delete", "orders").stdout)["deleted"], ["orders"])  # it holds none now
        self.assert_refused(self.run_ctl(*cluster, "describe", "nobody"), 4, "nobody")
        self.assert_refused(self.run_ctl(*cluster, "create", "a b"), 4, "a b")

    def check_records(self, cluster):
        """`orders` holds a and b, without keys, in 3 partitions."""
        def peek(*argv):
            done = self.run_ctl("--json", *cluster, "peek", "orders", *argv)
            self.assertEqual(done.returncode, 0, done.stderr)
            return [json.loads(line) for line in done.stdout.splitlines()]

        self.assertEqual(sorted((one["key"], one["value"]) for one in peek()), [(None, "a"), (None, "b")])
        done = self.run_ctl(*cluster, "produce", "orders", "--key", "k", "--value", '{"n": 10}', "--header", "x=y=z")
        self.assertEqual((done.returncode, done.stdout), (0, "wrote 1 record to orders\n"), done.stderr)
        newest, = peek("-n", "1")
        self.assertEqual([newest[name] for name in ("key", "value", "valueFormat", "headers")],
                         ["k", '{"n": 10}', "json", [{"name": "x", "value": "y=z"}]])
        self.assertEqual([one["key"] for one in peek("--filter", "Y=Z")], ["k"])
        self.assertEqual(len(peek("--from", "1h")), 3)
        self.assertEqual(peek("--from", "end"), [])
        self.assertEqual(peek("--value-format", "int", "-n", "1")[0]["valueReason"][:8], "a number")

        # what one writes another reads, and what was read is written again
        text = self.run_ctl(*cluster, "--json", "peek", "orders", "--from", "beginning").stdout
        lines = pathlib.Path(self.lab.data.name) / "records.jsonl"
        lines.write_text(text)
        self.assertEqual(self.run_ctl(*cluster, "produce", "orders", str(lines), "--json-lines").returncode, 0)
        by_kcat = subprocess.run(["kcat", "-C", "-e", "-q", "-b", cluster[1], "-t", "orders", "-f", "%k=%s %h\\n"],
                                 capture_output=True, text=True, check=True, timeout=30).stdout.splitlines()
        self.assertEqual(sorted(by_kcat), ["=a "] * 2 + ["=b "] * 2 + ['k={"n": 10} x=y=z'] * 2)

        follow = subprocess.Popen([PROGRAM, *cluster, "--json", "peek", "orders", "--follow"], stdout=subprocess.PIPE,
                                  stdin=subprocess.DEVNULL, text=True, env=self.lab.env)
        try:
            lines.write_text("one\ntwo\n")
            end = time.monotonic() + 20
            while time.monotonic() < end:  # it may not have begun to read yet
                self.assertEqual(self.run_ctl(*cluster, "produce", "orders", str(lines)).returncode, 0)
                if select.select([follow.stdout], [], [], 0.5)[0]:
                    break
            self.assertIn(json.loads(follow.stdout.readline())["value"], ("one", "two"))
            follow.send_signal(signal.SIGINT)
            self.assertEqual(follow.wait(10), 130)
        finally:
            follow.kill()
            follow.wait()
            follow.stdout.close()
        self.assert_refused(self.run_ctl(*cluster, "peek", "nobody"), 4, "nobody")
        self.assert_refused(self.run_ctl(*cluster, "produce", "nobody", "--value", "x"), 4, "nobody")
        lines.write_text("x" * 2_000_000 + "\n")
        refused = self.run_ctl(*cluster, "produce", "orders", str(lines))
        self.assertEqual(refused.returncode, 4, refused.stdout + refused.stderr)
        self.assertIn("max.message.bytes", refused.stdout + refused.stderr)
        self.assert_refused(self.run_ctl(*cluster, "peek", "orders", "--regex", "a(b"), 2, "a(b")
        self.assert_refused(self.run_ctl(*cluster, "peek", "orders", "--value-format", "morse"), 2, "morse")
        self.assert_refused(self.run_ctl(*cluster, "peek", "orders", "--from", "soon"), 2, "soon")
        self.assertEqual({one["key"] for one in peek("--path", "$.n > 9")}, {"k"})
        self.assert_refused(self.run_ctl(*cluster, "peek", "orders", "--path", "n > 9"), 2, "n > 9", "character 1")
        self.assert_refused(self.run_ctl(*cluster, "peek", "orders", "--path", "$", "--filter", "x"), 2, "--path")

    def check_registry(self, cluster):
        """Avro that another library wrote, by schemas that ask for a password."""
        cases = {case["name"]: case for case in map(json.loads, AVRO.read_text().splitlines())}
        registry = SchemaRegistry("ann", "s3cret")
        self.addCleanup(registry.stop)
        registry.schemas[7] = {"schema": cases["order"]["schema"]}
        registry.schemas[8] = {"schema": cases["references"]["schema"],
                               "references": [{"name": "com.acme.place.Address", "subject": "address", "version": 2}]}
        registry.versions["address", 2] = {"schema": cases["references"]["references"][0], "id": 3, "version": 2}
        registry.schemas[9] = {"schema": "{}", "schemaType": "JSON"}
        registry.schemas[10] = {"schema": "syntax = \"proto3\";", "schemaType": "PROTOBUF"}

        def framed(number, text):
            return f"00{number:08x}{text}"

        values = [framed(7, cases["order"]["hex"]), framed(8, cases["references"]["hex"]), framed(9, b'{"a": 1}'.hex()),
                  framed(10, "0008"), framed(11, "00"), framed(7, "00")]
        lines = pathlib.Path(self.lab.data.name) / "framed.jsonl"
        lines.write_text("".join(json.dumps({"key": "avro", "value": value, "valueFormat": "hex"}) + "\n" for value in values))
        self.assertEqual(self.run_ctl(*cluster, "produce", "orders", str(lines), "--json-lines", "--partition", "0").returncode, 0)
        call = [*cluster, "peek", "orders", "--filter", "avro", "--registry", registry.url]

        def peek(*argv, **env):
            done = self.run_ctl("--json", *call, *argv, **env)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("s3cret", done.stdout + done.stderr)
            return [json.loads(line) for line in done.stdout.splitlines()]

        records = peek("--registry-user", "ann", "--value-format", "registry", BROKERDECK_REGISTRY_PASSWORD="s3cret")
        self.assertEqual([one["value"] for one in records[:3]],
                         [cases["order"]["json"], cases["references"]["json"], '{"a": 1}'])
        self.assertEqual([one["valueFormat"] for one in records], ["avro", "avro", "json-schema", "hex", "hex", "hex"])
        self.assertEqual([one["valueSchemaId"] for one in records], [7, 8, 9, 10, 11, 7])
        self.assertEqual([bytes.fromhex(one["value" if one["valueFormat"] == "hex" else "valueBytes"]).hex() for one in records],
                         values)
        for one, word in zip(records[3:], ("Protobuf", "no schema 11", "com.acme.Order")):
            self.assertIn(word, one["valueReason"])
        self.assertEqual(sorted(registry.asked), ["/schemas/ids/10", "/schemas/ids/11", "/schemas/ids/7", "/schemas/ids/8",
                                                  "/schemas/ids/9", "/subjects/address/versions/2"])

        # by default too, and what cannot be decoded is no less shown
        env = {"BROKERDECK_REGISTRY_PASSWORD": "s3cret"}
        self.assertEqual([one["value"] for one in peek("--registry-user", "ann", **env)][0], cases["order"]["json"])
        found = self.run_ctl("--json", *cluster, "peek", "orders", "--registry", registry.url, "--registry-user", "ann",
                             "--path", "$.lines[*].sku =~ '^A-'", **env)
        self.assertEqual(len(found.stdout.splitlines()), 1, found.stderr)
        for argv, env, word in ((["--registry-user", "ann"], {"BROKERDECK_REGISTRY_PASSWORD": "wrong"}, "refuses the user ann"),
                                ([], {}, "wants a user")):
            first = peek(*argv, "--value-format", "registry", **env)[0]
            self.assertEqual(first["value"].replace(" ", ""), values[0])
            self.assertIn(word, first["valueReason"])
        down = self.run_ctl(*call[:-1], "http://127.0.0.1:1")
        self.assertEqual((down.returncode, len(down.stdout.splitlines())), (0, 6))
        self.assertIn("127.0.0.1:1", down.stdout)

        self.assert_refused(self.run_ctl(*call[:-1], registry.url.replace("//", "//ann:s3cret@")), 2, "password")
        self.assert_refused(self.run_ctl(*call[:-1], "ftp://x"), 2, "ftp://x")
        self.assert_refused(self.run_ctl(*call, "--registry-user", "ann"), 2, "schema.registry.password")
        secrets = pathlib.Path(self.lab.data.name) / "secrets"
        secrets.write_text("schema.registry.password=s3cret\n")
        self.assertEqual(peek("--registry-user", "ann", "--secrets-from", str(secrets))[0]["valueFormat"], "avro")
        properties = pathlib.Path(self.lab.data.name) / "client.properties"
        properties.write_text(f"bootstrap.servers={cluster[1]}\nschema.registry.url={registry.url}\n"
                              "basic.auth.credentials.source=USER_INFO\nbasic.auth.user.info=ann:s3cret\n")
        by_file = self.run_ctl("--properties", str(properties), "peek", "orders", "--filter", "avro")
        self.assertIn('"state":"PAID"', by_file.stdout, by_file.stderr)
        typed = self.at_terminal([*call, "--registry-user", "ann"], b"s3cret\n")
        self.assertIn('"state":"PAID"', typed)
        self.assertNotIn("s3cret", typed)

    def at_terminal(self, argv, typed):
        """What is seen of a run at a terminal where somebody answers the first question."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(PROGRAM, [PROGRAM, *argv], self.lab.env)
        seen, end = b"", time.monotonic() + 30
        try:
            while time.monotonic() < end:
                if not select.select([terminal], [], [], 0.5)[0]:
                    continue
                try:
                    chunk = os.read(terminal, 65536)
                except OSError:
                    break  # it has ended
                if b": " in chunk and b"assword" in chunk:
                    os.write(terminal, typed)
                seen += chunk
        finally:
            os.close(terminal)
            self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0, seen)
        return seen.decode()

    def check_cluster(self, cluster):
        def ask(*argv):
            return self.run_ctl("--json", *cluster[:-1], "cluster", *argv)

        shown = json.loads(ask("show").stdout)
        self.assertTrue(shown["clusterId"])
        self.assertEqual(shown["kind"], "zookeeper")
        broker, = shown["brokers"]
        self.assertEqual((shown["controller"], broker["there"], broker["unknown"]), (broker["id"], True, {}))
        self.assertEqual(broker["reachedAt"], f"127.0.0.1:{self.lab.kafka_port}")
        version = os.environ.get("BROKERDECK_KAFKA_VERSION", "")
        if version.count(".") == 2:
            self.assertEqual(broker["kafka"]["first"], ".".join(version.split(".")[:2]))
        self.assertEqual(broker["leads"], broker["replicas"])
        text = self.run_ctl(*cluster[:-1], "cluster", "show").stdout
        self.assertIn(shown["clusterId"], text)
        self.assertIn("ZooKeeper", text)

        config = {one["name"]: one for one in json.loads(ask("config").stdout)["config"]}
        self.assertEqual(config["broker.id"]["value"], str(broker["id"]))
        self.assertEqual((config["zookeeper.connect"]["source"], config["zookeeper.connect"]["readOnly"]),
                         ("broker", True))
        self.assertEqual((config["ssl.key.password"]["value"], config["ssl.key.password"]["secret"]), (None, True))
        self.assert_refused(self.run_ctl(*cluster[:-1], "cluster", "config", "77"), 4, "77")
        self.assertEqual(json.loads(ask("acls").stdout), {"authorizer": False, "acls": []})

    def check_topic_sets(self, topics):
        """`orders` has 3 partitions, max.message.bytes 1000 and retention.ms 60000."""
        wanted = pathlib.Path(self.lab.data.name) / "wanted.yaml"
        wanted.write_text("topics:\n- {name: orders, partitions: 4, replication-factor: 2, config: {retention.ms: 90000}}\n"
                          "- audit\n")
        plan = topics("import", str(wanted))
        self.assertEqual((plan.returncode, json.loads(plan.stdout)),
                         (1, {"missing": ["audit"], "partitions": {"orders": 4},
                              "settings": {"orders": {"retention.ms": "90000"}},
                              "cannot": ["orders: 2 replicas expected, 1 there"], "withheld": []}))
        self.assertEqual(len(json.loads(topics("describe", "orders").stdout)["partitions"]), 3)  # it only looked
        done = topics("import", str(wanted), "--apply")
        self.assertEqual((done.returncode, json.loads(done.stdout)["created"], json.loads(done.stdout)["changed"]),
                         (1, ["audit"], ["orders"]))  # the replicas are still otherwise
        wanted.write_text("topics:\n- {name: orders, partitions: 4, config: {retention.ms: 1000}}\n")
        held = topics("import", str(wanted), "--apply")  # records would go
        self.assertEqual((held.returncode, json.loads(held.stdout)["changed"], len(json.loads(held.stdout)["withheld"])),
                         (1, [], 1))
        wanted.write_text(json.loads(topics("export", "orders", "audit").stdout)["yaml"])
        self.assertIn("max.message.bytes: \"1000\"", wanted.read_text())
        self.assertEqual(topics("import", str(wanted)).returncode, 0)
        self.assertEqual(json.loads(topics("delete", "audit").stdout)["deleted"], ["audit"])
        self.assertEqual(self.on(STACK, "topics", "expected").returncode, 0)

        self.check_team_file()
        self.check_volumes()
        wanted.write_text("version: 1\n")
        for name, code, word in (("", 2, "topics:"), ("x", 4, "wanted.yamlx")):
            refused = topics("import", str(wanted) + name)
            self.assertEqual(refused.returncode, code)
            self.assertIn(word, json.loads(refused.stdout)["error"]["message"])

    def check_groups(self, cluster):
        """`orders` holds records in its partitions; nobody has read them in a group."""
        def groups(*argv, code=0):
            done = self.run_ctl("--json", *cluster, "groups", *argv)
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
            return json.loads(done.stdout)

        def offsets(group):
            return {one["partition"]: one for one in groups("describe", group)["offsets"] if one["topic"] == "orders"}

        self.assertEqual(groups("list"), {"groups": [], "unanswered": []})
        self.assert_refused(self.run_ctl(*cluster, "groups", "describe", "billing"), 4, "billing")

        # a group is made by saying where it begins; looking at that changes nothing
        plan = groups("reset", "billing", "--to", "beginning", "--topic", "orders")
        self.assertFalse(plan["applied"])
        self.assertEqual({one["from"] for one in plan["partitions"]}, {None})
        self.assertEqual(groups("list")["groups"], [])
        made = groups("reset", "billing", "--to", "beginning", "--topic", "orders", "--apply")
        self.assertEqual((made["applied"], made["refused"]), (True, {}))
        ends = {number: one["end"] for number, one in offsets("billing").items()}
        self.assertEqual({number: one["committed"] for number, one in offsets("billing").items()},
                         {number: 0 for number in ends})
        self.assertGreater(sum(ends.values()), 3)
        listed, = groups("list")["groups"]
        self.assertEqual([listed[name] for name in ("group", "state", "members", "topics", "lag", "lagIsComplete")],
                         ["billing", "Empty", 0, ["orders"], sum(ends.values()), True])

        # out of range is said, and goes to the nearest; Kafka's own tool sees what was committed
        fullest = max(ends, key=ends.get)
        far = groups("reset", "billing", "--to", "+1000000", "--partition", str(fullest), "--apply")["partitions"]
        self.assertEqual([(one["from"], one["to"]) for one in far], [(0, ends[fullest])])
        self.assertIn("out of range", far[0]["note"])
        self.assertEqual(offsets("billing")[fullest]["lag"], 0)
        groups("reset", "billing", "--to", "-1", "--partition", str(fullest), "--apply")
        self.assertEqual(self.by_kafkas_tool("billing")[fullest], ends[fullest] - 1)
        self.assertEqual(groups("reset", "billing", "--to", "1h")["partitions"][fullest]["to"], 0)
        late = groups("reset", "billing", "--to", "0s", "--partition", str(fullest))["partitions"]
        self.assertIn("no record since", late[0]["note"])
        self.assert_refused(self.run_ctl(*cluster, "groups", "reset", "billing", "--to", "end", "--topic", "nobody"), 4, "nobody")
        self.assert_refused(self.run_ctl(*cluster, "groups", "reset", "billing", "--to", "soon"), 2, "soon")
        self.assert_refused(self.run_ctl(*cluster, "groups", "reset", "billing"), 2, "--to")

        self.check_group_with_a_member(cluster, groups)

        self.assert_refused(self.run_ctl(*cluster, "groups", "delete-offsets", "billing", "--topic", "orders"), 2, "--yes")
        gone = groups("delete-offsets", "billing", "--topic", "orders", "--partition", "0", "--yes")
        self.assertEqual(gone["deleted"], [{"topic": "orders", "partition": 0}])
        self.assertEqual(offsets("billing")[0]["standing"], "nothing-committed")
        self.assert_refused(self.run_ctl(*cluster, "groups", "delete", "billing"), 2, "--yes")
        done = groups("delete", "billing", "nobody", "--yes", code=4)
        self.assertEqual((done["deleted"], list(done["refused"])), (["billing"], ["nobody"]))
        self.assertEqual([one["group"] for one in groups("list")["groups"]], [])

    def by_kafkas_tool(self, group):
        """Partition -> committed offset, as kafka-consumer-groups tells it in the broker's container."""
        broker = docker("ps", "-q", "--filter", f"label=com.docker.compose.project={self.project}",
                        "--filter", "label=com.docker.compose.service=kafka").strip()
        text = docker("exec", broker, "kafka-consumer-groups", "--bootstrap-server", "kafka:29092", "--describe",
                      "--group", group)
        rows = [line.split() for line in text.splitlines() if line.startswith(group + " ")]
        self.assertTrue(rows, text)
        return {int(row[2]): int(row[3]) for row in rows}

    def check_group_with_a_member(self, cluster, groups):
        """While a member of `reading` is connected, nothing is changed, and who is connected is said."""
        member = subprocess.Popen(["kcat", "-b", cluster[1], "-X", "client.id=kcat-reader", "-X", "auto.offset.reset=earliest",
                                   "-G", "reading", "orders"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 30
            while time.monotonic() < end:
                status = groups("describe", "reading") if "reading" in str(groups("list")) else {}
                if status.get("state") == "Stable" and status["members"][0]["partitions"]:
                    break
                time.sleep(0.2)
            self.assertEqual((status["state"], [one["clientId"] for one in status["members"]]), ("Stable", ["kcat-reader"]))
            self.assertEqual(len(status["members"][0]["partitions"]), len(status["offsets"]))
            self.assertTrue(status["members"][0]["host"])
            self.assertTrue(status["assignor"])
            for verb in (("reset", "reading", "--to", "end"), ("reset", "reading", "--to", "end", "--apply")):
                self.assert_refused(self.run_ctl(*cluster, "groups", *verb), 2, "reading", "kcat-reader")
            self.assertTrue(groups("delete", "reading", "--yes", code=4)["refused"]["reading"])
            table = self.run_ctl(*cluster, "groups", "describe", "reading").stdout
            self.assertIn("kcat-reader", table)
        finally:
            member.terminate()
            member.wait(10)
        self.assertEqual(groups("delete", "reading", "--yes")["deleted"], ["reading"])

    @needs_zookeeper
    def test_topics_create_makes_what_is_missing(self):
        self.assert_refused(self.on(STACK, "topics", "create"), 4, self.project)  # no broker runs
        self.assertEqual(self.on(STACK, "up", timeout=180).returncode, 1)
        expected = json.loads(self.on(STACK, "--json", "status").stdout)["topics"]["expected"]
        created = self.on(STACK, "--json", "topics", "create")
        self.assertEqual(created.returncode, 0, created.stdout + created.stderr)
        self.assertEqual(sorted(json.loads(created.stdout)["created"]), sorted(expected))
        again = self.on(STACK, "topics", "create")
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(json.loads(self.on(STACK, "--json", "topics", "create").stdout), {"created": []})
        self.assertEqual(self.on(STACK, "status").returncode, 0)

    @needs_zookeeper
    def test_up_status_and_runs_as_json(self):
        stack = STACK
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

    @needs_zookeeper
    def test_interrupt_is_130_and_leaves_containers(self):
        stack = STACK
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
