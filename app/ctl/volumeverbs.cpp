#include "volumeverbs.h"

#include <QCoreApplication>
#include <QDateTime>

#include "exitcode.h"
#include "records/readfrom.h"
#include "resolve.h"
#include "stack/volumes.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using Kind = compose::DataPath::Kind;
using stack::ProjectVolume;
using stack::VolumeList;

QString wordsOf(Kind kind)
{
    switch (kind) {
    case Kind::KafkaData: return Tr::tr("Kafka's data");
    case Kind::ZooKeeperData: return Tr::tr("ZooKeeper's data");
    case Kind::ZooKeeperLog: return Tr::tr("ZooKeeper's log");
    }
    return {};
}

QString purposeOf(const ProjectVolume &volume)
{
    if (volume.holds)
        return wordsOf(*volume.holds);
    return volume.uses.empty() ? Tr::tr("nobody's now") : Tr::tr("another service's");
}

QString nameOf(const ProjectVolume &volume)
{
    return volume.isAnonymous ? Tr::tr("%1… (anonymous)").arg(volume.volume.name.left(12)) : volume.volume.name;
}

QString usesOf(const ProjectVolume &volume)
{
    QStringList uses;
    for (const guard::VolumeUse &use : volume.uses)
        uses += Tr::tr("%1 at %2").arg(use.service.isEmpty() ? use.name : use.service, use.destination);
    return uses.join(QStringLiteral(", "));
}

QJsonObject jsonOf(const ProjectVolume &one)
{
    QJsonArray uses;
    for (const guard::VolumeUse &use : one.uses)
        uses += QJsonObject{{QStringLiteral("container"), use.name},
                            {QStringLiteral("project"), use.project},
                            {QStringLiteral("service"), use.service},
                            {QStringLiteral("destination"), use.destination}};
    return {{QStringLiteral("name"), one.volume.name},
            {QStringLiteral("holds"), one.holds ? QJsonValue(stack::toString(*one.holds)) : QJsonValue()},
            {QStringLiteral("anonymous"), one.isAnonymous},
            {QStringLiteral("declared"), one.isDeclared},
            {QStringLiteral("driver"), one.volume.driver},
            {QStringLiteral("createdAt"),
             one.volume.createdAt ? QJsonValue(toIso(*one.volume.createdAt)) : QJsonValue()},
            {QStringLiteral("mountedBy"), uses}};
}

QJsonObject jsonOf(const VolumeList &list)
{
    QJsonArray volumes, unheld;
    for (const ProjectVolume &volume : list.volumes)
        volumes += jsonOf(volume);
    for (const stack::Unheld &one : list.unheld)
        unheld += QJsonObject{{QStringLiteral("service"), one.service},
                              {QStringLiteral("path"), one.path.path},
                              {QStringLiteral("holds"), stack::toString(one.path.kind)}};
    return {{QStringLiteral("volumes"), volumes},
            {QStringLiteral("notOnAVolume"), unheld},
            {QStringLiteral("halfASet"), list.isHalfASet}};
}

void tell(const Output &output, const VolumeList &list)
{
    std::vector<QStringList> rows;
    for (const ProjectVolume &volume : list.volumes)
        rows.push_back(
            {nameOf(volume), purposeOf(volume),
             volume.volume.createdAt ? records::localTimeText(*volume.volume.createdAt).left(16) : QStringLiteral("?"),
             usesOf(volume)});
    if (rows.empty())
        output.line(Tr::tr("This project has no volumes yet"));
    else
        output.table({Tr::tr("VOLUME"), Tr::tr("FOR"), Tr::tr("CREATED"), Tr::tr("MOUNTED BY")}, rows);
    for (const stack::Unheld &one : list.unheld)
        output.note(Tr::tr("%1 of %2 is on no volume: it goes with the container").arg(one.path.path, one.service));
    if (list.isHalfASet)
        output.note(
            Tr::tr("Only half of the set is on volumes: Kafka's and ZooKeeper's belong together, and one without the "
                   "other is worse than none"));
}

Result<int> listed(const engine::Engine &engine, const Options &options, const Output &output, std::stop_token stop)
{
    const auto project = resolveProject(engine, options, stop);
    if (!project)
        return tl::unexpected(project.error());
    const auto containers = engine.everyContainer(stop);
    if (!containers)
        return tl::unexpected(containers.error());
    const auto volumes = engine.everyVolume(stop);
    if (!volumes)
        return tl::unexpected(volumes.error());
    const VolumeList list = stack::volumesOf(*project, *containers, *volumes);
    if (output.json())
        output.document(jsonOf(list));
    else
        tell(output, list);
    return list.unheld.empty() && !list.isHalfASet ? Well : ProblemFound;
}

} // namespace

int runVolumes(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    const auto code = listed(engine, options, output, std::move(stop));
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
