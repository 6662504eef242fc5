#include "simulation/scenario/operation.h"

#include "gis/core/text.h"
#include "simulation/scenario/demand_factors.h"

#include <array>

namespace isopolis {

namespace {

struct OperationName {
    std::string_view type, label;
};

/// In the order of the variant.
constexpr std::array<OperationName, std::variant_size_v<Operation>> kNames = {{
    {"close_road", ISO_TR("operation", "Close road")},
    {"set_speed_limit", ISO_TR("operation", "Speed limit")},
    {"set_lanes", ISO_TR("operation", "Number of lanes")},
    {"one_way", ISO_TR("operation", "One-way street")},
    {"traffic_filter", ISO_TR("operation", "Traffic filter")},
    {"add_road", ISO_TR("operation", "New road")},
    {"low_emission_zone", ISO_TR("operation", "Low-emission zone")},
    {"fleet_shift", ISO_TR("operation", "Shift to electric cars")},
    {"add_building", ISO_TR("operation", "New building")},
    {"cycle_lane", ISO_TR("operation", "Cycle lane")},
    {"add_transit_line", ISO_TR("operation", "New line of public transport")},
    {"change_headway", ISO_TR("operation", "Time between departures")},
    {"set_transit_speed", ISO_TR("operation", "Faster or slower line")},
    {"move_stop", ISO_TR("operation", "Move stop")},
    {"withdraw_line", ISO_TR("operation", "Withdraw line")},
    {"noise_barrier", ISO_TR("operation", "Noise barrier")},
    {"road_surface", ISO_TR("operation", "Road surface")},
    {"adjust_demand", ISO_TR("operation", "Adjusted demand")},
    {"green_space", ISO_TR("operation", "New park")},
    {"remove_building", ISO_TR("operation", "Remove building")},
    {"bus_lane", ISO_TR("operation", "Bus lane")},
    {"road_charge", ISO_TR("operation", "Road charge")},
}};

}  // namespace

bool operator==(const AdjustDemand& a, const AdjustDemand& b)
{
    const bool same = a.factors == b.factors || (a.factors && b.factors && *a.factors == *b.factors);
    return same && a.name == b.name && a.source == b.source;
}

std::string_view operationType(const Operation& operation) { return kNames[operation.index()].type; }
std::string_view operationLabel(const Operation& operation) { return kNames[operation.index()].label; }

}  // namespace isopolis
