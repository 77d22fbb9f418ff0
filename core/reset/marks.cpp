#include "reset/marks.h"

#include "reset/resetplan.h"
#include "stack/lockkey.h"
#include "startup/parcels.h"
#include "store/settings.h"

namespace bd::reset {

guard::Marks marksOf(const compose::Project &project, const QString &engineId, const QString &settingsFile)
{
    const store::Settings settings(settingsFile);
    const QString key = stack::lockKey(engineId, project.name);
    const auto none = startup::haveNoParcels(key);
    return {lockedVolumes(project, settings.lockedVolumes(key)), project.isDevelopment, project.isProtected,
            none ? QString() : none.error().message};
}

} // namespace bd::reset
