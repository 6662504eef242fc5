#pragma once
/// The numbers that an import needs and data often lack: each with a meaning, a unit, a range and a source.
///
///   auto set = AssumptionSet::make(recipe.assumptions);        // a recipe may replace any value by its own
///   double storey_m = set->use(kStoreyHeight);                 // and what was used becomes CityData::assumptions
///
/// Only assumptions that were really used are shown to people: `used()` lists them in the order of the table.

#include "gis/core/city/city.h"

#include <string_view>

namespace isopolis {

inline constexpr std::string_view kStoreyHeight = "building.storey_height_m";
inline constexpr std::string_view kDefaultHeight = "building.default_height_m";
inline constexpr std::string_view kOutbuildingHeight = "building.outbuilding_height_m";
inline constexpr std::string_view kOutbuildingArea = "building.outbuilding_area_m2";
inline constexpr std::string_view kMixedResidentialShare = "building.mixed_residential_share";
inline constexpr std::string_view kResidentsPerFloorArea = "people.residents_per_m2_floor";
inline constexpr std::string_view kJobsPerResident = "people.jobs_per_resident";
inline constexpr std::string_view kWorkplaceFloorArea = "people.workplace_floor_area_m2";
inline constexpr std::string_view kClusterSize = "people.cluster_size_m";
inline constexpr std::string_view kMatchDistance = "counts.match_distance_m";
inline constexpr std::string_view kZoneRadius = "zones.largest_radius_m";
inline constexpr std::string_view kCalmSpeed = "weather.calm_speed_ms";
inline constexpr std::string_view kGatewayDistance = "roads.gateway_distance_m";
inline constexpr std::string_view kStationWalk = "transit.station_walk_ms";
inline constexpr std::string_view kStationStair = "transit.station_stair_s";

/// Ids of the two assumptions of a road class, e.g. "roads.speed_kmh.primary" and "roads.lanes.primary".
std::string speedAssumption(RoadClass roadClass);
std::string lanesAssumption(RoadClass roadClass);

class AssumptionSet {
public:
    /// The built-in table with the recipe's values put over it and the recipe's own assumptions added.
    /// Refuses a value outside its own range or far outside the table's, and a unit that differs from the table's.
    static Expected<AssumptionSet> make(const std::vector<CityAssumption>& ofRecipe);

    bool has(std::string_view id) const;
    /// The value, which from now on counts as used. The id must exist.
    double use(std::string_view id);
    /// The value without a trace, for looks that do not shape the city.
    double peek(std::string_view id) const;
    std::vector<CityAssumption> used() const;

private:
    struct Entry {
        CityAssumption assumption;
        bool used = false;
    };
    std::vector<Entry> m_entries;
};

}  // namespace isopolis
