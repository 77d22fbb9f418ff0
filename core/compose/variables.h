// Variables that a compose file uses and that nobody sets.
#pragma once

#include <QSet>
#include <QStringList>

#include "yaml/node.h"

namespace bd::compose {

struct UnsetVariable {
    QString name;
    yaml::Mark at;
    bool operator==(const UnsetVariable &) const = default;
};

// Each once, where it is first used without a default (${NAME:-…}) and without being required (${NAME:?…}).
std::vector<UnsetVariable> unsetVariables(const yaml::Node &document, const QSet<QString> &set);

} // namespace bd::compose
