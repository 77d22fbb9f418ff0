#include "reset/resume.h"

#include "reset/recordrestore.h"
#include "reset/resetsteps.h"
#include "reset/restore.h"
#include "stack/lockkey.h"

namespace bd::reset {

namespace {

const auto forgotten = [](const auto &) {};

} // namespace

Result<> goOn(const engine::Engine &engine, const compose::Project &project, const guard::Marks &marks,
              const Surroundings &surroundings, const startup::Recorder &recorder, std::stop_token stop)
{
    const auto id = engine.id(stop);
    if (!id)
        return tl::unexpected(id.error());
    const auto pending = pendingJournal(journalPath(stack::lockKey(*id, project.name), surroundings.journals));
    if (!pending)
        return tl::unexpected(pending.error());
    if (!*pending)
        return nothingToGoOnWith();
    switch ((*pending)->operation) {
    case Operation::Full: return resumedFull(engine, project, marks, surroundings, recorder, stop).map(forgotten);
    case Operation::Recreate:
    case Operation::Empty: return resumedTopics(engine, project, marks, surroundings, recorder, stop).map(forgotten);
    case Operation::Restore: break;
    }
    return isOfRecords(**pending)
               ? resumedRecordRestore(engine, project, marks, surroundings, recorder, stop).map(forgotten)
               : resumedRestore(engine, project, marks, surroundings, recorder, stop).map(forgotten);
}

} // namespace bd::reset
