#include "simulation/traffic/equilibrium.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/assignment_state.h"
#include "simulation/traffic/shortest_path.h"

#include <algorithm>

namespace isopolis {

AssignmentState::AssignmentState(const AssignmentNetwork& network, const EquilibriumOptions& options)
    : m_network(network), m_fixed(network.linkCount())
{
    for (std::size_t l = 0; l < m_fixed.size(); ++l)
        m_fixed[l] = options.tollWeight * network.link(l).toll + options.distanceWeight * network.link(l).length;
    m_cost.resize(m_fixed.size());
    m_slope.resize(m_fixed.size());
    setFlows(std::vector<double>(m_fixed.size(), 0));
}

void AssignmentState::setFlows(std::vector<double> flow)
{
    m_flow = std::move(flow);
    for (std::size_t l = 0; l < m_flow.size(); ++l)
        refresh(l);
}

long double AssignmentState::totalCost() const
{
    long double sum = 0;
    for (std::size_t l = 0; l < m_flow.size(); ++l)
        sum += static_cast<long double>(m_flow[l]) * m_cost[l];
    return sum;
}

AllOrNothing loadAllOrNothing(const AssignmentNetwork& network, const OdDemand& demand, std::span<const double> cost, bool wantFlow,
                              int threads)
{
    const std::size_t zones = network.zoneCount();
    const std::size_t blocks = std::max<std::size_t>(1, std::min(kOriginBlocks, zones));
    std::vector<AllOrNothing> parts(blocks);
    parallelBlocks(zones, blocks, threads, [&](std::size_t block, std::size_t begin, std::size_t end) {
        AllOrNothing& part = parts[block];
        part.flow.assign(wantFlow ? network.linkCount() : 0, 0);
        part.unreachableFrom.assign(zones, 0);
        part.unreachableTo.assign(zones, 0);
        ShortestPaths paths(network);
        std::vector<double> through(network.nodeCount(), 0);
        for (std::size_t o = begin; o < end; ++o) {
            const auto origin = static_cast<std::uint32_t>(o);
            paths.run(origin, cost);
            for (const OdDemand::Pair& pair : demand.from(o)) {
                if (pair.to == origin || pair.trips == 0)
                    continue;
                if (!paths.reached(pair.to)) {
                    part.unreachableFrom[o] += pair.trips;
                    part.unreachableTo[pair.to] += pair.trips;
                    continue;
                }
                part.shortestCost += static_cast<long double>(pair.trips) * paths.cost(pair.to);
                part.assigned += pair.trips;
                through[pair.to] += pair.trips;
            }
            // Farthest first: what passes a node is complete before it is handed on.
            for (std::size_t k = paths.order().size(); k-- > 1;) {
                const std::uint32_t node = paths.order()[k];
                if (wantFlow && through[node] > 0) {
                    part.flow[paths.via(node)] += through[node];
                    through[network.tail(paths.via(node))] += through[node];
                }
                through[node] = 0;
            }
            through[origin] = 0;
        }
    });
    AllOrNothing sum = std::move(parts[0]);
    for (std::size_t block = 1; block < blocks; ++block) {
        const AllOrNothing& part = parts[block];
        for (std::size_t l = 0; l < part.flow.size(); ++l)
            sum.flow[l] += part.flow[l];
        for (std::size_t z = 0; z < zones; ++z) {
            sum.unreachableFrom[z] += part.unreachableFrom[z];
            sum.unreachableTo[z] += part.unreachableTo[z];
        }
        sum.shortestCost += part.shortestCost;
        sum.assigned += part.assigned;
    }
    return sum;
}

void reportGap(RunControl& control, double gap, double target)
{
    const double done = gap <= target ? 1 : gap >= 1 ? 0 : std::log(gap) / std::log(std::min(target, 0.1));
    control.progress(Stage::Traffic, std::clamp(done, 0.0, 1.0));
}

namespace {

Expected<double> checkedIntrazonal(const AssignmentNetwork& network, const OdDemand& demand)
{
    if (demand.zoneCount() != network.zoneCount())
        return unexpected(Error{ErrorCode::BadValue, "the trips are for " + std::to_string(demand.zoneCount()) +
                                                         " zones and the network has " + std::to_string(network.zoneCount())});
    double intrazonal = 0;
    for (std::size_t o = 0; o < demand.zoneCount(); ++o)
        for (const OdDemand::Pair& pair : demand.from(o)) {
            if (!(std::isfinite(pair.trips) && pair.trips >= 0) || pair.to >= network.zoneCount())
                return unexpected(Error{ErrorCode::BadValue, "trips must be numbers of at least 0 between zones of the network"}.at(
                    "zone " + std::to_string(o + 1) + " to " + std::to_string(pair.to + 1)));
            if (pair.to == o)
                intrazonal += pair.trips;
        }
    return intrazonal;
}

/// Everything but the flows, from the flows alone: it does not trust the algorithm's own sums.
Equilibrium measured(const AssignmentState& state, const OdDemand& demand, int threads)
{
    const AssignmentNetwork& network = state.network();
    Equilibrium e;
    e.flow = state.flow();
    e.cost = state.cost();
    long double objective = 0, time = 0;
    for (std::size_t l = 0; l < e.flow.size(); ++l) {
        const VolumeDelay& delay = network.link(l).delay;
        objective += static_cast<long double>(delay.integral(e.flow[l])) + static_cast<long double>(state.fixed(l)) * e.flow[l];
        time += static_cast<long double>(delay.time(e.flow[l])) * e.flow[l];
    }
    AllOrNothing best = loadAllOrNothing(network, demand, e.cost, false, threads);
    const long double total = state.totalCost();
    const long double excess = total - best.shortestCost;
    e.objective = static_cast<double>(objective);
    e.totalTime = static_cast<double>(time);
    e.totalCost = static_cast<double>(total);
    e.relativeGap = total > 0 ? static_cast<double>(excess / total) : 0;
    e.assigned = best.assigned;
    e.averageExcessCost = best.assigned > 0 ? static_cast<double>(excess) / best.assigned : 0;
    e.unreachableFrom = std::move(best.unreachableFrom);
    e.unreachableTo = std::move(best.unreachableTo);
    return e;
}

}  // namespace

Expected<Equilibrium> solveEquilibrium(const AssignmentNetwork& network, const OdDemand& demand, const EquilibriumOptions& options,
                                       RunControl& control)
{
    const Expected<double> intrazonal = checkedIntrazonal(network, demand);
    if (!intrazonal)
        return unexpected(intrazonal.error());
    AssignmentState state(network, options);
    const auto solve = options.algorithm == EquilibriumAlgorithm::Bush ? solveBushes : solveFrankWolfe;
    const Expected<SolverTrace> trace = solve(state, demand, options, control);
    if (!trace)
        return unexpected(trace.error());
    Equilibrium result = measured(state, demand, control.threads());
    result.intrazonal = *intrazonal;
    result.gaps = trace->gaps;
    result.iterations = trace->iterations;
    result.converged = result.relativeGap <= options.relativeGap;
    return result;
}

}  // namespace isopolis
