// One service of `docker compose config --format json`.
#pragma once

#include <QJsonObject>
#include <QSet>

#include "compose/project.h"

namespace bd::compose {

// Names of the file's top level that say something of a service which uses them.
struct TopLevel {
    QSet<QString> inlined;          // configs and secrets whose content stands in it or in the environment
    QSet<QString> externalNetworks; // others are on them, too
};
Service serviceFrom(const QString &name, const QJsonObject &json, const TopLevel &top);

// Top-level configs or secrets that Compose itself has to put into a container.
QSet<QString> inlinedIn(const QJsonObject &declared);
QSet<QString> externalIn(const QJsonObject &declared); // of the top-level networks

} // namespace bd::compose
