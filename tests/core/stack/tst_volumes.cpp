// A project's volumes and what each is for, in a made-up engine.
#include <QtTest>

#include "fakes/engineworld.h"
#include "stack/volumes.h"

using namespace bd;
using namespace bd::fakes;
using Kind = compose::DataPath::Kind;

namespace {

stack::VolumeList listOf(const World &world)
{
    return stack::volumesOf(world.project, world.state.containers, world.state.volumes);
}

QStringList namesOf(const stack::VolumeList &list)
{
    QStringList names;
    for (const stack::ProjectVolume &one : list.volumes)
        names += one.volume.name;
    return names;
}

} // namespace

class TestVolumes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatEachIsFor()
    {
        const auto list = listOf(World());
        QCOMPARE(namesOf(list), (QStringList{s("shop_kafka"), s("shop_zookeeper"), anonymous, s("shop_certificates"),
                                             s("shop_database")}));
        QVERIFY(list.volumes[0].holds == Kind::KafkaData);
        QVERIFY(list.volumes[1].holds == Kind::ZooKeeperData);
        QVERIFY(list.volumes[2].holds == Kind::ZooKeeperLog && list.volumes[2].isAnonymous);
        QVERIFY(!list.volumes[3].holds && !list.volumes[3].isDeclared); // an orphan of the file, in use
        QVERIFY(!list.volumes[4].holds && list.volumes[4].isDeclared);
        QCOMPARE(list.volumes[4].uses.front().service, s("database"));
        QVERIFY(list.unheld.empty() && !list.isHalfASet);
    }

    void whatIsOnNoVolumeIsSaid()
    {
        World world;
        world.containerOf("k1").mounts.clear();
        const auto list = listOf(world);
        QCOMPARE(list.unheld, (std::vector<stack::Unheld>{{s("kafka"), {Kind::KafkaData, s("/var/lib/kafka/data")}}}));
        QVERIFY(list.isHalfASet); // ZooKeeper's alone
        engine::Mount bind = mount({}, "/var/lib/kafka");
        bind.kind = engine::Mount::Kind::Bind;
        world.containerOf("k1").mounts = {bind}; // a folder of the host lasts, too
        QVERIFY(listOf(world).unheld.empty());
        bind.kind = engine::Mount::Kind::Tmpfs;
        world.containerOf("k1").mounts = {bind};
        QCOMPARE(listOf(world).unheld.size(), size_t(1));
    }

    void withoutContainersNobodyHoldsAnything()
    {
        World world;
        world.state.containers.clear();
        const auto list = listOf(world);
        QCOMPARE(namesOf(list), (QStringList{s("shop_certificates"), s("shop_database"), s("shop_kafka"),
                                             s("shop_zookeeper")})); // an anonymous one is nobody's by now
        QVERIFY(list.unheld.empty() && !list.isHalfASet);
        world.state.volumes.clear();
        QVERIFY(listOf(world).volumes.empty());
    }
};

QTEST_APPLESS_MAIN(TestVolumes)
#include "tst_volumes.moc"
