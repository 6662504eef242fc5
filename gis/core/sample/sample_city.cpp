#include "gis/core/sample/sample_city.h"

#include "gis/core/sample/sample_observed.h"
#include "gis/core/sample/sample_people.h"
#include "gis/core/sample/sample_transit.h"
#include "gis/core/sample/street_network.h"

#include <cmath>

namespace isopolis {

namespace {

using namespace sample;

constexpr double kLeastPeople = 2000, kMostPeople = 5e6;

LocalFrame frameOf()
{
    LocalFrame frame;
    frame.crs = "EPSG:32631";
    frame.name = "WGS 84 / UTM zone 31N, borrowed for an invented city";
    frame.longitude = 3;
    frame.latitude = 46;
    frame.origin = TownShape::kOrigin;
    return frame;
}

void addBuildings(CityData& data, std::vector<PlannedBuilding>& planned)
{
    data.buildings.reserve(planned.size());
    for (PlannedBuilding& p : planned) {
        Building b;
        b.externalId = "sample:building/" + std::to_string(data.buildings.size() + 1);
        b.height_m = p.height_m;
        b.heightOrigin = HeightOrigin::Height;
        b.use = p.use;
        b.footprint.push_back(p.footprint);
        data.buildings.push(std::move(b));
    }
}

}  // namespace

Expected<CityData> makeSampleCity(const SampleOptions& options)
{
    const double population = std::floor(options.population);
    if (!(population >= kLeastPeople && population <= kMostPeople))
        return unexpected(Error{ErrorCode::BadValue, "a sample city has 2,000 to 5,000,000 people"}
                              .about("population")
                              .cure("Choose a population in this range."));
    const std::uint64_t seed = options.seed;
    const TownShape shape(population, seed);
    StreetPlan plan = makeStreetPlan(shape, seed);
    NameMaker names(seed);
    CityData data;
    data.name = "Aldermouth (synthetic sample city)";
    data.synthetic = true;
    data.frame = frameOf();
    StreetNetwork network = makeStreetNetwork(plan, shape, names, seed);
    data.nodes = std::move(network.nodes);
    data.ways = std::move(network.ways);
    data.links = std::move(network.links);
    const double side = shape.frame() + 120;
    data.extent = Box{TownShape::kOrigin.x, TownShape::kOrigin.y, TownShape::kOrigin.x, TownShape::kOrigin.y}.grown(side);

    std::vector<PlannedBuilding> buildings = makeBuildings(plan, shape, network.roundabouts, seed);
    const Housing housing = settle(buildings, population);
    const auto ofFace = addNeighbourhoods(data, plan, shape, buildings, housing, names, seed);
    addAreas(data, plan, shape, ofFace, network.roundabouts, names, seed);
    addPlaces(data, plan, shape, buildings, ofFace, names, seed);
    addBuildings(data, buildings);
    addTrees(data, seed);
    addTransit(data, shape, seed);
    addTerrain(data, shape);
    addWeather(data);
    addCounts(data, shape, population, seed);
    addSensors(data, shape, population, seed);
    addSources(data, population, seed);
    return data;
}

}  // namespace isopolis
