// Lessons as they are gone through: each has a folder and a project of its own, made from the bundled stack, with ports that were
// free; it is broken, looked at, and taken away with all that is its own. Never another project. All block: worker threads only.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "engine/engine.h"
#include "practice/lesson.h"
#include "verify/verify.h"

namespace bd::practice {

struct Place {
    QString stack;       // folder of the bundled stack with ZooKeeper
    QString folder = {}; // where lessons have theirs; empty: in the user's data
};

QString folderOf(const Lesson &lesson, const Place &place);
QString projectOf(const Lesson &lesson, const Place &place); // its name: guard::practiceProject()
// How Compose is called for it: for whoever opens it.
Result<engine::ComposeCall> callOf(const Lesson &lesson, const Place &place);
bool isGoingOn(const Lesson &lesson, const Place &place);

using Tell = std::function<void(const QString &)>; // what is done now, in a sentence

// InvalidUse where it goes on already. Half a lesson teaches nothing: what there is of it when it fails or is cancelled is taken
// away again.
Result<> begin(const std::shared_ptr<const engine::Engine> &engine, const Lesson &lesson, const Place &place,
               const Tell &tell, std::stop_token stop);

struct State {
    std::vector<verify::Check> checks;
    std::optional<bool> hasRecord; // nothing: none was written, or it cannot be told
    bool isMended(const Lesson &lesson) const;
    QString sentence(const Lesson &lesson) const; // what is so, or the first thing that is not
};
// NotFound where it does not go on.
Result<State> look(const std::shared_ptr<const engine::Engine> &engine, const Lesson &lesson, const Place &place,
                   std::stop_token stop);

// Removes its containers, volumes, networks and folder, each by name, and nothing else. Done already is done.
Result<> end(const engine::Engine &engine, const Lesson &lesson, const Place &place, std::stop_token stop);

} // namespace bd::practice
