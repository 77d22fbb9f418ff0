// What a dangerous operation writes down before and after each step: a file of JSON lines that only grows, each of them on the
// disk before append() returns. Whoever finds one after a crash knows how far it had come.
#pragma once

#include <vector>

#include <QJsonObject>

#include "base/error.h"

namespace bd::store {

class Journal
{
public:
    // A new one in place of whatever is there: all or nothing.
    static Result<Journal> create(const QString &path, const QJsonObject &head);
    // Goes on with one that is there. A last line that was cut off is cut away.
    static Result<Journal> reopen(const QString &path);
    // All lines that are whole. NotFound; Parse where one in the middle is none.
    static Result<std::vector<QJsonObject>> read(const QString &path);

    Journal(Journal &&other) noexcept;
    Journal &operator=(Journal &&) = delete;
    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;
    ~Journal();

    Result<> append(const QJsonObject &line); // Io: the disk is full, or gone

private:
    explicit Journal(int file) : m_file(file) {}
    int m_file;
};

} // namespace bd::store
