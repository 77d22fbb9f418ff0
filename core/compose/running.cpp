#include "compose/running.h"

#include <QRegularExpression>

#include "compose/datapaths.h"

namespace bd::compose {

namespace {

template<typename Mount>
const Mount *nearest(const std::vector<Mount> &mounts, const QString &path, QString Mount::*target)
{
    const Mount *best = nullptr;
    for (const Mount &mount : mounts) {
        if (holdsPath(mount.*target, path) && (!best || (mount.*target).size() > (best->*target).size()))
            best = &mount;
    }
    return best;
}

} // namespace

const MountSpec *mountAt(const std::vector<MountSpec> &mounts, const QString &path)
{
    return nearest(mounts, path, &MountSpec::target);
}

const engine::Mount *mountAt(const std::vector<engine::Mount> &mounts, const QString &path)
{
    return nearest(mounts, path, &engine::Mount::destination);
}

Service asItRuns(const Service &service, const engine::Container &container)
{
    Service running = service;
    for (const QString &entry : container.environment)
        running.environment[entry.section(QLatin1Char('='), 0, 0)] = entry.section(QLatin1Char('='), 1);
    return running;
}

bool isUnnamed(const QString &volume)
{
    static const QRegularExpression form(QStringLiteral("\\A[0-9a-f]{64}\\z"));
    return form.match(volume).hasMatch();
}

} // namespace bd::compose
