// live-drift, live-data-volume, live-listeners: what the files say against what runs. Without anything that runs they say nothing.
#include <algorithm>

#include "audit/ruletools.h"
#include "base/text.h"
#include "compose/datapaths.h"
#include "compose/running.h"

namespace bd::audit {

namespace {

using compose::DataPath;
using compose::Role;
using compose::Service;
using MountKind = engine::Mount::Kind;

// Where its data is: what the broker itself says comes before what its variables do.
QStringList dataOf(const Live &live, const Service &service, const engine::Container &container)
{
    if (const auto told = live.logDirs.constFind(service.name); told != live.logDirs.constEnd())
        return *told;
    QStringList paths;
    for (const DataPath &one : compose::dataPaths(compose::asItRuns(service, container)))
        paths += one.path;
    return paths;
}

Finding dataVolumeOf(const Live &live, const Service &service, const engine::Container &container, const Frame &frame,
                     const Place &place)
{
    QStringList wrong, right;
    for (const QString &path : dataOf(live, service, container)) {
        const engine::Mount *mount = compose::mountAt(container.mounts, path);
        const QString shown = plainText(path, 200);
        if (!mount || mount->kind == MountKind::Tmpfs)
            wrong += Tr::tr("%1 is in the container itself, on no volume").arg(shown);
        else if (mount->kind == MountKind::Volume && compose::isUnnamed(mount->name))
            wrong += Tr::tr("%1 is on an unnamed volume").arg(shown);
        else
            right += QStringLiteral("%1: %2").arg(shown, plainText(mount->kind == MountKind::Volume ? mount->name
                                                                                                    : mount->source,
                                                                   200));
    }
    const QString comma = QStringLiteral("; ");
    if (!wrong.isEmpty())
        return frame(service, Status::Problem, wrong.join(comma), place);
    if (right.isEmpty())
        return frame(service, Status::Unknown, Tr::tr("where it keeps its data is not known"), place);
    return frame(service, Status::Ok, right.join(comma), place);
}

} // namespace

const engine::Container *Live::container(const QString &service) const
{
    const auto found = std::ranges::find_if(containers, [&](const engine::Container &one) {
        return one.service() == service && !one.oneOff();
    });
    return found == containers.end() ? nullptr : &*found;
}

void judgeDrift(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("live-drift"), Tr::tr("what runs was made from the files as they are"),
        Tr::tr(
            "The file says one thing and what runs does another: what you read is not what you have. The next start makes the container "
            "anew, and then it counts.")};
    for (const Service &service : subject.project.services) {
        if (!subject.live || !subject.live->container(service.name))
            continue;
        const bool isDrifted = subject.live->drifted.contains(service.name);
        findings.push_back(frame(service, isDrifted ? Status::Advice : Status::Ok,
                                 isDrifted ? Tr::tr("its container was made from an earlier file, or image")
                                           : Tr::tr("its container is as the files say"),
                                 subject.sources.place(service.name, {})));
    }
}

void judgeLiveData(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("live-data-volume"), Tr::tr("what is running keeps its data on a named volume"),
        Tr::tr(
            "A volume that is declared helps only where the data really is. What is anywhere else is gone with the container.")};
    for (const Service &service : subject.project.services) {
        const engine::Container *container = subject.live ? subject.live->container(service.name) : nullptr;
        if (container && (service.role == Role::Broker || service.role == Role::ZooKeeper))
            findings.push_back(dataVolumeOf(*subject.live, service, *container, frame,
                                            serviceKey(subject, service, QStringLiteral("volumes"))));
    }
}

void judgeLiveListeners(const Subject &subject, Findings &findings)
{
    const Frame frame{
        QStringLiteral("live-listeners"), Tr::tr("each address that the broker tells its clients answers them"),
        Tr::tr(
            "A client connects to the address it knows, and is then told where to go on. Where nobody answers there, it «connects, then "
            "fails».")};
    for (const Service *broker : servicesOf(subject, Role::Broker)) {
        QStringList wrong, right;
        for (const Tried &one : subject.live ? subject.live->tried : std::vector<Tried>()) {
            if (one.service != broker->name)
                continue;
            const QString from = one.isInside ? Tr::tr("%1 from the stack’s network") : Tr::tr("%1 from this machine");
            const QString address = from.arg(plainText(one.address, 100));
            if (one.why.isEmpty())
                right += address;
            else
                wrong += Tr::tr("%1: %2").arg(address, plainText(one.why, 200));
        }
        const Place place = subject.sources.place(broker->name,
                                                  {QStringLiteral("environment"),
                                                   kafkaVariableFor(*broker, QStringLiteral("advertised.listeners"))});
        const QString semicolon = QStringLiteral("; ");
        if (!wrong.isEmpty())
            findings.push_back(
                frame(*broker, Status::Problem, wrong.join(semicolon), place, workingListeners(subject, *broker)));
        else if (!right.isEmpty())
            findings.push_back(frame(*broker, Status::Ok, right.join(semicolon), place));
    }
}

} // namespace bd::audit
