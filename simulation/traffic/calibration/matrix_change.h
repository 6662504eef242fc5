#pragma once
/// How much a fit to counts has changed a matrix of trips, by the usual criteria.
///
///   MatrixChange change = matrixChange(prior, fitted, length_km, zones);   for (const Criterion& c : change.criteria) …
///
/// Regression of fitted on prior values: slope and R² of the cells and of the trip ends; mean and standard deviation of trip lengths, both
/// with the same lengths. The coincidence ratio of the two length distributions is Σ min / Σ max over classes.
/// Source: UK TAG unit M3.1 (DfT 2020), table 5.

#include "simulation/traffic/validation/count_validation.h"

namespace isopolis {

struct MatrixChange {
    double totalBefore = 0, totalAfter = 0;
    double cellSlope = 0, cellR2 = 0, endSlope = 0, endR2 = 0;
    double meanLengthBefore_km = 0, meanLengthAfter_km = 0, sdLengthBefore_km = 0, sdLengthAfter_km = 0;
    double coincidence = 0;
    double largestFactor = 0, smallestFactor = 0;  ///< of cells of more than a hundredth of a trip
    std::vector<Criterion> criteria;
};

/// Trips within a zone stay out. Lengths that are not finite stay out of what is said of lengths.
MatrixChange matrixChange(const ZoneMatrix& before, const ZoneMatrix& after, const ZoneMatrix& length_km);

/// Mean length of the trips, km.
double meanLength_km(const ZoneMatrix& trips, const ZoneMatrix& length_km);

}  // namespace isopolis
