#pragma once
/// The street network: nodes at junctions, directed links between them, and the ways (OSM objects) that links belong to.
///
/// A two-way street is two links that name each other in `reverse`. A footpath is a pair of links whose modes hold Walk
/// only. Link geometry runs from `from` to `to`, simplified without losing shape; `length_m` is of the full geometry.

#include "gis/core/geometry/geometry.h"
#include "gis/core/ids.h"

#include <array>
#include <string>
#include <string_view>

namespace isopolis {

enum class RoadClass : std::uint8_t {
    Motorway,
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Unclassified,
    Residential,
    LivingStreet,
    Service,
    Pedestrian,
    Track,
    Cycleway,
    Footway,
    Steps,
};
inline constexpr std::size_t kRoadClassCount = 14;
std::string_view roadClassKey(RoadClass roadClass);  ///< e.g. "living_street"
RoadClass roadClassFromKey(std::string_view key);    ///< Unclassified if unknown

enum class Mode : std::uint8_t { Car = 1, Lorry = 2, Bus = 4, Cycle = 8, Walk = 16 };

/// A set of modes as bits; `{Mode::Car} | Mode::Walk`.
class ModeSet {
public:
    constexpr ModeSet() = default;
    constexpr ModeSet(Mode mode) : m_bits(static_cast<std::uint8_t>(mode)) {}
    static constexpr ModeSet fromBits(std::uint8_t bits)
    {
        ModeSet set;
        set.m_bits = bits & 31;
        return set;
    }
    static constexpr ModeSet all() { return fromBits(31); }
    static constexpr ModeSet motor() { return fromBits(7); }
    constexpr std::uint8_t bits() const { return m_bits; }
    constexpr bool has(Mode mode) const { return (m_bits & static_cast<std::uint8_t>(mode)) != 0; }
    constexpr bool empty() const { return m_bits == 0; }
    constexpr ModeSet without(ModeSet other) const { return fromBits(static_cast<std::uint8_t>(m_bits & ~other.m_bits)); }
    friend constexpr ModeSet operator|(ModeSet a, ModeSet b) { return fromBits(static_cast<std::uint8_t>(a.m_bits | b.m_bits)); }
    friend constexpr bool operator==(ModeSet, ModeSet) = default;

private:
    std::uint8_t m_bits = 0;
};

struct RoadNode {
    Point2 at;
    std::string externalId;  ///< e.g. "osm:node/12"
    friend bool operator==(const RoadNode&, const RoadNode&) = default;
};

enum class Structure : std::uint8_t { Ground, Bridge, Tunnel };
enum class ValueOrigin : std::uint8_t { Tagged, Assumed };  ///< read from the source, or filled in by a stated rule

/// What a street offers to people on cycles: nothing, a strip of the carriageway, or a way kept apart from motor traffic.
enum class CycleFacility : std::uint8_t { None, Painted, Protected };
std::string_view cycleFacilityKey(CycleFacility facility);  ///< "none", "painted", "protected"
CycleFacility cycleFacilityFromKey(std::string_view key);   ///< None if unknown

/// What links of one mapped object share.
struct RoadWay {
    std::string externalId;  ///< e.g. "osm:way/123": what scenarios target
    std::string name;
    RoadClass roadClass = RoadClass::Unclassified;
    Structure structure = Structure::Ground;
    int layer = 0;
    bool roundabout = false;
    std::string surface = {};
    friend bool operator==(const RoadWay&, const RoadWay&) = default;
};

struct RoadLink {
    NodeId from, to;
    RoadWayId way;
    LinkId reverse = {};     ///< the opposite direction; invalid on a one-way street
    std::string externalId;  ///< stable: way + end nodes, e.g. "osm:way/123#5>9"
    Polyline geometry;       ///< from `from` to `to`, m
    double length_m = 0;
    double speed_kmh = 0;  ///< legal limit
    double lanes = 1;      ///< in this direction
    ModeSet modes;
    ValueOrigin speedOrigin = ValueOrigin::Assumed, lanesOrigin = ValueOrigin::Assumed;
    CycleFacility cycle = CycleFacility::None;  ///< in this direction
    friend bool operator==(const RoadLink&, const RoadLink&) = default;
};

/// A turn that signs forbid: who drives `from` may not go on into `to`.
struct TurnBan {
    LinkId from, to;
    ModeSet modes = ModeSet::motor();  ///< for whom
    friend bool operator==(const TurnBan&, const TurnBan&) = default;
};

class RoadNetwork {
public:
    RoadNetwork() = default;
    RoadNetwork(IdVector<NodeId, RoadNode> nodes, IdVector<RoadWayId, RoadWay> ways, IdVector<LinkId, RoadLink> links);

    const IdVector<NodeId, RoadNode>& nodes() const { return m_nodes; }
    const IdVector<RoadWayId, RoadWay>& ways() const { return m_ways; }
    const IdVector<LinkId, RoadLink>& links() const { return m_links; }
    const RoadWay& wayOf(LinkId link) const { return m_ways[m_links[link].way]; }
    /// Links that leave a node, ascending.
    std::span<const LinkId> out(NodeId node) const;
    /// All links of the ways with this external id or of the link itself; empty if there is none.
    std::vector<LinkId> linksOf(std::string_view externalId) const;
    std::vector<LinkId> linksNamed(std::string_view streetName) const;
    Box bounds() const;

private:
    IdVector<NodeId, RoadNode> m_nodes;
    IdVector<RoadWayId, RoadWay> m_ways;
    IdVector<LinkId, RoadLink> m_links;
    std::vector<LinkId> m_out;
    std::vector<std::uint32_t> m_outBegin;
};

}  // namespace isopolis
