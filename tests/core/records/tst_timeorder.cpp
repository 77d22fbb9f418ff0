// Records of several partitions, brought into the order of time while they are read.
#include <QtTest>

#include <QRandomGenerator>

#include "records/timeorder.h"

using namespace bd;
using records::TimeOrder;

namespace {

kafka::Record record(int partition, qint64 offset, int time)
{
    kafka::Record one;
    one.partition = partition;
    one.offset = offset;
    one.time = TimePoint(Millis(time));
    return one;
}

QList<int> timesOf(const std::vector<kafka::Record> &records)
{
    QList<int> times;
    for (const kafka::Record &one : records)
        times += int(std::chrono::duration_cast<Millis>(one.time.time_since_epoch()).count());
    return times;
}

} // namespace

class TestTimeOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsBackWhatAnotherPartitionMayPrecede()
    {
        TimeOrder order({{0, 10, 13}, {1, 5, 7}, {2, 4, 4}}); // the last has nothing to read
        order.add(record(0, 10, 1));
        order.add(record(0, 11, 8));
        QVERIFY(order.ready().empty());
        QCOMPARE(order.size(), size_t(2));
        QVERIFY(order.bytes() >= qint64(2 * sizeof(kafka::Record)));
        order.reached(1, 5, TimePoint(Millis(6))); // a filter did not take it, but it says how far its partition is
        QCOMPARE(timesOf(order.ready()), QList<int>{1});
        order.add(record(1, 6, 9)); // the last of its partition: nothing before 8 can come now
        QCOMPARE(timesOf(order.ready()), QList<int>());
        order.add(record(0, 12, 8));
        QCOMPARE(timesOf(order.ready()), (QList<int>{8, 8, 9}));
        QCOMPARE(order.size(), size_t(0));
        QCOMPARE(order.bytes(), qint64(0));
    }

    void givesAllWhenAsked()
    {
        TimeOrder order({{0, 0, 100}, {1, 0, 100}});
        order.add(record(1, 0, 7));
        order.add(record(1, 1, 9));
        order.add(record(0, 0, 8));
        QCOMPARE(timesOf(order.all()), (QList<int>{7, 8, 9}));
        QVERIFY(order.all().empty());
    }

    void losesNothingWhereTimesGoBack()
    {
        TimeOrder order({{0, 0, 3}, {1, 0, 1}});
        order.add(record(0, 0, 50));
        order.add(record(1, 0, 20));
        order.add(record(0, 1, 10));
        auto times = timesOf(order.ready());
        order.add(record(0, 2, 60));
        times += timesOf(order.ready());
        std::ranges::sort(times);
        QCOMPARE(times, (QList<int>{10, 20, 50, 60}));
    }

    // Whatever comes when: each record once, in order, and none is held when all are read.
    void ordersWhateverComes()
    {
        QRandomGenerator random(4);
        for (int round = 0; round < 300; ++round) {
            const int partitions = random.bounded(1, 6);
            std::vector<kafka::PartitionRange> ranges;
            std::vector<int> times(size_t(partitions), 0);
            size_t expected = 0;
            for (int partition = 0; partition < partitions; ++partition)
                ranges.push_back({partition, 0, random.bounded(0, 40)});
            TimeOrder order(ranges);
            std::vector<kafka::Record> given;
            for (auto left = ranges; !left.empty();) {
                const auto at = left.begin() + random.bounded(int(left.size()));
                if (at->begin == at->end) {
                    left.erase(at);
                    continue;
                }
                int &time = times[size_t(at->partition)];
                time += random.bounded(4);
                if (random.bounded(3) > 0) {
                    order.add(record(at->partition, at->begin, time));
                    ++expected;
                } else {
                    order.reached(at->partition, at->begin, TimePoint(Millis(time)));
                }
                ++at->begin;
                auto ready = order.ready();
                std::ranges::move(ready, std::back_inserter(given));
            }
            QCOMPARE(order.size(), size_t(0));
            QCOMPARE(given.size(), expected);
            QVERIFY(std::ranges::is_sorted(given, records::isEarlier));
        }
    }
};

QTEST_GUILESS_MAIN(TestTimeOrder)
#include "tst_timeorder.moc"
