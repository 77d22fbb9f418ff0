#include "store/database.h"

#include <atomic>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>

namespace bd::store {

struct Database::Private {
    QString file;
    QString connection;

    Private(const QString &path, const QString &name) : file(path), connection(name) {}
    Q_DISABLE_COPY_MOVE(Private)
    ~Private()
    {
        handle().close();
        QSqlDatabase::removeDatabase(connection);
    }
    QSqlDatabase handle() const { return QSqlDatabase::database(connection, false); }
};

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Database)
};

// https://www.sqlite.org/rescode.html
constexpr int SqliteError = 1;
constexpr int SqliteBusy = 5;
constexpr int SqliteCorrupt = 11;
constexpr int SqliteConstraint = 19;
constexpr int SqliteNotADatabase = 26;

QString uniqueConnectionName()
{
    static std::atomic<quint64> last{0};
    return QStringLiteral("brokerdeck-%1").arg(++last);
}

tl::unexpected<Error> failure(const QString &file, const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xff; // extended codes keep the primary one in the low byte
    if (code == SqliteCorrupt || code == SqliteNotADatabase)
        return fail(ErrorCode::Io, Tr::tr("The file %1 is damaged.").arg(file),
                    Tr::tr("Move it out of the way; Brokerdeck then starts a new one."), error.text());
    if (code == SqliteBusy)
        return fail(ErrorCode::Io, Tr::tr("The file %1 is in use by another program.").arg(file),
                    Tr::tr("Try again when that program is done."), error.text());
    if (code == SqliteError || code == SqliteConstraint)
        return fail(ErrorCode::Failed, Tr::tr("A request to the file %1 was refused.").arg(file),
                    Tr::tr("This is an error in Brokerdeck; please report it."), error.text());
    return fail(ErrorCode::Io, Tr::tr("The file %1 could not be used.").arg(file),
                Tr::tr("Check its permissions and the free space."), error.text());
}

Result<> connectTo(const QString &file, const QString &connection)
{
    QSqlDatabase handle = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
    if (!handle.isValid())
        return fail(ErrorCode::ProgramMissing, Tr::tr("Qt's SQLite driver is not installed."),
                    Tr::tr("Install the package libqt6sql6-sqlite."), handle.lastError().text());
    handle.setDatabaseName(file);
    handle.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000"));
    if (!handle.open())
        return failure(file, handle.lastError());
    return {};
}

// The query with its rows still to be read.
Result<QSqlQuery> run(const QSqlDatabase &database, const QString &file, const QString &sql,
                      const QVariantList &values = {})
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failure(file, query.lastError());
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return failure(file, query.lastError());
    return query;
}

Result<int> schemaVersion(const Database &database)
{
    const auto rows = database.select(QStringLiteral("PRAGMA user_version"));
    if (!rows)
        return tl::unexpected(rows.error());
    return rows->value(0).value(0).toInt();
}

// The version is read again inside the transaction: panel and command line may open the file at the same moment.
Result<> migrate(Database &database, int step, const QString &migration)
{
    return database.transaction([&]() -> Result<> {
        const Result<int> version = schemaVersion(database);
        if (!version)
            return tl::unexpected(version.error());
        if (*version > step)
            return {};
        if (auto done = database.execute(migration); !done)
            return done;
        return database.execute(QStringLiteral("PRAGMA user_version = %1").arg(step + 1));
    });
}

Result<> bringUpToDate(Database &database, const QString &file, const QStringList &migrations)
{
    const Result<int> version = schemaVersion(database);
    if (!version)
        return tl::unexpected(version.error());
    if (*version > migrations.size())
        return fail(ErrorCode::Failed, Tr::tr("The file %1 was made by a newer Brokerdeck.").arg(file),
                    Tr::tr("Update Brokerdeck, or move the file out of the way to start a new one."),
                    Tr::tr("Schema version %1, known up to %2").arg(*version).arg(migrations.size()));
    for (int step = *version; step < migrations.size(); ++step) {
        if (auto done = migrate(database, step, migrations[step]); !done)
            return done;
    }
    return {};
}

// Write-ahead logging with NORMAL: a killed process loses nothing, a power cut at most the last moments, and
// neither damages the file.
Result<> configure(Database &database)
{
    for (const auto *pragma :
         {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON"}) {
        if (auto done = database.execute(QLatin1String(pragma)); !done)
            return done;
    }
    return {};
}

} // namespace

Database::Database(std::unique_ptr<Private> p) : d(std::move(p)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const QString &file, const QStringList &migrations)
{
    QDir().mkpath(QFileInfo(file).path());
    auto d = std::make_unique<Private>(file, uniqueConnectionName());
    if (auto done = connectTo(file, d->connection); !done)
        return tl::unexpected(done.error());
    std::unique_ptr<Database> database(new Database(std::move(d)));
    if (auto done = configure(*database); !done)
        return tl::unexpected(done.error());
    if (auto done = bringUpToDate(*database, file, migrations); !done)
        return tl::unexpected(done.error());
    return database;
}

Result<> Database::execute(const QString &sql, const QVariantList &values)
{
    if (const auto query = run(d->handle(), d->file, sql, values); !query)
        return tl::unexpected(query.error());
    return {};
}

Result<qint64> Database::insert(const QString &sql, const QVariantList &values)
{
    const auto query = run(d->handle(), d->file, sql, values);
    if (!query)
        return tl::unexpected(query.error());
    return query->lastInsertId().toLongLong();
}

Result<QList<Row>> Database::select(const QString &sql, const QVariantList &values) const
{
    auto query = run(d->handle(), d->file, sql, values);
    if (!query)
        return tl::unexpected(query.error());
    const int columns = query->record().count();
    QList<Row> rows;
    while (query->next()) {
        Row row;
        for (int column = 0; column < columns; ++column)
            row += query->value(column);
        rows += row;
    }
    if (query->lastError().isValid())
        return failure(d->file, query->lastError());
    return rows;
}

Result<> Database::transaction(const std::function<Result<>()> &work)
{
    // Immediate: whoever would write later waits now, where the busy time-out helps, instead of failing midway.
    if (auto begun = execute(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun;
    Result<> done = work();
    if (done)
        done = execute(QStringLiteral("COMMIT"));
    if (!done)
        (void)execute(QStringLiteral("ROLLBACK")); // the first error is the one to tell
    return done;
}

} // namespace bd::store
