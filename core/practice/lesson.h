// A lesson: a stack of the learner's own, broken on purpose, with hints, and what to have learned from it. Data, one file each in
// resources/practice. Pure.
#pragma once

#include <functional>
#include <vector>

#include <QStringList>

#include "yaml/files.h"

namespace bd::practice {

// How it is brought to where it is broken, in order.
// | Start      | the stack as it should be, until it is ready                                        |
// | Record     | writes one record: it has to be there at the end                                    |
// | Change     | puts the lesson's change beside the compose file, and starts what is otherwise then |
// | Kill       | the services' processes, as a crash does                                            |
// | Revive     | starts them again, and waits until they end or have run for a while                 |
// | DropTopics | deletes topics                                                                      |
struct Move {
    enum class What { Start, Record, Change, Kill, Revive, DropTopics };
    What what = What::Start;
    QStringList names; // services, topics
    bool operator==(const Move &) const = default;
};

struct Lesson {
    QString id;
    QString title;
    int order = 0;
    QString story; // what the learner finds
    QString goal;  // in a sentence
    std::vector<Move> moves;
    QByteArray change; // compose.override.yaml; empty: none
    QStringList hints; // each says more than the one before
    QString why;       // told at the end
    bool operator==(const Lesson &) const = default;

    bool keepsRecord() const; // one was written that has to be there at the end
};

using LessonFile = yaml::File;
Result<Lesson> parseLesson(const LessonFile &file);             // Parse with «file:line:column: what is wrong»
Result<std::vector<Lesson>> readLessons(const QString &folder); // in their order and the user's language
void eachText(Lesson &lesson, const std::function<void(QString &)> &visit); // see diagnose::eachText()

} // namespace bd::practice
