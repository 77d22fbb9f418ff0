// Makes services anew whose files now name a volume where their data was on none, or on an unnamed one, and carries the data along.
//
// stop → archive (read back) → create → unpack → compare → start. Nothing is deleted: what was unnamed stays on the engine, and the
// archives stay until the copy was compared. Blocks: worker threads only.
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
    QString to;        // the directory in the new one
    QString volume;    // that is mounted there then, by its name on the engine
    bool operator==(const Move &) const = default;
};

// Of containers as the engine has them. Where it is left behind for certain and cannot be carried (the directory is called otherwise),
// `to` is empty. Pure.
std::vector<Move> movesOf(const compose::Project &project, const std::vector<engine::Container> &containers);

// As startup::recordedStart(), and carries these before. InvalidUse where a volume that it would go into is there already. Where it
// fails after the containers were made, the Error says where the archives are.
Result<startup::StartReport> recordedCarry(const engine::Engine &engine, const compose::Project &project,
                                           const startup::StartOptions &options, const startup::Recorder &recorder,
                                           std::stop_token stop);

} // namespace bd::carry
