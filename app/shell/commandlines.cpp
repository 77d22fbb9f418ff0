#include "shell/commandlines.h"

#include "base/text.h"

namespace bd::app {

namespace {

// No profile at all is something that only the environment can say: it wins over the .env file.
bool hasNoProfilesByChoice(const engine::ComposeCall &call)
{
    const auto profiles = call.environment.constFind(QStringLiteral("COMPOSE_PROFILES"));
    return profiles != call.environment.constEnd() && profiles->isEmpty();
}

bool isStart(const QStringList &verb)
{
    return verb.value(0) == QLatin1String("up") || verb.value(0) == QLatin1String("restart");
}

} // namespace

QString controlLine(const compose::Project &project, const QString &context, const QStringList &verb, bool strict)
{
    QStringList words;
    if (hasNoProfilesByChoice(project.call)) {
        words << QStringLiteral("env") << QStringLiteral("COMPOSE_PROFILES=");
    }
    words << QStringLiteral("brokerdeckctl");
    if (!context.isEmpty()) {
        words << QStringLiteral("--context") << context;
    }
    for (const QString &file : project.call.files) {
        words << QStringLiteral("-f") << file;
    }
    if (!project.call.directory.isEmpty()) {
        words << QStringLiteral("--project-directory") << project.call.directory;
    }
    for (const QString &file : project.call.envFiles) {
        words << QStringLiteral("--env-file") << file;
    }
    for (const QString &profile : project.call.profiles) {
        words << QStringLiteral("--profile") << profile;
    }
    if (!project.hasFiles() || !project.call.project.isEmpty()) {
        words << QStringLiteral("-p") << project.name;
    }
    words << verb;
    if (strict && isStart(verb)) {
        words << QStringLiteral("--strict");
    }
    return shellLine(words);
}

QString connectionLine(const QString &connection, const QStringList &verb)
{
    return shellLine(QStringList{QStringLiteral("brokerdeckctl"), QStringLiteral("--connection"), connection} + verb);
}

} // namespace bd::app
