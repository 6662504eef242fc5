#include "simulation/traffic/calibration/count_fit.h"

#include "simulation/traffic/calibration/link_shares.h"
#include "simulation/traffic/calibration/matrix_change.h"
#include "simulation/traffic/route_state.h"
#include "simulation/traffic/validation/count_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostDown = 0.5, kMostUp = 1;  // change of a cell in one round
constexpr double kLeastGain = 1e-4;             // of the objective, in one round
constexpr int kPatience = 2;

/// The rounds of one fit.
class Fitter {
public:
    Fitter(const AssignmentNetwork& network, const ZoneMatrix& prior, std::span<const LinkCount> counts, const ZoneMatrix& length_km,
           const CountFitSettings& settings, RunControl& control)
        : m_network(network), m_prior(prior), m_counts(counts), m_length(length_km), m_settings(settings), m_control(control)
    {
        for (const LinkCount& c : counts)
            m_weight.push_back(1 / (std::pow(settings.countError * c.veh_h, 2) + std::max(1.0, c.veh_h)));
    }

    Expected<CountFit> run()
    {
        ZoneMatrix trips = m_prior;
        int rose = 0;
        for (int round = 0;; ++round) {
            m_control.progress(Stage::Traffic, static_cast<double>(round) / (m_settings.rounds + 1));
            if (auto solved = solve(trips); !solved)
                return unexpected(solved.error());
            const CountFitRound now = judge(trips);
            const double change = std::abs(now.meanLength_km / first(now).meanLength_km - 1);
            if (round > 0 && change > m_settings.tripLengthLimit) {
                m_fit.end = CountFitEnd::TripLength;
                break;
            }
            const bool better = take(now, trips);
            rose = round == 0 || better ? 0 : rose + 1;
            if (rose >= kPatience) {
                m_fit.end = CountFitEnd::HeldOutRose;
                break;
            }
            if (round > 0 && m_fit.rounds[m_fit.rounds.size() - 2].objective - now.objective < kLeastGain * now.objective) {
                m_fit.end = CountFitEnd::NothingToGain;
                break;
            }
            if (round == m_settings.rounds)
                break;
            step(trips);
        }
        return std::move(m_fit);
    }

private:
    const CountFitRound& first(const CountFitRound& now) const { return m_fit.rounds.empty() ? now : m_fit.rounds.front(); }

    Expected<void> solve(const ZoneMatrix& trips)
    {
        EquilibriumOptions options{.relativeGap = m_settings.relativeGap, .maxIterations = m_settings.maxIterations, .keepRoutes = true};
        options.warm.routes = m_routes;
        auto e = solveEquilibrium(m_network, OdDemand::fromMatrix(trips), options, m_control);
        if (!e)
            return unexpected(e.error());
        m_routes = e->routes;
        m_flow.clear();
        for (const LinkCount& c : m_counts)
            m_flow.push_back(e->flow[c.link]);
        return {};
    }

    double priorTerm(const ZoneMatrix& trips) const
    {
        double sum = 0;
        for (std::size_t k = 0; k < trips.values.size(); ++k)
            if (m_prior.values[k] > 0)
                sum += std::pow(trips.values[k] - m_prior.values[k], 2) / m_prior.values[k];
        return sum / m_settings.priorDispersion;
    }

    CountFitRound judge(const ZoneMatrix& trips) const
    {
        CountFitRound r;
        double used = 0, heldOut = 0, usedCount = 0, heldOutCount = 0;
        for (std::size_t c = 0; c < m_counts.size(); ++c) {
            const double g = geh(m_flow[c], m_counts[c].veh_h);
            (m_counts[c].heldOut ? heldOut : used) += g;
            (m_counts[c].heldOut ? heldOutCount : usedCount) += 1;
            if (!m_counts[c].heldOut)
                r.objective += m_weight[c] * std::pow(m_flow[c] - m_counts[c].veh_h, 2);
        }
        r.objective = 0.5 * (r.objective + priorTerm(trips));
        r.usedGeh = used / usedCount;
        r.heldOutGeh = heldOutCount > 0 ? heldOut / heldOutCount : kNone;
        r.trips = trips.total();
        r.meanLength_km = meanLength_km(trips, m_length);
        return r;
    }

    /// Keeps the round; the best so far by the counts set aside, else by the objective, becomes the answer.
    bool take(const CountFitRound& now, const ZoneMatrix& trips)
    {
        const bool none = m_fit.rounds.empty();
        if (none)
            m_fit.before_veh_h = m_flow;
        const CountFitRound& best = none ? now : m_fit.rounds[m_fit.chosen];
        const bool better = none || (std::isnan(now.heldOutGeh) ? now.objective < best.objective : now.heldOutGeh < best.heldOutGeh);
        m_fit.rounds.push_back(now);
        if (better) {
            m_fit.chosen = m_fit.rounds.size() - 1;
            m_fit.trips = trips;
            m_fit.after_veh_h = m_flow;
        }
        return better;
    }

    /// λ that minimises Z from the trips along `direction`, at the ways of now.
    double bestStep(const ZoneMatrix& trips, const ZoneMatrix& direction) const
    {
        const std::vector<double> change = loadOnWays(*m_routes, direction);
        double slope = 0, curvature = 0;
        for (std::size_t c = 0; c < m_counts.size(); ++c) {
            if (m_counts[c].heldOut)
                continue;
            const double d = change[m_counts[c].link];
            slope += m_weight[c] * d * (m_flow[c] - m_counts[c].veh_h);
            curvature += m_weight[c] * d * d;
        }
        for (std::size_t k = 0; k < trips.values.size(); ++k) {
            const double prior = m_prior.values[k], d = direction.values[k];
            if (prior <= 0 || d == 0)
                continue;
            slope += d * (trips.values[k] - prior) / prior / m_settings.priorDispersion;
            curvature += d * d / prior / m_settings.priorDispersion;
        }
        return curvature > 0 ? std::max(0.0, -slope / curvature) : 0;
    }

    void step(ZoneMatrix& trips) const
    {
        std::vector<double> residual(m_network.linkCount(), 0);
        for (std::size_t c = 0; c < m_counts.size(); ++c)
            if (!m_counts[c].heldOut)
                residual[m_counts[c].link] += m_weight[c] * (m_flow[c] - m_counts[c].veh_h);
        ZoneMatrix gradient = meanOverWays(*m_routes, residual), direction(trips.zones);
        for (std::size_t i = 0; i < trips.zones; ++i)
            for (std::size_t j = 0; j < trips.zones; ++j) {
                const std::size_t k = i * trips.zones + j;
                if (i == j || m_prior.values[k] <= 0) {
                    gradient.values[k] = 0;
                    continue;
                }
                gradient.values[k] += (trips.values[k] / m_prior.values[k] - 1) / m_settings.priorDispersion;
                direction.values[k] = -trips.values[k] * gradient.values[k];
            }
        const double wanted = bestStep(trips, direction);
        for (std::size_t k = 0; k < trips.values.size(); ++k)
            direction.values[k] = trips.values[k] * std::clamp(-wanted * gradient.values[k], -kMostDown, kMostUp);
        const double allowed = std::min(1.0, bestStep(trips, direction));
        for (std::size_t k = 0; k < trips.values.size(); ++k)
            trips.values[k] += allowed * direction.values[k];
    }

    const AssignmentNetwork& m_network;
    const ZoneMatrix& m_prior;
    std::span<const LinkCount> m_counts;
    const ZoneMatrix& m_length;
    const CountFitSettings& m_settings;
    RunControl& m_control;
    std::vector<double> m_weight, m_flow;
    RouteStatePtr m_routes;
    CountFit m_fit;
};

}  // namespace

Expected<CountFit> fitToCounts(const AssignmentNetwork& network, const ZoneMatrix& prior, std::span<const LinkCount> counts,
                               const ZoneMatrix& length_km, const CountFitSettings& settings, RunControl& control)
{
    const auto refuse = [](std::string what) { return unexpected(Error{ErrorCode::BadValue, std::move(what)}); };
    if (prior.zones != network.zoneCount() || length_km.zones != prior.zones)
        return refuse("trips, lengths and network have different numbers of zones");
    if (std::all_of(counts.begin(), counts.end(), [](const LinkCount& c) { return c.heldOut; }))
        return refuse("there is no count to fit the trips to");
    for (const LinkCount& c : counts)
        if (c.link >= network.linkCount() || !std::isfinite(c.veh_h) || c.veh_h < 0)
            return refuse("a count lies on a link that does not exist, or is no number of vehicles");
    return Fitter(network, prior, counts, length_km, settings, control).run();
}

}  // namespace isopolis
