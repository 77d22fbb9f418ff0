// What a service is in a Kafka stack, told by its image, environment, command, ports and gates.
#pragma once

#include "compose/project.h"

namespace bd::compose {

// What an image is, whatever registry it comes from: `registry:5000/mirror/cp-kafka:7.9.1@sha256:…`.
struct ImageKind {
    Flavour flavour = Flavour::Unknown;
    std::optional<Role> role; // ZooKeeper or Broker, where the image is made to be one
    bool operator==(const ImageKind &) const = default;
};
ImageKind kindOfImage(const QString &image);

// Sets flavour and role of each service whose role was not set by hand.
// | role      | what it is                                                                               |
// | zookeeper | runs ZooKeeper's server                                                                  |
// | broker    | runs Kafka's server, alone or with ZooKeeper in it                                       |
// | init      | makes topics or otherwise prepares Kafka, and ends                                       |
// | worker    | waits for a broker or an init service, or names a broker in its environment or command   |
// | other     | anything else; also a KRaft controller that is no broker, which no client can ask        |
void assignRoles(std::vector<Service> &services);

// A KRaft node of which KAFKA_PROCESS_ROLES says that it is no broker.
bool isControllerOnly(const Service &service);

// A variable of Kafka's by its plain name: KAFKA_NAME, or Bitnami's KAFKA_CFG_NAME.
QString kafkaVariable(const Service &service, const QString &name);

} // namespace bd::compose
