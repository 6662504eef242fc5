#include "app/known_draws.h"

#include "simulation/project/ensemble_store.h"

namespace isopolis {

namespace {
/// Sizes that the window and the command line offer or suggest, the largest first.
constexpr std::size_t kUsualSizes[] = {1024, 512, 256, 200, 128, 100, 64, 50, 32, 16};
constexpr std::size_t kFewest = 2;
}  // namespace

Expected<std::shared_ptr<const EnsembleResult>> knownDraws(const std::filesystem::path& project, const Study& study, const Scenario& before,
                                                           std::size_t samples, std::uint64_t seed)
{
    const std::filesystem::path path = ensembleStorePath(project);
    std::error_code ignored;
    // Asking must not make a file.
    if (!std::filesystem::exists(path, ignored))
        return std::shared_ptr<const EnsembleResult>();
    auto store = EnsembleStore::obtain(path);
    if (!store)
        return unexpected(store.error());
    std::vector<std::size_t> sizes(std::begin(kUsualSizes), std::end(kUsualSizes));
    if (samples > 0)
        sizes = {samples};
    Ensemble best;
    for (const std::size_t size : sizes) {
        EnsembleSettings settings;
        settings.samples = size;
        settings.seed = seed;
        Ensemble found;
        found.plan = ensemblePlan(study.city, before, study.scenario, settings);
        auto draws = store->load(found.plan);
        if (!draws)
            return unexpected(draws.error());
        found.draws = std::move(*draws);
        found.taken = found.draws.size();
        if (found.draws.size() >= kFewest && found.draws.size() > best.draws.size())
            best = std::move(found);
    }
    if (best.draws.empty())
        return std::shared_ptr<const EnsembleResult>();
    return std::make_shared<const EnsembleResult>(summarise(*study.city, best, study.report));
}

}  // namespace isopolis
