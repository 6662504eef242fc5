#pragma once
/// OSPM: the concentration at both walls of a street canyon from the street's own traffic.
///
///   StreetCanyon street{.height_m = 20, .width_m = 25, .length1_m = 100, .length2_m = 100, .axis_deg = 0};
///   OspmTerms t = ospmAverage(street, {.wind_ms = 3, .windFrom_deg = 90, .stirring = stirringOf(...)}, {});
///   t.side1 * emission_ug_m_s;   // µg/m³ above the air over the roofs
///
/// A vortex carries the exhaust to the wall on the upwind side (leeward wall), the wall opposite sees only what the vortex does not
/// reach; what leaves the street at its top comes back in part. Traffic stirs the air, so that calm days do not give infinite values.
/// Side 1 is the wall against which wind from 0…180° relative to the axis blows (the windward wall): that on the left of the axis.
/// Values are averages over wind directions of ± 0.5 rad (wider below 1 m/s). Linear in emission at given traffic.
/// Validity: H/W 0.2 to 3, not at junctions. Source: Berkowicz 2000, Environmental Monitoring and Assessment 65; Hertel & Berkowicz 1989.

#include <array>
#include <vector>

namespace isopolis {

/// Directions from which the buildings have another height, degrees clockwise from north.
struct HeightSector {
    double from_deg = 0, to_deg = 0, height_m = 0;
    friend bool operator==(const HeightSector&, const HeightSector&) = default;
};

struct StreetCanyon {
    double height_m = 0, width_m = 0;
    double length1_m = 0, length2_m = 0;  ///< to the next junction along the axis and against it
    double axis_deg = 0;                  ///< clockwise from north
    std::vector<HeightSector> sectors = {};
    friend bool operator==(const StreetCanyon&, const StreetCanyon&) = default;
};

struct OspmSettings {
    double roofWind = 0.82;                    ///< wind over the roofs relative to the mast
    double trafficStir = 0.3, windStir = 0.1;  ///< b and α of the turbulence
    double initialHeight_m = 2, roughness_m = 0.6;
    double receptorHeight_m = 2;
    friend bool operator==(const OspmSettings&, const OspmSettings&) = default;
};

struct OspmHour {
    double mast_ms = 0, windFrom_deg = 0;
    double stirring = 0;  ///< Σ vehicles/h · km/h · frontal area m²: 2 m² light, 16 m² heavy
};

/// What one wind direction gives: s/m² (µg/m³ per µg/(m s)) at both walls, with the terms on the way.
struct OspmTerms {
    double side1 = 0, side2 = 0;
    double direct1 = 0, direct2 = 0, recirculated = 0;
    double street_ms = 0;      ///< wind at street level
    double turbulence_ms = 0;  ///< s_w
    double exchange_ms = 0;    ///< s_wt, at the top
    double vortex_m = 0;       ///< length of the vortex at street level
};

double ospmStirring(double light_veh_h, double light_kmh, double heavy_veh_h, double heavy_kmh);
/// One wind direction, not averaged.
OspmTerms ospmDirection(const StreetCanyon& street, const OspmHour& hour, const OspmSettings& settings);
/// Averaged over the sector of wind directions around the hour's.
OspmTerms ospmAverage(const StreetCanyon& street, const OspmHour& hour, const OspmSettings& settings);
/// Half the width of that sector, degrees.
double ospmSector_deg(double roof_ms);

}  // namespace isopolis
