// What can be done with topics beyond changing one: favourites, making one again, comparing two, what a page says besides.
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "common/rowtable.h"
#include "common/theme.h"
#include "common/translations.h"
#include "fakes/mockcluster.h"
#include "shots/samples.h"
#include "topics/clustersession.h"
#include "topics/topiccomparison.h"
#include "topics/topiclist.h"
#include "topics/topicpage.h"
#include "topics/topicsview.h"

using namespace bd;
using namespace bd::app;
using namespace std::chrono_literals;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

ClusterSession::Connect connectTo(const fakes::MockCluster &cluster)
{
    return [bootstrap = cluster.bootstrap()](std::stop_token) -> Result<std::shared_ptr<kafka::Client>> {
        kafka::Settings settings;
        settings.bootstrap = bootstrap;
        return kafka::Client::open(settings).map(
            [](auto client) { return std::shared_ptr<kafka::Client>(std::move(client)); });
    };
}

} // namespace

class TestTopicActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void favouritesComeFirst();
    void aStarIsClicked();
    void makingAgainWantsTheNameTyped();
    void anEmptyOneIsMadeAgainOnlyIfEmpty();
    void differences();
    void twoAreCompared();
    void whatTheTeamExpectsIsChanged();
    void withoutATeamFileNothingIsExpected();
    void aReadOnlyClusterOffersNoChange();
    void everyChangeCanBeCopiedAsCommandLine_data();
    void everyChangeCanBeCopiedAsCommandLine();
    void whatTheBrokerWouldRefuseIsSaidInTheForm();
    void aFileOfTopicsIsAskedForFirst();
    void lastWritesAreReadWhereSomethingHasCome();
    void aBrokerThatIsSilentIsWaitedForNoLongerThanWanted();
    void aSessionPutsTogetherWhatIsKnown();

private:
    QDialog *dialog() const { return m_view->findChild<QDialog *>(); }
    QPushButton *buttonInDialog(const char *text) const
    {
        for (QPushButton *button : dialog()->findChildren<QPushButton *>()) {
            if (button->text() == s(text)) {
                return button;
            }
        }
        return nullptr;
    }
    QAction *actionOf(const QString &topic, const char *text)
    {
        m_menu.reset(m_view->list()->menuFor(topic));
        for (QAction *action : m_menu->actions()) {
            if (action->text() == s(text)) {
                return action;
            }
        }
        return nullptr;
    }
    QString topicAt(int row) const { return m_view->list()->model()->at(row)->summary.name; }

    std::unique_ptr<TopicsView> m_view;
    std::unique_ptr<QMenu> m_menu;
};

void TestTopicActions::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestTopicActions::init()
{
    m_view = std::make_unique<TopicsView>();
    m_view->resize(1096, 720);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->setTopics(samples::topics(samples::metadata()));
}

void TestTopicActions::cleanup()
{
    m_menu.reset();
    m_view.reset();
}

void TestTopicActions::favouritesComeFirst()
{
    m_view->setFavourites({s("trainer-allocated"), s("purchase-created"), s("long-gone")});
    QCOMPARE(topicAt(0), s("purchase-created"));
    QCOMPARE(topicAt(1), s("trainer-allocated"));
    QCOMPARE(topicAt(2), s("audit-log"));
    m_view->list()->table()->sortByColumn(TopicModel::Topic, Qt::DescendingOrder);
    QCOMPARE(topicAt(0), s("trainer-allocated"));
    QCOMPARE(topicAt(2), s("purchase-confirmed"));
    m_view->setTopics(samples::topics(samples::troubledTopics())); // a new list
    QCOMPARE(topicAt(0), s("trainer-allocated"));
    m_view->setFavourites({});
    QCOMPARE(topicAt(4), s("audit-log"));
}

void TestTopicActions::aStarIsClicked()
{
    QSignalSpy wanted(m_view.get(), &TopicsView::favouriteWanted);
    RowTable *table = m_view->list()->table();
    const auto star = [&] { return table->model()->index(1, TopicModel::Star); };
    QCOMPARE(star().data(Qt::AccessibleTextRole).toString(), s("Not a favourite"));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(star()).center());
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first(), (QVariantList{s("dead-letter-queue"), true}));
    m_view->setFavourites({s("dead-letter-queue")});
    const std::unique_ptr<QMenu> menu(m_view->list()->menuFor(s("dead-letter-queue")));
    for (QAction *action : menu->actions()) {
        if (action->text() == s("No longer a favourite")) {
            action->trigger();
        }
    }
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(wanted.last(), (QVariantList{s("dead-letter-queue"), false}));
}

void TestTopicActions::makingAgainWantsTheNameTyped()
{
    QSignalSpy wanted(m_view.get(), &TopicsView::recreateWanted);
    Q_EMIT m_view->list()->recreateWanted(s("purchase-created"));
    QVERIFY(dialog());
    QPushButton *accept = buttonInDialog("Delete and make again");
    QVERIFY(accept && !accept->isEnabled());
    QTest::keyClicks(dialog()->findChild<QLineEdit *>(), s("purchase-created"));
    QVERIFY(accept->isEnabled());
    accept->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first(), (QVariantList{s("purchase-created"), false}));
    QTRY_VERIFY(!dialog());
    Q_EMIT m_view->list()->recreateWanted(s("__consumer_offsets")); // Kafka's own are not touched
    QVERIFY(!dialog());
}

void TestTopicActions::anEmptyOneIsMadeAgainOnlyIfEmpty()
{
    const kafka::Metadata metadata = samples::metadata();
    TopicDetailsMap details = samples::topicDetails(metadata);
    details[s("audit-log")].offsets = {{0, 5, 5}};
    m_view->setTopics(topicsSnapshot(metadata, details, {}, samples::now()));
    QSignalSpy wanted(m_view.get(), &TopicsView::recreateWanted);
    Q_EMIT m_view->list()->recreateWanted(s("audit-log"));
    QVERIFY(!dialog()->findChild<QLineEdit *>());
    buttonInDialog("Delete and make again")->click();
    QCOMPARE(wanted.first(), (QVariantList{s("audit-log"), true}));
}

void TestTopicActions::differences()
{
    const kafka::Metadata metadata = samples::metadata();
    const TopicDetailsMap details = samples::topicDetails(metadata);
    const auto between = [&](const char *one, const char *other) {
        return topicDifferences(*metadata.topic(s(one)), details[s(one)].config, *metadata.topic(s(other)),
                                details[s(other)].config);
    };
    QVERIFY(between("purchase-created", "purchase-confirmed").empty());
    QCOMPARE(between("dead-letter-queue", "audit-log"),
             (std::vector<TopicDifferenceRow>{{{}, s("Partitions"), s("3"), s("1")},
                                              {s("retention.ms"), {}, s("-1"), s("604800000")}}));
}

void TestTopicActions::twoAreCompared()
{
    const kafka::Metadata metadata = samples::metadata();
    TopicDetailsMap details = samples::topicDetails(metadata);
    const TopicDetails later = details.take(s("audit-log"));
    m_view->setTopics(topicsSnapshot(metadata, details, {}, samples::now()));
    QSignalSpy wanted(m_view.get(), &TopicsView::detailsWanted);
    Q_EMIT m_view->list()->compareWanted(s("dead-letter-queue"));
    QVERIFY(dialog());
    auto *choice = dialog()->findChild<QComboBox *>();
    auto *table = dialog()->findChild<RowTable *>();
    QVERIFY(choice && table && !table->isVisible());
    QCOMPARE(choice->findText(s("dead-letter-queue")), -1); // with itself
    choice->setEditText(s("audit-log"));
    QCOMPARE(wanted.last().first().toStringList(), (QStringList{s("dead-letter-queue"), s("audit-log")}));
    QVERIFY(!table->isVisible()); // not known is not alike
    details.insert(s("audit-log"), later);
    m_view->setTopics(topicsSnapshot(metadata, details, {}, samples::now()));
    QVERIFY(table->isVisible());
    QCOMPARE(table->model()->rowCount(), 2);
    QCOMPARE(table->model()->index(1, 1).data().toString(), s("-1 (for ever)"));
    choice->setEditText(s("trainer-allocated"));
    QCOMPARE(table->model()->rowCount(), 2); // policy and retention
    buttonInDialog("Close")->click();
    QTRY_VERIFY(!dialog());
    QVERIFY(wanted.last().first().toStringList().size() > 2); // what is on screen again
}

void TestTopicActions::whatTheTeamExpectsIsChanged()
{
    QSignalSpy wanted(m_view.get(), &TopicsView::expectWanted);
    QSignalSpy forgotten(m_view.get(), &TopicsView::forgetWanted);
    m_view->setExpectations(TopicsView::Expectations::Init);

    // One that nobody expects, as it is there.
    QAction *expect = actionOf(s("audit-log"), "Let the team expect it…");
    QVERIFY(expect && expect->isEnabled());
    expect->trigger();
    QVERIFY(dialog() && dialog()->windowTitle().contains(s("audit-log")));
    QVERIFY(!buttonInDialog("No longer expect it"));
    QVERIFY(buttonInDialog("Expect it")->isDefault());
    auto *settings = dialog()->findChild<QPlainTextEdit *>();
    settings->setPlainText(s("retention.ms"));
    QVERIFY(!buttonInDialog("Expect it")->isEnabled());
    settings->setPlainText(s("retention.ms=1000"));
    dialog()->findChild<QSpinBox *>()->setValue(9);
    buttonInDialog("Expect it")->click();
    QCOMPARE(wanted.count(), 1);
    const auto topic = wanted.first().first().value<compose::ExpectedTopic>();
    QCOMPARE(topic.name, s("audit-log"));
    QCOMPARE(topic.partitions, 9);
    QCOMPARE(topic.config, (QMap<QString, QString>{{s("retention.ms"), s("1000")}}));
    QTRY_VERIFY(!dialog());

    // One that is expected: what the list says, and no longer.
    const QString expected = QString(m_view->list()->model()->table().missing.value(0, s("purchase-created")));
    QAction *change = actionOf(expected, "What the team expects of it…");
    QVERIFY2(change && change->isEnabled(), qPrintable(expected));
    change->trigger();
    QPushButton *forget = buttonInDialog("No longer expect it");
    QVERIFY(forget && !forget->isDefault());
    forget->click();
    QCOMPARE(forgotten.count(), 1);
    QCOMPARE(forgotten.first().first().toString(), expected);
    QCOMPARE(wanted.count(), 1);
}

void TestTopicActions::withoutATeamFileNothingIsExpected()
{
    QVERIFY(!actionOf(s("audit-log"), "Let the team expect it…")->isEnabled());
    Q_EMIT m_view->list()->expectationWanted(s("audit-log"));
    QVERIFY(!dialog());
}

void TestTopicActions::aReadOnlyClusterOffersNoChange()
{
    const QStringList changes{s("Add partitions…"), s("New topic with the same settings…"), s("Delete its records…"),
                              s("Delete and make again…"), s("Delete the topic…")};
    for (const bool readOnly : {true, false}) {
        m_view->setReadOnly(readOnly);
        QCOMPARE(m_view->list()->createButton()->isEnabled(), !readOnly);
        for (const QString &change : changes) {
            QCOMPARE(actionOf(s("purchase-created"), qUtf8Printable(change))->isEnabled(), !readOnly);
        }
        QVERIFY(actionOf(s("purchase-created"), "See its records")->isEnabled());
        m_view->list()->table()->selectRow(0);
        QTest::keyClick(m_view->list()->table(), Qt::Key_Delete);
        QCOMPARE(dialog() != nullptr, !readOnly);
    }
}

void TestTopicActions::everyChangeCanBeCopiedAsCommandLine_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("line");
    QTest::newRow("delete") << s("Delete the topic…") << s("topics delete purchase-created");
    QTest::newRow("empty") << s("Delete its records…") << s("topics empty purchase-created");
    QTest::newRow("recreate") << s("Delete and make again…") << s("topics recreate purchase-created");
    QTest::newRow("partitions") << s("Add partitions…") << s("topics add-partitions purchase-created 4");
    QTest::newRow("like it") << s("New topic with the same settings…")
                             << s("topics create orders --partitions 3 --replication-factor 1");
}

void TestTopicActions::everyChangeCanBeCopiedAsCommandLine()
{
    QFETCH(QString, action);
    QFETCH(QString, line);
    QSignalSpy told(m_view.get(), &TopicsView::commandLineWanted);
    QAction *wanted = actionOf(s("purchase-created"), action.toUtf8().constData());
    QVERIFY(wanted);
    wanted->trigger();
    QVERIFY(dialog());
    for (QLineEdit *field : dialog()->findChildren<QLineEdit *>()) {
        if (field->accessibleName().startsWith(s("Name,"))) {
            field->setText(s("orders"));
        }
    }
    buttonInDialog("Copy as command line")->click();
    QCOMPARE(told.count(), 1);
    QVERIFY2(told.value(0).value(0).toStringList().join(u' ').startsWith(line),
             qPrintable(told.value(0).value(0).toStringList().join(u' ')));
    QVERIFY(dialog()->isVisible()); // it is still to be decided
}

void TestTopicActions::whatTheBrokerWouldRefuseIsSaidInTheForm()
{
    QSignalSpy checks(m_view.get(), &TopicsView::checkWanted);
    Q_EMIT m_view->list()->createWanted();
    QVERIFY(dialog());
    QPlainTextEdit *others = dialog()->findChild<QPlainTextEdit *>();
    for (QLineEdit *field : dialog()->findChildren<QLineEdit *>()) {
        if (field->accessibleName().startsWith(s("Name,"))) {
            field->setText(s("orders"));
        }
    }
    others->setPlainText(s("retention.mss=1"));
    QTRY_COMPARE(checks.count(), 1); // once, when typing pauses
    const auto check = checks.value(0).value(0).value<TopicCheck>();
    QCOMPARE(check.topics.size(), 1u);
    QVERIFY(buttonInDialog("Create")->isEnabled()); // a broker that says nothing refuses nothing
    m_view->setChecked(check, s("orders: Unknown topic config name: retention.mss"));
    QVERIFY(!buttonInDialog("Create")->isEnabled());
    const auto says = [&](const char *text) {
        return std::ranges::any_of(dialog()->findChildren<QLabel *>(), [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(s(text));
        });
    };
    QVERIFY(says("retention.mss"));
    others->setPlainText(s("retention.ms=1"));
    QVERIFY(!says("retention.mss")); // that was of what stood there before
    m_view->setChecked(check, s("too late"));
    QVERIFY(buttonInDialog("Create")->isEnabled());
    QTRY_COMPARE(checks.count(), 2);
    m_view->setChecked(check, s("of what was asked before")); // it was on its way when the second one was asked
    QVERIFY(buttonInDialog("Create")->isEnabled());
    m_view->setChecked(checks.value(1).value(0).value<TopicCheck>(), {});
    QVERIFY(buttonInDialog("Create")->isEnabled());
}

void TestTopicActions::aFileOfTopicsIsAskedForFirst()
{
    QSignalSpy mended(m_view.get(), &TopicsView::mendWanted);
    compose::ExpectedTopic orders;
    orders.name = s("orders");
    stack::TopicsPlan plan;
    plan.create.push_back({s("orders"), 3, 1, {}});
    plan.withheld = {s("audit-log: retention.ms should be 1")};
    m_view->askSet(s("/somewhere/topics.yaml"), {orders}, plan);
    QVERIFY(mended.isEmpty());
    QStringList texts;
    for (const QLabel *label : dialog()->findChildren<QLabel *>()) {
        texts += label->text();
    }
    const QString all = texts.join(u'\n');
    for (const char *text : {"topics.yaml", "orders is missing", "audit-log: retention.ms should be 1"}) {
        QVERIFY2(all.contains(s(text)), qPrintable(all));
    }
    buttonInDialog("Change them")->click();
    QCOMPARE(mended.count(), 1);
}

void TestTopicActions::lastWritesAreReadWhereSomethingHasCome()
{
    using namespace std::chrono_literals;
    const TimePoint then = samples::now() - 60s, now = samples::now();
    TopicDetailsMap details;
    const auto put = [&](const char *topic, std::optional<qint64> end) {
        TopicDetails &one = details[s(topic)];
        one.offsets = {{0, 0, end}};
        one.offsetsAsOf = now;
    };
    put("still", 5);
    put("grown", 6);
    put("new", 1);
    put("no-leader", {});
    const LastWrites known{{s("still"), {then, then, {{0, 0, 5}}}}, {s("grown"), {then, then, {{0, 0, 5}}}}};
    const QStringList wanted{s("still"), s("grown"), s("new"), s("no-leader"), s("gone")};
    QCOMPARE(unreadWrites(wanted, details, known).keys(), QStringList({s("grown"), s("new")}));
    QVERIFY(unreadWrites({}, details, known).isEmpty()); // nobody looks
    addLastWrites(details, known);
    QCOMPARE(details.value(s("still")).lastWriteAsOf, std::optional(now)); // so it is still
    QCOMPARE(details.value(s("grown")).lastWriteAsOf, std::optional(then));
    QVERIFY(!details.value(s("new")).lastWriteAsOf);
    QVERIFY(!details.contains(s("gone")));
}

void TestTopicActions::aBrokerThatIsSilentIsWaitedForNoLongerThanWanted()
{
    const fakes::MockCluster cluster(1);
    rd_kafka_mock_broker_set_rtt(cluster.get(), 1, 60'000);
    ClusterSession session(connectTo(cluster));
    QSignalSpy begun(&session, &ClusterSession::begun);
    QSignalSpy changed(&session, &ClusterSession::changed);
    session.deleteTopics({s("orders")}, true);
    QCOMPARE(begun.count(), 1);
    QTest::qWait(300); // it waits for an answer by then
    QVERIFY(changed.isEmpty());
    session.stopWaiting();
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, 2000);
    const auto error = changed.value(0).value(1).value<std::optional<Error>>();
    QVERIFY(error && error->code == ErrorCode::Cancelled);
}

void TestTopicActions::aSessionPutsTogetherWhatIsKnown()
{
    const fakes::MockCluster cluster(1);
    QVERIFY(!rd_kafka_mock_topic_create(cluster.get(), "orders", 2, 1));
    QVERIFY(!rd_kafka_mock_topic_create(cluster.get(), "audit", 1, 1));
    ClusterSession session(connectTo(cluster));
    session.setSizesOf([](kafka::Client &, std::stop_token) {
        return Result<QMap<QString, qint64>>(QMap<QString, qint64>{{s("orders"), 8192}});
    });
    compose::ExpectedTopic expected;
    expected.name = s("orders");
    expected.partitions = 2;
    session.setExpected({expected});
    QSignalSpy changed(&session, &ClusterSession::topicsChanged);
    session.setWatched(true);
    session.wantDetails({s("orders")});
    const auto row = [&](const char *topic) {
        return session.snapshot() ? session.snapshot()->table->row(s(topic)) : nullptr;
    };
    // The mock knows no settings, and keeps a look waiting for them.
    QTRY_VERIFY_WITH_TIMEOUT(row("orders") && row("orders")->summary.records && row("orders")->size, 25'000);
    QCOMPARE(row("orders")->summary.records, std::optional<qint64>(0));
    QCOMPARE(row("orders")->size, std::optional<qint64>(8192));
    QVERIFY(row("orders")->expected == TopicRow::Expected::There);
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->details.value(s("orders")).lastWriteAsOf, 25'000);
    QVERIFY(!session.snapshot()->details.value(s("orders")).lastWrite); // it is empty
    QVERIFY(!row("audit")->summary.records);                            // nobody asked for it
    QVERIFY(!row("audit")->size);
    QVERIFY(!session.snapshot()->details.contains(s("audit")));
    QVERIFY(!changed.isEmpty());
}

QTEST_MAIN(TestTopicActions)
#include "tst_topicactions.moc"
