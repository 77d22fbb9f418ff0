// How far a reset or a restore has come, as its journal says: for going on after a crash, or not.
//
//   {"brokerdeckJournal":1,"operation":"full","project":"…","engineId":"…","startedAt":"…Z", …}   what was confirmed
//   {"begun":"stop","at":"…Z"}
//   {"done":"stop","at":"…Z","result":{…}}
//   {"replanned":{…},"at":"…Z"}       what was begun is removed again by this plan: all later steps are to be done anew
//   {"end":"done","at":"…Z"}
#pragma once

#include <functional>
#include <optional>

#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include "base/clock.h"
#include "store/journal.h"

namespace bd::reset {

enum class Operation { Full, Recreate, Empty, Restore };
QString toString(Operation operation); // full, recreate, empty, restore: as in the journal and on the command line
std::optional<Operation> operationFrom(QStringView text);

// | Done      | everything was done                                      |
// | Unharmed  | it failed or was cancelled before anything was deleted   |
// | Abandoned | somebody left it as it was                               |
enum class End { Done, Unharmed, Abandoned };
QString toString(End end);

struct Progress {
    QJsonObject head;
    QJsonObject plan; // of the removal: the head, or what it was replanned to
    Operation operation = Operation::Full;
    QString project;
    TimePoint startedAt{};
    QMap<QString, QJsonObject> done; // step -> what it said
    QString begun;                   // the last that was begun and not done; empty: none
    std::optional<End> end;
    bool isPending() const { return !end; }
    bool operator==(const Progress &) const = default;
};
// It took the place of one that had deleted something, and had not ended.
bool isHarmedBefore(const Progress &progress);
Result<Progress> progressIn(const std::vector<QJsonObject> &lines); // Parse. Pure

// Of a project on an engine: stack::lockKey(). `folder` empty: the user's own.
QString journalPath(const QString &lockKey, const QString &folder);
// Nothing: there was none, or it has ended. Parse, with the file's name, where it is not understood.
Result<std::optional<Progress>> pendingJournal(const QString &path);

// Does steps, each written down before and after; one that was done already is not done again.
class Steps
{
public:
    // `written`: called after each line is on the disk; may be empty.
    static Result<Steps> begin(const QString &path, const QJsonObject &head, std::function<void()> written);
    static Result<Steps> resume(const QString &path, std::function<void()> written);

    using Work = std::function<Result<QJsonObject>()>;
    Result<QJsonObject> step(const QString &name, const Work &work);
    bool isDone(const QString &name) const { return m_progress.done.contains(name); }
    void forget(const QString &name); // it is to be done anew
    // Removals, and what came after them, count as not done from now on.
    Result<> replan(const QJsonObject &removal);
    Result<> finish(End end);
    const Progress &progress() const { return m_progress; }

private:
    Steps(store::Journal journal, Progress progress, std::function<void()> written)
        : m_journal(std::move(journal)), m_progress(std::move(progress)), m_written(std::move(written))
    {}
    Result<> write(const QJsonObject &line);

    store::Journal m_journal;
    Progress m_progress;
    std::function<void()> m_written;
};

} // namespace bd::reset
