// Sizes as compose files and JVMs write them: 768m, 1G, 805306368.
#pragma once

#include <optional>

#include <QString>

namespace bd::compose {

std::optional<qint64> bytesFrom(const QString &text); // nothing for other text

} // namespace bd::compose
