#include "guard/look.h"

#include <thread>

namespace bd::guard {

Result<EngineState> lookAt(const engine::Engine &engine, std::stop_token stop)
{
    Result<QString> id = cancelled();
    Result<engine::Context> context = cancelled();
    Result<std::vector<engine::Volume>> volumes = cancelled();
    std::jthread asksId([&] { id = engine.id(stop); });
    std::jthread asksContext([&] { context = engine.context(stop); });
    std::jthread asksVolumes([&] { volumes = engine.everyVolume(stop); });
    auto containers = engine.everyContainer(stop);
    asksId.join();
    asksContext.join();
    asksVolumes.join();
    if (!id)
        return tl::unexpected(id.error());
    if (!context)
        return tl::unexpected(context.error());
    if (!volumes)
        return tl::unexpected(volumes.error());
    if (!containers)
        return tl::unexpected(containers.error());
    return EngineState{*id, std::move(*context), std::move(*containers), std::move(*volumes)};
}

} // namespace bd::guard
