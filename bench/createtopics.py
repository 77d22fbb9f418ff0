#!/usr/bin/env python3
"""Makes topics without a JVM, by a client that is not ours: createtopics.py PORT TOPIC… (3 partitions each)."""
import sys

from confluent_kafka.admin import AdminClient, NewTopic

client = AdminClient({"bootstrap.servers": f"127.0.0.1:{sys.argv[1]}"})
for topic, made in client.create_topics([NewTopic(name, 3, 1) for name in sys.argv[2:]]).items():
    made.result(timeout=30)
