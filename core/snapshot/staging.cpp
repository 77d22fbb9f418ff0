#include "snapshot/staging.h"

#include <algorithm>
#include <ranges>

#include <QCoreApplication>
#include <QScopeGuard>
#include <QUuid>

#include "guard/look.h"

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

QString archiveOf(const Manifest &manifest, const Shelf &shelf, const ArchivedVolume &volume)
{
    return shelf.directoryOf(manifest.id) + QLatin1Char('/') + volume.file;
}

Result<> stageOne(const engine::Engine &engine, const Manifest &manifest, const Shelf &shelf, const QString &image,
                  const ArchivedVolume &volume, const ArchiveContent &content, const QString &name,
                  std::stop_token stop)
{
    const QMap<QString, QString> labels{{guard::holderLabel(), manifest.project}};
    const auto holder = engine.createVolume(name, labels, stop).and_then([&] {
        return engine.createHolder(image, name, volume.destination, labels, stop);
    });
    if (!holder)
        return tl::unexpected(holder.error());
    const VolumePlace place{*holder, volume.destination};
    return unpack(engine, archiveOf(manifest, shelf, volume), place, {}, stop).and_then([&] {
        return compare(engine, content, place, shelf.directoryOf(manifest.id) + QStringLiteral("/compared.tmp"), stop);
    });
}

} // namespace

Result<std::vector<ArchiveContent>> checkArchives(const Manifest &manifest, const Shelf &shelf, std::stop_token stop)
{
    std::vector<ArchiveContent> contents;
    for (const ArchivedVolume &volume : manifest.volumes) {
        auto content = checked(archiveOf(manifest, shelf, volume), volume, stop);
        if (!content)
            return tl::unexpected(content.error());
        contents.push_back(std::move(*content));
    }
    return contents;
}

Result<guard::EngineState> lookWithoutHolders(const engine::Engine &engine, const QString &project,
                                              std::stop_token stop)
{
    auto state = guard::lookAt(engine, stop);
    if (!state)
        return state;
    const auto isOurs = [&](const auto &one) { return one.labels.value(guard::holderLabel()) == project; };
    const auto remove = [&](Result<engine::RemovalPermit> permit) {
        return permit ? engine.remove(std::move(*permit), {}) : tl::unexpected(permit.error());
    };
    const bool hadContainers = std::ranges::any_of(state->containers, isOurs);
    for (const engine::Container &container : state->containers | std::views::filter(isOurs)) {
        if (auto removed = remove(guard::Permits::forOwnHolder(container.id, *state)); !removed)
            return tl::unexpected(removed.error());
    }
    if (hadContainers)
        state = guard::lookAt(engine, stop); // nothing mounts their volumes any more
    if (!state || std::ranges::none_of(state->volumes, isOurs))
        return state;
    for (const engine::Volume &volume : state->volumes | std::views::filter(isOurs)) {
        if (auto removed = remove(guard::Permits::forOwnVolume(volume.name, *state)); !removed)
            return tl::unexpected(removed.error());
    }
    return guard::lookAt(engine, stop);
}

Result<> removeHolders(const engine::Engine &engine, const QString &project)
{
    return lookWithoutHolders(engine, project, {}).map([](const guard::EngineState &) {});
}

Result<std::vector<ArchiveContent>> stage(const engine::Engine &engine, const Manifest &manifest, const Shelf &shelf,
                                          const QString &image, startup::EventLog &log, std::stop_token stop)
{
    log.add({}, timeline::EventKind::Step, Tr::tr("checking the archives"));
    auto contents = checkArchives(manifest, shelf, stop);
    if (!contents)
        return contents;
    log.add({}, timeline::EventKind::Step, Tr::tr("unpacking them beside"));
    if (auto left = removeHolders(engine, manifest.project); !left)
        return tl::unexpected(left.error());
    const auto cleaned = qScopeGuard([&] {
        if (const auto removed = removeHolders(engine, manifest.project); !removed)
            log.add({}, timeline::EventKind::Note, removed.error().message);
    });
    for (size_t at = 0; at < contents->size(); ++at) {
        const QString name = QStringLiteral("brokerdeck-staging-") + QUuid::createUuid().toString(QUuid::Id128);
        if (auto staged = stageOne(engine, manifest, shelf, image, manifest.volumes[at], (*contents)[at], name, stop);
            !staged)
            return tl::unexpected(staged.error());
    }
    return contents;
}

} // namespace bd::snapshot
