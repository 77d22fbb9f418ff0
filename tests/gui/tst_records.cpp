// The records: the model's order, the forms, and the view with mouse and keyboard.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include "common/rowtable.h"
#include "common/theme.h"
#include "common/translations.h"
#include "decode/framed.h"
#include "records/recorddetail.h"
#include "records/recordform.h"
#include "records/recordsview.h"
#include "records/recordwords.h"
#include "records/topicbox.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;
using namespace std::chrono_literals;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

kafka::Record record(int partition, qint64 offset, qint64 ms, std::optional<QByteArray> value = "v")
{
    kafka::Record made;
    made.partition = partition;
    made.offset = offset;
    made.timeKind = kafka::Record::Time::Created;
    made.time = TimePoint(Millis(ms));
    made.value = std::move(value);
    return made;
}

const decode::Decoder &decoder(const char *id)
{
    static std::vector<std::shared_ptr<const decode::Decoder>> kept;
    kept.push_back(*decode::decoderNamed(s(id)));
    return *kept.back();
}

} // namespace

class TestRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void rowsAreInTheOrderOfTime();
    void theChosenRowStaysChosen();
    void aFullModelDropsTheOldest();

    void nullEmptyAndBytesAreToldApart();
    void largeValuesAreCut();
    void timesSayWhichTheyAre();
    void choosingATopicReadsIt();
    void enterInTheFilterReadsAgain();
    void aWrongFilterIsSaid();
    void goesOnFromWhereItLeftOff();
    void liveKeepsWhatIsThere();
    void rowsAboveDoNotPushOthersAway();
    void theDetailShowsAll();
    void aDeadLetterGoesBack();
    void writingSaysWhatIsWrong();
    void aReadOnlyClusterIsOnlyRead();
    void aWrittenFileCanBeStopped();
    void templatesAreKeptAndForgotten();
    void formatsAreRemembered();
    void everyControlHasAName();

private:
    records::SearchPlan plan(const QSignalSpy &spy, int at) const
    {
        return spy.at(at).at(0).value<records::SearchPlan>();
    }
    void show(std::vector<kafka::Record> records, const std::vector<kafka::PartitionRange> &rest = {})
    {
        m_view->setBegun();
        records::SearchProgress progress;
        progress.searched = progress.taken = progress.all = static_cast<qint64>(records.size());
        for (const kafka::PartitionRange &range : rest) {
            progress.all += range.end - range.begin;
        }
        progress.rest = rest;
        progress.ends = {{0, 500}, {1, 600}, {2, 700}};
        m_view->add({std::make_shared<std::vector<kafka::Record>>(std::move(records)), {}});
        m_view->setProgress(progress);
        m_view->setEnded({});
    }
    template<typename T>
    T *inDialog(const char *accessibleName) const
    {
        for (T *widget : m_view->findChild<QDialog *>()->findChildren<T *>()) {
            if (widget->accessibleName() == s(accessibleName)) {
                return widget;
            }
        }
        return nullptr;
    }

    std::unique_ptr<RecordsView> m_view;
};

void TestRecords::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestRecords::init()
{
    m_view = std::make_unique<RecordsView>();
    m_view->resize(1096, 720);
    m_view->setTopics(samples::metadata());
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestRecords::cleanup()
{
    m_view.reset();
}

void TestRecords::rowsAreInTheOrderOfTime()
{
    RecordModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto decoders = *records::decodersNamed(s("auto"), s("auto"));
    model.setDecoders(decoders);
    const auto times = [&model] {
        QList<qint64> found;
        for (int row = 0; row < model.rowCount(); ++row) {
            found += std::chrono::floor<Millis>(model.at(row).time).time_since_epoch().count();
        }
        return found;
    };
    model.add({record(0, 0, 30), record(0, 1, 50)});
    model.add({record(0, 2, 60)});                                     // newer
    model.add({record(1, 0, 10), record(1, 1, 20)});                   // older
    model.add({record(2, 1, 55), record(2, 0, 40), record(2, 2, 70)}); // between, and not in order
    model.add({});
    QCOMPARE(times(), (QList<qint64>{70, 60, 55, 50, 40, 30, 20, 10}));
    model.add({record(2, 3, 44), record(2, 4, 46)}); // all between two
    QCOMPARE(times(), (QList<qint64>{70, 60, 55, 50, 46, 44, 40, 30, 20, 10}));
    model.sort(RecordModel::Time, Qt::AscendingOrder);
    QCOMPARE(times(), (QList<qint64>{10, 20, 30, 40, 44, 46, 50, 55, 60, 70}));
    model.add({record(2, 5, 57), record(2, 6, 58)});
    model.add({record(3, 0, 5), record(3, 1, 65)});
    QCOMPARE(times(), (QList<qint64>{5, 10, 20, 30, 40, 44, 46, 50, 55, 57, 58, 60, 65, 70}));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestRecords::theChosenRowStaysChosen()
{
    show({record(0, 0, 30), record(0, 1, 50)});
    m_view->table()->selectRow(1); // 30
    for (auto &more : {std::vector{record(1, 0, 40)}, std::vector{record(1, 1, 90)}, std::vector{record(1, 2, 1)}}) {
        m_view->add({std::make_shared<std::vector<kafka::Record>>(more), {}});
        QCOMPARE(m_view->model()->at(m_view->table()->currentIndex().row()).time, TimePoint(Millis(30)));
    }
    m_view->model()->setNewestFirst(false);
    QCOMPARE(m_view->model()->at(m_view->table()->currentIndex().row()).time, TimePoint(Millis(30)));
}

void TestRecords::aFullModelDropsTheOldest()
{
    RecordModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setDecoders(*records::decodersNamed(s("auto"), s("auto")));
    const QByteArray large(RecordModel::mostBytes / 2 - 1000, 'x'); // shared, not copied
    model.add({record(0, 0, 1, large)});
    QVERIFY(!model.isFull());
    model.add({record(0, 1, 2, large), record(0, 2, 3, large)});
    QVERIFY(model.isFull());
    model.dropOldest();
    QVERIFY(!model.isFull());
    QCOMPARE(model.at(0).offset, 2);
}

void TestRecords::nullEmptyAndBytesAreToldApart()
{
    QCOMPARE(shownInLine({}, decoder("auto")).text, s("null"));
    QCOMPARE(shownInLine(QByteArray(""), decoder("auto")).text, s("empty"));
    QCOMPARE(shownInLine(QByteArray("a\nb"), decoder("auto")).text, s("a↵b"));
    QCOMPARE(shownInLine(QByteArray::fromHex("ff00"), decoder("auto")), (Shown{s("ff 00"), {}}));
    const Shown wrong = shownInLine(QByteArray::fromHex("ff00"), decoder("json"));
    QVERIFY(wrong.text == s("ff 00") && !wrong.reason.isEmpty());
    QCOMPARE(shownWhole(QByteArray("{\"a\":1}"), decoder("auto"), 1000).text, s("{\n  \"a\": 1\n}"));
    QVERIFY(!shownWhole(QByteArray("a\x1b[31mb"), decoder("text"), 1000).text.contains(QChar(0x1b)));
    show({record(0, 0, 1, std::nullopt), record(0, 1, 2, QByteArray("null"))});
    const auto look = [this](int row) {
        return m_view->model()->index(row, RecordModel::Value).data(Qt::UserRole + 1).toInt();
    };
    QVERIFY(look(0) != look(1)); // a text «null» looks otherwise than none
}

void TestRecords::largeValuesAreCut()
{
    const QByteArray large = QByteArray(1 << 20, 'x');
    const QString line = shownInLine(large, decoder("auto")).text;
    QVERIFY(line.size() < 700 && line.contains(s("1.0 MiB")));
    QVERIFY(shownInLine(QByteArray(1 << 20, '\0'), decoder("auto")).text.startsWith(s("00 00")));
    const QString whole = shownWhole(large, decoder("auto"), 2 << 20).text;
    QCOMPARE(QString(whole).remove(u'\n').size(), 1 << 20);
    QVERIFY(whole.indexOf(u'\n') <= 2000);

    show({record(0, 0, 1, large)});
    m_view->table()->selectRow(0);
    QVERIFY(m_view->detail()->wholeButton()->isVisible());
    QVERIFY(m_view->detail()->text()->toPlainText().size() < (70 << 10));
    m_view->detail()->wholeButton()->click();
    QCOMPARE(m_view->detail()->text()->toPlainText().remove(u'\n').size(), 1 << 20);
}

void TestRecords::timesSayWhichTheyAre()
{
    const kafka::Record one = record(0, 0, 1'700'000'000'123);
    QCOMPARE(recordTimeText(one, true), s("2023-11-14 22:13:20.123"));
    const QString both = bothTimesText(one);
    QVERIFY(both.contains(recordTimeText(one, false)) && both.contains(s("22:13:20.123 UTC")));
    QVERIFY(both.contains(s("producer")));
    kafka::Record timeless = one;
    timeless.timeKind = kafka::Record::Time::None;
    QCOMPARE(recordTimeText(timeless, true), s("–"));
    const auto head = [this] {
        return m_view->model()->headerData(RecordModel::Time, Qt::Horizontal, Qt::DisplayRole).toString();
    };
    QCOMPARE(head(), s("Time (local)"));
    m_view->model()->setZone(RecordModel::Zone::Utc);
    QCOMPARE(head(), s("Time (UTC)"));
}

void TestRecords::choosingATopicReadsIt()
{
    QSignalSpy wanted(m_view.get(), &RecordsView::searchWanted);
    QLineEdit *field = m_view->bar()->topicBox()->lineEdit();
    field->setFocus();
    QTest::keyClicks(field, s("purchase-cre"));
    QCOMPARE(wanted.size(), 0);
    QTest::keyClicks(field, s("ated"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(wanted.size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(wanted.size(), 1); // and no second time
    QCOMPARE(plan(wanted, 0).topic, s("purchase-created"));
    QVERIFY(plan(wanted, 0).backward);
    QCOMPARE(plan(wanted, 0).most, 500);
    show({});
    QVERIFY(m_view->status()->text().contains(s("no records")));
}

void TestRecords::enterInTheFilterReadsAgain()
{
    m_view->openTopic(s("purchase-created"));
    show(samples::records());
    QSignalSpy wanted(m_view.get(), &RecordsView::searchWanted);
    m_view->bar()->whereBox()->setCurrentIndex(2);
    QTest::keyClicks(m_view->bar()->filterField(), s("failed"));
    QTest::keyClick(m_view->bar()->filterField(), Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    kafka::Record one = record(0, 0, 1, "it FAILED");
    const auto decoders = m_view->model()->decoders();
    QVERIFY(plan(wanted, 0).filter.takes(one, decoders));
    one.key = std::exchange(one.value, std::nullopt);
    QVERIFY(!plan(wanted, 0).filter.takes(one, decoders)); // in the value only
    QCOMPARE(m_view->model()->rowCount(), 0);
}

void TestRecords::aWrongFilterIsSaid()
{
    m_view->openTopic(s("purchase-created"));
    show(samples::records());
    QSignalSpy wanted(m_view.get(), &RecordsView::searchWanted);
    m_view->bar()->howBox()->setCurrentIndex(1);
    m_view->bar()->filterField()->setText(s("a(b"));
    QTest::keyClick(m_view->bar()->filterField(), Qt::Key_Return);
    QCOMPARE(wanted.size(), 0);
    QVERIFY(m_view->problem()->isVisible());
    QVERIFY(m_view->model()->rowCount() > 0); // what is there stays
}

void TestRecords::goesOnFromWhereItLeftOff()
{
    m_view->openTopic(s("purchase-created"));
    show(samples::records(), {{0, 0, 400}});
    QVERIFY(m_view->goOnButton()->isVisible());
    QVERIFY(m_view->status()->text().contains(s("40 of ≈ 440 records")));
    QSignalSpy wanted(m_view.get(), &RecordsView::searchWanted);
    m_view->goOnButton()->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(plan(wanted, 0).rest, (std::vector<kafka::PartitionRange>{{0, 0, 400}}));
    QVERIFY(plan(wanted, 0).backward);
    QCOMPARE(m_view->model()->rowCount(), 40);
    m_view->setBegun();
    m_view->setProgress({});
    m_view->setEnded({});
    QVERIFY(!m_view->goOnButton()->isVisible());
}

void TestRecords::liveKeepsWhatIsThere()
{
    m_view->openTopic(s("purchase-created"));
    show(samples::records(), {{0, 0, 400}});
    QSignalSpy wanted(m_view.get(), &RecordsView::searchWanted);
    m_view->bar()->liveButton()->click();
    QCOMPARE(wanted.size(), 1);
    QVERIFY(plan(wanted, 0).follow);
    QCOMPARE(plan(wanted, 0).rest, (std::vector<kafka::PartitionRange>{{0, 500, 500}, {1, 600, 600}, {2, 700, 700}}));
    m_view->setBegun();
    QVERIFY(!m_view->bar()->liveButton()->isEnabled());
    m_view->add({std::make_shared<std::vector<kafka::Record>>(std::vector{record(0, 500, 1'900'000'000'000)}), {}});
    records::SearchProgress progress;
    progress.taken = 1;
    progress.ends = {{0, 501}, {1, 600}, {2, 700}};
    m_view->setProgress(progress);
    QCOMPARE(m_view->model()->rowCount(), 41);
    QCOMPARE(m_view->model()->at(0).offset, 500);
    QVERIFY(m_view->status()->text().contains(s("1 record")));
    m_view->setEnded({});
    QCOMPARE(m_view->model()->rowCount(), 41);  // rows stay when it stops
    QVERIFY(m_view->goOnButton()->isVisible()); // and older ones can still be had
    m_view->bar()->liveButton()->click();
    QCOMPARE(plan(wanted, 1).rest.front(), (kafka::PartitionRange{0, 501, 501}));
}

void TestRecords::rowsAboveDoNotPushOthersAway()
{
    std::vector<kafka::Record> many;
    for (int i = 0; i < 200; ++i) {
        many.push_back(record(0, i, i));
    }
    show(many);
    QCoreApplication::processEvents();
    QScrollBar *bar = m_view->table()->verticalScrollBar();
    bar->setValue(bar->maximum() / 2);
    QCoreApplication::processEvents();
    const auto top = [this] { return m_view->model()->at(m_view->table()->rowAt(0)).offset; };
    const qint64 before = top();
    m_view->add(
        {std::make_shared<std::vector<kafka::Record>>(std::vector{record(0, 200, 200), record(0, 201, 201)}), {}});
    QCoreApplication::processEvents();
    QCOMPARE(top(), before);
    bar->setValue(0);
    m_view->add({std::make_shared<std::vector<kafka::Record>>(std::vector{record(0, 202, 202)}), {}});
    QCoreApplication::processEvents();
    QCOMPARE(top(), 202); // who is at the top sees the newest
}

void TestRecords::theDetailShowsAll()
{
    show(samples::records());
    QVERIFY(!m_view->detail()->sendAgainButton()->isEnabled());
    m_view->table()->setFocus();
    m_view->table()->selectRow(6);
    QVERIFY(m_view->detail()->text()->toPlainText().contains(s("\"trainer\": \"trainer-")));
    m_view->detail()->tabs()->setCurrentIndex(1);
    QVERIFY(m_view->detail()->text()->toPlainText().startsWith(s("purchase-")));
    m_view->detail()->tabs()->setCurrentIndex(2);
    QVERIFY(m_view->detail()->text()->toPlainText().contains(s("content-type = application/json")));
    QVERIFY(!m_view->detail()->sendBackButton()->isVisible());
    QTest::keyClick(m_view->table(), Qt::Key_Return);
    QVERIFY(m_view->detail()->text()->hasFocus());
}

void TestRecords::aDeadLetterGoesBack()
{
    m_view->openTopic(s("dead-letter-queue"));
    show({samples::deadLetter()});
    m_view->table()->selectRow(0);
    QVERIFY(m_view->detail()->sendBackButton()->isVisible());
    m_view->detail()->sendBackButton()->click();
    QCOMPARE(inDialog<QComboBox>("Topic")->currentText(), s("purchase-created"));
    QPlainTextEdit *value = inDialog<QPlainTextEdit>("Value");
    value->setPlainText(s("{\"id\":1004,\"total\":12.90}"));
    QSignalSpy wanted(m_view.get(), &RecordsView::writeWanted);
    inDialog<QPushButton>("Write it")->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).toString(), s("purchase-created"));
    const auto records = wanted.at(0).at(1).value<std::vector<kafka::NewRecord>>();
    QCOMPARE(records.size(), size_t(1));
    QCOMPARE(records.front().headers.size(), size_t(1)); // the failure's are gone
    QCOMPARE(records.front().key, QByteArray("purchase-1004"));
}

void TestRecords::writingSaysWhatIsWrong()
{
    m_view->openTopic(s("purchase-created"));
    m_view->writeButton()->click();
    QPushButton *accept = inDialog<QPushButton>("Write it");
    QVERIFY(accept->isEnabled()); // an empty text is a value
    QComboBox *format = inDialog<QComboBox>("The value is");
    format->setCurrentText(s("JSON"));
    inDialog<QPlainTextEdit>("Value")->setPlainText(s("{oops"));
    QVERIFY(!accept->isEnabled());
    format->setCurrentText(s("text"));
    QVERIFY(accept->isEnabled());
    QTest::keyClicks(inDialog<QLineEdit>("Key"), s("a"));
    QCOMPARE(inDialog<QComboBox>("The key is")->currentText(), s("text"));
    QSignalSpy wanted(m_view.get(), &RecordsView::writeWanted);
    accept->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(1).value<std::vector<kafka::NewRecord>>().front().key, QByteArray("a"));
}

void TestRecords::aReadOnlyClusterIsOnlyRead()
{
    m_view->setReadOnly(true);
    show({samples::deadLetter()});
    m_view->table()->selectRow(0);
    QVERIFY(!m_view->writeButton()->isEnabled());
    QVERIFY(!m_view->detail()->sendAgainButton()->isEnabled());
    QVERIFY(m_view->detail()->sendBackButton()->isVisible() && !m_view->detail()->sendBackButton()->isEnabled());
    m_view->setReadOnly(false);
    QVERIFY(m_view->detail()->sendAgainButton()->isEnabled() && m_view->detail()->sendBackButton()->isEnabled());
}

void TestRecords::aWrittenFileCanBeStopped()
{
    QSignalSpy stop(m_view.get(), &RecordsView::stopImportWanted);
    const auto action = [this](const char *text) {
        for (QAction *one : m_view->findChildren<QAction *>()) {
            if (one->text() == s(text)) {
                return one;
            }
        }
        return static_cast<QAction *>(nullptr);
    };
    QVERIFY(!action("Stop writing from the file")->isVisible());
    m_view->setImporting();
    QVERIFY(!action("Write records from a file…")->isVisible());
    action("Stop writing from the file")->trigger();
    QCOMPARE(stop.count(), 1);
    m_view->setImported();
    QVERIFY(action("Write records from a file…")->isVisible() && !action("Stop writing from the file")->isVisible());
}

void TestRecords::templatesAreKeptAndForgotten()
{
    const auto trigger = [this](const char *text) {
        QMenu *menu = nullptr;
        for (auto *button : m_view->findChild<QDialog *>()->findChildren<QPushButton *>()) {
            menu = button->menu() ? button->menu() : menu;
        }
        Q_EMIT menu->aboutToShow();
        for (QAction *action : menu->findChildren<QAction *>()) {
            if (action->text() == s(text)) {
                action->trigger();
                return true;
            }
        }
        return false;
    };
    QSignalSpy changed(m_view.get(), &RecordsView::templatesChanged);
    m_view->openTopic(s("purchase-created"));
    m_view->writeButton()->click();
    auto *value = inDialog<QPlainTextEdit>("Value");
    value->setPlainText(s("{\"n\": ${n}}"));
    QVERIFY(trigger("Keep this as a template…"));
    auto *name = m_view->findChild<QDialog *>()->findChild<QDialog *>()->findChild<QLineEdit *>();
    name->setText(s("an order & more"));
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);

    value->clear();
    QVERIFY(trigger("an order && more"));
    QCOMPARE(value->toPlainText(), s("{\"n\": ${n}}"));
    m_view->findChild<QDialog *>()->reject();
    QTRY_VERIFY(!m_view->findChild<QDialog *>());

    m_view->writeButton()->click(); // the next time it is there
    QVERIFY(trigger("an order && more"));
    QCOMPARE(inDialog<QPlainTextEdit>("Value")->toPlainText(), s("{\"n\": ${n}}"));
    QCOMPARE(inDialog<QComboBox>("Topic")->currentText(), s("purchase-created"));
    QMenu *forget = nullptr;
    for (QMenu *menu : m_view->findChild<QDialog *>()->findChildren<QMenu *>()) {
        forget = menu->title() == s("Forget") ? menu : forget;
    }
    QVERIFY(forget);
    forget->actions().constFirst()->trigger();
    QCOMPARE(changed.count(), 2);
    QVERIFY(changed.last().first().value<RecordTemplates>().empty());
}

void TestRecords::formatsAreRemembered()
{
    QMap<QString, RecordFormats> kept;
    m_view->setFormatsOf([&kept](const QString &topic) { return kept.value(topic); });
    connect(m_view.get(), &RecordsView::formatsChosen, this,
            [&kept](const QString &topic, const RecordFormats &formats) { kept.insert(topic, formats); });
    m_view->openTopic(s("purchase-created"));
    QComboBox *box = m_view->bar()->valueBox();
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(kept.value(s("purchase-created")).value, box->currentText());
    const QString chosen = box->currentText();
    m_view->openTopic(s("audit-log"));
    QCOMPARE(box->currentText(), s("auto"));
    m_view->openTopic(s("purchase-created"));
    QCOMPARE(box->currentText(), chosen);
}

void TestRecords::everyControlHasAName()
{
    show(samples::records());
    m_view->table()->selectRow(1);
    for (const QWidget *widget : m_view->findChildren<QWidget *>()) {
        const bool isControl = widget->focusPolicy() != Qt::NoFocus && widget->isVisibleTo(m_view.get())
                               && widget->objectName() != s("qt_scrollarea_viewport");
        const auto *button = qobject_cast<const QPushButton *>(widget);
        const bool isNamed = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty())
                             || qobject_cast<const QTabBar *>(widget);
        QVERIFY2(!isControl || isNamed, widget->metaObject()->className());
    }
}

QTEST_MAIN(TestRecords)
#include "tst_records.moc"
