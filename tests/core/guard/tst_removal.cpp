// What the engine is told to remove: what a permit names, and nothing else.
#include <QtTest>

#include "engine/engine.h"
#include "fakes/engineworld.h"
#include "fakes/recordingrunner.h"

using namespace bd;
using namespace bd::fakes;

namespace {

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(u' ');
}

struct Told {
    std::shared_ptr<RecordingRunner> runner = std::make_shared<RecordingRunner>();

    explicit Told(const char *engineId)
    {
        runner->answer(words("docker info"),
                       "{\"ID\":\"" + QByteArray(engineId) + "\",\"SystemTime\":\"2026-11-23T10:00:00Z\"}");
        runner->answer(words("docker compose version"), "2.26.1");
        runner->answer(words("docker volume rm"), "shop_kafka\n");
        runner->answer(words("docker rm"), "k1\n");
    }
    QStringList removals() const
    {
        QStringList lines;
        for (const QStringList &argv : runner->argvs()) {
            if (argv.contains(u"rm"))
                lines += argv.join(u' ');
        }
        return lines;
    }
};

} // namespace

class TestRemoval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void removesWhatThePermitNames()
    {
        const World world;
        const Told told("ENGINE");
        const engine::Engine engine(told.runner);
        QVERIFY(engine.remove(*guard::Permits::forContainer(s("k1"), world.facts(), {}), {}));
        QVERIFY(engine.remove(*guard::Permits::forVolume(s("shop_kafka"), world.facts(), {}), {}));
        QCOMPARE(told.removals(), (QStringList{s("docker rm -- k1"), s("docker volume rm -- shop_kafka")}));
    }

    void removesSeveralOfAKindAtOnce()
    {
        const World world;
        const Told told("ENGINE");
        const engine::Engine engine(told.runner);
        const auto permitsFor = [&](const QStringList &volumes) {
            std::vector<engine::RemovalPermit> permits;
            for (const QString &name : volumes)
                permits.push_back(std::move(*guard::Permits::forVolume(name, world.facts(), {})));
            return permits;
        };
        QVERIFY(engine.remove(permitsFor({s("shop_kafka"), s("shop_zookeeper")}), {}));
        QCOMPARE(told.removals(), QStringList{s("docker volume rm -- shop_kafka shop_zookeeper")});
        auto mixed = permitsFor({s("shop_kafka")});
        mixed.push_back(std::move(*guard::Permits::forContainer(s("k1"), world.facts(), {})));
        QVERIFY(!engine.remove(std::move(mixed), {}));
        QVERIFY(engine.remove(std::vector<engine::RemovalPermit>(), {}));
        QCOMPARE(told.removals().size(), 1);
    }

    void removesNothingOnAnotherEngine()
    {
        const World world;
        const Told told("OTHER");
        const auto removed =
            engine::Engine(told.runner).remove(*guard::Permits::forVolume(s("shop_kafka"), world.facts(), {}), {});
        QVERIFY(!removed && removed.error().code == ErrorCode::Failed);
        QCOMPARE(told.removals(), QStringList());
    }

    void aPermitIsGoodForOne()
    {
        const World world;
        const Told told("ENGINE");
        const engine::Engine engine(told.runner);
        auto permit = guard::Permits::forVolume(s("shop_kafka"), world.facts(), {});
        QVERIFY(engine.remove(std::move(*permit), {}));
        QVERIFY(!engine.remove(std::move(*permit), {}));
        QCOMPARE(told.removals().size(), 1);
    }

    void whatIsGoneIsDone()
    {
        const World world;
        Told told("ENGINE");
        told.runner = std::make_shared<RecordingRunner>();
        told.runner->answer(words("docker info"), R"({"ID":"ENGINE","SystemTime":"2026-11-23T10:00:00Z"})");
        told.runner->answer(words("docker compose version"), "2.26.1");
        told.runner->answer(words("docker volume rm"), {}, "Error response from daemon: get shop_kafka: no such volume",
                            1);
        told.runner->answer(words("docker rm"), {}, "Error response from daemon: container k1 is running", 1);
        const engine::Engine engine(told.runner);
        QVERIFY(engine.remove(*guard::Permits::forVolume(s("shop_kafka"), world.facts(), {}), {}));
        QVERIFY(!engine.remove(*guard::Permits::forContainer(s("k1"), world.facts(), {}), {}));
    }
};

QTEST_APPLESS_MAIN(TestRemoval)
#include "tst_removal.moc"
