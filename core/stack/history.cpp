#include "stack/history.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include "store/database.h"
#include "store/store.h"

namespace bd::stack {

using timeline::Event;
using timeline::LaneInfo;
using timeline::Run;

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(History)
};

const QStringList &migrations()
{
    static const QStringList steps{
        QStringLiteral("CREATE TABLE runs (id INTEGER PRIMARY KEY, project TEXT NOT NULL, context TEXT NOT NULL,"
                       " kind TEXT NOT NULL, origin TEXT NOT NULL, started_us INTEGER NOT NULL, finished_us INTEGER,"
                       " outcome TEXT, lanes TEXT NOT NULL)"),
        QStringLiteral("CREATE INDEX runs_by_project ON runs (project, started_us)"),
        QStringLiteral("CREATE TABLE events (run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,"
                       " at_us INTEGER NOT NULL, event TEXT NOT NULL)"),
        QStringLiteral("CREATE INDEX events_by_run ON events (run)"),
    };
    return steps;
}

QString compact(const QJsonObject &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QString lanesText(const std::vector<LaneInfo> &lanes)
{
    QJsonArray array;
    for (const LaneInfo &lane : lanes)
        array += timeline::toJson(lane);
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

TimePoint timeOf(const QVariant &micros)
{
    return TimePoint(Micros(micros.toLongLong()));
}

Result<Run> runOf(const store::Row &row)
{
    Run run;
    run.id = row[0].toLongLong();
    run.project = row[1].toString();
    run.context = row[2].toString();
    run.kind = timeline::runKindFrom(row[3].toString()).value_or(timeline::RunKind::Start);
    run.origin = row[4].toString();
    run.startedAt = timeOf(row[5]);
    if (!row[6].isNull())
        run.finishedAt = timeOf(row[6]);
    run.outcome = timeline::outcomeFrom(row[7].toString());
    for (const QJsonValue &lane : QJsonDocument::fromJson(row[8].toString().toUtf8()).array()) {
        auto read = timeline::laneFromJson(lane.toObject());
        if (!read)
            return tl::unexpected(read.error());
        run.lanes.push_back(std::move(*read));
    }
    return run;
}

const QString &columns()
{
    static const QString names = QStringLiteral(
        "id, project, context, kind, origin, started_us, finished_us, outcome, lanes");
    return names;
}

} // namespace

History::History(std::unique_ptr<store::Database> database) : m_database(std::move(database)) {}
History::History(History &&) noexcept = default;
History &History::operator=(History &&) noexcept = default;
History::~History() = default;

Result<History> History::open(const QString &file)
{
    const QString path = file.isEmpty() ? store::dataDirectory() + QStringLiteral("/runs.sqlite") : file;
    return store::Database::open(path, migrations()).map([](auto database) { return History(std::move(database)); });
}

Result<qint64> History::begin(const Run &run)
{
    auto id = m_database->insert(
        QStringLiteral(
            "INSERT INTO runs (project, context, kind, origin, started_us, lanes) VALUES (?, ?, ?, ?, ?, ?)"),
        {run.project, run.context, timeline::toString(run.kind), run.origin,
         static_cast<qint64>(run.startedAt.time_since_epoch().count()), lanesText(run.lanes)});
    if (!id)
        return id;
    for (const Event &event : run.events) {
        if (auto stored = append(*id, event); !stored)
            return tl::unexpected(stored.error());
    }
    return id;
}

Result<> History::append(qint64 run, const Event &event)
{
    return m_database->execute(QStringLiteral("INSERT INTO events (run, at_us, event) VALUES (?, ?, ?)"),
                               {run, static_cast<qint64>(event.at.time_since_epoch().count()),
                                compact(timeline::toJson(event))});
}

Result<> History::setLanes(qint64 run, const std::vector<LaneInfo> &lanes)
{
    return m_database->execute(QStringLiteral("UPDATE runs SET lanes = ? WHERE id = ?"), {lanesText(lanes), run});
}

Result<> History::finish(qint64 run, TimePoint at, timeline::Outcome outcome)
{
    return m_database->execute(QStringLiteral("UPDATE runs SET finished_us = ?, outcome = ? WHERE id = ?"),
                               {static_cast<qint64>(at.time_since_epoch().count()), timeline::toString(outcome), run});
}

Result<std::vector<Run>> History::runs(const QString &project, int limit) const
{
    const QString where = project.isEmpty() ? QString() : QStringLiteral(" WHERE project = ?");
    QVariantList values;
    if (!project.isEmpty())
        values += project;
    values += limit;
    const auto rows = m_database->select(
        QStringLiteral("SELECT %1 FROM runs%2 ORDER BY started_us DESC, id DESC LIMIT ?").arg(columns(), where),
        values);
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<Run> runs;
    for (const store::Row &row : *rows) {
        auto run = runOf(row);
        if (!run)
            return tl::unexpected(run.error());
        runs.push_back(std::move(*run));
    }
    return runs;
}

Result<Run> History::run(qint64 id) const
{
    const auto rows = m_database->select(QStringLiteral("SELECT %1 FROM runs WHERE id = ?").arg(columns()), {id});
    if (!rows)
        return tl::unexpected(rows.error());
    if (rows->isEmpty())
        return fail(ErrorCode::NotFound, Tr::tr("There is no run %1").arg(id),
                    Tr::tr("«brokerdeckctl runs» lists the runs that are kept."));
    auto run = runOf(rows->first());
    const auto events =
        m_database->select(QStringLiteral("SELECT event FROM events WHERE run = ? ORDER BY at_us, rowid"), {id});
    if (!run || !events)
        return tl::unexpected(run ? events.error() : run.error());
    for (const store::Row &row : *events) {
        auto event = timeline::eventFromJson(QJsonDocument::fromJson(row[0].toString().toUtf8()).object());
        if (!event)
            return tl::unexpected(event.error());
        run->events.push_back(std::move(*event));
    }
    return run;
}

} // namespace bd::stack
