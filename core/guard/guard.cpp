#include "guard/guard.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QRegularExpression>

namespace bd::guard {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Guard)
};

using Why = Objection::Why;
using Objections = std::vector<Objection>;

template<typename Range, typename Is>
auto firstWhere(const Range &range, Is is) -> const typename Range::value_type *
{
    const auto found = std::ranges::find_if(range, is);
    return found == range.end() ? nullptr : &*found;
}

const engine::Volume *volumeNamed(const EngineState &state, const QString &name)
{
    return firstWhere(state.volumes, [&](const engine::Volume &volume) { return volume.name == name; });
}

const engine::Container *containerOf(const EngineState &state, const QString &id)
{
    return firstWhere(state.containers, [&](const engine::Container &container) { return container.id == id; });
}

bool isTaken(compose::Role role)
{
    return role == compose::Role::Broker || role == compose::Role::ZooKeeper || role == compose::Role::Init;
}

bool isOurs(const compose::Project &project, const engine::Container &container)
{
    const compose::Service *service = container.project() == project.name && !container.oneOff()
                                          ? project.service(container.service())
                                          : nullptr;
    return service && isTaken(service->role);
}

// Calls `look` for each volume of the plan, and gathers what it objects to.
template<typename Look>
Objections forEachVolume(const Case &facts, Look look)
{
    Objections objections;
    for (const PlannedVolume &volume : facts.plan.volumes)
        look(volume, objections);
    return objections;
}

Objections onOtherEngine(const Case &facts)
{
    if (!facts.plan.engineId.isEmpty() && facts.plan.engineId == facts.state.id)
        return {};
    return {{Why::OtherEngine, facts.state.context.name,
             Tr::tr("The context %1 leads to another engine than when this was shown").arg(facts.state.context.name)}};
}

bool soundsLikeProduction(const QString &name)
{
    static const QRegularExpression words(QStringLiteral("(^|[^a-z])(prod|production|prd|live)([^a-z]|$)"),
                                          QRegularExpression::CaseInsensitiveOption);
    return words.match(name).hasMatch();
}

QStringList advertisedBy(const compose::Service &service)
{
    QStringList addresses;
    for (auto it = service.environment.cbegin(); it != service.environment.cend(); ++it) {
        if (it.key().endsWith(QLatin1String("ADVERTISED_LISTENERS")))
            addresses += it->split(QLatin1Char(','), Qt::SkipEmptyParts);
    }
    return addresses;
}

Objections onProduction(const Case &facts)
{
    if (facts.marks.isDevelopment)
        return {};
    QStringList names{facts.project.name, facts.state.context.name};
    for (const compose::Service &service : facts.project.services) {
        if (service.role == compose::Role::Broker)
            names += QStringList{service.name, service.containerName} + advertisedBy(service);
    }
    const QString *sounds = firstWhere(names, soundsLikeProduction);
    if (!sounds)
        return {};
    return {
        {Why::LooksLikeProduction, *sounds,
         Tr::tr("«%1» sounds like production. Where this is a development stack, write «development: true» into the "
                "team file .brokerdeck.yaml")
             .arg(*sounds)}};
}

Objections onExternal(const Case &facts)
{
    return forEachVolume(facts, [&](const PlannedVolume &volume, Objections &objections) {
        const auto isIt = [&](const compose::VolumeSpec &spec) { return spec.external && spec.name == volume.name; };
        if (firstWhere(facts.project.volumes, isIt))
            objections.push_back({Why::External, volume.name,
                                  Tr::tr("%1 is external: it is not this project's to delete").arg(volume.name)});
    });
}

Objections onNoVolume(const Case &facts)
{
    return forEachVolume(facts, [&](const PlannedVolume &volume, Objections &objections) {
        const bool isPath = volume.name.isEmpty() || volume.name.contains(QLatin1Char('/'))
                            || volume.name.contains(QLatin1Char('\\'));
        if (isPath)
            objections.push_back(
                {Why::NoVolume, volume.name, Tr::tr("%1 is a path on the host, not a volume").arg(volume.name)});
    });
}

// Anonymous volumes bear no project's label: that they were mounted by this project's containers alone stands in the plan.
Objections onOtherLabel(const Case &facts)
{
    return forEachVolume(facts, [&](const PlannedVolume &planned, Objections &objections) {
        const engine::Volume *volume = volumeNamed(facts.state, planned.name);
        if (!volume)
            return;
        const bool isRight = planned.isAnonymous ? isAnonymous(*volume) && volume->project().isEmpty()
                                                 : volume->project() == facts.plan.project;
        if (!isRight)
            objections.push_back({Why::OtherLabel, planned.name,
                                  Tr::tr("%1 does not bear the label of %2").arg(planned.name, facts.plan.project)});
    });
}

Objections onUnfinished(const Case &facts)
{
    if (facts.marks.unfinished.isEmpty())
        return {};
    return {{Why::Unfinished, facts.plan.project, facts.marks.unfinished}};
}

bool holdsRecords(const StackVolume &volume, const compose::Project &project)
{
    const auto isOfKafka = [](const auto &use) { return use.keeps == compose::DataPath::Kind::KafkaData; };
    const auto inFile = usesInFile(project);
    return std::ranges::any_of(volume.uses, isOfKafka) || std::ranges::any_of(inFile, [&](const FileUse &use) {
               return use.volume == volume.name && isOfKafka(use);
           });
}

Objections onLocked(const Case &facts)
{
    const auto objection = [](const QString &name) {
        return Objection{Why::Locked, name, Tr::tr("%1 is locked").arg(name)};
    };
    Objections objections;
    for (const PlannedVolume &volume : facts.plan.volumes) {
        if (facts.marks.lockedVolumes.contains(volume.name))
            objections.push_back(objection(volume.name));
    }
    if (!facts.plan.takesRecords)
        return objections;
    for (const StackVolume &volume : stackVolumes(facts.project, facts.state.containers)) {
        if (facts.marks.lockedVolumes.contains(volume.name) && holdsRecords(volume, facts.project))
            objections.push_back(objection(volume.name));
    }
    return objections;
}

// Calls `look` for each use of each volume of the plan.
template<typename Objects>
Objections forEachUse(const Case &facts, Objects objects)
{
    return forEachVolume(facts, [&](const PlannedVolume &volume, Objections &objections) {
        for (const VolumeUse &use : usesOf(volume.name, facts.project, facts.state.containers)) {
            if (auto objection = objects(volume, use))
                objections.push_back(std::move(*objection));
        }
    });
}

Objections onOtherProject(const Case &facts)
{
    return forEachUse(facts, [&](const PlannedVolume &volume, const VolumeUse &use) -> std::optional<Objection> {
        if (use.project == facts.plan.project)
            return {};
        return Objection{Why::OtherProject, volume.name,
                         Tr::tr("%1 is mounted by %2, which is not of this project").arg(volume.name, use.name)};
    });
}

bool keepsData(const compose::Service *service)
{
    return service && (service->role == compose::Role::Broker || service->role == compose::Role::ZooKeeper);
}

// Made for a container that goes, and used by nobody else.
bool goesAlong(const Case &facts, const PlannedVolume &volume, const VolumeUse &use)
{
    return volume.goesWithContainer && volume.isAnonymous
           && firstWhere(facts.plan.containers, [&](const PlannedContainer &one) { return one.id == use.container; });
}

// What a service of the file mounts is its own, also while it has no container.
Objections onOtherServicesFile(const Case &facts)
{
    return forEachVolume(facts, [&](const PlannedVolume &volume, Objections &objections) {
        for (const FileMount &mount : mountsInFile(volume.name, facts.project)) {
            if (!mount.isData)
                objections.push_back({Why::OtherService, volume.name,
                                      Tr::tr("%1 is %2 of %3 in the compose file, and no data of Kafka or ZooKeeper")
                                          .arg(volume.name, mount.destination, mount.service)});
        }
    });
}

Objections onOtherService(const Case &facts)
{
    return forEachUse(facts, [&](const PlannedVolume &volume, const VolumeUse &use) -> std::optional<Objection> {
        if (use.project != facts.plan.project || keepsData(facts.project.service(use.service))
            || goesAlong(facts, volume, use))
            return {};
        return Objection{Why::OtherService, volume.name,
                         Tr::tr("%1 is also mounted by %2, which is neither a broker nor a ZooKeeper")
                             .arg(volume.name, use.service)};
    });
}

Objections onNotData(const Case &facts)
{
    return forEachUse(facts, [&](const PlannedVolume &volume, const VolumeUse &use) -> std::optional<Objection> {
        const bool isStack = use.project == facts.plan.project && keepsData(facts.project.service(use.service));
        if (!isStack || use.isData() || goesAlong(facts, volume, use))
            return {};
        return Objection{Why::NotData, volume.name,
                         Tr::tr("%1 is mounted at %2 of %3, where neither data nor logs of Kafka or ZooKeeper are")
                             .arg(volume.name, use.destination, use.name)};
    });
}

// Made anew under the same name, or mounted by somebody who did not before.
Objections onChangedVolumes(const Case &facts)
{
    return forEachVolume(facts, [&](const PlannedVolume &planned, Objections &objections) {
        const engine::Volume *volume = volumeNamed(facts.state, planned.name);
        bool isOther = volume && volume->createdAt != planned.createdAt;
        for (const VolumeUse &use : usesOf(planned.name, facts.project, facts.state.containers))
            isOther = isOther || !planned.containers.contains(use.container);
        if (isOther)
            objections.push_back(
                {Why::Changed, planned.name, Tr::tr("%1 is not as it was when this was shown").arg(planned.name)});
    });
}

// A volume that is none of the set, an orphan, may go alone.
Objections onHalfASet(const Case &facts)
{
    Objections objections;
    bool takesSome = false;
    for (const StackVolume &volume : stackVolumes(facts.project, facts.state.containers)) {
        const auto isIt = [&](const PlannedVolume &planned) { return planned.name == volume.name; };
        if (firstWhere(facts.plan.volumes, isIt))
            takesSome = true;
        else if (volumeNamed(facts.state, volume.name))
            objections.push_back(
                {Why::HalfASet, volume.name,
                 Tr::tr("%1 would stay behind: Kafka's and ZooKeeper's volumes go together or not at all")
                     .arg(volume.name)});
    }
    return takesSome ? objections : Objections();
}

// A part of the set that no volume of the engine holds would stay where the rest goes; and of what keeps its data nobody knows
// where, nobody knows either. What is in a container's own layer goes with it.
Objections onKeptElsewhere(const Case &facts)
{
    Objections objections;
    for (const PlannedContainer &planned : facts.plan.containers) {
        const engine::Container *container = containerOf(facts.state, planned.id);
        const compose::Service *service = facts.project.service(planned.service);
        if (!container || !keepsData(service))
            continue;
        const auto paths = compose::dataPaths(*service);
        if (paths.empty() && !container->mounts.empty())
            objections.push_back(
                {Why::HalfASet, planned.name,
                 Tr::tr("It is not known where %1 keeps its data: it would be half a set").arg(planned.service)});
        for (const engine::Mount &mount : container->mounts) {
            const bool isElsewhere = mount.kind == engine::Mount::Kind::Bind
                                     && std::ranges::any_of(paths, [&](const compose::DataPath &path) {
                                            return compose::holdsPath(mount.destination, path.path);
                                        });
            if (isElsewhere)
                objections.push_back({Why::HalfASet, planned.name,
                                      Tr::tr("%1 of %2 is a folder of the host, %3: it would stay behind")
                                          .arg(mount.destination, planned.service, mount.source)});
        }
    }
    return objections;
}

Objections onContainers(const Case &facts)
{
    Objections objections;
    for (const PlannedContainer &planned : facts.plan.containers) {
        const engine::Container *container = containerOf(facts.state, planned.id);
        if (container && (!isOurs(facts.project, *container) || container->project() != facts.plan.project))
            objections.push_back(
                {Why::OtherContainer, planned.name,
                 Tr::tr("%1 is not a broker, ZooKeeper or init service of %2").arg(planned.name, facts.plan.project)});
    }
    return objections;
}

Objections onChangedContainers(const Case &facts)
{
    Objections objections;
    for (const PlannedContainer &planned : facts.plan.containers) {
        const engine::Container *container = containerOf(facts.state, planned.id);
        const bool isOther = container && (container->name != planned.name || container->service() != planned.service);
        if (isOther)
            objections.push_back(
                {Why::Changed, planned.name, Tr::tr("%1 is not as it was when this was shown").arg(planned.name)});
    }
    return objections;
}

Result<> stillAllowed(const Case &now, const QString &confirmedContext)
{
    const Ruling ruling = ruleOn(now, confirmedContext);
    if (ruling.verdict == Ruling::Verdict::Allowed)
        return {};
    return tl::unexpected(refusalOf(ruling, now.state));
}

PlannedVolume planned(const engine::Volume &volume, const std::vector<VolumeUse> &uses)
{
    PlannedVolume made;
    made.name = volume.name;
    made.isAnonymous = isAnonymous(volume);
    made.createdAt = volume.createdAt;
    for (const VolumeUse &use : uses)
        made.containers += use.container;
    return made;
}

// The anonymous volumes of the plan's containers that hold nothing of the set.
void addWhatGoesAlong(const compose::Project &project, const EngineState &state, RemovalPlan &plan)
{
    const auto goes = [&](const QString &id) {
        return firstWhere(plan.containers, [&](const PlannedContainer &one) { return one.id == id; }) != nullptr;
    };
    for (const engine::Volume &volume : state.volumes) {
        if (!isAnonymous(volume))
            continue;
        const auto uses = usesOf(volume.name, project, state.containers);
        const bool isAlone = !uses.empty() && std::ranges::all_of(uses, [&](const VolumeUse &use) {
            return !use.isData() && goes(use.container);
        });
        if (!isAlone)
            continue;
        plan.volumes.push_back(planned(volume, uses));
        plan.volumes.back().goesWithContainer = true;
    }
}

tl::unexpected<Error> notPlanned(const QString &what)
{
    return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not in the plan that was confirmed").arg(what));
}

tl::unexpected<Error> notOurs(const QString &what)
{
    return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not one that Brokerdeck made for copying").arg(what));
}

tl::unexpected<Error> notPractice(const QString &what)
{
    return fail(ErrorCode::InvalidUse, Tr::tr("%1 is not of a lesson").arg(what));
}

} // namespace

RemovalPlan planRemoval(const compose::Project &project, const EngineState &state)
{
    RemovalPlan plan{project.name, state.id, state.context.name, {}, {}};
    for (const engine::Container &container : state.containers) {
        if (isOurs(project, container))
            plan.containers.push_back({container.id, container.name, container.service()});
    }
    for (const StackVolume &volume : stackVolumes(project, state.containers)) {
        const engine::Volume *known = volumeNamed(state, volume.name);
        if (!known || volume.isShared())
            continue;
        plan.volumes.push_back(planned(*known, volume.uses));
    }
    addWhatGoesAlong(project, state, plan);
    return plan;
}

std::span<const Rule> rules()
{
    static constexpr std::array<Rule, 16> all{onOtherEngine,       onProduction, onExternal,          onNoVolume,
                                              onOtherLabel,        onLocked,     onOtherProject,      onOtherService,
                                              onOtherServicesFile, onNotData,    onChangedVolumes,    onHalfASet,
                                              onKeptElsewhere,     onContainers, onChangedContainers, onUnfinished};
    return all;
}

Ruling ruleOn(const Case &facts, const QString &confirmedContext, std::span<const Rule> by)
{
    Ruling ruling;
    for (const Rule rule : by) {
        auto objections = rule(facts);
        std::ranges::move(objections, std::back_inserter(ruling.objections));
    }
    if (!ruling.objections.empty())
        return ruling;
    const bool wantsMore = facts.state.context.isRemote() || facts.marks.isProtected;
    const bool hasMore = !confirmedContext.isEmpty() && confirmedContext == facts.state.context.name;
    ruling.verdict = wantsMore && !hasMore ? Ruling::Verdict::NeedsConfirmation : Ruling::Verdict::Allowed;
    return ruling;
}

Error refusalOf(const Ruling &ruling, const EngineState &state)
{
    const QString why = ruling.objections.empty()
                            ? Tr::tr("The context %1 was not confirmed by its name").arg(state.context.name)
                            : ruling.objections.front().text;
    return {ErrorCode::Failed,
            Tr::tr("Nothing more is deleted: %1").arg(why),
            Tr::tr("Look at the plan again: something has changed since it was shown."),
            {}};
}

RemovalPlan planOfNothing(const QString &project, const QString &engineId, const QString &context)
{
    return {project, engineId, context, {}, {}};
}

RemovalPlan planOfRecords(const QString &project, const QString &engineId, const QString &context)
{
    RemovalPlan plan = planOfNothing(project, engineId, context);
    plan.takesRecords = true;
    return plan;
}

RemovalPlan planRemovalOf(const QString &volume, const compose::Project &project, const EngineState &state)
{
    RemovalPlan plan{project.name, state.id, state.context.name, {}, {}};
    const engine::Volume *known = volumeNamed(state, volume);
    if (!known)
        return plan;
    plan.volumes.push_back(planned(*known, usesOf(volume, project, state.containers)));
    return plan;
}

Result<engine::RemovalPermit> Permits::forContainer(const QString &id, const Case &now, const QString &confirmedContext)
{
    if (!firstWhere(now.plan.containers, [&](const PlannedContainer &one) { return one.id == id; }))
        return notPlanned(id);
    return stillAllowed(now, confirmedContext).map([&] {
        return engine::RemovalPermit(engine::RemovalPermit::Kind::Container, id, now.state.id);
    });
}

Result<engine::RemovalPermit> Permits::forVolume(const QString &name, const Case &now, const QString &confirmedContext)
{
    if (!firstWhere(now.plan.volumes, [&](const PlannedVolume &one) { return one.name == name; }))
        return notPlanned(name);
    return stillAllowed(now, confirmedContext).map([&] {
        return engine::RemovalPermit(engine::RemovalPermit::Kind::Volume, name, now.state.id);
    });
}

QString holderLabel()
{
    return QStringLiteral("io.brokerdeck.holder");
}

Result<engine::RemovalPermit> Permits::forOwnHolder(const QString &id, const EngineState &now)
{
    const engine::Container *container = containerOf(now, id);
    if (!container || !container->labels.contains(holderLabel()) || !container->project().isEmpty())
        return notOurs(id);
    return engine::RemovalPermit(engine::RemovalPermit::Kind::Holder, id, now.id);
}

Result<engine::RemovalPermit> Permits::forOwnVolume(const QString &name, const EngineState &now)
{
    const engine::Volume *volume = volumeNamed(now, name);
    const bool isMounted = std::ranges::any_of(now.containers, [&](const engine::Container &container) {
        return std::ranges::any_of(container.mounts, [&](const engine::Mount &mount) { return mount.name == name; });
    });
    if (!volume || !volume->labels.contains(holderLabel()) || !volume->project().isEmpty() || isMounted)
        return notOurs(name);
    return engine::RemovalPermit(engine::RemovalPermit::Kind::Volume, name, now.id);
}

QString practicePrefix()
{
    return QStringLiteral("brokerdeck-practice-");
}

Result<engine::RemovalPermit> Permits::forPracticeContainer(const QString &id, const QString &folder,
                                                            const EngineState &now)
{
    const engine::Container *container = containerOf(now, id);
    const bool isPractice = container && container->project().startsWith(practicePrefix()) && !folder.isEmpty()
                            && container->workingDirectory() == folder;
    if (!isPractice)
        return notPractice(id);
    return engine::RemovalPermit(engine::RemovalPermit::Kind::Holder, id, now.id);
}

Result<engine::RemovalPermit> Permits::forPracticeVolume(const QString &name, const QString &project,
                                                         const EngineState &before, const EngineState &now)
{
    const engine::Volume *volume = volumeNamed(now, name);
    const auto mounts = [&](const engine::Container &container) {
        return std::ranges::any_of(container.mounts, [&](const engine::Mount &mount) { return mount.name == name; });
    };
    const auto isElsewhere = [&](const engine::Container &container) {
        return mounts(container) && container.project() != project;
    };
    const bool wasAlone = std::ranges::any_of(before.containers, mounts)
                          && std::ranges::none_of(before.containers, isElsewhere);
    const bool isOurs = volume
                        && (volume->project() == project
                            || (isAnonymous(*volume) && volume->project().isEmpty() && wasAlone));
    if (!isOurs || !project.startsWith(practicePrefix()) || std::ranges::any_of(now.containers, mounts))
        return notPractice(name);
    return engine::RemovalPermit(engine::RemovalPermit::Kind::Volume, name, now.id);
}

} // namespace bd::guard
