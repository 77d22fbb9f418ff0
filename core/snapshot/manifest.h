// What a snapshot says of itself: manifest.json beside its archives. Pure.
//
//   {"brokerdeckSnapshot":1,"name":"before the migration","project":"kc-backend","takenAt":"…Z","reason":"by-hand",
//    "kept":false,"context":"default","engineId":"…","engine":"Docker 26.1.5","kafkaClusterId":"…","brokerIds":["1"],
//    "services":{"kafka":{"image":"…","configHash":"…"}},
//    "volumes":[{"name":"kc-backend_kafka_data","anonymous":false,"holds":"kafka-data","service":"kafka",
//      "destination":"/var/lib/kafka/data","driver":"local","labels":{…},"file":"kafka-data.tar.zst","bytes":96000,
//      "sha256":"…","contentBytes":412000,"files":40}]}
//
// Somebody without Brokerdeck unpacks `file` with tar; its root is the last name of `destination`.
//
// A snapshot of records, taken while the brokers run, has topics and groups instead of volumes:
//
//    "topics":[{"name":"orders","partitions":3,"replicationFactor":1,"config":{…},"records":[10,0,4],
//      "file":"1-orders.jsonl.zst","bytes":900,"sha256":"…"}],
//    "groups":[{"name":"billing","offsets":[{"topic":"orders","partition":0,"records":7}]}]
//
// `file` has a line of JSON for each record, as «brokerdeckctl peek --json» writes them, in the order of each partition.
// A group has read the first `records` of a partition.
#pragma once

#include <optional>
#include <vector>

#include <QMap>
#include <QStringList>

#include "base/clock.h"
#include "base/error.h"
#include "compose/datapaths.h"

namespace bd::snapshot {

constexpr qint64 mostManifest = 4 << 20; // bytes; no larger one is read
inline QString manifestName()
{
    return QStringLiteral("manifest.json");
}

struct ArchivedVolume {
    QString volume; // its name on the engine
    bool isAnonymous = false;
    std::optional<compose::DataPath::Kind> holds; // nothing: of another service
    QString service;                              // that it was mounted by
    QString destination;                          // and where
    QString driver;
    QMap<QString, QString> labels;
    QString file;            // beside the manifest
    qint64 bytes = 0;        // of that file
    QByteArray sha256;       // of that file, in hex
    qint64 contentBytes = 0; // of the files in it
    int files = 0;
    bool operator==(const ArchivedVolume &) const = default;
};

struct ArchivedService {
    QString image;
    QString configHash; // Compose's, of the settings that its container was made by
    bool operator==(const ArchivedService &) const = default;
};

struct ArchivedTopic {
    QString topic;
    int partitions = 1;
    int replicationFactor = 1;
    QMap<QString, QString> config; // what is set on it
    std::vector<qint64> records;   // of each partition
    QString file;
    qint64 bytes = 0;
    QByteArray sha256;
    qint64 allRecords() const;
    bool operator==(const ArchivedTopic &) const = default;
};

struct ArchivedOffset {
    QString topic;
    int partition = 0;
    qint64 records = 0; // before the one that the group reads next
    bool operator==(const ArchivedOffset &) const = default;
};

struct ArchivedGroup {
    QString group;
    std::vector<ArchivedOffset> offsets;
    bool operator==(const ArchivedGroup &) const = default;
};

struct Manifest {
    // | ByHand      | somebody asked for it   |
    // | BeforeReset | the way back of a reset |
    enum class Reason { ByHand, BeforeReset };
    QString id;   // the name of its folder; not in the file
    QString name; // as people call it
    QString project;
    TimePoint takenAt{};
    Reason reason = Reason::ByHand;
    bool isKept = false; // does not go when its days are over
    QString context;
    QString engineId;
    QString engine;    // «Docker 26.1.5»
    QString clusterId; // Kafka's; empty: none of the volumes says
    QStringList brokerIds;
    QMap<QString, ArchivedService> services;
    std::vector<ArchivedVolume> volumes;
    std::vector<ArchivedTopic> topics;
    std::vector<ArchivedGroup> groups;

    bool isOfRecords() const { return !topics.empty(); } // as against: of volumes
    qint64 bytes() const;                                // of all archives
    qint64 contentBytes() const;                         // of all that is in the volumes
    qint64 records() const;
    bool operator==(const Manifest &) const = default;
};

QByteArray toJson(const Manifest &manifest);
// Parse with what is wrong as detail; Failed for one of a newer Brokerdeck. Names of files that are no plain names are wrong.
Result<Manifest> manifestIn(const QByteArray &json);

} // namespace bd::snapshot
