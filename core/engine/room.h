// Room on the disk that the engine keeps images, containers and volumes on.
#pragma once

#include <optional>

#include "engine/types.h"

namespace bd::engine {

constexpr qint64 littleRoom = 2LL << 30; // bytes: Kafka and ZooKeeper may fill less than this in a day
constexpr qint64 noRoom = littleRoom / 10;

// Bytes that are free, as this machine sees the engine's directory. Nothing where there is none: an engine on another machine, or in
// a virtual one.
std::optional<qint64> roomOf(const EngineInfo &info, const Context &context);

} // namespace bd::engine
