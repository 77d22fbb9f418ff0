// The audit in the window: findings beside the file, ticked and mended; and its session over a real file and Compose's command.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include "audit/auditmodel.h"
#include "audit/auditsession.h"
#include "audit/auditview.h"
#include "audit/auditwords.h"
#include "audit/diffview.h"
#include "audit/findingdetail.h"
#include "audit/findinglist.h"
#include "audit/fixdialog.h"
#include "audit/rules.h"
#include "audit/sourceview.h"
#include "common/theme.h"
#include "common/translations.h"
#include "diagnose/knowledge.h"
#include "overview/overviewview.h"
#include "process/process.h"
#include "runbook/runbook.h"
#include "shell/actions.h"
#include "shell/mainwindow.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const audit::Finding *findingOf(const AuditFactsPtr &facts, const char *rule)
{
    for (const audit::Finding &one : facts->audit.findings) {
        if (one.rule == s(rule)) {
            return &one;
        }
    }
    return nullptr;
}

// Of the sample, which is always the same.
const audit::Finding *sampleFinding(const char *rule)
{
    static const AuditFactsPtr facts = samples::auditFacts();
    return findingOf(facts, rule);
}

bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QFile::WriteOnly) && file.write(text) == text.size();
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

compose::Project projectAt(const QString &path)
{
    compose::Project project;
    project.name = s("kc-backend");
    project.call.files = {path};
    return project;
}

} // namespace

class TestAuditView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp);
        applyTheme(*qApp, Scheme::Light);
    }

    void theWorstServiceComesFirst()
    {
        AuditModel model;
        const QAbstractItemModelTester tester(&model);
        const AuditFactsPtr facts = samples::auditFacts();
        model.setFacts(facts);
        int before = INT_MAX;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex group = model.index(row, 0);
            const int problems = group.data(AuditModel::CountRole).toInt();
            QVERIFY(problems <= before);
            before = problems;
            for (int at = 0; at < model.rowCount(group); ++at) {
                QVERIFY(isWrong(*model.finding(model.index(at, 0, group))));
            }
        }
        QCOMPARE(model.index(0, 0).data().toString(), s("kafka"));
        model.setAll(true);
        int all = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            all += model.rowCount(model.index(row, 0));
        }
        QCOMPARE(all, static_cast<int>(facts->audit.findings.size()));
    }

    void ticksStayWhereTheyWereTakenAway()
    {
        AuditModel model;
        const AuditFactsPtr facts = samples::auditFacts();
        model.setFacts(facts);
        const auto all = model.ticked();
        QVERIFY(all.size() > 5);
        const FindingKey grace = keyOf(*findingOf(facts, "kafka-stop-grace"));
        QVERIFY(all.contains(grace));
        QVERIFY(model.setData(model.indexOf(grace), Qt::Unchecked, Qt::CheckStateRole));
        model.setFacts(samples::auditFacts());
        QVERIFY(!model.ticked().contains(grace));
        QCOMPARE(model.ticked().size(), all.size() - 1);
        QVERIFY(model.allTicked() == Qt::PartiallyChecked);
        model.tickAll(false);
        QVERIFY(model.ticked().empty());
        QVERIFY(model.allTicked() == Qt::Unchecked);
        model.tickAll(true);
        QCOMPARE(model.ticked(), all);
        QVERIFY(model.allTicked() == Qt::Checked);
        // What nothing can be written for has no tick.
        const FindingKey image = keyOf(*findingOf(facts, "image-pinned"));
        for (const audit::Finding &one : facts->audit.findings) {
            if (!one.isFixable() && isWrong(one)) {
                QVERIFY(!model.indexOf(keyOf(one)).data(Qt::CheckStateRole).isValid());
            }
        }
        QVERIFY(!model.setData(model.indexOf(image), Qt::Checked, Qt::CheckStateRole)
                || findingOf(facts, "image-pinned")->isFixable());
    }

    void theFindingStandsBesideItsLine()
    {
        AuditView view;
        view.resize(1100, 700);
        view.show();
        view.setFacts(samples::auditFacts());
        QVERIFY2(view.score().contains(s("settings are right")), qPrintable(view.score()));
        const audit::Finding *gate = sampleFinding("kafka-waits-for-zk");
        view.choose(keyOf(*gate));
        QCOMPARE(view.source()->shownLine(), gate->place.line);
        const QString line = view.source()->toPlainText().split(QLatin1Char('\n')).at(gate->place.line - 1);
        QVERIFY2(line.contains(s("- zookeeper")), qPrintable(line));
        QVERIFY(view.source()->marks().contains(gate->place.line));
        QCOMPARE(view.detail()->reason(), gate->why);
        QVERIFY2(view.detail()->facts().contains(s("starts once zookeeper is healthy")),
                 qPrintable(view.detail()->facts()));
        // From the mark back to the finding.
        const audit::Finding *listed = sampleFinding("init-waits-for-kafka");
        Q_EMIT view.source()->lineChosen(listed->place.line);
        QVERIFY2(view.detail()->facts().contains(s("init-waits-for-kafka")), qPrintable(view.detail()->facts()));
        view.setFacts(samples::auditFacts()); // read anew: what is read stays
        QVERIFY(view.detail()->facts().contains(s("init-waits-for-kafka")));
    }

    void previewNamesWhatIsTicked()
    {
        AuditView view;
        view.resize(1100, 700);
        view.show();
        QVERIFY(!view.previewButton()->isEnabled());
        view.setFacts(samples::auditFacts());
        QSignalSpy wanted(&view, &AuditView::previewWanted);
        view.list()->setFocus();
        view.choose(keyOf(*sampleFinding("kafka-stop-grace")));
        const auto all = view.model()->ticked();
        QTest::keyClick(view.list(), Qt::Key_Space);
        QCOMPARE(view.model()->ticked().size(), all.size() - 1);
        QCOMPARE(view.previewButton()->text(), s("Preview %1 mends…").arg(all.size() - 1));
        QTest::mouseClick(view.previewButton(), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        QTest::mouseClick(view.detail()->mendButton(), Qt::LeftButton); // that one alone, ticked or not
        const auto one = wanted.at(1).front().value<std::set<FindingKey>>();
        QCOMPARE(one.size(), size_t(1));
        QCOMPARE(one.begin()->rule, s("kafka-stop-grace"));
    }

    void aMouseTicks()
    {
        AuditView view;
        view.resize(1100, 700);
        view.show();
        view.setFacts(samples::auditFacts());
        const QModelIndex first = view.model()->index(0, 0, view.model()->index(0, 0));
        const QRect row = view.list()->visualRect(first);
        const auto before = view.model()->ticked().size();
        QTest::mouseClick(view.list()->viewport(), Qt::LeftButton, {}, QPoint(row.left() + 22, row.center().y()));
        QCOMPARE(view.model()->ticked().size(), before - 1);
        QTest::mouseClick(view.list()->viewport(), Qt::LeftButton, {}, QPoint(row.left() + 120, row.center().y()));
        QCOMPARE(view.model()->ticked().size(), before - 1); // chosen only

        QVERIFY(view.mendAllBox()->checkState() == Qt::PartiallyChecked);
        view.mendAllBox()->click();
        QCOMPARE(view.model()->ticked().size(), before);
        QVERIFY(view.mendAllBox()->checkState() == Qt::Checked);
        view.mendAllBox()->click();
        QVERIFY(view.model()->ticked().empty());
        QVERIFY(!view.previewButton()->isEnabled());
        QVERIFY(view.mendAllBox()->isVisible());
    }

    void nothingWrongIsSaid()
    {
        AuditView view;
        view.resize(1100, 700);
        view.show();
        AuditFacts facts = *samples::mendedFacts();
        std::erase_if(facts.audit.findings, [](const audit::Finding &one) { return isWrong(one); });
        view.setFacts(std::make_shared<const AuditFacts>(facts));
        QVERIFY(!view.previewButton()->isEnabled());
        QVERIFY(!view.mendAllBox()->isVisible());
        QVERIFY(view.undoButton()->isVisible());
        view.allBox()->setChecked(true);
        QVERIFY(view.model()->rowCount() > 0);
    }

    void whatWouldBeWrittenIsShown()
    {
        FixDialog dialog(14);
        dialog.show();
        QVERIFY(!dialog.applyButton()->isEnabled());
        QSignalSpy apply(&dialog, &FixDialog::applyWanted);
        dialog.setFix(samples::auditFix());
        QCOMPARE(dialog.applyButton()->text(), s("Change compose.yaml"));
        const QString shown = dialog.diff()->toPlainText();
        QVERIFY2(shown.contains(s("+       stop_grace_period:")) || shown.contains(s("+     stop_grace_period:")),
                 qPrintable(shown));
        QVERIFY(shown.contains(s("# comes up first"))); // comments stay
        QVERIFY2(dialog.notes().contains(s("kafka: its data goes along into the new volume")),
                 qPrintable(dialog.notes()));
        QTest::mouseClick(dialog.applyButton(), Qt::LeftButton);
        QCOMPARE(apply.count(), 1);
        QVERIFY(!dialog.applyButton()->isEnabled()); // once
        dialog.setApplied(
            tl::unexpected(Error{ErrorCode::InvalidUse, s("compose.yaml has changed meanwhile"), {}, {}}));
        QVERIFY(dialog.isVisible());
        QVERIFY(dialog.sentence().contains(s("has changed meanwhile")));
    }

    // The diff's colours are laid by line: a carriage return or a separator must not shift them.
    void aLineIsALine()
    {
        DiffView view;
        view.setFiles({{s("/x/compose.yaml"),
                        "a: 1\r\nb: \xe2\x80\xa8"
                        "2\r\n",
                        "a: 3\r\nb: \xe2\x80\xa8"
                        "2\r\n",
                        false}});
        QCOMPARE(view.document()->blockCount(), view.toPlainText().count(QLatin1Char('\n')) + 1);
        QCOMPARE(view.document()->blockCount(), 3);
        SourceView source;
        source.setSource(s("a: 1\r\nb: 2\rc: 3\nd: \x1b[31m4"));
        QCOMPARE(source.document()->blockCount(), 4);
        QVERIFY(!source.toPlainText().contains(QChar(0x1b)));
    }

    void theOverviewNamesTheWorst()
    {
        MainWindow window;
        window.showProject(samples::project(), s("default"));
        window.showView(View::Overview);
        window.show();
        window.setAudit(samples::auditFacts());
        FindingCard *card = window.overview()->auditCard();
        QVERIFY(card->isVisibleTo(window.overview()));
        QVERIFY2(card->finding().text.contains(s("The worst: ")), qPrintable(card->finding().text));
        QCOMPARE(window.actions().audit->property("count").toInt(), problemCount(samples::auditFacts()->audit));
        Q_EMIT card->accepted();
        QVERIFY(window.currentView() == View::Audit);
        window.setAudit({});
        QVERIFY(!card->isVisibleTo(window.overview()));
        QCOMPARE(window.actions().audit->property("count").toInt(), 0);
    }

    // «Mend the file…» of a diagnosis or a runbook leads to what the audit says.
    void rulesThatStepsNameAreThere()
    {
        QSet<QString> known, named;
        for (const audit::Rule &rule : audit::rules())
            known += QLatin1String(rule.id);
        const auto knowledge = diagnose::readKnowledge(s(BD_SOURCE_DIR "/resources/diagnoses"));
        QVERIFY2(knowledge, knowledge ? "" : qPrintable(knowledge.error().message));
        const auto take = [&named](const std::vector<diagnose::Step> &steps) {
            for (const diagnose::Step &step : steps)
                named += QSet<QString>(step.rules.begin(), step.rules.end());
        };
        for (const diagnose::Failure &failure : knowledge->failures)
            take(failure.steps);
        QVERIFY(named.size() > 8);
        const auto runbooks = runbook::readRunbooks(s(BD_SOURCE_DIR "/resources/runbooks"));
        QVERIFY2(runbooks, runbooks ? "" : qPrintable(runbooks.error().message));
        const auto takeAll = [&take](const std::vector<runbook::Stage> &stages, const auto &again) -> void {
            for (const runbook::Stage &stage : stages) {
                take(stage.mends);
                again(stage.why, again);
            }
        };
        for (const runbook::Runbook &one : *runbooks)
            takeAll(one.stages, takeAll);
        QVERIFY2(known.contains(named), qPrintable(QStringList((named - known).values()).join(u' ')));
    }

    void whatIsWrongWithAService()
    {
        const AuditFactsPtr facts = samples::auditFacts();
        const std::vector<audit::Finding> &findings = facts->audit.findings;
        const auto own = wrongBy({s("kafka-stop-grace"), s("kafka-restart")}, s("kafka"), findings);
        QVERIFY(!own.empty());
        for (const audit::Finding &one : own)
            QCOMPARE(one.service, s("kafka"));
        // ZooKeeper's check is what Kafka waits for.
        const auto others = wrongBy({own.front().rule}, s("mail-worker"), findings);
        QVERIFY(!others.empty());
        QVERIFY(wrongBy({s("no-such-rule")}, s("kafka"), findings).empty());
    }

    void whatRunsAsTheOldFileSaid()
    {
        const FixPtr fix = samples::auditFix();
        const QStringList running{s("kafka"), s("mail-worker")};
        const QStringList stale = staleServices(*fix, running);
        QVERIFY(stale.contains(s("kafka")));
        QVERIFY(!stale.contains(s("zookeeper"))); // it does not run
        const app::Finding notice = appliedFinding(*fix, {s("/x/compose.yaml.2026-11-27T124100.bak")}, stale, false);
        QVERIFY2(notice.accept.contains(s("anew")), qPrintable(notice.accept));
        QVERIFY2(notice.text.contains(s("its data goes along into the new volume")), qPrintable(notice.text));
        QVERIFY(appliedFinding(*fix, {}, {}, false).accept.isEmpty());
        QVERIFY(appliedFinding(*fix, {}, stale, true).accept.contains(s("with their data")));
    }

    void theSessionFollowsTheFile()
    {
        QTemporaryDir folder, home;
        qputenv("XDG_DATA_HOME", home.path().toUtf8());
        const QString path = folder.filePath(s("compose.yaml"));
        const QByteArray text = "services:\n  zookeeper:\n    image: confluentinc/cp-zookeeper:7.5.0 # pinned\n";
        QVERIFY(write(path, text));
        const auto engine = std::make_shared<const engine::Engine>(std::make_shared<process::SystemRunner>());
        AuditSession session(engine, projectAt(path));
        QSignalSpy changed(&session, &AuditSession::changed), failed(&session, &AuditSession::lookFailed),
            prepared(&session, &AuditSession::prepared), applied(&session, &AuditSession::applied),
            undone(&session, &AuditSession::undone);
        const auto statusNow = [&] { return findingOf(session.facts(), "zk-restart")->status; };
        QTRY_VERIFY_WITH_TIMEOUT(session.facts(), 20000);
        QVERIFY(statusNow() == audit::Status::Problem);
        // By an editor, which puts a new file in its place.
        QVERIFY(write(path + s(".new"), text + "    restart: unless-stopped\n"));
        QVERIFY(QFile::remove(path) && QFile::rename(path + s(".new"), path));
        QTRY_VERIFY_WITH_TIMEOUT(statusNow() == audit::Status::Ok, 20000);
        // Broken: said, and what was known stays.
        QVERIFY(write(path, "services:\n  zookeeper: [\n"));
        QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), 20000);
        QVERIFY(statusNow() == audit::Status::Ok);
        QVERIFY(write(path, text));
        QTRY_VERIFY_WITH_TIMEOUT(statusNow() == audit::Status::Problem, 20000);
        // Mended from here, and taken back.
        session.prepare({{s("zk-restart"), s("zookeeper")}});
        QTRY_VERIFY_WITH_TIMEOUT(!prepared.isEmpty(), 20000);
        const auto fix = prepared.front().front().value<Result<FixPtr>>();
        QVERIFY2(fix, fix ? "" : qPrintable(fix.error().message));
        QCOMPARE(read(path), text);
        session.apply(*fix);
        QTRY_VERIFY_WITH_TIMEOUT(!applied.isEmpty(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(statusNow() == audit::Status::Ok, 20000);
        QVERIFY(session.facts()->canUndo);
        QVERIFY(read(path).contains("restart: unless-stopped"));
        session.undo();
        QTRY_VERIFY_WITH_TIMEOUT(!undone.isEmpty(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(statusNow() == audit::Status::Problem, 20000);
        QCOMPARE(read(path), text);
        QVERIFY(!session.facts()->canUndo);
        // Nothing goes on where nothing changes.
        QTest::qWait(1000);
        const auto looks = changed.count();
        QTest::qWait(1500);
        QCOMPARE(changed.count(), looks);
    }
};

QTEST_MAIN(TestAuditView)
#include "tst_audit.moc"
