#pragma once
/// An explanation in plain English, in sentences of at most about twenty words.
///
///   "NO2 in Rive rises by 0.80 µg/m³. Most of it comes from Rue Y (+0.50), because traffic there grows from 9,000 to 14,000
///    vehicles a day."

#include "simulation/explain/explanation.h"

namespace isopolis {

struct StreetFlow {
    std::string street;
    double delta = 0;
    double before_veh_day = 0, after_veh_day = 0;  ///< both directions
};

/// `streets` in the order of `why.streets`.
std::string changeSentence(const Study& study, const Explanation& why, const std::vector<StreetFlow>& streets);
/// "NO2", "the mean time of car trips", …: an indicator within a sentence.
std::string indicatorInSentence(Indicator indicator);
/// A change with its sign, one decimal more than usual where it would read zero otherwise; without unit.
std::string changeText(double change, const IndicatorInfo& info);

}  // namespace isopolis
