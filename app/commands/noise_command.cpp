#include "app/commands/console.h"
#include "app/commands/files.h"
#include "simulation/noise/noise_case.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

constexpr std::uintmax_t kLargestCase = std::uintmax_t{1} << 25;

constexpr const char* kForm = R"(
CASE.json, lengths in metres, heights above the datum of the terrain:
  {"Lw_dB_per_octave": 93,             one number, or eight (63 Hz to 8 kHz), dB re 1 pW of the point source
   "temperature_C": 10, "humidity_pct": 70, "favourable_fraction": 0.5,
   "scene": {
     "source_xyz": [10, 10, 1], "receiver_xyz": [200, 50, 4],
     "G_source": 0.5,                  ground factor at the source and outside the areas, 0 hard to 1 soft
     "ground_areas": [{"xmin": 0, "xmax": 50, "ymin": -20, "ymax": 80, "G": 0.9}],
     "buildings": [{"points_xyz_top": [[55, 5, 10], [65, 5, 10], [65, 15, 10], [55, 15, 10]], "absorption_octaves": 0.2}],
     "walls": [{"points_xyz_top": [[175, 50, 6], [190, 10, 6]], "absorption_octaves": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.5]}],
     "topo_lines": [[120, -20, 0, 120, 80, 0]],      x1, y1, z1, x2, y2, z2: break lines of the terrain
     "reflection_order": 1}}                         0 or 1
Instead of searching the paths in the scene, "profiles" (with "profiles_used") give them, as the cases of ISO/TR 17534-4 do:
points from Source to Receiver with x, y, z, z_ground, G; types Wall, Topography, GroundEffect, VEdgeDiffraction, Reflection.

The answer holds for each path the values of each term per octave: W, Cf, AGround, AGroundSO, AGroundOR, DeltaDiffSR,
DeltaDiffSPrimeR, DeltaDiffSRPrime, DeltaGroundSO, DeltaGroundOR, ADiff, ABoundary, RetroDiff (each with H homogeneous or F
favourable), AlphaAtm, AAtm, ADiv, Labs, LH, LF, L, LA; and the total. Method: CNOSSOS-EU, Directive (EU) 2015/996 as amended by
(EU) 2021/1226.)";

struct NoiseOptions {
    std::string file, from = "auto";
};

std::string octavesText(const Octaves& values)
{
    std::string text;
    for (const double v : values)
        text += (text.empty() ? "" : "  ") + fixed(std::isfinite(v) ? v : std::nan(""), 2);
    return text;
}

Expected<nlohmann::json> noise(const NoiseOptions& o, Console& console)
{
    auto text = readTextFile(o.file, kLargestCase);
    if (!text)
        return unexpected(text.error());
    auto noiseCase = readNoiseCase(*text, o.file);
    if (!noiseCase)
        return unexpected(noiseCase.error());
    const CaseInput input = o.from == "scene" ? CaseInput::Scene : o.from == "profiles" ? CaseInput::Profiles : CaseInput::Auto;
    auto answer = computeNoiseCase(*noiseCase, input);
    if (!answer)
        return unexpected(Error(answer.error()).in(o.file));
    console.issues(noiseCase->issues);
    std::vector<std::vector<std::string>> rows;
    for (const AnswerPath& path : answer->paths)
        for (const auto& [name, values] : namedTerms(path, answer->airAbsorption_dB_km)) {
            std::vector<std::string> row{path.label, name};
            for (const double v : values)
                row.push_back(fixed(std::isfinite(v) ? v : std::nan(""), 2));
            rows.push_back(std::move(row));
        }
    console.table({"path", "term", "63", "125", "250", "500", "1k", "2k", "4k", "8k"}, rows);
    console.line("total L   " + octavesText(answer->level));
    console.line("total LA  " + octavesText(answer->aWeighted) + "   sum " + fixed(answer->total_dBA, 2) + " dB(A)");
    return nlohmann::json::parse(writeNoiseAnswer(*noiseCase, *answer));
}

}  // namespace

void addNoiseCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<NoiseOptions>();
    CLI::App* command = app.add_subcommand("noise", "Road noise from one point to another by CNOSSOS-EU, with every intermediate term");
    command->footer(kForm);
    command->add_option("CASE", o->file, "case, *.json")->required();
    command->add_option("--from", o->from, "auto (the profiles if the case has any), scene (search the paths) or profiles")
        ->check(CLI::IsMember({"auto", "scene", "profiles"}))
        ->capture_default_str();
    command->callback([o, &console] {
        auto answer = noise(*o, console);
        if (!answer) {
            console.fail(answer.error());
            return;
        }
        console.answer(*answer);
    });
}

}  // namespace isopolis
