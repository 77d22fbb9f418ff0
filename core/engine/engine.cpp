#include "engine/engine.h"

#include <thread>

#include <QCoreApplication>

#include "engine/calls.h"
#include "engine/failure.h"
#include "engine/parsers.h"

namespace bd::engine {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Engine)
};

using process::Finished;

constexpr QLatin1String oneJsonLine("{{json .}}");

QStringList wordsIn(const QByteArray &output)
{
    return QString::fromUtf8(output.simplified()).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QStringList projectFilter(const QString &project)
{
    const QString label = QStringLiteral("label=com.docker.compose.project");
    return {QStringLiteral("--filter"), project.isEmpty() ? label : label + QLatin1Char('=') + project};
}

// True where all that is wrong is that some of what was asked for is gone.
bool onlyGone(const QByteArray &err)
{
    bool gone = false;
    for (const QByteArray &line : err.split('\n')) {
        const QByteArray text = line.trimmed().toLower();
        if (text.isEmpty())
            continue;
        if (!text.contains("no such container") && !text.contains("no such object") && !text.contains("no such volume")
            && !text.contains("no such network"))
            return false;
        gone = true;
    }
    return gone;
}

QString seconds(Millis duration)
{
    return QString::number(std::chrono::ceil<std::chrono::seconds>(duration).count());
}

} // namespace

Engine::Engine(std::shared_ptr<process::Runner> runner, QString context)
    : m_runner(std::move(runner)), m_context(std::move(context)),
      m_composeProgram(std::make_shared<std::atomic<ComposeProgram>>(ComposeProgram::Unknown))
{}

process::Command Engine::docker(const QStringList &arguments) const
{
    process::Command command;
    command.program = QStringLiteral("docker");
    if (!m_context.isEmpty())
        command.arguments = {QStringLiteral("--context"), m_context};
    command.arguments += arguments;
    return command;
}

Result<Finished> Engine::run(const QStringList &arguments, Millis deadline, std::stop_token stop) const
{
    process::Limits limits;
    limits.deadline = deadline;
    auto finished = m_runner->run(docker(arguments), limits, std::move(stop));
    if (!finished)
        return tl::unexpected(dockerError(finished.error()));
    return finished;
}

Result<std::vector<Context>> Engine::contexts(std::stop_token stop) const
{
    const auto finished = run({QStringLiteral("context"), QStringLiteral("ls"), QStringLiteral("--format"),
                               oneJsonLine},
                              quick, stop);
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return parseContexts(finished->out);
}

Result<Context> Engine::context(std::stop_token stop) const
{
    const auto known = contexts(stop);
    if (!known)
        return tl::unexpected(known.error());
    return effectiveContext(*known, m_context, qEnvironmentVariable("DOCKER_HOST"),
                            qEnvironmentVariable("DOCKER_CONTEXT"));
}

Result<QString> Engine::id(std::stop_token stop) const
{
    const auto asked = run({QStringLiteral("info"), QStringLiteral("--format"), oneJsonLine}, quick, std::move(stop));
    if (!asked)
        return tl::unexpected(asked.error());
    if (!asked->ok())
        return tl::unexpected(failure(wordsOf(*asked)));
    return parseInfo(asked->out).map([](const EngineInfo &info) { return info.id; });
}

Result<EngineInfo> Engine::info(std::stop_token stop) const
{
    QString product;
    std::optional<Version> compose;
    std::jthread versionThread([&] {
        const auto version = run({QStringLiteral("version"), QStringLiteral("--format"), oneJsonLine}, quick, stop);
        product = parseProduct(version ? version->out : QByteArray());
    });
    std::jthread composeThread([&] {
        if (const auto version = composeVersion(stop))
            compose = *version;
    });
    const auto clock = Clock::system();
    const TimePoint asked = clock.now();
    const auto finished = run({QStringLiteral("info"), QStringLiteral("--format"), oneJsonLine}, quick, stop);
    const TimePoint answered = clock.now();
    versionThread.join();
    composeThread.join();
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    auto info = parseInfo(finished->out);
    if (!info)
        return info;
    info->product = product;
    info->compose = compose;
    info->clockOffset = info->systemTime - (asked + (answered - asked) / 2);
    return info;
}

Result<TimePoint> Engine::engineTime(std::stop_token stop) const
{
    const auto finished = run({QStringLiteral("info"), QStringLiteral("--format"), oneJsonLine}, quick, stop);
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return parseInfo(finished->out).map([](const EngineInfo &info) { return info.systemTime; });
}

Result<std::vector<Container>> Engine::containers(const QString &project, std::stop_token stop) const
{
    return containersWhere(projectFilter(project), std::move(stop));
}

Result<std::vector<Container>> Engine::everyContainer(std::stop_token stop) const
{
    return containersWhere({}, std::move(stop));
}

Result<std::vector<Container>> Engine::containersWhere(const QStringList &filter, std::stop_token stop) const
{
    const auto finished = run(QStringList{QStringLiteral("ps"), QStringLiteral("-aq"), QStringLiteral("--no-trunc")}
                                  + filter,
                              quick, stop);
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return inspectKnown(wordsIn(finished->out), stop);
}

Result<std::vector<Container>> Engine::inspect(const QStringList &ids, std::stop_token stop) const
{
    auto found = inspectKnown(ids, stop);
    if (found && found->empty() && !ids.isEmpty())
        return tl::unexpected(failure(QStringLiteral("No such container: ") + ids.first()));
    return found;
}

// Containers that are gone meanwhile are left out.
Result<std::vector<Container>> Engine::inspectKnown(const QStringList &ids, std::stop_token stop) const
{
    if (ids.isEmpty())
        return std::vector<Container>{};
    const auto finished =
        run(QStringList{QStringLiteral("inspect"), QStringLiteral("--type"), QStringLiteral("container")} + ids, quick,
            stop);
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok() && !onlyGone(finished->err))
        return tl::unexpected(failure(wordsOf(*finished)));
    return parseContainers(finished->out);
}

Result<std::vector<Volume>> Engine::volumes(const QString &project, std::stop_token stop) const
{
    return volumesWhere(projectFilter(project), std::move(stop));
}

Result<std::vector<Volume>> Engine::everyVolume(std::stop_token stop) const
{
    return volumesWhere({}, std::move(stop));
}

Result<std::vector<Volume>> Engine::volumesWhere(const QStringList &filter, std::stop_token stop) const
{
    const auto names = run(QStringList{QStringLiteral("volume"), QStringLiteral("ls"), QStringLiteral("-q")} + filter,
                           quick, stop);
    if (!names)
        return tl::unexpected(names.error());
    if (!names->ok())
        return tl::unexpected(failure(wordsOf(*names)));
    if (names->out.trimmed().isEmpty())
        return std::vector<Volume>{};
    const auto finished = run(QStringList{QStringLiteral("volume"), QStringLiteral("inspect")} + wordsIn(names->out),
                              quick, stop);
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok() && !onlyGone(finished->err))
        return tl::unexpected(failure(wordsOf(*finished)));
    return parseVolumes(finished->out);
}

Result<QMap<QString, Usage>> Engine::usage(std::stop_token stop) const
{
    // Without names: with them, one that has gone meanwhile keeps it from saying anything of the others.
    const auto finished = run({QStringLiteral("stats"), QStringLiteral("--no-stream"), QStringLiteral("--no-trunc"),
                               QStringLiteral("--format"), QStringLiteral("{{json .}}")},
                              quick, std::move(stop));
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return parseUsage(finished->out);
}

Result<QMap<QString, QString>> Engine::imageIds(const QStringList &images, std::stop_token stop) const
{
    QStringList wanted = images;
    wanted.removeDuplicates();
    if (wanted.isEmpty())
        return QMap<QString, QString>();
    const auto finished = run(QStringList{QStringLiteral("image"), QStringLiteral("inspect"),
                                          QStringLiteral("--format"), oneJsonLine}
                                  + wanted,
                              quick, stop);
    if (!finished)
        return tl::unexpected(finished.error());
    const Error error = finished->ok() ? Error() : failure(wordsOf(*finished));
    if (!finished->ok() && error.code != ErrorCode::ImageMissing && error.code != ErrorCode::NotFound)
        return tl::unexpected(error);
    return imageIdsIn(finished->out, wanted);
}

Result<> Engine::start(const QString &id, std::stop_token stop) const
{
    const auto finished = run({QStringLiteral("start"), id}, patient, stop);
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return {};
}

Result<> Engine::stop(const QString &id, std::optional<Millis> grace, std::stop_token stop) const
{
    QStringList arguments{QStringLiteral("stop")};
    if (grace)
        arguments += {QStringLiteral("-t"), seconds(*grace)};
    const auto finished = run(arguments + QStringList{id}, grace ? *grace + patient : stopping, stop);
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return {};
}

Result<> Engine::restart(const QString &id, std::stop_token stop) const
{
    const auto finished = run({QStringLiteral("restart"), id}, stopping, stop);
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return {};
}

Result<> Engine::remove(RemovalPermit permit, std::stop_token stop) const
{
    std::vector<RemovalPermit> permits;
    permits.push_back(std::move(permit));
    return remove(std::move(permits), std::move(stop));
}

Result<> Engine::remove(std::vector<RemovalPermit> permits, std::stop_token stop) const
{
    if (permits.empty())
        return {};
    const auto engineId = id(stop);
    if (!engineId)
        return tl::unexpected(engineId.error());
    const RemovalPermit::Kind kind = permits.front().kind();
    QStringList command{QStringLiteral("rm")};
    if (kind == RemovalPermit::Kind::Volume)
        command.prepend(QStringLiteral("volume"));
    else if (kind == RemovalPermit::Kind::Holder)
        command += QStringLiteral("--volumes");
    command += QStringLiteral("--");
    for (const RemovalPermit &permit : permits) {
        if (permit.what().isEmpty() || permit.kind() != kind || *engineId != permit.engineId())
            return fail(ErrorCode::Failed,
                        Tr::tr("Nothing is deleted: another engine answers than when it was confirmed"));
        command += permit.what();
    }
    const auto finished = run(command, patient, stop);
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok() && !onlyGone(finished->err))
        return tl::unexpected(failure(wordsOf(*finished)));
    return {};
}

Result<> Engine::removeNetworks(const QString &project, std::stop_token stop) const
{
    if (project.isEmpty()) // it would be all of them
        return fail(ErrorCode::InvalidUse, Tr::tr("A project without a name has no networks"));
    const auto listed = run(QStringList{QStringLiteral("network"), QStringLiteral("ls"), QStringLiteral("--quiet")}
                                + projectFilter(project),
                            patient, stop);
    if (!listed || !listed->ok())
        return listed ? tl::unexpected(failure(wordsOf(*listed))) : tl::unexpected(listed.error());
    const QStringList ids = QString::fromUtf8(listed->out.simplified()).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (ids.isEmpty())
        return {};
    const auto removed = run(QStringList{QStringLiteral("network"), QStringLiteral("rm"), QStringLiteral("--")} + ids,
                             patient, stop);
    if (!removed)
        return tl::unexpected(removed.error());
    if (!removed->ok() && !onlyGone(removed->err))
        return tl::unexpected(failure(wordsOf(*removed)));
    return {};
}

} // namespace bd::engine
