#include "simulation/air/air_contributions.h"

#include "simulation/air/canyons.h"
#include "simulation/air/road_lines.h"

namespace isopolis {

namespace {

constexpr const char* kMethod = ISO_TR(
    "air",
    "PM2.5 and PM10: exact, the field is the sum of the streets. NO2: the directly emitted part is exact; the part formed from ozone is "
    "split in proportion to each street's NOx at each place.");

/// NO2 at a receptor per µg/m³ of direct NO2 and of NOx of a street.
struct No2Weights {
    double primary = 0, nox = 0;
};

/// By what the run holds, whichever relation made its NO2.
No2Weights no2Weights(const AirResult& air, ReceptorId receptor)
{
    const double nox = air.roadNox_ug_m3[receptor];
    const double secondary = air.no2_ug_m3[receptor] - air.backgroundNo2_ug_m3 - air.roadPrimaryNo2_ug_m3[receptor];
    return {1, nox > 0 ? secondary / nox : 0};
}

}  // namespace

LinkShares linkShares(const AppliedScenario& applied, const EmissionResult& emissions, const AirResult& air, NeighbourhoodId where)
{
    QuietControl control;
    std::vector<Issue> issues;
    return linkShares(applied, emissions, air, *sharedKernel(applied, issues, control), where);
}

LinkShares linkShares(const AppliedScenario& applied, const EmissionResult& emissions, const AirResult& air, const AnnualKernel& kernel,
                      NeighbourhoodId where)
{
    LinkShares shares;
    shares.method = kMethod;
    shares.no2_ug_m3.resize(applied.linkCount());
    shares.pm25_ug_m3.resize(applied.linkCount());
    shares.pm10_ug_m3.resize(applied.linkCount());
    double people = 0;
    for (const Receptor& receptor : air.receptors)
        people += receptor.neighbourhood == where ? receptor.people : 0;
    if (people <= 0)
        return shares;
    shares.backgroundNo2_ug_m3 = air.backgroundNo2_ug_m3;
    shares.backgroundPm25_ug_m3 = air.backgroundPm25_ug_m3;
    shares.backgroundPm10_ug_m3 = air.backgroundPm10_ug_m3;

    std::vector<Issue> issues;
    const std::vector<RoadLine> lines = roadLines(applied, emissions, issues);
    const RoadLineIndex index(lines, kernel.reach_m());
    QuietControl control;
    const CanyonParts canyons = canyonParts(applied, lines, emissions.stirring, kernel.winds(), air.receptors, control);
    for (const ReceptorId id : idsOf(air.receptors)) {
        const Receptor& receptor = air.receptors[id];
        if (receptor.neighbourhood != where)
            continue;
        const No2Weights weights = no2Weights(air, id);
        const double share = receptor.people / people;
        const auto& canyon = canyons.ofReceptor[id.index()];
        for (const std::uint32_t l : index.near(receptor.at)) {
            const RoadLine& line = lines[l];
            const double unit = share * (canyon && canyon->line == l ? canyon->unit : kernel.alongLine(line.geometry, receptor.at));
            for (std::size_t side = 0; side < line.links.size(); ++side) {
                if (!line.links[side].valid())
                    continue;
                const LineStrength& q = line.strengths[side];
                shares.pm25_ug_m3[line.links[side]] += q.pm25 * unit;
                shares.pm10_ug_m3[line.links[side]] += q.pm10 * unit;
                shares.no2_ug_m3[line.links[side]] += (q.primaryNo2 * weights.primary + q.nox * weights.nox) * unit;
            }
        }
    }
    return shares;
}

}  // namespace isopolis
