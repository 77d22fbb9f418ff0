#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include "base/text.h"
#include "engine/failure.h"

namespace bd::engine {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ComposeFailure)
};

QRegularExpressionMatch find(const QString &pattern, const QString &output)
{
    return QRegularExpression(pattern, QRegularExpression::MultilineOption).match(output);
}

QString shown(const QString &captured)
{
    return redacted(firstLine(captured));
}

// Compose's last words; warnings about other things stand before them.
QString complaintOf(const QString &output)
{
    QStringList lines;
    for (const QString &line : output.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (!line.startsWith(QLatin1String("time=\"")))
            lines += line;
    }
    return lines.join(QLatin1Char('\n'));
}

// The file that the complaint names, else the only one that there is.
QString fileOf(const QString &complaint, const ComposeCall &call)
{
    const QString named = find(QStringLiteral("(/[^:\\n]+\\.ya?ml)"), complaint).captured(1);
    if (!named.isEmpty())
        return named;
    return call.files.size() == 1 ? call.files.first() : QString();
}

// «compose.yaml:3:5» as far as it is known
QString place(const QString &file, const QString &line, const QString &column)
{
    QString text = file.isEmpty() ? Tr::tr("compose file") : plainText(QFileInfo(file).fileName(), 200);
    if (!line.isEmpty())
        text += QLatin1Char(':') + line;
    if (!column.isEmpty())
        text += QLatin1Char(':') + column;
    return text;
}

struct Said {
    QString complaint;
    QString detail;
    const ComposeCall &call;

    Error wrong(const QString &message, const QString &hint) const
    {
        return {ErrorCode::ComposeFile, message, hint, detail};
    }
};

QString yamlHint(const QString &problem)
{
    if (problem.contains(QLatin1String("cannot start any token")))
        return Tr::tr("Often a tab: YAML is indented with spaces only.");
    if (problem.contains(QLatin1String("already defined")))
        return Tr::tr("Each name may stand only once; remove or rename one of the two.");
    if (problem.contains(QLatin1String("unknown anchor")))
        return Tr::tr("An alias (*name) needs its anchor (&name) before it in the same file.");
    return Tr::tr("The mistake is there or in the block that begins there: look at indentation, brackets and quotes.");
}

std::optional<Error> yaml(const Said &said)
{
    const auto match = find(QStringLiteral("(?:^|\\s)yaml: (?:unmarshal errors:\\s*)?(.*)$"), said.complaint);
    if (!match.hasMatch())
        return {};
    const auto at = find(QStringLiteral("line (\\d+)(?:,? column (\\d+))?: (.*)$"), match.captured(1));
    const QString problem = at.hasMatch() ? at.captured(3) : match.captured(1);
    return said.wrong(Tr::tr("%1: not valid YAML: %2")
                          .arg(place(fileOf(said.complaint, said.call), at.captured(1), at.captured(2)),
                               shown(problem)),
                      yamlHint(problem));
}

std::optional<Error> schema(const Said &said)
{
    const auto match = find(QStringLiteral("^validating ([^:\\n]+): (.*)$"), said.complaint);
    if (!match.hasMatch())
        return {};
    const QString file = place(match.captured(1), {}, {});
    const auto unknown = find(QStringLiteral("^(\\S+) additional propert(?:y|ies) '?([^'\\s]+)'? (?:is )?not allowed")
                                  .prepend(QLatin1String("(?i)")),
                              match.captured(2));
    if (unknown.hasMatch())
        return said.wrong(
            Tr::tr("%1: %2 has no setting «%3»").arg(file, shown(unknown.captured(1)), shown(unknown.captured(2))),
            Tr::tr("Look at its spelling and its indentation, or this Compose is too old for it."));
    return said.wrong(Tr::tr("%1: %2").arg(file, shown(match.captured(2))),
                      Tr::tr("That setting does not have the form that Compose wants."));
}

std::optional<Error> reference(const Said &said)
{
    const QString file = place(fileOf(said.complaint, said.call), {}, {});
    if (const auto match = find(QStringLiteral("service \"([^\"]+)\" depends on undefined service \"?([^\":]+)\"?"),
                                said.complaint);
        match.hasMatch())
        return said.wrong(Tr::tr("%1: %2 waits for the service %3, which is not there")
                              .arg(file, shown(match.captured(1)), shown(match.captured(2))),
                          Tr::tr("Look at depends_on: the name is wrong, or that service's profile is not active."));
    if (const auto match = find(QStringLiteral("service \"([^\"]+)\" refers to undefined (\\w+) \"?([^\":]+)\"?"),
                                said.complaint);
        match.hasMatch())
        return said.wrong(Tr::tr("%1: %2 uses the %3 %4, which is not declared")
                              .arg(file, shown(match.captured(1)), shown(match.captured(2)), shown(match.captured(3))),
                          Tr::tr("Declare it at the top level of the file, or correct its name."));
    if (const auto match = find(QStringLiteral("dependency cycle detected: (.*)$"), said.complaint); match.hasMatch())
        return said.wrong(Tr::tr("The services wait for one another in a circle: %1")
                              .arg(shown(match.captured(1)).replace(QLatin1String("->"), QStringLiteral("→"))),
                          Tr::tr("None of them can start first. Take one depends_on out."));
    if (const auto match = find(QStringLiteral("service \"([^\"]+)\" has neither an image nor a build context"),
                                said.complaint);
        match.hasMatch())
        return said.wrong(Tr::tr("%1: %2 has neither an image nor a build").arg(file, shown(match.captured(1))),
                          Tr::tr("Give the service an image. A name that is indented wrongly looks like this too."));
    return {};
}

std::optional<Error> variable(const Said &said)
{
    if (const auto match = find(QStringLiteral(
                                    "interpolating (\\S+): required variable (\\S+) is missing a value(?:: (.*))?$"),
                                said.complaint);
        match.hasMatch()) {
        const QString why = shown(match.captured(3));
        const QString message = why.isEmpty()
                                    ? Tr::tr("The variable %1 is not set").arg(shown(match.captured(2)))
                                    : Tr::tr("The variable %1 is not set: %2").arg(shown(match.captured(2)), why);
        return said.wrong(message, Tr::tr("%1 needs it. Set it in the .env file beside the compose file, or in the "
                                          "environment.")
                                       .arg(shown(match.captured(1))));
    }
    if (const auto match = find(QStringLiteral("invalid interpolation format for (\\S+?)\\.?$"), said.complaint);
        match.hasMatch())
        return said.wrong(Tr::tr("%1: the variable in %2 is not written rightly")
                              .arg(place(fileOf(said.complaint, said.call), {}, {}), shown(match.captured(1))),
                          Tr::tr("Write ${NAME} or ${NAME:-default}; a dollar sign that is meant as such is $$."));
    return {};
}

std::optional<Error> environmentFile(const Said &said)
{
    const auto gone = find(QStringLiteral("(?i)env file:? (\\S.*?)(?: not found.*)?$"), said.complaint);
    if (gone.hasMatch())
        return said.wrong(Tr::tr("The environment file %1 is not there").arg(shown(gone.captured(1))),
                          Tr::tr("Often a copy of an example file beside it is wanted: .env.example, env.sample."));
    const auto broken = find(QStringLiteral("failed to read ([^:\\n]+): line (\\d+): (.*)$"), said.complaint);
    if (broken.hasMatch())
        return said.wrong(Tr::tr("%1: %2").arg(place(broken.captured(1), broken.captured(2), {}),
                                               shown(broken.captured(3))),
                          Tr::tr("Each line of an environment file is NAME=value."));
    return {};
}

std::optional<Error> file(const Said &said)
{
    const auto match = find(
        QStringLiteral("(?:open|read|stat) (/[^:\\n]+): (no such file or directory|permission denied|is a directory)"),
        said.complaint);
    if (match.hasMatch()) {
        const QString path = shown(match.captured(1));
        if (match.captured(2) == QLatin1String("permission denied"))
            return Error{ErrorCode::Io, Tr::tr("%1 cannot be read: no permission").arg(path),
                         Tr::tr("Its owner or its mode does not allow you to."), said.detail};
        if (match.captured(2) == QLatin1String("is a directory"))
            return Error{ErrorCode::InvalidUse, Tr::tr("%1 is a folder, not a compose file").arg(path), QString(),
                         said.detail};
        if (said.call.files.contains(match.captured(1)))
            return Error{ErrorCode::NotFound, Tr::tr("The compose file %1 is not there").arg(path),
                         Tr::tr("It was moved or deleted, or is on another branch or machine."), said.detail};
        return said.wrong(Tr::tr("The file %1, which the compose file uses, is not there").arg(path),
                          Tr::tr("Look at extends and include; the path is relative to the file that names it."));
    }
    if (said.complaint.contains(QLatin1String("no configuration file provided")))
        return Error{ErrorCode::NotFound, Tr::tr("There is no compose file"),
                     Tr::tr("Compose looks for compose.yaml or docker-compose.yml in the folder and above it."),
                     said.detail};
    return {};
}

std::optional<Error> whole(const Said &said)
{
    const QString name = place(fileOf(said.complaint, said.call), {}, {});
    if (said.complaint.contains(QLatin1String("empty compose file")))
        return said.wrong(Tr::tr("%1 is empty").arg(name), Tr::tr("A compose file has at least one service."));
    if (const auto match = find(QStringLiteral("invalid project name \"([^\"]*)\""), said.complaint); match.hasMatch())
        return Error{
            ErrorCode::InvalidUse, Tr::tr("«%1» cannot be a project's name").arg(shown(match.captured(1))),
            Tr::tr(
                "It has only lower-case letters, digits, hyphens and underscores, and begins with a letter or digit."),
            said.detail};
    return {};
}

bool looksLikeFile(const QString &complaint)
{
    return find(
               QStringLiteral(
                   "invalid compose project|error decoding|decoding failed|must be a mapping|must be a list"
                   "|must be a string|Invalid (?:hostPort|containerPort|ip address)|has invalid|error while interpolating"),
               complaint)
        .hasMatch();
}

} // namespace

Error composeFailure(const QString &output, const ComposeCall &call, bool alwaysFile)
{
    const Said said{complaintOf(bounded(output)), detailOf(output), call};
    using Rule = std::optional<Error> (*)(const Said &);
    static constexpr Rule rules[] = {schema, yaml, reference, variable, environmentFile, file, whole};
    const Error byEngine = failure(said.complaint);
    if (byEngine.code != ErrorCode::Engine)
        return {byEngine.code, byEngine.message, byEngine.hint, said.detail};
    for (const Rule rule : rules) {
        if (auto error = rule(said))
            return *error;
    }
    if (alwaysFile || looksLikeFile(said.complaint))
        return said.wrong(Tr::tr("%1: %2").arg(place(fileOf(said.complaint, call), {}, {}),
                                               shown(said.complaint.section(QLatin1Char('\n'), -1))),
                          Tr::tr("Compose cannot use the file as it is."));
    return {byEngine.code, byEngine.message, byEngine.hint, said.detail};
}

} // namespace bd::engine
