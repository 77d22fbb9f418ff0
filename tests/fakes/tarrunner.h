// A process::Runner whose `docker cp … -` gives a tar in portions for as long as somebody takes them, and counts what was taken.
#pragma once

#include <atomic>

#include "process/process.h"

namespace bd::fakes {

class TarRunner final : public process::Runner
{
public:
    // The beginning of the tar, and how many zeros come behind it.
    TarRunner(QByteArray beginning, qint64 zeros) : m_beginning(std::move(beginning)), m_zeros(zeros) {}

    qint64 taken() const { return m_taken; }
    void failAtTheEnd(const Error &error) { m_error = error; }

    Result<process::Finished> run(const process::Command &, const process::Limits &, std::stop_token) override
    {
        return fail(ErrorCode::Failed, QStringLiteral("TarRunner only copies"));
    }

    Result<process::Finished> stream(const process::Command &, const process::LineSink &, const process::Limits &,
                                     std::stop_token) override
    {
        return fail(ErrorCode::Failed, QStringLiteral("TarRunner only copies"));
    }

    Result<process::Finished> pipe(const process::Command &, const process::Pipes &pipes, const process::Limits &,
                                   std::stop_token stop) override
    {
        const QByteArray zeros(64 << 10, '\0');
        auto put = give(pipes, m_beginning);
        for (qint64 left = m_zeros; put && left > 0 && !stop.stop_requested(); left -= zeros.size())
            put = give(pipes, zeros.first(qMin<qint64>(left, zeros.size())));
        if (!put)
            return tl::unexpected(put.error());
        if (stop.stop_requested())
            return cancelled();
        if (m_error)
            return tl::unexpected(*m_error);
        process::Finished finished;
        finished.exitCode = 0;
        return finished;
    }

private:
    Result<> give(const process::Pipes &pipes, const QByteArray &bytes)
    {
        m_taken += bytes.size();
        return pipes.out(bytes);
    }

    QByteArray m_beginning;
    qint64 m_zeros;
    std::optional<Error> m_error;
    std::atomic<qint64> m_taken{0};
};

} // namespace bd::fakes
