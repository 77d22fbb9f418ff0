// A cluster of librdkafka's own mock brokers, in this process.
#pragma once

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <QString>

namespace bd::fakes {

class MockCluster
{
public:
    explicit MockCluster(int brokers)
    {
        char reason[256];
        m_handle = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), reason, sizeof reason);
        m_cluster = rd_kafka_mock_cluster_new(m_handle, brokers);
    }
    ~MockCluster()
    {
        rd_kafka_mock_cluster_destroy(m_cluster);
        rd_kafka_destroy(m_handle);
    }
    MockCluster(const MockCluster &) = delete;
    MockCluster &operator=(const MockCluster &) = delete;

    rd_kafka_mock_cluster_t *get() const { return m_cluster; }
    QString bootstrap() const { return QString::fromUtf8(rd_kafka_mock_cluster_bootstraps(m_cluster)); }

private:
    rd_kafka_t *m_handle = nullptr;
    rd_kafka_mock_cluster_t *m_cluster = nullptr;
};

} // namespace bd::fakes
