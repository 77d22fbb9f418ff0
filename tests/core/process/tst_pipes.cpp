// Bytes through a child's standard output and input.
#include <thread>

#include <QtTest>

#include "process/process.h"

using namespace bd;
using namespace bd::process;
using namespace std::chrono_literals;

namespace {

Command sh(const char *script)
{
    Command command;
    command.program = QStringLiteral("sh");
    command.arguments = {QStringLiteral("-c"), QString::fromLatin1(script)};
    return command;
}

Result<Finished> run(const Command &command, const Pipes &pipes, std::stop_token stop = {})
{
    Limits limits;
    limits.deadline = 20s;
    Result<Finished> finished = cancelled();
    std::jthread([&] { finished = SystemRunner().pipe(command, pipes, limits, stop); }).join();
    return finished;
}

} // namespace

class TestPipes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesGoThroughAsTheyAre()
    {
        QByteArray sent(3'000'001, Qt::Uninitialized);
        for (qsizetype at = 0; at < sent.size(); ++at)
            sent[at] = char(at * 7 + at / 256);
        QByteArray got;
        qsizetype at = 0;
        Pipes pipes;
        pipes.in = [&]() -> Result<QByteArray> {
            const QByteArray next = sent.mid(at, 100'000);
            at += next.size();
            return next;
        };
        pipes.out = [&](const QByteArray &bytes) -> Result<> {
            got += bytes;
            return {};
        };
        const auto finished = run(sh("exec cat"), pipes);
        QVERIFY(finished && finished->ok());
        QVERIFY(got == sent);
        QVERIFY(finished->out.isEmpty());
    }

    void aRefusedPortionEndsTheChild()
    {
        Pipes pipes;
        pipes.out = [](const QByteArray &) -> Result<> {
            return fail(ErrorCode::Io, QStringLiteral("the disk is full"));
        };
        const auto out = run(sh("while :; do echo x; done"), pipes);
        QVERIFY(!out && out.error().message == QLatin1String("the disk is full"));
        pipes = {};
        pipes.in = [] { return Result<QByteArray>(fail(ErrorCode::Parse, QStringLiteral("damaged"))); };
        const auto in = run(sh("exec cat"), pipes);
        QVERIFY(!in && in.error().code == ErrorCode::Parse);
    }

    void aChildThatReadsNothingEndsAllTheSame()
    {
        Pipes endless;
        endless.in = [] { return Result<QByteArray>(QByteArray(1 << 20, 'x')); };
        const auto ended = run(sh("exit 3"), endless);
        QVERIFY(ended && ended->exitCode == 3);
        std::stop_source stop;
        const std::jthread later([&] {
            std::this_thread::sleep_for(200ms);
            stop.request_stop();
        });
        const auto stopped = run(sh("exec sleep 60"), endless, stop.get_token());
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    }

    void whatIsWrittenBesideIsKept()
    {
        QByteArray got;
        Pipes pipes;
        pipes.out = [&](const QByteArray &bytes) -> Result<> {
            got += bytes;
            return {};
        };
        const auto finished = run(sh("echo out; echo err >&2; exit 1"), pipes);
        QVERIFY(finished);
        QCOMPARE(finished->exitCode, 1);
        QCOMPARE(got, QByteArray("out\n"));
        QCOMPARE(finished->err, QByteArray("err\n"));
    }
};

QTEST_GUILESS_MAIN(TestPipes)
#include "tst_pipes.moc"
