#include "simulation/access/cycle_stress.h"

#include <algorithm>
#include <limits>

namespace isopolis {

namespace {

constexpr double kAny = std::numeric_limits<double>::infinity();
constexpr int kLeast = 1, kMost = 4;
constexpr int kBusesOnly = 2;

/// One cell of the source's table 4; the first row that fits counts.
struct MixedRule {
    double upTo_kmh, upToLanes;
    int stress, quietStress;
};
constexpr MixedRule kMixed[] = {{40, 3, 2, 1}, {40, 5, 3, 3}, {50, 3, 3, 2}, {kAny, kAny, 4, 4}};

/// Tables 2 and 3: the worst of what applies.
struct PaintedRule {
    double above_kmh, fromLanesThisWay;
    int atLeast;
};
constexpr PaintedRule kPainted[] = {{0, 0, 2}, {0, 2, 3}, {50, 0, 3}, {60, 0, 4}};
constexpr double kQuietLanes = 3;  ///< fewer than these

int mixed(const StreetForCycles& s)
{
    for (const MixedRule& rule : kMixed)
        if (s.speed_kmh <= rule.upTo_kmh && s.lanes <= rule.upToLanes)
            return s.quiet && s.lanes < kQuietLanes ? rule.quietStress : rule.stress;
    return kMost;
}

bool quietClass(RoadClass roadClass)
{
    return roadClass == RoadClass::Residential || roadClass == RoadClass::LivingStreet || roadClass == RoadClass::Service ||
           roadClass == RoadClass::Track;
}

bool carsUse(const LinkState& state) { return state.modes.has(Mode::Car) || state.modes.has(Mode::Lorry); }

/// The opposite direction of each link, new roads included; invalid if there is none.
IdVector<LinkId, LinkId> opposites(const AppliedScenario& applied)
{
    IdVector<LinkId, LinkId> opposite(applied.linkCount());
    const std::size_t mapped = applied.city->roads().links().size();
    for (std::size_t i = 0; i < mapped; ++i)
        opposite[LinkId::fromIndex(i)] = applied.city->roads().links()[LinkId::fromIndex(i)].reverse;
    // An operation makes the two directions of a new road one after the other.
    for (std::size_t i = mapped; i + 1 < applied.linkCount(); ++i) {
        const LinkId a = LinkId::fromIndex(i), b = LinkId::fromIndex(i + 1);
        if (applied.from(a) == applied.to(b) && applied.to(a) == applied.from(b) &&
            applied.geometry(a).size() == applied.geometry(b).size()) {
            opposite[a] = b;
            opposite[b] = a;
        }
    }
    return opposite;
}

}  // namespace

int trafficStress(const StreetForCycles& s)
{
    if (s.traffic == StreetTraffic::None || s.cycle == CycleFacility::Protected)
        return kLeast;
    int stress = mixed(s);
    if (s.traffic == StreetTraffic::Buses)
        stress = std::min(stress, kBusesOnly);
    if (s.cycle == CycleFacility::None)
        return stress;
    int painted = kLeast;
    for (const PaintedRule& rule : kPainted)
        if (s.speed_kmh > rule.above_kmh && s.lanesThisWay >= rule.fromLanesThisWay)
            painted = std::max(painted, rule.atLeast);
    return std::min(stress, painted);
}

IdVector<LinkId, int> cycleStress(const AppliedScenario& applied)
{
    IdVector<LinkId, int> stress(applied.linkCount(), 0);
    const IdVector<LinkId, LinkId> opposite = opposites(applied);
    for (const LinkId id : idsOf(stress)) {
        const LinkState& here = applied.links[id];
        if (!here.modes.has(Mode::Cycle))
            continue;
        StreetForCycles street{.speed_kmh = here.speed_kmh,
                               .lanes = 0,
                               .lanesThisWay = 0,
                               .quiet = quietClass(applied.roadClass(id)),
                               .cycle = here.cycle,
                               .traffic = StreetTraffic::None};
        for (const LinkId side : {id, opposite[id]}) {
            if (!side.valid())
                continue;
            const LinkState& state = applied.links[side];
            const StreetTraffic traffic = carsUse(state)               ? StreetTraffic::Cars
                                          : state.modes.has(Mode::Bus) ? StreetTraffic::Buses
                                                                       : StreetTraffic::None;
            if (traffic == StreetTraffic::None)
                continue;
            street.traffic = std::max(street.traffic, traffic);
            // A lane for buses still has to be shared or crossed.
            const double lanes = state.lanes + (applied.busLanes.contains(side) ? 1 : 0);
            street.lanes += lanes;
            street.speed_kmh = std::max(street.speed_kmh, state.speed_kmh);
            if (side == id)
                street.lanesThisWay = lanes;
        }
        stress[id] = trafficStress(street);
    }
    return stress;
}

}  // namespace isopolis
