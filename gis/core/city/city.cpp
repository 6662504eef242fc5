#include "gis/core/city/city.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace isopolis {

namespace {

template <std::size_t N>
std::size_t indexOfKey(const std::array<std::string_view, N>& keys, std::string_view key, std::size_t otherwise)
{
    const auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? otherwise : static_cast<std::size_t>(found - keys.begin());
}

constexpr std::array<std::string_view, 6> kUseKeys = {"residential", "mixed", "commercial", "industrial", "public", "other"};
constexpr std::array<std::string_view, 6> kAreaKeys = {"water", "green", "residential", "commercial", "industrial", "other"};
constexpr std::array<std::string_view, 5> kPlaceKeys = {"school", "clinic", "park", "shop", "other"};

bool finite(Point2 p) { return std::isfinite(p.x) && std::isfinite(p.y); }

Error broken(std::string what, std::string feature, std::string field)
{
    return Error{ErrorCode::BadValue, std::move(what)}.at(std::move(feature)).about(std::move(field));
}

std::optional<Error> checkRoads(const CityData& d)
{
    for (const RoadNode& node : d.nodes)
        if (!finite(node.at))
            return broken("the position is not a finite number", node.externalId, "geometry");
    for (const RoadLink& link : d.links) {
        if (!d.nodes.contains(link.from) || !d.nodes.contains(link.to) || !d.ways.contains(link.way))
            return broken("the link names a node or way that does not exist", link.externalId, "from/to/way");
        if (link.reverse.valid() && !d.links.contains(link.reverse))
            return broken("the opposite link does not exist", link.externalId, "reverse");
        if (!(std::isfinite(link.length_m) && link.length_m >= 0))
            return broken("the length must be a number of at least 0 m", link.externalId, "length_m");
        if (!(std::isfinite(link.speed_kmh) && link.speed_kmh > 0))
            return broken("the speed must be above 0 km/h", link.externalId, "speed_kmh");
        if (!(std::isfinite(link.lanes) && link.lanes > 0))
            return broken("the number of lanes must be above 0", link.externalId, "lanes");
        if (link.geometry.size() < 2 || !std::all_of(link.geometry.begin(), link.geometry.end(), finite))
            return broken("the geometry needs two finite points", link.externalId, "geometry");
    }
    for (const TurnBan& ban : d.turnBans)
        if (!d.links.contains(ban.from) || !d.links.contains(ban.to) || d.links[ban.from].to != d.links[ban.to].from)
            return broken("a forbidden turn needs two links that meet", "turn_bans", "from/to");
    for (const Point2 at : d.trafficLights)
        if (!finite(at))
            return broken("the position is not a finite number", "traffic_lights", "geometry");
    return {};
}

std::optional<Error> checkPeople(const CityData& d)
{
    for (const Neighbourhood& n : d.neighbourhoods) {
        if (!(std::isfinite(n.population) && n.population >= 0))
            return broken("the population must be a number of at least 0", n.externalId, "population");
        if (!(std::isfinite(n.jobs) && n.jobs >= 0))
            return broken("the number of jobs must be at least 0", n.externalId, "jobs");
        if (n.groups.size() != d.groups.size())
            return broken("there must be one count per group", n.externalId, "groups");
    }
    for (const ActivityPoint& p : d.activity)
        if (!finite(p.at) || !d.neighbourhoods.contains(p.neighbourhood) || !(p.people >= 0 && std::isfinite(p.people)) ||
            !(p.jobs >= 0 && std::isfinite(p.jobs)))
            return broken("an activity point needs a place, a neighbourhood and counts of at least 0", "activity", "people/jobs");
    return {};
}

std::optional<Error> checkBuildings(const CityData& d)
{
    for (const Building& b : d.buildings)
        for (const RoofFace& face : b.roof)
            if (face.outline.size() < 3 || face.outline.size() != face.height_m.size() ||
                !std::all_of(face.outline.begin(), face.outline.end(), [](Point2 p) { return finite(p); }) ||
                !std::all_of(face.height_m.begin(), face.height_m.end(), [](double h) { return std::isfinite(h); }))
                return broken("a plane of the roof needs three corners or more, each with a height", b.externalId, "roof");
    for (const Tree& tree : d.trees)
        if (!finite(tree.at))
            return broken("the position is not a finite number", "tree", "geometry");
    return {};
}

std::optional<Error> checkTransit(const CityData& d)
{
    for (const TransitStop& stop : d.transit.stops)
        if (!finite(stop.at))
            return broken("the position is not a finite number", stop.externalId, "geometry");
    for (const TransitTransfer& transfer : d.transit.transfers)
        if (!d.transit.stops.contains(transfer.from) || !d.transit.stops.contains(transfer.to) || transfer.minTime_s < 0)
            return broken("a transfer needs two stops and a time of at least 0 s", "transfers", "from/to");
    for (const TransitLine& line : d.transit.lines) {
        if (line.fare < 0 || std::isinf(line.fare))
            return broken("a fare must be a number of at least 0", line.externalId, "fare");
        for (const TransitPattern& pattern : line.patterns) {
            if (pattern.arrival_s.size() != pattern.stops.size() || pattern.departure_s.size() != pattern.stops.size())
                return broken("each stop of a pattern needs an arrival and a departure", line.externalId, "patterns");
            for (const StopId stop : pattern.stops)
                if (!d.transit.stops.contains(stop))
                    return broken("the line calls at a stop that does not exist", line.externalId, "stops");
        }
    }
    return {};
}

}  // namespace

std::string_view buildingUseKey(BuildingUse use) { return kUseKeys[static_cast<std::size_t>(use)]; }
BuildingUse buildingUseFromKey(std::string_view key) { return static_cast<BuildingUse>(indexOfKey(kUseKeys, key, 5)); }
std::string_view areaKindKey(AreaKind kind) { return kAreaKeys[static_cast<std::size_t>(kind)]; }
AreaKind areaKindFromKey(std::string_view key) { return static_cast<AreaKind>(indexOfKey(kAreaKeys, key, 5)); }
std::string_view placeKindKey(PlaceKind kind) { return kPlaceKeys[static_cast<std::size_t>(kind)]; }
PlaceKind placeKindFromKey(std::string_view key) { return static_cast<PlaceKind>(indexOfKey(kPlaceKeys, key, 4)); }

City::City(CityData data) : m_data(std::move(data))
{
    // The network keeps the road tables; the data's own copies are handed over.
    m_roads = RoadNetwork(std::move(m_data.nodes), std::move(m_data.ways), std::move(m_data.links));
    m_data.nodes = {};
    m_data.ways = {};
    m_data.links = {};
    m_revision = hashCity(m_data, m_roads);
}

Expected<CityPtr> City::create(CityData data)
{
    for (const auto& check : {checkRoads, checkPeople, checkBuildings, checkTransit})
        if (auto error = check(data))
            return unexpected(*error);
    return CityPtr(new City(std::move(data)));
}

double City::population() const
{
    double sum = 0;
    for (const Neighbourhood& n : neighbourhoods())
        sum += n.population;
    return sum;
}

NeighbourhoodId City::findNeighbourhood(std::string_view idOrName) const
{
    NeighbourhoodId named;
    int matches = 0;
    for (const NeighbourhoodId id : idsOf(neighbourhoods())) {
        if (neighbourhoods()[id].externalId == idOrName)
            return id;
        if (neighbourhoods()[id].name == idOrName) {
            named = id;
            ++matches;
        }
    }
    return matches == 1 ? named : NeighbourhoodId();
}

NeighbourhoodId City::neighbourhoodAt(Point2 p) const
{
    for (const NeighbourhoodId id : idsOf(neighbourhoods()))
        if (bounds(neighbourhoods()[id].outline).contains(p) && contains(neighbourhoods()[id].outline, p))
            return id;
    return {};
}

}  // namespace isopolis
