// What a restore, or the deletion of a volume, takes: looked at and named before somebody confirms it. What is confirmed is then
// what was shown: where anything is otherwise by then, nothing goes.
#pragma once

#include "common/typedconfirmation.h"
#include "reset/anyrestore.h"

namespace bd::app {

struct RemovalPlace { // where it acts, and how it is confirmed
    QString project;
    QString engineId;
    QString context;
    bool asksForContext = false;                                                      // whoever confirms types it, too
    QString confirmedContext() const { return asksForContext ? context : QString(); } // once that has happened
};

struct RestoreToConfirm {
    RemovalPlace place;
    reset::AnyRestorePlan plan;
    bool isFromOtherEngine = false; // the snapshot was taken on another one
};

struct VolumeToConfirm {
    RemovalPlace place;
    guard::RemovalPlan plan;
};

struct RemovalSetting { // empty: the user's own
    QString settingsFile;
    QString snapshots;
};

// Both ask the engine: worker threads only. An Error where it may not be, with why and what can be done by hand.
Result<RestoreToConfirm> lookAtRestore(const engine::Engine &engine, const compose::Project &project,
                                       const QString &snapshot, const RemovalSetting &setting, std::stop_token stop);
Result<VolumeToConfirm> lookAtRemoval(const engine::Engine &engine, const compose::Project &project,
                                      const QString &volume, const RemovalSetting &setting, std::stop_token stop);

// `sizes`: of volumes in bytes, as far as they are known.
TypedQuestion questionOf(const RestoreToConfirm &restore, const QMap<QString, qint64> &sizes);
TypedQuestion questionOf(const VolumeToConfirm &removal, const QMap<QString, qint64> &sizes);

} // namespace bd::app
