#pragma once
/// Who gains and who loses between two runs: per neighbourhood and per income quintile, weighted by people.
///
///   EquityReport report = assess(*city, *before, *after, settings);
///   report.of(Indicator::No2).quintiles[0].change;   // people in the fifth of neighbourhoods with lowest income
///
/// Quintiles are of people: neighbourhoods sorted by income, cut where a fifth of the people is reached; a neighbourhood on
/// a cut counts in both by its share. Neighbourhoods without income or people are left out of quintiles and counted.

#include "simulation/equity/income_fifths.h"
#include "simulation/equity/indicator.h"
#include "simulation/equity/inequality.h"

#include <array>

namespace isopolis {

enum class Verdict : std::uint8_t { Better, Worse, Unchanged, NoData };
std::string_view verdictKey(Verdict verdict);    ///< "better", "worse", "unchanged", "no_data"
std::string_view verdictLabel(Verdict verdict);  ///< ISO_TR("verdict", …)

struct Score {
    NeighbourhoodId where;
    double before = 0, after = 0, change = 0;  ///< NaN where not defined
    Verdict verdict = Verdict::NoData;
};

struct GroupScore {
    std::string key, label;  ///< "q1" … "q5": "Lowest-income fifth of neighbourhoods" …
    double people = 0, before = 0, after = 0, change = 0;
    double better = 0, worse = 0, unchanged = 0;  ///< people
};

struct IndicatorAssessment {
    Indicator indicator = Indicator::No2;
    double threshold = 0;  ///< smallest change that counts, in the indicator's unit
    IdVector<NeighbourhoodId, Score> scores;
    std::array<GroupScore, 5> quintiles;
    GroupScore everyone;
    double noData = 0;  ///< people without a value
    IndexSet indicesBefore, indicesAfter, indicesOfChange;
    std::string headline;  ///< one plain English sentence, cautious wording
};

struct EquitySettings {
    ParameterSet parameters;  ///< thresholds
};

struct EquityReport {
    Hash runBefore, runAfter;
    std::vector<IndicatorAssessment> indicators;
    double peopleWithoutIncome = 0;
    std::size_t neighbourhoodsWithoutIncome = 0, emptyNeighbourhoods = 0;
    /// Income quintile 1…5 by the largest share of its people; 0 if unknown.
    IdVector<NeighbourhoodId, int> quintile;
    /// Shares of its people in the five quintiles; all 0 if income is unknown or nobody lives there.
    IdVector<NeighbourhoodId, std::array<double, 5>> quintileShares;
    const IndicatorAssessment& of(Indicator indicator) const;
};

/// "q1" and "Lowest-income fifth of neighbourhoods", … for 1…5.
std::string_view quintileKey(int quintile);
std::string_view quintileLabel(int quintile);

/// Weights are the residents of the city as it is, before and after alike: new residents of a scheme are not winners or losers.
EquityReport assess(const City& city, const Run& before, const Run& after, const EquitySettings& settings);

}  // namespace isopolis
