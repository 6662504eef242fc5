#include "gis/core/sample/sample_observed.h"

#include "gis/core/text.h"

#include <algorithm>

namespace isopolis::sample {

namespace {

bool isMain(RoadClass c) { return c == RoadClass::Trunk || c == RoadClass::Primary || c == RoadClass::Secondary; }

double rounded(double value, double step) { return step * std::floor(value / step + 0.5); }

std::string numbered(const char* prefix, std::size_t n) { return std::string(prefix) + (n < 10 ? "0" : "") + std::to_string(n); }

/// Share of the wind that comes from a direction: strongest from the west-south-west, a lesser peak from the east-north-east.
double windShare(double from_deg)
{
    const auto peak = [&](double at, double width) {
        double off = std::fabs(from_deg - at);
        off = std::min(off, 360 - off);
        return exponential(-0.5 * (off / width) * (off / width));
    };
    return 0.25 + 1.6 * peak(250, 42) + 0.55 * peak(65, 35);
}

TrafficCount countOn(const CityData& data, LinkId id, double veh_day, bool inward)
{
    const RoadLink& link = data.links[id];
    TrafficCount count;
    count.externalId = numbered("sample:count/", data.counts.size() + 1);
    count.at = pointAlong(link.geometry, 0.5 * link.length_m);
    count.veh_day = rounded(veh_day, 50);
    count.workday_veh_day = rounded(1.08 * veh_day, 50);
    count.am_peak_veh_h = rounded((inward ? 0.102 : 0.066) * veh_day, 5);
    count.pm_peak_veh_h = rounded((inward ? 0.074 : 0.104) * veh_day, 5);
    count.year = 2024;
    count.direction = inward ? "inbound" : "outbound";
    count.link = id;
    return count;
}

}  // namespace

void addTerrain(CityData& data, const TownShape& shape)
{
    Raster& raster = data.terrain;
    raster.cell_m = shape.frame() > 6000 ? 100 : 50;
    const int side = static_cast<int>(2 * (shape.frame() + 300) / raster.cell_m) + 1;
    raster.columns = raster.rows = side;
    raster.origin = TownShape::kOrigin - Point2{0.5 * side * raster.cell_m, 0.5 * side * raster.cell_m};
    raster.values.resize(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column)
            raster.at(column, row) = static_cast<float>(shape.ground_m(shape.toPlan(raster.centreOf(column, row))));
    for (Building& b : data.buildings) {
        b.ground_m = 1e300;
        for (const Polygon& part : b.footprint)
            for (const Point2 p : part.outer)
                b.ground_m = std::min(b.ground_m, raster.sample(p));
    }
}

void addWeather(CityData& data)
{
    constexpr int kDirections = 16;
    constexpr double kSpeed_ms[] = {1.6, 3.8, 7.2}, kShare[] = {0.38, 0.43, 0.19};
    double sum = 0;
    for (int i = 0; i < kDirections; ++i)
        for (int k = 0; k < 3; ++k) {
            const double from = 22.5 * i;
            // Strong winds are westerly.
            const double share = windShare(from) * (k == 2 ? kShare[k] * (0.5 + 0.4 * windShare(from)) : kShare[k]);
            data.weather.rose.push_back({from, kSpeed_ms[k], share});
            sum += share;
        }
    for (WindClass& w : data.weather.rose)
        w.frequency /= sum;
    data.weather.height_m = 10;
    data.weather.temperature_c = 11;
    data.weather.origin = "Invented for the sample city: prevailing wind from the west-south-west";
    data.background = {9.5, 8.2, 56, "Invented for the sample city: typical annual means of a rural station in western Europe"};
}

void addCounts(CityData& data, const TownShape& shape, double population, std::uint64_t seed)
{
    SampleRandom random = SampleRandom::forPart(seed, 80);
    const double size = std::sqrt(std::sqrt(population / 50000));
    const Point2 centre = shape.centreOfCity();
    std::vector<int> carLinks(data.nodes.size(), 0);
    for (const RoadLink& link : data.links)
        if (link.modes.has(Mode::Car))
            ++carLinks[link.from.index()];
    for (const LinkId id : idsOf(data.links)) {
        const RoadLink& link = data.links[id];
        const RoadWay& way = data.ways[link.way];
        if (!link.modes.has(Mode::Car) || !isMain(way.roadClass))
            continue;
        const double far = norm(data.nodes[link.from].at - centre), further = norm(data.nodes[link.to].at - centre);
        const bool enters = carLinks[link.from.index()] == 1 && far > 1.3 * shape.radius();
        const bool leaves = carLinks[link.to.index()] == 1 && further > 1.3 * shape.radius();
        const double base = way.roadClass == RoadClass::Primary ? 6800 : 3400;
        if (enters || leaves)
            data.counts.push_back(countOn(data, id, base * size * random.between(0.7, 1.35), enters));
        else if (way.structure == Structure::Bridge)
            data.counts.push_back(countOn(data, id, base * size * random.between(0.8, 1.3), link.from < link.to));
    }
}

void addSensors(CityData& data, const TownShape& shape, double population, std::uint64_t seed)
{
    SampleRandom random = SampleRandom::forPart(seed, 81);
    const auto wanted = static_cast<std::size_t>(std::clamp(16 * std::sqrt(population / 50000), 8.0, 80.0));
    std::vector<LinkId> bridges, others;
    for (const LinkId id : idsOf(data.links)) {
        const RoadLink& link = data.links[id];
        const RoadWay& way = data.ways[link.way];
        if (link.modes.has(Mode::Car) && isMain(way.roadClass) && link.length_m > 30 && !way.roundabout && link.from < link.to)
            (way.structure == Structure::Bridge ? bridges : others).push_back(id);
    }
    std::size_t traffic = 0;
    const auto put = [&](LinkId id) {
        const RoadLink& link = data.links[id];
        const Point2 at = pointAlong(link.geometry, 0.5 * link.length_m);
        for (const Sensor& s : data.sensors)
            if (norm(s.at - at) < 280)
                return;
        data.sensors.push({numbered("sample:sensor/traffic-", ++traffic), data.ways[link.way].name + " counter", SensorKind::Traffic, at, 5,
                           "flow_veh_h,speed_kmh"});
    };
    for (const LinkId id : bridges)
        put(id);
    for (std::size_t tries = 0; tries < 60 * wanted && traffic < wanted && !others.empty(); ++tries)
        put(others[static_cast<std::size_t>(random.integer(0, static_cast<int>(others.size()) - 1))]);

    // Air stations: at kerbs of main streets near these places, in parks and at the edge.
    const double r = shape.radius();
    const struct {
        const char* name;
        Point2 near;
        bool kerb;
    } stations[] = {{"Bridge Street kerbside", {6, shape.riverV() - shape.riverHalf() - 40}, true},
                    {"Market Square", {0.2 * shape.oldTownRadius(), 0.1 * shape.oldTownRadius()}, false},
                    {"Inner Ring kerbside", direction(2.2) * (0.52 * r), true},
                    {"Ring Road kerbside", direction(0.9) * (0.9 * r), true},
                    {"Works Quarter", {0.7 * r, shape.riverV() - 0.25 * r}, false},
                    {"West Side background", {-0.6 * r, 0.3 * r}, false},
                    {"South Side background", {-0.1 * r, -0.65 * r}, false},
                    {"Hillside", {-0.62 * r, 0.85 * r}, false}};
    std::size_t air = 0;
    for (const auto& station : stations) {
        Point2 at = shape.toCity(station.near);
        double nearest = 1e300;
        Point2 kerb = at;
        for (const RoadLink& link : data.links)
            if (link.modes.has(Mode::Car) && (!station.kerb || isMain(data.ways[link.way].roadClass)))
                if (const PointOnLine p = nearestOnLine(link.geometry, at); p.distance_m < nearest) {
                    nearest = p.distance_m;
                    const Point2 u = unitVector(link.geometry[p.segment + 1] - link.geometry[p.segment]);
                    kerb = p.at - leftOf(u) * (station.kerb ? 8.0 : 5.5);
                }
        data.sensors.push(
            {numbered("sample:sensor/air-", ++air), station.name, SensorKind::Air, kerb, station.kerb ? 2.5 : 4.0, "no2_ug_m3,pm25_ug_m3"});
    }
}

void addSources(CityData& data, double population, std::uint64_t seed)
{
    const std::string made =
        "Made by the program: population " + std::to_string(static_cast<long>(population)) + ", seed " + std::to_string(seed);
    const auto record = [&](const char* id, const char* title, const char* purpose) {
        SourceRecord source;
        source.id = id;
        source.title = title;
        source.publisher = "Isopolis";
        source.licence = "CC0-1.0";
        source.attribution = "Synthetic sample city (invented)";
        source.purpose = purpose;
        source.legalBasis = "No personal data: nobody lives here";
        source.retention = "Unlimited";
        source.location = made;
        return source;
    };
    data.sources = {
        record("sample", "Synthetic sample city (invented)",
               "Demonstration, tests and benchmarks. The place is invented: its coordinates lie in UTM zone 31N for convenience only"),
        record("sample-people", "Synthetic sample city (invented): people, incomes and jobs", "Demonstration of effects by group"),
        record("sample-sensors", "Synthetic sample city (invented): sensors, counts and their recorded week", "Demonstration of sensors"),
        record("sample-timetable", "Synthetic sample city (invented): bus and tram timetable", "Demonstration of public transport")};
    data.roadSource = "sample";
    data.populationSource = data.incomeSource = "sample-people";
    data.incomeMeaning = "invented median income per adult, EUR per year";
    data.assumptions = {{"sample.jobs_per_person", ISO_TR("assumption", "Jobs per inhabitant"),
                         ISO_TR("assumption", "Jobs in the invented city for each inhabitant"), "jobs per person", 0.52, 0.35, 0.8,
                         "Assumption of the sample city's authors"}};
}

}  // namespace isopolis::sample
