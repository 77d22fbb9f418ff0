// Which data would be left behind as containers are made anew.
#include <QTest>

#include "carry/carry.h"

using namespace bd;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

struct Case {
    compose::Project project;
    engine::Container container;

    Case()
    {
        compose::Service kafka;
        kafka.name = s("kafka");
        kafka.role = compose::Role::Broker;
        kafka.flavour = compose::Flavour::ConfluentKafka;
        kafka.mounts = {{engine::Mount::Kind::Volume, s("kafka_data"), s("/var/lib/kafka/data"), false}};
        project.name = s("kc");
        project.services = {kafka};
        project.volumes = {{s("kafka_data"), s("kc_kafka_data"), false}};
        container.id = s("abc");
        container.labels = {{s("com.docker.compose.project"), s("kc")}, {s("com.docker.compose.service"), s("kafka")}};
        container.mounts = {mount(QString(64, QLatin1Char('a')), "/var/lib/kafka/data")};
    }

    static engine::Mount mount(const QString &name, const char *destination)
    {
        engine::Mount made;
        made.name = name;
        made.destination = s(destination);
        return made;
    }

    std::vector<carry::Move> moves() const { return carry::movesOf(project, {container}); }
};

} // namespace

class TestCarry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromAnUnnamedVolume()
    {
        const Case one;
        const carry::Move expected{s("kafka"), s("abc"), s("/var/lib/kafka/data"), s("/var/lib/kafka/data"),
                                   s("kc_kafka_data")};
        QCOMPARE(one.moves(), std::vector{expected});
    }

    void fromTheContainerItself()
    {
        Case one;
        one.container.mounts.clear();
        QCOMPARE(one.moves().size(), size_t(1));
    }

    void nothingOfAnybodyWhoNamedIt_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"named", "the same", "a folder", "no container", "one-off", "no volume in the file",
                                 "an unnamed one in the file", "an external one", "another service"})
            QTest::newRow(what) << s(what);
    }

    void nothingOfAnybodyWhoNamedIt()
    {
        QFETCH(const QString, what);
        Case one;
        engine::Mount &mount = one.container.mounts.front();
        compose::Service &kafka = one.project.services.front();
        if (what == s("named"))
            mount.name = s("kc_other");
        else if (what == s("the same"))
            mount.name = s("kc_kafka_data");
        else if (what == s("a folder"))
            mount.kind = engine::Mount::Kind::Bind;
        else if (what == s("no container"))
            one.container.labels[s("com.docker.compose.service")] = s("other");
        else if (what == s("one-off"))
            one.container.labels[s("com.docker.compose.oneoff")] = s("True");
        else if (what == s("no volume in the file"))
            kafka.mounts.clear();
        else if (what == s("an unnamed one in the file"))
            kafka.mounts.front().source.clear();
        else if (what == s("an external one"))
            one.project.volumes.front().external = true;
        else
            kafka.role = compose::Role::Worker;
        QVERIFY(one.moves().empty());
    }

    // cp-kafka with a volume at /var/lib/kafka: the image puts an unnamed one over it each time, and nothing would move.
    void whatTheImagePutsOverIt()
    {
        Case one;
        one.project.services.front().mounts.front().target = s("/var/lib/kafka");
        one.container.mounts.push_back(Case::mount(s("kc_kafka_data"), "/var/lib/kafka"));
        QVERIFY(one.moves().empty());
        one.project.services.front().mounts.front().target = s("/var/lib/kafka/data"); // the mend of it
        QCOMPARE(one.moves().size(), size_t(1));
    }

    // Each directory is one of its own: nothing is taken for another.
    void twoDirectories()
    {
        Case one;
        compose::Service &kafka = one.project.services.front();
        kafka.environment = {{s("KAFKA_LOG_DIRS"), s("/disk1/data,/disk2/data")}};
        kafka.mounts = {{engine::Mount::Kind::Volume, s("one"), s("/disk1/data"), false},
                        {engine::Mount::Kind::Volume, s("two"), s("/disk2/data"), false}};
        one.project.volumes = {{s("one"), s("kc_one"), false}, {s("two"), s("kc_two"), false}};
        one.container.environment = {s("KAFKA_LOG_DIRS=/disk1/data,/disk2/data")};
        one.container.mounts.clear();
        auto moves = one.moves();
        QCOMPARE(moves.size(), size_t(2));
        QCOMPARE(moves[0].from, s("/disk1/data"));
        QCOMPARE(moves[1].from, s("/disk2/data"));
        QVERIFY(carry::canCarry(moves));
        // The first is on a volume of its own already.
        one.container.mounts = {Case::mount(s("kc_one"), "/disk1/data")};
        moves = one.moves();
        QCOMPARE(moves.size(), size_t(1));
        QCOMPARE(moves[0].from, s("/disk2/data"));
        // Which of two was one before cannot be told.
        one.container.environment = {s("KAFKA_LOG_DIRS=/var/lib/kafka/data")};
        one.container.mounts.clear();
        QCOMPARE(one.moves().size(), size_t(2));
        QVERIFY(!carry::canCarry(one.moves()));
    }

    void severalContainersOfOneService()
    {
        const Case one;
        const auto moves = carry::movesOf(one.project, {one.container, one.container});
        QCOMPARE(moves.size(), size_t(1));
        QVERIFY(!carry::canCarry(moves));
    }

    void whatIsInMemoryIsGoneAnyway()
    {
        Case one;
        one.container.mounts.front().kind = engine::Mount::Kind::Tmpfs;
        QVERIFY(one.moves().empty());
        QVERIFY(!carry::canCarry({}));
    }

    // docker cp puts a directory back under its own name only.
    void aDirectoryThatIsCalledOtherwise()
    {
        Case one;
        one.container.environment = {s("KAFKA_LOG_DIRS=/tmp/kafka-logs")};
        one.container.mounts.clear();
        QCOMPARE(one.moves().size(), size_t(1));
        QCOMPARE(one.moves().front().from, s("/tmp/kafka-logs"));
        QVERIFY(one.moves().front().to.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCarry)
#include "tst_carry.moc"
