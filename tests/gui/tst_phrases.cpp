// The panel's sentences, and other pure parts of its shell.
#include <QDir>
#include <QTest>

#include "common/translations.h"
#include "common/words.h"
#include "overview/phrases.h"
#include "shell/arguments.h"
#include "shell/commandlines.h"
#include "shell/outcomes.h"
#include "shell/palette.h"
#include "shell/projectkey.h"
#include "shell/statusphrases.h"
#include "shell/statusstrip.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;
using namespace std::chrono_literals;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestPhrases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void durations_data();
    void durations();
    void theStatusSaysHowManyServicesAreUp_data();
    void theStatusSaysHowManyServicesAreUp();
    void theStatusCountsTheTimeOfAnOperation();
    void theMendSaysWhatItDoes_data();
    void theMendSaysWhatItDoes();
    void aRestartNamesWhomItDisturbs();
    void aRestartDoesNotCountWhatDoesNotRun();
    void commandLinesAreQuotedForAShell_data();
    void commandLinesAreQuotedForAShell();
    void argumentsAreRead_data();
    void argumentsAreRead();
    void cancellingIsNoError();
    void aFailureKeepsItsRawText();
    void leavingNamesWhatIsWaitedFor_data();
    void leavingNamesWhatIsWaitedFor();
    void lastRunsCountOnlyGoodStarts();
    void lastRunsCountNoStartOfOneService();
    void aProjectsKeyHoldsWhatComposeMustBeTold();
    void aKeyOfAnEarlierVersionIsItsFiles();
    void thePaletteFindsEveryWordInAnyOrder();
};

void TestPhrases::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
}

void TestPhrases::durations_data()
{
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64(0) << "0 ms";
    QTest::newRow("ms") << qint64(38'200) << "38 ms";
    QTest::newRow("rounds up into seconds") << qint64(99'600) << "0.1 s";
    QTest::newRow("seconds") << qint64(5'140'000) << "5.1 s";
    QTest::newRow("rounds up into minutes") << qint64(59'960'000) << "1 min 0 s";
    QTest::newRow("minutes") << qint64(125'000'000) << "2 min 5 s";
}

void TestPhrases::durations()
{
    QFETCH(qint64, micros);
    QTEST(durationText(Micros(micros)), "text");
}

void TestPhrases::theStatusSaysHowManyServicesAreUp_data()
{
    using Shape = StatePill::Shape;
    QTest::addColumn<stack::StackState>("state");
    QTest::addColumn<int>("shape");
    QTest::addColumn<QString>("text");
    QTest::newRow("all") << samples::healthy() << int(Shape::Good) << "5 of 5 services are up";
    QTest::newRow("not all") << samples::trouble() << int(Shape::Working) << "4 of 5 services are up";
    QTest::newRow("none") << samples::stopped() << int(Shape::Idle) << "stopped";
    QTest::newRow("no engine") << samples::lostEngine() << int(Shape::Trouble) << "the engine does not answer";
}

void TestPhrases::theStatusSaysHowManyServicesAreUp()
{
    QFETCH(stack::StackState, state);
    const Status status = statusOf(state, {}, samples::now());
    QTEST(int(status.shape), "shape");
    QTEST(status.text, "text");
}

void TestPhrases::theStatusCountsTheTimeOfAnOperation()
{
    Operation operation;
    operation.startedAt = samples::now();
    QCOMPARE(statusOf(samples::starting(), operation, samples::now() + 5600ms).text, s("starting, 5.6 s"));
    operation.cancelling = true;
    QCOMPARE(statusOf(samples::starting(), operation, samples::now() + 5600ms).text, s("cancelling"));
}

void TestPhrases::theMendSaysWhatItDoes_data()
{
    using Mend = stack::Problem::Mend;
    QTest::addColumn<int>("mend");
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<QString>("text");
    QTest::newRow("one topic") << int(Mend::CreateTopics) << QStringList{s("trainer-allocated")}
                               << "Create trainer-allocated (3 partitions)";
    QTest::newRow("two topics") << int(Mend::CreateTopics) << QStringList{s("a"), s("b")} << "Create 2 missing topics";
    QTest::newRow("start one") << int(Mend::StartService) << QStringList{s("kafka")} << "Start kafka";
    QTest::newRow("restart asks first") << int(Mend::RestartService) << QStringList{s("kafka")} << "Restart kafka…";
    QTest::newRow("start all") << int(Mend::StartStack) << QStringList() << "Start kc-backend";
    QTest::newRow("nothing can be done") << int(Mend::None) << QStringList() << "";
}

void TestPhrases::theMendSaysWhatItDoes()
{
    QFETCH(int, mend);
    QFETCH(QStringList, targets);
    stack::Problem problem;
    problem.mend = static_cast<stack::Problem::Mend>(mend);
    problem.targets = targets;
    QTEST(mendText(problem, samples::trouble()), "text");
}

void TestPhrases::aRestartNamesWhomItDisturbs()
{
    const Question question = restartQuestion(samples::project(), samples::healthy(), s("kafka"));
    QCOMPARE(question.title, s("Restart kafka?"));
    QVERIFY2(question.text.contains(s("2 services that need it: billing-worker and mail-worker")),
             qPrintable(question.text));
    QCOMPARE(question.accept, s("Restart kafka"));
    QCOMPARE(restartQuestion(samples::project(), samples::healthy(), s("mail-worker")).text,
             s("No running service needs it."));
    QVERIFY(restartQuestion(samples::project(), samples::healthy(), {}).text.contains(s("Its 5 services")));
}

void TestPhrases::aRestartDoesNotCountWhatDoesNotRun()
{
    QCOMPARE(restartQuestion(samples::project(), samples::stopped(), s("zookeeper")).text,
             s("No running service needs it."));
}

void TestPhrases::commandLinesAreQuotedForAShell_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("projectName");
    QTest::addColumn<QString>("context");
    QTest::addColumn<QStringList>("verb");
    QTest::addColumn<QString>("line");
    QTest::newRow("one file") << QStringList{s("/a/compose.yaml")} << ""
                              << "" << QStringList{s("up")} << "brokerdeckctl -f /a/compose.yaml up";
    QTest::newRow("spaces") << QStringList{s("/my code/compose.yaml")} << ""
                            << "" << QStringList{s("restart"), s("kafka")}
                            << "brokerdeckctl -f '/my code/compose.yaml' restart kafka";
    QTest::newRow("known by its name only") << QStringList() << ""
                                            << "" << QStringList{s("stop")} << "brokerdeckctl -p kc-backend stop";
    QTest::newRow("everything") << QStringList{s("/a.yaml"), s("/b.yaml")} << "kc-backend"
                                << "far" << QStringList{s("stop")}
                                << "brokerdeckctl --context far -f /a.yaml -f /b.yaml -p kc-backend stop";
}

void TestPhrases::commandLinesAreQuotedForAShell()
{
    QFETCH(QStringList, files);
    QFETCH(QString, projectName);
    QFETCH(QString, context);
    QFETCH(QStringList, verb);
    compose::Project project = samples::project();
    project.call.files = files;
    project.call.project = projectName;
    QTEST(controlLine(project, context, verb), "line");
}

void TestPhrases::argumentsAreRead_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<bool>("good");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("files");
    const QString here = QDir::currentPath();
    QTest::newRow("nothing") << QStringList() << true << "" << QStringList();
    QTest::newRow("a folder") << QStringList{s("demo")} << true << here + s("/demo") << QStringList();
    QTest::newRow("files") << QStringList{s("--file"), s("/a.yaml"), s("-f"), s("/b.yaml")} << true << ""
                           << QStringList{s("/a.yaml"), s("/b.yaml")};
    QTest::newRow("two folders") << QStringList{s("a"), s("b")} << false << "" << QStringList();
    QTest::newRow("a folder and files") << QStringList{s("a"), s("-f"), s("b")} << false << "" << QStringList();
    QTest::newRow("an unknown option") << QStringList{s("--frobnicate")} << false << "" << QStringList();
}

void TestPhrases::argumentsAreRead()
{
    QFETCH(QStringList, words);
    QFETCH(bool, good);
    const Result<Arguments> arguments = parseArguments(QStringList{s("brokerdeck")} + words);
    QCOMPARE(arguments.has_value(), good);
    if (good) {
        QTEST(arguments->request.path, "path");
        QTEST(arguments->request.call.files, "files");
        QCOMPARE(arguments->opensProject(), !words.isEmpty());
    } else {
        QCOMPARE(arguments.error().code, ErrorCode::InvalidUse);
    }
}

void TestPhrases::cancellingIsNoError()
{
    const std::optional<Finding> notice = noticeOf({}, tl::unexpected(cancelled().value()));
    QVERIFY(notice);
    QCOMPARE(notice->title, s("Stopped waiting; containers were left as they are"));
    QCOMPARE(notice->edge, Card::Edge::Accent);
}

void TestPhrases::aFailureKeepsItsRawText()
{
    const std::optional<Finding> notice = noticeOf({}, tl::unexpected(samples::noEngine()));
    QVERIFY(notice);
    QCOMPARE(notice->title, samples::noEngine().message);
    QCOMPARE(notice->raw, samples::noEngine().detail);
    QVERIFY(notice->dismissible);
    QVERIFY(!noticeOf({}, startup::StartReport())); // a good start needs no words
}

void TestPhrases::leavingNamesWhatIsWaitedFor_data()
{
    QTest::addColumn<int>("action");
    QTest::addColumn<QStringList>("services");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("begin");
    QTest::newRow("start") << int(Action::Start) << QStringList() << "Stop waiting for shop?"
                           << "shop is still starting.";
    QTest::newRow("start of one") << int(Action::Start) << QStringList{s("kafka")} << "Stop waiting for kafka?"
                                  << "kafka is still starting.";
    QTest::newRow("stop") << int(Action::Stop) << QStringList() << "Stop waiting for shop?"
                          << "shop is still stopping.";
    QTest::newRow("restart") << int(Action::Restart) << QStringList{s("kafka")} << "Stop waiting for kafka?"
                             << "kafka is still restarting.";
    QTest::newRow("topics") << int(Action::CreateTopics) << QStringList() << "Stop waiting for shop?"
                            << "Topics of shop are still being created.";
}

void TestPhrases::leavingNamesWhatIsWaitedFor()
{
    QFETCH(int, action);
    QFETCH(QStringList, services);
    QFETCH(QString, begin);
    Operation operation;
    operation.action = static_cast<Action>(action);
    operation.services = services;
    const Question question = stopWaitingQuestion(s("shop"), operation, Leaving::ToOpen);
    QTEST(question.title, "title");
    QVERIFY2(question.text.startsWith(begin), qPrintable(question.text));
    QCOMPARE(question.accept, s("Stop waiting and open"));
    QCOMPARE(stopWaitingQuestion(s("shop"), operation, Leaving::ToClose).accept, s("Stop waiting and close"));
}

void TestPhrases::lastRunsCountOnlyGoodStarts()
{
    timeline::Run good = samples::finishedRun();
    timeline::Run stop = good;
    stop.kind = timeline::RunKind::Stop;
    timeline::Run broken = good;
    broken.outcome = timeline::Outcome::Failed;
    timeline::Run earlier = good;
    earlier.finishedAt = earlier.startedAt + 5300ms;
    QCOMPARE(lastRunSentence({stop, broken, good, earlier}, samples::project()),
             s("Last start 5.1 s, before that 5.3 s"));
    QCOMPARE(lastRunSentence({good}, samples::project()), s("Last start 5.1 s"));
    QCOMPARE(lastRunSentence({stop}, samples::project()), QString());
}

void TestPhrases::lastRunsCountNoStartOfOneService()
{
    const timeline::Run whole = samples::finishedRun();
    timeline::Run one = whole;
    one.lanes.resize(1);
    one.finishedAt = one.startedAt + 900ms;
    QCOMPARE(lastRunSentence({one, whole}, samples::project()), s("Last start 5.1 s"));
    QCOMPARE(lastRunSentence({one}, samples::project()), QString());
    compose::Project smaller = samples::project(); // one service was taken out of the file since
    smaller.services.pop_back();
    QCOMPARE(lastRunSentence({one, whole}, smaller), s("Last start 5.1 s"));
}

void TestPhrases::aProjectsKeyHoldsWhatComposeMustBeTold()
{
    engine::ComposeCall call;
    call.files = {s("/a b/compose.yaml"), s("/a b/ü,;=\".yaml")};
    const QString unnamed = projectKey(call);
    call.project = s("shop");
    call.directory = s("/srv");
    call.envFiles = {s("/a b/.env"), s("/srv/.env")};
    const QString key = projectKey(call);
    QVERIFY(key != unnamed);
    QVERIFY(!key.contains(QLatin1Char('\n')));
    QVERIFY(callFromKey(key) == call);
    call.profiles = {s("tools")};
    call.environment.insert(s("COMPOSE_PROFILES"), QString());
    QCOMPARE(projectKey(call), key); // profiles are kept under it
}

void TestPhrases::aKeyOfAnEarlierVersionIsItsFiles()
{
    engine::ComposeCall call;
    call.files = {s("/a b/compose.yaml"), s("/a b/more.yaml")};
    QVERIFY(callFromKey(call.files.join(QDir::listSeparator())) == call);
    QVERIFY(callFromKey(s("{broken")) == engine::ComposeCall());
}

void TestPhrases::thePaletteFindsEveryWordInAnyOrder()
{
    const std::vector<PaletteItem> items{{s("Restart kafka…"), s("service"), {}},
                                         {s("Start"), s("Ctrl+R"), {}},
                                         {s("Stop kafka"), s("service"), {}}};
    const auto texts = [&](const char *typed) {
        QStringList found;
        for (const PaletteItem &item : matching(items, s(typed))) {
            found << item.text;
        }
        return found;
    };
    QCOMPARE(texts("kafka stop"), QStringList{s("Stop kafka")});
    QCOMPARE(texts("start"), (QStringList{s("Start"), s("Restart kafka…")})); // what begins with it comes first
    QCOMPARE(texts("").size(), 3);
    QVERIFY(texts("zzz").isEmpty());
}

QTEST_MAIN(TestPhrases)
#include "tst_phrases.moc"
