#pragma once
/// What the tags of an OpenStreetMap object mean for the city: pure functions of key/value pairs.
///
///   OsmTags tags{{{"highway", "primary"}, {"oneway", "-1"}, {"maxspeed", "30 mph"}}};
///   std::optional<RoadRule> rule = roadRule(tags, assumptions, "osm:way/7", log);
///   rule->backward.modes.has(Mode::Car);   rule->backward.speed_kmh;     // true, 48.28
///
/// Values that cannot be understood are reported with the way's id and treated as missing.
/// Access follows the OSM wiki: the most special key wins (motorcar, then motor_vehicle, vehicle, access).
/// `destination` counts as open: the models know no through traffic ban by tag.
/// Cycle lanes and tracks (`cycleway`, `cycleway:left|right|both`) count for the direction on whose side they lie where traffic keeps
/// right; `separate` and shared lanes give the street itself nothing.

#include "gis/io/import_assumptions.h"
#include "gis/io/issue_log.h"

#include <optional>
#include <utility>

namespace isopolis {

class OsmTags {
public:
    OsmTags() = default;
    explicit OsmTags(std::vector<std::pair<std::string_view, std::string_view>> pairs) : m_pairs(std::move(pairs)) {}
    void add(std::string_view key, std::string_view value) { m_pairs.emplace_back(key, value); }
    void clear() { m_pairs.clear(); }
    std::string_view get(std::string_view key) const;  ///< empty if missing
    bool is(std::string_view key, std::string_view value) const { return get(key) == value; }
    bool has(std::string_view key) const { return !get(key).empty(); }

private:
    std::vector<std::pair<std::string_view, std::string_view>> m_pairs;
};

/// One direction of a street; no modes means that nothing may go that way.
struct DirectionRule {
    ModeSet modes;
    double speed_kmh = 0, lanes = 1;
    ValueOrigin speedOrigin = ValueOrigin::Assumed, lanesOrigin = ValueOrigin::Assumed;
    CycleFacility cycle = CycleFacility::None;
};

struct RoadRule {
    RoadWay way;  ///< without external id
    DirectionRule forward, backward;
};

/// Nothing if the object is no street or path of today (proposed, an area, a platform's edge).
std::optional<RoadRule> roadRule(const OsmTags& tags, AssumptionSet& assumptions, const std::string& feature, IssueLog& log);

/// Speed limit in km/h from a `maxspeed` value: "50", "30 mph", "CH:urban", "DE:zone30", "walk"; nothing if not understood.
std::optional<double> parseSpeed(std::string_view value);
/// Metres from "12", "12.5 m", "12,5", "40'", "40 ft", "12'6\""; nothing if not understood.
std::optional<double> parseMetres(std::string_view value);

struct BuildingRule {
    double height_m = 0;
    HeightOrigin origin = HeightOrigin::Default;
    BuildingUse use = BuildingUse::Mixed;
    bool outbuilding = false;  ///< garages, sheds, roofs: nobody lives or works there
    bool useKnown = false;     ///< false for `building=yes`: the land around may tell
};
/// Nothing if the object is no building (`building=no`, parts of buildings).
std::optional<BuildingRule> buildingRule(const OsmTags& tags, double footprint_m2, AssumptionSet& assumptions, const std::string& feature,
                                         IssueLog& log);

std::optional<AreaKind> areaKind(const OsmTags& tags);
std::optional<PlaceKind> placeKind(const OsmTags& tags);
/// Shops, offices and services: places where people work.
bool isWorkplace(const OsmTags& tags);

/// What a node such as a bollard stops from passing.
ModeSet blockedByBarrier(const OsmTags& tags);

}  // namespace isopolis
