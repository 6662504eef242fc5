#include "simulation/explain/attribution.h"

#include <bit>
#include <cmath>
#include <map>

namespace isopolis {

namespace {
constexpr std::size_t kMostPlayers = 31;

/// Positions of the enabled interventions in the scenario.
std::vector<std::size_t> enabledOf(const Scenario& scenario)
{
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < scenario.interventions.size(); ++i)
        if (scenario.interventions[i].enabled)
            out.push_back(i);
    return out;
}

/// The scenario with the first `fixed` of the enabled interventions on, and of the others those in `set`.
Scenario subset(const Scenario& scenario, const std::vector<std::size_t>& enabled, std::size_t fixed, std::uint32_t set)
{
    Scenario part = scenario;
    for (std::size_t i = fixed; i < enabled.size(); ++i)
        part.interventions[enabled[i]].enabled = (set >> (i - fixed) & 1U) != 0;
    return part;
}

/// How many of the first interventions the run before already holds.
std::size_t heldBefore(const Study& study, const std::vector<std::size_t>& enabled)
{
    Scenario candidate = study.scenario;
    candidate.parameters = study.before->applied.parameters;
    candidate.seed = study.before->applied.seed;
    for (std::size_t k = 0; k <= enabled.size(); ++k)
        if (hashScenario(subset(candidate, enabled, k, 0)) == study.before->key.scenario)
            return k;
    return 0;
}

/// Runs of subsets, each asked for once; the two that the study holds are taken from it.
class SubsetRuns {
public:
    SubsetRuns(const Study& study, NeighbourhoodId where, Indicator indicator, RunControl& control)
        : m_study(study), m_where(where), m_indicator(indicator), m_control(control)
    {}
    Expected<double> figure(const Scenario& scenario)
    {
        const Hash hash = hashScenario(scenario);
        if (hash == m_study.after->key.scenario)
            return valueOf(*m_study.after, m_indicator, m_where);
        if (hash == m_study.before->key.scenario)
            return valueOf(*m_study.before, m_indicator, m_where);
        if (const auto known = m_known.find(hash); known != m_known.end())
            return known->second;
        if (m_control.cancelled())
            return cancelledError();
        if (!m_study.runOf)
            return unexpected(Error{ErrorCode::Internal, "runs of parts of the scheme cannot be made here"});
        Expected<RunPtr> run = m_study.runOf(scenario, m_control);
        if (!run)
            return unexpected(run.error());
        const double value = valueOf(**run, m_indicator, m_where);
        if (!std::isfinite(value))
            return unexpected(Error{ErrorCode::BadValue, "the figure is not defined for a part of the scheme"});
        m_known.emplace(hash, value);
        return value;
    }

private:
    const Study& m_study;
    NeighbourhoodId m_where;
    Indicator m_indicator;
    RunControl& m_control;
    std::map<Hash, double> m_known;
};

/// |T|!(n−|T|−1)!/n! for each size of T.
std::vector<double> coalitionWeights(std::size_t n)
{
    std::vector<double> weights(n);
    double choose = 1;  // n − 1 over |T|
    for (std::size_t size = 0; size < n; ++size) {
        weights[size] = 1 / (static_cast<double>(n) * choose);
        choose = choose * static_cast<double>(n - 1 - size) / static_cast<double>(size + 1);
    }
    return weights;
}

}  // namespace

Expected<std::vector<Share>> shapleyValues(std::size_t players, const FigureOfSet& figure)
{
    if (players > kMostExact)
        return unexpected(Error{ErrorCode::Unsupported, "too many interventions for exact shares"});
    const std::uint32_t sets = 1U << players;
    std::vector<double> v(sets);
    for (std::uint32_t set = 0; set < sets; ++set) {
        Expected<double> value = figure(set);
        if (!value)
            return unexpected(value.error());
        v[set] = *value;
    }
    const std::vector<double> weights = coalitionWeights(players);
    std::vector<Share> shares(players);
    for (std::size_t i = 0; i < players; ++i) {
        const std::uint32_t bit = 1U << i;
        for (std::uint32_t set = 0; set < sets; ++set)
            if (!(set & bit))
                shares[i].value += weights[static_cast<std::size_t>(std::popcount(set))] * (v[set | bit] - v[set]);
        shares[i].first = v[bit] - v[0];
        shares[i].last = v[sets - 1] - v[(sets - 1) & ~bit];
    }
    return shares;
}

Expected<std::vector<Share>> addingLastValues(std::size_t players, const FigureOfSet& figure)
{
    if (players > kMostPlayers)
        return unexpected(Error{ErrorCode::Unsupported, "too many interventions to be told apart"});
    const std::uint32_t all = (1U << players) - 1;
    Expected<double> nothing = figure(0);
    Expected<double> everything = nothing ? figure(all) : nothing;
    if (!everything)
        return unexpected(everything.error());
    std::vector<Share> shares;
    for (std::size_t i = 0; i < players; ++i) {
        const std::uint32_t bit = 1U << i;
        Expected<double> alone = figure(bit);
        Expected<double> without = alone ? figure(all & ~bit) : alone;
        if (!without)
            return unexpected(without.error());
        const double last = *everything - *without;
        shares.push_back({.value = last, .first = *alone - *nothing, .last = last});
    }
    return shares;
}

Expected<Attribution> attributeInterventions(const Study& study, NeighbourhoodId where, Indicator indicator, RunControl& control)
{
    const std::vector<std::size_t> enabled = enabledOf(study.scenario);
    const std::size_t fixed = heldBefore(study, enabled);
    const std::size_t players = enabled.size() - fixed;
    SubsetRuns runs(study, where, indicator, control);
    const double evaluations = std::exp2(static_cast<double>(std::min(players, kMostExact)));
    double done = 0;
    const FigureOfSet figure = [&](std::uint32_t set) {
        control.progress(Stage::Explain, std::min(1.0, done++ / evaluations));
        return runs.figure(subset(study.scenario, enabled, fixed, set));
    };
    Attribution out;
    const bool exact = players <= kMostExact;
    Expected<std::vector<Share>> shares = exact ? shapleyValues(players, figure) : addingLastValues(players, figure);
    if (!shares)
        return unexpected(shares.error());
    for (std::size_t i = 0; i < players; ++i) {
        const Intervention& intervention = study.scenario.interventions[enabled[fixed + i]];
        const Share& share = (*shares)[i];
        out.interventions.push_back(
            {.id = intervention.name, .label = intervention.name, .delta = share.value, .first = share.first, .last = share.last});
    }
    const double before = valueOf(*study.before, indicator, where), change = valueOf(*study.after, indicator, where) - before;
    Expected<double> nothing = runs.figure(subset(study.scenario, enabled, fixed, 0));
    if (!nothing)
        return unexpected(nothing.error());
    if (const double shift = *nothing - before; shift != 0) {
        out.interventions.push_back(
            {.id = "parameters", .label = ISO_TR("explain", "Changed model parameters"), .delta = shift, .first = shift, .last = shift});
        out.notes.emplace_back(ISO_TR("explain", "The scheme also changes model parameters; their effect is told apart."));
    }
    double sum = 0;
    for (const Contribution& c : out.interventions)
        sum += c.delta;
    out.residual = change - sum;
    if (!exact)
        out.notes.emplace_back(ISO_TR("explain",
                                      "More than eight interventions: each counts with what it brings when added last. What they "
                                      "bring together beyond that is the rest."));
    else if (players > 1)
        out.notes.emplace_back(
            ISO_TR("explain", "Shares are means over all orders of adding the interventions. They depend on the city before the scheme."));
    if (fixed > 0)
        out.notes.emplace_back(ISO_TR("explain", "Interventions of the base scenario hold before and after, so they have no share."));
    return out;
}

}  // namespace isopolis
