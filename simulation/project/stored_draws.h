#pragma once
/// The draws of two scenarios that are stored beside a project, without calculating any.
///
///   auto found = storedDraws(ensembleStorePath("town.gpkg"), city, before, after);   // an empty value: nothing is stored for this pair
///
/// Of several ensembles of the pair the one with most draws counts; other seeds than `seed` are not looked for. Asking makes no file.
/// Errors: those of EnsembleStore::obtain and load.

#include "simulation/project/ensemble_store.h"

namespace isopolis {

/// Below these an interval of 90 % has no draw beyond its ends; a size that is asked for by name is given as it is.
inline constexpr std::size_t kFewestUnasked = 16;

Expected<std::optional<Ensemble>> storedDraws(const std::filesystem::path& store, const CityPtr& city, const Scenario& before,
                                              const Scenario& after, std::size_t samples = 0, std::uint64_t seed = 1);

}  // namespace isopolis
