#pragma once
/// Mode shares and logsums of one purpose, for every group of people and destination.
///
///   ModeSplit split = splitModes(Purpose::HomeWork, ends, costs, constants, settings, threads);   split.share[m].at(row, zone);

#include "simulation/traffic/demand/resident_demand.h"

namespace isopolis {

struct ModeSplit {
    ByMode<OdTable> share;  ///< among the modes that respond; transit stays empty where it is fixed
    OdTable logsum_min;     ///< infinity where no mode leads
    ZoneMatrix car_min;     ///< both ways, weighted by when trips of this purpose are made
    ZoneMatrix charge_eur;  ///< of a car, likewise; empty: no road charge
};

/// Share of public transport that is fixed because there is no timetable; 0 if there is one.
double fixedTransitShare(const ModeCosts& costs, const DemandSettings& settings);

ModeSplit splitModes(Purpose purpose, const TripEnds& ends, const ModeCosts& costs, const ByMode<double>& constants_min,
                     const DemandSettings& settings, int threads);

}  // namespace isopolis
