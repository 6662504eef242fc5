#include "simulation/equity/limit_lines.h"

#include "simulation/health/health_parameters.h"

#include <algorithm>

namespace isopolis {

namespace {
/// Reporting threshold of the Environmental Noise Directive 2002/49/EC for the day-evening-night level.
constexpr double kNoiseReporting_dB = 55;
constexpr double kHalf = 0.5;
}  // namespace

double medianBefore(const City& city, const IndicatorAssessment& assessment)
{
    std::vector<std::pair<double, double>> sorted;
    double people = 0;
    for (const Score& score : assessment.scores) {
        const double residents = city.neighbourhoods()[score.where].population;
        if (score.verdict == Verdict::NoData || !(residents > 0))
            continue;
        sorted.emplace_back(score.before, residents);
        people += residents;
    }
    std::sort(sorted.begin(), sorted.end());
    double below = 0;
    for (const auto& [value, residents] : sorted) {
        below += residents;
        if (below >= people * kHalf)
            return value;
    }
    return kUnknown;
}

std::vector<LimitLine> limitLines(const City& city, const IndicatorAssessment& assessment, const ParameterSet& parameters)
{
    const auto limit = [&](const char* key, const ParameterSpec& spec) {
        return LimitLine{key, std::string(spec.label), parameters.value(spec), &spec};
    };
    switch (assessment.indicator) {
    case Indicator::No2: return {limit("who", kNo2Who), limit("eu", kNo2Eu)};
    case Indicator::Pm25: return {limit("who", kPm25Who), limit("eu", kPm25Eu)};
    case Indicator::Pm10: return {limit("who", kPm10Who), limit("eu", kPm10Eu)};
    case Indicator::NoiseLden: return {{"end", ISO_TR("limit", "EU noise reporting threshold, Lden"), kNoiseReporting_dB, nullptr}};
    default: break;
    }
    if (indicatorInfo(assessment.indicator).better != Direction::MoreIsBetter)
        return {};
    const double median = medianBefore(city, assessment);
    if (!(median > 0))
        return {};
    return {{"half_median", ISO_TR("limit", "Half of what the person in the middle has before the scheme"), kHalf * median, nullptr}};
}

Crossings crossed(const City& city, const EquityReport& report, const IndicatorAssessment& assessment, double line, int quintile)
{
    std::vector<double> before, after, people;
    for (const Score& score : assessment.scores) {
        const double residents = std::max(0.0, city.neighbourhoods()[score.where].population);
        before.push_back(score.before);
        after.push_back(score.after);
        people.push_back(quintile > 0 ? residents * report.quintileShares[score.where][static_cast<std::size_t>(quintile - 1)] : residents);
    }
    return crossings(before, after, people, line);
}

std::vector<MatrixCell> matrixCells(const IndicatorAssessment& assessment, double tolerance)
{
    std::vector<double> people, winners, losers;
    for (const GroupScore& group : assessment.quintiles) {
        people.push_back(group.people);
        winners.push_back(group.better);
        losers.push_back(group.worse);
    }
    return matrixRow(people, winners, losers, tolerance);
}

}  // namespace isopolis
