// Sizes of topics as `du` prints the brokers' data directories.
#include <QtTest>

#include "stack/topicsizes.h"

using namespace bd;
using stack::TopicSizes;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestTopicSizes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsUpPartitions()
    {
        const auto sizes = stack::topicSizesIn(s("12\t/data/orders-0\n4\t/data/orders-1\n8\t/data/my-topic-10\n"
                                                 "100\t/data/__consumer_offsets-49\n"
                                                 "20\t/data/gone-0.0123456789abcdef-delete\n4\t/data/no number\n"
                                                 "148\t/data\n"),
                                               {s("/data")});
        QVERIFY(sizes);
        QCOMPARE(*sizes,
                 (TopicSizes{{s("orders"), 16 << 10}, {s("my-topic"), 8 << 10}, {s("__consumer_offsets"), 100 << 10}}));
    }

    void severalDirectories()
    {
        const QString listing = s("12\t/a/orders-0\n12\t/a\n4\t/b/orders-1\n4\t/b\n");
        QCOMPARE(stack::topicSizesIn(listing, {s("/a"), s("/b")}).value(), (TopicSizes{{s("orders"), 16 << 10}}));
    }

    void halfAListingIsNone()
    {
        QVERIFY(!stack::topicSizesIn(s("12\t/data/orders-0\n4\t/da"), {s("/data")}));
        QVERIFY(!stack::topicSizesIn(s("sh: du: not found"), {s("/data")}));
        QVERIFY(!stack::topicSizesIn({}, {s("/data")}));
    }

    void noiseIsNoSize()
    {
        const auto sizes = stack::topicSizesIn(s("du: cannot access '/data/orders-1': No such file or directory\n"
                                                 "4\t/data/orders-0\n4\t/data\n"),
                                               {s("/data")});
        QCOMPARE(sizes.value(), (TopicSizes{{s("orders"), 4 << 10}}));
    }
};

QTEST_GUILESS_MAIN(TestTopicSizes)
#include "tst_topicsizes.moc"
