#include "simulation/equity/zoning.h"

#include "simulation/equity/assess_values.h"
#include "simulation/equity/city_groups.h"
#include "simulation/equity/equity_parameters.h"

#include <cmath>
#include <map>

namespace isopolis {

namespace {

constexpr double kSmallestCell_m = 250;
constexpr int kDoublings = 12;
using Square = std::pair<long long, long long>;

Square squareOf(const Neighbourhood& place, double cell_m)
{
    const Point2 centre = bounds(place.outline).centre();
    return {std::llround(std::floor(centre.x / cell_m)), std::llround(std::floor(centre.y / cell_m))};
}

std::size_t zonesAt(const City& city, double cell_m)
{
    std::map<Square, int> squares;
    for (const Neighbourhood& n : city.neighbourhoods())
        if (n.population > 0)
            ++squares[squareOf(n, cell_m)];
    return squares.size();
}

/// A mean over people, of what is known.
struct Mean {
    double sum = 0, people = 0;
    void add(double value, double weight)
    {
        if (!std::isfinite(value) || !(weight > 0))
            return;
        sum += value * weight;
        people += weight;
    }
    double value() const { return people > 0 ? sum / people : kUnknown; }
};

void addTo(Neighbourhood& zone, const Neighbourhood& place)
{
    zone.population += place.population;
    zone.jobs += std::isfinite(place.jobs) ? place.jobs : 0;
    zone.outline.insert(zone.outline.end(), place.outline.begin(), place.outline.end());
    for (std::size_t g = 0; g < zone.groups.size(); ++g)
        zone.groups[g] += peopleOfGroup(place, g);
}

/// Zones in the order of their squares, so that they do not depend on the order of the neighbourhoods.
Expected<CityPtr> cityOfZones(const City& city, double cell_m, IdVector<NeighbourhoodId, NeighbourhoodId>& zoneOf)
{
    std::map<Square, NeighbourhoodId> squares;
    for (const Neighbourhood& n : city.neighbourhoods())
        if (n.population > 0)
            squares[squareOf(n, cell_m)] = {};
    CityData data;
    data.name = city.name();
    data.synthetic = city.synthetic();
    data.frame = city.frame();
    data.groups = city.groups();
    for (auto& [square, id] : squares) {
        Neighbourhood zone;
        zone.externalId = "zone:" + std::to_string(square.first) + "," + std::to_string(square.second);
        zone.groups.assign(city.groups().size(), 0);
        id = data.neighbourhoods.push(std::move(zone));
    }
    IdVector<NeighbourhoodId, Mean> income(data.neighbourhoods.size());
    IdVector<NeighbourhoodId, double> largest(data.neighbourhoods.size(), 0.0);
    zoneOf.resize(city.neighbourhoods().size());
    for (const NeighbourhoodId where : idsOf(city.neighbourhoods())) {
        const Neighbourhood& place = city.neighbourhoods()[where];
        if (!(place.population > 0))
            continue;
        const NeighbourhoodId id = squares.at(squareOf(place, cell_m));
        zoneOf[where] = id;
        Neighbourhood& zone = data.neighbourhoods[id];
        // Named after its largest neighbourhood, which is the first one at a draw.
        if (place.population > largest[id]) {
            zone.name = place.name.empty() ? place.externalId : place.name;
            largest[id] = place.population;
        }
        addTo(zone, place);
        income[id].add(place.income, place.population);
    }
    for (const NeighbourhoodId id : idsOf(data.neighbourhoods))
        data.neighbourhoods[id].income = income[id].value();
    return City::create(std::move(data));
}

IdVector<NeighbourhoodId, double> meansOf(const City& city, const ZoningReport& zoning, const IndicatorAssessment& a, bool after)
{
    IdVector<NeighbourhoodId, Mean> means(zoning.zones->neighbourhoods().size());
    for (const Score& score : a.scores)
        if (const NeighbourhoodId zone = zoning.zoneOf[score.where]; zone.valid())
            means[zone].add(after ? score.after : score.before, city.neighbourhoods()[score.where].population);
    IdVector<NeighbourhoodId, double> out(means.size());
    for (const NeighbourhoodId id : idsOf(means))
        out[id] = means[id].value();
    return out;
}

double indexOf(const IndexSet& set, const char* key)
{
    const auto found = set.values.find(key);
    return found == set.values.end() ? kUnknown : found->second;
}

}  // namespace

double suggestedCell_m(const City& city)
{
    std::size_t inhabited = 0;
    for (const Neighbourhood& n : city.neighbourhoods())
        inhabited += n.population > 0 ? 1 : 0;
    double cell = kSmallestCell_m;
    for (int i = 0; i < kDoublings && 3 * zonesAt(city, cell) > inhabited && zonesAt(city, cell) > 1; ++i)
        cell *= 2;
    return cell;
}

Expected<ZoningReport> coarserZoning(const City& city, const EquityReport& report, const ParameterSet& parameters, double cell_m)
{
    if (!(cell_m >= 1 && std::isfinite(cell_m)))
        return unexpected(Error{ErrorCode::BadValue, "the side of a zone must be at least 1 m"}.cure("Take 500 m or more."));
    ZoningReport out;
    out.cell_m = cell_m;
    auto zones = cityOfZones(city, cell_m, out.zoneOf);
    if (!zones)
        return unexpected(zones.error());
    out.zones = std::move(*zones);
    out.neighbourhoods = city.neighbourhoods().size();
    for (const Neighbourhood& n : city.neighbourhoods())
        out.emptyNeighbourhoods += n.population > 0 ? 0 : 1;
    const double least = parameters.value(kLeastBase);
    for (const Neighbourhood& zone : out.zones->neighbourhoods())
        out.smallZones += zone.population < least ? 1 : 0;
    std::vector<PairedValues> values;
    for (const IndicatorAssessment& a : report.indicators)
        values.push_back({a.indicator, meansOf(city, out, a, false), meansOf(city, out, a, true)});
    out.report = assessValues(*out.zones, std::move(values), EquitySettings{parameters});
    out.report.runBefore = report.runBefore;
    out.report.runAfter = report.runAfter;
    return out;
}

std::vector<ZoningLine> zoningLines(const IndicatorAssessment& a, const IndicatorAssessment& b)
{
    std::vector<ZoningLine> lines;
    const auto figure = [&](std::string key, std::string_view label, double x, double y, int decimals, bool inUnit) {
        lines.push_back({std::move(key), std::string(label), x, y, decimals, inUnit});
    };
    figure("mean_before", ISO_TR("zoning", "Mean before"), a.everyone.before, b.everyone.before, 1, true);
    figure("mean_change", ISO_TR("zoning", "Mean change"), a.everyone.change, b.everyone.change, 1, true);
    figure("q1_change", ISO_TR("zoning", "Change, lowest-income fifth"), a.quintiles.front().change, b.quintiles.front().change, 1, true);
    figure("q5_change", ISO_TR("zoning", "Change, highest-income fifth"), a.quintiles.back().change, b.quintiles.back().change, 1, true);
    figure("better", ISO_TR("zoning", "People better off"), a.everyone.better, b.everyone.better, -1, false);
    figure("worse", ISO_TR("zoning", "People worse off"), a.everyone.worse, b.everyone.worse, -1, false);
    struct Index {
        const char* key;
        std::string_view before, after;
    };
    for (const Index& i : {Index{"gini", ISO_TR("zoning", "Gini before"), ISO_TR("zoning", "Gini after")},
                           Index{"theil_t", ISO_TR("zoning", "Theil T before"), ISO_TR("zoning", "Theil T after")},
                           Index{"concentration_index", ISO_TR("zoning", "Concentration index by income before"),
                                 ISO_TR("zoning", "Concentration index by income after")}}) {
        figure(std::string(i.key) + "_before", i.before, indexOf(a.indicesBefore, i.key), indexOf(b.indicesBefore, i.key), 4, false);
        figure(std::string(i.key) + "_after", i.after, indexOf(a.indicesAfter, i.key), indexOf(b.indicesAfter, i.key), 4, false);
    }
    return lines;
}

}  // namespace isopolis
