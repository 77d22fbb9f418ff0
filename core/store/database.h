// A SQLite file with a schema version, through Qt Sql: WAL, foreign keys on, 2 s busy time-out. Belongs to the thread
// that opened it.
#pragma once

#include <functional>
#include <memory>

#include <QStringList>
#include <QVariant>

#include "base/error.h"

namespace bd::store {

using Row = QVariantList;

class Database
{
public:
    // Runs the migrations that the file has not seen; `migrations`, one statement each, only ever grows. A file made
    // by a newer Brokerdeck is refused (Failed), one that is damaged is Io.
    static Result<std::unique_ptr<Database>> open(const QString &file, const QStringList &migrations);
    ~Database();

    Result<> execute(const QString &sql, const QVariantList &values = {});
    Result<qint64> insert(const QString &sql, const QVariantList &values); // gives the row id
    Result<QList<Row>> select(const QString &sql, const QVariantList &values = {}) const;
    Result<> transaction(const std::function<Result<>()> &work); // rolled back where it fails

private:
    struct Private;
    explicit Database(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace bd::store
