#include "guard/look.h"

#include <thread>

namespace bd::guard {

Result<EngineState> lookAt(const engine::Engine &engine, std::stop_token stop)
{
    Result<engine::EngineInfo> info = cancelled();
    Result<engine::Context> context = cancelled();
    Result<std::vector<engine::Volume>> volumes = cancelled();
    std::jthread asksInfo([&] { info = engine.info(stop); });
    std::jthread asksContext([&] { context = engine.context(stop); });
    std::jthread asksVolumes([&] { volumes = engine.everyVolume(stop); });
    auto containers = engine.everyContainer(stop);
    asksInfo.join();
    asksContext.join();
    asksVolumes.join();
    if (!info)
        return tl::unexpected(info.error());
    if (!context)
        return tl::unexpected(context.error());
    if (!volumes)
        return tl::unexpected(volumes.error());
    if (!containers)
        return tl::unexpected(containers.error());
    return EngineState{info->id, context->name, context->isRemote(), std::move(*containers), std::move(*volumes)};
}

} // namespace bd::guard
