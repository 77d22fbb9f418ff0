// What resets and restores share around their steps.
#pragma once

#include <QJsonArray>
#include <QJsonValue>

#include "reset/fullreset.h"

namespace bd::reset {

inline QString snapshotStep()
{
    return QStringLiteral("snapshot");
}

QStringList textsIn(const QJsonValue &array);

// A step whose words nobody needs.
Result<> done(const Result<QJsonObject> &step);

bool hasTouchedRecords(const Progress &progress); // some topic was begun to be emptied, deleted or filled
// Whether only records are touched, and no volume.
bool isOfRecords(const Progress &progress);

tl::unexpected<Error> nothingToGoOnWith();

// InvalidUse where an earlier operation has neither ended nor been abandoned.
Result<> nothingPending(const QString &journal);

// For an operation that leads out of one that has not ended: the head that takes its place says what that one did.
struct Replaced {
    bool isHarmed = false; // something was deleted
    bool isOfRecords = true;
    QStringList stops; // services that it has stopped
};
Result<Replaced> replacedBy(const QString &journal); // nothing pending: all as by default

// Failed with the guard's first objection; InvalidUse where the context must be confirmed, too.
Result<> mayGo(const guard::Case &facts, const QString &confirmedContext);

// Workers have their own grace. So has the stack where it is to close cleanly; what is thrown away need not.
enum class Closing { Clean, AtOnce };
Result<> stopFirst(const engine::Engine &engine, const compose::Project &project, const QStringList &services,
                   Closing closing, startup::EventLog &log, std::stop_token stop);

// The step `name`: starts the services of `options`. None at all is no step, where elsewhere it means all of them.
Result<startup::StartReport> startStep(const engine::Engine &engine, const compose::Project &project,
                                       const QString &name, const startup::StartOptions &options, Steps &steps,
                                       startup::EventLog &log, std::stop_token stop);

// Where nothing was deleted: starts again what was stopped, also after a cancel, and ends the journal. Gives `why`.
tl::unexpected<Error> unharmed(const engine::Engine &engine, const compose::Project &project,
                               const QStringList &services, Steps &steps, startup::EventLog &log, const Error &why);

// NotFound where nothing of this kind is pending.
Result<Steps> resumedSteps(const QString &lockKey, Operation operation, const Surroundings &surroundings);

// Says how it ended, the error of a failure before.
void finishLog(startup::EventLog &log, timeline::Outcome outcome, const std::optional<Error> &error,
               const QString &wellText);
template<typename T>
void finishLog(startup::EventLog &log, const Result<T> &result, const QString &wellText)
{
    finishLog(log, startup::outcomeOf(result), result ? std::nullopt : std::optional(result.error()), wellText);
}

} // namespace bd::reset
