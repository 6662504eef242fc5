#pragma once
/// Population-weighted inequality indices, or the reason why one is not defined (specs: signed changes have no Gini).
///
///   IndexSet set = inequalityIndices({values, people, rank}, {.good = true});
///   set.values["gini"]   or   set.refused["gini"] == "Some values are below zero, …"
///
/// Population forms (no n/(n−1) factor), natural logarithms, people as weights. Keys: mean, sd, min, max, gini, absolute_gini,
/// theil_t, mld (Theil L), ge2, hoover, atkinson_0.25 … atkinson_2 and atkinson_ede_…, palma (mean of the tenth with the highest rank
/// over mean of the 40 % with the lowest, straddling zones split, equal ranks kept together; the classic share form is a quarter of it),
/// concentration_index, generalised_concentration_index, erreygers, wagstaff, kolm_pollak_kappa, kolm_pollak_ede, kolm_pollak_cost
/// (distance of the equivalent from the mean, never negative), fgt0 … fgt2 (below the line for goods, above it for bads), and with
/// groups theil_t_between, theil_t_within, mld_between, mld_within. Concentration indices keep their sign for bads: below 0 means
/// that those of low rank have more of it. Sources: specs of the project; Sheriff and Maguire 2020, Erreygers 2009, Wagstaff 2005.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isopolis {

struct WeightedSample {
    std::vector<double> value, weight;    ///< NaN value: not known, left out and counted in `coverage`
    std::vector<double> rank = {};        ///< rank variable (income); empty if there is none, NaN if not known
    std::vector<std::string> group = {};  ///< for the decomposition of both Theil indices; empty if there is none
};

struct IndexOptions {
    bool good = true;                    ///< more is better
    std::optional<double> line = {};     ///< poverty or limit line
    double scaleLow = 0, scaleHigh = 1;  ///< bounds of the scale for Erreygers and Wagstaff
    bool bounded = false;                ///< whether the scale has those bounds
    std::optional<double> kappa = {};    ///< Kolm-Pollak parameter fixed from the baseline
    double epsilon = 0.5;                ///< kappa follows from it where kappa is not given; the sign follows from `good`
    bool change = false;                 ///< values are changes: all indices that need a positive total are refused
};

struct IndexSet {
    std::map<std::string, double> values;
    std::map<std::string, std::string> refused;  ///< index → reason, a sentence
    std::size_t emptyZones = 0;                  ///< weight 0, left out and counted
    std::size_t unrankedZones = 0;               ///< with people and value but without rank: left out of rank indices only
    double coverage = 1;                         ///< share of people whose value is known
};

/// Everything that `inequalityIndices` can give, in the order of the documentation: each is in `values` or in `refused`,
/// but those of a decomposition (only if there are groups).
std::span<const std::string_view> inequalityIndexKeys();

IndexSet inequalityIndices(const WeightedSample& sample, const IndexOptions& options);
/// Weighted fractional rank with averaged ties, 0…1.
std::vector<double> fractionalRanks(std::span<const double> rank, std::span<const double> weight);

struct LorenzPoint {
    double people = 0, value = 0;  ///< shares of people and of the total, from (0, 0) to (1, 1)
};
/// Ordered by value; empty if a share is not defined (values below 0, total 0, nobody).
std::vector<LorenzPoint> lorenzCurve(std::span<const double> value, std::span<const double> weight);
/// Ordered by the rank variable (income, lowest first) instead: above the diagonal, those of low rank have more than their share.
/// Equal ranks make one step. Empty also if a rank is not known.
std::vector<LorenzPoint> concentrationCurve(std::span<const double> value, std::span<const double> weight, std::span<const double> rank);

/// How a group fares beside all others, by the people of each in every zone.
struct GroupGap {
    double group = 0, others = 0, all = 0;  ///< means, weighted by the people of each; NaN if there are none
    double difference = 0;                  ///< group − others
    std::optional<double> ratio;            ///< group / others; none if the others' mean is not above 0
    double dissimilarity = 0;               ///< 0…1: describes where people live, not what a scheme does
};
GroupGap groupGap(std::span<const double> value, std::span<const double> groupPeople, std::span<const double> otherPeople);

}  // namespace isopolis
