#pragma once
/// The city as the noise model sees it: houses and barriers, ground, roads as lines, receptors at façades.
///
///   CityNoise view = cityNoise(applied, issues);
///   view.scene.cut(…);  view.lines[0].links;  view.receptors[0].at
///
/// Depends on geometry and geometric parameters alone, never on traffic: what is calculated from it can be kept.

#include "simulation/noise/noise_result.h"
#include "simulation/noise/noise_scene.h"
#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

/// A road on the ground: one link, or both directions of a street that share their points. Tunnels are left out. Or a piece of a tram's
/// way (tram_noise.h), then without links.
struct NoiseLine {
    std::array<LinkId, 2> links;  ///< the second is invalid on a one-way street
    Polyline axis;
    Box bounds;
    TransitLineId tram = {};  ///< of AppliedScenario::transit()
};

struct CityNoise {
    NoiseScene scene;
    std::vector<NoiseLine> lines;
    std::vector<NoiseReceptor> receptors;
};

CityNoise cityNoise(const AppliedScenario& applied, std::vector<Issue>& issues);

/// Hash of everything that cityNoise reads.
Hash noiseGeometryHash(const AppliedScenario& applied);

}  // namespace isopolis
