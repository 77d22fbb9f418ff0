#include "snapshot/staging.h"

#include <algorithm>

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

// The state once what bears the project's holder label is gone.
Result<guard::EngineState> lookWithout(const engine::Engine &engine, const QString &project,
                                       const guard::EngineState &state, const auto &all, const auto &permitFor,
                                       const std::stop_token &stop)
{
    std::vector<engine::RemovalPermit> permits;
    for (const auto &one : all) {
        if (one.labels.value(guard::holderLabel()) != project)
            continue;
        auto permit = permitFor(one);
        if (!permit)
            return tl::unexpected(permit.error());
        permits.push_back(std::move(*permit));
    }
    if (permits.empty())
        return state;
    return engine.remove(std::move(permits), {}).and_then([&] { return guard::lookAt(engine, stop); });
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
    return guard::lookAt(engine, stop)
        .and_then([&](const guard::EngineState &state) {
            const auto permitFor = [&](const engine::Container &one) {
                return guard::Permits::forOwnHolder(one.id, state);
            };
            return lookWithout(engine, project, state, state.containers, permitFor, stop);
        })
        .and_then([&](const guard::EngineState &state) { // whose containers do not mount them any more
            const auto permitFor = [&](const engine::Volume &one) {
                return guard::Permits::forOwnVolume(one.name, state);
            };
            return lookWithout(engine, project, state, state.volumes, permitFor, stop);
        });
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
