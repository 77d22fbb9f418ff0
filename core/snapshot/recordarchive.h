// A topic's records in a file and out of it again, by partition and in their order: key, value, headers and time. Offsets begin
// anew at 0; where groups were is told by how many records lie before.
//
// Blocks: worker threads only.
#pragma once

#include <stop_token>

#include "kafka/client.h"
#include "snapshot/manifest.h"

namespace bd::snapshot {

QString recordsSuffix(); // .jsonl.zst, or .jsonl.gz

// What there is of the topic now. `watched`: offsets within it that groups read next; how many records lie before each is put
// into the groups of `manifest`, by their index there.
struct Watched {
    size_t group = 0;
    int partition = 0;
    qint64 offset = 0;
};
Result<> archiveRecords(const kafka::Settings &settings, const kafka::Topic &topic,
                        const std::vector<kafka::PartitionOffsets> &offsets, const QMap<QString, QString> &config,
                        const std::vector<Watched> &watched, const QString &folder, Manifest &manifest,
                        std::stop_token stop);

// Failed where the file is not the one of the manifest, or does not hold as many records of each partition.
Result<> checkRecords(const ArchivedTopic &archived, const QString &folder, std::stop_token stop);

// A broker tells of a topic, and of who leads it, some 100 ms after it was made. Timeout where it takes longer.
Result<> waitForLeaders(kafka::Client &client, const QStringList &topics, Millis deadline);

// Deletes the topic where it is there, makes it as it was, and writes its records. Stops for nothing once it has deleted.
Result<> unarchiveRecords(kafka::Client &client, const kafka::Settings &settings, const ArchivedTopic &archived,
                          const QString &folder, Millis deadline);

} // namespace bd::snapshot
