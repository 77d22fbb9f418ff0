// Brokers of which one was killed, as ZooKeeper, Kafka and the engine have them.
#include "shots/samples.h"

namespace bd::app::samples {

using namespace std::chrono_literals;

registration::Seen staleBroker()
{
    registration::Seen seen;
    seen.at = seen.watchedSince = now();
    seen.zookeeperWay = QStringLiteral("127.0.0.1:2181");
    seen.zookeeperSince = now() - 2h;
    seen.kafkaError =
        Error{ErrorCode::Unreachable, QStringLiteral("No broker of kc-backend can be asked from here"), {}, {}};
    zookeeper::Node node;
    node.path = QStringLiteral("/brokers/ids/1");
    node.stat.czxid = 0x19;
    node.stat.createdAt = now() - 40min;
    node.stat.ephemeralOwner = 0x100000b5a8f0000;
    node.data = "{\"features\":{},\"listener_security_protocol_map\":{\"INSIDE\":\"PLAINTEXT\",\"HOST\":\"PLAINTEXT\"},"
                "\"endpoints\":[\"INSIDE://kafka:29092\",\"HOST://127.0.0.1:9092\"],\"jmx_port\":-1,\"port\":29092,"
                "\"host\":\"kafka\",\"version\":5,\"timestamp\":\"1795717549124\"}";
    node.stat.dataLength = node.data.size();
    seen.registered.push_back(registration::registeredIn(node, 1));
    registration::EngineBroker kafka;
    kafka.container = QStringLiteral("k1");
    kafka.name = QStringLiteral("kodingcaravan-kafka");
    kafka.service = QStringLiteral("kafka");
    kafka.broker = 1;
    kafka.startedAt = now() - 41min;
    kafka.finishedAt = now() - 8s;
    kafka.sessions = {
        {node.stat.ephemeralOwner, 18s, now() - 40min,
         QStringLiteral("[2026-11-23 13:22:40,262] INFO Session establishment complete on server "
                        "zookeeper/172.19.0.2:2181, session id = 0x100000b5a8f0000, negotiated timeout = 18000 "
                        "(org.apache.zookeeper.ClientCnxn)")}};
    seen.brokers = {kafka};
    return seen;
}

} // namespace bd::app::samples
