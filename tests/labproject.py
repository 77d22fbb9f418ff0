"""A Compose project of a test's own: its name, its free loopback ports, its settings folder; removed by name."""
import os
import pathlib
import socket
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
needs_zookeeper = unittest.skipUnless(os.environ.get("BROKERDECK_ZOOKEEPER_IMAGE"), "this Kafka knows no ZooKeeper")


_given = set()


def free_port():
    """One that was not given before: what is let go may come again at once."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port not in _given:
            _given.add(port)
            return port


def docker(*argv):
    return subprocess.run(["docker", *argv], capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL).stdout


def lab_images(version="3.9.1"):
    """The lab's images of this Kafka, made where they are missing, as environment."""
    out = subprocess.run([str(ROOT / "tests/lab/build"), "--kafka", version], capture_output=True, text=True, check=True,
                         stdin=subprocess.DEVNULL).stdout
    return dict(line.split("=", 1) for line in out.splitlines() if line.startswith("BROKERDECK_"))


def use_lab_images():
    os.environ.update(lab_images())


class LabProject:
    count = 0

    def __init__(self, kind, prefix="bdtest"):
        LabProject.count += 1
        self.name = f"{prefix}-{os.getpid()}-{kind}{LabProject.count}"
        self.data = tempfile.TemporaryDirectory(prefix=f"bd-{kind}-")
        self.kafka_port, self.zookeeper_port = free_port(), free_port()
        self.env = dict(os.environ, XDG_DATA_HOME=self.data.name, XDG_CONFIG_HOME=self.data.name, LC_ALL="C.UTF-8",
                        BROKERDECK_PROJECT=self.name, BROKERDECK_KAFKA_PORT=str(self.kafka_port),
                        BROKERDECK_ZOOKEEPER_PORT=str(self.zookeeper_port))

    def containers(self):
        return docker("ps", "-aq", "--filter", f"label=com.docker.compose.project={self.name}").split()

    def clean(self):
        containers = self.containers()
        if containers:
            docker("rm", "-f", "-v", *containers)
        volumes = docker("volume", "ls", "-q", "--filter", f"label=com.docker.compose.project={self.name}").split()
        if volumes:
            docker("volume", "rm", *volumes)
        docker("network", "rm", f"{self.name}_default")
        self.data.cleanup()
