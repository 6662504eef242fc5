#include "simulation/uncertainty/what_if.h"

#include "simulation/equity/appraisal.h"
#include "simulation/equity/equity_parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace isopolis {

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kWorstListed = 10;

/// Better, worse or no difference, beyond a threshold.
std::string_view direction(double change, double threshold, Direction better)
{
    if (!std::isfinite(change))
        return ISO_TR("conclusion", "not known");
    if (change == 0 || std::abs(change) < threshold)
        return ISO_TR("conclusion", "no difference");
    return (change > 0) == (better == Direction::MoreIsBetter) ? ISO_TR("conclusion", "better") : ISO_TR("conclusion", "worse");
}

void addSigns(std::vector<Conclusion>& list, const IndicatorAssessment& a, const IndicatorInfo& info)
{
    const auto add = [&](const GroupScore& g) {
        list.push_back({std::string(info.key) + "/sign/" + g.key, g.label + ": " + std::string(info.label),
                        std::string(direction(g.change, a.threshold, info.better)), g.change, a.indicator, ConclusionKind::Sign, g.label});
    };
    add(a.everyone);
    for (const GroupScore& g : a.quintiles)
        add(g);
    const double gap = a.quintiles.front().change - a.quintiles.back().change;
    list.push_back({std::string(info.key) + "/gap",
                    "Lowest beside highest fifth by income: " + std::string(info.label),
                    std::string(direction(gap, a.threshold, info.better)),
                    gap,
                    a.indicator,
                    ConclusionKind::Gap,
                    {}});
    const GroupScore& all = a.everyone;
    const std::string_view more = all.better <= 0 && all.worse <= 0 ? ISO_TR("conclusion", "nobody gains or loses")
                                  : all.better > all.worse          ? ISO_TR("conclusion", "more people gain")
                                  : all.better < all.worse          ? ISO_TR("conclusion", "more people lose")
                                                                    : ISO_TR("conclusion", "as many gain as lose");
    list.push_back({std::string(info.key) + "/people",
                    "People who gain and who lose: " + std::string(info.label),
                    std::string(more),
                    all.better - all.worse,
                    a.indicator,
                    ConclusionKind::People,
                    {}});
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
                        a.quintiles[q].label + ", matrix: " + std::string(info.label), std::string(scoreWord(cells[q].score)), cells[q].net,
                        a.indicator, ConclusionKind::Matrix, a.quintiles[q].label});
}

bool inhabited(const City& city, const Score& score)
{
    return score.verdict != Verdict::NoData && city.neighbourhoods()[score.where].population > 0;
}

/// Those that lose by the threshold or more, the largest loss first; equal ones in the order of the city.
std::vector<const Score*> losers(const City& city, const IndicatorAssessment& a)
{
    std::vector<const Score*> list;
    for (const Score& s : a.scores)
        if (inhabited(city, s) && s.verdict == Verdict::Worse)
            list.push_back(&s);
    std::stable_sort(list.begin(), list.end(), [](const Score* x, const Score* y) { return std::abs(x->change) > std::abs(y->change); });
    if (list.size() > kWorstListed)
        list.resize(kWorstListed);
    return list;
}

/// Names in the order of the city: who is in the list, not who comes first.
std::string namesOf(const City& city, std::vector<const Score*> list)
{
    std::sort(list.begin(), list.end(), [](const Score* x, const Score* y) { return x->where < y->where; });
    std::string names;
    for (const Score* s : list)
        names += (names.empty() ? "" : ", ") + city.neighbourhoods()[s->where].name;
    return names.empty() ? std::string(ISO_TR("conclusion", "none")) : names;
}

void addPlaces(std::vector<Conclusion>& list, const City& city, const IndicatorAssessment& a, const IndicatorInfo& info)
{
    for (const Score& s : a.scores) {
        const Neighbourhood& n = city.neighbourhoods()[s.where];
        list.push_back({std::string(info.key) + "/place/" + n.externalId, n.name + ": " + std::string(info.label),
                        std::string(verdictKey(s.verdict)), s.change, a.indicator, ConclusionKind::Place, n.name});
    }
    const std::vector<const Score*> worst = losers(city, a);
    list.push_back({std::string(info.key) + "/worst_list",
                    "Ten neighbourhoods that lose most: " + std::string(info.label),
                    namesOf(city, worst),
                    static_cast<double>(worst.size()),
                    a.indicator,
                    ConclusionKind::WorstList,
                    {}});
    list.push_back({std::string(info.key) + "/worst",
                    "Neighbourhood that loses most: " + std::string(info.label),
                    worst.empty() ? std::string(ISO_TR("conclusion", "none")) : city.neighbourhoods()[worst.front()->where].name,
                    worst.empty() ? kNoValue : worst.front()->change,
                    a.indicator,
                    ConclusionKind::Worst,
                    {}});
}

/// Pairs of equal values among sorted ones.
double tiedPairs(const std::vector<double>& sorted)
{
    double pairs = 0;
    for (std::size_t i = 0, j = 0; i < sorted.size(); i = j) {
        while (j < sorted.size() && sorted[j] == sorted[i])
            ++j;
        const auto n = static_cast<double>(j - i);
        pairs += n * (n - 1) / 2;
    }
    return pairs;
}

/// Sorts, and counts the pairs that were out of order (Knight 1966).
double exchanges(std::vector<double>& values, std::size_t begin, std::size_t end)
{
    if (end - begin < 2)
        return 0;
    const std::size_t middle = begin + (end - begin) / 2;
    double count = exchanges(values, begin, middle) + exchanges(values, middle, end);
    std::vector<double> merged;
    merged.reserve(end - begin);
    std::size_t left = begin, right = middle;
    while (left < middle || right < end)
        if (right == end || (left < middle && values[left] <= values[right])) {
            merged.push_back(values[left++]);
        } else {
            count += static_cast<double>(middle - left);
            merged.push_back(values[right++]);
        }
    std::copy(merged.begin(), merged.end(), values.begin() + static_cast<std::ptrdiff_t>(begin));
    return count;
}

std::vector<double> meanRanks(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0, j = 0; i < order.size(); i = j) {
        while (j < order.size() && values[order[j]] == values[order[i]])
            ++j;
        for (std::size_t k = i; k < j; ++k)
            ranks[order[k]] = static_cast<double>(i + j + 1) / 2;
    }
    return ranks;
}

Expected<EquityReport> reportWith(const WhatIfQuestion& question, const std::vector<ParameterChange>& changes, const ObtainRun& obtain,
                                  RunControl& control, ParameterSet& parameters)
{
    Scenario before = question.before, after = question.after;
    for (const ParameterChange& change : changes)
        if (auto set = after.parameters.set(change.id, {.value = change.value, .reason = "what if", .evidence = {}}); !set)
            return unexpected(set.error());
    before.parameters = after.parameters;
    before.seed = after.seed;
    const Expected<RunPtr> runBefore = obtain(before, control);
    if (!runBefore)
        return unexpected(runBefore.error());
    if (control.cancelled())
        return cancelledError();
    const Expected<RunPtr> runAfter = hashScenario(before) == hashScenario(after) ? runBefore : obtain(after, control);
    if (!runAfter)
        return unexpected(runAfter.error());
    parameters = after.parameters;
    return assess(*question.city, **runBefore, **runAfter, EquitySettings{after.parameters});
}

/// One conclusion at other values of one parameter.
class Asked {
public:
    Asked(const WhatIfQuestion& question, std::string parameter, std::string key, const ObtainRun& obtain, RunControl& control)
        : m_question(question), m_parameter(std::move(parameter)), m_key(std::move(key)), m_obtain(obtain), m_control(control)
    {}
    std::size_t pairs() const { return m_pairs; }
    Expected<std::string> saysAt(double value)
    {
        if (m_control.cancelled())
            return cancelledError();
        ParameterSet parameters;
        auto report = reportWith(m_question, {{m_parameter, value}}, m_obtain, m_control, parameters);
        if (!report)
            return unexpected(report.error());
        ++m_pairs;
        for (Conclusion& c : conclusions(*m_question.city, *report, parameters))
            if (c.key == m_key)
                return std::move(c.says);
        return unexpected(Error{ErrorCode::NotFound, "there is no conclusion '" + m_key + "'"});
    }

private:
    const WhatIfQuestion& m_question;
    std::string m_parameter, m_key;
    const ObtainRun& m_obtain;
    RunControl& m_control;
    std::size_t m_pairs = 0;
};

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

std::string_view conclusionKindKey(ConclusionKind kind)
{
    switch (kind) {
    case ConclusionKind::Sign: return "sign";
    case ConclusionKind::Gap: return "gap";
    case ConclusionKind::People: return "people";
    case ConclusionKind::Matrix: return "matrix";
    case ConclusionKind::Place: return "place";
    case ConclusionKind::WorstList: return "worst_list";
    case ConclusionKind::Worst: break;
    }
    return "worst";
}

std::string_view conclusionKindLabel(ConclusionKind kind)
{
    switch (kind) {
    case ConclusionKind::Sign: return ISO_TR("conclusion", "Mean change");
    case ConclusionKind::Gap: return ISO_TR("conclusion", "Lowest beside highest fifth by income");
    case ConclusionKind::People: return ISO_TR("conclusion", "People who gain and who lose");
    case ConclusionKind::Matrix: return ISO_TR("conclusion", "Cell of the matrix");
    case ConclusionKind::Place: return ISO_TR("conclusion", "Neighbourhood");
    case ConclusionKind::WorstList: return ISO_TR("conclusion", "Up to ten neighbourhoods that lose most");
    case ConclusionKind::Worst: break;
    }
    return ISO_TR("conclusion", "Neighbourhood that loses most");
}

double kendallTau(std::span<const double> x, std::span<const double> y)
{
    const std::size_t n = std::min(x.size(), y.size());
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] != x[b] ? x[a] < x[b] : y[a] < y[b]; });
    std::vector<double> sortedX, inOrder;
    double tiedInBoth = 0;
    for (std::size_t i = 0, run = 1; i < n; ++i) {
        sortedX.push_back(x[order[i]]);
        inOrder.push_back(y[order[i]]);
        run = i > 0 && sortedX[i] == sortedX[i - 1] && inOrder[i] == inOrder[i - 1] ? run + 1 : 1;
        tiedInBoth += static_cast<double>(run - 1);
    }
    const double tiedX = tiedPairs(sortedX), discordant = exchanges(inOrder, 0, n), tiedY = tiedPairs(inOrder);
    const double all = static_cast<double>(n) * (static_cast<double>(n) - 1) / 2;
    const double scale = std::sqrt((all - tiedX) * (all - tiedY));
    return n >= 2 && scale > 0 ? (all - tiedX - tiedY + tiedInBoth - 2 * discordant) / scale : kNoValue;
}

double spearmanRho(std::span<const double> x, std::span<const double> y)
{
    const std::size_t n = std::min(x.size(), y.size());
    const std::vector<double> a = meanRanks(x.first(n)), b = meanRanks(y.first(n));
    const double middle = (static_cast<double>(n) + 1) / 2;
    double together = 0, squaresA = 0, squaresB = 0;
    for (std::size_t i = 0; i < n; ++i) {
        together += (a[i] - middle) * (b[i] - middle);
        squaresA += (a[i] - middle) * (a[i] - middle);
        squaresB += (b[i] - middle) * (b[i] - middle);
    }
    const double scale = std::sqrt(squaresA * squaresB);
    return n >= 2 && scale > 0 ? together / scale : kNoValue;
}

std::vector<RankAgreement> compareRankings(const City& city, const EquityReport& standard, const EquityReport& contested)
{
    std::vector<RankAgreement> out;
    for (const IndicatorAssessment& a : standard.indicators) {
        const IndicatorAssessment& b = contested.of(a.indicator);
        RankAgreement agreement{.indicator = a.indicator};
        std::vector<double> x, y;
        for (const Score& s : a.scores) {
            const Score& other = b.scores[s.where];
            if (!inhabited(city, s) || !inhabited(city, other))
                continue;
            x.push_back(s.verdict == Verdict::Unchanged ? 0 : s.change);
            y.push_back(other.verdict == Verdict::Unchanged ? 0 : other.change);
        }
        agreement.places = x.size();
        agreement.kendall = kendallTau(x, y);
        agreement.spearman = spearmanRho(x, y);
        std::set<NeighbourhoodId> then;
        for (const Score* s : losers(city, a))
            then.insert(s->where);
        const std::vector<const Score*> now = losers(city, b);
        agreement.listed = then.size();
        agreement.listedNow = now.size();
        agreement.stay =
            static_cast<std::size_t>(std::count_if(now.begin(), now.end(), [&](const Score* s) { return then.contains(s->where); }));
        out.push_back(agreement);
    }
    return out;
}

std::size_t WhatIfAnswer::flips() const
{
    return static_cast<std::size_t>(
        std::count_if(conclusions.begin(), conclusions.end(), [](const ConclusionFlip& c) { return c.flips(); }));
}

Expected<WhatIfAnswer> whatIf(const WhatIfQuestion& question, const std::vector<ParameterChange>& changes, const EquityReport& standard,
                              const ObtainRun& obtain, RunControl& control)
{
    ParameterSet parameters;
    auto report = reportWith(question, changes, obtain, control, parameters);
    if (!report)
        return unexpected(report.error());
    WhatIfAnswer answer;
    answer.changes = changes;
    answer.report = std::make_shared<const EquityReport>(std::move(*report));
    answer.conclusions = compareConclusions(conclusions(*question.city, standard, question.after.parameters),
                                            conclusions(*question.city, *answer.report, parameters));
    answer.rankings = compareRankings(*question.city, standard, *answer.report);
    return answer;
}

Expected<SwitchSearch> findSwitch(const WhatIfQuestion& question, const std::string& parameter, const std::string& conclusion,
                                  const EquityReport& standard, const ObtainRun& obtain, RunControl& control, std::size_t mostPairs)
{
    ParameterSet parameters = question.after.parameters;
    const ParameterSpec* spec = findParameter(parameter);
    if (!spec)
        return unexpected(parameters.set(parameter, {}).error());
    SwitchSearch search;
    search.key = conclusion;
    search.value = parameters.value(*spec);
    for (const Conclusion& c : conclusions(*question.city, standard, parameters))
        if (c.key == conclusion)
            search.says = c.says;
    if (search.says.empty())
        return unexpected(Error{ErrorCode::NotFound, "there is no conclusion '" + conclusion + "'"}.cure(
            "Take a key from the list of conclusions, e.g. no2_ug_m3/sign/everyone."));
    Asked asked(question, parameter, conclusion, obtain, control);
    const auto atEnd = [&](double end, std::string& says, std::optional<SwitchPoint>& point) -> Expected<void> {
        auto found = end == search.value ? Expected<std::string>(search.says) : asked.saysAt(end);
        if (!found)
            return unexpected(found.error());
        says = *found;
        if (says != search.says)
            point = SwitchPoint{search.value, end, says};
        return {};
    };
    for (auto ended : {atEnd(spec->low, search.saysAtLow, search.below), atEnd(spec->high, search.saysAtHigh, search.above)})
        if (!ended)
            return unexpected(ended.error());
    // The two sides take turns, so that neither is left coarse.
    for (bool lower = search.below.has_value(); asked.pairs() < mostPairs && (search.below || search.above); lower = !lower) {
        std::optional<SwitchPoint>& point = lower ? search.below : search.above;
        if (!point)
            continue;
        const double middle = point->middle();
        auto says = asked.saysAt(middle);
        if (!says)
            return unexpected(says.error());
        if (*says == search.says)
            point->holds = middle;
        else {
            point->flips = middle;
            point->says = *says;
        }
    }
    search.pairs = asked.pairs();
    return search;
}

}  // namespace isopolis
