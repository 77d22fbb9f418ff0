// The panel over an engine that can be made to hang: whatever the engine does, the window goes on answering.
#include <algorithm>
#include <atomic>
#include <condition_variable>

#include <QAction>
#include <QDialog>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include "common/theme.h"
#include "common/translations.h"
#include "fakes/recordingrunner.h"
#include "shell/actions.h"
#include "shell/panel.h"
#include "shell/pickerpage.h"
#include "shell/projectkey.h"
#include "stack/history.h"
#include "store/settings.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

// Answers at once, until it is told to hang: then every call waits for its stop and nothing else.
class HangingRunner final : public process::Runner
{
public:
    Result<process::Finished> run(const process::Command &command, const process::Limits &limits,
                                  std::stop_token stop) override
    {
        return hangs ? hang(stop) : answers.run(command, limits, stop);
    }

    Result<process::Finished> stream(const process::Command &command, const process::LineSink &sink,
                                     const process::Limits &limits, std::stop_token stop) override
    {
        // Events are a stream that stays open; what is made or pulled streams too, and ends.
        const bool isEvents = command.arguments.contains(s("events"));
        return hangs || isEvents ? hang(stop) : answers.stream(command, sink, limits, stop);
    }

    Result<process::Finished> pipe(const process::Command &command, const process::Pipes &pipes,
                                   const process::Limits &limits, std::stop_token stop) override
    {
        return hangs ? hang(stop) : answers.pipe(command, pipes, limits, stop);
    }

    std::atomic<bool> hangs = false;
    std::atomic<int> hanging = 0;
    fakes::RecordingRunner answers;

private:
    Result<process::Finished> hang(std::stop_token stop)
    {
        ++hanging;
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        wake.wait(lock, stop, [] { return false; });
        --hanging;
        return cancelled();
    }
};

const QByteArray container = R"([{
    "Id": "6d0b1c", "Name": "/demo-kafka-1", "Created": "2026-11-23T14:00:00Z", "Image": "sha256:1",
    "Config": {"Image": "confluentinc/cp-kafka:7.9.1", "Env": [], "Cmd": [], "Labels": {
        "com.docker.compose.project": "demo", "com.docker.compose.service": "kafka",
        "com.docker.compose.container-number": "1", "com.docker.compose.oneoff": "False"}},
    "State": {"Status": "exited", "ExitCode": 143, "StartedAt": "2026-11-23T14:00:01Z",
              "FinishedAt": "2026-11-23T14:01:00Z"},
    "HostConfig": {"RestartPolicy": {"Name": "no"}},
    "NetworkSettings": {"Ports": {}, "Networks": {}}, "Mounts": []
}])";

OpenRequest byName(const QString &name)
{
    OpenRequest request;
    request.call.project = name;
    return request;
}

QDialog *openDialog(const QWidget *window)
{
    for (QDialog *dialog : window->findChildren<QDialog *>()) {
        if (dialog->isVisible()) {
            return dialog;
        }
    }
    return nullptr;
}

QPushButton *buttonNamed(const QWidget *widget, const QString &text)
{
    for (QPushButton *button : widget->findChildren<QPushButton *>()) {
        if (button->text() == text && button->isVisible()) {
            return button;
        }
    }
    return nullptr;
}

bool says(const QWidget *widget, const QString &text)
{
    const auto labels = widget->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->text() == text; });
}

// The longest time that the event loop did not come round while `condition` was waited for.
template<typename Condition>
qint64 longestGap(Condition condition, int deadlineMs = 5000)
{
    QElapsedTimer total;
    QElapsedTimer gap;
    qint64 longest = 0;
    total.start();
    while (!condition() && total.elapsed() < deadlineMs) {
        gap.start();
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        longest = std::max(longest, gap.elapsed());
        QThread::msleep(1);
    }
    return longest;
}

constexpr qint64 blocked = 300; // generous: on a busy machine a hang still lasts for ever

} // namespace

class TestPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void aProjectOfTheEngineIsOpened();
    void anUnknownNameIsExplained();
    void theWindowAnswersWhileAProjectIsOpened();
    void theWindowAnswersWhileAStartHangs();
    void cancellingSaysThatContainersWereLeft();
    void closingAsksBeforeItStopsWaiting();
    void anotherProjectIsOpenedOnceTheWaitingMayEnd();
    void nothingIsAskedWhereItIsBeingCancelled();
    void theEngineStandsInTheTitleOfThePicker();
    void theEngineStandsInTheTitleAlsoWhereItIsDown();
    void whatTheMenuChoseWinsOverTheCommandLine();
    void aProjectIsRememberedWithItsName();
    void aFolderWithoutAComposeFileIsExplained();
    void noEngineIsExplainedAndCanBeTriedAgain();
    void strictGatesAndTheViewAreRemembered();
    void aStartOfAnotherProcessIsShownToItsEnd();

private:
    bool openProject();
    OpenRequest requestWithFile();

    std::shared_ptr<HangingRunner> m_runner;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Panel> m_panel;
};

void TestPanel::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestPanel::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_directory->path()));
    m_runner = std::make_shared<HangingRunner>();
    m_runner->answers.answer({s("docker"), s("ps")}, QByteArray("6d0b1c\n"));
    m_runner->answers.answer({s("docker"), s("inspect")}, container);
    m_runner->answers.answer({s("docker"), s("context")},
                             R"({"Name":"default","DockerEndpoint":"unix:///var/run/docker.sock","Current":true})");
    m_runner->answers.answer({s("docker"), s("info")}, R"({"ID":"engine","ServerVersion":"26.1.5"})");
    m_panel = std::make_unique<Panel>(Panel::Setting{.runner = m_runner,
                                                     .context = {},
                                                     .settingsFile = m_directory->filePath(s("settings.ini")),
                                                     .historyFile = m_directory->filePath(s("runs.sqlite"))});
    m_panel->window()->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel->window()));
}

void TestPanel::cleanup()
{
    m_panel.reset();
    QVERIFY(QThreadPool::globalInstance()->waitForDone(10'000)); // everything was stopped, nothing is stuck
    QCOMPARE(m_runner->hanging, 0);
}

bool TestPanel::openProject()
{
    m_panel->open(byName(s("demo")));
    return QTest::qWaitFor([this] { return m_panel->window()->currentView() && m_panel->session()->project(); });
}

// A compose file of which Compose says the same whatever it is asked.
OpenRequest TestPanel::requestWithFile()
{
    OpenRequest request;
    request.call.files = {m_directory->filePath(s("compose.yaml"))};
    QFile file(request.call.files.first());
    if (file.open(QIODevice::WriteOnly)) {
        file.write("services:\n  kafka:\n    image: confluentinc/cp-kafka:7.9.1\n");
    }
    m_runner->answers.answer({s("docker"), s("compose")},
                             R"({"name":"demo","services":{"kafka":{"image":"confluentinc/cp-kafka:7.9.1"}}})");
    return request;
}

void TestPanel::aProjectOfTheEngineIsOpened()
{
    QVERIFY(openProject());
    QTRY_COMPARE(m_panel->window()->windowTitle(), s("demo — default — Brokerdeck"));
    QTRY_COMPARE(m_panel->session()->state().services.size(), std::size_t(1));
    QVERIFY(m_panel->session()->state().services.front().state == stack::ServiceState::Stopped);
}

void TestPanel::anUnknownNameIsExplained()
{
    m_runner->answers.answer({s("docker"), s("ps"), s("-aq"), s("--no-trunc")}, QByteArray());
    m_panel->open(byName(s("nothing")));
    FindingCard *card = m_panel->window()->picker()->openCard();
    QTRY_VERIFY(card->isVisible());
    QCOMPARE(card->finding().title, s("The engine has no container of a project called nothing"));
}

void TestPanel::theWindowAnswersWhileAProjectIsOpened()
{
    m_runner->hangs = true;
    QElapsedTimer timer;
    timer.start();
    m_panel->open(byName(s("demo")));
    QVERIFY(timer.elapsed() < blocked);
    QVERIFY(longestGap([&] { return timer.elapsed() > 400; }) < blocked);
    QVERIFY(!m_panel->window()->currentView());
    QVERIFY(m_runner->hanging > 0);
}

void TestPanel::theWindowAnswersWhileAStartHangs()
{
    QVERIFY(openProject());
    m_runner->hangs = true;
    const int before = m_runner->hanging;
    QElapsedTimer timer;
    timer.start();
    Q_EMIT m_panel->window()->startWanted({});
    QVERIFY(timer.elapsed() < blocked);
    QVERIFY(m_panel->session()->operation());
    QVERIFY(m_panel->window()->actions().cancel->isEnabled());
    QVERIFY(longestGap([&] { return timer.elapsed() > 400 && m_runner->hanging > before; }) < blocked);
    QVERIFY(m_runner->hanging > before);
    QVERIFY(m_panel->session()->operation());
}

void TestPanel::cancellingSaysThatContainersWereLeft()
{
    QVERIFY(openProject());
    m_runner->hangs = true;
    Q_EMIT m_panel->window()->startWanted({});
    m_panel->window()->actions().cancel->trigger();
    QVERIFY(m_panel->session()->operation()->cancelling);
    QVERIFY(!m_panel->window()->actions().cancel->isEnabled());
    QTRY_VERIFY(!m_panel->session()->operation());
    QVERIFY(m_panel->window()->notice()->isVisible());
    QCOMPARE(m_panel->window()->notice()->finding().title, s("Stopped waiting; containers were left as they are"));
}

void TestPanel::closingAsksBeforeItStopsWaiting()
{
    QVERIFY(openProject());
    m_runner->hangs = true;
    MainWindow *window = m_panel->window();
    Q_EMIT window->startWanted({});
    QElapsedTimer timer;
    timer.start();
    window->close();
    QVERIFY(timer.elapsed() < blocked);
    QDialog *dialog = openDialog(window);
    QVERIFY(dialog);
    QVERIFY(says(dialog, s("Stop waiting for demo?")));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!openDialog(window));
    QVERIFY(window->isVisible());
    QVERIFY(m_panel->session()->operation());

    window->close();
    dialog = openDialog(window);
    QVERIFY(dialog);
    QPushButton *stop = buttonNamed(dialog, s("Stop waiting and close"));
    QVERIFY(stop);
    timer.start();
    stop->click();
    QVERIFY(timer.elapsed() < blocked);
    QVERIFY(!m_panel->session());
    QVERIFY(!window->isVisible());
}

void TestPanel::anotherProjectIsOpenedOnceTheWaitingMayEnd()
{
    QVERIFY(openProject());
    m_runner->hangs = true;
    MainWindow *window = m_panel->window();
    Q_EMIT window->startWanted({});
    m_panel->open(byName(s("other")));
    QVERIFY(m_panel->session()->operation()); // nobody has decided yet
    QDialog *dialog = openDialog(window);
    QVERIFY(dialog);
    QVERIFY(says(dialog, s("Stop waiting for demo?")));
    QVERIFY(says(dialog, s("demo is still starting. Containers stay as they are; services that wait at a gate are not "
                           "started.")));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!openDialog(window));
    QVERIFY(m_panel->session()->operation());
    QVERIFY(!m_panel->session()->operation()->cancelling);

    m_panel->open(byName(s("other")));
    dialog = openDialog(window);
    QVERIFY(dialog);
    QPushButton *stop = buttonNamed(dialog, s("Stop waiting and open"));
    QVERIFY(stop);
    m_runner->hangs = false;
    stop->click();
    QVERIFY(!m_panel->session()->operation());
    QTRY_COMPARE(window->windowTitle(), s("other — default — Brokerdeck"));
    QVERIFY(!window->actions().cancel->isVisible());
}

void TestPanel::nothingIsAskedWhereItIsBeingCancelled()
{
    QVERIFY(openProject());
    m_runner->hangs = true;
    Q_EMIT m_panel->window()->startWanted({});
    m_panel->window()->actions().cancel->trigger();
    m_panel->open(byName(s("other")));
    QVERIFY(!openDialog(m_panel->window()));
    QVERIFY(!m_panel->session()->operation());
}

void TestPanel::theEngineStandsInTheTitleOfThePicker()
{
    QTRY_COMPARE(m_panel->window()->windowTitle(), s("default — Brokerdeck"));
    QVERIFY(openProject());
    QTRY_COMPARE(m_panel->window()->windowTitle(), s("demo — default — Brokerdeck"));
}

void TestPanel::theEngineStandsInTheTitleAlsoWhereItIsDown()
{
    const auto refuse = fail(ErrorCode::NoEngine, s("nothing answers"));
    auto runner = std::make_shared<HangingRunner>();
    runner->answers.answer({s("docker")}, Result<process::Finished>(refuse));
    runner->answers.answer({s("docker"), s("context")},
                           R"({"Name":"default","DockerEndpoint":"unix:///var/run/docker.sock","Current":true})");
    Panel panel({.runner = runner,
                 .context = {},
                 .settingsFile = m_directory->filePath(s("down.ini")),
                 .historyFile = m_directory->filePath(s("down.sqlite"))});
    QTRY_COMPARE(panel.window()->windowTitle(), s("default — Brokerdeck"));
}

void TestPanel::whatTheMenuChoseWinsOverTheCommandLine()
{
    OpenRequest request = requestWithFile();
    request.call.profiles = {s("tools")};
    m_panel->open(request);
    QTRY_VERIFY(m_panel->session()->project().has_value());
    QCOMPARE(m_panel->session()->project()->call.profiles, QStringList{s("tools")});
    Q_EMIT m_panel->window()->profilesWanted(QStringList{s("debug")});
    QTRY_VERIFY(m_panel->session()->project().has_value());
    QCOMPARE(m_panel->session()->project()->call.profiles, QStringList{s("debug")});

    const store::Settings settings(m_directory->filePath(s("settings.ini")));
    engine::ComposeCall call = request.call;
    QCOMPARE(settings.profiles(projectKey(call)), QStringList{s("debug")});
    call.project = s("another-name"); // on the same file
    QVERIFY(!settings.profiles(projectKey(call)));
}

void TestPanel::aProjectIsRememberedWithItsName()
{
    OpenRequest request = requestWithFile();
    const QString old = request.call.files.first(); // as an earlier version kept it
    store::Settings(m_directory->filePath(s("settings.ini"))).addRecentProject(old);
    request.call.project = s("shop");
    m_panel->open(request);
    QTRY_VERIFY(m_panel->session()->project().has_value());
    const store::Settings settings(m_directory->filePath(s("settings.ini")));
    QCOMPARE(settings.recentProjects(), QStringList{projectKey(request.call)});
}

void TestPanel::aFolderWithoutAComposeFileIsExplained()
{
    OpenRequest request;
    request.path = m_directory->path();
    m_panel->open(request);
    FindingCard *card = m_panel->window()->picker()->openCard();
    QTRY_VERIFY(card->isVisible());
    QVERIFY(!card->finding().title.isEmpty());
    card->acceptButton()->click(); // tries again, and fails again
    QTRY_VERIFY(card->isVisible());
}

void TestPanel::noEngineIsExplainedAndCanBeTriedAgain()
{
    const auto refuse = fail(ErrorCode::ProgramMissing, s("docker is not installed"), s("Install it."), s("ENOENT"));
    auto runner = std::make_shared<HangingRunner>();
    runner->answers.answer({s("docker")}, Result<process::Finished>(refuse));
    Panel panel({.runner = runner,
                 .context = {},
                 .settingsFile = m_directory->filePath(s("other.ini")),
                 .historyFile = m_directory->filePath(s("other.sqlite"))});
    panel.window()->show();
    FindingCard *card = panel.window()->picker()->engineCard();
    QTRY_VERIFY(card->isVisible());
    QVERIFY(!card->finding().title.isEmpty());
    runner->answers.answer({s("docker"), s("ps")}, QByteArray());
    card->acceptButton()->click();
    QTRY_VERIFY(!card->isVisible());
}

// It ended between two looks: the last look of all must see it.
void TestPanel::aStartOfAnotherProcessIsShownToItsEnd()
{
    auto history = stack::History::open(m_directory->filePath(s("runs.sqlite")));
    QVERIFY(history);
    timeline::Run run;
    run.project = s("demo");
    run.context = s("default");
    run.origin = s("brokerdeckctl");
    run.startedAt = Clock::system().now() - std::chrono::seconds(5);
    run.lanes = {{.service = s("kafka"), .role = compose::Role::Broker, .gates = {}}};
    const auto id = history->begin(run);
    QVERIFY(id);
    QVERIFY(openProject());
    QTRY_COMPARE(m_panel->session()->run().id, *id);
    QVERIFY(!m_panel->session()->run().finishedAt);

    QVERIFY(history->finish(*id, Clock::system().now(), timeline::Outcome::Done));
    m_panel->session()->refresh();
    QTRY_VERIFY(m_panel->session()->run().finishedAt);
}

void TestPanel::strictGatesAndTheViewAreRemembered()
{
    QVERIFY(openProject());
    m_panel->window()->actions().strictGates->trigger();
    m_panel->window()->actions().timeline->trigger();
    const store::Settings settings(m_directory->filePath(s("settings.ini")));
    QVERIFY(settings.strictGates());
    QCOMPARE(settings.lastView(), s("timeline"));
}

QTEST_MAIN(TestPanel)
#include "tst_panel.moc"
