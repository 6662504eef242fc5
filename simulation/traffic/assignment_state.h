#pragma once
/// What both equilibrium algorithms share: link flows with their costs, and the gap on given costs.
///
/// Flows are in passenger-car units. The cost of a class is time + its own fixed cost, infinite where the class is banned.

#include "simulation/traffic/equilibrium.h"

#include <span>

namespace isopolis {

/// Independent parts of a loop over origins; fixed, so that sums do not depend on threads.
inline constexpr std::size_t kOriginBlocks = 16;

/// Flow, cost per class and slope of every link, kept in step.
class AssignmentState {
public:
    /// `fixed`: per class and link. `preload`: flow that is there anyway, per link, or empty.
    AssignmentState(const AssignmentNetwork& network, std::vector<std::vector<double>> fixed, std::vector<double> preload = {});

    const AssignmentNetwork& network() const { return m_network; }
    std::size_t classCount() const { return m_fixed.size(); }
    double timeAt(std::size_t l, double flow) const { return m_network.link(l).delay.time(flow); }
    double costAt(std::size_t l, double flow, std::size_t userClass = 0) const { return timeAt(l, flow) + m_fixed[userClass][l]; }
    /// Sets all assigned flows and adds the preload, then costs and slopes from them.
    void setFlows(std::vector<double> flow);
    void addFlow(std::size_t l, double change)
    {
        m_flow[l] += change;
        refresh(l);
    }
    const std::vector<double>& flow() const { return m_flow; }  ///< with the preload
    const std::vector<double>& preload() const { return m_preload; }
    const std::vector<double>& cost(std::size_t userClass = 0) const { return m_cost[userClass]; }
    const std::vector<double>& slope() const { return m_slope; }
    double fixed(std::size_t l, std::size_t userClass = 0) const { return m_fixed[userClass][l]; }

private:
    void refresh(std::size_t l)
    {
        const VolumeDelay& delay = m_network.link(l).delay;
        const VolumeDelay::At at = delay.at(m_flow[l]);
        for (std::size_t c = 0; c < m_cost.size(); ++c)
            m_cost[c][l] = at.time + m_fixed[c][l];
        m_slope[l] = at.slope;
    }

    const AssignmentNetwork& m_network;
    std::vector<std::vector<double>> m_fixed, m_cost;
    std::vector<double> m_preload, m_flow, m_slope;
};

/// Σ flow × cost of one class; links without its flow do not count, whatever they cost.
long double costOf(std::span<const double> flow, std::span<const double> cost);

/// Trips without a way, per zone.
struct Unreachable {
    std::vector<double> from, to;
};

/// All trips on their least-cost paths.
struct AllOrNothing {
    std::vector<double> flow;  ///< empty if only the cost was asked for
    long double shortestCost = 0;
    double assigned = 0;
    Unreachable unreachable;
};
AllOrNothing loadAllOrNothing(const AssignmentNetwork& network, const OdDemand& demand, std::span<const double> cost, bool wantFlow,
                              int threads);

/// Both fill `state` with flows; the least costs belong to these flows.
struct SolverTrace {
    std::vector<double> gaps;
    int iterations = 0;
    std::vector<std::vector<double>> classFlow;  ///< per class and link, passenger-car units
    std::vector<long double> shortestCost;       ///< per class
    std::vector<Unreachable> unreachable;        ///< per class
    std::shared_ptr<RouteState> routes;
    Proportionality proportionality;
};
/// `demand`: per class, passenger-car units.
Expected<SolverTrace> solveFrankWolfe(AssignmentState& state, std::span<const OdDemand* const> demand, const EquilibriumOptions& options,
                                      RunControl& control);
Expected<SolverTrace> solveBushes(AssignmentState& state, std::span<const OdDemand* const> demand, const EquilibriumOptions& options,
                                  RunControl& control);

/// Fraction of the way to the target on a logarithmic scale, told to `control`.
void reportGap(RunControl& control, double gap, double target);

}  // namespace isopolis
