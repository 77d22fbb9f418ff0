#include "shell/commandlines.h"

#include "base/text.h"

namespace bd::app {

QString controlLine(const compose::Project &project, const QString &context, const QStringList &verb)
{
    QStringList words{QStringLiteral("brokerdeckctl")};
    if (!context.isEmpty()) {
        words << QStringLiteral("--context") << context;
    }
    for (const QString &file : project.call.files) {
        words << QStringLiteral("-f") << file;
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
    return shellLine(words + verb);
}

} // namespace bd::app
