// What expected topics ask for that is not so.
#include <QtTest>

#include "stack/expectedtopics.h"

using namespace bd;
using kafka::ConfigEntry;
using stack::TopicDifference;

namespace {

kafka::Topic topic(int partitions, int replicas)
{
    kafka::Topic made{QStringLiteral("orders"), {}, {}};
    for (int id = 0; id < partitions; ++id)
        made.partitions.push_back({id, 1, std::vector<int>(static_cast<size_t>(replicas), 1), {1}, {}});
    return made;
}

compose::ExpectedTopic expected(int partitions, int replicas, const QMap<QString, QString> &config = {})
{
    compose::ExpectedTopic made;
    made.name = QStringLiteral("orders");
    made.partitions = partitions;
    made.replicationFactor = replicas;
    made.config = config;
    return made;
}

std::vector<ConfigEntry> config(const QMap<QString, QString> &values)
{
    std::vector<ConfigEntry> entries;
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        entries.push_back({it.key(), it.value(), ConfigEntry::Source::Topic, false});
    return entries;
}

} // namespace

class TestExpectedTopics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingDiffers()
    {
        QVERIFY(stack::differences(expected(3, 1), topic(3, 1), nullptr).empty());
        const auto known = config({{QStringLiteral("cleanup.policy"), QStringLiteral("delete,compact")},
                                   {QStringLiteral("min.cleanable.dirty.ratio"), QStringLiteral("0.5")}});
        QVERIFY(stack::differences(expected(3, 1,
                                            {{QStringLiteral("cleanup.policy"), QStringLiteral("compact, delete")},
                                             {QStringLiteral("min.cleanable.dirty.ratio"), QStringLiteral("0.50")}}),
                                   topic(3, 1), &known)
                    .empty());
    }

    void partitionsCanOnlyGrow()
    {
        const auto fewer = stack::differences(expected(12, 1), topic(3, 1), nullptr);
        QCOMPARE(fewer.size(), 1U);
        QVERIFY(fewer[0].kind == TopicDifference::Kind::Partitions && fewer[0].canBeMended);
        QCOMPARE(stack::sentenceOf(fewer[0]), QStringLiteral("12 partition(s) expected, 3 there"));
        QVERIFY(!stack::differences(expected(2, 1), topic(3, 1), nullptr)[0].canBeMended);
    }

    void replicasAreNotOursToMend()
    {
        const auto found = stack::differences(expected(3, 3), topic(3, 1), nullptr);
        QCOMPARE(found.size(), 1U);
        QVERIFY(found[0].kind == TopicDifference::Kind::Replicas && !found[0].canBeMended);
    }

    void settingsAreComparedWhereTheyAreKnown()
    {
        const auto wanted = expected(3, 1, {{QStringLiteral("retention.ms"), QStringLiteral("86400000")}});
        QVERIFY(stack::differences(wanted, topic(3, 1), nullptr).empty());
        const auto known = config({{QStringLiteral("retention.ms"), QStringLiteral("604800000")}});
        const auto found = stack::differences(wanted, topic(3, 1), &known);
        QCOMPARE(found.size(), 1U);
        QVERIFY(found[0].canBeMended);
        QCOMPARE(stack::sentenceOf(found[0]), QStringLiteral("retention.ms should be 86400000 and is 604800000"));
        const auto nothing = config({});
        QCOMPARE(stack::sentenceOf(stack::differences(wanted, topic(3, 1), &nothing)[0]),
                 QStringLiteral("retention.ms should be 86400000"));
    }

    void thePlanTakesNothingAway()
    {
        kafka::Metadata metadata;
        metadata.topics = {topic(3, 1), topic(3, 1)};
        metadata.topics[1].name = QStringLiteral("payments");
        compose::ExpectedTopic grown = expected(6, 1, {{QStringLiteral("retention.ms"), QStringLiteral("1000")}});
        compose::ExpectedTopic shrunk = expected(1, 2);
        shrunk.name = QStringLiteral("payments");
        compose::ExpectedTopic missing = expected(2, 1,
                                                  {{QStringLiteral("cleanup.policy"), QStringLiteral("compact")}});
        missing.name = QStringLiteral("audit");
        const auto plan = stack::planFor({grown, shrunk, missing}, metadata, {{QStringLiteral("orders"), config({})}},
                                         stack::Records::MayGo);
        QCOMPARE(plan.create, (std::vector<kafka::NewTopic>{{QStringLiteral("audit"), 2, 1, missing.config}}));
        QCOMPARE(plan.partitions, (QMap<QString, int>{{QStringLiteral("orders"), 6}}));
        QCOMPARE(plan.settings, (QMap<QString, QMap<QString, QString>>{{QStringLiteral("orders"), grown.config}}));
        QCOMPARE(plan.cannot.size(), 2); // fewer partitions, and replicas
        QVERIFY(!plan.changesNothing());
        QVERIFY(stack::planFor({shrunk}, metadata, {}, stack::Records::MayGo).changesNothing());
    }

    void recordsGoOnlyWhereThatWasSaid()
    {
        QVERIFY(stack::mayDeleteRecords(u"retention.ms", QStringLiteral("-1"), QStringLiteral("1000")));
        QVERIFY(stack::mayDeleteRecords(u"retention.bytes", QStringLiteral("2000"), QStringLiteral("1000")));
        QVERIFY(!stack::mayDeleteRecords(u"retention.ms", QStringLiteral("1000"), QStringLiteral("-1")));
        QVERIFY(!stack::mayDeleteRecords(u"retention.ms", QStringLiteral("1000"), QStringLiteral("2000")));
        QVERIFY(stack::mayDeleteRecords(u"cleanup.policy", QStringLiteral("compact"), QStringLiteral("delete")));
        QVERIFY(!stack::mayDeleteRecords(u"cleanup.policy", QStringLiteral("compact,delete"),
                                         QStringLiteral("delete, compact")));
        QVERIFY(!stack::mayDeleteRecords(u"max.message.bytes", QStringLiteral("2"), QStringLiteral("1")));

        kafka::Metadata metadata;
        metadata.topics = {topic(3, 1)};
        const auto wanted = expected(3, 1, {{QStringLiteral("retention.ms"), QStringLiteral("1000")}});
        const auto kept = config({{QStringLiteral("retention.ms"), QStringLiteral("-1")}});
        const auto plan = stack::planFor({wanted}, metadata, {{wanted.name, kept}}, stack::Records::Keep);
        QVERIFY(plan.changesNothing());
        QCOMPARE(plan.withheld.size(), 1);
        QVERIFY(!stack::planFor({wanted}, metadata, {{wanted.name, kept}}, stack::Records::MayGo).changesNothing());
    }

    void whatIsThereIsAsExpected()
    {
        const auto set = config({{QStringLiteral("retention.ms"), QStringLiteral("-1")}});
        const auto made = stack::asExpected(topic(4, 2), set);
        QCOMPARE(made.partitions, 4);
        QCOMPARE(made.replicationFactor, 2);
        QVERIFY(stack::differences(made, topic(4, 2), &set).empty());
        QVERIFY(stack::asExpected(topic(1, 1),
                                  {{QStringLiteral("a"), QStringLiteral("b"), ConfigEntry::Source::Default, false}})
                    .config.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestExpectedTopics)
#include "tst_expectedtopics.moc"
