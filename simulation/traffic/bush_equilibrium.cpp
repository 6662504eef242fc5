// Algorithm B after Dial 2006, with the order of work of Nie 2010: all bushes are renewed and shifted once, then shifted several
// times more before the next renewal. Origins are taken in turn (Gauss–Seidel): one thread, always the same bits.

#include "simulation/run/parallel.h"
#include "simulation/traffic/bush.h"

#include <algorithm>
#include <memory>

namespace isopolis {

namespace {

/// Sweeps over all bushes between two renewals, at most.
constexpr int kMostSweeps = 20;
/// A sweep goes on while the bushes hold more than this part of the excess cost at the last renewal.
constexpr double kInnerShare = 0.05;

class BushSolver {
public:
    BushSolver(AssignmentState& state, const OdDemand& demand, int threads)
        : m_state(state), m_demand(demand), m_threads(threads), m_workshop(state.network())
    {}

    void plant()
    {
        ShortestPaths paths(m_state.network());
        for (std::size_t o = 0; o < m_state.network().zoneCount(); ++o) {
            const auto origin = static_cast<std::uint32_t>(o);
            if (std::none_of(m_demand.from(o).begin(), m_demand.from(o).end(),
                             [&](const OdDemand::Pair& pair) { return pair.to != origin && pair.trips > 0; }))
                continue;
            paths.run(origin, m_state.cost());
            m_bushes.push_back(m_workshop.plant(paths, origin, m_demand.from(o)));
            const Bush& bush = m_bushes.back();
            for (std::size_t s = 0; s < bush.link.size(); ++s)
                if (bush.flow[s] > 0)
                    m_state.addFlow(bush.link[s], bush.flow[s]);
        }
        m_excess.assign(m_bushes.size(), 0);
    }

    /// Sums the links' flows over the bushes again, so that rounding of single moves does not pile up.
    void resum()
    {
        std::vector<double> flow(m_state.network().linkCount(), 0);
        for (const Bush& bush : m_bushes)
            for (std::size_t s = 0; s < bush.link.size(); ++s)
                flow[bush.link[s]] += bush.flow[s];
        m_state.setFlows(std::move(flow));
    }

    double gap()
    {
        const std::size_t blocks = std::min(kOriginBlocks, m_bushes.size());
        std::vector<long double> parts(blocks, 0);
        parallelBlocks(m_bushes.size(), blocks, m_threads, [&](std::size_t block, std::size_t begin, std::size_t end) {
            BushWorkshop workshop(m_state.network());
            for (std::size_t b = begin; b < end; ++b)
                parts[block] += workshop.leastCost(m_bushes[b], m_state.cost(), m_demand.from(m_bushes[b].origin));
        });
        long double least = 0;
        for (const long double part : parts)
            least += part;
        const long double total = m_state.totalCost();
        m_gapCost = static_cast<double>(total - least);
        return total > 0 ? static_cast<double>((total - least) / total) : 0;
    }

    /// False if cancelled.
    bool improve(const RunControl& control)
    {
        for (std::size_t b = 0; b < m_bushes.size(); ++b) {
            if (control.cancelled())
                return false;
            m_workshop.renew(m_bushes[b], m_state.cost());
            m_excess[b] = m_workshop.shift(m_bushes[b], m_state);
        }
        for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
            double sum = 0;
            for (const double e : m_excess)
                sum += e;
            if (!(sum > kInnerShare * m_gapCost))
                break;
            // Bushes that hold less than a fair share of what is still wrong wait for the next renewal.
            const double enough = 0.1 * sum / static_cast<double>(m_bushes.size());
            for (std::size_t b = 0; b < m_bushes.size(); ++b)
                if (m_excess[b] > enough)
                    m_excess[b] = m_workshop.shift(m_bushes[b], m_state);
            if (control.cancelled())
                return false;
        }
        return true;
    }

private:
    AssignmentState& m_state;
    const OdDemand& m_demand;
    int m_threads;
    BushWorkshop m_workshop;
    std::vector<Bush> m_bushes;
    std::vector<double> m_excess;  ///< per bush, as its last shift found it
    double m_gapCost = 0;
};

}  // namespace

Expected<SolverTrace> solveBushes(AssignmentState& state, const OdDemand& demand, const EquilibriumOptions& options, RunControl& control)
{
    BushSolver solver(state, demand, control.threads());
    solver.plant();
    SolverTrace trace;
    while (true) {
        if (control.cancelled())
            return cancelledError();
        solver.resum();
        trace.gaps.push_back(solver.gap());
        reportGap(control, trace.gaps.back(), options.relativeGap);
        if (trace.gaps.back() <= options.relativeGap || trace.iterations >= options.maxIterations)
            return trace;
        if (!solver.improve(control))
            return cancelledError();
        ++trace.iterations;
    }
}

}  // namespace isopolis
