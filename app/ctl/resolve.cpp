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

// What is asked for beside the files and the name.
void add(engine::ComposeCall &call, const Options &options)
{
    call.profiles += options.profiles;
    call.envFiles += absolute(options.envFiles);
    if (!options.projectDirectory.isEmpty())
        call.directory = QFileInfo(options.projectDirectory).absoluteFilePath();
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
        // Compose, too, looks for its file there.
        auto found = compose::callFor(options.projectDirectory.isEmpty() ? QDir::currentPath()
                                                                         : options.projectDirectory);
        if (!found)
            return found;
        call = std::move(*found);
    }
    if (!options.project.isEmpty())
        call.project = options.project;
    add(call, options);
    return call;
}

Result<compose::Project> withoutFiles(const QString &name, const std::vector<engine::Container> &containers,
                                      const Options &options)
{
    if (!options.profiles.isEmpty() || !options.envFiles.isEmpty() || !options.projectDirectory.isEmpty())
        return fail(
            ErrorCode::InvalidUse,
            Tr::tr("The compose file of %1 is gone; --profile, --env-file, --project-directory need it").arg(name),
            Tr::tr("Leave them out, or name its compose file with -f."));
    std::vector<engine::Container> own;
    std::ranges::copy_if(containers, std::back_inserter(own),
                         [&](const engine::Container &container) { return container.project() == name; });
    return compose::fromContainers(name, own);
}

Result<compose::Project> byName(const engine::Engine &engine, const Options &options, std::stop_token stop)
{
    const QString &name = options.project;
    const auto containers = engine.containers({}, stop);
    if (!containers)
        return tl::unexpected(containers.error());
    for (const compose::FoundProject &found : compose::findProjects(*containers)) {
        if (found.name != name)
            continue;
        if (!found.filesExist)
            return withoutFiles(name, *containers, options);
        engine::ComposeCall call = found.call;
        add(call, options);
        return compose::load(engine, call, stop);
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
        auto known = byName(engine, options, stop);
        if (known || known.error().code != ErrorCode::NotFound || !call)
            return known;
    }
    return call ? compose::load(engine, *call, stop) : tl::unexpected(call.error());
}

Result<engine::ComposeCall> resolveCall(const engine::Engine &engine, const Options &options, std::stop_token stop)
{
    if (!options.files.isEmpty() || options.project.isEmpty())
        return callOf(options);
    const auto project = resolveProject(engine, options, stop);
    if (!project)
        return tl::unexpected(project.error());
    if (!project->hasFiles())
        return fail(ErrorCode::NotFound, Tr::tr("The compose file of %1 is gone").arg(project->name),
                    Tr::tr("Without it there is nothing to read or to mend."));
    return project->call;
}

} // namespace bd::ctl
