#include "simulation/traffic/entropy_shares.h"

#include "simulation/run/parallel.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// Totals are kept to this part of the link's flow, or of a small part of the largest flow for links with hardly any.
constexpr double kTotals = 1e-14, kNegligible = 1e-9;
constexpr int kMostSteps = 200, kMostDirections = 500, kMostHalvings = 2;
/// Steps of a weight's logarithm are cut to this: a factor of 55.
constexpr double kLongestStep = 4;
/// Least share to begin with of a link that could be chosen.
constexpr double kLeastShare = 0.01;
/// Damping of Newton's steps, relative to a link's curvature and this part of its flow.
constexpr double kDampedFlow = 0.01, kLeastDamping = 1e-12, kMostDamping = 1e8;
/// Changes of the objective below this part are rounding.
constexpr double kSame = 1e-13;

double dot(const std::vector<double>& a, const std::vector<double>& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

/// Sums of the parts that blocks made, in their order.
struct Parts {
    std::vector<std::vector<double>> of;
    Parts(std::size_t blocks, std::size_t links) : of(blocks, std::vector<double>(links, 0)) {}
    void sum(std::vector<double>& result) const
    {
        result.assign(of[0].size(), 0);
        for (const std::vector<double>& part : of)
            for (std::size_t l = 0; l < part.size(); ++l)
                result[l] += part[l];
    }
};

}  // namespace

template <class Body>
void EntropyShares::overChoices(const Body& body)
{
    parallelBlocks(m_choices.size(), kOriginBlocks, m_threads, body);
}

EntropyShares::EntropyShares(const std::vector<Choice>& choices, const std::vector<std::vector<double>>& starting,
                             std::vector<double> total, int threads)
    : m_choices(choices), m_total(std::move(total)), m_wanted(m_total.size(), 0), m_weight(m_total.size(), 0), m_load(m_total.size(), 0),
      m_curvature(m_total.size(), 0), m_share(choices.size()), m_through(choices.size()), m_threads(threads)
{
    for (std::size_t b = 0; b < choices.size(); ++b) {
        m_share[b].assign(choices[b].link.size(), 1);
        for (std::size_t s = 0; s < choices[b].link.size(); ++s)
            m_wanted[choices[b].link[s]] += starting[b][s];
    }
    for (const double x : m_total)
        m_negligible = std::max(m_negligible, kNegligible * x);
    begin(starting);
}

/// Weights to start from: the share that a link has of all flow that could choose it. Exact where segments do not overlap.
void EntropyShares::begin(const std::vector<std::vector<double>>& starting)
{
    std::vector<double> possible(m_total.size(), 0), chosen(m_total.size(), 0);
    for (std::size_t b = 0; b < m_choices.size(); ++b) {
        const Choice& choice = m_choices[b];
        for (std::size_t k = 0; k < choice.size(); ++k) {
            if (choice.begin[k + 1] - choice.begin[k] < 2)
                continue;
            double sum = 0;
            for (std::uint32_t s = choice.begin[k]; s < choice.begin[k + 1]; ++s)
                sum += starting[b][s];
            for (std::uint32_t s = choice.begin[k]; s < choice.begin[k + 1]; ++s) {
                chosen[choice.link[s]] += starting[b][s];
                possible[choice.link[s]] += sum;
            }
        }
    }
    for (std::size_t l = 0; l < possible.size(); ++l)
        if (possible[l] > 0)
            m_weight[l] = std::log(std::max(chosen[l] / possible[l], kLeastShare));
}

double EntropyShares::scaleOf(std::size_t l) const { return m_curvature[l] + kDampedFlow * m_wanted[l]; }

double EntropyShares::error() const
{
    double worst = 0;
    for (std::size_t l = 0; l < m_total.size(); ++l)
        if (m_wanted[l] > 0)
            worst = std::max(worst, std::abs(m_load[l] - m_wanted[l]) / std::max(m_total[l], m_negligible));
    return worst;
}

/// Loads all trips by the weights; returns the objective.
double EntropyShares::load()
{
    Parts load(kOriginBlocks, m_total.size()), curvature(kOriginBlocks, m_total.size());
    std::vector<double> value(kOriginBlocks, 0);
    overChoices([&](std::size_t block, std::size_t begin, std::size_t end) {
        std::vector<double> log;
        for (std::size_t b = begin; b < end; ++b) {
            const Choice& choice = m_choices[b];
            std::vector<double>&share = m_share[b], &through = m_through[b];
            log.assign(choice.size(), 0);
            for (std::size_t k = 0; k < choice.size(); ++k) {
                const std::uint32_t first = choice.begin[k], last = choice.begin[k + 1];
                if (first == last)
                    continue;
                double most = -std::numeric_limits<double>::infinity(), sum = 0;
                for (std::uint32_t s = first; s < last; ++s)
                    most = std::max(most, log[choice.tail[s]] + m_weight[choice.link[s]]);
                log[k] = most;
                if (last - first > 1) {
                    for (std::uint32_t s = first; s < last; ++s)
                        sum += share[s] = std::exp(log[choice.tail[s]] + m_weight[choice.link[s]] - most);
                    for (std::uint32_t s = first; s < last; ++s)
                        share[s] /= sum;
                    log[k] += std::log(sum);
                }
                value[block] += choice.trips[k] * log[k];
            }
            through = choice.trips;
            for (std::size_t k = choice.size(); k-- > 0;)
                for (std::uint32_t s = choice.begin[k]; s < choice.begin[k + 1]; ++s) {
                    const double flow = through[k] * share[s];
                    through[choice.tail[s]] += flow;
                    load.of[block][choice.link[s]] += flow;
                    curvature.of[block][choice.link[s]] += flow * (1 - share[s]);
                }
        }
    });
    load.sum(m_load);
    curvature.sum(m_curvature);
    double objective = -dot(m_wanted, m_weight);
    for (const double v : value)
        objective += v;
    return objective;
}

/// How the load changes along a direction of the weights.
void EntropyShares::curve(const std::vector<double>& direction, std::vector<double>& result)
{
    Parts parts(kOriginBlocks, m_total.size());
    overChoices([&](std::size_t block, std::size_t begin, std::size_t end) {
        std::vector<double> log, change, shareChange;
        for (std::size_t b = begin; b < end; ++b) {
            const Choice& choice = m_choices[b];
            const std::vector<double>&share = m_share[b], &through = m_through[b];
            log.assign(choice.size(), 0);
            change.assign(choice.size(), 0);
            shareChange.assign(choice.link.size(), 0);
            for (std::size_t k = 0; k < choice.size(); ++k) {
                const std::uint32_t first = choice.begin[k], last = choice.begin[k + 1];
                for (std::uint32_t s = first; s < last; ++s)
                    log[k] += share[s] * (log[choice.tail[s]] + direction[choice.link[s]]);
                for (std::uint32_t s = first; last - first > 1 && s < last; ++s)
                    shareChange[s] = share[s] * (log[choice.tail[s]] + direction[choice.link[s]] - log[k]);
            }
            for (std::size_t k = choice.size(); k-- > 0;)
                for (std::uint32_t s = choice.begin[k]; s < choice.begin[k + 1]; ++s) {
                    const double moved = change[k] * share[s] + through[k] * shareChange[s];
                    change[choice.tail[s]] += moved;
                    parts.of[block][choice.link[s]] += moved;
                }
        }
    });
    parts.sum(result);
}

/// Conjugate gradients (Hestenes & Stiefel 1952) on the damped problem, stopped early far from the answer.
std::vector<double> EntropyShares::direction(const RunControl& control)
{
    const std::size_t links = m_total.size();
    std::vector<double> x(links, 0), r(links), z(links), p, hp;
    const auto scale = [&] {
        for (std::size_t l = 0; l < links; ++l)
            z[l] = m_wanted[l] > 0 ? r[l] / scaleOf(l) : 0;
    };
    for (std::size_t l = 0; l < links; ++l)
        r[l] = m_wanted[l] - m_load[l];
    scale();
    p = z;
    double rz = dot(r, z);
    const double enough = rz * std::clamp(error(), 1e-12, 1e-2);
    for (int k = 0; k < kMostDirections && rz > enough && !control.cancelled(); ++k) {
        curve(p, hp);
        for (std::size_t l = 0; l < links; ++l)
            hp[l] += m_damping * scaleOf(l) * p[l];
        const double curvature = dot(p, hp);
        if (!(curvature > 0))
            break;
        const double a = rz / curvature;
        for (std::size_t l = 0; l < links; ++l) {
            x[l] += a * p[l];
            r[l] -= a * hp[l];
        }
        scale();
        const double next = dot(r, z), b = next / rz;
        for (std::size_t l = 0; l < links; ++l)
            p[l] = z[l] + b * p[l];
        rz = next;
    }
    return x;
}

int EntropyShares::solve(const RunControl& control)
{
    double value = load(), worst = error();
    int steps = 0;
    while (steps < kMostSteps && worst > kTotals && m_damping < kMostDamping && !control.cancelled()) {
        ++steps;
        const std::vector<double> way = direction(control), before = m_weight;
        double step = 1, next = 0;
        bool better = false;
        for (int k = 0; k < kMostHalvings && !better; ++k, step /= 2) {
            for (std::size_t l = 0; l < before.size(); ++l)
                m_weight[l] = before[l] + std::clamp(step * way[l], -kLongestStep, kLongestStep);
            next = load();
            better = next < value - kSame * std::abs(value) || (next < value + kSame * std::abs(value) && error() < worst);
        }
        if (!better) {
            m_weight = before;
            load();
            m_damping *= 10;
            continue;
        }
        m_damping = std::max(m_damping * (step > 0.4 ? 0.1 : 1), kLeastDamping);
        value = next;
        worst = error();
    }
    return steps;
}

std::vector<double> EntropyShares::flows(std::size_t choice) const
{
    const Choice& c = m_choices[choice];
    std::vector<double> flow(c.link.size(), 0);
    for (std::size_t k = 0; k < c.size(); ++k)
        for (std::uint32_t s = c.begin[k]; s < c.begin[k + 1]; ++s)
            flow[s] = m_through[choice][k] * m_share[choice][s];
    return flow;
}

}  // namespace isopolis
