// Whether a registration may be deleted, on every state that there can be.
#include <QtTest>

#include "fakes/engineworld.h"
#include "guard/registration.h"

using namespace bd;
using namespace bd::fakes;
using namespace bd::guard;
using Why = Objection::Why;

namespace {

struct State {
    World world;
    RegistrationPlan plan;
    std::vector<NodeNow> nodes;
    QStringList running;
    bool noneElsewhere = true;

    // Nobody owns it any more, all is stopped, and somebody has said so.
    State()
    {
        plan.place = planOfNothing(world.project.name, world.state.id, world.state.context.name);
        plan.broker = 1;
        plan.nodes = {{s("/brokers/ids/1"), 25, 7}, {s("/controller"), 26, 7}};
        for (const PlannedNode &one : plan.nodes)
            nodes.push_back({one, Owner::Corpse, true});
    }

    RegistrationCase facts() const
    {
        return {plan, world.project, world.state, world.marks, nodes, running, noneElsewhere};
    }
    Ruling ruling(const QString &confirmed = {}) const { return ruleOn(facts(), confirmed); }
    bool objectsTo(Why why) const
    {
        const auto all = ruling().objections;
        return std::ranges::find(all, why, &Objection::why) != all.end();
    }
    bool isAllowed() const { return ruling().verdict == Ruling::Verdict::Allowed; }
};

} // namespace

class TestRegistrationRule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsDeadMayGo()
    {
        const State state;
        QVERIFY(state.isAllowed());
        auto permit = Permits::forNode(s("/brokers/ids/1"), state.facts(), {});
        QVERIFY(permit && permit->path() == s("/brokers/ids/1") && permit->czxid() == 25 && permit->owner() == 7);
        const zookeeper::NodePermit used = std::move(*permit);
        QVERIFY(permit->path().isEmpty()); // good for one
        QVERIFY(!Permits::forNode(s("/brokers/ids/2"), state.facts(), {}));
    }

    void nothingElse_data()
    {
        QTest::addColumn<int>("why");
        QTest::addColumn<int>("which");
        const char *const names[]{"its owner is connected",
                                  "its owner is not known",
                                  "it may go by itself",
                                  "another transaction",
                                  "another owner",
                                  "the controller’s owner lives",
                                  "a broker runs",
                                  "nobody was asked",
                                  "another engine",
                                  "production",
                                  "a node that was not shown"};
        const Why whys[]{Why::OwnerLives,  Why::OwnerUnknown,        Why::NotOverdue, Why::Changed,
                         Why::Changed,     Why::OwnerLives,          Why::BrokerRuns, Why::NotAsked,
                         Why::OtherEngine, Why::LooksLikeProduction, Why::Changed};
        for (int i = 0; i < int(std::size(names)); ++i)
            QTest::newRow(names[i]) << int(whys[i]) << i;
    }

    void nothingElse()
    {
        QFETCH(int, why);
        QFETCH(int, which);
        State state;
        switch (which) {
        case 0: state.nodes[0].owner = Owner::Connected; break;
        case 1: state.nodes[0].owner = Owner::Unknown; break;
        case 2: state.nodes[0].isOverdue = false; break;
        case 3: state.nodes[0].node.czxid = 30; break;
        case 4: state.nodes[0].node.owner = 8; break;
        case 5: state.nodes[1].owner = Owner::Connected; break;
        case 6: state.running = {s("shop-kafka-1")}; break;
        case 7: state.noneElsewhere = false; break;
        case 8: state.world.state.id = s("OTHER"); break;
        case 9: state.world.state.context.name = s("team-prod"); break;
        default: state.plan.nodes.pop_back(); break;
        }
        QVERIFY(state.ruling().verdict == Ruling::Verdict::Refused);
        QCOMPARE(state.ruling().objections.size(), size_t(1)); // each alone
        QVERIFY(state.objectsTo(Why(why)));
        QVERIFY(!Permits::forNode(s("/brokers/ids/1"), state.facts(), {}));
    }

    void everyState() // 5 owners × overdue × same node × running × asked
    {
        int allowed = 0;
        for (int bits = 0; bits < 5 * 16; ++bits) {
            State state;
            const auto owner = Owner(bits / 16);
            const bool isOverdue = bits & 1, isSame = bits & 2, isStopped = bits & 4, isAsked = bits & 8;
            state.nodes[0].owner = owner;
            state.nodes[0].isOverdue = isOverdue;
            if (!isSame)
                state.nodes[0].node.czxid += 1;
            if (!isStopped)
                state.running = {s("k")};
            state.noneElsewhere = isAsked;
            const bool isDead = owner == Owner::Nobody
                                || ((owner == Owner::Corpse || owner == Owner::NotConnected) && isOverdue);
            QCOMPARE(state.isAllowed(), isDead && isSame && isStopped && isAsked);
            allowed += state.isAllowed();
        }
        QCOMPARE(allowed, 4); // nobody's, overdue or not; a corpse's and a disconnected one's that are overdue
    }

    void anotherMachineIsConfirmedByItsName()
    {
        State state;
        state.world.state.context = {s("build-box"), s("ssh://build-box"), true};
        state.plan.place.context = s("build-box");
        QVERIFY(state.ruling().verdict == Ruling::Verdict::NeedsConfirmation);
        QVERIFY(!Permits::forNode(s("/brokers/ids/1"), state.facts(), {}));
        QVERIFY(state.ruling(s("build-box")).verdict == Ruling::Verdict::Allowed);
    }
};

QTEST_APPLESS_MAIN(TestRegistrationRule)
#include "tst_registrationrule.moc"
