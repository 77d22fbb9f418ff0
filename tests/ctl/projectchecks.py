"""What brokerdeckctl says and changes of a project itself, for a test whose stack is up and has a topic `orders`."""
import json
import pathlib
import shutil

from labproject import docker


class ProjectChecks:
    def check_team_file(self):
        base = pathlib.Path(self.lab.data.name)
        folder = base / self.stack.relative_to(self.source)
        shutil.copytree(self.stack, folder)
        (base / "resources").symlink_to(self.source / "resources")  # it extends a stack from there
        so_far = json.loads(self.on(folder, "--json", "status").stdout)["topics"]["expected"]
        added = json.loads(self.on(folder, "--json", "topics", "expected", "--add", "orders", "--remove", so_far[0]).stdout)
        self.assertEqual(added["expected"], [*so_far[1:], "orders"])
        text = pathlib.Path(added["file"]).read_text()
        self.assertIn("max.message.bytes: \"1000\"", text)
        self.assertEqual(self.on(folder, "topics", "expected").returncode, 0)
        refused = self.on(folder, "topics", "expected", "--add", "nobody")
        self.assert_refused(refused, 4, "nobody")
        self.assertEqual(pathlib.Path(added["file"]).read_text(), text)

    def check_volumes(self):
        done = self.on(self.stack, "--json", "volumes")
        found = json.loads(done.stdout)
        self.assertEqual((done.returncode, found["notOnAVolume"], found["halfASet"]), (0, [], False))
        mounted = {}
        for one in json.loads(docker("inspect", f"{self.project}-kafka-1", f"{self.project}-zookeeper-1")):
            for mount in one["Mounts"]:
                mounted[mount.get("Name")] = mount["Destination"]
        for volume in found["volumes"]:
            self.assertEqual([use["destination"] for use in volume["mountedBy"]], [mounted[volume["name"]]])
        holds = [volume["holds"] for volume in found["volumes"] if volume["holds"]]
        self.assertEqual(sorted(holds), ["kafka-data", "zookeeper-data", "zookeeper-log"])
        text = self.on(self.stack, "volumes").stdout
        self.assertIn("Kafka’s data", text)
        self.assertIn("/var/lib/kafka/data", text)
