// One service of `docker compose config --format json`.
#pragma once

#include <QJsonObject>
#include <QSet>

#include "compose/project.h"

namespace bd::compose {

// `inlined`: configs and secrets of the file whose content stands in it or in the environment.
Service serviceFrom(const QString &name, const QJsonObject &json, const QSet<QString> &inlined);

// Top-level configs or secrets that Compose itself has to put into a container.
QSet<QString> inlinedIn(const QJsonObject &declared);

} // namespace bd::compose
