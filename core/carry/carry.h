// Makes services anew whose files now name a volume where their data was on none, or on an unnamed one, and carries the data along.
//
// stop → archive (read back) → note → create → unpack → compare → start. What was on an unnamed volume stays there; the archives
// stay until the copies were compared. Once containers are made anew, the note says what is still to be put where: whoever starts the
// project next goes on from there, so that nothing ever starts on half of its data. Blocks: worker threads only.
#pragma once

#include "compose/datapaths.h"
#include "engine/engine.h"
#include "startup/recorded.h"

namespace bd::carry {

// Data that a container made from the files as they are now would leave behind.
struct Move {
    QString service;
    QString container; // the ID of the one that has it
    QString from;      // its directory there
    QString to;        // the directory in the new one; empty: it cannot be carried by itself
    QString volume;    // that is mounted there then, by its name on the engine
    bool operator==(const Move &) const = default;
};

// Of containers as the engine has them. It cannot be carried where the directory is called otherwise, where it is not certain which
// goes where, or where a service has several containers. Pure.
std::vector<Move> movesOf(const compose::Project &project, const std::vector<engine::Container> &containers);
bool canCarry(const std::vector<Move> &moves); // there are some, and all of them can be

// An earlier one was broken off once containers were made anew: starting goes by recordedCarry() until it has ended well.
bool isBrokenOff(const compose::Project &project);

// As startup::recordedStart(), and carries these before, or goes on with what was broken off. InvalidUse where they cannot be carried,
// or a volume that they would go into is there already.
Result<startup::StartReport> recordedCarry(const engine::Engine &engine, const compose::Project &project,
                                           const startup::StartOptions &options, const startup::Recorder &recorder,
                                           std::stop_token stop);

} // namespace bd::carry
