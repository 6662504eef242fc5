#pragma once
/// What both equilibrium algorithms share: link flows with their costs, and the gap on given costs.

#include "simulation/traffic/equilibrium.h"

#include <span>

namespace isopolis {

/// Independent parts of a loop over origins; fixed, so that sums do not depend on threads.
inline constexpr std::size_t kOriginBlocks = 16;

/// Flow, cost and slope of every link, kept in step.
class AssignmentState {
public:
    AssignmentState(const AssignmentNetwork& network, const EquilibriumOptions& options);

    const AssignmentNetwork& network() const { return m_network; }
    double costAt(std::size_t l, double flow) const { return m_network.link(l).delay.time(flow) + m_fixed[l]; }
    /// Sets all flows, then costs and slopes from them.
    void setFlows(std::vector<double> flow);
    void addFlow(std::size_t l, double change)
    {
        m_flow[l] += change;
        refresh(l);
    }
    const std::vector<double>& flow() const { return m_flow; }
    const std::vector<double>& cost() const { return m_cost; }
    const std::vector<double>& slope() const { return m_slope; }
    double fixed(std::size_t l) const { return m_fixed[l]; }
    long double totalCost() const;

private:
    void refresh(std::size_t l)
    {
        const VolumeDelay& delay = m_network.link(l).delay;
        m_cost[l] = delay.time(m_flow[l]) + m_fixed[l];
        m_slope[l] = delay.slope(m_flow[l]);
    }

    const AssignmentNetwork& m_network;
    std::vector<double> m_fixed, m_flow, m_cost, m_slope;
};

/// All trips on their least-cost paths.
struct AllOrNothing {
    std::vector<double> flow;  ///< empty if only the cost was asked for
    long double shortestCost = 0;
    double assigned = 0;
    std::vector<double> unreachableFrom, unreachableTo;
};
AllOrNothing loadAllOrNothing(const AssignmentNetwork& network, const OdDemand& demand, std::span<const double> cost, bool wantFlow,
                              int threads);

/// Both fill `state` with flows and report the gaps seen; the caller checks the result.
struct SolverTrace {
    std::vector<double> gaps;
    int iterations = 0;
};
Expected<SolverTrace> solveFrankWolfe(AssignmentState& state, const OdDemand& demand, const EquilibriumOptions& options,
                                      RunControl& control);
Expected<SolverTrace> solveBushes(AssignmentState& state, const OdDemand& demand, const EquilibriumOptions& options, RunControl& control);

/// Fraction of the way to the target on a logarithmic scale, told to `control`.
void reportGap(RunControl& control, double gap, double target);

}  // namespace isopolis
