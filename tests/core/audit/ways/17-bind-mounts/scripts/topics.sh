#!/bin/bash
kafka-topics --bootstrap-server kafka:29092 --create --topic purchase-created --partitions 3 --replication-factor 1
