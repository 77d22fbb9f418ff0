#include "common/namedrows.h"

namespace bd::app {

NameOrder orderOfNames(const std::vector<QString> &names)
{
    std::vector<std::pair<QString, int>> order;
    order.reserve(names.size());
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
        order.emplace_back(names[i].toCaseFolded(), i);
    }
    std::sort(order.begin(), order.end(), [&names](const auto &a, const auto &b) {
        const int byFolded = a.first.compare(b.first);
        return byFolded != 0 ? byFolded < 0 : names[a.second] < names[b.second];
    });
    NameOrder result;
    result.from.reserve(names.size());
    result.folded.reserve(names.size());
    result.byName.reserve(static_cast<qsizetype>(names.size()));
    for (auto &[folded, from] : order) {
        result.byName.insert(names[from], static_cast<int>(result.from.size()));
        result.from.push_back(from);
        result.folded.push_back(std::move(folded));
    }
    return result;
}

std::vector<int> matchingNames(const std::vector<QString> &folded, const QString &filter)
{
    const QStringList words = filter.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<int> places;
    places.reserve(folded.size());
    for (int i = 0; i < static_cast<int>(folded.size()); ++i) {
        if (std::ranges::all_of(words, [&name = folded[i]](const QString &word) { return name.contains(word); })) {
            places.push_back(i);
        }
    }
    return places;
}

void sortByNumber(std::vector<int> &places, const std::vector<std::optional<qint64>> &numbers, bool descending)
{
    const auto end = putFirst(places, [&](int i) { return numbers[i].has_value(); });
    std::stable_sort(places.begin(), end, [&numbers, descending](int a, int b) {
        return descending ? *numbers[a] > *numbers[b] : *numbers[a] < *numbers[b];
    });
}

} // namespace bd::app
