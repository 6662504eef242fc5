#pragma once
/// The same comparison on a second zoning: what is said of inequality depends on how the map is cut (the modifiable areal unit problem).
///
///   ZoningReport coarse = coarserZoning(*city, report, parameters, suggestedCell_m(*city));
///   coarse.report.of(Indicator::No2).indicesBefore.values["theil_t"]   // never above that of the neighbourhoods
///
/// Zones are squares of a grid over the city's own coordinates, from its origin; a neighbourhood belongs to the square that holds the
/// centre of its bounding box. A zone's people and people by group are sums, its income and figures means over its people whose value is
/// known. Means of all people stay the same, Gini and Theil can only fall, and Theil T of the zones is the part of the neighbourhoods' that
/// lies between zones (where all values are known); concentration and counts move either way. Neighbourhoods without people are in no zone
/// and counted; zones with fewer people than the least base are counted and stay in. Source: Openshaw 1984, The modifiable areal unit
/// problem, CATMOG 38.

#include "simulation/equity/assessment.h"

namespace isopolis {

struct ZoningReport {
    double cell_m = 0;
    CityPtr zones;                                            ///< a city of zones: people, income, groups and outlines alone
    IdVector<NeighbourhoodId, NeighbourhoodId> zoneOf = {};   ///< of each neighbourhood; invalid: nobody lives there
    std::size_t neighbourhoods = 0, emptyNeighbourhoods = 0;  ///< of the city
    std::size_t smallZones = 0;                               ///< with fewer people than the least base
    EquityReport report = {};                                 ///< of the zones
};

/// A side that makes about a third as many zones as there are inhabited neighbourhoods, from 250 m by doublings.
double suggestedCell_m(const City& city);
/// Errors: BadValue for a side below 1 m.
Expected<ZoningReport> coarserZoning(const City& city, const EquityReport& report, const ParameterSet& parameters, double cell_m);

/// One line of the table that shows both zonings.
struct ZoningLine {
    std::string key, label;                ///< "gini_before"; ISO_TR("zoning", …)
    double neighbourhoods = 0, zones = 0;  ///< NaN: not defined
    int decimals = 0;                      ///< beyond those of the indicator; −1: whole people; 4 with `inUnit` false: a bare number
    bool inUnit = false;
};
std::vector<ZoningLine> zoningLines(const IndicatorAssessment& neighbourhoods, const IndicatorAssessment& zones);

}  // namespace isopolis
