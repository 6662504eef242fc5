#include "simulation/emissions/fleet_map.h"

#include <map>

namespace isopolis {

namespace {

Point2 middleOf(const AppliedScenario& applied, LinkId link)
{
    const Polyline& line = applied.geometry(link);
    return line.empty() ? Point2{} : pointAlong(line, length(line) / 2);
}

/// The zones that hold each link's midpoint, ascending.
IdVector<LinkId, std::vector<std::size_t>> zonesOfLinks(const AppliedScenario& applied)
{
    IdVector<LinkId, std::vector<std::size_t>> zones(applied.linkCount());
    for (std::size_t z = 0; z < applied.lowEmissionZones.size(); ++z) {
        const MultiPolygon& area = applied.lowEmissionZones[z].area;
        const Box box = bounds(area);
        for (const LinkId link : idsOf(zones))
            if (const Point2 middle = middleOf(applied, link); box.contains(middle) && contains(area, middle))
                zones[link].push_back(z);
    }
    return zones;
}

bool nobody(const FleetMix& mix)
{
    for (const double share : mix.share)
        if (share > 0)
            return false;
    return true;
}

double distanceToRing(const Ring& ring, Point2 p)
{
    Polyline closed(ring.begin(), ring.end());
    closed.push_back(ring.front());
    return nearestOnLine(closed, p).distance_m;
}

}  // namespace

FleetMap::FleetMap(const AppliedScenario& applied, const IdVector<LinkId, double>& vehicleKm) : m_mixOf(applied.linkCount())
{
    const FleetMix everywhere = withElectricShift(standardFleet(applied.parameters), applied.electricShift);
    const ZoneRules rules = zoneRules(applied.parameters);
    const IdVector<LinkId, std::vector<std::size_t>> zones = zonesOfLinks(applied);
    std::map<std::vector<std::size_t>, std::size_t> known;
    std::vector<std::vector<FleetMix>> aroundOf;  // per mix, per zone of its set
    std::vector<FleetMix> around(applied.lowEmissionZones.size());
    for (const LinkId link : idsOf(m_mixOf)) {
        const auto [entry, isNew] = known.try_emplace(zones[link], m_mixes.size());
        if (isNew) {
            m_mixes.push_back(everywhere);
            aroundOf.emplace_back();
            for (const std::size_t z : entry->first) {
                const ZoneTraffic traffic = inLowEmissionZone(m_mixes.back(), applied.lowEmissionZones[z], rules);
                m_mixes.back() = traffic.inside;
                aroundOf.back().push_back(traffic.around);
            }
        }
        m_mixOf[link] = entry->second;
        for (std::size_t i = 0; i < zones[link].size(); ++i)
            for (std::size_t c = 0; c < kFleetClassCount; ++c)
                around[zones[link][i]].share[c] += vehicleKm[link] * aroundOf[entry->second][i].share[c];
    }
    for (std::size_t z = 0; z < around.size(); ++z)
        if (!nobody(around[z]))
            addDetours(applied, vehicleKm, z, around[z]);
}

void FleetMap::addDetours(const AppliedScenario& applied, const IdVector<LinkId, double>& vehicleKm, std::size_t zone,
                          const FleetMix& around)
{
    const double width_m = applied.parameters.value(kZoneRing), detour = applied.parameters.value(kZoneDetour);
    const MultiPolygon& area = applied.lowEmissionZones[zone].area;
    const Box reach = bounds(area).grown(width_m);
    std::vector<LinkId> ring;
    double traffic = 0;
    for (const LinkId link : idsOf(m_mixOf)) {
        const Point2 middle = middleOf(applied, link);
        if (!(vehicleKm[link] > 0) || !reach.contains(middle))
            continue;
        bool near = false, inside = false;
        for (const LowEmissionZone& other : applied.lowEmissionZones)
            inside = inside || contains(other.area, middle);
        for (const Polygon& part : area)
            near = near || (!part.outer.empty() && distanceToRing(part.outer, middle) <= width_m);
        if (inside || !near)
            continue;
        ring.push_back(link);
        traffic += vehicleKm[link];
    }
    if (traffic <= 0)
        return;
    std::map<std::size_t, std::size_t> withDetours;  // mix without, mix with
    for (const LinkId link : ring) {
        const auto [entry, isNew] = withDetours.try_emplace(m_mixOf[link], m_mixes.size());
        if (isNew) {
            FleetMix mix = m_mixes[entry->first];
            for (std::size_t c = 0; c < kFleetClassCount; ++c)
                mix.share[c] += detour * around.share[c] / traffic;
            m_mixes.push_back(mix);
        }
        m_mixOf[link] = entry->second;
    }
}

}  // namespace isopolis
