#include "simulation/explain/attribution.h"

#include "gis/core/sample/sample_random.h"
#include "simulation/equity/format_figure.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>

namespace isopolis {

namespace {
constexpr std::size_t kMostPlayers = 31;
constexpr double kErrorAskedFor = 0.02;  // of the total
constexpr std::uint64_t kOrderSeed = 1953;
constexpr int kErrorDecimals = 4;
constexpr std::size_t kFewestOrders = 4;  // pairs, added at a time

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

/// Figures of subsets; each run is asked for once, and the two that the study holds are taken from it.
class SubsetFigures {
public:
    SubsetFigures(const Study& study, std::span<const FigureOfRun> figures, RunControl& control)
        : m_study(study), m_figures(figures), m_control(control)
    {}
    Expected<std::vector<double>> of(const Scenario& scenario)
    {
        const Hash hash = hashScenario(scenario);
        if (const auto known = m_known.find(hash); known != m_known.end())
            return known->second;
        Expected<RunPtr> run = runOf(scenario, hash);
        if (!run)
            return unexpected(run.error());
        std::vector<double> values;
        for (const FigureOfRun& figure : m_figures)
            values.push_back(figure(**run));
        return m_known.emplace(hash, std::move(values)).first->second;
    }

private:
    Expected<RunPtr> runOf(const Scenario& scenario, const Hash& hash) const
    {
        if (hash == m_study.after->key.scenario)
            return m_study.after;
        if (hash == m_study.before->key.scenario)
            return m_study.before;
        if (m_control.cancelled())
            return cancelledError();
        if (!m_study.runOf)
            return unexpected(Error{ErrorCode::Internal, "runs of parts of the scheme cannot be made here"});
        return m_study.runOf(scenario, m_control);
    }

    const Study& m_study;
    std::span<const FigureOfRun> m_figures;
    RunControl& m_control;
    std::map<Hash, std::vector<double>> m_known;
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

std::vector<std::vector<std::size_t>> addingOrders(std::size_t players, std::size_t pairs, std::uint64_t seed)
{
    std::vector<std::vector<std::size_t>> orders;
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        sample::SampleRandom random = sample::SampleRandom::forPart(seed, pair);
        std::vector<std::size_t> order(players);
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t i = players; i > 1; --i)
            std::swap(order[i - 1], order[static_cast<std::size_t>(random.integer(0, static_cast<int>(i) - 1))]);
        orders.push_back(order);
        orders.emplace_back(order.rbegin(), order.rend());
    }
    return orders;
}

Expected<std::vector<Share>> sampledShapleyValues(std::size_t players, std::span<const std::vector<std::size_t>> orders,
                                                  const FigureOfSet& figure)
{
    if (players > kMostPlayers)
        return unexpected(Error{ErrorCode::Unsupported, "too many interventions to be told apart"});
    const std::uint32_t all = (1U << players) - 1;
    // What each brings, by pair of orders: a pair counts once, since its halves belong together.
    std::vector<std::vector<double>> brought(players);
    for (std::size_t k = 0; k + 1 < orders.size(); k += 2) {
        std::vector<double> ofPair(players, 0.0);
        for (const std::vector<std::size_t>& order : {orders[k], orders[k + 1]}) {
            std::uint32_t set = 0;
            Expected<double> before = figure(0);
            for (const std::size_t i : order) {
                set |= 1U << i;
                const Expected<double> now = before ? figure(set) : before;
                if (!now)
                    return unexpected(now.error());
                ofPair[i] += (*now - *before) / 2;
                before = now;
            }
        }
        for (std::size_t i = 0; i < players; ++i)
            brought[i].push_back(ofPair[i]);
    }
    std::vector<Share> shares(players);
    for (std::size_t i = 0; i < players; ++i) {
        const std::uint32_t bit = 1U << i;
        const std::array<std::uint32_t, 4> sets{0, bit, all & ~bit, all};
        std::array<double, 4> v{};
        for (std::size_t k = 0; k < sets.size(); ++k) {
            const Expected<double> value = figure(sets[k]);
            if (!value)
                return unexpected(value.error());
            v[k] = *value;
        }
        Share& share = shares[i];
        share.first = v[1] - v[0];
        share.last = v[3] - v[2];
        const auto n = static_cast<double>(brought[i].size());
        if (brought[i].empty())
            continue;
        share.value = std::accumulate(brought[i].begin(), brought[i].end(), 0.0) / n;
        double squares = 0;
        for (const double b : brought[i])
            squares += (b - share.value) * (b - share.value);
        share.error = brought[i].size() > 1 ? std::sqrt(squares / (n - 1) / n) : std::abs(share.value);
    }
    return shares;
}

namespace {

/// Everything but the figure: the players and what is said about them.
struct Game {
    std::vector<std::size_t> enabled;
    std::size_t fixed = 0, players = 0;
    std::vector<std::vector<std::size_t>> orders;  ///< of adding them, where there are too many for all sets
    bool exact() const { return players <= kMostExact; }
};

std::vector<std::string> notesOf(const Game& game, double worst)
{
    std::vector<std::string> notes;
    if (!game.exact())
        notes.push_back(ISO_TR("explain", "More than eight interventions: shares are means over ") + std::to_string(game.orders.size()) +
                        ISO_TR("explain", " orders of adding them, drawn by lot; the standard error of the least sure one is ") +
                        formatFigure(worst, kErrorDecimals) + ".");
    else if (game.players > 1)
        notes.emplace_back(
            ISO_TR("explain", "Shares are means over all orders of adding the interventions. They depend on the city before the scheme."));
    if (game.fixed > 0)
        notes.emplace_back(ISO_TR("explain", "Interventions of the base scenario hold before and after, so they have no share."));
    return notes;
}

Expected<Attribution> attributionOf(const Study& study, const Game& game, const FigureOfSet& figure, double before, double after)
{
    Expected<std::vector<Share>> shares =
        game.exact() ? shapleyValues(game.players, figure) : sampledShapleyValues(game.players, game.orders, figure);
    if (!shares)
        return unexpected(shares.error());
    Attribution out;
    double worst = 0;
    for (std::size_t i = 0; i < game.players; ++i) {
        const Intervention& intervention = study.scenario.interventions[game.enabled[game.fixed + i]];
        const Share& share = (*shares)[i];
        worst = std::max(worst, share.error);
        out.interventions.push_back(
            {.id = intervention.name, .label = intervention.name, .delta = share.value, .first = share.first, .last = share.last});
    }
    Expected<double> nothing = figure(0);
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
    out.residual = after - before - sum;
    for (std::string& note : notesOf(game, worst))
        out.notes.push_back(std::move(note));
    out.largestError = worst;
    return out;
}

/// The subsets whose figures the shares are made of.
std::vector<std::uint32_t> setsOf(const Game& game)
{
    std::vector<std::uint32_t> sets;
    const std::uint32_t all = (1U << game.players) - 1;
    if (game.exact()) {
        for (std::uint32_t set = 0; set <= all; ++set)
            sets.push_back(set);
        return sets;
    }
    sets = {0, all};
    for (std::size_t i = 0; i < game.players; ++i) {
        sets.push_back(1U << i);
        sets.push_back(all & ~(1U << i));
    }
    for (const std::vector<std::size_t>& order : game.orders) {
        std::uint32_t set = 0;
        for (const std::size_t i : order)
            sets.push_back(set |= 1U << i);
    }
    std::sort(sets.begin(), sets.end());
    sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
    return sets;
}

/// Whether the errors of all shares are small beside what the scheme does in all.
bool isSureEnough(const Expected<Attribution>& a)
{
    if (!a)
        return true;
    double total = 0;
    for (const Contribution& c : a->interventions)
        total += c.delta;
    return a->largestError <= kErrorAskedFor * std::abs(total);
}

}  // namespace

Expected<std::vector<Expected<Attribution>>> attributeFigures(const Study& study, std::span<const FigureOfRun> figures, RunControl& control)
{
    Game game;
    game.enabled = enabledOf(study.scenario);
    game.fixed = heldBefore(study, game.enabled);
    game.players = game.enabled.size() - game.fixed;
    if (game.players > kMostPlayers)
        return unexpected(Error{ErrorCode::Unsupported, "too many interventions to be told apart"});
    SubsetFigures subsets(study, figures, control);
    std::map<std::uint32_t, std::vector<double>> values;
    const auto attributions = [&] {
        std::vector<Expected<Attribution>> out;
        for (std::size_t i = 0; i < figures.size(); ++i) {
            const FigureOfSet figure = [&values, i](std::uint32_t set) -> Expected<double> {
                const double value = values.at(set)[i];
                if (!std::isfinite(value))
                    return unexpected(Error{ErrorCode::BadValue, "the figure is not defined for a part of the scheme"});
                return value;
            };
            out.push_back(attributionOf(study, game, figure, figures[i](*study.before), figures[i](*study.after)));
        }
        return out;
    };
    for (std::size_t pairs = game.exact() ? 0 : kFewestOrders;; pairs += kFewestOrders) {
        game.orders = addingOrders(game.players, pairs, kOrderSeed);
        const std::vector<std::uint32_t> sets = setsOf(game);
        for (const std::uint32_t set : sets) {
            if (values.contains(set))
                continue;
            control.progress(Stage::Explain, std::min(1.0, static_cast<double>(values.size()) / static_cast<double>(sets.size())));
            Expected<std::vector<double>> known = subsets.of(subset(study.scenario, game.enabled, game.fixed, set));
            if (!known)
                return unexpected(known.error());
            values.emplace(set, std::move(*known));
        }
        std::vector<Expected<Attribution>> out = attributions();
        if (game.exact() || pairs >= kMostOrders || std::all_of(out.begin(), out.end(), isSureEnough))
            return out;
    }
}

Expected<Attribution> attributeInterventions(const Study& study, NeighbourhoodId where, Indicator indicator, RunControl& control)
{
    const FigureOfRun figure = [where, indicator](const Run& run) { return valueOf(run, indicator, where); };
    Expected<std::vector<Expected<Attribution>>> all = attributeFigures(study, {&figure, 1}, control);
    if (!all)
        return unexpected(all.error());
    return std::move(all->front());
}

}  // namespace isopolis
