#pragma once
/// Intervals from the draws that are stored beside a project, without calculating any.
///
///   auto sure = knownDraws("town.gpkg", study, before);      // an empty value: nothing is stored for these two scenarios
///
/// Which ensemble counts: see storedDraws.

#include "simulation/explain/explanation.h"
#include "simulation/uncertainty/ensemble_result.h"

#include <filesystem>
#include <memory>

namespace isopolis {

Expected<std::shared_ptr<const EnsembleResult>> knownDraws(const std::filesystem::path& project, const Study& study, const Scenario& before,
                                                           std::size_t samples = 0, std::uint64_t seed = 1);

}  // namespace isopolis
