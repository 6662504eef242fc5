#pragma once
/// The fleet on each link: the standard fleet, the shift to electric cars, and what low-emission zones make of it.
///
///   FleetMap fleet(applied, vehicleKm);   fleet.on(link)[FleetClass::DieselEuro5]   // relative to the link's assigned traffic
///
/// A link lies in a zone if its midpoint does. The shares of a link sum to one, but for links in zones that some drivers leave
/// (less) and links beside them (more): those who drive around a zone are spread over the links of the ring around it that can carry
/// cars and lie in no zone, in proportion to their traffic, with the distance of the detour. Assigned flows do not change.

#include "simulation/emissions/fleet.h"
#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

class FleetMap {
public:
    /// `vehicleKm`: traffic per link, any unit.
    FleetMap(const AppliedScenario& applied, const IdVector<LinkId, double>& vehicleKm);
    const FleetMix& on(LinkId link) const { return m_mixes[m_mixOf[link]]; }

private:
    void addDetours(const AppliedScenario& applied, const IdVector<LinkId, double>& vehicleKm, std::size_t zone, const FleetMix& around);

    std::vector<FleetMix> m_mixes;
    IdVector<LinkId, std::size_t> m_mixOf;
};

}  // namespace isopolis
