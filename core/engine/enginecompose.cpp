// The calls of Engine that Compose does: the plugin of the CLI, or the stand-alone program where there is none.
#include <QCoreApplication>

#include "base/text.h"
#include "engine/calls.h"
#include "engine/engine.h"
#include "engine/failure.h"
#include "engine/parsers.h"

namespace bd::engine {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(EngineCompose)
};

using process::Channel;
using process::Finished;

constexpr QLatin1String standAlone("docker-compose");

process::Limits within(Millis deadline)
{
    process::Limits limits;
    limits.deadline = deadline;
    return limits;
}

QStringList optionEach(const QString &option, const QStringList &values)
{
    QStringList arguments;
    for (const QString &value : values)
        arguments += {option, value};
    return arguments;
}

QStringList argumentsOf(const ComposeCall &call)
{
    // «plain» progress comes by itself where no terminal is; --progress is younger than --ansi.
    QStringList arguments{QStringLiteral("--ansi"), QStringLiteral("never")};
    if (!call.project.isEmpty())
        arguments += {QStringLiteral("-p"), call.project};
    if (!call.directory.isEmpty())
        arguments += {QStringLiteral("--project-directory"), call.directory};
    arguments += optionEach(QStringLiteral("-f"), call.files);
    arguments += optionEach(QStringLiteral("--env-file"), call.envFiles);
    arguments += optionEach(QStringLiteral("--profile"), call.profiles);
    return arguments;
}

// For the stand-alone program, which has no --context. DOCKER_HOST would win over DOCKER_CONTEXT, and it is what
// the context «default» means.
QMap<QString, QString> contextVariables(const QString &context)
{
    if (context.isEmpty())
        return {};
    QMap<QString, QString> variables{{QStringLiteral("DOCKER_CONTEXT"), context}};
    if (context != QLatin1String("default"))
        variables.insert(QStringLiteral("DOCKER_HOST"), QString());
    return variables;
}

Error tooOld(const Version &version)
{
    return {ErrorCode::ComposeTooOld,
            Tr::tr("Docker Compose %1 is too old").arg(version.text()),
            Tr::tr(
                "Brokerdeck needs Compose v2. Install the package docker-compose-plugin, docker-compose-v2 or a newer "
                "docker-compose of your distribution, or Docker Desktop; your compose files stay as they are."),
            {}};
}

} // namespace

process::Command Engine::compose(const ComposeCall &call, const QStringList &arguments) const
{
    process::Command command;
    if (*m_composeProgram == ComposeProgram::StandAlone) {
        command.program = standAlone;
        command.environment = contextVariables(m_context);
    } else {
        command = docker({QStringLiteral("compose")});
    }
    command.arguments += argumentsOf(call) + arguments;
    command.environment.insert(call.environment);
    return command;
}

Result<Version> Engine::composeVersion(std::stop_token stop) const
{
    const auto finished = run({QStringLiteral("compose"), QStringLiteral("version"), QStringLiteral("--short")}, quick,
                              stop);
    if (!finished)
        return tl::unexpected(finished.error());
    const Error error = failure(wordsOf(*finished));
    if (!finished->ok())
        return error.code == ErrorCode::ComposeMissing ? findStandAlone(error.detail, stop) : tl::unexpected(error);
    *m_composeProgram = ComposeProgram::Plugin;
    return Version::in(QString::fromUtf8(finished->out)).value_or(Version{});
}

// Its version, also of a v1 that nothing else can be done with.
Result<Version> Engine::findStandAlone(const QString &whyNoPlugin, std::stop_token stop) const
{
    process::Command command;
    command.program = standAlone;
    command.arguments = {QStringLiteral("version"), QStringLiteral("--short")};
    const auto finished = m_runner->run(command, within(quick), stop);
    if (!finished && finished.error().code != ErrorCode::ProgramMissing)
        return tl::unexpected(finished.error());
    const auto version = finished && finished->ok() ? Version::in(QString::fromUtf8(finished->out)) : std::nullopt;
    if (!version)
        return tl::unexpected(failure(whyNoPlugin));
    if (version->major >= 2)
        *m_composeProgram = ComposeProgram::StandAlone;
    return *version;
}

Result<> Engine::ensureCompose(std::stop_token stop) const
{
    if (*m_composeProgram != ComposeProgram::Unknown)
        return {};
    const auto version = composeVersion(stop);
    if (!version)
        return tl::unexpected(version.error());
    if (version->major < 2)
        return tl::unexpected(tooOld(*version));
    return {};
}

// Takes the plugin for granted at first: looking for it would cost as much as the question itself.
Result<QByteArray> Engine::readCompose(const ComposeCall &call, const QStringList &arguments,
                                       std::stop_token stop) const
{
    auto finished = m_runner->run(compose(call, arguments), within(quick), stop);
    if (finished && !finished->ok() && failure(wordsOf(*finished)).code == ErrorCode::ComposeMissing) {
        if (const auto found = ensureCompose(stop); !found)
            return tl::unexpected(found.error());
        finished = m_runner->run(compose(call, arguments), within(quick), stop);
    }
    if (!finished)
        return tl::unexpected(dockerError(finished.error()));
    if (!finished->ok())
        return tl::unexpected(composeFailure(wordsOf(*finished), call, true));
    auto unknown = ComposeProgram::Unknown;
    m_composeProgram->compare_exchange_strong(unknown, ComposeProgram::Plugin);
    return finished->out;
}

Result<> Engine::actCompose(const ComposeCall &call, const QStringList &arguments,
                            const std::function<void(const QString &)> &progress, std::stop_token stop) const
{
    if (const auto found = ensureCompose(stop); !found)
        return found;
    Tail words;
    const auto finished = m_runner->stream(
        compose(call, arguments),
        [&](Channel, const QByteArray &line) {
            words.add(line);
            const QString text = redacted(firstLine(QString::fromUtf8(line)));
            if (progress && !text.isEmpty())
                progress(text);
        },
        within(downloading), stop);
    if (!finished)
        return tl::unexpected(dockerError(finished.error()));
    if (const auto question = askedQuestion(words.text()))
        return tl::unexpected(*question);
    if (!finished->ok())
        return tl::unexpected(composeFailure(words.text(), call, false));
    return {};
}

Result<QByteArray> Engine::composeConfig(const ComposeCall &call, std::stop_token stop) const
{
    return readCompose(call, {QStringLiteral("config"), QStringLiteral("--format"), QStringLiteral("json")}, stop);
}

Result<QMap<QString, QString>> Engine::composeHashes(const ComposeCall &call, std::stop_token stop) const
{
    return readCompose(call, {QStringLiteral("config"), QStringLiteral("--hash"), QStringLiteral("*")}, stop)
        .map(parseHashes);
}

Result<QStringList> Engine::composeProfiles(const ComposeCall &call, std::stop_token stop) const
{
    return readCompose(call, {QStringLiteral("config"), QStringLiteral("--profiles")}, stop)
        .map([](const QByteArray &out) {
            QStringList names = QString::fromUtf8(out).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
            names.sort();
            return names;
        });
}

Result<> Engine::composeCreate(const ComposeCall &call, const QStringList &services,
                               const std::function<void(const QString &)> &progress, std::stop_token stop) const
{
    return actCompose(call, QStringList{QStringLiteral("create")} + services, progress, stop);
}

Result<> Engine::composeUpOne(const ComposeCall &call, const QString &service, std::stop_token stop) const
{
    return actCompose(call,
                      {QStringLiteral("up"), QStringLiteral("-d"), QStringLiteral("--no-deps"),
                       QStringLiteral("--no-recreate"), service},
                      {}, stop);
}

} // namespace bd::engine
