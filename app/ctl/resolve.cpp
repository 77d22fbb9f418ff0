#include "resolve.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "compose/load.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

QStringList absolute(const QStringList &paths)
{
    QStringList result;
    for (const QString &path : paths)
        result += QFileInfo(path).absoluteFilePath();
    return result;
}

Result<engine::ComposeCall> callOf(const Options &options)
{
    engine::ComposeCall call;
    if (options.files.size() == 1 && QFileInfo(options.files.first()).isDir()) {
        auto found = compose::callFor(options.files.first());
        if (!found)
            return found;
        call = std::move(*found);
    } else if (!options.files.isEmpty()) {
        call.files = absolute(options.files);
    } else {
        auto found = compose::callFor(QDir::currentPath());
        if (!found)
            return found;
        call = std::move(*found);
    }
    if (!options.project.isEmpty())
        call.project = options.project;
    call.profiles += options.profiles;
    call.envFiles += absolute(options.envFiles);
    return call;
}

Result<compose::Project> byName(const engine::Engine &engine, const QString &name, std::stop_token stop)
{
    const auto containers = engine.containers({}, stop);
    if (!containers)
        return tl::unexpected(containers.error());
    for (const compose::FoundProject &found : compose::findProjects(*containers)) {
        if (found.name != name)
            continue;
        if (found.filesExist)
            return compose::load(engine, found.call, stop);
        std::vector<engine::Container> own;
        std::ranges::copy_if(*containers, std::back_inserter(own),
                             [&](const engine::Container &container) { return container.project() == name; });
        return compose::fromContainers(name, own);
    }
    return fail(ErrorCode::NotFound, Tr::tr("The engine knows no project «%1»").arg(name),
                Tr::tr("«brokerdeckctl projects» lists those it knows; -f FILE opens one that never ran."));
}

} // namespace

Result<compose::Project> resolveProject(const engine::Engine &engine, const Options &options, std::stop_token stop)
{
    const auto call = callOf(options);
    if (options.files.isEmpty() && !options.project.isEmpty()) {
        // The files here may be of another project than the one that is named.
        auto known = byName(engine, options.project, stop);
        if (known || known.error().code != ErrorCode::NotFound || !call)
            return known;
    }
    return call ? compose::load(engine, *call, stop) : tl::unexpected(call.error());
}

} // namespace bd::ctl
