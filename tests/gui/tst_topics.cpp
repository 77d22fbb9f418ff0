// The topics: rows put together, filtered and sorted; the forms; the view with mouse and keyboard.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>

#include "common/findingcard.h"
#include "common/rowtable.h"
#include "common/settingmodel.h"
#include "common/theme.h"
#include "common/translations.h"
#include "shots/samples.h"
#include "topics/topicform.h"
#include "topics/topiclist.h"
#include "topics/topicpage.h"
#include "topics/topicsview.h"
#include "topics/topicwords.h"

using namespace bd;
using namespace bd::app;
using namespace std::chrono_literals;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QStringList namesOf(const TopicTable &table, const TopicQuery &query)
{
    QStringList names;
    for (const int index : arranged(table, query)) {
        names += table.rows.at(index).summary.name;
    }
    return names;
}

TopicTable sampleTable()
{
    return *samples::topics(samples::metadata())->table;
}

QAction *actionOf(const QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text() == text) {
            return action;
        }
    }
    return nullptr;
}

} // namespace

class TestTopics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void unknownIsNotZero();
    void rowsKnowWhatIsExpected();
    void filtersByWordsInAnyOrder();
    void sortsWithTheUnknownLast();
    void theModelKeepsItsPromises();
    void numbersAndTimesInWords_data();
    void numbersAndTimesInWords();
    void formsSayWhatIsWrong_data();
    void formsSayWhatIsWrong();
    void aFormLeavesThoseAloneThatAreThere();
    void aFormIsWhatIsAskedFor();
    void aTopicLikeAnother();

    void typingFilters();
    void theChosenTopicStaysChosen();
    void enterOpensAndEscapeReturns();
    void asksForWhatIsOnScreen();
    void missingTopicsCanBeMade();
    void whatDiffersIsShownBeforeItIsMended();
    void kafkasOwnAreNotTouched();
    void deletingWantsTheNameTyped();
    void anEmptyTopicGoesWithoutTyping();
    void creatingChecksWhileTyping();
    void changingASettingSendsOnlyThat();
    void aTopicThatIsGoneSaysSo();
    void aFailureKeepsWhatWasTrue();
    void everyControlHasAName();

private:
    QDialog *dialog() const { return m_view->findChild<QDialog *>(); }
    template<typename T>
    T *inDialog(const char *accessibleName) const
    {
        for (T *widget : dialog()->findChildren<T *>()) {
            if (widget->accessibleName() == s(accessibleName)) {
                return widget;
            }
        }
        return nullptr;
    }
    QPushButton *buttonInDialog(const QString &text) const
    {
        for (QPushButton *button : dialog()->findChildren<QPushButton *>()) {
            if (button->text() == text) {
                return button;
            }
        }
        return nullptr;
    }
    void show(const kafka::Metadata &metadata) { m_view->setTopics(samples::topics(metadata)); }

    std::unique_ptr<TopicsView> m_view;
};

void TestTopics::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestTopics::init()
{
    m_view = std::make_unique<TopicsView>();
    m_view->resize(1096, 720);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    show(samples::metadata());
}

void TestTopics::cleanup()
{
    m_view.reset();
}

void TestTopics::unknownIsNotZero()
{
    const auto rows = topicRows(samples::metadata(), {}, {});
    for (const TopicRow &row : rows) {
        QVERIFY(!row.summary.records && !row.recordsAsOf && !row.policyAsOf);
    }
    QCOMPARE(recordsText({}), s("…"));
    QCOMPARE(recordsText(0), s("0"));
    QCOMPARE(recordsText(1204), s("≈ 1,204"));
}

void TestTopics::rowsKnowWhatIsExpected()
{
    using Expected = TopicRow::Expected;
    const kafka::Metadata metadata = samples::troubledTopics();
    QMap<QString, TopicRow> rows;
    for (const TopicRow &row :
         topicRows(metadata, samples::topicDetails(metadata), samples::project().expectedTopics)) {
        rows.insert(row.summary.name, row);
    }
    QCOMPARE(rows.size(), 5);
    QVERIFY(rows[s("dead-letter-queue")].expected == Expected::Missing);
    QVERIFY(rows[s("purchase-created")].expected == Expected::Differs);
    QCOMPARE(rows[s("purchase-created")].differences, QStringList{s("3 partitions expected, 2 there")});
    QVERIFY(rows[s("audit-log")].expected == Expected::No);
    QCOMPARE(stateText(rows[s("trainer-allocated")]), s("3 without leader"));
    QCOMPARE(stateText(rows[s("purchase-confirmed")]), s("3 under-replicated"));
    QCOMPARE(stateText(rows[s("dead-letter-queue")]), s("missing"));
    QVERIFY(!rows[s("trainer-allocated")].summary.records); // nobody can tell
}

void TestTopics::filtersByWordsInAnyOrder()
{
    const TopicTable rows = sampleTable();
    TopicQuery query;
    QCOMPARE(namesOf(rows, query), (QStringList{s("audit-log"), s("dead-letter-queue"), s("purchase-confirmed"),
                                                s("purchase-created"), s("trainer-allocated")}));
    query.filter = s("CREATED purch");
    QCOMPARE(namesOf(rows, query), QStringList{s("purchase-created")});
    query.filter = s("offsets");
    QVERIFY(namesOf(rows, query).isEmpty());
    query.internals = true;
    QCOMPARE(namesOf(rows, query), QStringList{s("__consumer_offsets")});
}

void TestTopics::sortsWithTheUnknownLast()
{
    TopicTable rows = sampleTable();
    rows.rows[rows.byName.value(s("purchase-confirmed"))].summary.records.reset();
    TopicQuery query;
    query.by = TopicQuery::By::Records;
    QCOMPARE(namesOf(rows, query).last(), s("purchase-confirmed"));
    query.descending = true;
    QCOMPARE(namesOf(rows, query).last(), s("purchase-confirmed"));
    QCOMPARE(namesOf(rows, query).first(), s("trainer-allocated"));
    query.by = TopicQuery::By::Retention; // for ever is longest
    QCOMPARE(namesOf(rows, query).first(), s("dead-letter-queue"));
    query.descending = false;
    query.by = TopicQuery::By::Cleanup;
    QCOMPARE(namesOf(rows, query).first(), s("trainer-allocated")); // compact
    query.descending = true;
    query.by = TopicQuery::By::Name;
    QCOMPARE(namesOf(rows, query).first(), s("trainer-allocated"));
}

void TestTopics::theModelKeepsItsPromises()
{
    TopicModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const kafka::Metadata &metadata : {samples::metadata(), samples::troubledTopics(), samples::manyTopics(50),
                                            kafka::Metadata(), samples::metadata()}) {
        model.setTable(samples::topics(metadata)->table);
        model.sort(TopicModel::Records, Qt::DescendingOrder);
        TopicQuery query = model.query();
        query.filter = s("e");
        model.setQuery(query);
        model.sort(TopicModel::Topic, Qt::AscendingOrder);
        model.setQuery({});
    }
    SettingModel settings;
    const QAbstractItemModelTester settingsTester(&settings, QAbstractItemModelTester::FailureReportingMode::QtTest);
    settings.setEntries(samples::topicDetails(samples::metadata()).value(s("dead-letter-queue")).config);
    QCOMPARE(settings.at(0)->name, s("retention.ms")); // set on the topic itself
    settings.setFilter(s("segment"));
    QCOMPARE(settings.rowCount(), 2);
    settings.setFilter(s("no such thing"));
    QCOMPARE(settings.rowCount(), 0);
}

void TestTopics::numbersAndTimesInWords_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("words");
    QTest::newRow("days") << s("retention.ms") << s("604800000") << s("7 days");
    QTest::newRow("one day") << s("retention.ms") << s("86400000") << s("1 day");
    QTest::newRow("hours") << s("segment.ms") << s("5400000") << s("90 minutes");
    QTest::newRow("odd") << s("flush.ms") << s("1234") << s("1,234 ms");
    QTest::newRow("for ever") << s("retention.ms") << s("-1") << s("for ever");
    QTest::newRow("without bound") << s("flush.ms") << s("9223372036854775807") << s("without bound");
    QTest::newRow("bytes") << s("segment.bytes") << s("1073741824") << s("1.00 GiB");
    QTest::newRow("no bytes bound") << s("retention.bytes") << s("-1") << s("without bound");
    QTest::newRow("a word") << s("cleanup.policy") << s("delete") << QString();
    QTest::newRow("a number") << s("min.insync.replicas") << s("2") << QString();
}

void TestTopics::numbersAndTimesInWords()
{
    QFETCH(QString, setting);
    QFETCH(QString, value);
    QTEST(valueInWords(setting, value), "words");
}

void TestTopics::formsSayWhatIsWrong_data()
{
    QTest::addColumn<TopicForm>("form");
    QTest::addColumn<QString>("says");
    const auto form = [](const char *names, const char *others = "", int replicas = 1) {
        TopicForm made;
        made.names = s(names);
        made.others = s(others);
        made.replicationFactor = replicas;
        return made;
    };
    QTest::newRow("nothing") << form("  , ") << s("needs a name");
    QTest::newRow("wrong letter") << form("orders, auftr\u00e4ge") << s("auftr\u00e4ge");
    QTest::newRow("taken") << form("audit-log") << s("already");
    QTest::newRow("collides") << form("audit.log2 audit_log2") << s("collides with audit.log2");
    QTest::newRow("too many replicas") << form("orders", "", 3)
                                       << s("3 replicas need as many brokers, and there are 1");
    QTest::newRow("no setting") << form("orders", "retention.ms") << s("NAME=VALUE");
    QTest::newRow("twice") << form("orders", "a=1\n a = 2") << s("a is set twice");
}

void TestTopics::formsSayWhatIsWrong()
{
    QFETCH(TopicForm, form);
    QFETCH(QString, says);
    const FormResult result = topicsFrom(form, {s("audit-log")}, 1);
    QVERIFY(result.problem);
    QVERIFY2(result.problem->text.contains(says), qPrintable(result.problem->text));
    QVERIFY(result.topics.empty());
}

void TestTopics::aFormLeavesThoseAloneThatAreThere()
{
    TopicForm form;
    form.names = s("audit-log orders");
    form.onlyMissing = true;
    const FormResult result = topicsFrom(form, {s("audit-log")}, 1);
    QVERIFY(!result.problem);
    QCOMPARE(result.topics.size(), 1u);
    QCOMPARE(result.topics.front().name, s("orders"));
    form.names = s("audit-log");
    QVERIFY(topicsFrom(form, {s("audit-log")}, 1).problem);
}

void TestTopics::aFormIsWhatIsAskedFor()
{
    TopicForm form;
    form.names = s("orders; orders.dead-letter, orders");
    form.partitions = 6;
    form.cleanup = s("compact");
    form.retentionMs = -1;
    form.others = s("# a note\n\nmax.message.bytes = 2097152\n");
    const FormResult result = topicsFrom(form, {}, 1);
    QVERIFY(!result.problem);
    const QMap<QString, QString> settings{{s("cleanup.policy"), s("compact")},
                                          {s("retention.ms"), s("-1")},
                                          {s("max.message.bytes"), s("2097152")}};
    QCOMPARE(result.topics,
             (std::vector<kafka::NewTopic>{{s("orders"), 6, 1, settings}, {s("orders.dead-letter"), 6, 1, settings}}));
    QVERIFY(!result.warning.isEmpty());
}

void TestTopics::aTopicLikeAnother()
{
    const kafka::Metadata metadata = samples::metadata();
    const auto details = samples::topicDetails(metadata);
    const TopicForm form = formLike(*metadata.topic(u"dead-letter-queue"),
                                    details.value(s("dead-letter-queue")).config);
    QCOMPARE(form.partitions, 3);
    QCOMPARE(form.retentionMs, std::optional<qint64>(-1));
    QVERIFY(form.cleanup.isEmpty() && form.others.isEmpty() && form.names.isEmpty());
}

void TestTopics::typingFilters()
{
    QTest::keyClick(m_view.get(), Qt::Key_F, Qt::ControlModifier);
    QLineEdit *filter = m_view->list()->filter();
    QTRY_VERIFY(filter->hasFocus());
    QTest::keyClicks(filter, s("purchase"));
    QCOMPARE(m_view->list()->model()->rowCount(), 2);
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(m_view->list()->model()->rowCount(), 5);
}

void TestTopics::theChosenTopicStaysChosen()
{
    RowTable *table = m_view->list()->table();
    table->selectRow(m_view->list()->model()->rowNamed(s("purchase-created")));
    show(samples::troubledTopics());
    QCOMPARE(m_view->list()->model()->at(table->currentIndex().row())->summary.name, s("purchase-created"));
    m_view->list()->filter()->setText(s("purchase"));
    QCOMPARE(m_view->list()->model()->at(table->currentIndex().row())->summary.name, s("purchase-created"));
    table->sortByColumn(TopicModel::Topic, Qt::DescendingOrder);
    QCOMPARE(m_view->list()->model()->at(table->currentIndex().row())->summary.name, s("purchase-created"));
}

void TestTopics::enterOpensAndEscapeReturns()
{
    RowTable *table = m_view->list()->table();
    table->setFocus(Qt::TabFocusReason);
    QTest::keyClick(table, Qt::Key_Down);
    const QString name = m_view->list()->model()->at(table->currentIndex().row())->summary.name;
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(m_view->showsTopic());
    QCOMPARE(m_view->page()->topic(), name);
    QTRY_VERIFY(m_view->page()->partitions()->hasFocus());
    QTest::keyClick(m_view->page()->partitions(), Qt::Key_Escape);
    QVERIFY(!m_view->showsTopic());
    QTRY_VERIFY(table->hasFocus());
}

void TestTopics::asksForWhatIsOnScreen()
{
    QSignalSpy wanted(m_view.get(), &TopicsView::detailsWanted);
    show(samples::manyTopics(5000));
    QVERIFY(!wanted.isEmpty());
    const int seen = static_cast<int>(wanted.last().first().toStringList().size());
    QVERIFY2(seen > 5 && seen < 40, qPrintable(QString::number(seen)));
    m_view->list()->table()->scrollToBottom();
    QVERIFY(wanted.last().first().toStringList().contains(s("team-9.events.969")));
    // Nobody can sort by what is known of some only.
    m_view->list()->table()->sortByColumn(TopicModel::Records, Qt::DescendingOrder);
    QCOMPARE(wanted.last().first().toStringList().size(), 5000);
}

void TestTopics::missingTopicsCanBeMade()
{
    QVERIFY(!m_view->list()->missingCard()->isVisible());
    show(samples::troubledTopics());
    FindingCard *card = m_view->list()->missingCard();
    QVERIFY(card->isVisible());
    QSignalSpy wanted(m_view.get(), &TopicsView::createMissingWanted);
    QCOMPARE(card->finding().accept, s("Create dead-letter-queue"));
    card->acceptButton()->click();
    QCOMPARE(wanted.count(), 1);
    m_view->setBusy(true);
    QVERIFY(!card->acceptButton()->isEnabled());
    m_view->openTopic(s("dead-letter-queue")); // there is nothing to open
    QVERIFY(!m_view->showsTopic());
}

void TestTopics::whatDiffersIsShownBeforeItIsMended()
{
    show(samples::troubledTopics());
    FindingCard *card = m_view->list()->differingCard();
    QVERIFY(card->isVisible());
    // More replicas than expected are not ours to mend.
    QCOMPARE(card->finding().text, s("purchase-created"));
    QSignalSpy wanted(m_view.get(), &TopicsView::mendWanted);
    card->acceptButton()->click();
    QVERIFY(dialog());
    QVERIFY(dialog()->accessibleDescription().contains(s("purchase-created: 3 partitions expected, 2 there")));
    QCOMPARE(wanted.count(), 0);
    buttonInDialog(s("Change them"))->click();
    QCOMPARE(wanted.count(), 1);
    const auto expected = wanted.first().first().value<std::vector<compose::ExpectedTopic>>();
    QCOMPARE(expected.size(), 1U);
    QCOMPARE(expected[0].name, s("purchase-created"));
}

void TestTopics::kafkasOwnAreNotTouched()
{
    m_view->list()->findChild<QCheckBox *>()->setChecked(true);
    const std::unique_ptr<QMenu> menu(m_view->list()->menuFor(s("__consumer_offsets")));
    QVERIFY(actionOf(menu.get(), s("Open"))->isEnabled());
    for (const char *text : {"Add partitions…", "Delete its records…", "Delete the topic…"}) {
        QVERIFY(!actionOf(menu.get(), s(text))->isEnabled());
    }
    m_view->openTopic(s("__consumer_offsets"));
    Q_EMIT m_view->page()->settingWanted(s("__consumer_offsets"), {s("cleanup.policy"), s("compact"), {}, false});
    QVERIFY(!dialog());
    m_view->showList();
    RowTable *table = m_view->list()->table();
    table->selectRow(m_view->list()->model()->rowNamed(s("__consumer_offsets")));
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(!dialog());
    const std::unique_ptr<QMenu> ours(m_view->list()->menuFor(s("audit-log")));
    QVERIFY(actionOf(ours.get(), s("Delete the topic…"))->isEnabled());
}

void TestTopics::deletingWantsTheNameTyped()
{
    QSignalSpy wanted(m_view.get(), &TopicsView::deleteWanted);
    RowTable *table = m_view->list()->table();
    table->selectRow(m_view->list()->model()->rowNamed(s("purchase-created")));
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(dialog());
    QPushButton *remove = buttonInDialog(s("Delete purchase-created"));
    QVERIFY(remove && !remove->isEnabled());
    auto *typed = inDialog<QLineEdit>("The topic’s name");
    QTest::keyClicks(typed, s("purchase-create"));
    QVERIFY(!remove->isEnabled());
    QTest::keyClicks(typed, s("d"));
    QVERIFY(remove->isEnabled());
    QTest::keyClick(typed, Qt::Key_Return); // does not press it
    QVERIFY(dialog()->isVisible());
    QCOMPARE(wanted.count(), 0);
    remove->click();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().toStringList(), QStringList{s("purchase-created")});
    QVERIFY(!wanted.first().at(1).toBool());
}

void TestTopics::anEmptyTopicGoesWithoutTyping()
{
    const kafka::Metadata metadata = samples::metadata();
    TopicDetailsMap details = samples::topicDetails(metadata);
    details[s("audit-log")].offsets = {{0, 5, 5}};
    m_view->setTopics(topicsSnapshot(metadata, details, samples::project().expectedTopics, samples::now()));
    RowTable *table = m_view->list()->table();
    table->selectRow(m_view->list()->model()->rowNamed(s("audit-log")));
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(!inDialog<QLineEdit>("The topic’s name"));
    QSignalSpy wanted(m_view.get(), &TopicsView::deleteWanted);
    buttonInDialog(s("Delete audit-log"))->click();
    QCOMPARE(wanted.count(), 1);
    QVERIFY(wanted.first().at(1).toBool()); // only if it is empty still

    QTRY_VERIFY(!dialog());
    details.remove(s("audit-log")); // not known is not empty
    m_view->setTopics(topicsSnapshot(metadata, details, samples::project().expectedTopics, samples::now()));
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(inDialog<QLineEdit>("The topic’s name"));
}

void TestTopics::creatingChecksWhileTyping()
{
    QSignalSpy wanted(m_view.get(), &TopicsView::createWanted);
    m_view->list()->createButton()->click();
    QVERIFY(dialog());
    QPushButton *create = buttonInDialog(s("Create"));
    QVERIFY(create && !create->isEnabled());
    auto *names = inDialog<QLineEdit>("Name, or several with commas between them");
    QTRY_VERIFY(names->hasFocus());
    QTest::keyClicks(names, s("audit-log"));
    QVERIFY(!create->isEnabled());
    QTest::keyClicks(names, s("2, orders"));
    QVERIFY(create->isEnabled());
    QCOMPARE(create->text(), s("Create 2 topics"));
    inDialog<QSpinBox>("Partitions")->setValue(6);
    inDialog<QComboBox>("Old records")->setCurrentIndex(2);
    inDialog<QSpinBox>("Replicas of each")->setValue(2);
    QVERIFY(!create->isEnabled()); // one broker
    inDialog<QSpinBox>("Replicas of each")->setValue(1);
    QTest::keyClick(names, Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
    const auto topics = wanted.first().first().value<std::vector<kafka::NewTopic>>();
    const QMap<QString, QString> settings{{s("cleanup.policy"), s("compact")}};
    QCOMPARE(topics, (std::vector<kafka::NewTopic>{{s("audit-log2"), 6, 1, settings}, {s("orders"), 6, 1, settings}}));
}

void TestTopics::changingASettingSendsOnlyThat()
{
    QSignalSpy wanted(m_view.get(), &TopicsView::configWanted);
    m_view->openTopic(s("dead-letter-queue"));
    m_view->page()->tabs()->setCurrentIndex(1);
    RowTable *settings = m_view->page()->settings();
    settings->selectRow(0); // set on the topic itself
    QTest::keyClick(settings, Qt::Key_Return);
    auto *value = inDialog<QLineEdit>("retention.ms");
    QVERIFY(value);
    QVERIFY(!buttonInDialog(s("Set"))->isEnabled()); // as it is
    value->setText(s("3600000"));                    // it was for ever
    QVERIFY(!buttonInDialog(s("Set")));
    buttonInDialog(s("Set, records may go"))->click();
    QCOMPARE(wanted.count(), 1);
    using Settings = QMap<QString, QString>;
    QCOMPARE(wanted.first().at(1).value<Settings>(), (Settings{{s("retention.ms"), s("3600000")}}));
    QVERIFY(wanted.first().at(2).toStringList().isEmpty());

    QTRY_VERIFY(!dialog());
    QTest::keyClick(settings, Qt::Key_Return);
    buttonInDialog(s("Back to the default"))->click();
    QCOMPARE(wanted.count(), 2);
    QVERIFY(wanted.last().at(1).value<Settings>().isEmpty());
    QCOMPARE(wanted.last().at(2).toStringList(), QStringList{s("retention.ms")});
}

void TestTopics::aTopicThatIsGoneSaysSo()
{
    m_view->openTopic(s("audit-log"));
    kafka::Metadata metadata = samples::metadata();
    std::erase_if(metadata.topics, [](const kafka::Topic &topic) { return topic.name == s("audit-log"); });
    show(metadata);
    QVERIFY(m_view->showsTopic());
    bool isSaid = false;
    for (const FindingCard *card : m_view->page()->findChildren<FindingCard *>()) {
        isSaid = isSaid || (card->isVisible() && card->finding().title.contains(s("audit-log")));
    }
    QVERIFY(isSaid);
}

void TestTopics::aFailureKeepsWhatWasTrue()
{
    m_view->openTopic(s("audit-log"));
    m_view->setFailure(Error{ErrorCode::Timeout, s("The broker did not answer within 5 s"), {}, {}});
    QVERIFY(m_view->page()->findChild<FindingCard *>()->isVisible());
    m_view->showList();
    QCOMPARE(m_view->list()->model()->rowCount(), 5);
    QVERIFY(!m_view->list()->createButton()->isEnabled());
    show(samples::metadata());
    QVERIFY(m_view->list()->createButton()->isEnabled());

    TopicsView fresh; // nothing was known yet: a time-out is not «no topics»
    fresh.show();
    fresh.setFailure(Error{ErrorCode::Timeout, s("The broker did not answer within 5 s"), {}, {}});
    for (const QLabel *label : fresh.findChildren<QLabel *>()) {
        QVERIFY(!label->isVisible() || !label->text().contains(s("no topic yet")));
    }
}

void TestTopics::everyControlHasAName()
{
    m_view->openTopic(s("audit-log"));
    for (const QWidget *widget : m_view->findChildren<QWidget *>()) {
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool isField = qobject_cast<const QLineEdit *>(widget) || qobject_cast<const RowTable *>(widget);
        QVERIFY(!button || !button->text().isEmpty() || !button->accessibleName().isEmpty()
                || button->parentWidget()->inherits("QLineEdit") || !button->isVisible());
        QVERIFY(!isField || !widget->accessibleName().isEmpty());
    }
}

QTEST_MAIN(TestTopics)
#include "tst_topics.moc"
