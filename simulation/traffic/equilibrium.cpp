#include "simulation/traffic/equilibrium.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/assignment_state.h"
#include "simulation/traffic/route_state.h"
#include "simulation/traffic/shortest_path.h"

#include <algorithm>
#include <limits>

namespace isopolis {

AssignmentState::AssignmentState(const AssignmentNetwork& network, std::vector<std::vector<double>> fixed, std::vector<double> preload)
    : m_network(network), m_fixed(std::move(fixed)), m_cost(m_fixed.size(), std::vector<double>(network.linkCount())),
      m_preload(std::move(preload)), m_slope(network.linkCount())
{
    setFlows(std::vector<double>(network.linkCount(), 0));
}

void AssignmentState::setFlows(std::vector<double> flow)
{
    m_flow = std::move(flow);
    for (std::size_t l = 0; l < m_preload.size(); ++l)
        m_flow[l] += m_preload[l];
    for (std::size_t l = 0; l < m_flow.size(); ++l)
        refresh(l);
}

long double costOf(std::span<const double> flow, std::span<const double> cost)
{
    long double sum = 0;
    for (std::size_t l = 0; l < flow.size(); ++l)
        if (flow[l] != 0)
            sum += static_cast<long double>(flow[l]) * cost[l];
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
        part.unreachable = {std::vector<double>(zones, 0), std::vector<double>(zones, 0)};
        ShortestPaths paths(network);
        std::vector<double> through(network.nodeCount(), 0);
        for (std::size_t o = begin; o < end; ++o) {
            const auto origin = static_cast<std::uint32_t>(o);
            paths.run(origin, cost);
            for (const OdDemand::Pair& pair : demand.from(o)) {
                if (pair.to == origin || pair.trips == 0)
                    continue;
                if (!paths.reached(pair.to)) {
                    part.unreachable.from[o] += pair.trips;
                    part.unreachable.to[pair.to] += pair.trips;
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
            sum.unreachable.from[z] += part.unreachable.from[z];
            sum.unreachable.to[z] += part.unreachable.to[z];
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

double auditEquilibrium(const AssignmentNetwork& network, const OdDemand& demand, const std::vector<double>& flow,
                        const EquilibriumOptions& options, int threads)
{
    std::vector<double> cost;
    for (std::size_t l = 0; l < network.linkCount(); ++l) {
        const AssignmentLink& link = network.link(l);
        cost.push_back(link.delay.time(flow[l]) + options.tollWeight * link.toll + options.distanceWeight * link.length);
    }
    const long double total = costOf(flow, cost);
    const long double least = loadAllOrNothing(network, demand, cost, false, threads).shortestCost;
    return total > 0 ? static_cast<double>((total - least) / total) : 0;
}

namespace {

/// Fixed costs of a class per link: infinite where it may not drive.
std::vector<double> fixedCosts(const AssignmentNetwork& network, const UserClass& userClass)
{
    std::vector<double> fixed(network.linkCount());
    for (std::size_t l = 0; l < fixed.size(); ++l) {
        fixed[l] = userClass.tollWeight * network.link(l).toll + userClass.distanceWeight * network.link(l).length +
                   (userClass.extraCost.empty() ? 0 : userClass.extraCost[l]);
        if (!userClass.banned.empty() && userClass.banned[l] != 0)
            fixed[l] = std::numeric_limits<double>::infinity();
    }
    return fixed;
}

/// Trips, intrazonal and all, as the network and the class will have them.
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

bool allAtLeastZero(const std::vector<double>& values)
{
    return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v) && v >= 0; });
}

Expected<void> checkedClass(const AssignmentNetwork& network, const UserClass& c)
{
    const auto refuse = [&](const char* what) {
        return unexpected(Error{ErrorCode::BadValue, what}.at(c.name.empty() ? "a class without a name" : c.name));
    };
    const std::size_t links = network.linkCount();
    if (!(std::isfinite(c.pcu) && c.pcu > 0))
        return refuse("a vehicle of the class must count more than 0 passenger cars");
    if ((!c.extraCost.empty() && c.extraCost.size() != links) || (!c.banned.empty() && c.banned.size() != links))
        return refuse("the class has figures for another number of links than the network");
    if (!allAtLeastZero(c.extraCost) || !allAtLeastZero({c.tollWeight, c.distanceWeight}))
        return refuse("weights and costs of the class must be numbers of at least 0");
    return {};
}

OdDemand scaled(const OdDemand& trips, double pcu)
{
    OdDemand result(trips.zoneCount());
    for (std::size_t o = 0; o < trips.zoneCount(); ++o)
        for (const OdDemand::Pair& pair : trips.from(o))
            result.add(o, pair.to, pair.trips * pcu);
    return result;
}

double totalOf(const std::vector<double>& values)
{
    double sum = 0;
    for (const double v : values)
        sum += v;
    return sum;
}

/// One class of the result, in vehicles; the sums in passenger-car units come back for the total.
struct ClassSums {
    long double total = 0, least = 0;
    double assigned = 0;
};
ClassSums measureClass(const AssignmentState& state, const SolverTrace& trace, const OdDemand& demand, std::size_t c, double pcu,
                       double intrazonal, ClassResult& result)
{
    ClassSums sums{costOf(trace.classFlow[c], state.cost(c)), trace.shortestCost[c], 0};
    const Unreachable& lost = trace.unreachable[c];
    sums.assigned = demand.total() - intrazonal - totalOf(lost.from);
    result.flow = trace.classFlow[c];
    result.unreachableFrom = lost.from;
    result.unreachableTo = lost.to;
    for (std::vector<double>* v : {&result.flow, &result.unreachableFrom, &result.unreachableTo})
        for (double& x : *v)
            x /= pcu;
    result.cost = state.cost(c);
    const auto excess = static_cast<double>(sums.total - sums.least);
    result.relativeGap = sums.total > 0 ? static_cast<double>((sums.total - sums.least) / sums.total) : 0;
    result.averageExcessCost = sums.assigned > 0 ? excess / sums.assigned : 0;
    result.totalCost = static_cast<double>(sums.total / pcu);
    result.assigned = sums.assigned / pcu;
    result.intrazonal = intrazonal / pcu;
    return sums;
}

Expected<Equilibrium> solve(const AssignmentNetwork& network, AssignmentState& state, std::span<const OdDemand* const> demand,
                            std::span<const double> pcu, const EquilibriumOptions& options, RunControl& control)
{
    std::vector<double> intrazonal;
    for (const OdDemand* trips : demand) {
        const Expected<double> within = checkedIntrazonal(network, *trips);
        if (!within)
            return unexpected(within.error());
        intrazonal.push_back(*within);
    }
    const auto algorithm = options.algorithm == EquilibriumAlgorithm::Bush ? solveBushes : solveFrankWolfe;
    Expected<SolverTrace> trace = algorithm(state, demand, options, control);
    if (!trace)
        return unexpected(trace.error());
    Equilibrium e;
    ClassSums sums;
    long double objective = 0, time = 0;
    e.unreachableFrom.assign(network.zoneCount(), 0);
    e.unreachableTo.assign(network.zoneCount(), 0);
    e.flow.assign(network.linkCount(), 0);
    for (std::size_t c = 0; c < demand.size(); ++c) {
        ClassResult result;
        const ClassSums part = measureClass(state, *trace, *demand[c], c, pcu[c], intrazonal[c], result);
        sums.total += part.total;
        sums.least += part.least;
        e.assigned += result.assigned;
        sums.assigned += part.assigned;
        e.intrazonal += result.intrazonal;
        for (std::size_t z = 0; z < network.zoneCount(); ++z) {
            e.unreachableFrom[z] += result.unreachableFrom[z];
            e.unreachableTo[z] += result.unreachableTo[z];
        }
        for (std::size_t l = 0; l < e.flow.size(); ++l) {
            const double flow = trace->classFlow[c][l];
            e.flow[l] += flow;
            objective += flow != 0 ? static_cast<long double>(state.fixed(l, c)) * flow : 0;
        }
        e.classes.push_back(std::move(result));
    }
    for (std::size_t l = 0; l < e.flow.size(); ++l) {
        const VolumeDelay& delay = network.link(l).delay;
        objective += static_cast<long double>(delay.integral(state.flow()[l]));
        time += static_cast<long double>(delay.time(state.flow()[l])) * e.flow[l];
    }
    e.cost = state.cost(0);
    e.objective = static_cast<double>(objective);
    e.totalTime = static_cast<double>(time);
    e.totalCost = static_cast<double>(sums.total);
    e.relativeGap = sums.total > 0 ? static_cast<double>((sums.total - sums.least) / sums.total) : 0;
    e.averageExcessCost = sums.assigned > 0 ? static_cast<double>(sums.total - sums.least) / sums.assigned : 0;
    e.gaps = std::move(trace->gaps);
    e.iterations = trace->iterations;
    e.converged = e.relativeGap <= options.relativeGap;
    if (trace->routes)
        trace->routes->pcu.assign(pcu.begin(), pcu.end());
    e.routes = std::move(trace->routes);
    e.proportionality = trace->proportionality;
    return e;
}

}  // namespace

Expected<Equilibrium> solveEquilibrium(const AssignmentNetwork& network, const OdDemand& demand, const EquilibriumOptions& options,
                                       RunControl& control)
{
    const UserClass everybody{.name = {}, .pcu = 1, .tollWeight = options.tollWeight, .distanceWeight = options.distanceWeight};
    AssignmentState state(network, {fixedCosts(network, everybody)});
    const OdDemand* const trips = &demand;
    const double pcu = 1;
    Expected<Equilibrium> e = solve(network, state, {&trips, 1}, {&pcu, 1}, options, control);
    if (e)
        e->classes.clear();
    return e;
}

Expected<Equilibrium> solveEquilibrium(const AssignmentNetwork& network, const AssignmentDemand& demand, const EquilibriumOptions& options,
                                       RunControl& control)
{
    if (demand.classes.empty())
        return unexpected(Error{ErrorCode::BadValue, "there is no class of vehicles to assign"});
    if (options.algorithm != EquilibriumAlgorithm::Bush)
        return unexpected(Error{ErrorCode::BadValue, "several classes or a preload can only be assigned with bushes"});
    if (!allAtLeastZero(demand.preload) || (!demand.preload.empty() && demand.preload.size() != network.linkCount()))
        return unexpected(Error{ErrorCode::BadValue, "the preload must hold a number of at least 0 for every link"});
    std::vector<std::vector<double>> fixed;
    std::vector<OdDemand> inPcu;
    std::vector<const OdDemand*> trips;
    std::vector<double> pcu;
    inPcu.reserve(demand.classes.size());
    for (const ClassDemand& c : demand.classes) {
        if (const Expected<void> sound = checkedClass(network, c.userClass); !sound)
            return unexpected(sound.error());
        fixed.push_back(fixedCosts(network, c.userClass));
        pcu.push_back(c.userClass.pcu);
        if (c.userClass.pcu != 1) {
            inPcu.push_back(scaled(c.trips, c.userClass.pcu));
            trips.push_back(&inPcu.back());
        } else {
            trips.push_back(&c.trips);
        }
    }
    AssignmentState state(network, std::move(fixed), demand.preload);
    return solve(network, state, trips, pcu, options, control);
}

}  // namespace isopolis
