#include "compose/variables.h"

#include <QRegularExpression>

namespace bd::compose {

namespace {

void collect(const yaml::Node &node, QSet<QString> &set, std::vector<UnsetVariable> &unset)
{
    if (!node.alias.isEmpty())
        return;
    static const QRegularExpression variable(
        QStringLiteral("\\$(?:\\$|([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)(\\}|[^}]*))"));
    for (auto it = variable.globalMatch(node.text); it.hasNext();) {
        const auto match = it.next();
        const QString name = match.captured(1) + match.captured(2);
        const bool hasMore = !match.captured(3).isEmpty() && match.captured(3) != QLatin1String("}");
        if (name.isEmpty() || hasMore || set.contains(name))
            continue;
        set.insert(name);
        unset.push_back({name, node.start});
    }
    for (const yaml::Node &item : node.items)
        collect(item, set, unset);
    for (const yaml::Entry &entry : node.entries)
        collect(entry.value, set, unset); // keys are not interpolated
}

} // namespace

std::vector<UnsetVariable> unsetVariables(const yaml::Node &document, const QSet<QString> &set)
{
    std::vector<UnsetVariable> unset;
    QSet<QString> seen = set;
    collect(document, seen, unset);
    return unset;
}

} // namespace bd::compose
