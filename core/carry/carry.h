// Starting a project so that no data is left behind: where the files now name a volume for data that was on none, or on an unnamed one,
// the service's container is made anew, and its data goes along.
//
// stop → archive (read back) → parcels → create → unpack → compare → start. What was on an unnamed volume stays there; the
// archives stay until the copies were compared. Once containers are made anew, startup/parcels.h says what is still to be put where:
// whoever starts the project next by start() goes on from there. Blocks: worker threads only.
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

enum class Data { GoesAlong, StaysBehind };

// Whether start() of the whole project would be refused, to be asked before anything is stopped for it. Nothing has changed by it.
Result<> mayStart(const engine::Engine &engine, const compose::Project &project, std::stop_token stop);

// As startup::recordedStart(); what would be left behind is carried before, and what was broken off is gone on with; or, where
// it stays behind, given up: a note says where its archives are. InvalidUse where it cannot be carried, or a volume that it would go into is there already.
Result<startup::StartReport> start(const engine::Engine &engine, const compose::Project &project,
                                   const startup::StartOptions &options, Data data, const startup::Recorder &recorder,
                                   std::stop_token stop);

} // namespace bd::carry
