#pragma once
/// How well modelled figures agree with counted ones: GEH, errors, regression.
///
///   geh(1100, 1000);                       // 3.09: √(2·(m − c)² / (m + c)), on hourly flows
///   FitStatistics fit = fitOf(pairs);      // pairs of {modelled, counted}
///
/// GEH is meant for vehicles an hour: on daily flows it grows with √24, so it is left out there (`Flows::Daily`). RMSE % is
/// √(Σ(m − c)²/(n − 1)) divided by the mean count. R² is the squared correlation; it does not see a wrong level, the slope through
/// the origin Σmc/Σc² does. Figures that need more pairs than there are come back as NaN; `n` is always told. Pairs that are not
/// finite or negative are left out and counted.
/// Source: UK TAG unit M3.1 (DfT 2020), §3.3 and table 2; RMSE %: FHWA Travel Model Validation and Reasonability Checking Manual 2010, §9.

#include <cstddef>
#include <span>

namespace isopolis {

struct CountPair {
    double modelled = 0, counted = 0;
};

enum class Flows { Hourly, Daily };

double geh(double modelled, double counted);  ///< 0 if both are 0

/// The other test of TAG M3.1 for one hourly flow: within 100 veh/h below 700, 15 % up to 2,700, 400 veh/h above.
bool withinFlowCriterion(double modelled, double counted);

struct FitStatistics {
    std::size_t n = 0, leftOut = 0;
    double meanCounted = 0, meanModelled = 0;
    double gehBelow5 = 0, gehBelow10 = 0, meanGeh = 0;  ///< shares 0…1; NaN for daily flows
    double withinCriterion = 0;                         ///< share; NaN for daily flows
    double rmsePercent = 0, r2 = 0, slope = 0;
    double biasPercent = 0;  ///< (Σ modelled − Σ counted) / Σ counted
};

FitStatistics fitOf(std::span<const CountPair> pairs, Flows flows);

}  // namespace isopolis
