// What tests of Kafka's client share: one stack of the lab's for all of them, of either kind, and a connection to its broker.
#pragma once

#include <algorithm>

#include "kafka/client.h"
#include "labstack.h"
#include "startup/runner.h"

namespace bd::test {

class BrokerTest : public QObject
{
protected:
    static constexpr Millis Deadline{20'000};

    void startBroker(const char *suffix)
    {
        m_stack = std::make_unique<LabStack>(LabStack::hasZooKeeper() ? QStringLiteral("tests/stacks/natively")
                                                                      : QStringLiteral("resources/stacks/kraft"),
                                             QString::fromUtf8(suffix));
        const auto project = m_stack->load();
        QVERIFY(project);
        QVERIFY(startup::start(*m_stack->engine, *project, {}, [](const timeline::Event &) {}, Clock::system(), {}));
        m_settings.bootstrap = QStringLiteral("127.0.0.1:%1").arg(m_stack->kafkaPort);
        auto client = kafka::Client::open(m_settings);
        QVERIFY(client);
        m_client = std::move(*client);
    }

    void removeBroker()
    {
        m_client.reset();
        m_stack.reset();
    }

    QString brokerContainer() const { return m_stack->containerOf(QStringLiteral("kafka")); }

    kafka::Topic topic(const QString &name) const
    {
        const auto metadata = m_client->metadata(true, Deadline, {});
        const kafka::Topic *found = metadata ? metadata->topic(name) : nullptr;
        return found ? *found : kafka::Topic{};
    }

    // Its partitions have leaders then.
    void make(const QString &name, int partitions, const QMap<QString, QString> &config = {})
    {
        const auto made = m_client->createTopics({{name, partitions, 1, config}}, Deadline, {});
        QVERIFY(made);
        QVERIFY2(made->front().error.isEmpty(), qPrintable(made->front().error));
        const auto isLed = [&] {
            const kafka::Topic now = topic(name);
            return !now.partitions.empty()
                   && std::ranges::none_of(now.partitions, [](const kafka::Partition &one) { return one.leader < 0; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isLed(), 20'000);
    }

    // By an independent client.
    void produce(const QString &topic, int partition, int count) const
    {
        QProcess kcat;
        kcat.start(QStringLiteral("kcat"),
                   {QStringLiteral("-P"), QStringLiteral("-b"), m_settings.bootstrap, QStringLiteral("-t"), topic,
                    QStringLiteral("-p"), QString::number(partition)});
        for (int i = 0; i < count; ++i)
            kcat.write("record\n");
        kcat.closeWriteChannel();
        QVERIFY(kcat.waitForFinished(20'000));
        QCOMPARE(kcat.exitCode(), 0);
    }

    std::unique_ptr<LabStack> m_stack;
    kafka::Settings m_settings;
    std::unique_ptr<kafka::Client> m_client;
};

} // namespace bd::test
