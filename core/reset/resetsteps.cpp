#include "reset/resetsteps.h"

#include <algorithm>

#include <QCoreApplication>

#include "reset/leaving.h"
#include "startup/steps.h"

namespace bd::reset {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Reset)
};

} // namespace

QStringList textsIn(const QJsonValue &array)
{
    QStringList texts;
    for (const QJsonValue one : array.toArray())
        texts += one.toString();
    return texts;
}

Result<> done(const Result<QJsonObject> &step)
{
    return step.map([](const QJsonObject &) {});
}

bool hasTouchedRecords(const Progress &progress)
{
    const auto touches = [](const QString &step) {
        return step.startsWith(QLatin1String("topic:")) || step == QLatin1String("empty")
               || step == QLatin1String("delete") || step == QLatin1String("create");
    };
    return isHarmedBefore(progress) || touches(progress.begun) || std::ranges::any_of(progress.done.keys(), touches);
}

bool isOfRecords(const Progress &progress)
{
    return progress.operation == Operation::Empty || progress.operation == Operation::Recreate
           || progress.head[QLatin1String("records")].toBool();
}

tl::unexpected<Error> nothingToGoOnWith()
{
    return fail(ErrorCode::NotFound, Tr::tr("There is nothing to go on with"),
                Tr::tr("The last reset has ended, or there was none."));
}

Result<> nothingPending(const QString &journal)
{
    return pendingJournal(journal).and_then([](const std::optional<Progress> &pending) -> Result<> {
        if (!pending)
            return {};
        return fail(ErrorCode::InvalidUse,
                    Tr::tr("A %1 of %2 has not ended, since %3")
                        .arg(pending->operation == Operation::Restore ? Tr::tr("restore") : Tr::tr("reset"),
                             pending->project, toLocalText(pending->startedAt)),
                    Tr::tr(
                        "Go on with it, restore its snapshot, or leave it as it is: «brokerdeckctl reset --resume» or "
                        "«--abandon»."));
    });
}

Result<> mayGo(const guard::Case &facts, const QString &confirmedContext)
{
    const guard::Ruling ruling = guard::ruleOn(facts, confirmedContext);
    if (ruling.verdict == guard::Ruling::Verdict::Allowed)
        return {};
    if (ruling.verdict == guard::Ruling::Verdict::NeedsConfirmation)
        return fail(
            ErrorCode::InvalidUse,
            facts.state.context.isRemote()
                ? Tr::tr("The context %1 is on another machine").arg(facts.state.context.name)
                : Tr::tr("%1 is protected").arg(facts.project.name),
            Tr::tr("Confirm the context by its name, too: «--confirm-remote %1».").arg(facts.state.context.name));
    QStringList all;
    for (const guard::Objection &objection : ruling.objections)
        all += objection.text;
    return fail(ErrorCode::Failed, Tr::tr("Nothing is deleted: %1").arg(all.first()), {}, all.join(QLatin1Char('\n')));
}

Result<Replaced> replacedBy(const QString &journal)
{
    return pendingJournal(journal).map([](const std::optional<Progress> &pending) {
        if (!pending)
            return Replaced();
        const bool ofRecords = isOfRecords(*pending);
        return Replaced{ofRecords ? hasTouchedRecords(*pending) : anyRemoval(*pending), ofRecords, stoppedBy(*pending)};
    });
}

Result<> stopFirst(const engine::Engine &engine, const compose::Project &project, const QStringList &services,
                   Closing closing, startup::EventLog &log, std::stop_token stop)
{
    log.add({}, timeline::EventKind::Step, Tr::tr("stopping"));
    QStringList stack, others;
    for (const QString &name : services) {
        const compose::Service *service = project.service(name);
        (service && isOfTheStack(*service) ? stack : others) += name;
    }
    const auto stopAll = [&](const QStringList &names, std::optional<Millis> grace) {
        return names.isEmpty() ? Result<>() : startup::stopServices(engine, project, names, grace, log, stop);
    };
    const auto grace = closing == Closing::Clean ? std::nullopt : std::optional(Millis(0));
    return stopAll(others, {}).and_then([&] { return stopAll(stack, grace); });
}

Result<startup::StartReport> startStep(const engine::Engine &engine, const compose::Project &project,
                                       const QString &name, const startup::StartOptions &options, Steps &steps,
                                       startup::EventLog &log, std::stop_token stop)
{
    startup::StartReport report;
    if (options.services.isEmpty())
        return report;
    const auto work = [&] {
        return startup::startServices(engine, project, options, log, std::move(stop))
            .map([&](startup::StartReport &&started) {
                report = std::move(started);
                return QJsonObject();
            });
    };
    return steps.step(name, work).map([&](const QJsonObject &) { return std::move(report); });
}

tl::unexpected<Error> unharmed(const engine::Engine &engine, const compose::Project &project,
                               const QStringList &services, Steps &steps, startup::EventLog &log, const Error &why)
{
    if (!services.isEmpty() && hasStopped(steps.progress())) {
        log.add({}, timeline::EventKind::Step, Tr::tr("nothing was deleted: starting again what was stopped"));
        startup::StartOptions options;
        options.services = services;
        options.allowRecreate = false; // as they were
        if (const auto started = startup::startServices(engine, project, options, log, {}); !started)
            log.problem({}, started.error());
    }
    if (const auto ended = steps.finish(End::Unharmed); !ended)
        log.problem({}, ended.error());
    return tl::unexpected(why);
}

Result<Steps> resumedSteps(const QString &lockKey, Operation operation, const Surroundings &surroundings)
{
    const QString path = journalPath(lockKey, surroundings.journals);
    const auto pending = pendingJournal(path);
    if (!pending)
        return tl::unexpected(pending.error());
    if (!*pending || (*pending)->operation != operation)
        return nothingToGoOnWith();
    return Steps::resume(path, surroundings.written);
}

void finishLog(startup::EventLog &log, timeline::Outcome outcome, const std::optional<Error> &error,
               const QString &wellText)
{
    if (error && error->code != ErrorCode::Cancelled)
        log.problem({}, *error);
    log.finish(outcome, !error ? wellText : error->code == ErrorCode::Cancelled ? Tr::tr("Cancelled") : error->message);
}

} // namespace bd::reset
