#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

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
    for (const AddedBuilding& building : addedBuildings)
        if (building.neighbourhood.valid())
            points.push_back({interiorPoint(building.footprint), building.neighbourhood, building.residents, building.jobs});
    return points;
}

}  // namespace isopolis
