#include "simulation/equity/appraisal.h"

#include "gis/core/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isopolis {

namespace {

constexpr double kRounding = 1e-12;
constexpr double kHundred = 100;

double sumOf(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }
double meanOf(std::span<const double> values) { return values.empty() ? 0 : sumOf(values) / static_cast<double>(values.size()); }

}  // namespace

std::vector<MatrixCell> matrixRow(std::span<const double> people, std::span<const double> winners, std::span<const double> losers,
                                  double tolerance)
{
    const std::size_t n = std::min({people.size(), winners.size(), losers.size()});
    const double everybody = sumOf(people.first(n));
    std::vector<MatrixCell> cells(n);
    double gains = 0, losses = 0;
    for (std::size_t i = 0; i < n; ++i) {
        MatrixCell& c = cells[i];
        c.people = people[i];
        c.winners = winners[i];
        c.losers = losers[i];
        c.net = winners[i] - losers[i];
        c.shareOfPeople = everybody > 0 ? people[i] / everybody : 0;
        (c.net > 0 ? gains : losses) += c.net;
    }
    for (MatrixCell& c : cells) {
        if (c.net == 0)
            continue;
        c.shareOfNet = c.net / (c.net > 0 ? gains : losses);
        const double above = *c.shareOfNet - c.shareOfPeople;
        const int size = above > tolerance + kRounding ? 3 : above < -tolerance - kRounding ? 1 : 2;
        c.score = c.net > 0 ? size : -size;
    }
    return cells;
}

std::string_view scoreWord(int score)
{
    switch (score) {
    case 3: return ISO_TR("appraisal", "Large beneficial");
    case 2: return ISO_TR("appraisal", "Moderate beneficial");
    case 1: return ISO_TR("appraisal", "Slight beneficial");
    case -1: return ISO_TR("appraisal", "Slight adverse");
    case -2: return ISO_TR("appraisal", "Moderate adverse");
    case -3: return ISO_TR("appraisal", "Large adverse");
    default: return ISO_TR("appraisal", "Neutral");
    }
}

std::string_view scoreSymbol(int score)
{
    switch (score) {
    case 3: return "✓✓✓";
    case 2: return "✓✓";
    case 1: return "✓";
    case -1: return "✗";
    case -2: return "✗✗";
    case -3: return "✗✗✗";
    default: return "0";
    }
}

Crossings crossings(std::span<const double> before, std::span<const double> after, std::span<const double> people, double line)
{
    Crossings c;
    for (std::size_t i = 0; i < std::min({before.size(), after.size(), people.size()}); ++i) {
        if (!std::isfinite(before[i]) || !std::isfinite(after[i]) || !(people[i] > 0))
            continue;
        const bool was = before[i] > line, is = after[i] > line;
        c.people += people[i];
        c.aboveBefore += was ? people[i] : 0;
        c.aboveAfter += is ? people[i] : 0;
        c.up += !was && is ? people[i] : 0;
        c.down += was && !is ? people[i] : 0;
    }
    return c;
}

std::vector<double> ejIndex2015(std::span<const double> environment, std::span<const double> demographic, std::span<const double> people)
{
    double all = 0, sum = 0;
    for (std::size_t i = 0; i < demographic.size(); ++i) {
        all += people[i];
        sum += people[i] * demographic[i];
    }
    const double mean = all > 0 ? sum / all : 0;
    std::vector<double> out;
    for (std::size_t i = 0; i < demographic.size(); ++i)
        out.push_back(environment[i] * (demographic[i] - mean) * people[i]);
    return out;
}

std::vector<double> percentilesBelow(std::span<const double> values)
{
    std::vector<double> sorted(values.begin(), values.end()), out;
    std::sort(sorted.begin(), sorted.end());
    for (const double v : values)
        out.push_back(kHundred * static_cast<double>(std::lower_bound(sorted.begin(), sorted.end(), v) - sorted.begin()) /
                      static_cast<double>(sorted.size()));
    return out;
}

std::vector<double> ejIndex2022(std::span<const double> environment, std::span<const double> demographic)
{
    std::vector<double> out = percentilesBelow(environment);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] *= demographic[i];
    return out;
}

std::vector<EnviroScreenScore> enviroScreen(std::span<const EnviroScreenArea> areas)
{
    constexpr double kEffectWeight = 0.5, kScale = 10;
    std::vector<EnviroScreenScore> scores;
    double worstPollution = 0, worstPopulation = 0;
    for (const EnviroScreenArea& a : areas) {
        EnviroScreenScore s;
        s.pollution = (meanOf(a.exposures) + kEffectWeight * meanOf(a.effects)) / (1 + kEffectWeight);
        s.population = (meanOf(a.sensitive) + meanOf(a.socioeconomic)) / 2;
        worstPollution = std::max(worstPollution, s.pollution);
        worstPopulation = std::max(worstPopulation, s.population);
        scores.push_back(s);
    }
    for (EnviroScreenScore& s : scores) {
        s.pollution = worstPollution > 0 ? kScale * s.pollution / worstPollution : 0;
        s.population = worstPopulation > 0 ? kScale * s.population / worstPopulation : 0;
        s.score = s.pollution * s.population;
    }
    return scores;
}

double deprivationTransform(double rank, double areas)
{
    constexpr double kSpread = 23;
    const double r = (areas + 1 - rank) / areas;
    return -kSpread * std::log(1 - r * (1 - std::exp(-kHundred / kSpread)));
}

double deprivationScore2019(const std::array<double, 7>& ranks, double areas)
{
    constexpr std::array<double, 7> kWeights{0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093};
    double score = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i)
        score += kWeights[i] * deprivationTransform(ranks[i], areas);
    return score;
}

}  // namespace isopolis
