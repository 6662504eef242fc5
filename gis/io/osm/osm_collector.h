#pragma once
/// Inside of the OSM reader: turns objects as they stream by into OsmData. Private to gis/io/osm.

#include "gis/io/osm/osm_reader.h"

#include <unordered_map>
#include <unordered_set>

namespace isopolis {

/// Receives objects without any libosmium type, so that its rules can be read without knowing that library.
class OsmCollector {
public:
    OsmCollector(const CityWindow& window, AssumptionSet& assumptions, IssueLog& log);

    void node(std::int64_t id, Point2 at, const OsmTags& tags);
    /// A way's nodes; a missing location is NaN. The barriers of `node` must have come before.
    void way(std::int64_t id, std::vector<OsmVertex> vertices, const OsmTags& tags);
    /// Single trees along a line: natural=tree_row. Nodes natural=tree come by `node`.
    void treeRow(const Polyline& line);
    void area(const std::string& externalId, MultiPolygon outline, const OsmTags& tags);
    /// A relation type=restriction; all ways must have come before. A via node that the extract lacks has no place.
    void restriction(std::int64_t id, const std::vector<OsmMember>& members, std::optional<Point2> viaAt, const OsmTags& tags);
    /// Modes that a barrier stops, by node.
    ModeSet blockedAt(std::int64_t node) const;
    OsmData take();

private:
    void road(std::int64_t id, std::vector<OsmVertex> vertices, const RoadRule& rule);
    void building(const std::string& externalId, MultiPolygon& outline, const OsmTags& tags);
    void place(const std::string& externalId, Point2 at, double area_m2, const OsmTags& tags);
    void useLandForBuildings();
    void dropPlacesInsideTheirArea();

    const CityWindow& m_window;
    AssumptionSet& m_assumptions;
    IssueLog& m_log;
    OsmData m_data;
    std::unordered_map<std::int64_t, ModeSet> m_barriers;
    std::unordered_set<std::int64_t> m_seen, m_streets;  ///< ways of the extract that are mapped as streets; those in the city
    std::vector<std::pair<PlaceKind, MultiPolygon>> m_placeAreas;
    std::vector<std::size_t> m_placeNodes;  ///< positions in `places` that come from nodes
    ImportCount m_highways{"highways"}, m_buildings{"buildings"}, m_areas{"areas"}, m_places{"places"}, m_trees{"trees"},
        m_restrictions{"turn restrictions"};
};

}  // namespace isopolis
