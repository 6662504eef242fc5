#include "simulation/air/air_field.h"

#include "simulation/air/air_parameters.h"
#include "simulation/air/houses.h"

#include <algorithm>

namespace isopolis {

namespace {
constexpr double kAtWall_m = 3;  // as the map's (air_kernels.cpp)
}

struct AirProbe::Parts {
    Parts(const AppliedScenario& scenario, const EmissionResult& emissions, RunControl& control)
        : applied(scenario), weather(sharedKernel(applied, issues, control)), lines(groundLines(applied)), houses(applied),
          stirring(emissions.stirring)
    {
        setStrengths(lines, applied, emissions);
        canyons = findCanyons(applied, lines);
        climate = canyonClimate(weather->winds());
        background = usedBackground(applied, issues);
        index.emplace(lines, weather->reach_m());
        canyonIndex.emplace(canyons, lines, kAtWall_m);
    }

    /// Unit of the canyon's own street at a place between its walls.
    double walledUnit(const CanyonIndex::Place& place) const
    {
        const CanyonStreet& street = canyons[place.canyon];
        double stir = 0;
        for (const LinkId link : lines[street.line].links)
            stir += stirring.contains(link) ? stirring[link] : 0;
        return canyonUnitAt(street, canyonUnit(street, climate, stir, canyonSettings(applied.parameters)), place.offset_m);
    }

    const AppliedScenario applied;  // lines refer to the city and to its added roads
    std::vector<Issue> issues;
    std::shared_ptr<const AnnualKernel> weather;
    std::vector<RoadLine> lines;
    Houses houses;
    IdVector<LinkId, double> stirring;
    std::vector<CanyonStreet> canyons;
    CanyonClimate climate;
    UsedBackground background;
    std::optional<RoadLineIndex> index;
    std::optional<CanyonIndex> canyonIndex;
};

AirProbe::AirProbe(const AppliedScenario& applied, const EmissionResult& emissions, RunControl& control)
{
    if (checkEmissions(applied, emissions))
        m_parts = std::make_unique<Parts>(applied, emissions, control);
}
AirProbe::~AirProbe() = default;

AirAtPlace AirProbe::at(Point2 place) const
{
    AirAtPlace here;
    if (!m_parts)
        return here;
    const Parts& p = *m_parts;
    here.background = p.background;
    here.issues = p.issues;
    const std::string* house = p.houses.at(place);
    if (house)
        here.issues.push_back({.severity = Severity::Warning,
                               .code = "receptor_in_building",
                               .message = "The place lies inside a building; the value is that of the open air there.",
                               .file = {},
                               .feature = *house,
                               .field = {}});
    const auto canyon = house ? std::nullopt : p.canyonIndex->at(place);
    struct Heard {
        LinkId link;
        LineStrength part;
    };
    std::vector<Heard> parts;
    LineStrength sum;
    for (const std::uint32_t l : p.index->near(place)) {
        const RoadLine& line = p.lines[l];
        if (!line.total.any())
            continue;
        const bool own = canyon && p.canyons[canyon->canyon].line == l;
        if (own)
            here.canyon = p.applied.name(line.links[0].valid() ? line.links[0] : line.links[1]);
        const double unit = own ? p.walledUnit(*canyon) : p.weather->alongLine(line.geometry, place);
        for (std::size_t side = 0; side < line.links.size(); ++side) {
            const LineStrength& q = line.strengths[side];
            if (!q.any() || !(unit > 0))
                continue;
            parts.push_back({line.links[side], {q.nox * unit, q.primaryNo2 * unit, q.pm25 * unit, q.pm10 * unit}});
            sum += parts.back().part;
        }
    }
    const RoadNo2 no2 = roadNo2(sum.nox, sum.primaryNo2, p.background.o3, p.applied.parameters.value(kNo2Conversion));
    for (const Heard& h : parts)
        here.streets.push_back(
            {h.link, h.part.primaryNo2 + (sum.nox > 0 ? no2.secondary * h.part.nox / sum.nox : 0), h.part.pm25, h.part.pm10});
    std::stable_sort(here.streets.begin(), here.streets.end(),
                     [](const AirShare& a, const AirShare& b) { return a.no2_ug_m3 > b.no2_ug_m3; });
    here.levels = {.no2_ug_m3 = p.background.no2 + no2.primary + no2.secondary,
                   .pm25_ug_m3 = p.background.pm25 + sum.pm25,
                   .pm10_ug_m3 = p.background.pm10 + sum.pm10,
                   .roadNox_ug_m3 = sum.nox,
                   .roadPrimaryNo2_ug_m3 = sum.primaryNo2,
                   .roadPm25_ug_m3 = sum.pm25,
                   .roadPm10_ug_m3 = sum.pm10};
    return here;
}

}  // namespace isopolis
