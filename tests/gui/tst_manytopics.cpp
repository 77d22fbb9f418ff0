// Ten thousand topics with thirty thousand partitions: how long the GUI thread is busy with them.
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTest>

#include "common/rowtable.h"
#include "common/theme.h"
#include "shots/samples.h"
#include "topics/topiclist.h"
#include "topics/topicsview.h"

using namespace bd;
using namespace bd::app;
using namespace std::chrono_literals;

class TestManyTopics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void stayFluent();

private:
    std::unique_ptr<TopicsView> m_view;
};

void TestManyTopics::initTestCase()
{
    applyTheme(*qApp, Scheme::Light);
    m_view = std::make_unique<TopicsView>();
    m_view->resize(1096, 720);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

// What the GUI thread does with 10,000 topics: a new list, a look that changed some of it, sorting, typing. This is a debug
// build on a machine that has other things to do; bench/kafka measures.
void TestManyTopics::stayFluent()
{
    const kafka::Metadata metadata = samples::manyTopics(10'000);
    const TopicsSnapshotPtr first = samples::topics(metadata);
    TopicDetailsMap later = first->details;
    later[QStringLiteral("team-0.events.0")].offsets.front().end = 1'000'000;
    const TopicsSnapshotPtr second = topicsSnapshot(metadata, later, first->expected, samples::now() + 5s, first);
    const TopicsSnapshotPtr third = topicsSnapshot(metadata, later, first->expected, samples::now() + 10s, second);
    QVERIFY(first->table != second->table);
    QVERIFY(second->table == third->table); // nothing to show anew
    QElapsedTimer timer;
    qint64 longest = 0;
    const auto measure = [&](const char *what, auto step) {
        timer.start();
        step();
        QCoreApplication::processEvents();
        qInfo("%s: %.1f ms", what, static_cast<double>(timer.nsecsElapsed()) / 1e6);
        longest = std::max(longest, timer.elapsed());
    };
    measure("a new list", [&] { m_view->setTopics(first); });
    measure("a look", [&] { m_view->setTopics(second); });
    measure("a look without news", [&] { m_view->setTopics(third); });
    for (const char *text : {"t", "te", "team", "team-7", "team-7 99", ""}) {
        measure(text, [&] { m_view->list()->filter()->setText(QString::fromUtf8(text)); });
    }
    for (const int column : {TopicModel::Records, TopicModel::Cleanup, TopicModel::Topic}) {
        measure("sorting", [&] { m_view->list()->table()->sortByColumn(column, Qt::DescendingOrder); });
    }
    QVERIFY2(longest < 50, qPrintable(QString::number(longest)));
    QCOMPARE(m_view->list()->model()->rowCount(), 10'004); // and the four that are missing
}

QTEST_MAIN(TestManyTopics)
#include "tst_manytopics.moc"
