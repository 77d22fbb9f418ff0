#include "engine/failure.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "base/text.h"

namespace bd::engine {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(EngineFailure)
};

QRegularExpression pattern(const char *text)
{
    return QRegularExpression(QString::fromLatin1(text), QRegularExpression::CaseInsensitiveOption);
}

QRegularExpressionMatch find(const char *text, const QString &output)
{
    return pattern(text).match(output);
}

bool says(const char *text, const QString &output)
{
    return find(text, output).hasMatch();
}

// A captured name, fit for a sentence.
QString shown(const QString &captured)
{
    return redacted(firstLine(captured));
}

std::optional<Error> permission(const QString &output)
{
    if (!says("permission denied while trying to connect to the docker|dial unix \\S*: connect: permission denied",
              output))
        return {};
    return Error{ErrorCode::EnginePermission, Tr::tr("The engine's socket refuses this user"),
                 Tr::tr("Docker runs, but you are not allowed to use it. Add yourself to its group with "
                        "«sudo usermod -aG docker $USER», then log out and in again."),
                 detailOf(output)};
}

std::optional<Error> ssh(const QString &output)
{
    if (!says("command \\[ssh |stderr=ssh:|\\bssh: connect to host|host key verification failed", output))
        return {};
    const QString reason = find("stderr=(?:ssh: )?([^\\n]+)", output).captured(1);
    QString message = Tr::tr("The engine's machine cannot be reached over ssh");
    if (!reason.isEmpty())
        message = Tr::tr("The engine's machine cannot be reached over ssh: %1").arg(shown(reason));
    return Error{ErrorCode::NoEngine, message,
                 Tr::tr("Try «ssh» to it in a terminal: it must connect without asking for anything."),
                 detailOf(output)};
}

std::optional<Error> noEngine(const QString &output)
{
    if (!says("cannot connect to the docker daemon|is the docker daemon running|failed to connect to the docker API"
              "|error during connect:|docker\\.sock: (?:connect: )?no such file|unable to connect to podman",
              output))
        return {};
    const QString where =
        find("(?:daemon at|API at) ([a-z]+://\\S+?)[.;]?(?:\\s|$)|error during connect: \\S+ \"(https?://[^/\"]+)",
             output)
            .capturedTexts()
            .mid(1)
            .join(QString());
    const QString unresolved = find("lookup (\\S+)(?: on \\S+)?: no such host", output).captured(1);
    if (!unresolved.isEmpty())
        return Error{ErrorCode::NoEngine, Tr::tr("The engine's machine %1 is not known").arg(shown(unresolved)),
                     Tr::tr("No address is found for that name. Look at the context with «docker context ls»."),
                     detailOf(output)};
    const QString message = where.isEmpty() ? Tr::tr("No engine answers")
                                            : Tr::tr("No engine answers at %1").arg(shown(where));
    return Error{ErrorCode::NoEngine, message,
                 Tr::tr("Docker is not running, or the context points to the wrong place. Start it "
                        "(«sudo systemctl start docker», or Docker Desktop), or choose another context."),
                 detailOf(output)};
}

std::optional<Error> context(const QString &output)
{
    const auto match = find("context \"([^\"]*)\"(?: |: context )(?:not found|does not exist)", output);
    if (!match.hasMatch())
        return {};
    return noSuchContext(match.captured(1), output).value();
}

std::optional<Error> composeMissing(const QString &output)
{
    const bool unknownCommand = says("unknown command: docker compose|'compose' is not a docker command", output);
    // Without the plugin the CLI takes Compose's options for its own.
    const bool unknownFlag = says("^unknown (?:shorthand )?flag:", output)
                             && says("Usage:\\s+docker \\[OPTIONS\\] COMMAND|See 'docker --help'", output);
    if (!unknownCommand && !unknownFlag)
        return {};
    return Error{ErrorCode::ComposeMissing, Tr::tr("Docker Compose is not installed"),
                 Tr::tr("Install Compose v2: the package docker-compose-plugin, docker-compose-v2 or "
                        "docker-compose of your distribution, or Docker Desktop."),
                 detailOf(output)};
}

QString portMessage(const QString &output)
{
    const auto match = find("(?:bind for|listen (?:tcp|udp)\\d?|host port(?: for)?|exposing port (?:tcp|udp)) "
                            "(\\[[^\\]]*\\]|[0-9a-f.:]*):(\\d+)",
                            output);
    if (!match.hasMatch())
        return Tr::tr("A port that is to be published is already taken");
    static const QStringList everywhere{QString(), QStringLiteral("0.0.0.0"), QStringLiteral("::"),
                                        QStringLiteral("[::]")};
    if (everywhere.contains(match.captured(1)))
        return Tr::tr("Port %1 is already taken").arg(match.captured(2));
    return Tr::tr("Port %1 on %2 is already taken").arg(match.captured(2), match.captured(1));
}

std::optional<Error> portTaken(const QString &output)
{
    if (says("port is already allocated", output))
        return Error{ErrorCode::PortTaken, portMessage(output),
                     Tr::tr("Another container publishes it: see «docker ps». Stop that one, or publish another port "
                            "in the compose file."),
                     detailOf(output)};
    if (says("address already in use|ports are not available", output))
        return Error{ErrorCode::PortTaken, portMessage(output),
                     Tr::tr("A program on the engine's machine listens there: «sudo ss -ltnp» names it. End it, or "
                            "publish another port in the compose file."),
                     detailOf(output)};
    return {};
}

QString imageHint(const QString &output)
{
    if (says("toomanyrequests|rate limit", output))
        return Tr::tr("The registry allows no more downloads for now. Log in with «docker login», or try later.");
    if (says("no such host|i/o timeout|connection refused|TLS handshake|network is unreachable|deadline exceeded",
             output))
        return Tr::tr("The registry cannot be reached from the engine. Look at the network connection, or load the "
                      "image with «docker load».");
    if (says("unauthorized|authentication required|access denied|denied:", output))
        return Tr::tr("The registry does not have it, or wants a login. Look at its name and tag, or log in with "
                      "«docker login».");
    return Tr::tr("No image has that name and tag any more, or ever had. Look at its spelling in the compose file.");
}

std::optional<Error> imageMissing(const QString &output)
{
    const bool fromRegistry = says("Get \"?https?://|failed to (?:resolve reference|do request)|toomanyrequests",
                                   output);
    const bool unknown = says("pull access denied|no such image|manifest (?:for .* not found|unknown)"
                              "|unable to find image|repository .* not found|image .* not found",
                              output);
    if (!fromRegistry && !unknown)
        return {};
    static const char *const naming[] = {
        "unable to find image '([^']+)'", "pull access denied for ([^\\s,]+)",        "manifest for (\\S+) not found",
        "no such image: (\\S+)",          "failed to resolve reference \"([^\"]+)\"", "repository (\\S+) not found"};
    for (const char *name : naming) {
        const QString image = find(name, output).captured(1);
        if (!image.isEmpty())
            return Error{ErrorCode::ImageMissing,
                         Tr::tr("The image %1 is not here and could not be fetched").arg(shown(image)),
                         imageHint(output), detailOf(output)};
    }
    return Error{ErrorCode::ImageMissing, Tr::tr("An image is not here and could not be fetched"), imageHint(output),
                 detailOf(output)};
}

std::optional<Error> notFound(const QString &output)
{
    if (const auto match = find("no such (?:container|object): (\\S+)", output); match.hasMatch())
        return Error{ErrorCode::NotFound, Tr::tr("The container %1 is gone").arg(shown(match.captured(1)).left(64)),
                     Tr::tr("It was removed meanwhile. Start the service again to make a new one."), detailOf(output)};
    if (const auto match = find("get (\\S+): no such volume|no such volume: (\\S+)", output); match.hasMatch())
        return Error{ErrorCode::NotFound,
                     Tr::tr("The volume %1 is not there").arg(shown(match.captured(1) + match.captured(2))), QString(),
                     detailOf(output)};
    if (const auto match = find("no such service: (\\S+)", output); match.hasMatch())
        return Error{ErrorCode::NotFound, Tr::tr("The compose file has no service %1").arg(shown(match.captured(1))),
                     Tr::tr("Its profile may not be active, or its name is another one."), detailOf(output)};
    return {};
}

std::optional<Error> knownRefusal(const QString &output)
{
    const auto refused = [&output](const QString &message, const QString &hint) {
        return Error{ErrorCode::Engine, message, hint, detailOf(output)};
    };
    if (const auto match = find("container name \"/?([^\"]+)\" is already in use", output); match.hasMatch())
        return refused(Tr::tr("The container name %1 is already in use").arg(shown(match.captured(1))),
                       Tr::tr("A container of another project or one made by hand has it. Remove or rename that one, "
                              "or take container_name out of the compose file."));
    if (says("no space left on device", output))
        return refused(Tr::tr("The engine's disk is full"),
                       Tr::tr("Make room on it: «docker system df» shows what takes it."));
    if (const auto match = find("exec: \"([^\"]+)\": (?:executable file not found|stat |no such file)", output);
        match.hasMatch())
        return refused(Tr::tr("The image has no program %1").arg(shown(match.captured(1))),
                       Tr::tr("The command in the compose file names a program that is not in the image."));
    if (says("container \\S+ is not running", output))
        return refused(Tr::tr("The container is not running"), {});
    if (says("container \\S+ is restarting", output))
        return refused(Tr::tr("The container is just restarting"),
                       Tr::tr("Its program ended and the engine starts it again; see its logs for why."));
    if (says("container \\S+ is paused", output))
        return refused(Tr::tr("The container is paused"), Tr::tr("Continue it with «docker unpause»."));
    return {};
}

// The line that says what is wrong, without who says it.
QString complaint(const QString &output)
{
    static const QRegularExpression prefix = pattern("^(?:error response from daemon|error|docker): ");
    static const QRegularExpression noise = pattern("^time=\"[^\"]*\" level=(?:warning|info|debug) ");
    QString last;
    for (const QString &line : output.split(QLatin1Char('\n'))) {
        const QString text = redacted(firstLine(line));
        if (text.isEmpty() || noise.match(text).hasMatch())
            continue;
        if (prefix.match(text).hasMatch())
            return QString(text).remove(prefix);
        last = text; // Compose's last line is its complaint, what comes before is progress
    }
    return last;
}

} // namespace

QString bounded(const QString &output)
{
    constexpr qsizetype half = 16 << 10;
    return output.size() <= 2 * half ? output : output.first(half) + QLatin1Char('\n') + output.last(half);
}

QString detailOf(const QString &output)
{
    return redacted(plainText(output, 8192)).trimmed();
}

tl::unexpected<Error> noSuchContext(const QString &name, const QString &detail)
{
    return fail(ErrorCode::NoEngine, Tr::tr("There is no Docker context named %1").arg(shown(name)),
                Tr::tr("«docker context ls» names those that there are."), detailOf(detail));
}

Error failure(const QString &output)
{
    using Rule = std::optional<Error> (*)(const QString &);
    static constexpr Rule rules[] = {permission, ssh,          context,  noEngine,    composeMissing,
                                     portTaken,  imageMissing, notFound, knownRefusal};
    const QString words = bounded(output);
    for (const Rule rule : rules) {
        if (auto error = rule(words))
            return *error;
    }
    const QString said = complaint(words);
    return {ErrorCode::Engine,
            said.isEmpty() ? Tr::tr("The engine refused without saying why") : Tr::tr("The engine says: %1").arg(said),
            QString(), detailOf(output)};
}

std::optional<Error> askedQuestion(const QString &output)
{
    if (const auto match =
            find("volume \"?([^\"\\s]+)\"? exists but doesn't match configuration[^\\n]*data will be lost", output);
        match.hasMatch())
        return Error{ErrorCode::Engine,
                     Tr::tr("Compose wants to make the volume %1 anew and delete its data; this was answered with no")
                         .arg(shown(match.captured(1))),
                     Tr::tr(
                         "The volume's settings in the compose file are not those it was made with. Change them back, "
                         "or keep a copy of the data and remove the volume yourself."),
                     detailOf(output)};
    if (!says("data will be lost|\\[y/N\\]|\\(y/N\\)", output))
        return {};
    return Error{ErrorCode::Engine, Tr::tr("Compose asked a question; it was answered with no"),
                 Tr::tr("Run the command in a terminal to read and answer it."), detailOf(output)};
}

bool isEngineComplaint(const QString &output)
{
    return says(
               "^(?:Error response from daemon: |Error: No such |error during connect: |Cannot connect to the Docker daemon"
               "|failed to connect to the docker API|permission denied while trying to connect to the docker"
               "|Failed to initialize: )",
               output)
           && !says("^Error response from daemon: [^\\n]*OCI runtime exec failed", output);
}

} // namespace bd::engine
