// Which lines of a store are wanted: by text or pattern, service, level and time. Linear in the text, whatever the pattern.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "base/error.h"
#include "logs/logstore.h"

namespace re2 {
class RE2;
}

namespace bd::logs {

// What a line's text has to have. Text: in any case. Patterns are RE2's.
class Matcher
{
public:
    static Matcher text(const QString &text);               // empty: every line
    static Result<Matcher> pattern(const QString &pattern); // InvalidUse, with what is wrong with it

    bool matches(QByteArrayView line) const;
    bool isEmpty() const { return !m_pattern; }
    // Where it is found in a text that is shown; nothing: nowhere, or everywhere.
    std::vector<Span> found(const QString &text) const;

private:
    std::shared_ptr<const re2::RE2> m_pattern;
};

struct Wanted {
    QList<int> sources; // empty: all
    Level least = Level::None;
    std::optional<TimePoint> since;
    std::optional<TimePoint> until;
    Matcher matcher = Matcher::text({});
    bool foldsTraces = false; // frames are left out where nothing is searched for
};

bool isWanted(const Line &line, const Wanted &wanted);

// Of [from, to), those that are wanted, in their order; fewer where `stop` was requested.
std::vector<qint64> search(const LogStore &store, const Wanted &wanted, qint64 from, qint64 to, std::stop_token stop);

} // namespace bd::logs
