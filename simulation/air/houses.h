#pragma once
/// Which house a place lies in: of the map, or of a scheme.
///
///   Houses houses(applied);   if (const std::string* id = houses.at(place)) …

#include "gis/core/geometry/spatial_grid.h"
#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

class Houses {
public:
    explicit Houses(const AppliedScenario& applied)
    {
        Box extent;
        for (const BuildingId id : idsOf(applied.city->buildings()))
            if (applied.stands(id))
                m_houses.push_back({&applied.city->buildings()[id].footprint, applied.city->buildings()[id].externalId});
        for (const AddedBuilding& b : applied.addedBuildings)
            m_houses.push_back({&b.footprint, b.name});
        for (const House& house : m_houses)
            extent.add(bounds(*house.footprint));
        m_grid = SpatialGrid(extent.grown(1), kCell_m);
        for (std::size_t i = 0; i < m_houses.size(); ++i)
            m_grid.insert(bounds(*m_houses[i].footprint), static_cast<std::uint32_t>(i));
    }
    /// Its id; null in the open.
    const std::string* at(Point2 place) const
    {
        for (const std::uint32_t i : m_grid.query(place, 0))
            if (contains(*m_houses[i].footprint, place))
                return &m_houses[i].id;
        return nullptr;
    }

private:
    static constexpr double kCell_m = 40;
    struct House {
        const MultiPolygon* footprint;
        std::string id;
    };
    std::vector<House> m_houses;
    SpatialGrid m_grid;
};

}  // namespace isopolis
