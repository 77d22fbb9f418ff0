// Who leads a cluster that keeps its metadata itself (KRaft): brokers do not tell it in their metadata. Bytes in, values
// out; pure.
//
// Format: DescribeQuorum in version 0, https://kafka.apache.org/protocol.html#The_Messages_DescribeQuorum; from Kafka 3.3
// on every broker answers it.
#pragma once

#include <vector>

#include <QByteArray>

#include "base/error.h"

namespace bd::kafka {

struct Quorum {
    int leader = -1; // the active controller; -1: there is none just now
    std::vector<int> voters;
    bool operator==(const Quorum &) const = default;
};

constexpr int quorumApi = 55; // as in ApiVersions

QByteArray quorumRequest(); // without the size that goes before it
// Kafka error where the broker refuses to say, Parse for what is no such answer.
Result<Quorum> quorumOf(const QByteArray &answer);

} // namespace bd::kafka
