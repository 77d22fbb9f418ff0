// Lists of many named things: their order by name, the filter over it, the order by a number. Pure.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include <QHash>
#include <QStringList>

namespace bd::app {

// In the order of their names, whatever their case.
struct NameOrder {
    std::vector<int> from;       // where each was before
    std::vector<QString> folded; // the names as a filter compares them
    QHash<QString, int> byName;  // its place in this order
};
NameOrder orderOfNames(const std::vector<QString> &names);

// Places of those that have all words of the filter in their names, in any order and case.
std::vector<int> matchingNames(const std::vector<QString> &folded, const QString &filter);

// Those with a number first, by it; they stay in their order among equals.
void sortByNumber(std::vector<int> &places, const std::vector<std::optional<qint64>> &numbers, bool descending);

// Puts these first and keeps the order otherwise; gives their end.
template<typename Is>
std::vector<int>::iterator putFirst(std::vector<int> &places, Is is)
{
    return std::stable_partition(places.begin(), places.end(), is);
}

} // namespace bd::app
