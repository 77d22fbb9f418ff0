// A service's health: its own check run by us, or the engine's verdict.
#include <algorithm>
#include <atomic>
#include <thread>

#include <QCoreApplication>
#include <QRegularExpression>

#include "base/text.h"
#include "probe/check.h"
#include "probe/probe.h"

namespace bd::probe {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Probe)
};

constexpr Millis DefaultTimeout{30'000}; // the engine's
constexpr int NotExecutable = 126;
constexpr int NotFound = 127;

// As the engine runs it: an image may set another shell, but hardly any does.
QStringList argvOf(const engine::HealthCheck &check)
{
    if (check.test.value(0) == QLatin1String("CMD-SHELL"))
        return QStringList{QStringLiteral("/bin/sh"), QStringLiteral("-c")} + check.test.mid(1);
    return check.test.mid(1);
}

QString lineOf(const engine::HealthCheck &check)
{
    const QStringList words = check.test.mid(1);
    const bool isShell = check.test.value(0) == QLatin1String("CMD-SHELL");
    return redacted(plainText(isShell ? words.join(QLatin1Char(' ')) : shellLine(words), 400));
}

// The program that «exec: "nc": executable file not found in $PATH» or «sh: nc: not found» complains of.
QString missingProgram(const QString &output)
{
    static const QRegularExpression byEngine(QStringLiteral(R"re(exec: "([^"]+)")re"));
    static const QRegularExpression byShell(QStringLiteral(R"re(([^\s:]+): (?:command )?not found)re"));
    for (const auto &form : {byEngine, byShell}) {
        const auto match = form.match(output);
        if (match.hasMatch())
            return firstLine(match.captured(1), 80);
    }
    return {};
}

QString failureText(int exitCode, const QString &output)
{
    const QString program = exitCode == NotExecutable || exitCode == NotFound ? missingProgram(output) : QString();
    if (!program.isEmpty())
        return Tr::tr("its check cannot run: the image has no program %1").arg(program);
    const QString said = firstLine(output);
    return said.isEmpty() ? Tr::tr("exit %1").arg(exitCode) : Tr::tr("exit %1: %2").arg(exitCode).arg(said);
}

Millis doubled(Millis first, int failures, Millis most)
{
    return std::min(most, first * (1 << std::clamp(failures - 1, 0, 8)));
}

class HealthCheckProbe final : public Probe
{
public:
    HealthCheckProbe(const engine::Engine &engine, QString containerId, engine::HealthCheck check)
        : m_engine(engine), m_container(std::move(containerId)), m_check(std::move(check))
    {}

    // One at a time, and to its own end, whatever the caller's deadline: what is given up here goes on running in the
    // container, and a check may start a whole JVM there.
    ProbeResult check(Millis, std::stop_token stop) override
    {
        const Check check(ProbeKind::HealthCheck, lineOf(m_check));
        const Millis patience = m_check.timeout > Millis(0) ? m_check.timeout : DefaultTimeout;
        const auto done = m_engine.exec(m_container, argvOf(m_check), patience, stop);
        if (!done && done.error().code == ErrorCode::Timeout)
            return check.failed(Tr::tr("its check did not end within %1 s").arg(double(patience.count()) / 1000),
                                done.error().detail);
        if (!done)
            return check.failed(done.error());
        if (done->exitCode != 0)
            return check.failed(failureText(done->exitCode, done->output), done->output);
        return check.passed(Tr::tr("its check passes"), done->output);
    }

    // A check may start a whole JVM in the container.
    Millis pause(int failures) const override { return doubled(Millis(250), failures, Millis(2000)); }

private:
    const engine::Engine m_engine;
    const QString m_container;
    const engine::HealthCheck m_check;
};

// The newest result of this run; the log is not cleared at a restart.
QString lastResult(const engine::Container &container)
{
    if (container.healthLog.empty())
        return Tr::tr("no result yet");
    const engine::HealthResult &last = container.healthLog.back();
    if (container.startedAt && last.start < *container.startedAt)
        return Tr::tr("no result yet");
    return last.exitCode == 0 ? Tr::tr("exit 0") : failureText(last.exitCode, last.output);
}

QString lastOutput(const engine::Container &container)
{
    return container.healthLog.empty() ? QString() : container.healthLog.back().output;
}

// Stops what has no deadline as short as ours.
class StopAfter
{
public:
    StopAfter(Millis deadline, std::stop_token stop)
        : m_forward(std::move(stop), [this] { m_source.request_stop(); }),
          m_timer([this, deadline](std::stop_token done) {
              if (!Clock::system().sleep(deadline, std::move(done)))
                  return;
              m_passed = true;
              m_source.request_stop();
          })
    {}

    std::stop_token token() const { return m_source.get_token(); }
    bool passed() const { return m_passed; }

private:
    std::stop_source m_source;
    std::atomic<bool> m_passed{false};
    std::stop_callback<std::function<void()>> m_forward;
    std::jthread m_timer;
};

class EngineHealthProbe final : public Probe
{
public:
    EngineHealthProbe(const engine::Engine &engine, QString containerId)
        : m_engine(engine), m_container(std::move(containerId))
    {}

    ProbeResult check(Millis deadline, std::stop_token stop) override
    {
        const Check check(ProbeKind::EngineHealth, Tr::tr("the engine's verdict"));
        StopAfter limit(deadline, std::move(stop));
        const auto inspected = m_engine.inspect({m_container}, limit.token());
        if (!inspected && limit.passed())
            return check.failed(Tr::tr("the engine did not answer within %1 ms").arg(deadline.count()));
        if (!inspected)
            return check.failed(inspected.error());
        return judged(check, inspected->front());
    }

    // The verdict changes with the engine's own interval, seconds long; asking costs a process.
    Millis pause(int failures) const override { return doubled(Millis(100), failures, Millis(500)); }

private:
    static ProbeResult judged(const Check &check, const engine::Container &container)
    {
        const QString last = lastResult(container);
        const QString output = lastOutput(container);
        if (!container.isUp())
            return check.failed(Tr::tr("its container does not run"), output);
        switch (container.health) {
        case engine::Health::Healthy: return check.passed(Tr::tr("healthy; last check: %1").arg(last), output);
        case engine::Health::Starting: return check.failed(Tr::tr("starting; last check: %1").arg(last), output);
        case engine::Health::Unhealthy:
            return check.failed(
                Tr::tr("unhealthy after %n failed check(s): %1", nullptr, container.failingStreak).arg(last), output);
        case engine::Health::None: break;
        }
        return check.failed(Tr::tr("the engine gives no verdict: there is no health check"));
    }

    const engine::Engine m_engine;
    const QString m_container;
};

} // namespace

std::unique_ptr<Probe> healthCheck(const engine::Engine &engine, QString containerId, engine::HealthCheck check)
{
    return std::make_unique<HealthCheckProbe>(engine, std::move(containerId), std::move(check));
}

std::unique_ptr<Probe> engineHealth(const engine::Engine &engine, QString containerId)
{
    return std::make_unique<EngineHealthProbe>(engine, std::move(containerId));
}

} // namespace bd::probe
