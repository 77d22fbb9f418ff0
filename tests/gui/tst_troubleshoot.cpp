// Diagnoses in the window: what is said, what mends, and what is left of the problems that they explain.
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "common/findingcard.h"
#include "common/rawtext.h"
#include "common/theme.h"
#include "common/translations.h"
#include "overview/overviewview.h"
#include "shell/actions.h"
#include "shell/mainwindow.h"
#include "shots/samples.h"
#include "troubleshoot/bundledialog.h"
#include "troubleshoot/diagnosiscard.h"
#include "troubleshoot/diagnosiswords.h"
#include "troubleshoot/runbookdialog.h"
#include "troubleshoot/troubleshootview.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

DiagnosisFactsPtr shared(DiagnosisFacts facts)
{
    return std::make_shared<const DiagnosisFacts>(std::move(facts));
}

QPushButton *buttonOf(const QWidget *widget, const char *text)
{
    for (QPushButton *button : widget->findChildren<QPushButton *>()) {
        if (button->text() == s(text)) {
            return button;
        }
    }
    return nullptr;
}

} // namespace

class TestTroubleshoot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp);
        applyTheme(*qApp, Scheme::Light);
    }

    void oneCauseWithWhatComesOfIt()
    {
        const DiagnosisFacts facts = samples::diagnosisFacts();
        QCOMPARE(facts.found.size(), size_t(1));
        QCOMPARE(facts.found.front().id, s("stale-broker-znode"));
        QVERIFY(facts.explains(s("kafka")) && facts.explains(s("mail-worker")) && !facts.explains(s("zookeeper")));
        const Finding finding = findingOf(facts.found.front());
        QCOMPARE(finding.title, s("kafka: ZooKeeper still holds an earlier registration of broker 1"));
        QCOMPARE(finding.accept, s("Wait, then start kafka"));
        QVERIFY2(finding.raw.startsWith(s("line 2: ")), qPrintable(finding.raw));
        QVERIFY2(finding.text.contains(s("mail-worker cannot work, either")), qPrintable(finding.text));
    }

    // Where somebody has to look or decide first, no button claims to mend it.
    void noButtonSkipsTheFirstStep()
    {
        diagnose::Diagnosis one = samples::diagnosisFacts().found.front();
        one.steps.insert(one.steps.begin(), {s("Make room on that disk."), {}, {}});
        QVERIFY(!mendOf(one));
        QCOMPARE(findingOf(one).accept, s("What helps…"));
        one.steps.clear();
        QVERIFY(!mendOf(one));
    }

    void everyActionOfTheKnowledgeHasItsButton()
    {
        for (const QString &action : diagnose::actionNames()) {
            QVERIFY2(!actionText({s("x"), action, {}}, s("kafka")).isEmpty(), qPrintable(action));
        }
    }

    void theViewHasTheProofAndTheSteps()
    {
        TroubleshootView view;
        view.resize(1000, 700);
        QSignalSpy looks(&view, &TroubleshootView::lookWanted), steps(&view, &TroubleshootView::stepWanted),
            copies(&view, &TroubleshootView::copyWanted);
        view.show();
        QCOMPARE(looks.count(), 1); // as of now
        view.setFacts(shared(samples::diagnosisFacts()), samples::now());
        QCOMPARE(view.cards().size(), 1);
        const DiagnosisCard *card = view.cards().front();
        QVERIFY(card->findChild<RawText *>()->toPlainText().contains(s("does not match current session")));
        QTest::mouseClick(buttonOf(card, "Wait, then start kafka"), Qt::LeftButton);
        QCOMPARE(steps.count(), 1);
        QCOMPARE(steps.front().at(0).value<diagnose::Step>().action, s("wait-and-start"));
        QCOMPARE(steps.front().at(1).toString(), s("kafka"));
        QTest::mouseClick(buttonOf(card, "Copy"), Qt::LeftButton);
        QVERIFY(copies.front().front().toString().startsWith(s("zookeeper-shell")));
        view.setBusy(true);
        QVERIFY(!buttonOf(card, "Wait, then start kafka")->isEnabled());
        view.setFacts(shared(samples::diagnosisFacts()), samples::now());
        QCOMPARE(view.cards().front(), card); // what is read stays where it is
        view.setFailure({ErrorCode::NoEngine, s("The engine does not answer"), {}, {}});
        QCOMPARE(view.cards().size(), 1);
    }

    void whatNobodyKnowsIsSaid()
    {
        TroubleshootView view;
        view.show();
        view.setFacts(shared(samples::unknownFacts()), samples::now());
        QVERIFY(view.unknownCard()->isVisible());
        QVERIFY(view.unknownCard()->finding().raw.contains(s("billing-worker | FATAL invoice 4711")));
        QVERIFY(view.sentence().isEmpty());
        view.setFacts(shared({{}, {}, samples::now()}), samples::now());
        QVERIFY(!view.unknownCard()->isVisible());
        QVERIFY2(view.sentence().startsWith(s("Nothing that is known to be wrong")), qPrintable(view.sentence()));
    }

    // Each symptom by its button; each check that may fail, with what helps then.
    void everyRunbookEndsInSomethingToDo()
    {
        const auto runbooks = runbook::readRunbooks(s(":/runbooks"));
        QVERIFY2(runbooks, runbooks ? "" : qPrintable(runbooks.error().message));
        TroubleshootView view;
        view.setSymptoms(*runbooks);
        view.resize(1000, 700);
        view.show();
        QSignalSpy wanted(&view, &TroubleshootView::runbookWanted);
        QCOMPARE(view.symptomButtons().size(), qsizetype(7));
        for (size_t at = 0; at < runbooks->size(); ++at) {
            QTest::mouseClick(view.symptomButtons()[static_cast<qsizetype>(at)], Qt::LeftButton);
            QCOMPARE(wanted.takeFirst().front().toString(), (*runbooks)[at].id);
            clickThrough((*runbooks)[at]);
        }
    }

    void theBundleIsReadBeforeItIsSaved()
    {
        BundleDialog dialog(s("kc-backend"));
        dialog.show();
        QVERIFY(!dialog.saveButton()->isEnabled());
        dialog.setBundle(
            bundle::Bundle{{{s("about.txt"), "Kafka 3.9.1"}, {s("logs/kafka.log"), "[KafkaServer id=1]"}}});
        QCOMPARE(dialog.files()->count(), 2);
        QCOMPARE(dialog.text()->toPlainText(), s("Kafka 3.9.1"));
        dialog.files()->setFocus();
        QTest::keyClick(dialog.files(), Qt::Key_Down);
        QCOMPARE(dialog.text()->toPlainText(), s("[KafkaServer id=1]"));
        QVERIFY2(dialog.sentence().startsWith(s("2 files, 29 ")), qPrintable(dialog.sentence()));
        QSignalSpy saves(&dialog, &BundleDialog::saveWanted);
        QTest::mouseClick(dialog.saveButton(), Qt::LeftButton);
        QCOMPARE(saves.count(), 1);
        BundleDialog none(s("kc-backend"));
        none.setBundle(fail(ErrorCode::NoEngine, s("No engine answers")));
        QVERIFY(!none.saveButton()->isEnabled());
        QCOMPARE(none.sentence(), s("No engine answers"));
    }

    // The overview says it once: the diagnosis, and not the problem that it explains.
    void aDiagnosisTakesThePlaceOfTheProblem()
    {
        OverviewView view;
        view.setProject(samples::project());
        view.setState(samples::manyTroubles(), samples::now());
        QCOMPARE(view.problemCards().size(), size_t(2)); // kafka, and a worker
        QCOMPARE(view.problemCards().front()->finding().title, s("kafka ended with exit 1, 40 s ago"));
        view.setDiagnoses(shared(samples::diagnosisFacts()));
        QCOMPARE(view.problemCards().size(), size_t(2)); // the diagnosis, and the other worker’s problem
        QVERIFY(view.problemCards().front()->finding().title.startsWith(s("kafka: ZooKeeper still holds")));
        QVERIFY(view.problemCards().back()->finding().title.startsWith(s("billing-worker")));
        QSignalSpy wanted(&view, &OverviewView::diagnosisWanted), mends(&view, &OverviewView::mendWanted);
        view.problemCards().front()->acceptButton()->click();
        view.problemCards().back()->acceptButton()->click();
        QVERIFY(wanted.count() == 1 && mends.count() == 1);
        view.setDiagnoses({});
        QCOMPARE(view.problemCards().front()->finding().title, s("kafka ended with exit 1, 40 s ago"));
    }

    void theWindowLeadsThere()
    {
        MainWindow window;
        window.showProject(samples::project(), s("default"));
        window.setState(samples::manyTroubles(), samples::now());
        window.show();
        QSignalSpy steps(&window, &MainWindow::stepWanted);
        DiagnosisFacts facts = samples::diagnosisFacts();
        window.setDiagnoses(shared(facts), samples::now());
        QCOMPARE(window.actions().troubleshoot->property("count").toInt(), 1);
        window.overview()->problemCards().front()->acceptButton()->click();
        QCOMPARE(steps.count(), 1);
        QVERIFY(window.currentView() == View::Overview);
        facts.found.front().steps.erase(facts.found.front().steps.begin());
        window.setDiagnoses(shared(facts), samples::now());
        window.overview()->problemCards().front()->acceptButton()->click();
        QCOMPARE(steps.count(), 1);
        QVERIFY(window.currentView() == View::Troubleshoot);
        QCOMPARE(window.troubleshootView()->cards().size(), 1);
    }

private:
    static void clickThrough(const runbook::Runbook &runbook) { clickThrough(runbook, runbook.stages, {}); }

    // Each that can fail, and what is asked in its branch then.
    static void clickThrough(const runbook::Runbook &runbook, const std::vector<runbook::Stage> &stages,
                             const std::vector<verify::Check> &before)
    {
        for (const runbook::Stage &stage : stages) {
            if (!stage.check) {
                continue;
            }
            RunbookDialog dialog(runbook, s("kc-backend"));
            dialog.show();
            QVERIFY(!dialog.copyButton()->isEnabled());
            const verify::Check failed{
                *stage.check, verify::Check::Status::Failed, s("no: token=hunter2"), {}, Micros(1)};
            std::vector<verify::Check> checks = before;
            checks.push_back(failed);
            dialog.setOutcome(runbook::follow(runbook, checks, {}));
            QVERIFY2(dialog.sentence().contains(s("no: token=••••")), qPrintable(dialog.sentence()));
            QSignalSpy steps(&dialog, &RunbookDialog::stepWanted), copies(&dialog, &RunbookDialog::copyWanted);
            QTest::mouseClick(dialog.copyButton(), Qt::LeftButton);
            QVERIFY(copies.front().front().toString().startsWith(s("## kc-backend: ") + runbook.title));
            const QString mend = actionText(stage.mends.front(), {});
            QTest::mouseClick(buttonOf(&dialog, qPrintable(mend)), Qt::LeftButton);
            QCOMPARE(steps.count(), 1);
            QCOMPARE(steps.front().front().value<diagnose::Step>().action, stage.mends.front().action);
            QVERIFY(!dialog.isVisible()); // what is done then is seen in the window
            clickThrough(runbook, stage.why, checks);
        }
    }
};

QTEST_MAIN(TestTroubleshoot)
#include "tst_troubleshoot.moc"
