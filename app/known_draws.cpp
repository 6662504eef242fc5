#include "app/known_draws.h"

#include "simulation/project/stored_draws.h"

namespace isopolis {

Expected<std::shared_ptr<const EnsembleResult>> knownDraws(const std::filesystem::path& project, const Study& study, const Scenario& before,
                                                           std::size_t samples, std::uint64_t seed)
{
    auto stored = storedDraws(ensembleStorePath(project), study.city, before, study.scenario, samples, seed);
    if (!stored)
        return unexpected(stored.error());
    if (!*stored)
        return std::shared_ptr<const EnsembleResult>();
    return std::make_shared<const EnsembleResult>(summarise(*study.city, **stored, study.report));
}

}  // namespace isopolis
