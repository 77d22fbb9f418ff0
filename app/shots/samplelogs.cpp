#include "shots/samples.h"

namespace bd::app::samples {

namespace {

using namespace std::chrono_literals;

logs::Fed line(const char *service, int ms, const char *text)
{
    return {QString::fromUtf8(service), now() - 40s + Millis(ms), QString::fromUtf8(text)};
}

} // namespace

std::vector<logs::Fed> logLines()
{
    std::vector<logs::Fed> lines{
        line("zookeeper", 0, "===> Launching zookeeper ..."),
        line("zookeeper", 310,
             "[2026-11-23 14:01:20,310] INFO Reading configuration from: /etc/kafka/zookeeper.properties "
             "(org.apache.zookeeper.server.quorum.QuorumPeerConfig)"),
        line("zookeeper", 322,
             "[2026-11-23 14:01:20,322] WARN Either no config or no quorum defined in config, running in "
             "standalone mode (org.apache.zookeeper.server.quorum.QuorumPeerMain)"),
        line("zookeeper", 615,
             "[2026-11-23 14:01:20,615] INFO PrepRequestProcessor (sid:0) started, reconfigEnabled=false "
             "(org.apache.zookeeper.server.PrepRequestProcessor)"),
        line("kafka", 900, "===> Launching kafka ..."),
        line("kafka", 1804, "[2026-11-23 14:01:21,804] INFO starting (kafka.server.KafkaServer)"),
        line("kafka", 2210,
             "[2026-11-23 14:01:22,210] INFO Creating /brokers/ids/1 (is it secure? false) "
             "(kafka.zk.KafkaZkClient)"),
        line("kafka", 2231,
             "[2026-11-23 14:01:22,231] ERROR Error while creating ephemeral at /brokers/ids/1, node already "
             "exists and owner '0x100001bdba70000' does not match current session '0x100001bdba70001' "
             "(kafka.zk.KafkaZkClient$CheckedEphemeral)"),
        line("kafka", 2240,
             "[2026-11-23 14:01:22,240] ERROR [KafkaServer id=1] Fatal error during KafkaServer startup. "
             "Prepare to shutdown (kafka.server.KafkaServer)"),
        line("kafka", 2241, "org.apache.zookeeper.KeeperException$NodeExistsException: KeeperErrorCode = NodeExists"),
        line("kafka", 2242, "\tat org.apache.zookeeper.KeeperException.create(KeeperException.java:126)"),
        line("kafka", 2243,
             "\tat kafka.zk.KafkaZkClient$CheckedEphemeral.getAfterNodeExists(KafkaZkClient.scala:2239)"),
        line("kafka", 2244, "\tat kafka.zk.KafkaZkClient.registerBroker(KafkaZkClient.scala:106)"),
        line("mail-worker", 2400,
             "\x1b[33mWARN\x1b[0m no broker answers at \x1b[1mkafka:29092\x1b[0m, trying again in 1 s"),
        line("mail-worker", 3400, "{\"level\":\"error\",\"msg\":\"no broker answers\",\"broker\":\"kafka:29092\"}"),
    };
    for (int at = 0; at < 30; ++at) {
        lines.push_back(line("billing-worker", 4000 + at * 200, "polled 0 records of purchase-created"));
    }
    return lines;
}

} // namespace bd::app::samples
