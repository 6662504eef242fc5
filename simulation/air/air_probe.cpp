#include "simulation/air/air_field.h"

#include "simulation/air/air_parameters.h"
#include "simulation/air/houses.h"
#include "simulation/air/photochemistry.h"

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
        if (chemistryByClass(applied))
            if (auto found = weatherParts(applied, control))
                parts = *found;
        if (parts)
            for (const HoursWeather& part : *parts)
                climates.push_back(canyonClimate(part.kernel->winds()));
    }

    /// NO2 at a place as the mean of the parts of the year.
    double no2ByClass(Point2 place, const std::optional<CanyonIndex::Place>& canyon) const
    {
        double no2 = 0;
        for (std::size_t p = 0; p < parts->size(); ++p) {
            const HoursWeather& part = (*parts)[p];
            double nox = 0, primary = 0;
            for (const std::uint32_t l : index->near(place)) {
                const RoadLine& line = lines[l];
                const bool own = canyon && canyons[canyon->canyon].line == l;
                const double unit = part.emission * (own ? walledUnit(*canyon, climates[p]) : part.kernel->alongLine(line.geometry, place));
                nox += unit * line.total.nox;
                primary += unit * line.total.primaryNo2;
            }
            no2 += part.share * no2OfHours(nox, primary, background, part, applied.parameters.value(kResidence));
        }
        return no2;
    }

    /// Unit of the canyon's own street at a place between its walls.
    double walledUnit(const CanyonIndex::Place& place, const CanyonClimate& winds) const
    {
        const CanyonStreet& street = canyons[place.canyon];
        double stir = 0;
        for (const LinkId link : lines[street.line].links)
            stir += stirring.contains(link) ? stirring[link] : 0;
        return canyonUnitAt(street, canyonUnit(street, winds, stir, canyonSettings(applied.parameters)), place.offset_m);
    }

    const AppliedScenario applied;  // lines refer to the city and to its added roads
    std::vector<Issue> issues;
    std::shared_ptr<const AnnualKernel> weather;
    std::vector<RoadLine> lines;
    Houses houses;
    IdVector<LinkId, double> stirring;
    std::vector<CanyonStreet> canyons;
    CanyonClimate climate;
    std::shared_ptr<const std::vector<HoursWeather>> parts;  ///< null: the annual relation
    std::vector<CanyonClimate> climates;
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
        const double unit = own ? p.walledUnit(*canyon, p.climate) : p.weather->alongLine(line.geometry, place);
        for (std::size_t side = 0; side < line.links.size(); ++side) {
            const LineStrength& q = line.strengths[side];
            if (!q.any() || !(unit > 0))
                continue;
            parts.push_back({line.links[side], {q.nox * unit, q.primaryNo2 * unit, q.pm25 * unit, q.pm10 * unit}});
            sum += parts.back().part;
        }
    }
    RoadNo2 no2 = roadNo2(sum.nox, sum.primaryNo2, p.background.o3, p.applied.parameters.value(kNo2Conversion));
    if (p.parts)
        no2.secondary = p.no2ByClass(place, canyon) - p.background.no2 - no2.primary;
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
