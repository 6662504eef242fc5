#pragma once
/// The most likely split of given link totals over origins: one weight per link, found by Newton's method.
///
///   EntropyShares shares(choices, totals, threads);   int steps = shares.solve(control);   shares.writeTo(b, ways[b]);
///
/// Maximises the entropy of route flows under the links' totals. Its dual has one variable a link, the logarithm of the weight:
/// minimise Σ trips·log Σ_routes Π weights − Σ total·log weight, whose gradient is load − total. Newton's directions come from conjugate
/// gradients, damped as Levenberg and Marquardt do, since weights that shift along a whole junction change nothing.
/// The same bits at any number of threads.

#include "simulation/run/run_control.h"
#include "simulation/traffic/equal_ways.h"

namespace isopolis {

class EntropyShares {
public:
    /// `choices` must outlive this; `starting`: flow per slot of each choice, a feasible point. `total`: of all flow, per link.
    EntropyShares(const std::vector<Choice>& choices, const std::vector<std::vector<double>>& starting, std::vector<double> total,
                  int threads);
    /// Number of Newton steps taken.
    int solve(const RunControl& control);
    /// Largest difference of a link's load from what it must carry, relative to its total.
    double error() const;
    /// Flow per slot of a choice by the weights found.
    std::vector<double> flows(std::size_t choice) const;

private:
    void begin(const std::vector<std::vector<double>>& starting);
    double load();
    void curve(const std::vector<double>& direction, std::vector<double>& result);
    std::vector<double> direction(const RunControl& control);
    double scaleOf(std::size_t l) const;
    template <class Body>
    void overChoices(const Body& body);

    const std::vector<Choice>& m_choices;
    std::vector<double> m_total, m_wanted;  ///< per link: of all flow, and of flow that has a choice
    std::vector<double> m_weight, m_load, m_curvature;
    std::vector<std::vector<double>> m_share, m_through;  ///< per choice: per slot, per node
    int m_threads = 0;
    double m_damping = 1, m_negligible = 0;
};

}  // namespace isopolis
