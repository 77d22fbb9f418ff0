// A process::Runner that starts nothing: it records every command and answers from prepared outcomes.
#pragma once

#include <mutex>
#include <vector>

#include "process/process.h"

namespace bd::fakes {

class RecordingRunner final : public process::Runner
{
public:
    // The answer to commands whose `program arguments…` begin with `prefix`; of several that fit, the longest
    // prefix, and of equally long ones each in turn, the last one for ever.
    void answer(const QStringList &prefix, Result<process::Finished> outcome)
    {
        const std::scoped_lock lock(m_mutex);
        for (Answers &known : m_answers) {
            if (known.prefix == prefix) {
                known.outcomes.push_back(std::move(outcome));
                return;
            }
        }
        m_answers.push_back({prefix, {std::move(outcome)}, 0});
    }

    void answer(const QStringList &prefix, const QByteArray &out, const QByteArray &err = {}, int exitCode = 0)
    {
        process::Finished finished;
        finished.exitCode = exitCode;
        finished.out = out;
        finished.err = err;
        answer(prefix, Result<process::Finished>(finished));
    }

    std::vector<process::Command> commands() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_commands;
    }

    // `program arguments…` of each command, in the order of their start.
    std::vector<QStringList> argvs() const
    {
        std::vector<QStringList> argvs;
        for (const process::Command &command : commands())
            argvs.push_back(QStringList{command.program} + command.arguments);
        return argvs;
    }

    Result<process::Finished> run(const process::Command &command, const process::Limits &limits,
                                  std::stop_token stop) override
    {
        if (stop.stop_requested())
            return cancelled();
        return take(command, limits);
    }

    // Hands over the prepared outputs line by line, standard output first.
    Result<process::Finished> stream(const process::Command &command, const process::LineSink &sink,
                                     const process::Limits &limits, std::stop_token stop) override
    {
        if (stop.stop_requested())
            return cancelled();
        auto outcome = take(command, limits);
        if (!outcome)
            return outcome;
        hand(outcome->out, process::Channel::Out, sink);
        hand(outcome->err, process::Channel::Err, sink);
        outcome->out.clear();
        outcome->err.clear();
        return outcome;
    }

    // Hands over the prepared output, and takes all input.
    Result<process::Finished> pipe(const process::Command &command, const process::Pipes &pipes,
                                   const process::Limits &limits, std::stop_token stop) override
    {
        if (stop.stop_requested())
            return cancelled();
        auto outcome = take(command, limits);
        while (outcome && pipes.in) {
            const auto bytes = pipes.in();
            if (!bytes)
                return tl::unexpected(bytes.error());
            if (bytes->isEmpty())
                break;
            const std::scoped_lock lock(m_mutex);
            m_input += *bytes;
        }
        if (!outcome || !pipes.out)
            return outcome;
        if (const auto taken = pipes.out(outcome->out); !taken)
            return tl::unexpected(taken.error());
        outcome->out.clear();
        return outcome;
    }

    QByteArray input() const // all that was fed through pipes
    {
        const std::scoped_lock lock(m_mutex);
        return m_input;
    }

    process::Limits lastLimits() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_lastLimits;
    }

private:
    struct Answers {
        QStringList prefix;
        std::vector<Result<process::Finished>> outcomes;
        size_t next = 0;
    };

    Result<process::Finished> take(const process::Command &command, const process::Limits &limits)
    {
        const std::scoped_lock lock(m_mutex);
        m_commands.push_back(command);
        m_lastLimits = limits;
        const QStringList argv = QStringList{command.program} + command.arguments;
        Answers *best = nullptr;
        for (Answers &known : m_answers) {
            if (argv.mid(0, known.prefix.size()) == known.prefix
                && (best == nullptr || known.prefix.size() > best->prefix.size()))
                best = &known;
        }
        if (best == nullptr)
            return fail(ErrorCode::Failed, QStringLiteral("RecordingRunner has no answer to: ") + command.line());
        const size_t index = best->next;
        if (best->next + 1 < best->outcomes.size())
            ++best->next;
        return best->outcomes[index];
    }

    static void hand(const QByteArray &output, process::Channel channel, const process::LineSink &sink)
    {
        if (output.isEmpty())
            return;
        const QByteArray body = output.endsWith('\n') ? output.chopped(1) : output;
        for (const QByteArray &line : body.split('\n'))
            sink(channel, line);
    }

    mutable std::mutex m_mutex;
    std::vector<Answers> m_answers;
    std::vector<process::Command> m_commands;
    process::Limits m_lastLimits;
    QByteArray m_input;
};

} // namespace bd::fakes
