#include "snapshot/manifest.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace bd::snapshot {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Snapshots)
};

constexpr int format = 1;
constexpr QLatin1String formatKey("brokerdeckSnapshot");

using Reason = Manifest::Reason;

QString wordOf(Reason reason)
{
    switch (reason) {
    case Reason::ByHand: return QStringLiteral("by-hand");
    case Reason::BeforeReset: return QStringLiteral("before-reset");
    }
    return {};
}

Reason reasonFrom(const QString &word)
{
    return word == wordOf(Reason::BeforeReset) ? Reason::BeforeReset : Reason::ByHand;
}

QJsonObject jsonOf(const QMap<QString, QString> &map)
{
    QJsonObject json;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        json.insert(it.key(), it.value());
    return json;
}

QMap<QString, QString> mapOf(const QJsonValue &json)
{
    QMap<QString, QString> map;
    const QJsonObject object = json.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        map.insert(it.key(), it.value().toString());
    return map;
}

QJsonObject jsonOf(const ArchivedVolume &one)
{
    return {{QStringLiteral("name"), one.volume},
            {QStringLiteral("anonymous"), one.isAnonymous},
            {QStringLiteral("holds"), one.holds ? QJsonValue(compose::toString(*one.holds)) : QJsonValue()},
            {QStringLiteral("service"), one.service},
            {QStringLiteral("destination"), one.destination},
            {QStringLiteral("driver"), one.driver},
            {QStringLiteral("labels"), jsonOf(one.labels)},
            {QStringLiteral("file"), one.file},
            {QStringLiteral("bytes"), one.bytes},
            {QStringLiteral("sha256"), QString::fromLatin1(one.sha256)},
            {QStringLiteral("contentBytes"), one.contentBytes},
            {QStringLiteral("files"), one.files}};
}

tl::unexpected<Error> notOurs(const QString &why)
{
    return fail(ErrorCode::Parse, Tr::tr("This is no manifest of a snapshot"), {}, why);
}

bool isPlainName(const QString &name)
{
    return !name.isEmpty() && !name.contains(QLatin1Char('/')) && !name.startsWith(QLatin1Char('.'));
}

Result<ArchivedVolume> volumeIn(const QJsonObject &json)
{
    ArchivedVolume one;
    one.volume = json[QLatin1String("name")].toString();
    one.isAnonymous = json[QLatin1String("anonymous")].toBool();
    one.holds = compose::dataKindFrom(json[QLatin1String("holds")].toString());
    one.service = json[QLatin1String("service")].toString();
    one.destination = json[QLatin1String("destination")].toString();
    one.driver = json[QLatin1String("driver")].toString();
    one.labels = mapOf(json[QLatin1String("labels")]);
    one.file = json[QLatin1String("file")].toString();
    one.bytes = json[QLatin1String("bytes")].toInteger(-1);
    one.sha256 = json[QLatin1String("sha256")].toString().toLatin1();
    one.contentBytes = json[QLatin1String("contentBytes")].toInteger(-1);
    one.files = json[QLatin1String("files")].toInt(-1);
    if (one.volume.isEmpty() || !isPlainName(one.file))
        return notOurs(QStringLiteral("volumes: name, file"));
    if (!one.destination.startsWith(QLatin1Char('/')))
        return notOurs(QStringLiteral("volumes: destination"));
    if (one.sha256.size() != 64 || one.bytes < 0 || one.contentBytes < 0 || one.files < 0)
        return notOurs(QStringLiteral("volumes: sha256, bytes, contentBytes, files"));
    return one;
}

QJsonObject jsonOf(const ArchivedTopic &one)
{
    QJsonArray records;
    for (const qint64 count : one.records)
        records += count;
    return {{QStringLiteral("name"), one.topic},
            {QStringLiteral("partitions"), one.partitions},
            {QStringLiteral("replicationFactor"), one.replicationFactor},
            {QStringLiteral("config"), jsonOf(one.config)},
            {QStringLiteral("records"), records},
            {QStringLiteral("file"), one.file},
            {QStringLiteral("bytes"), one.bytes},
            {QStringLiteral("sha256"), QString::fromLatin1(one.sha256)}};
}

QJsonObject jsonOf(const ArchivedGroup &one)
{
    QJsonArray offsets;
    for (const ArchivedOffset &offset : one.offsets)
        offsets += QJsonObject{{QStringLiteral("topic"), offset.topic},
                               {QStringLiteral("partition"), offset.partition},
                               {QStringLiteral("records"), offset.records}};
    return {{QStringLiteral("name"), one.group}, {QStringLiteral("offsets"), offsets}};
}

Result<ArchivedTopic> topicIn(const QJsonObject &json)
{
    ArchivedTopic one;
    one.topic = json[QLatin1String("name")].toString();
    one.partitions = json[QLatin1String("partitions")].toInt();
    one.replicationFactor = json[QLatin1String("replicationFactor")].toInt();
    one.config = mapOf(json[QLatin1String("config")]);
    for (const QJsonValue count : json[QLatin1String("records")].toArray())
        one.records.push_back(count.toInteger(-1));
    one.file = json[QLatin1String("file")].toString();
    one.bytes = json[QLatin1String("bytes")].toInteger(-1);
    one.sha256 = json[QLatin1String("sha256")].toString().toLatin1();
    const bool isWhole = !one.topic.isEmpty() && isPlainName(one.file) && one.partitions > 0
                         && one.replicationFactor > 0 && one.bytes >= 0 && one.sha256.size() == 64
                         && one.records.size() == static_cast<size_t>(one.partitions)
                         && std::ranges::all_of(one.records, [](qint64 count) { return count >= 0; });
    if (!isWhole)
        return notOurs(QStringLiteral("topics"));
    return one;
}

Result<ArchivedGroup> groupIn(const QJsonObject &json)
{
    ArchivedGroup one;
    one.group = json[QLatin1String("name")].toString();
    for (const QJsonValue offset : json[QLatin1String("offsets")].toArray()) {
        one.offsets.push_back({offset[QLatin1String("topic")].toString(), offset[QLatin1String("partition")].toInt(-1),
                               offset[QLatin1String("records")].toInteger(-1)});
        if (one.offsets.back().partition < 0 || one.offsets.back().records < 0)
            return notOurs(QStringLiteral("groups: offsets"));
    }
    if (one.group.isEmpty())
        return notOurs(QStringLiteral("groups: name"));
    return one;
}

template<typename T, typename Read>
Result<std::vector<T>> listIn(const QJsonValue &json, Read read)
{
    std::vector<T> list;
    for (const QJsonValue one : json.toArray()) {
        auto value = read(one.toObject());
        if (!value)
            return tl::unexpected(value.error());
        list.push_back(std::move(*value));
    }
    return list;
}

template<typename T, typename Of>
qint64 sumOf(const std::vector<T> &list, Of of)
{
    return std::accumulate(list.begin(), list.end(), qint64(0),
                           [&](qint64 sum, const T &one) { return sum + std::invoke(of, one); });
}

} // namespace

qint64 Manifest::bytes() const
{
    return sumOf(volumes, &ArchivedVolume::bytes) + sumOf(topics, &ArchivedTopic::bytes);
}

qint64 Manifest::records() const
{
    return sumOf(topics, &ArchivedTopic::allRecords);
}

qint64 ArchivedTopic::allRecords() const
{
    return std::accumulate(records.begin(), records.end(), qint64(0));
}

qint64 Manifest::contentBytes() const
{
    return sumOf(volumes, &ArchivedVolume::contentBytes);
}

QByteArray toJson(const Manifest &manifest)
{
    QJsonObject services;
    for (auto it = manifest.services.cbegin(); it != manifest.services.cend(); ++it)
        services.insert(it.key(), QJsonObject{{QStringLiteral("image"), it->image},
                                              {QStringLiteral("configHash"), it->configHash}});
    QJsonArray volumes;
    for (const ArchivedVolume &one : manifest.volumes)
        volumes += jsonOf(one);
    QJsonArray topics, groups;
    for (const ArchivedTopic &one : manifest.topics)
        topics += jsonOf(one);
    for (const ArchivedGroup &one : manifest.groups)
        groups += jsonOf(one);
    const QJsonObject json{{formatKey, format},
                           {QStringLiteral("name"), manifest.name},
                           {QStringLiteral("project"), manifest.project},
                           {QStringLiteral("takenAt"), toIso(manifest.takenAt)},
                           {QStringLiteral("reason"), wordOf(manifest.reason)},
                           {QStringLiteral("kept"), manifest.isKept},
                           {QStringLiteral("context"), manifest.context},
                           {QStringLiteral("engineId"), manifest.engineId},
                           {QStringLiteral("engine"), manifest.engine},
                           {QStringLiteral("kafkaClusterId"), manifest.clusterId},
                           {QStringLiteral("brokerIds"), QJsonArray::fromStringList(manifest.brokerIds)},
                           {QStringLiteral("services"), services},
                           {QStringLiteral("volumes"), volumes},
                           {QStringLiteral("topics"), topics},
                           {QStringLiteral("groups"), groups}};
    return QJsonDocument(json).toJson();
}

Result<Manifest> manifestIn(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonObject json = QJsonDocument::fromJson(text, &error).object();
    const int version = json[formatKey].toInt();
    if (version < 1)
        return notOurs(error.error == QJsonParseError::NoError ? formatKey : error.errorString());
    if (version > format)
        return fail(ErrorCode::Failed, Tr::tr("This snapshot was made by a newer Brokerdeck"),
                    Tr::tr("Update Brokerdeck to restore it. Its archives can be unpacked with tar."));
    const auto takenAt = fromIso(json[QLatin1String("takenAt")].toString());
    if (!takenAt)
        return notOurs(QStringLiteral("takenAt"));
    Manifest manifest;
    manifest.name = json[QLatin1String("name")].toString();
    manifest.project = json[QLatin1String("project")].toString();
    manifest.takenAt = *takenAt;
    manifest.reason = reasonFrom(json[QLatin1String("reason")].toString());
    manifest.isKept = json[QLatin1String("kept")].toBool();
    manifest.context = json[QLatin1String("context")].toString();
    manifest.engineId = json[QLatin1String("engineId")].toString();
    manifest.engine = json[QLatin1String("engine")].toString();
    manifest.clusterId = json[QLatin1String("kafkaClusterId")].toString();
    for (const QJsonValue id : json[QLatin1String("brokerIds")].toArray())
        manifest.brokerIds += id.toString();
    const QJsonObject services = json[QLatin1String("services")].toObject();
    for (auto it = services.begin(); it != services.end(); ++it)
        manifest.services[it.key()] = {it.value()[QLatin1String("image")].toString(),
                                       it.value()[QLatin1String("configHash")].toString()};
    auto volumes = listIn<ArchivedVolume>(json[QLatin1String("volumes")], &volumeIn);
    auto topics = listIn<ArchivedTopic>(json[QLatin1String("topics")], &topicIn);
    auto groups = listIn<ArchivedGroup>(json[QLatin1String("groups")], &groupIn);
    if (!volumes || !topics || !groups)
        return tl::unexpected(!volumes ? volumes.error() : !topics ? topics.error() : groups.error());
    manifest.volumes = std::move(*volumes);
    manifest.topics = std::move(*topics);
    manifest.groups = std::move(*groups);
    return manifest;
}

} // namespace bd::snapshot
