// Logs: what is listed of what came, found, folded, held back and let go.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDialog>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "common/rawtext.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "common/translations.h"
#include "logs/logmodel.h"
#include "logs/logsview.h"
#include "logs/logtext.h"
#include "logs/timechoice.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

std::vector<logs::Fed> lines(int count, const char *text = "INFO a line of it")
{
    std::vector<logs::Fed> made;
    for (int at = 0; at < count; ++at)
        made.push_back({s("kafka"), TimePoint(Millis(at)), s(text) + QLatin1Char(' ') + QString::number(at)});
    return made;
}

} // namespace

class TestLogsView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp);
        applyTheme(*qApp, Scheme::Light);
    }

    void init()
    {
        m_view = std::make_unique<LogsView>();
        m_view->setServices({s("zookeeper"), s("kafka"), s("billing-worker"), s("mail-worker")});
        m_view->resize(1000, 600);
        m_view->show();
        m_view->begin();
        settled();
    }

    void cleanup() { m_view.reset(); }

    void whatComesIsListed()
    {
        const QAbstractItemModelTester tester(model());
        m_view->add(samples::logLines());
        QCOMPARE(model()->rowCount(), 45 - 4); // frames are folded
        QCOMPARE(m_view->sentence(), s("41 of 45 lines"));
        QCOMPARE(textAt(0), s("===> Launching zookeeper ..."));
        QVERIFY(m_view->table()->verticalScrollBar()->value() == m_view->table()->verticalScrollBar()->maximum());
        const QString heard = model()->index(7, LogModel::Text).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(heard.startsWith(s("Line: error, ")), qPrintable(heard));
    }

    void aTraceIsOneLineUntilItIsOpened()
    {
        const QAbstractItemModelTester tester(model());
        m_view->add(samples::logLines());
        const int before = model()->rowCount();
        QCOMPARE(model()->index(8, LogModel::Text).data(LogModel::LineRole).value<LogCell>().frames, 4);
        m_view->table()->setCurrentIndex(model()->index(8, 0));
        m_view->table()->setFocus();
        QTest::keyClick(m_view->table(), Qt::Key_Return);
        QCOMPARE(model()->rowCount(), before + 4);
        QVERIFY(textAt(10).contains(s("KeeperException.create")));
        QTest::keyClick(m_view->table(), Qt::Key_Return);
        QCOMPARE(model()->rowCount(), before);
        m_view->moreMenu()->actions().first()->trigger(); // none is folded
        settled();
        QCOMPARE(model()->rowCount(), 45);
    }

    void filtersJoin()
    {
        m_view->add(samples::logLines());
        m_view->levelBox()->setCurrentIndex(2); // errors
        settled();
        QCOMPARE(model()->rowCount(), 3);
        m_view->showOnly(s("mail-worker"));
        settled();
        QCOMPARE(model()->rowCount(), 1);
        m_view->levelBox()->setCurrentIndex(0);
        settled();
        QCOMPARE(model()->rowCount(), 2);
        m_view->add(samples::logLines()); // what comes is filtered, too
        QCOMPARE(model()->rowCount(), 4);
        for (QAction *action : m_view->servicesMenu()->actions())
            action->setChecked(true);
        settled();
        QCOMPARE(model()->rowCount(), 82);
    }

    void aTimeLeavesOutWhatWasBefore()
    {
        std::vector<logs::Fed> fed = lines(10);
        for (size_t at = 0; at < fed.size(); ++at) {
            fed[at].at = TimePoint(std::chrono::minutes(at));
        }
        m_view->add(fed);
        QPushButton *button = m_view->time()->button();
        QCOMPARE(button->accessibleName(), s("Since last start"));
        const auto choose = [&](const char *text) {
            for (QAction *action : button->menu()->actions()) {
                if (action->text() == s(text)) {
                    action->trigger();
                }
            }
        };
        choose("The last 5 minutes"); // of what there is, not of now
        settled();
        QCOMPARE(model()->rowCount(), 6);
        QVERIFY2(button->text().startsWith(s("Since ")), qPrintable(button->text()));
        m_view->time()->setRange({m_view->time()->range().since, fed[6].at});
        settled();
        QCOMPARE(model()->rowCount(), 3);
        QCOMPARE(textAt(2), s("INFO a line of it 6"));
        m_view->add(lines(3)); // of before
        settled();
        QCOMPARE(model()->rowCount(), 3);

        choose("Between…");
        QTRY_VERIFY(m_view->findChild<QDialog *>());
        auto *dialog = m_view->findChild<QDialog *>();
        const auto fields = dialog->findChildren<QDateTimeEdit *>();
        QCOMPARE(fields.size(), 2);
        QPushButton *accept = nullptr;
        for (QPushButton *one : dialog->findChildren<QPushButton *>()) {
            accept = one->text() == s("Show these") ? one : accept;
        }
        fields[1]->setDateTime(fields[0]->dateTime().addSecs(-1));
        QVERIFY(!accept->isEnabled());
        fields[1]->setDateTime(fields[0]->dateTime().addSecs(60));
        QTest::mouseClick(accept, Qt::LeftButton);
        settled();
        QCOMPARE(model()->rowCount(), 2);
        choose("Since last start");
        settled();
        QCOMPARE(model()->rowCount(), 13);
    }

    void searchingCountsAndGoesThere()
    {
        m_view->add(samples::logLines());
        m_view->searchField()->setFocus();
        QTest::keyClicks(m_view->searchField(), s("BROKERS/IDS"));
        QTRY_COMPARE(m_view->foundLabel()->text(), s("2 found"));
        QTest::keyClick(m_view->searchField(), Qt::Key_Return);
        QCOMPARE(m_view->table()->currentIndex().row(), 6);
        QCOMPARE(m_view->foundLabel()->text(), s("1 of 2"));
        QTest::keyClick(m_view->searchField(), Qt::Key_Return);
        QCOMPARE(m_view->table()->currentIndex().row(), 7);
        QTest::keyClick(m_view->searchField(), Qt::Key_Return); // from the beginning again
        QCOMPARE(m_view->table()->currentIndex().row(), 6);
        m_view->searchField()->setText(s("registerBroker")); // in a folded trace
        QTRY_COMPARE(m_view->foundLabel()->text(), s("1 found"));
        QTest::keyClick(m_view->searchField(), Qt::Key_Return);
        QVERIFY(textAt(m_view->table()->currentIndex().row()).contains(s("registerBroker")));
        m_view->patternBox()->click();
        m_view->searchField()->setText(s("ids/[0-9]"));
        QTRY_COMPARE(m_view->foundLabel()->text(), s("2 found"));
        m_view->searchField()->setText(s("ids/["));
        QVERIFY(m_view->foundLabel()->text().contains(s("pattern")));
        m_view->searchField()->setText(s("not there"));
        QTRY_COMPARE(m_view->foundLabel()->text(), s("nothing found"));
        m_view->searchField()->setText(s("a line")); // what comes is found, too
        m_view->add(lines(3));
        QTRY_COMPARE(m_view->foundLabel()->text(), s("3 found"));
    }

    void theFirstErrorIsOneClickAway()
    {
        m_view->add(samples::logLines());
        QTest::mouseClick(m_view->errorButton(), Qt::LeftButton);
        QCOMPARE(m_view->table()->currentIndex().row(), 7);
    }

    void whatComesWhilePausedWaits()
    {
        m_view->add(lines(10));
        QTest::mouseClick(m_view->pauseButton(), Qt::LeftButton);
        m_view->add(lines(7));
        QCOMPARE(model()->rowCount(), 10);
        QCOMPARE(m_view->pauseButton()->text(), s("Go on (7)"));
        QTest::mouseClick(m_view->pauseButton(), Qt::LeftButton);
        QCOMPARE(model()->rowCount(), 17);
        QCOMPARE(m_view->pauseButton()->text(), s("Pause"));
    }

    // Who reads further up is left there.
    void readingStays()
    {
        m_view->add(lines(500));
        QScrollBar *bar = m_view->table()->verticalScrollBar();
        bar->triggerAction(QAbstractSlider::SliderToMinimum);
        m_view->add(lines(500));
        QCOMPARE(bar->value(), 0);
        bar->triggerAction(QAbstractSlider::SliderToMaximum);
        m_view->add(lines(500));
        QCOMPARE(bar->value(), bar->maximum());
    }

    void theOldestAreLetGo()
    {
        const QAbstractItemModelTester tester(model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_view->setMostMegabytes(1);
        for (int at = 0; at < 20; ++at)
            m_view->add(
                lines(2000, "INFO a line that is as long as they are in such logs, with a class behind it (a.b.C)"));
        QVERIFY(model()->rowCount() < 30'000 && model()->rowCount() > 1000);
        QVERIFY(m_view->sentence().contains(s("let go")));
        QVERIFY(textAt(model()->rowCount() - 1).endsWith(s(" 1999")));
    }

    void aLineOfAMegabyteIsCutAndOpenedWhole()
    {
        m_view->add({{s("kafka"), TimePoint(Millis(1)), QString(1 << 20, QLatin1Char('x')) + s("END")}});
        QVERIFY(textAt(0).size() < 5000);
        QElapsedTimer clock;
        clock.start();
        m_view->repaint();
        QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
        m_view->table()->setCurrentIndex(model()->index(0, 0));
        QTest::keyClick(m_view->table(), Qt::Key_Return);
        auto *dialog = m_view->findChild<QDialog *>();
        QVERIFY(dialog->findChild<RawText *>()->toPlainText().size() > 10'000);
        QSignalSpy copied(m_view.get(), &LogsView::copyWanted);
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == s("Copy"))
                button->click();
        }
        QCOMPARE(copied.count(), 1);
        QVERIFY(copied.front().front().toString().endsWith(s("xEND"))); // whole, however much is shown
    }

    void whoHasChosenServicesKeepsThem()
    {
        m_view->add(samples::logLines());
        m_view->showOnly(s("mail-worker"));
        settled();
        const int before = model()->rowCount();
        m_view->setServices({s("zookeeper"), s("kafka"), s("billing-worker"), s("mail-worker"), s("refund-worker")});
        settled();
        QCOMPARE(model()->rowCount(), before);
        m_view->add({{s("refund-worker"), TimePoint(Millis(9)), s("INFO one of it")}});
        QCOMPARE(model()->rowCount(), before);
        for (QAction *action : m_view->servicesMenu()->actions())
            action->setChecked(true);
        m_view->setServices({s("zookeeper"), s("kafka"), s("mail-worker"), s("refund-worker"), s("audit-worker")});
        settled();
        m_view->add(
            {{s("audit-worker"), TimePoint(Millis(10)), s("INFO the first one")}}); // all were shown: it is, too
        QCOMPARE(textAt(model()->rowCount() - 1), s("INFO the first one"));
    }

    // As old lines are let go, rows move; what the menu was opened on stays what it is about.
    void aMenuIsAboutItsLine()
    {
        m_view->add(lines(100));
        Q_EMIT m_view->table()->menuWanted(model()->index(7, LogModel::Text), {});
        auto *menu = m_view->findChild<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
        QSignalSpy copied(m_view.get(), &LogsView::copyWanted);
        m_view->begin(); // all of them have gone
        m_view->add(lines(3, "INFO another"));
        menu->actions().at(0)->trigger();
        menu->actions().at(1)->trigger();
        QCOMPARE(copied.front().front().toString(), s("INFO a line of it 7"));
    }

    void whatIsListedIsWrittenAsText()
    {
        m_view->add(samples::logLines());
        m_view->showOnly(s("mail-worker"));
        settled();
        QByteArray text;
        const auto add = [&](const QByteArray &portion) -> Result<> {
            text += portion;
            return {};
        };
        QVERIFY(logs::writeText(model()->store(), model()->rows(), add, {}));
        const QList<QByteArray> written = text.trimmed().split('\n');
        QCOMPARE(written.size(), qsizetype(model()->rowCount()));
        for (const QByteArray &line : written)
            QVERIFY2(line.contains("Z mail-worker | "), line.constData());
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(logs::writeText(model()->store(), model()->rows(), add, stop.get_token()).error().code
                == ErrorCode::Cancelled);
    }

    void anotherBeginningIsAskedFor()
    {
        QSignalSpy wanted(m_view.get(), &LogsView::followWanted);
        m_view->time()->setSource(logs::FeedWish::Since::All);
        QCOMPARE(wanted.count(), 1);
        QVERIFY(wanted.front().front().value<logs::FeedWish::Since>() == logs::FeedWish::Since::All);
    }

private:
    LogModel *model() const { return m_view->model(); }
    QString textAt(int row) const { return model()->index(row, LogModel::Text).data().toString(); }
    // What is filtered on a worker thread has arrived.
    void settled() const { QTRY_VERIFY(!model()->isFiltering()); }

    std::unique_ptr<LogsView> m_view;
};

QTEST_MAIN(TestLogsView)
#include "tst_logs.moc"
