// Audits a project's files, and writes what mends them: first shown, then checked by Compose itself on copies, then written at once,
// with the old files kept. Blocks: worker threads only.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "audit/rules.h"
#include "audit/write.h"
#include "base/clock.h"
#include "engine/engine.h"

namespace bd::audit {

struct Audit {
    compose::Project project;
    Sources sources;
    std::shared_ptr<const Live> live; // none: nothing is known of what runs
    std::vector<Finding> findings;
};

// Errors as compose::load() has them. Profiles that are not active are looked at, too, where the call names none.
Result<Audit> look(const engine::Engine &engine, const engine::ComposeCall &call, std::stop_token stop);
// The same files, as what runs says of them. Pure.
Audit withLive(Audit audit, std::shared_ptr<const Live> live);

struct Fix {
    Audit before;
    Audit after; // as it will be
    std::vector<Change> changes;
    Written written;
};

using Wanted = std::function<bool(const Finding &)>;

// What fixing the wanted findings would write, and what follows from it (an init service that is new is waited for). Compose reads
// copies of the files beside them; where its model would differ by anything that no change says, Failed, and nothing is written.
Result<Fix> prepare(const engine::Engine &engine, const Audit &audit, const Wanted &wanted, std::stop_token stop);

// Writes it. Each old file is kept beside it, under a name with the time. Refused where a file is no longer as it was read.
Result<QStringList> apply(const Fix &fix, TimePoint now); // the names of the old ones

// Takes the last apply() back: InvalidUse where a file has changed since, NotFound where there is nothing to take back.
Result<QStringList> undo(const compose::Project &project); // the files that are as they were again
bool canUndo(const compose::Project &project);             // whether there is something

} // namespace bd::audit
