#include "simulation/scenario/operation_applier.h"

#include "simulation/noise/road_emission.h"
#include "simulation/scenario/demand_factors.h"
#include "simulation/scenario/nearest_word.h"
#include "simulation/scenario/number_text.h"
#include "simulation/scenario/scenario_parameters.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// Two points closer than this are one: drawn coordinates are no finer.
constexpr double kSamePoint_m = 0.01;

/// The first refusal among several checks.
Expected<void> firstError(std::initializer_list<Expected<void>> checks)
{
    for (const Expected<void>& check : checks)
        if (!check)
            return check;
    return {};
}

/// Who may use a new road of this class.
ModeSet modesOf(RoadClass roadClass)
{
    switch (roadClass) {
    case RoadClass::Motorway:
    case RoadClass::Trunk: return ModeSet::motor();
    case RoadClass::Cycleway: return ModeSet(Mode::Cycle) | Mode::Walk;
    case RoadClass::Pedestrian:
    case RoadClass::Footway:
    case RoadClass::Steps: return Mode::Walk;
    default: return ModeSet::all();
    }
}

bool forMotors(ModeSet modes) { return (modes.bits() & ModeSet::motor().bits()) != 0; }
ModeSet motorPart(ModeSet modes) { return modes.without(ModeSet::all().without(ModeSet::motor())); }

/// The drawn axis with the junctions that its ends are joined to.
Polyline joined(const Polyline& axis, Point2 from, Point2 to)
{
    Polyline line = axis;
    if (distance(line.front(), from) > kSamePoint_m)
        line.insert(line.begin(), from);
    if (distance(line.back(), to) > kSamePoint_m)
        line.push_back(to);
    line.front() = from;
    line.back() = to;
    return line;
}

}  // namespace

Expected<void> checkRange(double value, ValueRange range, const char* field)
{
    if (range.contains(value))
        return {};
    const std::string limits = numberText(range.low) + " to " + numberText(range.high);
    return unexpected(Error{ErrorCode::BadValue, numberText(value) + " is outside the range " + limits}.about(field).cure(
        "Choose a value of " + limits + "."));
}

Expected<void> OperationApplier::apply(const Intervention& intervention, std::size_t index)
{
    const Operation& operation = intervention.operations[index];
    const std::string number = std::to_string(index + 1);
    m_where = "intervention “" + intervention.name + "”, operation " + number + " (" + std::string(operationType(operation)) + ")";
    m_newId = "new:" + intervention.name + "/" + number;
    m_changed = false;
    if (auto done = std::visit(*this, operation); !done)
        return unexpected(done.error().at(m_where));
    if (!m_changed)
        note(Severity::Warning, "changes_nothing", "the operation changes nothing: what it asks for is so already");
    return {};
}

Expected<void> OperationApplier::operator()(const CloseRoad& operation) { return banModes(operation.where, ModeSet::motor()); }

Expected<void> OperationApplier::operator()(const TrafficFilter& operation)
{
    return banModes(operation.where, ModeSet(Mode::Car) | Mode::Lorry);
}

Expected<void> OperationApplier::banModes(const RoadTarget& where, ModeSet modes)
{
    const auto links = targets(where);
    if (!links)
        return unexpected(links.error());
    for (const LinkId id : *links) {
        const ModeSet left = m_applied.links[id].modes.without(modes);
        m_changed = m_changed || left != m_applied.links[id].modes;
        m_applied.links[id].modes = left;
    }
    return {};
}

Expected<void> OperationApplier::operator()(const SetSpeedLimit& operation)
{
    if (auto ok = checkRange(operation.limit.kmh(), kSpeedRange_kmh, "speed_kmh"); !ok)
        return ok;
    const auto links = targets(operation.where);
    if (!links)
        return unexpected(links.error());
    for (const LinkId id : *links) {
        LinkState& state = m_applied.links[id];
        if (!forMotors(state.modes) || state.speed_kmh == operation.limit.kmh())
            continue;
        state.speed_kmh = operation.limit.kmh();
        m_changed = true;
    }
    return {};
}

Expected<void> OperationApplier::operator()(const SetLanes& operation)
{
    if (auto ok = checkRange(operation.lanes, kLanesRange, "lanes"); !ok)
        return ok;
    const auto links = targets(operation.where);
    if (!links)
        return unexpected(links.error());
    for (const LinkId id : *links) {
        LinkState& state = m_applied.links[id];
        if (!forMotors(state.modes) || state.lanes == operation.lanes)
            continue;
        state.lanes = operation.lanes;
        m_changed = true;
    }
    return {};
}

Expected<void> OperationApplier::operator()(const OneWay& operation)
{
    const auto links = targets(operation.where);
    if (!links)
        return unexpected(links.error());
    for (const LinkId id : *links) {
        const LinkId reverse = reverseOf(id);
        const bool reverseIsTarget = reverse.valid() && std::binary_search(links->begin(), links->end(), reverse);
        if (reverseIsTarget && reverse < id)
            continue;  // the pair was handled at its first link
        if (operation.direction == OneWay::Direction::Forward)
            keepDirection(id, reverse);
        else
            keepDirection(reverse.valid() ? reverse : addOppositeOf(id), id);
    }
    return {};
}

void OperationApplier::keepDirection(LinkId kept, LinkId dropped)
{
    if (!dropped.valid() || !kept.valid())
        return;
    LinkState& keep = m_applied.links[kept];
    LinkState& drop = m_applied.links[dropped];
    const ModeSet moved = motorPart(drop.modes);
    if (moved.empty())
        return;
    if (!forMotors(keep.modes)) {  // a one-way street is turned round: the traffic brings its lanes and its limit along
        keep.lanes = drop.lanes;
        keep.speed_kmh = drop.speed_kmh;
    }
    keep.modes = keep.modes | moved;
    drop.modes = drop.modes.without(ModeSet::motor());
    m_changed = true;
}

LinkId OperationApplier::addOppositeOf(LinkId link)
{
    if (!forMotors(m_applied.links[link].modes))
        return {};
    AddedLink opposite;
    opposite.from = m_applied.to(link);
    opposite.to = m_applied.from(link);
    opposite.geometry = reversed(m_applied.geometry(link));
    opposite.length_m = m_applied.length_m(link);
    opposite.roadClass = m_applied.roadClass(link);
    opposite.name = m_applied.name(link);
    opposite.externalId = m_newId + "#" + m_applied.externalId(link);
    LinkState state = m_applied.links[link];
    state.modes = {};
    const LinkId made = addLink(std::move(opposite), state);
    m_addedReverse[link] = made;
    m_addedReverse[made] = link;
    return made;
}

Expected<void> OperationApplier::operator()(const AddRoad& operation)
{
    if (auto ok = firstError(
            {checkRange(operation.limit.kmh(), kSpeedRange_kmh, "speed_kmh"), checkRange(operation.lanes, kLanesRange, "lanes")});
        !ok)
        return ok;
    const Polyline& axis = operation.axis;
    const auto finite = [](Point2 p) { return std::isfinite(p.x) && std::isfinite(p.y); };
    if (axis.size() < 2 || !std::all_of(axis.begin(), axis.end(), finite))
        return unexpected(
            Error{ErrorCode::BadValue, "the axis of the new road needs two points"}.about("geometry").cure("Draw the road again."));
    const ModeSet modes = modesOf(operation.roadClass);
    const NodeId from = nearestNode(axis.front(), modes), to = nearestNode(axis.back(), modes);
    if (!from.valid() || !to.valid())
        return unexpected(
            Error{ErrorCode::NotFound, std::string(from.valid() ? "the end" : "the start") + " of the new road lies farther than " +
                                           numberText(m_applied.parameters.value(kJoinDistance)) + " m from any junction"}
                .about("geometry")
                .cure("Draw it up to a junction of the network, or raise the parameter “" + std::string(kJoinDistance.id) + "”."));
    if (from == to)
        return unexpected(Error{ErrorCode::BadValue, "both ends of the new road join the same junction"}
                              .about("geometry")
                              .cure("Draw it from one junction to another."));
    const std::string stem = freshId();
    const auto& nodes = m_applied.city->roads().nodes();
    AddedLink forward{from, to, joined(axis, nodes[from].at, nodes[to].at), 0, operation.roadClass, operation.name, stem + "#f"};
    forward.length_m = length(forward.geometry);
    const LinkState state{operation.limit.kmh(), operation.lanes, modes};
    AddedLink backward{to, from, reversed(forward.geometry), forward.length_m, operation.roadClass, operation.name, stem + "#b"};
    const LinkId there = addLink(std::move(forward), state);
    if (operation.bothDirections) {
        const LinkId back = addLink(std::move(backward), state);
        m_addedReverse[there] = back;
        m_addedReverse[back] = there;
    }
    m_changed = true;
    return {};
}

Expected<void> OperationApplier::operator()(const LowEmissionZone& operation)
{
    if (auto ok = firstError({checkRange(operation.minimumEuroPetrol, kEuroRange, "minimum_euro_petrol"),
                              checkRange(operation.minimumEuroDiesel, kEuroRange, "minimum_euro_diesel"),
                              checkRange(operation.compliance, kShareRange, "compliance")});
        !ok)
        return ok;
    LowEmissionZone zone = operation;
    if (!zone.target.empty()) {
        auto area = resolveArea(*m_applied.city, zone.target);
        if (!area)
            return unexpected(area.error());
        zone.area = std::move(*area);
    }
    if (auto usable = checkArea(zone.area); !usable)
        return usable;
    const Box box = bounds(zone.area);
    const bool bars = (zone.minimumEuroPetrol > 0 || zone.minimumEuroDiesel > 0) && zone.compliance > 0;
    for (std::size_t i = 0; bars && !m_changed && i < m_applied.linkCount(); ++i) {
        const LinkId id = LinkId::fromIndex(i);
        const Point2 middle = pointAlong(m_applied.geometry(id), length(m_applied.geometry(id)) / 2);
        m_changed = m_applied.links[id].modes.has(Mode::Car) && box.contains(middle) && contains(zone.area, middle);
    }
    m_applied.lowEmissionZones.push_back(std::move(zone));
    return {};
}

Expected<void> OperationApplier::operator()(const FleetShift& operation)
{
    if (auto ok = checkRange(operation.electricShare, kShareRange, "electric_share"); !ok)
        return ok;
    const double before = m_applied.electricShift;
    // A second shift turns a share of the combustion cars that the first one left.
    m_applied.electricShift = before + (1 - before) * operation.electricShare;
    m_changed = m_applied.electricShift != before;
    return {};
}

Expected<void> OperationApplier::operator()(const AddBuilding& operation)
{
    if (auto ok = firstError({checkRange(operation.height.m(), kHeightRange_m, "height_m"),
                              checkRange(operation.residents, kPeopleRange, "residents"), checkRange(operation.jobs, kPeopleRange, "jobs"),
                              checkArea(operation.footprint)});
        !ok)
        return ok;
    const NeighbourhoodId where = m_applied.city->neighbourhoodAt(interiorPoint(operation.footprint));
    if (!where.valid() && operation.residents + operation.jobs > 0)
        note(Severity::Warning, "outside_neighbourhoods",
             "the building stands outside all neighbourhoods: its people and jobs do not count");
    m_applied.addedBuildings.push_back(
        {operation.footprint, operation.height.m(), operation.residents, operation.jobs, where, operation.name, freshId()});
    m_changed = true;
    return {};
}

Expected<void> OperationApplier::operator()(const CycleLane& operation)
{
    if (operation.kind == CycleFacility::None)
        return unexpected(Error{ErrorCode::BadValue, "a cycle lane is painted or protected"}.about("kind").cure("Choose one of the two."));
    const auto links = targets(operation.where);
    if (!links)
        return unexpected(links.error());
    std::size_t motorways = 0;
    for (const LinkId id : *links) {
        LinkState& state = m_applied.links[id];
        if (m_applied.roadClass(id) == RoadClass::Motorway) {
            ++motorways;
            continue;
        }
        // Footpaths and steps are no carriageways, and a direction that is closed to all traffic has no room for a lane.
        if (!forMotors(state.modes) && !state.modes.has(Mode::Cycle))
            continue;
        LinkState better = state;
        better.modes = state.modes | Mode::Cycle;
        better.cycle = std::max(state.cycle, operation.kind);
        m_changed = m_changed || better != state;
        state = better;
    }
    if (motorways > 0)
        note(Severity::Warning, "motorway", "motorways get no cycle lane; " + std::to_string(motorways) + " links are left as they are");
    return {};
}

Expected<void> OperationApplier::operator()(const NoiseBarrier& operation)
{
    if (auto ok = checkRange(operation.height.m(), kBarrierHeightRange_m, "height_m"); !ok)
        return ok;
    const auto finite = [](Point2 p) { return std::isfinite(p.x) && std::isfinite(p.y); };
    if (operation.axis.size() < 2 || !std::all_of(operation.axis.begin(), operation.axis.end(), finite) ||
        !(length(operation.axis) > kSamePoint_m))
        return unexpected(
            Error{ErrorCode::BadValue, "the line of the noise barrier needs two points"}.about("geometry").cure("Draw the barrier again."));
    m_applied.barriers.push_back({operation.axis, operation.height.m(), operation.name});
    m_changed = true;
    return {};
}

Expected<void> OperationApplier::operator()(const RoadSurface& operation)
{
    if (!roadSurface(operation.surface)) {
        std::vector<std::string_view> keys;
        for (const RoadSurfaceType& type : roadSurfaces())
            keys.push_back(type.key);
        const std::string_view near = nearestWord(operation.surface, keys);
        return unexpected(Error{ErrorCode::BadValue, "there is no road surface “" + operation.surface + "”"}.about("surface").cure(
            near.empty() ? "Write for example NL02 (two-layer porous asphalt) or DEF." : "Did you mean “" + std::string(near) + "”?"));
    }
    const auto links = targets(operation.where);
    if (!links)
        return unexpected(links.error());
    for (const LinkId id : *links) {
        const auto known = m_applied.surfaces.find(id);
        const std::string before = known == m_applied.surfaces.end() ? std::string(roadSurfaces().front().key) : known->second;
        if (!forMotors(m_applied.links[id].modes) || before == operation.surface)
            continue;
        m_applied.surfaces[id] = operation.surface;
        m_changed = true;
    }
    return {};
}

Expected<void> OperationApplier::operator()(const AdjustDemand& operation)
{
    if (!operation.factors)
        return unexpected(Error{ErrorCode::BadValue, "the adjusted demand has no factors"}.about("rows").cure(
            "Fit the demand to the counts: isopolis-cli calibrate."));
    if (m_applied.demandAdjustment)
        return unexpected(Error{ErrorCode::Conflict, "demand is adjusted already by “" + m_applied.demandAdjustment->name + "”"}.cure(
            "Switch one of the two interventions off."));
    m_applied.demandAdjustment = operation;
    const auto cells = operation.factors->cells();
    m_changed = std::any_of(cells.begin(), cells.end(), [](const DemandFactors::Cell& cell) { return cell.factor != 1; });
    return {};
}

Expected<std::vector<LinkId>> OperationApplier::targets(const RoadTarget& where) const
{
    std::vector<LinkId> made = addedLinksOf(where);
    auto links = resolveTarget(*m_applied.city, where);
    if (!links && made.empty())
        return links;
    std::vector<LinkId> all = links ? std::move(*links) : std::vector<LinkId>();
    all.insert(all.end(), made.begin(), made.end());  // ids of added links are larger: the list stays ascending
    return all;
}

std::vector<LinkId> OperationApplier::addedLinksOf(const RoadTarget& where) const
{
    std::vector<LinkId> found;
    const std::size_t first = m_applied.city->roads().links().size();
    for (std::size_t i = 0; i < m_applied.addedLinks.size(); ++i) {
        const AddedLink& link = m_applied.addedLinks[i];
        const bool named = !where.target.empty() && (link.externalId == where.target || link.externalId.starts_with(where.target + "#"));
        const bool inside = where.target.empty() && !where.area.empty() && crosses(link.geometry, where.area);
        if (named || inside)
            found.push_back(LinkId::fromIndex(first + i));
    }
    return found;
}

LinkId OperationApplier::reverseOf(LinkId link) const
{
    if (const auto found = m_addedReverse.find(link); found != m_addedReverse.end())
        return found->second;
    return m_applied.isAdded(link) ? LinkId() : m_applied.city->roads().links()[link].reverse;
}

LinkId OperationApplier::addLink(AddedLink link, const LinkState& state)
{
    m_applied.addedLinks.push_back(std::move(link));
    return m_applied.links.push(state);
}

std::string OperationApplier::freshId()
{
    std::string id = m_newId;
    for (int copy = 2; !m_usedIds.insert(id).second; ++copy)
        id = m_newId + "~" + std::to_string(copy);
    return id;
}

NodeId OperationApplier::nearestNode(Point2 p, ModeSet modes) const
{
    const Mode needed = modes.has(Mode::Car) ? Mode::Car : Mode::Walk;
    const RoadNetwork& roads = m_applied.city->roads();
    NodeId best;
    double bestDistance = m_applied.parameters.value(kJoinDistance);
    for (const RoadLink& link : roads.links()) {
        if (!link.modes.has(needed))
            continue;
        for (const NodeId node : {link.from, link.to}) {
            const double d = distance(roads.nodes()[node].at, p);
            if (d < bestDistance || (d == bestDistance && (!best.valid() || node < best))) {
                best = node;
                bestDistance = d;
            }
        }
    }
    return best;
}

void OperationApplier::note(Severity severity, std::string code, std::string message)
{
    m_applied.issues.push_back({severity, std::move(code), std::move(message), {}, m_where, {}});
}

}  // namespace isopolis
