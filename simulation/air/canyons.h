#pragma once
/// Streets between buildings, recognised from the map, and what their own traffic adds at the walls over a year.
///
///   CanyonClimate climate = canyonClimate(winds);
///   std::vector<CanyonStreet> canyons = findCanyons(applied, lines);
///   canyonUnit(canyons[0], climate, stirring, settings).left   // µg/m³ per g/(m s), as AnnualKernel::alongLine
///
/// A street is a canyon if buildings stand on both sides along enough of it, near enough and high enough (`air.canyon.*`). Perpendicular
/// sight lines every 15 m find the walls; width and heights are their medians. The wall on the left of the axis is side 1 of OSPM,
/// against which wind from the right blows. Junctions limit the fetch along the axis: half the link's length each way.
/// Streets that bend (straight distance below 0.9 of the length), bridges and tunnels are open. New roads have no canyon.

#include "simulation/air/ospm.h"
#include "simulation/air/road_lines.h"

#include <optional>

namespace isopolis {

struct CanyonStreet {
    std::uint32_t line = 0;  ///< index of its road line
    StreetCanyon shape;
    double leftHeight_m = 0, rightHeight_m = 0;
};

/// Canyons among the lines, ascending by line.
std::vector<CanyonStreet> findCanyons(const AppliedScenario& applied, std::span<const RoadLine> lines);

/// The winds of a year for street canyons: weights by speed and direction that sum to one.
struct CanyonClimate {
    static constexpr std::size_t kDirections = 72;
    std::vector<double> wind_ms;                          ///< nodes, ascending
    std::vector<std::array<double, kDirections>> weight;  ///< by node and direction the wind comes from, 5° apart
};
CanyonClimate canyonClimate(std::span<const WindClass> winds);

struct CanyonUnits {
    double left = 0, right = 0;
};
/// µg/m³ per g/(m s) at both walls, averaged over the climate. `stirring` as in EmissionResult, both directions of the street.
CanyonUnits canyonUnit(const CanyonStreet& street, const CanyonClimate& climate, double stirring, const OspmSettings& settings);

/// Between the walls: their values at the walls, linear in between (OSPM knows the walls alone).
double canyonUnitAt(const CanyonStreet& street, const CanyonUnits& units, double offset_m);
/// Settings of the city's parameters.
OspmSettings canyonSettings(const ParameterSet& parameters);

/// The canyon that a home stands at: the nearest whose axis is not farther than half the width and `depth_m`.
class CanyonIndex {
public:
    CanyonIndex(std::span<const CanyonStreet> canyons, std::span<const RoadLine> lines, double depth_m);
    struct Place {
        std::size_t canyon = 0;
        bool left = false;
        double offset_m = 0;  ///< from the axis, positive to the left
    };
    std::optional<Place> at(Point2 home) const;

private:
    std::span<const CanyonStreet> m_canyons;
    std::span<const RoadLine> m_lines;
    double m_depth_m, m_widest_m = 0;
    SpatialGrid m_grid;
};

/// What replaces a line's open-road unit at a receptor.
struct CanyonPart {
    std::uint32_t line = 0;
    double unit = 0;  ///< µg/m³ per g/(m s), for the share of people who face the street
};
struct CanyonParts {
    std::vector<std::optional<CanyonPart>> ofReceptor;
    std::size_t canyons = 0;  ///< recognised, with or without homes
    double people = 0;        ///< who live at them
};
/// At which receptors the own street counts by OSPM instead of the open-road model. Streets without traffic are not looked at.
CanyonParts canyonParts(const AppliedScenario& applied, std::span<const RoadLine> lines, const IdVector<LinkId, double>& stirring,
                        std::span<const WindClass> winds, const IdVector<ReceptorId, Receptor>& receptors, RunControl& control);

}  // namespace isopolis
