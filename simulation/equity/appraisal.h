#pragma once
/// Tables of a distributional appraisal: the matrix of fifths and impacts with scores, people who cross a line each way, screening scores.
///
///   auto cells = matrixRow(people, winners, losers, tolerance);   // cells[0].score == -3: "large adverse"
///   Crossings c = crossings(before, after, people, 40);           // c.above, c.below: never only the net
///
/// Matrix: net = winners − losers of a group; its share of the sum of nets of the same sign is held against the group's share of the
/// people of the *impact area* (the groups together, never 20 %): above it by more than the tolerance is large (3), within it moderate (2),
/// below it slight (1); with the sign of the net, 0 neutral. Differences of shares within 1e-12 of the tolerance count as within.
/// Sources: UK TAG unit A4.2 (2020); US EPA EJScreen 2015 and 2022; CalEnviroScreen 4.0; English Indices of Deprivation 2019.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace isopolis {

struct MatrixCell {
    double people = 0, winners = 0, losers = 0, net = 0;
    std::optional<double> shareOfNet;  ///< of the nets of the same sign; none if the net is 0
    double shareOfPeople = 0;
    int score = 0;  ///< −3 … 3
};

/// One row of the matrix; the three lists are of one length.
std::vector<MatrixCell> matrixRow(std::span<const double> people, std::span<const double> winners, std::span<const double> losers,
                                  double tolerance);
std::string_view scoreWord(int score);    ///< ISO_TR("appraisal", "Large adverse") …
std::string_view scoreSymbol(int score);  ///< "✗✗✗" … "✓✓✓", "0"

/// People of zones whose figure crosses a line between before and after.
struct Crossings {
    double up = 0, down = 0;  ///< from at or below the line to above it, and back
    double aboveBefore = 0, aboveAfter = 0;
    double people = 0;  ///< whose figure is known on both sides
};
Crossings crossings(std::span<const double> before, std::span<const double> after, std::span<const double> people, double line);

/// EJScreen until 2021: value × (share of the group − mean share) × people.
std::vector<double> ejIndex2015(std::span<const double> environment, std::span<const double> demographic, std::span<const double> people);
/// EJScreen from 2022: percentile of the value × share of the group.
std::vector<double> ejIndex2022(std::span<const double> environment, std::span<const double> demographic);
/// Share of areas strictly below, times 100.
std::vector<double> percentilesBelow(std::span<const double> values);

struct EnviroScreenArea {
    std::vector<double> exposures, effects, sensitive, socioeconomic;  ///< percentiles
};
struct EnviroScreenScore {
    double pollution = 0, population = 0, score = 0;  ///< 0…10, 0…10, 0…100
};
/// CalEnviroScreen 4.0: effects count half; both components are scaled to 10 by their maximum over the areas.
std::vector<EnviroScreenScore> enviroScreen(std::span<const EnviroScreenArea> areas);

/// English Indices of Deprivation 2019: domain ranks (1 = most deprived) in the order income, employment, education, health, crime,
/// housing and access, environment; `areas`: how many were ranked.
double deprivationScore2019(const std::array<double, 7>& ranks, double areas);
/// The exponential transformation of a rank: 100 for the most deprived, half of all areas below 15.7.
double deprivationTransform(double rank, double areas);

}  // namespace isopolis
