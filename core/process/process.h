// Programs as values and a blocking way to run them; the only user of QProcess.
//
// Every child gets the null device as standard input, so that a prompt ends instead of waiting for ever.
// Only argv, never a shell. Call from any thread but the GUI thread.
#pragma once

#include <functional>
#include <stop_token>

#include <QByteArray>
#include <QMap>
#include <QStringList>

#include "base/clock.h"
#include "base/error.h"

namespace bd::process {

struct Command {
    QString program; // a name to look up in PATH, or a path
    QStringList arguments;
    QString directory;                  // empty: ours
    QMap<QString, QString> environment; // added to ours

    bool operator==(const Command &) const = default;
    QString line() const; // quoted for a POSIX shell, environment not shown: for «copy as command line»
};

struct Limits {
    Millis deadline{30'000};       // zero: none, and then the child ends with us, even where we are killed
    qsizetype maxBytes = 64 << 20; // kept of each of the two outputs; what is over is dropped, and said
};

struct Finished {
    int exitCode = 0;
    QByteArray out;
    QByteArray err;
    Millis duration{0};
    bool cut = false; // an output was longer than maxBytes

    bool ok() const { return exitCode == 0; }
    bool operator==(const Finished &) const = default;
};

enum class Channel { Out, Err };
// One line without its end (a line over 1 MiB comes in pieces). Called on the calling thread.
using LineSink = std::function<void(Channel, const QByteArray &)>;

// Bytes as they are, for archives. Called on the calling thread; an Error of either ends the child and is the outcome.
struct Pipes {
    std::function<Result<>(const QByteArray &)> out; // what came on the standard output; empty: kept in Finished
    std::function<Result<QByteArray>()> in;          // what is next on the standard input, empty at its end
};

// | what happened                    | outcome                                   |
// | the program ended by itself      | Finished, whatever its exit code          |
// | it is not installed              | ErrorCode::ProgramMissing                 |
// | it could not be started          | ErrorCode::Io                             |
// | it was killed by a signal        | ErrorCode::Failed                         |
// | the deadline passed              | ErrorCode::Timeout, the child killed      |
// | `stop` was requested             | ErrorCode::Cancelled, the child killed    |
class Runner
{
public:
    virtual ~Runner() = default;
    virtual Result<Finished> run(const Command &command, const Limits &limits, std::stop_token stop) = 0;
    // As run(), but hands over the lines as they come; Finished then holds no output.
    virtual Result<Finished> stream(const Command &command, const LineSink &sink, const Limits &limits,
                                    std::stop_token stop) = 0;
    // As run(), with the child's standard output and input led through `pipes`.
    virtual Result<Finished> pipe(const Command &command, const Pipes &pipes, const Limits &limits,
                                  std::stop_token stop) = 0;
};

// The real one. Stateless; may be used from several threads at once.
class SystemRunner final : public Runner
{
public:
    Result<Finished> run(const Command &, const Limits &, std::stop_token) override;
    Result<Finished> stream(const Command &, const LineSink &, const Limits &, std::stop_token) override;
    Result<Finished> pipe(const Command &, const Pipes &, const Limits &, std::stop_token) override;
};

} // namespace bd::process
