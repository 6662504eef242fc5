#pragma once
/// One noise case: a scene or given profiles, one point source, one receiver; and its answer with every intermediate term.
///
///   Expected<NoiseCase> noiseCase = readNoiseCase(text, "case.json");          // in the form of the ISO/TR 17534-4 cases
///   Expected<NoiseAnswer> answer = computeNoiseCase(*noiseCase, CaseInput::Auto);
///   std::string json = writeNoiseAnswer(*noiseCase, *answer);                  // {"paths": […], "total": {…}}
///
/// Keys of a case: `scene` with source_xyz, receiver_xyz (absolute heights), G_source, ground_areas, buildings, walls, topo_lines,
/// reflection_order; `Lw_dB_per_octave` (one number or eight), temperature_C, humidity_pct, favourable_fraction; `profiles` and
/// `profiles_used` where the paths are given. Unknown keys are ignored.
/// Errors name file, feature and field and say what is expected. Sizes are bounded (kMost…).

#include "gis/core/expected.h"
#include "simulation/noise/path_search.h"

#include <string>

namespace isopolis {

enum class CaseInput : unsigned char {
    Auto,      ///< the given profiles if there are any, else the scene
    Scene,     ///< paths are searched in the scene
    Profiles,  ///< the given profiles are evaluated
};

struct GivenProfile {
    std::string name;
    bool curved = false;
    SoundPath path;
};

struct NoiseCase {
    static constexpr std::size_t kMostObstacles = 20000, kMostPoints = 200000, kMostProfiles = 100, kMostCutPoints = 2000;
    std::string id, description;
    Octaves power_dB{};
    Air air{.temperature_C = 10, .humidity_pct = 70};
    double favourableShare = 0.5;
    bool hasScene = false;
    NoiseScene scene;
    Point3 source, receiver;
    PathSettings search;
    std::vector<GivenProfile> profiles;
    std::vector<Issue> issues;  ///< e.g. a receiver inside a building
};

struct AnswerPath {
    std::string label;  ///< "direct" or "vertical plane", "right lateral" …
    PathKind kind = PathKind::Direct;
    PathTerms terms;
    Octaves homogeneous{}, favourable{}, level{};  ///< LH, LF, L; −infinity where a condition has no such path
};

struct NoiseAnswer {
    Octaves airAbsorption_dB_km{};
    std::vector<AnswerPath> paths;
    Octaves level{}, aWeighted{};
    double total_dBA = kSilent_dB;
    bool fromScene = false;
};

Expected<NoiseCase> readNoiseCase(const std::string& text, const std::string& file);
Expected<NoiseAnswer> computeNoiseCase(const NoiseCase& noiseCase, CaseInput input);
/// One JSON object, terms as in the glossary: WH, CfH, AGroundH … LH, LF, L, LA.
std::string writeNoiseAnswer(const NoiseCase& noiseCase, const NoiseAnswer& answer);
/// Terms of a path by their glossary names, in the order of the answer.
std::vector<std::pair<std::string, Octaves>> namedTerms(const AnswerPath& path, const Octaves& airAbsorption_dB_km);

}  // namespace isopolis
