#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include "base/text.h"
#include "process/linesplitter.h"
#include "process/process.h"

namespace bd::process {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Process)
};

using SteadyClock = std::chrono::steady_clock;
using OutputSink = std::function<Result<>(Channel, const QByteArray &)>;
using InputSource = std::function<Result<QByteArray>()>;

// How soon a stop is seen while the child is silent; what runs for long costs half the wake-ups.
constexpr Millis slice{50};
constexpr Millis longRunnersSlice{100};
constexpr std::chrono::seconds longRun{5};
constexpr Millis politeness{200}; // between SIGTERM and SIGKILL

QString findProgram(const Command &command)
{
    if (command.program.contains(QLatin1Char('/'))) {
        const QFileInfo file(command.program);
        return file.isFile() && file.isExecutable() ? file.absoluteFilePath() : QString();
    }
    const auto path = command.environment.constFind(QStringLiteral("PATH"));
    if (path == command.environment.cend())
        return QStandardPaths::findExecutable(command.program);
    return QStandardPaths::findExecutable(command.program, path->split(QLatin1Char(':'), Qt::SkipEmptyParts));
}

// Runs in the child between fork and exec: only async-signal-safe calls.
void prepareChild(bool endsWithUs)
{
    // A session of its own: Ctrl+C on our terminal is for us to judge, nothing can ask for a password on it,
    // and a signal to the group also reaches what the child starts (`docker` runs Compose as its child).
    ::setsid();
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    // Counts from the death of the thread that started it, which waits here for the child's end.
    if (endsWithUs)
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
}

QProcessEnvironment environmentFor(const Command &command)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto it = command.environment.cbegin(); it != command.environment.cend(); ++it)
        environment.insert(it.key(), it.value());
    return environment;
}

// One run of one program, from start to its one outcome.
class Child
{
public:
    // `source` empty: the null device is the standard input.
    Child(const Command &command, Millis deadline, std::stop_token stop, OutputSink sink, InputSource source = {})
        : m_command(command), m_deadline(deadline), m_stop(std::move(stop)), m_sink(std::move(sink)),
          m_source(std::move(source))
    {}

    Result<Finished> run();

private:
    enum class Ending { None, Cancelled, Deadline, Refused /* by the sink or the source: m_refusal */ };

    Result<> start(const QString &program);
    void read(Channel channel);
    void feed();
    void refuse(const Error &error);
    void end(Ending ending);
    void checkLimits();
    Result<Finished> outcome() const;

    const Command &m_command;
    const Millis m_deadline;
    const std::stop_token m_stop;
    const OutputSink m_sink;
    const InputSource m_source;
    bool m_isFed = false; // all that there is for its standard input is written
    Error m_refusal;
    const SteadyClock::time_point m_begin = SteadyClock::now();
    SteadyClock::time_point m_killAt{};
    Ending m_ending = Ending::None;
    QProcess m_process;
};

Result<> Child::start(const QString &program)
{
    m_process.setProgram(program);
    m_process.setArguments(m_command.arguments);
    m_process.setWorkingDirectory(m_command.directory);
    m_process.setProcessEnvironment(environmentFor(m_command));
    if (!m_source)
        m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([endless = m_deadline == Millis::zero()] { prepareChild(endless); });
    // The signals come while waitForFinished() waits, on this thread: no event loop is needed.
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { read(Channel::Out); });
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process, [this] { read(Channel::Err); });
    QObject::connect(&m_process, &QProcess::bytesWritten, &m_process, [this] { feed(); });
    m_process.start(m_source ? QIODevice::ReadWrite : QIODevice::ReadOnly);
    if (m_process.waitForStarted()) {
        feed();
        return {};
    }
    return fail(ErrorCode::Io, Tr::tr("%1 could not be started").arg(plainText(m_command.program, 200)),
                Tr::tr("The program is there, but the system refuses to run it."), plainText(m_process.errorString()));
}

Result<Finished> Child::run()
{
    const QString program = findProgram(m_command);
    if (program.isEmpty())
        return fail(ErrorCode::ProgramMissing,
                    Tr::tr("The program %1 is not installed").arg(plainText(m_command.program, 200)),
                    Tr::tr("Install it, or see to it that the folder it is in is in PATH."));
    if (!m_command.directory.isEmpty() && !QFileInfo(m_command.directory).isDir())
        return fail(ErrorCode::Io, Tr::tr("The folder %1 is not there").arg(plainText(m_command.directory, 500)),
                    Tr::tr("%1 was to run in it.").arg(plainText(m_command.program, 200)));
    if (m_stop.stop_requested())
        return cancelled();
    if (auto started = start(program); !started)
        return tl::unexpected(started.error());
    const auto wait = [this] {
        const bool isLong = SteadyClock::now() - m_begin >= longRun;
        return m_process.waitForFinished(static_cast<int>((isLong ? longRunnersSlice : slice).count()));
    };
    while (m_process.state() != QProcess::NotRunning && !wait())
        checkLimits();
    return outcome();
}

// Looks at the limits too: a child that writes without a pause keeps waitForFinished() from returning.
void Child::read(Channel channel)
{
    const QByteArray bytes = channel == Channel::Out ? m_process.readAllStandardOutput()
                                                     : m_process.readAllStandardError();
    if (m_ending == Ending::None && !bytes.isEmpty()) {
        if (const auto taken = m_sink(channel, bytes); !taken)
            refuse(taken.error());
    }
    checkLimits();
}

// One portion is on its way at a time: what is written waits in our memory until the child takes it.
void Child::feed()
{
    if (!m_source || m_isFed || m_ending != Ending::None || m_process.bytesToWrite() > 0)
        return;
    const auto bytes = m_source();
    if (!bytes)
        return refuse(bytes.error());
    m_isFed = bytes->isEmpty();
    if (m_isFed)
        m_process.closeWriteChannel();
    else
        m_process.write(*bytes);
}

void Child::refuse(const Error &error)
{
    m_refusal = error;
    end(Ending::Refused);
}

void Child::end(Ending ending)
{
    m_ending = ending;
    m_killAt = SteadyClock::now() + politeness;
    ::kill(static_cast<pid_t>(-m_process.processId()), SIGTERM);
}

void Child::checkLimits()
{
    const auto group = static_cast<pid_t>(-m_process.processId());
    if (group == 0)
        return;
    const auto now = SteadyClock::now();
    if (m_ending == Ending::None) {
        if (m_stop.stop_requested())
            end(Ending::Cancelled);
        else if (m_deadline > Millis::zero() && now - m_begin >= m_deadline)
            end(Ending::Deadline);
    } else if (now >= m_killAt) {
        ::kill(group, SIGKILL);
    }
}

Result<Finished> Child::outcome() const
{
    const QString name = plainText(QFileInfo(m_command.program).fileName(), 200);
    switch (m_ending) {
    case Ending::Cancelled: return cancelled();
    case Ending::Refused: return tl::unexpected(m_refusal);
    case Ending::Deadline:
        return fail(ErrorCode::Timeout,
                    Tr::tr("%1 did not finish within %2 s").arg(name).arg(double(m_deadline.count()) / 1000));
    case Ending::None: break;
    }
    if (m_process.exitStatus() == QProcess::CrashExit)
        return fail(ErrorCode::Failed, Tr::tr("%1 was ended by signal %2").arg(name).arg(m_process.exitCode()),
                    Tr::tr(
                        "Somebody or something else ended it: a person, the system when memory ran out, or a crash."));
    Finished finished;
    finished.exitCode = m_process.exitCode();
    finished.duration = std::chrono::duration_cast<Millis>(SteadyClock::now() - m_begin);
    return finished;
}

} // namespace

Result<Finished> SystemRunner::run(const Command &command, const Limits &limits, std::stop_token stop)
{
    return pipe(command, {}, limits, std::move(stop));
}

Result<Finished> SystemRunner::pipe(const Command &command, const Pipes &pipes, const Limits &limits,
                                    std::stop_token stop)
{
    QByteArray out;
    QByteArray err;
    bool cut = false;
    const auto keep = [&](Channel channel, const QByteArray &bytes) -> Result<> {
        if (channel == Channel::Out && pipes.out)
            return pipes.out(bytes);
        QByteArray &kept = channel == Channel::Out ? out : err;
        const qsizetype room = limits.maxBytes - kept.size();
        cut = cut || bytes.size() > room;
        kept += QByteArrayView(bytes).first(qMin(bytes.size(), room));
        return {};
    };
    Child child(command, limits.deadline, std::move(stop), keep, pipes.in);
    auto finished = child.run();
    if (!finished) {
        if (finished.error().detail.isEmpty())
            finished.error().detail = redacted(plainText(QString::fromUtf8(err.right(4096))));
        return finished;
    }
    finished->out = std::move(out);
    finished->err = std::move(err);
    finished->cut = cut;
    return finished;
}

Result<Finished> SystemRunner::stream(const Command &command, const LineSink &sink, const Limits &limits,
                                      std::stop_token stop)
{
    LineSplitter out;
    LineSplitter err;
    const auto toOut = [&sink](const QByteArray &line) { sink(Channel::Out, line); };
    const auto toErr = [&sink](const QByteArray &line) { sink(Channel::Err, line); };
    Child child(command, limits.deadline, std::move(stop), [&](Channel channel, const QByteArray &bytes) -> Result<> {
        if (channel == Channel::Out)
            out.feed(bytes, toOut);
        else
            err.feed(bytes, toErr);
        return {};
    });
    auto finished = child.run();
    if (finished) {
        out.finish(toOut);
        err.finish(toErr);
    }
    return finished;
}

} // namespace bd::process
