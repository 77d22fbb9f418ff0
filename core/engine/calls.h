// What the parts of Engine share: deadlines, and outcomes of runs turned into Errors for people.
#pragma once

#include "engine/types.h"
#include "process/process.h"

namespace bd::engine {

constexpr Millis quick{30'000};          // a question that the engine answers from memory
constexpr Millis patient{120'000};       // work of the engine that ends soon
constexpr Millis stopping{600'000};      // a stop grace that only the engine knows
constexpr Millis downloading{3'600'000}; // images that are pulled or built
constexpr Millis copying{3'600'000};     // volumes, some gigabytes of them
constexpr Millis copyStall{120'000};     // while nothing of it moves

// Everything that was written, for recognizing what went wrong.
QString wordsOf(const process::Finished &finished);

// A runner's own Error (missing, timed out, killed) as people should read it where Docker is meant.
Error dockerError(const Error &error);

// Seconds since the epoch with six decimals, as `--since` wants them.
QString unixSeconds(TimePoint at);

// The last lines of an output that has no end.
class Tail
{
public:
    void add(const QByteArray &line);
    QString text() const { return QString::fromUtf8(m_bytes); }

private:
    QByteArray m_bytes;
};

} // namespace bd::engine
