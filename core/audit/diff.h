// What an edit changes, line by line, as `diff -u` shows it. Pure.
#pragma once

#include <vector>

#include <QStringList>

#include "audit/write.h"

namespace bd::audit {

struct DiffLine {
    enum class Kind { Same, Removed, Added, Gap }; // Gap: lines between two places that are left out
    Kind kind = Kind::Same;
    QString text;
    int before = 0; // its number in the old text, from 1; 0: it is not in it
    int after = 0;  // the same of the new one
    bool operator==(const DiffLine &) const = default;
};

// With three lines around each place.
std::vector<DiffLine> diffOf(const QByteArray &before, const QByteArray &after);

// For a terminal, and for `patch`.
QString unifiedDiff(const EditedFile &file, const QString &shownName);

} // namespace bd::audit
