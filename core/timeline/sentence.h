// The sentence above the picture: what everything waits for now, or what the time was spent on. Pure.
#pragma once

#include "timeline/timeline.h"

namespace bd::timeline {

enum class Mood { Working, Good, Trouble, Quiet };

struct Sentence {
    Mood mood = Mood::Quiet;
    QString pill;   // one or two words: «now», «ready», «failed»
    QString strong; // the finding: «Everything but mail-worker is ready.»
    QString rest;   // more about it; may be empty

    QString text() const; // both in one line
    bool operator==(const Sentence &) const = default;
};

// | the run    | the sentence, the first that fits                                                                   |
// | running    | a recovery and its countdown · what is in trouble · what is waited for and its last check · the step |
// | done       | what is in trouble or missing · its time and what it was spent on                                   |
// | failed     | what went wrong                                                                                     |
// | cancelled, broken off | how far it came                                                                          |
Sentence sentenceOf(const Timeline &timeline, TimePoint now);

} // namespace bd::timeline
