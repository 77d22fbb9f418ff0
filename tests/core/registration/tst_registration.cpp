// Who owns a registration, and what is offered about it.
#include <QtTest>

#include "registration/registration.h"
#include "registration/registrationjson.h"

using namespace bd;
using namespace bd::registration;
using namespace std::chrono_literals;
using guard::Owner;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const TimePoint noon = *fromIso(u"2026-11-26T12:00:00Z");
constexpr qint64 session = 0x10000c750840000;

zookeeper::Node node(const char *path, qint64 owner, const char *data = "{}")
{
    zookeeper::Node one;
    one.path = s(path);
    one.stat.czxid = 0x19;
    one.stat.ephemeralOwner = owner;
    one.data = data;
    return one;
}

// Broker 1, of the container shop-kafka-1, which logged its session at 11:59 and has run since 11:58.
Seen shop()
{
    Seen seen;
    seen.at = seen.watchedSince = noon;
    seen.zookeeperSince = noon - 1h;
    seen.registered.push_back(registeredIn(node("/brokers/ids/1", session,
                                                "{\"endpoints\":[\"INSIDE://kafka:29092\",\"HOST://127.0.0.1:9092\"]}"),
                                           1));
    EngineBroker kafka;
    kafka.container = s("k1");
    kafka.name = s("shop-kafka-1");
    kafka.service = s("kafka");
    kafka.broker = 1;
    kafka.isUp = true;
    kafka.startedAt = noon - 2min;
    kafka.finishedAt = noon - 3min;
    kafka.addresses = {s("172.19.0.3")};
    kafka.sessions = {{session, 18s, noon - 1min, s("Session establishment complete …")}};
    seen.brokers = {kafka};
    return seen;
}

Seen killed(Millis ago)
{
    Seen seen = shop();
    seen.brokers[0].isUp = false;
    seen.brokers[0].finishedAt = noon - ago;
    return seen;
}

QStringList offers(const Seen &seen)
{
    QStringList all;
    for (const Rung &rung : ladderOf(seen, 1))
        all += toString(rung.what)
               + (rung.state == Rung::State::Offered ? s("")
                  : rung.state == Rung::State::Later ? s(" later")
                                                     : s(" refused"));
    return all;
}

} // namespace

class TestRegistration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads()
    {
        const Registered one = shop().registered[0];
        QCOMPARE(one.endpoints, (QStringList{s("INSIDE://kafka:29092"), s("HOST://127.0.0.1:9092")}));
        QVERIFY(registeredIn(node("/brokers/ids/1", 1, "no JSON"), 1).endpoints.isEmpty());
        QCOMPARE(controllerIn("{\"version\":2,\"brokerid\":1,\"timestamp\":\"1\"}"), std::optional(1));
        QVERIFY(!controllerIn("{}") && !controllerIn("") && !controllerIn("{\"brokerid\":\"1\"}"));
    }

    void sessionsOfLogs_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("3.9") << s(
            "[2026-11-26 18:25:48,262] INFO Session establishment complete on server "
            "zookeeper/172.19.0.2:2181, session id = 0x10000c750840000, negotiated timeout = 18000 "
            "(org.apache.zookeeper.ClientCnxn)");
        QTest::newRow("2.8") << s(
            "[2026-11-26 18:25:48,262] INFO Session establishment complete on server "
            "zookeeper/172.19.0.2:2181, sessionid = 0x10000c750840000, negotiated timeout = 18000 "
            "(org.apache.zookeeper.ClientCnxn)");
    }

    void sessionsOfLogs()
    {
        QFETCH(QString, line);
        const auto found = sessionsIn({{noon - 1s, s("other")}, {noon, line}});
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found[0].session, session);
        QVERIFY(found[0].timeout == 18s && found[0].at == noon && found[0].line == line);
    }

    void aHealthyBrokerHasNoLadder()
    {
        Seen seen = shop();
        QVERIFY(ownerOf(seen, session).owner == Owner::Connected);
        QVERIFY(!isStale(seen, seen.registered[0]));
        QVERIFY(offers(seen).isEmpty());
        seen.connections = {{{session, s("172.19.0.3")}}};
        QCOMPARE(ownerOf(seen, session).address, s("172.19.0.3"));
        QVERIFY(offers(seen).isEmpty());
        seen.brokers[0].sessions.clear(); // its log is cut: ZooKeeper still says who it is
        QCOMPARE(ownerOf(seen, session).container, s("shop-kafka-1"));
        QVERIFY(offers(seen).isEmpty());
        seen.connections.reset(); // and where that is not allowed, one that runs gets the benefit of the doubt
        QVERIFY(ownerOf(seen, session).owner == Owner::Unknown);
        QVERIFY(offers(seen).isEmpty());
    }

    void aCorpseIsProvedByItsLog()
    {
        const Seen seen = killed(5s);
        const Ownership owner = ownerOf(seen, session);
        QVERIFY(owner.owner == Owner::Corpse && !owner.proof.isEmpty());
        QVERIFY(*owner.expires == noon - 5s + 20s); // 18 s, rounded up to a tick, and one more
        QVERIFY(*owner.overdue == noon - 5s + 22s);
        QCOMPARE(offers(seen), (QStringList{s("wait-and-start"), s("unregister later"), s("reset later")}));
        QCOMPARE(ladderOf(seen, 1)[0].service, s("kafka"));
        QCOMPARE(offers(killed(22s)), (QStringList{s("wait-and-start"), s("unregister"), s("reset later")}));
    }

    void aRestartedZooKeeperCountsAnew()
    {
        Seen seen = killed(60s);
        seen.zookeeperSince = noon - 3s;
        QVERIFY(*ownerOf(seen, session).expires == noon - 3s + 20s);
        QCOMPARE(offers(seen)[1], s("unregister later"));
    }

    void aBrokerThatWasRestartedIsNotTheOwner() // it runs again, and the session was that of its life before
    {
        Seen seen = shop();
        seen.brokers[0].finishedAt = noon - 10s;
        seen.brokers[0].startedAt = noon - 9s;
        QVERIFY(ownerOf(seen, session).owner == Owner::Corpse);
        QCOMPARE(offers(seen)[1], s("unregister refused")); // it runs
        seen = shop();
        seen.brokers[0].sessions.push_back({session + 1, 18s, noon - 30s, s("a later one")});
        QVERIFY(ownerOf(seen, session).owner == Owner::Corpse);
        QVERIFY(ownerOf(seen, session + 1).owner == Owner::Connected);
    }

    void aDuplicateIsNamed()
    {
        Seen seen = killed(60s);
        seen.brokers[0].sessions.clear();
        seen.connections = {{{session, s("172.19.0.9")}}};
        QCOMPARE(offers(seen), (QStringList{s("stop-duplicate"), s("unregister refused")}));
        QVERIFY(sentenceOf(ownerOf(seen, session), seen).contains(s("172.19.0.9")));
        EngineBroker other = seen.brokers[0];
        other.name = s("shop-kafka-2");
        other.service = s("kafka-two");
        other.isUp = true;
        other.addresses = {s("172.19.0.9")};
        seen.brokers.push_back(other);
        QCOMPARE(ownerOf(seen, session).container, s("shop-kafka-2"));
        QCOMPARE(offers(seen), (QStringList{s("stop-duplicate"), s("unregister refused")}));
    }

    void whatCannotBeKnownIsNotOffered()
    {
        Seen seen = killed(60s);
        seen.brokers[0].sessions.clear();
        QVERIFY(ownerOf(seen, session).owner == Owner::Unknown);
        QCOMPARE(offers(seen), (QStringList{s("wait-and-start"), s("unregister refused"), s("reset later")}));
        seen.connections.emplace(); // ZooKeeper says who is connected: nobody is
        QVERIFY(ownerOf(seen, session).owner == Owner::NotConnected);
        QCOMPARE(offers(seen)[1], s("unregister later")); // when its owner ended is not known: from when we looked on
        seen.watchedSince = noon - 22s;
        QCOMPARE(offers(seen)[1], s("unregister"));
    }

    void whatIsPersistentDoesNotExpire()
    {
        Seen seen = killed(60s);
        seen.registered[0].node.stat.ephemeralOwner = 0;
        QCOMPARE(offers(seen), (QStringList{s("wait-and-start refused"), s("unregister"), s("reset later")}));
        seen.brokers[0].isUp = true;
        seen.brokers[0].broker.reset(); // its id is generated: it may be this one
        QCOMPARE(offers(seen), (QStringList{s("wait-and-start refused"), s("unregister refused"), s("reset")}));
    }

    void thePlanHasTheControllerWhereItIsThisBroker()
    {
        Seen seen = killed(60s);
        seen.controller = node("/controller", session, "{\"version\":2,\"brokerid\":1}");
        const guard::RemovalPlan place = guard::planOfNothing(s("shop"), s("ENGINE"), s("default"));
        const guard::RegistrationPlan plan = planOf(seen, 1, place);
        QCOMPARE(plan.nodes.size(), size_t(2));
        const auto now = nodesNow(seen, plan);
        QVERIFY(now[0].owner == Owner::Corpse && now[0].isOverdue && now[1].isOverdue);
        seen.controller = node("/controller", session, "{\"version\":2,\"brokerid\":2}");
        QCOMPARE(planOf(seen, 1, place).nodes.size(), size_t(1));
        QVERIFY(planOf(seen, 2, place).nodes.empty()); // never the controller alone
        seen.registered.clear();
        QVERIFY(nodesNow(seen, plan).empty());
    }

    void rows()
    {
        Seen seen = shop();
        seen.metadata.brokers = {{1, s("127.0.0.1"), 9092}, {3, s("kafka-three"), 9092}};
        EngineBroker two = seen.brokers[0];
        two.broker = 2;
        seen.brokers.push_back(two);
        const auto all = rowsOf(seen);
        QCOMPARE(all.size(), size_t(3));
        QVERIFY(all[0].inZooKeeper && all[0].inKafka && all[0].onEngine.size() == 1);
        QVERIFY(!all[1].inZooKeeper && !all[1].inKafka && all[1].onEngine.size() == 1);
        QVERIFY(!all[2].inZooKeeper && all[2].inKafka && all[2].onEngine.empty());
    }
};

QTEST_APPLESS_MAIN(TestRegistration)
#include "tst_registration.moc"
