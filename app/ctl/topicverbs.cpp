#include "topicverbs.h"

#include <map>

#include <QCoreApplication>

#include "exitcode.h"
#include "resolve.h"
#include "startup/runner.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

int create(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    const auto project = resolveProject(engine, options, stop);
    if (!project)
        return failed(output, project.error());
    const auto created = startup::createMissingTopics(engine, *project, stop);
    if (!created)
        return failed(output, created.error());
    if (output.json()) {
        output.document({{QStringLiteral("created"), QJsonArray::fromStringList(*created)}});
        return Well;
    }
    if (project->expectedTopics.empty())
        output.line(Tr::tr("%1 expects no topics; nothing was made").arg(project->name));
    else if (created->isEmpty())
        output.line(Tr::tr("Every expected topic is there; nothing was made"));
    for (const QString &topic : *created)
        output.line(Tr::tr("made the topic %1").arg(topic));
    return Well;
}

} // namespace

int runTopics(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    using Subcommand = int (*)(const engine::Engine &, const Options &, Output &, std::stop_token);
    static const std::map<QString, Subcommand> subcommands{{QStringLiteral("create"), create}};
    // parseOptions() lets no other through.
    return subcommands.at(options.arguments.first())(engine, options, output, std::move(stop));
}

} // namespace bd::ctl
