#!/usr/bin/env python3
"""Connections on a real broker, kept and tested: each way in works, each wrong way fails at the right step with the
right sentence. connections_test.py PROGRAM SOURCE_DIR"""
import json
import os
import pathlib
import pty
import re
import shutil
import stat
import subprocess
import sys
import time
import unittest

PROGRAM, SOURCE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))
sys.path.insert(0, str(SOURCE / "tests"))
from labproject import LabProject, docker, free_port  # noqa: E402
STACK = SOURCE / "tests/stacks/secure/compose.yaml"
PASSWORD, PLAIN_PASSWORD = "geheim=;'x", "in Clear=Text"
PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required"


def run(*argv, **options):
    return subprocess.run(argv, capture_output=True, text=True, check=False, **{"timeout": 120, **options})


def openssl(*argv):
    done = run("openssl", *argv)
    assert done.returncode == 0, done.stderr


class Certificates:
    """An authority, a broker's certificate for localhost alone, a client's, and an authority of nobody."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("ca", "other-ca"):
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN=Lab {name}",
                    "-keyout", self / f"{name}.key", "-out", self / f"{name}.pem")
        self.sign("broker", "DNS:localhost")
        self.sign("client", "DNS:client")
        both = [(folder / f"broker.{kind}").read_text() for kind in ("key", "crt")]
        (folder / "broker.pem").write_text("".join(both))
        openssl("pkcs12", "-export", "-passout", "pass:p12", "-in", self / "client.crt", "-inkey", self / "client.key",
                "-out", self / "client.p12")
        for file in folder.iterdir():
            file.chmod(0o644)  # the broker is another user
        folder.chmod(0o755)

    def __truediv__(self, name):
        return str(self.folder / name)

    def sign(self, name, names):
        (self.folder / "ext").write_text(f"subjectAltName={names}\n")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/O=Shop/CN={name}", "-keyout", self / f"{name}.key",
                "-out", self / f"{name}.csr")
        openssl("x509", "-req", "-in", self / f"{name}.csr", "-CA", self / "ca.pem", "-CAkey", self / "ca.key",
                "-CAcreateserial", "-days", "2", "-extfile", self / "ext", "-out", self / f"{name}.crt")


KAFKA = tuple(int(part) for part in os.environ.get("BROKERDECK_KAFKA_VERSION", "3.9").split(".")[:2])
TOO_OLD = KAFKA < (3, 5)  # KRaft without SCRAM


def library():
    out = run("kcat", "-V").stdout
    return tuple(int(part) for part in re.search(r"librdkafka (\d+)\.(\d+)\.(\d+)", out).groups())


SCRAM_FAILS = KAFKA >= (4, 0) and library() < (2, 6, 1)  # librdkafka's own defect
needs_scram = unittest.skipIf(SCRAM_FAILS, "this Kafka refuses this librdkafka's SCRAM")


@unittest.skipIf(TOO_OLD, "this Kafka cannot keep SCRAM users in KRaft")
class Connections(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lab = LabProject("connections")
        cls.addClassCleanup(cls.lab.clean)
        cls.home = pathlib.Path(cls.lab.data.name)
        (cls.home / "certificates").mkdir()
        cls.home.chmod(0o755)
        cls.certificates = Certificates(cls.home / "certificates")
        cls.ports = {name: free_port() for name in ("TLS", "MTLS", "SCRAM", "PLAIN", "LOST")}
        cls.ports["KAFKA"] = cls.lab.kafka_port
        # No keychain answers, unless a test has one of its own.
        cls.env = dict(cls.lab.env, DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent/bus",
                       BROKERDECK_CERTIFICATES=str(cls.certificates.folder),
                       **{f"BROKERDECK_{name}_PORT": str(port) for name, port in cls.ports.items()})
        up = run("docker", "compose", "-f", str(STACK), "-p", cls.lab.name, "up", "-d", env=cls.env,
                 stdin=subprocess.DEVNULL)
        assert up.returncode == 0, up.stderr
        cls.prepare()

    @classmethod
    def prepare(cls):
        end = time.monotonic() + 90
        while cls.ctl("topics", "create", "orders", "--bootstrap", f"127.0.0.1:{cls.lab.kafka_port}", "--timeout",
                      "5").returncode != 0:
            assert time.monotonic() < end, docker("logs", "--tail", "50", *cls.lab.containers())
        for user in ("alice", "nobody"):
            config = f"SCRAM-SHA-256=[password={PASSWORD}]"
            made = run("docker", "exec", *cls.lab.containers(), "kafka-configs", "--bootstrap-server", "kafka:29092",
                       "--alter", "--add-config", config, "--entity-type", "users", "--entity-name", user)
            assert made.returncode == 0, made.stdout + made.stderr

    @classmethod
    def ctl(cls, *argv, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        return run(PROGRAM, *argv, **{"env": cls.env, **options})

    def properties(self, **settings):
        """A Java client's file; __ stands for a dot."""
        lines = []
        for name, value in settings.items():
            lines.append(f"{name.replace('__', '.')}={str(value)}")
        file = self.home / f"{self.id().rsplit('.', 1)[-1]}-{len(list(self.home.iterdir()))}.properties"
        file.write_text("\n".join(lines).replace("\\", "\\\\") + "\n")
        return str(file)

    def address(self, listener, host="localhost"):
        return f"{host}:{self.ports[listener]}"

    def scram(self, user="alice", password=PASSWORD, listener="SCRAM", **more):
        return self.properties(bootstrap__servers=self.address(listener), security__protocol="SASL_SSL",
                               sasl__mechanism="SCRAM-SHA-256", ssl__truststore__type="PEM",
                               ssl__truststore__location=self.certificates / "ca.pem",
                               sasl__jaas__config=f'{SCRAM} username="{user}" password="{password}";', **more)

    def tls(self, listener="TLS", host="localhost", authority="ca.pem", **more):
        return self.properties(bootstrap__servers=self.address(listener, host), security__protocol="SSL",
                               ssl__truststore__type="PEM", ssl__truststore__location=self.certificates / authority,
                               **more)

    def check(self, *argv, code, **options):
        done = self.ctl("--json", "check-connection", *argv, **options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def assert_works(self, *argv, **options):
        answer = self.check(*argv, code=0, **options)
        self.assertTrue(answer["passed"])
        states = {step["step"]: step["state"] for step in answer["steps"]}
        self.assertEqual((states["kafka"], states["authorization"], states["endpoint"]), ("passed",) * 3, answer)
        return {step["step"]: step for step in answer["steps"]}

    def assert_fails(self, file, step, *words):
        answer = self.check("--properties", file, code=1)
        failed = [one for one in answer["steps"] if one["state"] == "failed"]
        self.assertEqual([one["step"] for one in failed], [step], answer)
        for word in words:
            self.assertIn(word, failed[0]["message"] + " " + failed[0]["hint"])
        return failed[0]

    # The ways in.

    def test_clear_text(self):
        steps = self.assert_works("--bootstrap", f"127.0.0.1:{self.ports['KAFKA']}")
        self.assertEqual(steps["authentication"]["state"], "skipped")
        self.assertNotIn("tls", steps)

    def test_what_its_authorizer_allows(self):
        tool = "kafka.admin.AclCommand" if KAFKA < (4, 0) else "org.apache.kafka.tools.AclCommand"
        made = run("docker", "exec", "-e", "KAFKA_HEAP_OPTS=-Xmx128m", *self.lab.containers(), "kafka-run-class", tool,
                   "--bootstrap-server", "kafka:29092", "--add", "--allow-principal", "User:nobody", "--operation", "Read",
                   "--topic", "orders", "--allow-host", "10.0.0.7")
        self.assertEqual(made.returncode, 0, made.stdout + made.stderr)
        said = json.loads(self.ctl("--json", "cluster", "acls", "--bootstrap", f"127.0.0.1:{self.ports['KAFKA']}").stdout)
        self.assertTrue(said["authorizer"])
        one = [acl for acl in said["acls"] if acl["principal"] == "User:nobody"]
        self.assertEqual(len(one), 1, said)
        self.assertLessEqual({"orders", "10.0.0.7"}, set(map(str, one[0].values())), one)

    def test_the_stack_of_its_own(self):
        self.assert_works("-f", str(STACK), "-p", self.lab.name)

    def test_tls(self):
        self.assertIn("localhost", self.assert_works("--properties", self.tls())["tls"]["message"])

    def test_mutual_tls_in_pem(self):
        both = self.home / "both.pem"
        both.write_text("".join((self.certificates.folder / f"client.{kind}").read_text() for kind in ("key", "crt")))
        self.assert_works("--properties", self.tls("MTLS", ssl__keystore__type="PEM", ssl__keystore__location=both))

    def test_mutual_tls_in_pkcs12(self):
        steps = self.assert_works("--properties", self.tls(
            "MTLS", ssl__keystore__location=self.certificates / "client.p12", ssl__keystore__password="p12"))
        self.assertIn("certificate", steps["authentication"]["message"])

    @needs_scram
    def test_scram_over_tls(self):
        self.assertIn("alice", self.assert_works("--properties", self.scram())["authentication"]["message"])

    def test_plain(self):
        self.assert_works("--properties", self.properties(
            bootstrap__servers=self.address("PLAIN", "127.0.0.1"), security__protocol="SASL_PLAINTEXT",
            sasl__mechanism="PLAIN", sasl__jaas__config=f'{PLAIN} username="alice" password="{PLAIN_PASSWORD}";'))

    @needs_scram
    def test_topics_by_a_way_with_a_login(self):
        done = self.ctl("--json", "topics", "list", "--properties", self.scram())
        self.assertEqual([topic["name"] for topic in json.loads(done.stdout)["topics"]], ["orders"], done.stderr)

    # The wrong ways.

    def test_wrong_authority(self):
        self.assert_fails(self.tls(authority="other-ca.pem"), "tls", "Lab ca", "ssl.ca.location")

    def test_wrong_host_name(self):
        file = self.tls(host="127.0.0.1")
        self.assert_fails(file, "tls", "localhost", "127.0.0.1")
        with open(file, "a", encoding="utf-8") as more:
            more.write("ssl.endpoint.identification.algorithm=\n")
        self.assert_works("--properties", file)

    def test_no_certificate_of_ones_own(self):
        self.assert_fails(self.tls("MTLS"), "tls", "certificate of your own")

    def test_a_certificate_that_the_broker_does_not_trust(self):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=stranger", "-keyout",
                self.home / "stranger.key", "-out", self.home / "stranger.crt")
        self.assert_fails(self.tls("MTLS", ssl__certificate__location=self.home / "stranger.crt",
                                   ssl__key__location=self.home / "stranger.key"), "tls", "does not accept")

    def test_clear_text_to_tls(self):
        self.assert_fails(self.properties(bootstrap__servers=self.address("TLS")), "kafka", "security.protocol=SSL")
        self.assert_fails(self.properties(bootstrap__servers=self.address("SCRAM")), "kafka",
                          "security.protocol=SASL_SSL", "SCRAM-SHA-256", "SCRAM-SHA-512")

    def test_tls_to_clear_text(self):
        self.assert_fails(self.tls("KAFKA"), "tls", "security.protocol=PLAINTEXT")
        self.assert_fails(self.tls("PLAIN"), "tls", "security.protocol=SASL_PLAINTEXT", "PLAIN")

    def test_no_login_where_one_is_wanted(self):
        self.assert_fails(self.tls("SCRAM"), "authentication", "SASL_SSL", "SCRAM-SHA-256")

    def test_a_login_where_there_is_none(self):
        self.assert_fails(self.scram(listener="TLS"), "authentication", "security.protocol=SSL")

    def test_a_mechanism_that_is_not_offered(self):
        file = self.scram()
        text = pathlib.Path(file).read_text(encoding="utf-8").replace("SCRAM-SHA-256", "PLAIN")
        pathlib.Path(file).write_text(text, encoding="utf-8")
        self.assert_fails(file, "authentication", "PLAIN", "SCRAM-SHA-512")

    @unittest.skipUnless(SCRAM_FAILS, "this librdkafka's SCRAM works with this Kafka")
    def test_a_password_that_is_right_for_everybody_else(self):
        self.assert_fails(self.scram(), "authentication", "2.6.1")

    @needs_scram
    def test_wrong_password(self):
        begin = time.monotonic()
        failed = self.assert_fails(self.scram(password="wrong"), "authentication", "alice", "password is wrong")
        self.assertNotIn("wrong;", failed["detail"])
        self.assertLess(time.monotonic() - begin, 15)
        done = self.ctl("topics", "list", "--properties", self.scram(password="wrong"), "--timeout", "60")
        self.assertEqual(done.returncode, 4)
        self.assertIn("does not let you in", done.stderr)

    @needs_scram
    def test_no_rights(self):
        self.assert_fails(self.scram(user="nobody"), "authorization", "nobody", "kafka-acls")

    def test_an_address_that_only_the_broker_knows(self):
        self.assert_fails(self.properties(bootstrap__servers=self.address("LOST", "127.0.0.1")), "endpoint",
                          "kafka.invalid", "advertised.listeners")

    def test_in_plain_words(self):
        done = self.ctl("check-connection", "--properties", self.tls(authority="other-ca.pem"))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^ok +Port")
        self.assertRegex(done.stdout, r"(?m)^failed +TLS")

    # Kept.

    def kept(self, **env):
        """A home of its own for the connections."""
        home = self.home / self.id().rsplit(".", 1)[-1]
        home.mkdir()
        return dict(self.env, XDG_CONFIG_HOME=str(home), XDG_DATA_HOME=str(home), **env)

    def assert_nowhere_in(self, folder, secret):
        for file in pathlib.Path(folder).rglob("*"):
            if file.is_file():
                self.assertNotIn(secret.encode(), file.read_bytes(), file)

    @needs_scram
    def test_kept_without_a_keychain(self):
        env = self.kept()
        added = self.ctl("connections", "add", "shop", "--properties", self.scram(), "--colour", "red", env=env)
        self.assertEqual(added.returncode, 0, added.stderr)
        self.assertIn("keychain", added.stderr)  # there is none, and that is said
        self.assert_nowhere_in(env["XDG_CONFIG_HOME"], PASSWORD)
        one, = json.loads(self.ctl("--json", "connections", "list", env=env).stdout)["connections"]
        self.assertEqual((one["name"], one["colour"], one["secrets"]), ("shop", "red", ["sasl.password"]))

        refused = self.ctl("check-connection", "shop", env=env)
        self.assertEqual(refused.returncode, 2, refused.stdout)
        self.assertIn("--secrets-from", refused.stderr)
        secrets = self.home / "secrets"
        secrets.write_text(f"sasl.password={PASSWORD}\n")
        self.assert_works("shop", "--secrets-from", str(secrets), env=env)
        self.assert_works("shop", "--secrets-from", "-", env=env, stdin=None, input=f"sasl.password={PASSWORD}\n")
        listed = self.ctl("topics", "list", "--connection", "shop", "--secrets-from", str(secrets), env=env)
        self.assertIn("orders", listed.stdout, listed.stderr)

        self.assertEqual(self.ctl("connections", "rename", "shop", "big shop", env=env).returncode, 0)
        self.assertIn("SCRAM-SHA-256", self.ctl("connections", "show", "big shop", env=env).stdout)
        self.assertEqual(self.ctl("connections", "add", "big shop", "--bootstrap", "a:1", env=env).returncode, 2)
        self.assertEqual(self.ctl("connections", "remove", "big shop", env=env).returncode, 0)
        self.assertEqual(self.ctl("connections", "show", "big shop", env=env).returncode, 4)

    @needs_scram
    def test_asked_on_a_terminal_without_an_echo(self):
        env = self.kept()
        self.ctl("connections", "add", "shop", "--properties", self.scram(), env=env)
        ours, theirs = pty.openpty()
        process = subprocess.Popen([PROGRAM, "--json", "check-connection", "shop"], stdin=theirs,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
        try:
            seen = ""
            while "sasl.password of shop" not in seen:
                seen += process.stderr.read(1)
            os.write(ours, f"{PASSWORD}\n".encode())
            out, _ = process.communicate(timeout=60)
        finally:
            process.kill()
            process.wait()
        os.set_blocking(ours, False)
        try:
            echoed = os.read(ours, 1000)
        except BlockingIOError:
            echoed = b""
        self.assertTrue(json.loads(out)["passed"], out)
        self.assertNotIn(PASSWORD.encode(), echoed)
        os.close(ours)
        os.close(theirs)

    def test_a_read_only_connection_changes_nothing(self):
        env = self.kept()
        address = f"127.0.0.1:{self.ports['KAFKA']}"
        added = self.ctl("connections", "add", "careful", "--bootstrap", address, "--read-only", env=env)
        # what is not named stays as it is
        self.assertEqual(self.ctl("connections", "edit", "careful", env=env).returncode, 2)
        self.assertEqual(self.ctl("connections", "edit", "careful", "--writable", "--colour", "blue", env=env).returncode, 0)
        one, = json.loads(self.ctl("--json", "connections", "list", env=env).stdout)["connections"]
        self.assertEqual((one["readOnly"], one["colour"], one["bootstrap"]), (False, "blue", address))
        self.assertEqual(self.ctl("connections", "edit", "careful", "--read-only", "--bootstrap", "elsewhere:1",
                                  env=env).returncode, 0)
        one, = json.loads(self.ctl("--json", "connections", "list", env=env).stdout)["connections"]
        self.assertEqual((one["readOnly"], one["colour"], one["bootstrap"]), (True, "blue", "elsewhere:1"))
        self.assertEqual(self.ctl("connections", "edit", "careful", "--bootstrap", address, env=env).returncode, 0)
        self.assertEqual(added.returncode, 0, added.stderr)
        for verb in (["topics", "create", "new"], ["topics", "delete", "orders", "--yes"],
                     ["produce", "orders", "--value", "x"]):
            refused = self.ctl(*verb, "--connection", "careful", env=env)
            self.assertNotEqual(refused.returncode, 0, verb)
            self.assertIn("read-only", refused.stderr)
        self.assertIn("orders", self.ctl("topics", "list", "--connection", "careful", env=env).stdout)
        self.assertEqual(self.ctl("topics", "list", "--connection", "careful", "--bootstrap", address,
                                  env=env).returncode, 2)

    def test_exported_and_imported(self):
        env = self.kept()
        self.ctl("connections", "add", "shop", "--properties", self.scram(), env=env)
        self.ctl("connections", "add", "other", "--bootstrap", "a:1", env=env)
        file = self.home / "exported.json"
        self.assertEqual(self.ctl("connections", "export", str(file), env=env).returncode, 0)
        self.assertNotIn(PASSWORD, file.read_text())
        self.assertEqual(json.loads(self.ctl("connections", "export", env=env).stdout), json.loads(file.read_text()))
        self.ctl("connections", "remove", "other", env=env)
        again = self.ctl("--json", "connections", "import", str(file), env=env)
        self.assertEqual(json.loads(again.stdout), {"added": ["other"], "kept": ["shop"]})
        file.write_text("{}")
        self.assertEqual(self.ctl("connections", "import", str(file), env=env).returncode, 4)

    @needs_scram
    @unittest.skipUnless(shutil.which("gnome-keyring-daemon"), "there is no GNOME Keyring")
    def test_a_keychain_keeps_the_password(self):
        env = self.kept()
        del env["DBUS_SESSION_BUS_ADDRESS"]
        env["XDG_RUNTIME_DIR"] = env["XDG_CONFIG_HOME"] + "/run"
        os.mkdir(env["XDG_RUNTIME_DIR"], stat.S_IRWXU)
        script = self.home / "session"
        script.write_text(f"""set -e
printf unlock | gnome-keyring-daemon --unlock --components=secrets > /dev/null
"{PROGRAM}" connections add shop --properties "{self.scram()}"
"{PROGRAM}" --json check-connection shop
"{PROGRAM}" connections remove shop >&2
"{PROGRAM}" connections add shop --bootstrap a:1 >&2
""")
        done = run("dbus-run-session", "--", "bash", str(script), env=env, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("No keychain", done.stderr)
        answer = json.loads(done.stdout[done.stdout.index("{"):])
        self.assertTrue(answer["passed"], answer)
        self.assert_nowhere_in(env["XDG_CONFIG_HOME"], PASSWORD)


@unittest.skipIf(TOO_OLD, "this Kafka's KRaft is a preview")
class ThreeBrokers(unittest.TestCase):
    def setUp(self):
        self.lab = LabProject("three")
        self.addCleanup(self.lab.clean)
        self.env = dict(self.lab.env, BROKERDECK_KAFKA2_PORT=str(free_port()), BROKERDECK_KAFKA3_PORT=str(free_port()))
        up = run("docker", "compose", "-f", str(SOURCE / "tests/stacks/three/compose.yaml"), "-p", self.lab.name, "up",
                 "-d", env=self.env, stdin=subprocess.DEVNULL)
        self.assertEqual(up.returncode, 0, up.stderr)

    def ctl(self, *argv):
        return run(PROGRAM, "--json", *argv, "--bootstrap", f"127.0.0.1:{self.lab.kafka_port}", env=self.env,
                   stdin=subprocess.DEVNULL)

    def until(self, what, seconds=90):
        end = time.monotonic() + seconds
        while not (seen := what()):
            self.assertLess(time.monotonic(), end, docker("ps", "-a", "--filter", f"name={self.lab.name}"))
            time.sleep(0.5)
        return seen

    def endpoints(self):
        steps = json.loads(self.ctl("check-connection").stdout)["steps"]
        return {step["target"]: step for step in steps if step["step"] == "endpoint"}

    def test_a_broker_that_is_lost(self):
        self.until(lambda: len(self.endpoints()) == 3)
        self.until(lambda: self.ctl("topics", "create", "orders", "--partitions", "3", "--replication-factor", "3",
                                    "--timeout", "10").returncode == 0)
        self.assertEqual(self.ctl("topics", "create", "alone", "--partitions", "3", "--replication-factor", "1").returncode, 0)
        third = f"127.0.0.1:{self.env['BROKERDECK_KAFKA3_PORT']}"
        docker("pause", f"{self.lab.name}-kafka3-1")
        seen = self.endpoints()  # the others miss it only some seconds later
        self.assertEqual([target for target, step in seen.items() if step["state"] == "failed"], [third], seen)
        self.assertIn("Broker 3", seen[third]["message"])
        docker("unpause", f"{self.lab.name}-kafka3-1")
        docker("kill", f"{self.lab.name}-kafka3-1")
        self.until(lambda: len(self.endpoints()) == 2)

        def short_of_replicas():
            topics = json.loads(self.ctl("topics", "list").stdout)["topics"]
            return [topic["underReplicated"] for topic in topics if topic["name"] == "orders"] == [3]
        self.until(short_of_replicas)
        # and where there was one replica only, nobody serves what it held
        self.until(lambda: [topic["leaderless"] for topic in json.loads(self.ctl("topics", "list").stdout)["topics"]
                            if topic["name"] == "alone"] == [1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
