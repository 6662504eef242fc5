#include "simulation/noise/noise_contributions.h"

#include "gis/core/text.h"
#include "simulation/noise/noise_parameters.h"
#include "simulation/noise/noise_powers.h"

namespace isopolis {

namespace {

constexpr const char* kMethod =
    ISO_TR("noise", "Energy at each place is the exact sum of the streets; its decibels above the level without traffic are split in "
                    "proportion to energy. Without its street a place would become quieter by less than the street's part says.");

/// A directed link's energy at one receptor.
struct Heard {
    LinkId link;
    double energy = 0;
};

}  // namespace

NoiseParts noiseParts(const AppliedScenario& applied, const TrafficResult& traffic, const NoiseKernel& kernel, NeighbourhoodId where)
{
    NoiseParts parts;
    parts.method = kMethod;
    parts.links.resize(applied.linkCount(), 0.0);
    double people = 0;
    for (const NoiseReceptor& r : kernel.receptors())
        people += r.neighbourhood == where ? r.people : 0;
    if (!(people > 0))
        return parts;
    const double quiet_dB = applied.parameters.value(kQuietLevel), quiet = energy(quiet_dB);
    parts.quiet_dB = quiet_dB;
    std::vector<Issue> known;  // the run has told them
    const NoisePowers powers = noisePowers(applied, traffic, kernel.lines(), known, 1);
    for (std::size_t i = 0; i < kernel.receptors().size(); ++i) {
        const NoiseReceptor& receptor = kernel.receptors()[i];
        if (receptor.neighbourhood != where)
            continue;
        std::vector<Heard> heard;
        double roads = 0;
        for (const NoiseTransfer& t : kernel.of(i))
            for (std::size_t side = 0; side < 2; ++side)
                if (const double e = powers.denOf[t.line][side].energyFrom(t); e > 0) {
                    heard.push_back({kernel.lines()[t.line].links[side], e});
                    roads += e;
                }
        if (!(roads > 0))
            continue;
        const double above_dB = (level(quiet + roads) - quiet_dB) * receptor.people / people;
        for (const Heard& h : heard)
            (h.link.valid() ? parts.links[h.link] : parts.trams_dB) += above_dB * h.energy / roads;
    }
    return parts;
}

}  // namespace isopolis
