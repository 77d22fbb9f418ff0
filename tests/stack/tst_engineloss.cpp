// The engine stops in the middle of a reset, and is started again: what was broken off is known, and is gone on with. On an engine
// of the test's own, beside the machine's.
#include <sched.h>
#include <unistd.h>

#include <QtTest>

#include "reset/standing.h"
#include "resetlab.h"

using namespace bd;
using bd::test::LabStack;
using bd::test::ResetLab;

namespace {

constexpr const char *topic = "purchase-created";

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

// In a network of its own, and the test with it: on the machine's it would empty the chains of the engine that people use.
class OwnEngine
{
public:
    OwnEngine() : m_root(s("/var/tmp/bdtest-engine-XXXXXX")) {}
    ~OwnEngine()
    {
        stop();
        QProcess::execute(s("rm"), {s("-rf"), s("--one-file-system"), m_root.path()});
    }
    Q_DISABLE_COPY_MOVE(OwnEngine)

    QString host() const { return s("unix://") + m_root.filePath(s("docker.sock")); }

    bool start()
    {
        m_daemon.setStandardInputFile(QProcess::nullDevice());
        m_daemon.setStandardOutputFile(m_root.filePath(s("dockerd.log")));
        m_daemon.setProcessChannelMode(QProcess::MergedChannels);
        m_daemon.start(s("dockerd"),
                       {s("--data-root"), m_root.filePath(s("data")), s("--exec-root"), m_root.filePath(s("exec")),
                        s("--pidfile"), m_root.filePath(s("dockerd.pid")), s("--host"), host()});
        return QTest::qWaitFor(
            [&] {
                return QProcess::execute(s("docker"), {s("-H"), host(), s("info"), s("-f"), s("{{.ID}}")}) == 0;
            },
            60'000);
    }

    void stop()
    {
        m_daemon.terminate();
        if (m_daemon.state() != QProcess::NotRunning && !m_daemon.waitForFinished(90'000))
            m_daemon.kill();
    }

private:
    QTemporaryDir m_root;
    QProcess m_daemon;
};

} // namespace

class TestEngineLoss : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!LabStack::hasZooKeeper())
            QSKIP("this Kafka knows no ZooKeeper");
        if (::geteuid() != 0)
            QSKIP("an engine of its own is started by root");
        const QString images = qEnvironmentVariable("BROKERDECK_KAFKA_IMAGE") + u' '
                               + qEnvironmentVariable("BROKERDECK_ZOOKEEPER_IMAGE");
        // Threads and programs that are begun from here on have it, too.
        QVERIFY(::unshare(CLONE_NEWNET) == 0);
        QCOMPARE(QProcess::execute(s("ip"), {s("link"), s("set"), s("lo"), s("up")}), 0);
        m_engine = std::make_unique<OwnEngine>();
        QVERIFY(m_engine->start());
        ResetLab::shell(s("docker save %1 | docker -H %2 load").arg(images, m_engine->host()));
        qputenv("DOCKER_HOST", m_engine->host().toUtf8());
        m_lab = std::make_unique<ResetLab>(s("tests/stacks/natively"));
        QVERIFY(m_lab->start());
    }

    void cleanupTestCase()
    {
        m_lab.reset();
        qunsetenv("DOCKER_HOST");
        m_engine.reset();
    }

    void aReset_data()
    {
        QTest::addColumn<int>("line"); // of the journal, after which the engine stops
        QTest::newRow("before the containers go") << 6;
        QTest::newRow("before the volumes go") << 8;
        QTest::newRow("before the start") << 10;
    }

    void aReset()
    {
        QFETCH(int, line);
        m_lab->produce(s(topic), 0, "a:1\nb:2\n");
        QVERIFY(!m_lab->records(s(topic)).isEmpty());
        reset::Surroundings surroundings = m_lab->surroundings;
        surroundings.written = [&, written = 0]() mutable {
            if (++written == line)
                m_engine->stop();
        };
        QElapsedTimer timer;
        timer.start();
        const auto full = reset::recordedFull(*m_lab->stack.engine, m_lab->project,
                                              reset::planFull(m_lab->project, m_lab->state()), {}, {}, surroundings,
                                              m_lab->recorder, {});
        QVERIFY(!full);
        QVERIFY2(full.error().code == ErrorCode::NoEngine, qPrintable(full.error().message));
        QVERIFY2(timer.elapsed() < 150'000, qPrintable(QString::number(timer.elapsed())));

        QVERIFY(m_engine->start());
        const auto pending = reset::pendingJournal(m_lab->journal());
        QVERIFY(pending && *pending);
        const reset::Standing standing = reset::standingOf(**pending, m_lab->state());
        QVERIFY(!standing.snapshot.isEmpty() && !standing.meaning.isEmpty());
        const auto done = reset::goOn(*m_lab->stack.engine, m_lab->project, {}, m_lab->surroundings, m_lab->recorder,
                                      {});
        QVERIFY2(done, done ? "" : qPrintable(done.error().message + done.error().detail));
        QVERIFY(!*reset::pendingJournal(m_lab->journal()));
        QVERIFY(m_lab->records(s(topic)).isEmpty());
        QVERIFY(m_lab->stack.topics().contains(s(topic)));
        QCOMPARE(m_lab->volumeTimes().count('\n'), 3);
    }

private:
    std::unique_ptr<OwnEngine> m_engine;
    std::unique_ptr<ResetLab> m_lab;
};

QTEST_GUILESS_MAIN(TestEngineLoss)
#include "tst_engineloss.moc"
