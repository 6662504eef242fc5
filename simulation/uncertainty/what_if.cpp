#include "simulation/uncertainty/what_if.h"

#include "simulation/equity/appraisal.h"
#include "simulation/equity/equity_parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace isopolis {

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

/// Better, worse or no difference, beyond a threshold.
std::string_view direction(double change, double threshold, Direction better)
{
    if (!std::isfinite(change))
        return "not known";
    if (change == 0 || std::abs(change) < threshold)
        return "no difference";
    return (change > 0) == (better == Direction::MoreIsBetter) ? "better" : "worse";
}

void addSigns(std::vector<Conclusion>& list, const IndicatorAssessment& a, const IndicatorInfo& info)
{
    const auto add = [&](const GroupScore& g) {
        list.push_back({std::string(info.key) + "/sign/" + g.key, g.label + ": " + std::string(info.label),
                        std::string(direction(g.change, a.threshold, info.better)), g.change});
    };
    for (const GroupScore& g : a.quintiles)
        add(g);
    add(a.everyone);
    const double gap = a.quintiles.front().change - a.quintiles.back().change;
    list.push_back({std::string(info.key) + "/gap", "Lowest beside highest fifth by income: " + std::string(info.label),
                    std::string(direction(gap, a.threshold, info.better)), gap});
}

void addScores(std::vector<Conclusion>& list, const IndicatorAssessment& a, const IndicatorInfo& info, double tolerance)
{
    std::vector<double> people, better, worse;
    for (const GroupScore& g : a.quintiles) {
        people.push_back(g.people);
        better.push_back(g.better);
        worse.push_back(g.worse);
    }
    const std::vector<MatrixCell> cells = matrixRow(people, better, worse, tolerance);
    for (std::size_t q = 0; q < cells.size(); ++q)
        list.push_back({std::string(info.key) + "/matrix/" + a.quintiles[q].key,
                        a.quintiles[q].label + ", matrix: " + std::string(info.label), std::string(scoreWord(cells[q].score)),
                        cells[q].net});
}

void addPlaces(std::vector<Conclusion>& list, const City& city, const IndicatorAssessment& a, const IndicatorInfo& info)
{
    const double sign = info.better == Direction::MoreIsBetter ? 1 : -1;
    NeighbourhoodId worst;
    double loss = 0;
    for (const Score& s : a.scores) {
        const Neighbourhood& n = city.neighbourhoods()[s.where];
        list.push_back({std::string(info.key) + "/place/" + n.externalId, n.name + ": " + std::string(info.label),
                        std::string(verdictKey(s.verdict)), s.change});
        if (std::isfinite(s.change) && n.population > 0 && sign * s.change < loss) {
            loss = sign * s.change;
            worst = s.where;
        }
    }
    list.push_back({std::string(info.key) + "/worst", "Neighbourhood that loses most: " + std::string(info.label),
                    worst.valid() ? city.neighbourhoods()[worst].name : "none", worst.valid() ? sign * loss : kNoValue});
}

}  // namespace

std::vector<Conclusion> conclusions(const City& city, const EquityReport& report, const ParameterSet& parameters)
{
    std::vector<Conclusion> list;
    for (const IndicatorAssessment& a : report.indicators) {
        const IndicatorInfo& info = indicatorInfo(a.indicator);
        addSigns(list, a, info);
        addScores(list, a, info, parameters.value(kMatrixTolerance));
        addPlaces(list, city, a, info);
    }
    return list;
}

std::vector<ConclusionFlip> compareConclusions(const std::vector<Conclusion>& standard, const std::vector<Conclusion>& contested)
{
    std::map<std::string_view, const Conclusion*> other;
    for (const Conclusion& c : contested)
        other.emplace(c.key, &c);
    std::vector<ConclusionFlip> out;
    for (const Conclusion& c : standard)
        if (const auto found = other.find(c.key); found != other.end())
            out.push_back({c, *found->second});
    return out;
}

}  // namespace isopolis
