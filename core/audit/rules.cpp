#include "audit/rules.h"

namespace bd::audit {

const std::vector<Rule> &rules()
{
    static const std::vector<Rule> all{
        {"zk-healthcheck", judgeZooKeeperCheck},
        {"zk-four-letter-words", judgeFourLetterWords},
        {"zk-data-volume", judgeZooKeeperData},
        {"zk-log-volume", judgeZooKeeperLog},
        {"zk-restart", judgeZooKeeperRestart},
        {"zk-limits", judgeZooKeeperLimits},
        {"zk-autopurge", judgeAutopurge},
        {"zk-memory", judgeZooKeeperMemory},
        {"zk-server-id", judgeServerId},
        {"kafka-data-volume", judgeKafkaData},
        {"kafka-waits-for-zk", judgeKafkaWaits},
        {"kafka-zk-connect", judgeConnect},
        {"kafka-zk-timeouts", judgeTimeouts},
        {"kafka-fixed-broker-id", judgeBrokerId},
        {"kraft-cluster-id", judgeClusterId},
        {"kraft-voters", judgeVoters},
        {"kafka-no-auto-create", judgeAutoCreate},
        {"kafka-retention", judgeRetention},
        {"kafka-healthcheck", judgeKafkaCheck},
        {"kafka-restart", judgeKafkaRestart},
        {"kafka-single-node-factors", judgeFactors},
        {"kafka-listeners", judgeListeners},
        {"kafka-values", judgeValues},
        {"kafka-stop-grace", judgeStopGrace},
        {"kafka-memory", judgeKafkaMemory},
        {"init-waits-for-kafka", judgeInitWaits},
        {"worker-waits", judgeWorkerWaits},
        {"image-pinned", judgeImages},
        {"compose-hygiene", judgeHygiene},
        {"live-data-volume", judgeLiveData},
        {"live-listeners", judgeLiveListeners},
        {"live-drift", judgeDrift},
    };
    return all;
}

std::vector<Finding> audit(const Subject &subject)
{
    std::vector<Finding> findings;
    for (const Rule &rule : rules())
        rule.judge(subject, findings);
    sortWorstFirst(findings);
    return findings;
}

} // namespace bd::audit
