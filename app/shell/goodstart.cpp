#include "shell/goodstart.h"

#include <algorithm>

namespace bd::app {

// A run of ours has a lane for each service that it was about: where one of the project's services has none, a part
// was started, which says nothing of the whole. It is held against the project as it is now, and not against the
// earlier run with the most lanes: a service that was taken out of the file must not make parts of all starts since.
bool isGoodStart(const timeline::Run &run, const compose::Project &project)
{
    using timeline::RunKind;
    const bool isStart = run.kind == RunKind::Start || run.kind == RunKind::Seen;
    const bool isDone = run.outcome == timeline::Outcome::Done && run.finishedAt;
    return isStart && isDone && std::ranges::all_of(project.services, [&](const compose::Service &service) {
               return std::ranges::find(run.lanes, service.name, &timeline::LaneInfo::service) != run.lanes.end();
           });
}

} // namespace bd::app
