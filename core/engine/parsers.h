// What the `docker` and `docker compose` programs print, as values: pure functions on captured output.
#pragma once

#include <QByteArray>

#include "base/error.h"
#include "engine/types.h"

namespace bd::engine {

// `docker inspect --type container ID…`
Result<std::vector<Container>> parseContainers(const QByteArray &json);

// `docker volume inspect NAME…`
Result<std::vector<Volume>> parseVolumes(const QByteArray &json);

// `docker context ls --format '{{json .}}'`: one object a line
Result<std::vector<Context>> parseContexts(const QByteArray &lines);

// The context that the CLI acts on: `wanted`, else DOCKER_HOST, else DOCKER_CONTEXT, else the current one.
// NoEngine where that name is unknown.
Result<Context> effectiveContext(const std::vector<Context> &contexts, const QString &wanted, const QString &dockerHost,
                                 const QString &dockerContext);

// `docker info --format '{{json .}}'`, without what other calls tell (product, compose, clockOffset).
// NoEngine or EnginePermission where it holds the CLI's ServerErrors.
Result<EngineInfo> parseInfo(const QByteArray &json);

// `docker version --format '{{json .}}'`: «Docker» or «Podman»
QString parseProduct(const QByteArray &json);

// One line of `docker events --format '{{json .}}'`
Result<Event> parseEvent(const QByteArray &line);

// One line of `docker logs --timestamps`. Nothing where the line does not begin with a time: the CLI's own
// words, or a later piece of a line that was too long.
struct StampedText {
    TimePoint at{};
    QByteArray text;
    bool operator==(const StampedText &) const = default;
};
std::optional<StampedText> parseStamped(const QByteArray &line);

// `docker compose config --hash '*'`: «service hash» a line
QMap<QString, QString> parseHashes(const QByteArray &lines);

// The IDs of those of `wanted` that `docker image inspect --format '{{json .}}' wanted…` found, by the name wanted
QMap<QString, QString> imageIdsIn(const QByteArray &lines, const QStringList &wanted);

// The sizes of `docker system df -v --format '{{json .Volumes}}'` in bytes, by volume: «1.234MB» says three or four digits.
Result<QMap<QString, qint64>> parseVolumeSizes(const QByteArray &json);

// `docker stats --no-stream --no-trunc --format '{{json .}}'`: one object a line, by the container's ID. What is not known («--»,
// for one that has just gone) is left out.
Result<QMap<QString, Usage>> parseUsage(const QByteArray &lines);

} // namespace bd::engine
