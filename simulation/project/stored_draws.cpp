#include "simulation/project/stored_draws.h"

namespace isopolis {

namespace {
/// Sizes that the window and the command line offer or suggest, the largest first.
constexpr std::size_t kUsualSizes[] = {1024, 512, 256, 200, 128, 100, 64, 50, 32, 16};
constexpr std::size_t kFewest = 2;
}  // namespace

Expected<std::optional<Ensemble>> storedDraws(const std::filesystem::path& path, const CityPtr& city, const Scenario& before,
                                              const Scenario& after, std::size_t samples, std::uint64_t seed)
{
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return std::optional<Ensemble>();
    auto store = EnsembleStore::obtain(path);
    if (!store)
        return unexpected(store.error());
    std::vector<std::size_t> sizes(std::begin(kUsualSizes), std::end(kUsualSizes));
    if (samples > 0)
        sizes = {samples};
    const std::size_t fewest = samples > 0 ? kFewest : kFewestUnasked;
    std::optional<Ensemble> best;
    for (const std::size_t size : sizes) {
        if (best && best->draws.size() >= size)
            break;
        EnsembleSettings settings;
        settings.samples = size;
        settings.seed = seed;
        Ensemble found;
        found.plan = ensemblePlan(city, before, after, settings);
        auto draws = store->load(found.plan);
        if (!draws)
            return unexpected(draws.error());
        found.draws = std::move(*draws);
        found.taken = found.draws.size();
        if (found.draws.size() >= fewest && (!best || found.draws.size() > best->draws.size()))
            best = std::move(found);
    }
    return best;
}

}  // namespace isopolis
