#pragma once
/// What if a parameter had another value: which conclusions of a comparison hold and which flip.
///
///   Expected<WhatIfAnswer> answer = whatIf({city, before, after}, {{"traffic.bpr.beta", 5}}, report, obtain, control);
///   for (const ConclusionFlip& c : answer->conclusions)
///       if (c.flips()) say(c.before.key, c.before.says, c.after.says);   // "no2_ug_m3/sign/q1": "worse" → "no difference"
///
/// Conclusions: the sign of the mean change for everybody (the headline) and each fifth (none within the threshold), who of the lowest and
/// highest fifth fares better, whether more people gain or lose, each cell of the appraisal matrix (its score), the verdict of every
/// neighbourhood, the ten that lose most and the first of them. A conclusion flips if its words change. How alike the order of all
/// neighbourhoods is, two coefficients of rank correlation say.
/// Both sides of the comparison are run with the other value, so that the change stays the scheme's alone. Both reports must be of the same
/// city. Sources: Kendall 1945 (tau-b), Spearman 1904 with mean ranks of ties.

#include "simulation/equity/assessment.h"
#include "simulation/run/run.h"
#include "simulation/run/run_control.h"

#include <functional>
#include <memory>
#include <optional>

namespace isopolis {

enum class ConclusionKind : std::uint8_t { Sign, Gap, People, Matrix, Place, WorstList, Worst };
std::string_view conclusionKindKey(ConclusionKind kind);    ///< "sign", "gap", "people", "matrix", "place", "worst_list", "worst"
std::string_view conclusionKindLabel(ConclusionKind kind);  ///< ISO_TR("conclusion", …): what it is about

struct Conclusion {
    std::string key;    ///< "no2_ug_m3/sign/q1": stable
    std::string about;  ///< in plain English: what is concluded about whom
    std::string says;   ///< "better", "worse", "no difference", "large adverse", …
    double value = 0;   ///< the figure behind it; NaN if there is none
    Indicator indicator = Indicator::No2;
    ConclusionKind kind = ConclusionKind::Sign;
    std::string whose = {};  ///< ISO_TR("quintile", …), or the name of the neighbourhood; empty: the city
};

struct ConclusionFlip {
    Conclusion before, after;  ///< with the values of the comparison, and with the contested one
    bool flips() const { return before.says != after.says; }
};

std::vector<Conclusion> conclusions(const City& city, const EquityReport& report, const ParameterSet& parameters);
/// In the order of the first list; those that only one of them has are left out.
std::vector<ConclusionFlip> compareConclusions(const std::vector<Conclusion>& standard, const std::vector<Conclusion>& contested);

/// How alike two orders of the inhabited neighbourhoods by their change are. A change below the threshold counts as none, so that places
/// which hardly change are tied and not ordered by chance.
struct RankAgreement {
    Indicator indicator = Indicator::No2;
    std::size_t places = 0;                           ///< with a value on both sides
    double kendall = 0, spearman = 0;                 ///< −1 … 1; NaN where one side has no order
    std::size_t listed = 0, listedNow = 0, stay = 0;  ///< in the list of the ten that lose most: then, now, and in both
};
std::vector<RankAgreement> compareRankings(const City& city, const EquityReport& standard, const EquityReport& contested);
/// Kendall's tau-b and Spearman's rho of pairs; NaN with fewer than two pairs or if one side is constant. Lists of one length.
double kendallTau(std::span<const double> x, std::span<const double> y);
double spearmanRho(std::span<const double> x, std::span<const double> y);

/// Flattened; the parameters of `after` hold on both sides.
struct WhatIfQuestion {
    CityPtr city;
    Scenario before, after;
};
struct ParameterChange {
    std::string id;
    double value = 0;
};
using ObtainRun = std::function<Expected<RunPtr>(const Scenario& flattened, RunControl& control)>;

struct WhatIfAnswer {
    std::vector<ParameterChange> changes;
    std::shared_ptr<const EquityReport> report;  ///< with the contested values
    std::vector<ConclusionFlip> conclusions;
    std::vector<RankAgreement> rankings;
    std::size_t flips() const;
};

/// One pair of runs. Refuses an unknown parameter and a value out of its range, which the message names.
Expected<WhatIfAnswer> whatIf(const WhatIfQuestion& question, const std::vector<ParameterChange>& changes, const EquityReport& standard,
                              const ObtainRun& obtain, RunControl& control);

/// Where a conclusion says something else than with the value of the comparison: between `holds` and `flips`.
struct SwitchPoint {
    double holds = 0, flips = 0;
    std::string says;
    double middle() const { return (holds + flips) / 2; }
};
struct SwitchSearch {
    std::string key = {}, says = {};  ///< the conclusion, and what it says with the value of the comparison
    double value = 0;                 ///< that value
    std::string saysAtLow = {}, saysAtHigh = {};
    std::optional<SwitchPoint> below = {}, above = {};  ///< none: the conclusion holds at that end of the range
    std::size_t pairs = 0;                              ///< of runs that it took
};

/// Searches the range of a parameter for the nearest values at which a conclusion flips: both ends first, then by halves between the value
/// of the comparison and each end that flips, with at most `mostPairs` (at least 2) pairs of runs. A flip and back between two values that
/// were tried stays unseen. Errors as `whatIf`; NotFound if the comparison has no such conclusion.
Expected<SwitchSearch> findSwitch(const WhatIfQuestion& question, const std::string& parameter, const std::string& conclusion,
                                  const EquityReport& standard, const ObtainRun& obtain, RunControl& control, std::size_t mostPairs = 8);

}  // namespace isopolis
