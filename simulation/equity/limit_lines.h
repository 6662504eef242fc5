#pragma once
/// Lines that people are held against, who crosses them, and the row of the appraisal matrix of one indicator.
///
///   for (const LimitLine& line : limitLines(*city, assessment, parameters))
///       Crossings c = crossed(*city, report, assessment, line.value);        // everybody; 1…5: one fifth
///
/// Lines: WHO guideline and EU limit of NO2 and PM2.5, the reporting threshold of the Environmental Noise Directive, and for what is good
/// to have half of what the person in the middle has before the scheme. Neighbourhoods count with their mean: "above" means that the mean
/// of the place is above, not each home. Other lines are the planner's.
/// Sources: as in health_parameters.h; Directive 2002/49/EC, annex VI.

#include "simulation/equity/appraisal.h"
#include "simulation/equity/assessment.h"

namespace isopolis {

struct LimitLine {
    std::string key;    ///< "who", "eu", "end", "half_median"
    std::string label;  ///< ISO_TR("parameter", …) or ISO_TR("limit", …)
    double value = 0;
    const ParameterSpec* spec = nullptr;  ///< null: fixed by a directive, or derived
};
/// Smallest value up to which at least half of the people lie; NaN if nobody has a value.
double medianBefore(const City& city, const IndicatorAssessment& assessment);
std::vector<LimitLine> limitLines(const City& city, const IndicatorAssessment& assessment, const ParameterSet& parameters);

/// People of neighbourhoods known on both sides; `quintile` 0: everybody.
Crossings crossed(const City& city, const EquityReport& report, const IndicatorAssessment& assessment, double line, int quintile = 0);
/// The five fifths.
std::vector<MatrixCell> matrixCells(const IndicatorAssessment& assessment, double tolerance);

}  // namespace isopolis
