// Compose's .env files, as far as finding the compose files needs them.
#pragma once

#include <QMap>
#include <QString>

namespace bd::compose {

// KEY=value lines with quotes, comments, `export` and ${OTHER} of lines above or of `outer`.
QMap<QString, QString> parseDotEnv(const QString &text, const QMap<QString, QString> &outer = {});

} // namespace bd::compose
