// A compose file for a stack that there is not yet: every setting that keeps it stable, each with its reason beside it, so that the
// audit finds nothing to say. Pure.
#pragma once

#include <optional>
#include <vector>

#include <QStringList>

#include "base/error.h"
#include "compose/project.h"

namespace bd::newstack {

enum class Coordination { ZooKeeper, KRaft };

// Whose images: what they call their variables is the same, where they keep data and tools is not.
// | Confluent | confluentinc/cp-kafka and cp-zookeeper; tools are «kafka-topics» |
// | Apache    | apache/kafka, KRaft only; tools are /opt/kafka/bin/kafka-topics.sh |
enum class Family { Confluent, Apache };

struct Choice {
    QString name; // of the project, as Compose takes it: lower-case letters, digits, - and _
    Coordination coordination = Coordination::KRaft;
    int brokers = 1; // 1 or 3
    Family family = Family::Confluent;
    QString kafkaImage;        // empty: the family's, of a version that is known to work
    QString zookeeperImage;    // as well
    QString clusterId;         // of KRaft: 22 characters of base64url, as newClusterId() makes them
    quint16 kafkaPort = 9092;  // on this machine, of the first broker; the others have the next ones
    quint16 zookeeperPort = 0; // on this machine; 0: it is not published
    std::vector<compose::ExpectedTopic> topics;
    QStringList workers; // names of services that stand for the team's own
    bool operator==(const Choice &) const = default;
};

QString defaultImage(const Choice &choice); // Kafka's
QString defaultZooKeeperImage();
std::optional<Family> familyOf(const QString &image); // nothing: another one
QString newClusterId();                               // another one each time
QString nameForFolder(const QString &path);           // as Compose names a project after its folder; may be empty

// InvalidUse with what is wrong with a choice, and what would do.
Result<> check(const Choice &choice);

// The file, UTF-8, with line feeds. `choice` has passed check().
QByteArray composeFile(const Choice &choice);

} // namespace bd::newstack
