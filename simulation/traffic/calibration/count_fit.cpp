#include "simulation/traffic/calibration/count_fit.h"

#include "simulation/traffic/calibration/link_shares.h"
#include "simulation/traffic/calibration/matrix_change.h"
#include "simulation/traffic/route_state.h"
#include "simulation/traffic/validation/count_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace isopolis {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kStepsOfARound = 8, kSimpson = 32;
constexpr double kMostOfAStep = 0.4;  // change of a pair's logarithm
constexpr double kLeastGain = 2e-4;   // of the objective, in one round
constexpr int kPatience = 4, kMostHalvings = 4;

double dot(const std::vector<double>& a, const std::vector<double>& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

/// The rounds of one fit.
class Fitter {
public:
    Fitter(const AssignmentNetwork& network, const ZoneMatrix& prior, std::span<const LinkCount> counts, const ZoneMatrix& length_km,
           const CountFitSettings& settings, RunControl& control)
        : m_network(network), m_prior(prior), m_counts(counts), m_length(length_km), m_settings(settings), m_control(control)
    {
        m_dual.assign(prior.values.size(), 0);
        m_log.assign(prior.values.size(), 0);
    }

    Expected<CountFit> run()
    {
        ZoneMatrix trips = m_prior;
        int rose = 0, idle = 0, halvings = 0;
        for (int round = 0;; ++round) {
            m_control.progress(Stage::Traffic, static_cast<double>(round) / (m_settings.rounds + 1));
            if (auto solved = solve(trips); !solved)
                return unexpected(solved.error());
            const CountFitRound now = judge(trips);
            const double change = std::abs(now.meanLength_km / first(now).meanLength_km - 1);
            const bool tooFar = change > m_settings.tripLengthLimit;
            if (round > 0 && (tooFar || now.objective > m_fit.rounds.back().objective)) {
                // Too far, or the ways of now were not those of the step: half of it, from where it began.
                if (++halvings > kMostHalvings || round == m_settings.rounds) {
                    m_fit.end = tooFar ? CountFitEnd::TripLength : CountFitEnd::NothingToGain;
                    break;
                }
                halveStep(trips);
                continue;
            }
            halvings = 0;
            const bool better = take(now, trips);
            rose = round == 0 || better ? 0 : rose + 1;
            if (rose >= kPatience) {
                m_fit.end = CountFitEnd::HeldOutRose;
                break;
            }
            idle = round > 0 && m_fit.rounds[m_fit.rounds.size() - 2].objective - now.objective < kLeastGain * now.objective ? idle + 1 : 0;
            if (idle >= kPatience) {
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

    /// s² of a count where the flow is `flow`.
    double variance(double flow) const
    {
        return std::pow(m_settings.countError * flow, 2) + std::pow(m_settings.routeError, 2) * (flow + 1);
    }

    double weight(std::size_t c) const { return m_counts[c].heldOut ? 0 : 1 / variance(m_flow[c]); }

    /// ∫ (u − c) / s²(u) du from the count to the modelled flow, by Simpson's rule over ln(u + 1).
    double misfit(std::size_t c) const
    {
        const double count = m_counts[c].veh_h, from = std::log1p(count), step = (std::log1p(m_flow[c]) - from) / kSimpson;
        double sum = 0;
        for (int k = 0; k <= kSimpson; ++k) {
            const double u = std::expm1(from + k * step);
            sum += (k == 0 || k == kSimpson ? 1 : k % 2 == 1 ? 4 : 2) * (u - count) / variance(u) * (u + 1);
        }
        return sum * step / 3;
    }

    CountFitRound judge(const ZoneMatrix& trips) const
    {
        CountFitRound r;
        double used = 0, heldOut = 0, usedCount = 0, heldOutCount = 0;
        for (std::size_t c = 0; c < m_counts.size(); ++c) {
            const double g = geh(m_flow[c], m_counts[c].veh_h);
            (m_counts[c].heldOut ? heldOut : used) += g;
            (m_counts[c].heldOut ? heldOutCount : usedCount) += 1;
            r.objective += m_counts[c].heldOut ? 0 : misfit(c);
        }
        r.objective += 0.5 * dot(m_dual, m_log);
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

    bool free(std::size_t k) const { return m_prior.values[k] > 0 && k % (m_prior.zones + 1) != 0; }

    /// C times a vector over pairs.
    std::vector<double> spread(const std::vector<double>& v) const
    {
        const std::size_t n = m_prior.zones;
        std::vector<double> out(n, 0), in(n, 0), c(v.size(), 0);
        for (std::size_t k = 0; k < v.size(); ++k)
            if (free(k)) {
                out[k / n] += v[k];
                in[k % n] += v[k];
            }
        const double end = m_settings.endError * m_settings.endError, pair = m_settings.pairError * m_settings.pairError;
        const double level = m_settings.levelError * m_settings.levelError * std::accumulate(out.begin(), out.end(), 0.0);
        for (std::size_t k = 0; k < v.size(); ++k)
            if (free(k))
                c[k] = pair * v[k] + end * (out[k / n] + in[k % n]) + level;
        return c;
    }

    /// −∂Z/∂x at the ways of now.
    std::vector<double> descent(const ZoneMatrix& trips) const
    {
        std::vector<double> residual(m_network.linkCount(), 0);
        for (std::size_t c = 0; c < m_counts.size(); ++c)
            residual[m_counts[c].link] += weight(c) * (m_flow[c] - m_counts[c].veh_h);
        const ZoneMatrix mean = meanOverWays(*m_routes, residual);
        std::vector<double> r(m_dual.size(), 0);
        for (std::size_t k = 0; k < r.size(); ++k)
            if (free(k))
                r[k] = -(trips.values[k] * mean.values[k] + m_dual[k]);
        return r;
    }

    /// λ that minimises Z along a direction at the ways of now.
    double bestStep(const ZoneMatrix& trips, const std::vector<double>& dual, const std::vector<double>& log) const
    {
        ZoneMatrix more(trips.zones);
        double largest = 0;
        for (std::size_t k = 0; k < log.size(); ++k) {
            more.values[k] = trips.values[k] * log[k];
            largest = std::max(largest, std::abs(log[k]));
        }
        const std::vector<double> change = loadOnWays(*m_routes, more);
        double slope = dot(m_dual, log), curvature = dot(dual, log);
        for (std::size_t c = 0; c < m_counts.size(); ++c) {
            const double d = change[m_counts[c].link];
            slope += weight(c) * d * (m_flow[c] - m_counts[c].veh_h);
            curvature += weight(c) * d * d;
        }
        const double step = curvature > 0 ? std::max(0.0, -slope / curvature) : 0;
        return largest > 0 ? std::min(step, kMostOfAStep / largest) : 0;
    }

    void setTrips(ZoneMatrix& trips) const
    {
        for (std::size_t k = 0; k < m_log.size(); ++k)
            if (free(k))
                trips.values[k] = m_prior.values[k] * std::exp(m_log[k]);
    }

    void halveStep(ZoneMatrix& trips)
    {
        for (std::size_t k = 0; k < m_log.size(); ++k) {
            m_dual[k] = 0.5 * (m_dual[k] + m_dualBefore[k]);
            m_log[k] = 0.5 * (m_log[k] + m_logBefore[k]);
        }
        setTrips(trips);
    }

    /// A few conjugate steps at the ways of now.
    void step(ZoneMatrix& trips)
    {
        m_dualBefore = m_dual;
        m_logBefore = m_log;
        std::vector<double> direction, last, lastSpread;
        for (int s = 0; s < kStepsOfARound; ++s) {
            const std::vector<double> r = descent(trips), wide = spread(r);
            double beta = 0;
            if (s > 0)
                if (const double was = dot(last, lastSpread); was > 0)
                    beta = std::max(0.0, (dot(r, wide) - dot(last, wide)) / was);
            if (s == 0)
                direction = r;
            else
                for (std::size_t k = 0; k < r.size(); ++k)
                    direction[k] = r[k] + beta * direction[k];
            const std::vector<double> log = spread(direction);
            const double lambda = bestStep(trips, direction, log);
            if (lambda <= 0)
                break;
            for (std::size_t k = 0; k < r.size(); ++k) {
                m_dual[k] += lambda * direction[k];
                m_log[k] += lambda * log[k];
            }
            setTrips(trips);
            const std::vector<double> flow = loadOnWays(*m_routes, trips);
            for (std::size_t c = 0; c < m_counts.size(); ++c)
                m_flow[c] = flow[m_counts[c].link];
            last = r;
            lastSpread = wide;
        }
    }

    const AssignmentNetwork& m_network;
    const ZoneMatrix& m_prior;
    std::span<const LinkCount> m_counts;
    const ZoneMatrix& m_length;
    const CountFitSettings& m_settings;
    RunControl& m_control;
    std::vector<double> m_flow;
    std::vector<double> m_dual, m_log;              ///< per pair: u and x = C u
    std::vector<double> m_dualBefore, m_logBefore;  ///< before the last step
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
