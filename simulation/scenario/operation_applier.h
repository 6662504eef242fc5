#pragma once
/// Acts out operations on an AppliedScenario, one after the other: the inner part of applyScenario.
///
///   OperationApplier applier(applied);
///   for (…) if (auto done = applier.apply(intervention, index); !done) return unexpected(done.error());

#include "simulation/scenario/apply_scenario.h"
#include "simulation/scenario/operation_limits.h"

#include <map>
#include <set>

namespace isopolis {

class OperationApplier {
public:
    explicit OperationApplier(AppliedScenario& applied) : m_applied(applied) {}
    /// What a switched-off intervention would have made or widened can be named without being there: acting on it changes nothing, so that
    /// the others can still be applied by themselves.
    void passOver(const Intervention& intervention);
    /// Errors and issues name the intervention and the operation (from 1).
    Expected<void> apply(const Intervention& intervention, std::size_t operation);

    // One overload an operation, called through std::visit.
    Expected<void> operator()(const CloseRoad& operation);
    Expected<void> operator()(const SetSpeedLimit& operation);
    Expected<void> operator()(const SetLanes& operation);
    Expected<void> operator()(const OneWay& operation);
    Expected<void> operator()(const TrafficFilter& operation);
    Expected<void> operator()(const AddRoad& operation);
    Expected<void> operator()(const LowEmissionZone& operation);
    Expected<void> operator()(const FleetShift& operation);
    Expected<void> operator()(const AddBuilding& operation);
    Expected<void> operator()(const CycleLane& operation);
    // transit_operations.cpp
    Expected<void> operator()(const AddTransitLine& operation);
    Expected<void> operator()(const ChangeHeadway& operation);
    Expected<void> operator()(const SetTransitSpeed& operation);
    Expected<void> operator()(const MoveStop& operation);
    Expected<void> operator()(const WithdrawLine& operation);
    Expected<void> operator()(const NoiseBarrier& operation);
    Expected<void> operator()(const RoadSurface& operation);
    Expected<void> operator()(const AdjustDemand& operation);
    // place_operations.cpp
    Expected<void> operator()(const GreenSpace& operation);
    Expected<void> operator()(const RemoveBuilding& operation);
    // bus_lanes.cpp
    Expected<void> operator()(const BusLane& operation);
    // road_charges.cpp
    Expected<void> operator()(const RoadCharge& operation);

private:
    Expected<std::vector<LinkId>> targets(const RoadTarget& where) const;
    std::vector<LinkId> addedLinksOf(const RoadTarget& where) const;
    LinkId reverseOf(LinkId link) const;
    Expected<void> banModes(const RoadTarget& where, ModeSet modes);
    void keepDirection(LinkId kept, LinkId dropped);
    LinkId addOppositeOf(LinkId link);
    LinkId addLink(AddedLink link, const LinkState& state);
    /// The external id of what the operation makes, unlike all before it.
    std::string freshId();
    Expected<void> removeMapped(const RemoveBuilding& operation, const std::vector<BuildingId>& found);
    NodeId nearestNode(Point2 p, ModeSet modes) const;
    /// The scenario's own timetable: a copy of the city's, made when first asked for.
    TransitNetwork& timetable();
    Expected<TransitLineId> lineOf(const std::string& target) const;
    void note(Severity severity, std::string code, std::string message);

    AppliedScenario& m_applied;
    std::map<LinkId, LinkId> m_addedReverse;  ///< of links that have none in the city
    std::set<std::string> m_usedIds;          ///< stems of the external ids of what is new
    std::set<std::string> m_goneIds;          ///< buildings that were made and removed again, or belong to a switched-off intervention
    std::string m_where;                      ///< intervention and operation, in words
    std::string m_newId;                      ///< "new:<intervention>/<operation>"
    std::shared_ptr<TransitNetwork> m_timetable;
    bool m_widenedElsewhere = false;  ///< by a switched-off intervention
    bool m_changed = false;
};

/// Refuses a value outside its range; the field carries its unit, as in the JSON form: "speed_kmh".
Expected<void> checkRange(double value, ValueRange range, const char* field);

}  // namespace isopolis
