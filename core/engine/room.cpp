#include "engine/room.h"

#include <QFileInfo>
#include <QStorageInfo>

namespace bd::engine {

std::optional<qint64> roomOf(const EngineInfo &info, const Context &context)
{
    const QFileInfo root(info.rootDirectory);
    const qint64 free = context.isRemote() || !root.exists() ? -1
                                                             : QStorageInfo(root.absoluteFilePath()).bytesAvailable();
    return free < 0 ? std::nullopt : std::optional(free);
}

} // namespace bd::engine
