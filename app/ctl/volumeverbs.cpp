#include "volumeverbs.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/text.h"
#include "confirmation.h"
#include "exitcode.h"
#include "guard/look.h"
#include "reset/marks.h"
#include "reset/resetplan.h"
#include "reset/standing.h"
#include "resolve.h"
#include "snapshot/browse.h"
#include "snapshot/source.h"
#include "stack/lockkey.h"
#include "stack/volumes.h"
#include "store/settings.h"

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using stack::ProjectVolume;
using stack::VolumeList;

QString purposeOf(const ProjectVolume &volume)
{
    if (volume.holds)
        return stack::purposeText(*volume.holds);
    return volume.isNobodys() ? Tr::tr("nobody’s now") : Tr::tr("another service’s");
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

QJsonObject jsonOf(const ProjectVolume &one, const QStringList &locked, const QMap<QString, qint64> &sizes)
{
    const QString &name = one.volume.name;
    QJsonArray uses;
    for (const guard::VolumeUse &use : one.uses)
        uses += QJsonObject{{QStringLiteral("container"), use.name},
                            {QStringLiteral("project"), use.project},
                            {QStringLiteral("service"), use.service},
                            {QStringLiteral("destination"), use.destination}};
    return {{QStringLiteral("name"), name},
            {QStringLiteral("bytes"), sizes.contains(name) ? QJsonValue(sizes[name]) : QJsonValue()},
            {QStringLiteral("locked"), locked.contains(name)},
            {QStringLiteral("holds"), one.holds ? QJsonValue(compose::toString(*one.holds)) : QJsonValue()},
            {QStringLiteral("anonymous"), one.isAnonymous},
            {QStringLiteral("declared"), one.isDeclared},
            {QStringLiteral("driver"), one.volume.driver},
            {QStringLiteral("createdAt"),
             one.volume.createdAt ? QJsonValue(toIso(*one.volume.createdAt)) : QJsonValue()},
            {QStringLiteral("mountedBy"), uses}};
}

QJsonObject jsonOf(const VolumeList &list, const QStringList &locked, const QMap<QString, qint64> &sizes)
{
    QJsonArray volumes, unheld;
    for (const ProjectVolume &volume : list.volumes)
        volumes += jsonOf(volume, locked, sizes);
    for (const stack::Unheld &one : list.unheld)
        unheld += QJsonObject{{QStringLiteral("service"), one.service},
                              {QStringLiteral("path"), one.path.path},
                              {QStringLiteral("holds"), compose::toString(one.path.kind)}};
    return {{QStringLiteral("volumes"), volumes},
            {QStringLiteral("notOnAVolume"), unheld},
            {QStringLiteral("halfASet"), list.isHalfASet}};
}

void tell(const Output &output, const VolumeList &list, const QStringList &locked, const QMap<QString, qint64> &sizes)
{
    const QString unknown = QStringLiteral("?");
    std::vector<QStringList> rows;
    for (const ProjectVolume &volume : list.volumes) {
        const QString &name = volume.volume.name;
        rows.push_back({nameOf(volume), purposeOf(volume), sizes.contains(name) ? dataSizeText(sizes[name]) : unknown,
                        volume.volume.createdAt ? toLocalText(*volume.volume.createdAt) : unknown,
                        locked.contains(name) ? Tr::tr("locked") : QString(), usesOf(volume)});
    }
    if (rows.empty())
        output.line(Tr::tr("This project has no volumes yet"));
    else
        output.table({Tr::tr("VOLUME"), Tr::tr("FOR"), Tr::tr("SIZE"), Tr::tr("CREATED"), QString(),
                      Tr::tr("MOUNTED BY")},
                     rows);
    for (const stack::Unheld &one : list.unheld)
        output.note(Tr::tr("%1 of %2 is on no volume: it goes with the container").arg(one.path.path, one.service));
    if (list.isHalfASet)
        output.note(
            Tr::tr("Only half of the set is on volumes: Kafka's and ZooKeeper's belong together, and one without the "
                   "other is worse than none"));
}

class Volumes
{
public:
    Volumes(const engine::Engine &engine, const Options &options, const Output &output, compose::Project project,
            guard::EngineState state, std::stop_token stop)
        : m_engine(engine), m_options(options), m_output(output), m_project(std::move(project)),
          m_state(std::move(state)), m_marks(reset::marksOf(m_project, m_state.id)), m_name(options.arguments.value(1)),
          m_stop(std::move(stop))
    {}

    Result<int> run()
    {
        const QString verb = m_options.arguments.value(0);
        m_list = stack::volumesOf(m_project, m_state.containers, m_state.volumes);
        if (verb.isEmpty())
            return list();
        if (auto said = verb == QLatin1String("rm") ? confirmed(m_options, m_project.name) : Result<>(); !said)
            return tl::unexpected(said.error());
        const bool isKnown = std::ranges::any_of(m_list.volumes,
                                                 [&](const ProjectVolume &one) { return one.volume.name == m_name; });
        if (!isKnown)
            return fail(ErrorCode::NotFound, Tr::tr("%1 has no volume «%2»").arg(m_project.name, m_name),
                        Tr::tr("«brokerdeckctl volumes» shows those that there are."));
        if (verb == QLatin1String("browse"))
            return browse();
        return verb == QLatin1String("rm") ? remove() : lock(verb == QLatin1String("lock"));
    }

private:
    Result<int> list()
    {
        const auto sizes = m_engine.volumeSizes(m_stop).value_or(QMap<QString, qint64>());
        if (m_output.json())
            m_output.document(jsonOf(m_list, m_marks.lockedVolumes, sizes));
        else
            tell(m_output, m_list, m_marks.lockedVolumes, sizes);
        return m_list.unheld.empty() && !m_list.isHalfASet ? Well : ProblemFound;
    }

    Result<int> lock(bool isLocked)
    {
        const QString key = stack::lockKey(m_state.id, m_project.name);
        if (auto done = reset::lockVolume(key, m_name, isLocked, {}, QStringLiteral("brokerdeckctl")); !done)
            return tl::unexpected(done.error());
        if (!isLocked && reset::lockedVolumes(m_project, {}).contains(m_name))
            m_output.note(Tr::tr("The team file protects %1, too: it stays locked").arg(m_name));
        return Well;
    }

    Result<int> remove()
    {
        if (auto said = confirmed(m_options, m_project.name); !said)
            return tl::unexpected(said.error());
        return reset::removeVolume(m_engine, m_project, guard::planRemovalOf(m_name, m_project, m_state), m_marks,
                                   m_options.confirmRemote, {}, QStringLiteral("brokerdeckctl"), m_stop)
            .map([] { return Well; });
    }

    Result<int> browse()
    {
        const auto way = snapshot::WayIn::open(m_engine, m_project, m_name, m_stop);
        if (!way)
            return tl::unexpected(way.error());
        const snapshot::VolumePlace &place = (*way)->place();
        const QString path = m_options.arguments.value(2);
        if (const auto bytes = path.isEmpty() ? Result<QByteArray>(fail(ErrorCode::InvalidUse, {}))
                                              : snapshot::beginningOf(m_engine, place, path, previewBytes, m_stop)) {
            const QString text = plainText(QString::fromUtf8(*bytes), previewBytes);
            m_output.line(text.endsWith(QLatin1Char('\n')) ? text.chopped(1) : text);
            return Well;
        }
        const auto files = snapshot::filesIn(m_engine, place, path, m_stop);
        if (!files)
            return tl::unexpected(files.error());
        show(*files);
        return Well;
    }

    void show(const std::vector<snapshot::TarEntry> &files) const
    {
        QJsonArray json;
        std::vector<QStringList> rows;
        for (const snapshot::TarEntry &one : files) {
            const QString name = plainText(QString::fromUtf8(one.path), 4096);
            const bool isFile = one.kind == snapshot::TarEntry::Kind::File;
            json += QJsonObject{{QStringLiteral("path"), name},
                                {QStringLiteral("bytes"), isFile ? QJsonValue(one.size) : QJsonValue()},
                                {QStringLiteral("owner"), one.owner},
                                {QStringLiteral("group"), one.group},
                                {QStringLiteral("mode"), QString::number(one.mode, 8)}};
            rows.push_back({QString::number(one.mode, 8), QStringLiteral("%1:%2").arg(one.owner).arg(one.group),
                            isFile ? dataSizeText(one.size) : QString(), name});
        }
        if (m_output.json())
            m_output.document({{QStringLiteral("files"), json}});
        else
            m_output.table({Tr::tr("MODE"), Tr::tr("OWNER"), Tr::tr("SIZE"), Tr::tr("NAME")}, rows);
    }

    static constexpr qsizetype previewBytes = 64 << 10;

    const engine::Engine &m_engine;
    const Options &m_options;
    const Output &m_output;
    compose::Project m_project;
    guard::EngineState m_state;
    guard::Marks m_marks;
    VolumeList m_list;
    QString m_name;
    std::stop_token m_stop;
};

} // namespace

int runVolumes(const engine::Engine &engine, const Options &options, Output &output, std::stop_token stop)
{
    auto project = resolveProject(engine, options, stop);
    auto state = project ? guard::lookAt(engine, stop) : tl::unexpected(project.error());
    if (!state)
        return failed(output, state.error());
    const auto code = Volumes(engine, options, output, std::move(*project), std::move(*state), std::move(stop)).run();
    return code ? *code : failed(output, code.error());
}

} // namespace bd::ctl
