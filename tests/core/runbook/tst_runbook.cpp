// Runbooks: that each is whole, where it ends, and what it says then.
#include <QtTest>

#include "diagnose/knowledgetexts.h"
#include "runbook/runbook.h"

using namespace bd;
using namespace bd::runbook;
using verify::Check;
using What = Check::What;
using Status = Check::Status;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const std::vector<Runbook> &all()
{
    static const auto read = readRunbooks(s(BD_SOURCE_DIR "/resources/runbooks"));
    if (!read)
        qFatal("%s", qPrintable(read.error().message));
    return *read;
}

// All that can be looked at, with these that have failed.
std::vector<Check> checks(const QList<What> &failed = {})
{
    std::vector<Check> made;
    for (int at = 0; at <= static_cast<int>(What::Addresses); ++at) {
        const auto what = static_cast<What>(at);
        const bool isBad = failed.contains(what);
        made.push_back({what,
                        isBad ? Status::Failed : Status::Passed,
                        isBad ? s("it says PASSWORD=hunter2 | and no") : s("it is so"),
                        {},
                        Micros(0)});
    }
    return made;
}

} // namespace

class TestRunbook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSymptomsThatPeopleHave()
    {
        QStringList ids;
        for (const Runbook &one : all())
            ids += one.id;
        QCOMPARE(ids, (QStringList{s("kafka-will-not-start"), s("topics-are-missing"), s("my-app-cannot-connect"),
                                   s("broker-id-conflict"), s("zookeeper-is-unhealthy"), s("everything-is-slow"),
                                   s("i-do-not-know")}));
    }

    void everyTextCanBeTranslated()
    {
        QStringList known;
        for (const char *text : diagnose::knowledgeTexts)
            known += s(text);
        for (Runbook one : all())
            eachText(one, [&](QString &text) {
                QVERIFY2(known.contains(text), qPrintable(s("./dev texts is due: ") + text));
            });
    }

    // Wherever one fails, there is something to do, and what can be undone comes first.
    void eachEndsInAMend()
    {
        for (const Runbook &one : all()) {
            const Outcome well = follow(one, checks(), {});
            QVERIFY2(well.failed.empty() && well.conclusion == one.otherwise, qPrintable(one.id));
            QVERIFY(well.mends.size() == 1 && well.mends.front().action == s("bundle"));
            QCOMPARE(well.looked.size(), one.stages.size());
            for (size_t at = 0; at < one.stages.size(); ++at) {
                if (!one.stages[at].check)
                    continue;
                const Outcome bad = follow(one, checks({*one.stages[at].check}), {});
                QVERIFY2(!bad.failed.empty() && !bad.mends.empty(), qPrintable(one.id));
                QCOMPARE(bad.looked.size(), at + 1 + one.stages[at].why.size());
                QCOMPARE(bad.failed, std::vector<size_t>{at});
                // what cannot be undone is the last of several, and never what the button of a finding does
                for (const diagnose::Step &mend : bad.mends)
                    QVERIFY2((mend.action != s("reset") || &mend == &bad.mends.back()) && mend.action != s("restore"),
                             qPrintable(one.id));
                QVERIFY2(bad.mends.front().action != s("reset"), qPrintable(one.id));
            }
        }
    }

    // What fails in a branch says more than what led there.
    void aBranchTellsWhy()
    {
        const Runbook runbook{
            s("x"),
            s("X"),
            0,
            {{s("Does Kafka answer?"),
              What::Broker,
              s("a"),
              {{s("Start it."), s("start-stack"), {}}},
              {{s("Is there room?"), What::Room, s("b"), {{s("Make room."), s("open-volumes"), {}}}, {}},
               {s("Is there memory?"), What::Memory, s("c"), {{s("Give it."), s("open-file"), {}}}, {}}}},
             {s("And topics?"), What::Topics, s("d"), {{s("Make them."), s("create-topics"), {}}}, {}}},
            s("All is well.")};
        Outcome outcome = follow(runbook, checks({What::Memory}), {}); // nobody asks
        QCOMPARE(outcome.looked.size(), size_t(2));
        QCOMPARE(outcome.conclusion, s("All is well."));
        outcome = follow(runbook, checks({What::Broker}), {}); // the branch does not know either
        QCOMPARE(outcome.looked.size(), size_t(3));
        QCOMPARE(outcome.failed, std::vector<size_t>{0});
        QCOMPARE(outcome.mends.front().text, s("Start it."));
        outcome = follow(runbook, checks({What::Broker, What::Room, What::Memory, What::Topics}), {});
        QCOMPARE(outcome.looked.size(), size_t(2)); // and what comes after it is not asked
        QCOMPARE(outcome.failed, (std::vector<size_t>{0, 1}));
        QCOMPARE(outcome.mends.back().text, s("Start it.")); // for it may be another reason
        QVERIFY2(outcome.conclusion.contains(s(". That may be why: it says")), qPrintable(outcome.conclusion));
        QCOMPARE(outcome.looked[1].depth, 1);
        QCOMPARE(outcome.mends.front().text, s("Make room."));
        QVERIFY2(toMarkdown(outcome, s("p")).contains(s("| ↳ Is there room? | no |")),
                 qPrintable(toMarkdown(outcome, s("p"))));
        outcome = follow(runbook, checks({What::Broker, What::Memory}), {});
        QCOMPARE(outcome.failed, (std::vector<size_t>{0, 2}));
        QCOMPARE(outcome.mends.front().text, s("Give it."));
    }

    void whatIsKnownSaysMore()
    {
        diagnose::Diagnosis stale;
        stale.id = s("stale-broker-znode");
        stale.service = s("kafka");
        stale.title = s("ZooKeeper still holds it");
        stale.cause = s("A session lives on.");
        stale.evidence = {{7, s("NodeExists token=hunter2 ```")}};
        stale.steps = {{s("Wait."), s("wait-and-start"), s("sleep 20")}};
        const Outcome outcome = follow(all().front(), checks({What::Broker}), {stale});
        QVERIFY(outcome.mends.empty() && outcome.found.size() == 1);
        const QString markdown = toMarkdown(outcome, s("kc-backend"));
        for (const char *part :
             {"## kc-backend: Kafka will not start", "| Does Kafka answer? | no | it says PASSWORD=•••• \\| and no |",
              "### kafka: ZooKeeper still holds it", "1. Wait. `sleep 20`", "NodeExists token=•••• '''"})
            QVERIFY2(markdown.contains(s(part)), qPrintable(s(part) + u'\n' + markdown));
        QVERIFY(!markdown.contains(s("hunter2")));
    }

    void noSecretGoesOutWithIt()
    {
        const Outcome outcome = follow(all().front(), checks({What::Broker}), {});
        const QString markdown = toMarkdown(outcome, s("kc-backend"));
        QVERIFY2(!markdown.contains(s("hunter2")) && markdown.contains(s("It ends here: it says PASSWORD=••••")),
                 qPrintable(markdown));
    }

    void whatCannotBeToldIsNotWell()
    {
        for (const Runbook &one : all()) {
            std::vector<Check> unknown = checks();
            for (Check &check : unknown)
                check.status = Status::Unknown;
            const Outcome outcome = follow(one, unknown, {});
            QVERIFY2(outcome.isUnsure && outcome.conclusion != one.otherwise, qPrintable(one.id));
            for (Check &check : unknown)
                check.status = Status::NotApplicable;
            QVERIFY2(follow(one, unknown, {}).conclusion != one.otherwise, qPrintable(one.id));
        }
    }

    void whatIsNotWholeIsRefused()
    {
        const auto said = [](const char *text) {
            const auto parsed = parseRunbook({s("x.yaml"), text});
            return parsed ? QString() : parsed.error().message;
        };
        QVERIFY(said("id: x\ntitle: X\notherwise: y\nstages: [{ask: a, command: b}]\n").isEmpty());
        QCOMPARE(said("id: x\ntitle: X\notherwise: y\nstages: [{ask: a, check: moon, mend: [b]}]\n"),
                 s("x.yaml:4:26: there is no check «moon»"));
        QVERIFY(
            said("id: x\ntitle: X\notherwise: y\nstages: [{ask: a, check: topics}]\n").contains(s("can be mended")));
        QVERIFY(said("id: x\ntitle: X\notherwise: y\nstages: [{ask: a, check: topics, mend: [{say: b, do: fly}]}]\n")
                    .contains(s("no action «fly»")));
        QVERIFY(said("id: x\ntitle: X\nstages: [{ask: a, command: b}]\n").contains(s("otherwise")));
        QVERIFY(said("id: x\ntitle: X\notherwise: y\nstages: [{ask: a, check: topics, mend: [b], why: [{ask: c}]}]\n")
                    .contains(s("has a check or a command")));
        QVERIFY(said("id: x\nname: X\n").contains(s("no key «name»")));
    }
};

QTEST_GUILESS_MAIN(TestRunbook)
#include "tst_runbook.moc"
