#include "simulation/scenario/scenario.h"

#include "simulation/scenario/demand_factors.h"
#include "simulation/scenario/nearest_word.h"

#include <algorithm>
#include <set>

namespace isopolis {

namespace {

const Scenario* findScenario(const std::vector<Scenario>& all, std::string_view name)
{
    const auto found = std::find_if(all.begin(), all.end(), [name](const Scenario& s) { return s.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Error unknownBase(const Scenario& scenario, const std::vector<Scenario>& all)
{
    std::vector<std::string_view> names = {kBaseScenarioName};
    for (const Scenario& s : all)
        names.push_back(s.name);
    Error error = Error{ErrorCode::NotFound, "there is no scenario “" + scenario.base + "” to branch from"}
                      .at("scenario “" + scenario.name + "”")
                      .about("base");
    if (const std::string_view near = nearestWord(scenario.base, names); !near.empty())
        error.cure("Did you mean “" + std::string(near) + "”?");
    else
        error.cure("Name a scenario of this project, or leave the base empty for the city as it is.");
    return error;
}

/// From the scenario itself to its oldest base.
Expected<std::vector<const Scenario*>> lineage(const Scenario& scenario, const std::vector<Scenario>& all)
{
    std::vector<const Scenario*> chain = {&scenario};
    std::set<std::string_view> seen = {scenario.name};
    while (!chain.back()->base.empty()) {
        const Scenario& youngest = *chain.back();
        const Scenario* next = findScenario(all, youngest.base);
        if (!next && youngest.base == kBaseScenarioName)
            break;  // the city as it is needs no entry in the list
        if (!next)
            return unexpected(unknownBase(youngest, all));
        if (!seen.insert(next->name).second)
            return unexpected(Error{ErrorCode::Conflict, "its bases lead back to “" + next->name + "”"}
                                  .at("scenario “" + scenario.name + "”")
                                  .about("base")
                                  .cure("Give one of these scenarios another base."));
        chain.push_back(next);
    }
    return chain;
}

void addPoints(Hasher& h, const std::vector<Point2>& points)
{
    h.add(static_cast<std::uint64_t>(points.size()));
    for (const Point2 p : points)
        h.add(p.x).add(p.y);
}

void addArea(Hasher& h, const MultiPolygon& area)
{
    h.add(static_cast<std::uint64_t>(area.size()));
    for (const Polygon& polygon : area) {
        addPoints(h, polygon.outer);
        h.add(static_cast<std::uint64_t>(polygon.holes.size()));
        for (const Ring& hole : polygon.holes)
            addPoints(h, hole);
    }
}

void addTarget(Hasher& h, const RoadTarget& where)
{
    h.add(where.target);
    addArea(h, where.area);
}

/// Every value of an operation. Names of new roads and buildings count: they stand in the applied scenario that a run holds.
struct OperationHasher {
    Hasher& h;
    void operator()(const CloseRoad& o) const { addTarget(h, o.where); }
    void operator()(const SetSpeedLimit& o) const
    {
        addTarget(h, o.where);
        h.add(o.limit.kmh());
    }
    void operator()(const SetLanes& o) const
    {
        addTarget(h, o.where);
        h.add(o.lanes);
    }
    void operator()(const OneWay& o) const
    {
        addTarget(h, o.where);
        h.add(static_cast<int>(o.direction));
    }
    void operator()(const TrafficFilter& o) const { addTarget(h, o.where); }
    void operator()(const AddRoad& o) const
    {
        h.add(o.name);
        addPoints(h, o.axis);
        h.add(static_cast<int>(o.roadClass)).add(o.limit.kmh()).add(o.lanes).add(o.bothDirections);
    }
    void operator()(const LowEmissionZone& o) const
    {
        h.add(o.target);
        addArea(h, o.area);
        h.add(o.minimumEuroPetrol).add(o.minimumEuroDiesel).add(o.compliance);
    }
    void operator()(const FleetShift& o) const { h.add(o.electricShare); }
    void operator()(const AddBuilding& o) const
    {
        h.add(o.name);
        addArea(h, o.footprint);
        h.add(o.height.m()).add(o.residents).add(o.jobs);
    }
    void operator()(const CycleLane& o) const
    {
        addTarget(h, o.where);
        h.add(static_cast<int>(o.kind));
    }
    void operator()(const AddTransitLine& o) const
    {
        h.add(o.name).add(o.mode);
        addPoints(h, o.stops);
        h.add(o.headway_min).add(o.speed.kmh()).add(o.first_s).add(o.last_s).add(o.bothDirections);
    }
    void operator()(const ChangeHeadway& o) const { h.add(o.target).add(o.headway_min).add(o.from_s).add(o.to_s); }
    void operator()(const SetTransitSpeed& o) const { h.add(o.target).add(o.factor); }
    void operator()(const MoveStop& o) const { h.add(o.target).add(o.to.x).add(o.to.y); }
    void operator()(const WithdrawLine& o) const { h.add(o.target); }
    void operator()(const NoiseBarrier& o) const
    {
        h.add(o.name);
        addPoints(h, o.axis);
        h.add(o.height.m());
    }
    void operator()(const RoadSurface& o) const
    {
        addTarget(h, o.where);
        h.add(o.surface);
    }
    void operator()(const GreenSpace& o) const
    {
        h.add(o.name).add(o.target);
        addArea(h, o.area);
    }
    void operator()(const RemoveBuilding& o) const
    {
        h.add(o.target);
        for (const std::optional<double>& given : {o.residents, o.jobs})
            h.add(given.has_value()).add(given.value_or(0));
    }
    void operator()(const BusLane& o) const { addTarget(h, o.where); }
    void operator()(const RoadCharge& o) const
    {
        addTarget(h, o.where);
        h.add(o.charge_eur);
    }
    void operator()(const AdjustDemand& o) const { h.add(o.name).add(o.factors ? o.factors->hash().hex() : std::string()); }
};

/// The external id of a new link, line or building holds the name of its intervention, so for these that name is part of the result.
bool namesWhatItMakes(const Operation& operation)
{
    return std::holds_alternative<AddRoad>(operation) || std::holds_alternative<OneWay>(operation) ||
           std::holds_alternative<AddTransitLine>(operation) || std::holds_alternative<AddBuilding>(operation);
}

}  // namespace

Expected<Scenario> flattened(const Scenario& scenario, const std::vector<Scenario>& all)
{
    auto chain = lineage(scenario, all);
    if (!chain)
        return unexpected(chain.error());
    Scenario flat = scenario;
    flat.base.clear();
    flat.interventions.clear();
    flat.parameters = {};
    for (auto s = chain->rbegin(); s != chain->rend(); ++s) {
        flat.interventions.insert(flat.interventions.end(), (*s)->interventions.begin(), (*s)->interventions.end());
        for (const auto& [id, value] : (*s)->parameters.overrides())
            if (auto set = flat.parameters.set(id, value); !set)
                return unexpected(set.error().at("scenario “" + (*s)->name + "”"));
    }
    return flat;
}

Hash hashScenario(const Scenario& scenario)
{
    Hasher h;
    for (const Intervention& intervention : scenario.interventions) {
        if (!intervention.enabled)
            continue;
        for (std::size_t i = 0; i < intervention.operations.size(); ++i) {
            const Operation& operation = intervention.operations[i];
            h.add(operationType(operation));
            if (namesWhatItMakes(operation))
                h.add(intervention.name).add(static_cast<std::uint64_t>(i));
            std::visit(OperationHasher{h}, operation);
        }
    }
    h.add("end of operations");
    scenario.parameters.addTo(h);
    h.add(scenario.seed);
    return h.finish();
}

}  // namespace isopolis
