#include "gis/io/city/activity.h"

#include "gis/core/geometry/spatial_grid.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {

namespace {

constexpr double kGridCell_m = 250;
constexpr double kPeopleWorthWarning = 50;  // fewer are the cut corners of zones

struct Cluster {
    double homes_m2 = 0, work_m2 = 0, any_m2 = 0;
    Point2 moment;  ///< Σ floor area × place
    Point2 at() const { return moment * (1 / any_m2); }
};
using Cell = std::pair<int, int>;
using Clusters = std::map<Cell, Cluster>;

/// Finds the zone that contains a point.
class ZoneFinder {
public:
    explicit ZoneFinder(const IdVector<NeighbourhoodId, Neighbourhood>& zones) : m_zones(zones)
    {
        Box all;
        for (const Neighbourhood& zone : zones)
            all.add(bounds(zone.outline));
        m_grid = SpatialGrid(all, kGridCell_m);
        for (const NeighbourhoodId id : idsOf(zones))
            m_grid.insert(bounds(zones[id].outline), id.value());
    }
    NeighbourhoodId at(Point2 p) const
    {
        for (const std::uint32_t candidate : m_grid.query(p, 0))
            if (contains(m_zones[NeighbourhoodId(candidate)].outline, p))
                return NeighbourhoodId(candidate);
        return {};
    }

private:
    const IdVector<NeighbourhoodId, Neighbourhood>& m_zones;
    SpatialGrid m_grid;
};

struct UseShares {
    double homes = 0, work = 0;
};

UseShares sharesOf(BuildingUse use, double mixedHomes)
{
    switch (use) {
    case BuildingUse::Residential: return {1, 0};
    case BuildingUse::Mixed: return {mixedHomes, 1 - mixedHomes};
    case BuildingUse::Commercial:
    case BuildingUse::Industrial:
    case BuildingUse::Public: return {0, 1};
    case BuildingUse::Other: return {0, 0};
    }
    return {};
}

class Spreader {
public:
    Spreader(ZoneSet& zones, AssumptionSet& assumptions, IssueLog& log)
        : m_zones(zones), m_assumptions(assumptions), m_log(log), m_finder(zones.neighbourhoods), m_clusters(zones.neighbourhoods.size()),
          m_cell_m(assumptions.use(kClusterSize))
    {}

    void gather(const BuildingStock& stock)
    {
        const double storey_m = m_assumptions.use(kStoreyHeight);
        bool mixed = false;
        std::size_t outside = 0;
        for (std::size_t i = 0; i < stock.buildings.size(); ++i) {
            const Building& building = stock.buildings[i];
            if (stock.outbuilding[i])
                continue;
            const Point2 at = centroid(building.footprint);
            const double storeys = std::max(1.0, std::round(building.height_m / storey_m));
            const double floor_m2 = area(building.footprint) * storeys;
            mixed = mixed || building.use == BuildingUse::Mixed;
            const UseShares shares = sharesOf(building.use, m_assumptions.peek(kMixedResidentialShare));
            outside += add(at, floor_m2, shares) ? 0 : 1;
        }
        if (mixed)
            m_assumptions.use(kMixedResidentialShare);
        if (outside > 0)
            m_log.note("buildings_outside", std::to_string(outside) + " buildings lie in no neighbourhood and hold no people");
        if (stock.workplaces.empty())
            return;
        const double each_m2 = m_assumptions.use(kWorkplaceFloorArea);
        for (const Workplace& place : stock.workplaces)
            add(place.at, each_m2, {0, 1});
    }

    std::vector<ActivityPoint> spread()
    {
        if (!m_zones.populationKnown)
            housePeople();
        if (!m_zones.jobsKnown)
            createJobs();
        std::vector<ActivityPoint> points;
        for (const NeighbourhoodId id : idsOf(m_zones.neighbourhoods))
            spreadZone(id, points);
        reportBare();
        return points;
    }

private:
    bool add(Point2 at, double floor_m2, UseShares shares)
    {
        const NeighbourhoodId zone = m_finder.at(at);
        if (!zone.valid() || !(floor_m2 > 0))
            return zone.valid();
        const Cell cell{static_cast<int>(std::floor(at.y / m_cell_m)), static_cast<int>(std::floor(at.x / m_cell_m))};
        Cluster& cluster = m_clusters[zone.index()][cell];
        cluster.homes_m2 += floor_m2 * shares.homes;
        cluster.work_m2 += floor_m2 * shares.work;
        cluster.any_m2 += floor_m2;
        cluster.moment = cluster.moment + at * floor_m2;
        return true;
    }

    double total(NeighbourhoodId zone, double Cluster::*what) const
    {
        double sum = 0;
        for (const auto& [cell, cluster] : m_clusters[zone.index()])
            sum += cluster.*what;
        return sum;
    }

    void housePeople()
    {
        const double perArea = m_assumptions.use(kResidentsPerFloorArea);
        double all = 0;
        for (const NeighbourhoodId id : idsOf(m_zones.neighbourhoods)) {
            m_zones.neighbourhoods[id].population = perArea * total(id, &Cluster::homes_m2);
            all += m_zones.neighbourhoods[id].population;
        }
        m_log.note("population_assumed",
                   std::to_string(std::llround(all)) + " residents follow from the residential floor area; no data on people were given");
    }

    void createJobs()
    {
        double people = 0, work_m2 = 0;
        for (const NeighbourhoodId id : idsOf(m_zones.neighbourhoods)) {
            people += m_zones.neighbourhoods[id].population;
            work_m2 += total(id, &Cluster::work_m2);
        }
        const double jobs = m_assumptions.use(kJobsPerResident) * people;
        if (!(work_m2 > 0)) {
            m_log.warn("no_places_of_work", "the map shows no place of work: the city has no jobs");
            return;
        }
        for (const NeighbourhoodId id : idsOf(m_zones.neighbourhoods))
            m_zones.neighbourhoods[id].jobs = jobs * total(id, &Cluster::work_m2) / work_m2;
        m_log.note("jobs_assumed",
                   std::to_string(std::llround(jobs)) + " jobs follow from the number of residents; they are spread over places of work");
    }

    /// One line a zone, unless the map has hardly any buildings: then one line tells all.
    void reportBare()
    {
        if (m_bare.size() * 2 > m_zones.neighbourhoods.size()) {
            m_log.note("no_buildings", std::to_string(m_bare.size()) + " of " + std::to_string(m_zones.neighbourhoods.size()) +
                                           " zones have no known buildings: the people and jobs of each are placed at one point");
            return;
        }
        for (const auto& [zone, people] : m_bare) {
            const std::string what = "no buildings are known in the zone: its people and jobs are placed at one point";
            if (people >= kPeopleWorthWarning)
                m_log.warn("no_buildings",
                           what + "; the map may not reach it, and results for its " + std::to_string(std::llround(people)) +
                               " people say little",
                           zone);
            else
                m_log.note("no_buildings", what, zone);
        }
    }

    void spreadZone(NeighbourhoodId id, std::vector<ActivityPoint>& points)
    {
        const Neighbourhood& zone = m_zones.neighbourhoods[id];
        if (!(zone.population > 0) && !(zone.jobs > 0))
            return;
        const Clusters& clusters = m_clusters[id.index()];
        if (clusters.empty()) {
            points.push_back({interiorPoint(zone.outline), id, zone.population, zone.jobs});
            m_bare.emplace_back(zone.externalId, zone.population);
            return;
        }
        const double homes = total(id, &Cluster::homes_m2), work = total(id, &Cluster::work_m2), any = total(id, &Cluster::any_m2);
        if (zone.population > 0 && !(homes > 0))
            m_log.note("no_homes", "the zone has residents but no residential building: they are spread over all its buildings",
                       zone.externalId);
        for (const auto& [cell, cluster] : clusters) {
            const double homesShare = homes > 0 ? cluster.homes_m2 / homes : cluster.any_m2 / any;
            const double workShare = work > 0 ? cluster.work_m2 / work : cluster.any_m2 / any;
            const ActivityPoint point{cluster.at(), id, zone.population * homesShare, zone.jobs * workShare};
            if (point.people > 0 || point.jobs > 0)
                points.push_back(point);
        }
    }

    ZoneSet& m_zones;
    AssumptionSet& m_assumptions;
    IssueLog& m_log;
    ZoneFinder m_finder;
    std::vector<Clusters> m_clusters;
    double m_cell_m;
    std::vector<std::pair<std::string, double>> m_bare;  ///< zones with people or jobs and no buildings, and their people
};

}  // namespace

std::vector<ActivityPoint> spreadPeople(ZoneSet& zones, const BuildingStock& stock, AssumptionSet& assumptions, IssueLog& log)
{
    if (zones.neighbourhoods.empty())
        return {};
    Spreader spreader(zones, assumptions, log);
    spreader.gather(stock);
    return spreader.spread();
}

}  // namespace isopolis
