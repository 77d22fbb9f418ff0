#include "snapshot/source.h"

#include <algorithm>

#include <QCoreApplication>

#include "guard/look.h"

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

using engine::Container;
using guard::EngineState;
using guard::VolumeUse;

const engine::Volume *volumeNamed(const EngineState &state, const QString &name)
{
    const auto found = std::ranges::find(state.volumes, name, &engine::Volume::name);
    return found == state.volumes.end() ? nullptr : &*found;
}

Source sourceOf(const compose::Project &project, const EngineState &state, const QString &name)
{
    Source source;
    source.volume = name;
    const engine::Volume *volume = volumeNamed(state, name);
    if (volume) {
        source.isAnonymous = guard::isAnonymous(*volume);
        source.driver = volume->driver;
        source.labels = volume->labels;
    }
    const auto uses = guard::usesOf(name, project, state.containers);
    // A broker's own use says what it is for; any other leads to the same files.
    const auto best = std::ranges::find_if(uses, &VolumeUse::isData);
    if (!uses.empty()) {
        const VolumeUse &use = best == uses.end() ? uses.front() : *best;
        source.holds = use.keeps;
        source.service = use.service;
        source.place = {use.container, use.destination};
        return source;
    }
    const auto inFile = guard::usesInFile(project);
    const auto use = std::ranges::find(inFile, name, &guard::FileUse::volume);
    if (use != inFile.end()) { // its service has no container now
        source.holds = use->keeps;
        source.service = use->service;
        source.place.destination = use->destination;
    }
    return source;
}

// Of a container that there is, or as the compose file has it; empty: neither.
QString imageOf(const compose::Project &project, const EngineState &state)
{
    for (const Container &container : state.containers) {
        if (container.project() == project.name && !container.imageId.isEmpty())
            return container.imageId;
    }
    for (const compose::Service &service : project.services) {
        if (!service.image.isEmpty())
            return service.image;
    }
    return {};
}

} // namespace

Result<std::vector<Source>> sourcesOf(const compose::Project &project, const EngineState &state,
                                      const QStringList &volumes)
{
    QStringList names = volumes;
    if (names.isEmpty()) {
        for (const guard::StackVolume &volume : guard::stackVolumes(project, state.containers)) {
            if (volumeNamed(state, volume.name))
                names += volume.name;
        }
    }
    if (names.isEmpty())
        return fail(ErrorCode::NotFound, Tr::tr("%1 has no volumes to take a snapshot of").arg(project.name),
                    Tr::tr("Its containers must be there: their mounts tell which volumes are the stack’s."));
    std::vector<Source> sources;
    for (const QString &name : names) {
        const engine::Volume *volume = volumeNamed(state, name);
        const auto uses = guard::usesOf(name, project, state.containers);
        const bool isOurs = volume
                            && (volume->project() == project.name
                                || std::ranges::any_of(uses, [&](const VolumeUse &use) {
                                       return use.project == project.name;
                                   }));
        if (!isOurs)
            return fail(ErrorCode::NotFound, Tr::tr("%1 has no volume %2").arg(project.name, name),
                        Tr::tr("«brokerdeckctl volumes» shows those that there are."));
        sources.push_back(sourceOf(project, state, name));
    }
    return sources;
}

bool mountsOneOf(const Container &container, const std::vector<Source> &sources)
{
    return std::ranges::any_of(container.mounts, [&](const engine::Mount &mount) {
        return std::ranges::find(sources, mount.name, &Source::volume) != sources.end();
    });
}

QStringList runningUsers(const EngineState &state, const std::vector<Source> &sources)
{
    QStringList services;
    for (const Container &container : state.containers) {
        if (mountsOneOf(container, sources)
            && (container.isUp() || container.state == engine::ContainerState::Restarting))
            services += container.service().isEmpty() ? container.name : container.service();
    }
    services.removeDuplicates();
    return services;
}

Result<std::unique_ptr<WayIn>> WayIn::open(const engine::Engine &engine, const compose::Project &project,
                                           const EngineState &state, const Source &source, std::stop_token stop)
{
    if (!source.place.container.isEmpty())
        return std::unique_ptr<WayIn>(new WayIn(engine, source.place, false));
    const QString image = imageOf(project, state);
    if (image.isEmpty())
        return fail(ErrorCode::NotFound,
                    Tr::tr("No image of %1 is there to copy %2 with").arg(project.name, source.volume),
                    Tr::tr("Start the project once, or make its containers with «docker compose create»."));
    const QString destination = source.place.destination.isEmpty() ? QStringLiteral("/volume")
                                                                   : source.place.destination;
    return engine
        .createHolder(image, source.volume, destination, {{guard::holderLabel(), project.name}}, std::move(stop))
        .map([&](const QString &id) {
            return std::unique_ptr<WayIn>(new WayIn(engine, {id, destination}, true));
        });
}

Result<std::unique_ptr<WayIn>> WayIn::open(const engine::Engine &engine, const compose::Project &project,
                                           const QString &volume, std::stop_token stop)
{
    const auto state = guard::lookAt(engine, stop);
    const auto sources = state ? sourcesOf(project, *state, {volume}) : tl::unexpected(state.error());
    if (!sources)
        return tl::unexpected(sources.error());
    return open(engine, project, *state, sources->front(), std::move(stop));
}

WayIn::WayIn(const engine::Engine &engine, VolumePlace place, bool isOurs)
    : m_engine(engine), m_place(std::move(place)), m_isOurs(isOurs)
{}

WayIn::~WayIn()
{
    std::ignore = close();
}

Result<> WayIn::close()
{
    if (!std::exchange(m_isOurs, false))
        return {};
    const auto now = guard::lookAt(m_engine, {});
    if (!now)
        return tl::unexpected(now.error());
    auto permit = guard::Permits::forOwnHolder(m_place.container, *now);
    return permit ? m_engine.remove(std::move(*permit), {}) : tl::unexpected(permit.error());
}

} // namespace bd::snapshot
