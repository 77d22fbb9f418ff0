// The calls of Engine that move what is in volumes.
#include <QCoreApplication>

#include "engine/calls.h"
#include "engine/engine.h"
#include "engine/failure.h"
#include "engine/parsers.h"
#include "engine/stallguard.h"

namespace bd::engine {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Engine)
};

QStringList labelOptions(const QMap<QString, QString> &labels)
{
    QStringList options;
    for (auto it = labels.cbegin(); it != labels.cend(); ++it)
        options += {QStringLiteral("--label"), it.key() + QLatin1Char('=') + it.value()};
    return options;
}

QString trimmedOut(const process::Finished &finished)
{
    return QString::fromUtf8(finished.out).trimmed();
}

} // namespace

// However large it is, something moves all the time; an engine that has stopped copying is not waited for.
Result<> Engine::copy(const QStringList &arguments, const process::Pipes &pipes, std::stop_token stop) const
{
    StallGuard guard(copyStall, stop);
    process::Pipes watched;
    if (pipes.out)
        watched.out = [&](const QByteArray &bytes) {
            guard.touch();
            return pipes.out(bytes);
        };
    if (pipes.in)
        watched.in = [&] {
            guard.touch();
            return pipes.in();
        };
    process::Limits limits;
    limits.deadline = copying;
    const auto finished = m_runner->pipe(docker(QStringList{QStringLiteral("cp")} + arguments), watched, limits,
                                         guard.token());
    if (!finished && guard.hasStalled())
        return fail(ErrorCode::Timeout, Tr::tr("The engine has copied nothing for %1 s").arg(copyStall.count() / 1000),
                    Tr::tr("Try again. If it comes again, restart the engine."), arguments.join(QLatin1Char(' ')));
    if (!finished)
        return tl::unexpected(dockerError(finished.error()));
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return {};
}

Result<> Engine::copyOut(const QString &id, const QString &path, const std::function<Result<>(const QByteArray &)> &tar,
                         std::stop_token stop) const
{
    return copy({id + QLatin1Char(':') + path, QStringLiteral("-")}, {tar, {}}, std::move(stop));
}

Result<> Engine::copyIn(const QString &id, const QString &directory, const std::function<Result<QByteArray>()> &tar,
                        std::stop_token stop) const
{
    return copy({QStringLiteral("-"), id + QLatin1Char(':') + directory}, {{}, tar}, std::move(stop));
}

Result<QMap<QString, qint64>> Engine::volumeSizes(std::stop_token stop) const
{
    const auto finished = run({QStringLiteral("system"), QStringLiteral("df"), QStringLiteral("-v"),
                               QStringLiteral("--format"), QStringLiteral("{{json .Volumes}}")},
                              patient, std::move(stop));
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return parseVolumeSizes(finished->out);
}

Result<QString> Engine::createHolder(const QString &image, const QString &volume, const QString &path,
                                     const QMap<QString, QString> &labels, std::stop_token stop) const
{
    const QStringList options =
        labelOptions(labels)
        + QStringList{QStringLiteral("--pull"),
                      QStringLiteral("never"),
                      QStringLiteral("--network"),
                      QStringLiteral("none"),
                      QStringLiteral("--mount"),
                      QStringLiteral("type=volume,source=%1,target=%2,volume-nocopy").arg(volume, path)};
    const QStringList neverRun{QStringLiteral("--"), image, QStringLiteral("true")}; // an image need not name a command
    const auto finished = run(QStringList{QStringLiteral("create")} + options + neverRun, patient, std::move(stop));
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return trimmedOut(*finished);
}

Result<> Engine::createVolume(const QString &name, const QMap<QString, QString> &labels, std::stop_token stop) const
{
    const auto finished = run(QStringList{QStringLiteral("volume"), QStringLiteral("create")} + labelOptions(labels)
                                  + QStringList{QStringLiteral("--"), name},
                              patient, std::move(stop));
    if (!finished)
        return tl::unexpected(finished.error());
    if (!finished->ok())
        return tl::unexpected(failure(wordsOf(*finished)));
    return {};
}

} // namespace bd::engine
