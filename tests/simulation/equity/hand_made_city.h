#pragma once
/// A city and runs written by hand: squares of 100 m side by side, one two-way street in each, so that figures can be checked on paper.
///
///   CityPtr city = handMadeCity({{.people = 100, .income = 10}, …});   Run run = handMadeRun(city);

#include "simulation/run/run.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace isopolis::test {

struct Square {
    double people = 0, income = kUnknown, jobs = 0;
    std::string name = {};
};

/// Neighbourhood i lies at x = 100 i … 100 i + 100; its street "Street i" (links 2i and 2i + 1) runs along y = 50.
inline CityPtr handMadeCity(const std::vector<Square>& squares)
{
    CityData data;
    data.name = "Paper Town";
    data.frame.crs = "LOCAL";
    SourceRecord streets, census;
    streets.id = "osm";
    streets.title = "Streets of Paper Town";
    streets.licence = "ODbL";
    streets.attribution = "Contributors of the map";
    census.id = "census";
    census.title = "Census of Paper Town";
    census.licence = "CC0";
    census.attribution = "Statistics office";
    data.sources = {streets, census};
    data.roadSource = "osm";
    data.populationSource = "census";
    data.incomeSource = "census";
    data.incomeMeaning = "mean income";
    for (std::size_t i = 0; i <= squares.size(); ++i)
        data.nodes.push({.at = {100.0 * static_cast<double>(i), 50}, .externalId = "osm:node/" + std::to_string(i)});
    for (std::size_t i = 0; i < squares.size(); ++i) {
        const double x = 100.0 * static_cast<double>(i);
        Neighbourhood n;
        n.externalId = "n" + std::to_string(i + 1);
        n.name = squares[i].name.empty() ? "Quarter " + std::to_string(i + 1) : squares[i].name;
        n.outline = {Polygon{.outer = {{x, 0}, {x + 100, 0}, {x + 100, 100}, {x, 100}}}};
        n.population = squares[i].people;
        n.income = squares[i].income;
        n.jobs = squares[i].jobs;
        const NeighbourhoodId id = data.neighbourhoods.push(n);
        data.activity.push_back({.at = {x + 50, 60}, .neighbourhood = id, .people = squares[i].people, .jobs = squares[i].jobs});
        const std::string number = std::to_string(i + 1);
        const RoadWayId way = data.ways.push({.externalId = "osm:way/" + number, .name = "Street " + number});
        for (bool back : {false, true}) {
            RoadLink link;
            link.from = NodeId::fromIndex(back ? i + 1 : i);
            link.to = NodeId::fromIndex(back ? i : i + 1);
            link.way = way;
            link.reverse = LinkId::fromIndex(2 * i + (back ? 0 : 1));
            link.externalId = "osm:way/" + number + (back ? "#b" : "#f");
            link.geometry = {{back ? x + 100 : x, 50}, {back ? x : x + 100, 50}};
            link.length_m = 100;
            link.speed_kmh = 50;
            link.modes = ModeSet::all();
            data.links.push(link);
        }
    }
    Expected<CityPtr> city = City::create(std::move(data));
    if (!city)
        throw std::runtime_error(city.error().text());
    return *city;
}

/// A run without traffic in which every neighbourhood has the same figures.
inline Run handMadeRun(const CityPtr& city)
{
    Run run;
    run.key.city = city->revision();
    run.applied.city = city;
    for (const RoadLink& link : city->roads().links())
        run.applied.links.push({.speed_kmh = link.speed_kmh, .lanes = link.lanes, .modes = link.modes});
    const std::size_t n = city->neighbourhoods().size(), links = city->roads().links().size();
    run.traffic.flow_veh_day = IdVector<LinkId, double>(links, 0.0);
    run.traffic.flow_veh_h = run.traffic.time_s = run.traffic.speed_kmh = run.traffic.capacity_veh_h = IdVector<LinkId, double>(links, 0.0);
    run.emissions.nox_g_day = run.emissions.pm25_g_day = run.emissions.co2_g_day = IdVector<LinkId, double>(links, 0.0);
    run.emissions.primaryNo2_g_day = IdVector<LinkId, double>(links, 0.0);
    run.air.no2Mean_ug_m3 = IdVector<NeighbourhoodId, double>(n, 20.0);
    run.air.pm25Mean_ug_m3 = IdVector<NeighbourhoodId, double>(n, 10.0);
    run.air.pm10Mean_ug_m3 = IdVector<NeighbourhoodId, double>(n, 15.0);
    run.access.jobsByCar = IdVector<NeighbourhoodId, double>(n, 5000.0);
    run.access.jobsOnFoot = IdVector<NeighbourhoodId, double>(n, 500.0);
    run.access.carTime_min = IdVector<NeighbourhoodId, double>(n, 12.0);
    run.access.jobsByCycle = IdVector<NeighbourhoodId, double>(n, 1500.0);
    run.access.schoolOnFoot_min = run.access.clinicOnFoot_min = run.access.parkOnFoot_min = IdVector<NeighbourhoodId, double>(n, 9.0);
    run.transit.jobsByTransit = IdVector<NeighbourhoodId, double>(n, 2000.0);
    run.transit.timetable = true;
    run.noise.ldenMean_dB = IdVector<NeighbourhoodId, double>(n, 58.0);
    run.noise.highlyAnnoyed_pct = IdVector<NeighbourhoodId, double>(n, 12.0);
    run.noise.sleepDisturbed_pct = IdVector<NeighbourhoodId, double>(n, 4.0);
    run.health.no2AboveEu_percent = run.health.pm25AboveEu_percent = run.health.pm10AboveEu_percent =
        IdVector<NeighbourhoodId, double>(n, 30.0);
    return run;
}

}  // namespace isopolis::test
