// Connections as the JSON document that connections.h describes. Pure.
#pragma once

#include "store/connections.h"

namespace bd::store {

QByteArray documentOf(const std::vector<Connection> &connections, bool withIds);

// Parse with the first thing that is wrong as detail; Failed for a document of a newer Brokerdeck.
Result<std::vector<Connection>> connectionsIn(const QByteArray &document);

} // namespace bd::store
