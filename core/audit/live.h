// What really runs of a project, as far as it bears on what its files say. Values; who finds it out is auditlive/.
#pragma once

#include <QMap>

#include "engine/types.h"

namespace bd::audit {

// An advertised address, asked as any client would, without the panel's own ways around it.
struct Tried {
    QString service;       // the broker's
    QString address;       // localhost:9092
    QString why;           // it did not answer; empty: it did
    bool isInside = false; // one for the stack's own network, asked from there
    bool operator==(const Tried &) const = default;
};

struct Live {
    std::vector<engine::Container> containers; // of the project's services
    QStringList drifted;                       // services whose container was made from other files than there are now
    std::vector<Tried> tried;
    QMap<QString, int> brokerIds;       // service -> the id that it has in the cluster, or that its data bears
    QMap<QString, QStringList> logDirs; // service -> where the broker itself says that its data is
    QString clusterId;                  // empty: not known
    bool operator==(const Live &) const = default;

    const engine::Container *container(const QString &service) const; // one that there is; null: none
};

} // namespace bd::audit
