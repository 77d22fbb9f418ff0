#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

#include <QtTest>

#include "process/linesplitter.h"
#include "process/process.h"

using namespace bd;
using namespace bd::process;
using namespace std::chrono_literals;

namespace {

const QString endlessStream = QStringLiteral("--endless-stream");

Command sh(const QString &script)
{
    Command command;
    command.program = QStringLiteral("sh");
    command.arguments = {QStringLiteral("-c"), script};
    return command;
}

Command program(const QString &name)
{
    Command command;
    command.program = name;
    return command;
}

Limits within(Millis deadline, qsizetype maxBytes = 64 << 20)
{
    Limits limits;
    limits.deadline = deadline;
    limits.maxBytes = maxBytes;
    return limits;
}

// As core does: on a thread without an event loop.
template<typename Function>
auto onPlainThread(Function function)
{
    decltype(function()) value;
    std::jthread([&] { value = function(); }).join();
    return value;
}

qint64 openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd"))
        .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
        .size();
}

bool isAlive(qint64 pid)
{
    QFile status(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return false;
    const QByteArray text = status.readAll();
    return text.mid(text.lastIndexOf(')') + 2, 1) != "Z";
}

template<typename Duration>
qint64 millis(Duration duration)
{
    return std::chrono::duration_cast<Millis>(duration).count();
}

} // namespace

class TestSystemRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsWithWhatTheProgramDid_data();
    void endsWithWhatTheProgramDid();
    void saysThatAProgramIsMissing_data();
    void saysThatAProgramIsMissing();
    void saysThatAFolderIsMissing();
    void saysThatAFileIsNoProgram();
    void saysWhichSignalEndedTheProgram();
    void givesTheNullDeviceAsStandardInput();
    void passesDirectoryAndEnvironment();
    void findsTheProgramInThePathItIsGiven();
    void endsAtTheDeadline();
    void endsSoonAfterStop_data();
    void endsSoonAfterStop();
    void startsNothingAfterStop();
    void stopsWhatTheProgramStarted();
    void keepsNoMoreThanItIsTold();
    void readsBothChannelsToTheEnd();
    void goesOnWhereAChannelIsClosedEarly();
    void doesNotWaitForWhatTheProgramLeftBehind();
    void endsEndlessStreamsEvenWhereWeAreKilled();
    void streamsLinesAsTheyCome();
    void streamsBothChannelsAndALastLineWithoutEnd();
    void streamsMuchWithLittleMemory();
    void callsTheSinkOnTheCallingThread();
    void givesChildrenNoSignalMaskAndNoDescriptors();
    void leaksNothingFromManyThreads();
    void costsLittle();
};

void TestSystemRunner::endsWithWhatTheProgramDid_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<QByteArray>("err");

    QTest::newRow("success") << "exit 0" << 0 << QByteArray() << QByteArray();
    QTest::newRow("failure") << "exit 3" << 3 << QByteArray() << QByteArray();
    QTest::newRow("both outputs") << "echo out; echo err >&2; exit 1" << 1 << QByteArray("out\n")
                                  << QByteArray("err\n");
    QTest::newRow("not text") << "printf '\\0\\377'" << 0 << QByteArray("\0\xff", 2) << QByteArray();
    QTest::newRow("highest code") << "exit 255" << 255 << QByteArray() << QByteArray();
}

void TestSystemRunner::endsWithWhatTheProgramDid()
{
    QFETCH(QString, script);
    const auto finished = onPlainThread([&] { return SystemRunner().run(sh(script), within(10s), {}); });
    QVERIFY(finished);
    QTEST(finished->exitCode, "exitCode");
    QTEST(finished->out, "out");
    QTEST(finished->err, "err");
    QVERIFY(!finished->cut);
}

void TestSystemRunner::saysThatAProgramIsMissing_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("name") << "bd-no-such-program";
    QTest::newRow("path") << "/no/such/program";
    QTest::newRow("not executable") << "/etc/passwd";
    QTest::newRow("folder") << "/etc";
    QTest::newRow("empty") << "";
}

void TestSystemRunner::saysThatAProgramIsMissing()
{
    QFETCH(QString, name);
    SystemRunner().run(program(name), within(10s), {}); // what Qt opens once
    const qint64 before = openDescriptors();
    for (int round = 0; round < 20; ++round) {
        const auto finished = SystemRunner().run(program(name), within(10s), {});
        QVERIFY(!finished);
        QCOMPARE(finished.error().code, ErrorCode::ProgramMissing);
        QVERIFY(finished.error().message.contains(name));
    }
    QCOMPARE(openDescriptors(), before);
}

void TestSystemRunner::saysThatAFolderIsMissing()
{
    Command command = sh(QStringLiteral("true"));
    command.directory = QStringLiteral("/no/such/folder");
    const auto finished = SystemRunner().run(command, within(10s), {});
    QVERIFY(!finished);
    QCOMPARE(finished.error().code, ErrorCode::Io);
    QVERIFY(finished.error().message.contains(command.directory));
}

void TestSystemRunner::saysThatAFileIsNoProgram()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("broken")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/no/such/interpreter\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    const auto finished = SystemRunner().run(program(file.fileName()), within(10s), {});
    QVERIFY(!finished);
    QCOMPARE(finished.error().code, ErrorCode::Io);
    QVERIFY(!finished.error().detail.isEmpty());
}

void TestSystemRunner::saysWhichSignalEndedTheProgram()
{
    const auto finished = SystemRunner().run(sh(QStringLiteral("echo last words >&2; kill -9 $$")), within(10s), {});
    QVERIFY(!finished);
    QCOMPARE(finished.error().code, ErrorCode::Failed);
    QVERIFY2(finished.error().message.contains(QLatin1Char('9')), qPrintable(finished.error().message));
    QCOMPARE(finished.error().detail, QStringLiteral("last words\n"));
}

void TestSystemRunner::givesTheNullDeviceAsStandardInput()
{
    const auto finished = SystemRunner().run(sh(QStringLiteral("readlink /proc/$$/fd/0; read answer; echo \"$?\"")),
                                             within(10s), {});
    QVERIFY(finished);
    QCOMPARE(finished->out, QByteArray("/dev/null\n1\n"));
}

void TestSystemRunner::passesDirectoryAndEnvironment()
{
    qputenv("BD_TEST_OURS", "ours");
    qputenv("BD_TEST_BOTH", "ours");
    QTemporaryDir folder;
    Command command = sh(QStringLiteral("pwd -P; echo $BD_TEST_OURS $BD_TEST_BOTH $BD_TEST_MORE"));
    command.directory = QFileInfo(folder.path()).canonicalFilePath();
    command.environment = {{QStringLiteral("BD_TEST_BOTH"), QStringLiteral("theirs")},
                           {QStringLiteral("BD_TEST_MORE"), QStringLiteral("a b")}};
    const auto finished = SystemRunner().run(command, within(10s), {});
    QVERIFY(finished);
    QCOMPARE(finished->out, command.directory.toUtf8() + "\nours theirs a b\n");
}

void TestSystemRunner::findsTheProgramInThePathItIsGiven()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bd-only-here"));
    QVERIFY(QFile::copy(QStringLiteral("/bin/true"), path));
    Command command = program(QStringLiteral("bd-only-here"));
    QCOMPARE(SystemRunner().run(command, within(10s), {}).error().code, ErrorCode::ProgramMissing);
    command.environment = {{QStringLiteral("PATH"), folder.path()}};
    QVERIFY(SystemRunner().run(command, within(10s), {}));
}

void TestSystemRunner::endsAtTheDeadline()
{
    const auto begin = std::chrono::steady_clock::now();
    const auto finished = SystemRunner().run(sh(QStringLiteral("echo before; echo why >&2; exec sleep 60")),
                                             within(200ms), {});
    const qint64 took = millis(std::chrono::steady_clock::now() - begin);
    QVERIFY(!finished);
    QCOMPARE(finished.error().code, ErrorCode::Timeout);
    QCOMPARE(finished.error().detail, QStringLiteral("why\n"));
    QVERIFY2(took >= 200 && took < 2000, qPrintable(QString::number(took)));
}

void TestSystemRunner::endsSoonAfterStop_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("streaming");
    QTest::addColumn<int>("limit"); // generous: this machine is shared
    QTest::newRow("silent") << "exec sleep 60" << false << 1000;
    QTest::newRow("writes without a pause") << "exec yes" << false << 1000;
    QTest::newRow("streams without a pause") << "exec yes" << true << 1000;
    QTest::newRow("streams errors without a pause") << "exec yes >&2" << true << 1000;
    QTest::newRow("ignores SIGTERM") << "trap '' TERM; while :; do sleep 0.05; done" << false << 1500;
    QTest::newRow("ignores SIGTERM and writes") << "trap '' TERM; exec yes" << true << 1500;
    QTest::newRow("stopped itself") << "kill -STOP $$" << false << 1500;
}

void TestSystemRunner::endsSoonAfterStop()
{
    QFETCH(QString, script);
    QFETCH(bool, streaming);
    QFETCH(int, limit);
    std::stop_source stop;
    std::atomic<std::chrono::steady_clock::time_point> asked{};
    std::jthread stopper([&] {
        std::this_thread::sleep_for(150ms);
        asked = std::chrono::steady_clock::now();
        stop.request_stop();
    });
    const Command command = sh(script);
    const Limits limits = within(30s, 1 << 20);
    const auto finished = streaming ? SystemRunner().stream(
                              command, [](Channel, const QByteArray &) {}, limits, stop.get_token())
                                    : SystemRunner().run(command, limits, stop.get_token());
    const qint64 took = millis(std::chrono::steady_clock::now() - asked.load());
    QVERIFY(!finished);
    QCOMPARE(finished.error().code, ErrorCode::Cancelled);
    QVERIFY2(took < limit, qPrintable(QString::number(took)));
}

void TestSystemRunner::startsNothingAfterStop()
{
    QTemporaryDir folder;
    std::stop_source stop;
    stop.request_stop();
    const QString mark = folder.filePath(QStringLiteral("mark"));
    const auto finished = SystemRunner().run(sh(QStringLiteral("touch ") + mark), within(10s), stop.get_token());
    QCOMPARE(finished.error().code, ErrorCode::Cancelled);
    QVERIFY(!QFileInfo::exists(mark));
}

void TestSystemRunner::stopsWhatTheProgramStarted()
{
    std::stop_source stop;
    qint64 grandchild = 0;
    const auto finished = SystemRunner().stream(
        sh(QStringLiteral("sleep 60 & echo $!; wait")),
        [&](Channel, const QByteArray &line) {
            grandchild = line.toLongLong();
            stop.request_stop();
        },
        within(30s), stop.get_token());
    QCOMPARE(finished.error().code, ErrorCode::Cancelled);
    QVERIFY(grandchild > 0);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(grandchild), 5000);
}

void TestSystemRunner::keepsNoMoreThanItIsTold()
{
    const auto finished = SystemRunner().run(sh(QStringLiteral("head -c 100000000 /dev/zero; echo done >&2")),
                                             within(60s, 1'000'000), {});
    QVERIFY(finished);
    QVERIFY(finished->cut);
    QCOMPARE(finished->out.size(), 1'000'000);
    QCOMPARE(finished->err, QByteArray("done\n"));
    const auto exact = SystemRunner().run(sh(QStringLiteral("head -c 1000 /dev/zero")), within(10s, 1000), {});
    QVERIFY(exact && !exact->cut);
    QCOMPARE(exact->out.size(), 1000);
}

void TestSystemRunner::readsBothChannelsToTheEnd()
{
    const auto finished = SystemRunner().run(
        sh(QStringLiteral("head -c 20000000 /dev/zero & head -c 30000000 /dev/zero >&2; wait")), within(60s), {});
    QVERIFY(finished);
    QCOMPARE(finished->out.size(), 20'000'000);
    QCOMPARE(finished->err.size(), 30'000'000);
    QVERIFY(!finished->cut);
}

void TestSystemRunner::goesOnWhereAChannelIsClosedEarly()
{
    const auto finished = SystemRunner().run(
        sh(QStringLiteral("echo first; exec >&-; sleep 0.2; echo second >&2; exec 2>&-; sleep 0.2; exit 7")),
        within(10s), {});
    QVERIFY(finished);
    QCOMPARE(finished->exitCode, 7);
    QCOMPARE(finished->out, QByteArray("first\n"));
    QCOMPARE(finished->err, QByteArray("second\n"));
    QVERIFY(finished->duration >= 400ms);
}

void TestSystemRunner::doesNotWaitForWhatTheProgramLeftBehind()
{
    const auto finished = SystemRunner().run(sh(QStringLiteral("sleep 60 & echo $!")), within(20s), {});
    QVERIFY(finished);
    const auto left = finished->out.trimmed().toInt();
    QVERIFY(left > 0);
    ::kill(left, SIGKILL);
    QVERIFY2(finished->duration < 5s, qPrintable(QString::number(finished->duration.count())));
}

void TestSystemRunner::endsEndlessStreamsEvenWhereWeAreKilled()
{
    Command self = program(QCoreApplication::applicationFilePath());
    self.arguments = {endlessStream};
    qint64 child = 0;
    const auto finished = SystemRunner().stream(self,
                                                [&](Channel, const QByteArray &line) {
                                                    const QByteArrayList pids = line.split(' ');
                                                    child = pids.value(1).toLongLong();
                                                    ::kill(pids.value(0).toInt(), SIGKILL);
                                                },
                                                within(20s), {});
    QCOMPARE(finished.error().code, ErrorCode::Failed);
    QVERIFY(child > 0);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(child), 5000);
}

void TestSystemRunner::streamsLinesAsTheyCome()
{
    // The program goes on only when it sees that its line was read.
    QTemporaryDir folder;
    const QString mark = folder.filePath(QStringLiteral("seen"));
    QByteArrayList lines;
    const auto finished = SystemRunner().stream(
        sh(QStringLiteral("echo one; until test -e '%1'; do sleep 0.01; done; echo two").arg(mark)),
        [&](Channel, const QByteArray &line) {
            lines += line;
            QFile file(mark);
            QVERIFY(file.open(QIODevice::WriteOnly));
        },
        within(10s), {});
    QVERIFY(finished);
    QCOMPARE(lines, (QByteArrayList{"one", "two"}));
    QVERIFY(finished->out.isEmpty());
}

void TestSystemRunner::streamsBothChannelsAndALastLineWithoutEnd()
{
    QByteArrayList out;
    QByteArrayList err;
    const auto finished = SystemRunner().stream(
        sh(QStringLiteral("echo a; echo b >&2; printf c; printf d >&2; exit 4")),
        [&](Channel channel, const QByteArray &line) { (channel == Channel::Out ? out : err) += line; }, within(10s),
        {});
    QVERIFY(finished);
    QCOMPARE(finished->exitCode, 4);
    QCOMPARE(out, (QByteArrayList{"a", "c"}));
    QCOMPARE(err, (QByteArrayList{"b", "d"}));
}

void TestSystemRunner::streamsMuchWithLittleMemory()
{
    qint64 bytes = 0;
    qsizetype longest = 0;
    const auto finished = SystemRunner().stream(sh(QStringLiteral("head -c 100000000 /dev/zero")),
                                                [&](Channel, const QByteArray &line) {
                                                    bytes += line.size();
                                                    longest = qMax(longest, line.size());
                                                },
                                                within(60s), {});
    QVERIFY(finished);
    QCOMPARE(bytes, 100'000'000);
    QCOMPARE(longest, LineSplitter::maxLine);
}

void TestSystemRunner::callsTheSinkOnTheCallingThread()
{
    std::thread::id seen;
    std::thread::id own;
    std::jthread([&] {
        own = std::this_thread::get_id();
        SystemRunner().stream(sh(QStringLiteral("echo x")),
                              [&](Channel, const QByteArray &) { seen = std::this_thread::get_id(); }, within(10s), {});
    }).join();
    QVERIFY(seen == own);
}

void TestSystemRunner::givesChildrenNoSignalMaskAndNoDescriptors()
{
    const int open = ::open("/etc/passwd", O_RDONLY); // as a library may do: without O_CLOEXEC
    QVERIFY(open > 2);
    Result<Finished> finished;
    std::jthread([&] {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
        // no pipe: the shell's own end of it may still be open; and something after it, or ls takes the shell's place
        finished = SystemRunner().run(sh(QStringLiteral("grep SigBlk /proc/self/status; ls /proc/$$/fd; true")),
                                      within(10s), {});
    }).join();
    ::close(open);
    QVERIFY(finished);
    const QByteArrayList lines = finished->out.split('\n');
    QCOMPARE(lines.value(0), QByteArray("SigBlk:\t0000000000000000"));
    QVERIFY(lines.size() >= 4);
    for (const QByteArray &descriptor : lines.sliced(1))
        QVERIFY2(descriptor.toInt() <= 2 || descriptor.toInt() == 10, finished->out.constData()); // 10: sh's own
}

void TestSystemRunner::leaksNothingFromManyThreads()
{
    SystemRunner().run(sh(QStringLiteral("true")), within(10s), {}); // what Qt opens once
    const qint64 before = openDescriptors();
    std::atomic<int> good = 0;
    std::atomic<int> stopped = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                for (int round = 0; round < 25; ++round) {
                    std::stop_source stop;
                    if (thread % 4 == 0) {
                        SystemRunner()
                            .stream(
                                sh(QStringLiteral("echo x; exec sleep 60")),
                                [&](Channel, const QByteArray &) { stop.request_stop(); }, within(30s),
                                stop.get_token())
                            .map_error([&](const Error &error) { stopped += error.code == ErrorCode::Cancelled; });
                        continue;
                    }
                    const auto finished = SystemRunner().run(
                        sh(QStringLiteral("echo %1; exit %2").arg(thread).arg(round)), within(30s), {});
                    good += finished && finished->exitCode == round
                            && finished->out == QByteArray::number(thread) + '\n';
                }
            });
        }
    }
    QCOMPARE(good.load(), 150);
    QCOMPARE(stopped.load(), 50);
    QCOMPARE(openDescriptors(), before);
}

void TestSystemRunner::costsLittle()
{
    std::vector<qint64> micros;
    for (int round = 0; round < 21; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        QVERIFY(SystemRunner().run(program(QStringLiteral("true")), within(10s), {}));
        micros.push_back(std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - begin).count());
    }
    std::nth_element(micros.begin(), micros.begin() + 10, micros.end());
    qInfo("a run of `true`: %.1f ms (median of 21)", double(micros[10]) / 1000);
    QVERIFY2(micros[10] < 45'000, "as slow as the polling slice: an end is seen at once, not at the next look");
}

// As another process: prints its own id and its child's, and waits for the child.
int runEndlessStream()
{
    const auto print = [](Channel, const QByteArray &line) {
        printf("%d %s\n", ::getpid(), line.constData());
        fflush(stdout);
    };
    SystemRunner().stream(sh(QStringLiteral("echo $$; exec sleep 60")), print, within(0ms), {});
    return 0;
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (app.arguments().contains(endlessStream))
        return runEndlessStream();
    TestSystemRunner test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_systemrunner.moc"
