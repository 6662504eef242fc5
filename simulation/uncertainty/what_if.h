#pragma once
/// What if a parameter had another value: which conclusions of a comparison hold and which flip.
///
///   auto flips = compareConclusions(conclusions(city, report, parameters), conclusions(city, otherReport, parameters));
///   // "no2_ug_m3/sign/q1": Conclusion {"Lowest-income fifth …: NO2 rises"} → falls, flips
///
/// Conclusions: the sign of the mean change for everybody and each fifth (none within the threshold), who of the lowest and highest fifth
/// fares better, each cell of the appraisal matrix (its score), the verdict of every neighbourhood, and the order of the neighbourhoods by
/// loss (the worst one). A conclusion flips if its words change.
/// Both reports must be of the same city; the contested run is stored beside the original.

#include "simulation/equity/assessment.h"

namespace isopolis {

struct Conclusion {
    std::string key;    ///< "no2_ug_m3/sign/q1": stable
    std::string about;  ///< in plain English: what is concluded about whom
    std::string says;   ///< "better", "worse", "no difference", "large adverse", …
    double value = 0;   ///< the figure behind it; NaN if there is none
};

struct ConclusionFlip {
    Conclusion before, after;  ///< with the standard values, and with the contested one
    bool flips() const { return before.says != after.says; }
};

std::vector<Conclusion> conclusions(const City& city, const EquityReport& report, const ParameterSet& parameters);
/// In the order of the first list; those that only one of them has are left out.
std::vector<ConclusionFlip> compareConclusions(const std::vector<Conclusion>& standard, const std::vector<Conclusion>& contested);

}  // namespace isopolis
