#include "simulation/scenario/apply_scenario.h"

#include <algorithm>

namespace isopolis {

namespace {

/// Its people and jobs leave the neighbourhood's places of activity, nearest first.
void takeFromNearest(std::vector<ActivityPoint>& points, const RemovedBuilding& gone)
{
    double people = gone.residents, jobs = gone.jobs;
    if (!gone.neighbourhood.valid() || !(people > 0 || jobs > 0))
        return;
    std::vector<std::pair<double, std::size_t>> near;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points[i].neighbourhood == gone.neighbourhood)
            near.emplace_back(distance(points[i].at, gone.at), i);
    std::sort(near.begin(), near.end());
    const auto take = [](double& from, double& wanted) {
        const double taken = std::min(from, wanted);
        wanted -= taken;
        from = taken < from ? from - taken : 0;
    };
    for (const auto& [away_m, i] : near) {
        take(points[i].people, people);
        take(points[i].jobs, jobs);
    }
}

}  // namespace

NodeId AppliedScenario::from(LinkId id) const { return isAdded(id) ? added(id).from : city->roads().links()[id].from; }
NodeId AppliedScenario::to(LinkId id) const { return isAdded(id) ? added(id).to : city->roads().links()[id].to; }
double AppliedScenario::length_m(LinkId id) const { return isAdded(id) ? added(id).length_m : city->roads().links()[id].length_m; }

const Polyline& AppliedScenario::geometry(LinkId id) const { return isAdded(id) ? added(id).geometry : city->roads().links()[id].geometry; }

RoadClass AppliedScenario::roadClass(LinkId id) const { return isAdded(id) ? added(id).roadClass : city->roads().wayOf(id).roadClass; }
const std::string& AppliedScenario::name(LinkId id) const { return isAdded(id) ? added(id).name : city->roads().wayOf(id).name; }

const std::string& AppliedScenario::externalId(LinkId id) const
{
    return isAdded(id) ? added(id).externalId : city->roads().links()[id].externalId;
}

std::vector<ActivityPoint> AppliedScenario::activity() const
{
    std::vector<ActivityPoint> points = city->activity();
    for (const RemovedBuilding& gone : removedBuildings)
        takeFromNearest(points, gone);
    for (const AddedBuilding& building : addedBuildings)
        if (building.neighbourhood.valid())
            points.push_back({interiorPoint(building.footprint), building.neighbourhood, building.residents, building.jobs});
    return points;
}

bool AppliedScenario::stands(BuildingId id) const
{
    return std::none_of(removedBuildings.begin(), removedBuildings.end(),
                        [id](const RemovedBuilding& gone) { return gone.building == id; });
}

IdVector<NeighbourhoodId, double> AppliedScenario::shareLeft() const
{
    IdVector<NeighbourhoodId, double> share(city->neighbourhoods().size(), 1), before(share.size(), 0), left(share.size(), 0);
    if (removedBuildings.empty())
        return share;
    const std::vector<ActivityPoint> now = activity();
    for (std::size_t i = 0; i < city->activity().size(); ++i)
        if (const NeighbourhoodId id = now[i].neighbourhood; share.contains(id)) {
            before[id] += city->activity()[i].people;
            left[id] += now[i].people;
        }
    for (const RemovedBuilding& gone : removedBuildings)
        if (share.contains(gone.neighbourhood) && before[gone.neighbourhood] > 0)
            share[gone.neighbourhood] = left[gone.neighbourhood] / before[gone.neighbourhood];
    return share;
}

}  // namespace isopolis
