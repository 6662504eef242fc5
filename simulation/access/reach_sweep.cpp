#include "simulation/access/reach_sweep.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/paths/path_sweep.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <list>
#include <memory>
#include <mutex>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 64;
constexpr double kDoubt = 1e-9;  // of the limit: far above the rounding of a sum of as many links as a city has
// When a hierarchy pays: without effect on results.
constexpr std::size_t kFewOrigins = 200, kSamples = 16;
constexpr double kSmallPart = 1.0 / 16;

using HierarchyPtr = std::shared_ptr<const PathHierarchy>;

/// The newest hierarchies of the process: a memory of a pure function of streets, so that results never depend on it.
class HierarchyMemory {
public:
    HierarchyPtr obtain(const StreetsInReach& streets, int threads)
    {
        {
            const std::scoped_lock lock(m_mutex);
            for (auto it = m_recent.begin(); it != m_recent.end(); ++it)
                if (it->nodes == streets.places.size() && sameArcs(it->arcs, streets.edges)) {
                    m_recent.splice(m_recent.begin(), m_recent, it);
                    return it->hierarchy;
                }
        }
        PathTopology topology{streets.places, {}};
        topology.arcs.reserve(streets.edges.size());
        for (const TravelEdge& edge : streets.edges)
            topology.arcs.push_back({edge.from.value(), edge.to.value()});
        auto made = std::make_shared<const PathHierarchy>(topology, threads);
        const std::scoped_lock lock(m_mutex);
        m_recent.push_front({streets.places.size(), std::move(topology.arcs), made});
        if (m_recent.size() > kMost)
            m_recent.pop_back();
        return made;
    }

private:
    static constexpr std::size_t kMost = 6;
    struct Kept {
        std::size_t nodes;
        std::vector<PathArc> arcs;
        HierarchyPtr hierarchy;
    };
    static bool sameArcs(const std::vector<PathArc>& arcs, const std::vector<TravelEdge>& edges)
    {
        return std::equal(arcs.begin(), arcs.end(), edges.begin(), edges.end(),
                          [](const PathArc& a, const TravelEdge& e) { return a.tail == e.from.value() && a.head == e.to.value(); });
    }
    std::mutex m_mutex;
    std::list<Kept> m_recent;  ///< newest first
};

HierarchyMemory& hierarchyMemory()
{
    static HierarchyMemory memory;
    return memory;
}

/// Joined origins, those of one node side by side.
std::vector<std::vector<std::uint32_t>> byNode(const std::vector<TravelEnd>& origins)
{
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < origins.size(); ++i)
        if (origins[i].node.valid())
            order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return origins[a].node < origins[b].node; });
    std::vector<std::vector<std::uint32_t>> groups;
    for (std::size_t k = 0; k < order.size(); ++k) {
        if (k == 0 || origins[order[k]].node != origins[order[k - 1]].node)
            groups.emplace_back();
        groups.back().push_back(order[k]);
    }
    return groups;
}

/// Mean share of all nodes that lie no farther from some of the origins, as the crow flies at the highest speed, than the limit allows.
double shareWithin(const StreetsInReach& streets, const std::vector<TravelEnd>& origins,
                   const std::vector<std::vector<std::uint32_t>>& groups, double limit_min)
{
    double fastest_m_min = 0;
    for (const TravelEdge& edge : streets.edges) {
        const double metres = distance(streets.places[edge.from.index()], streets.places[edge.to.index()]);
        if (metres > 0)
            fastest_m_min = std::max(fastest_m_min, edge.time_min > 0 ? metres / edge.time_min : kNoPath);
    }
    const double radius_m = fastest_m_min * limit_min;
    const std::size_t samples = std::min(kSamples, groups.size());
    std::size_t within = 0;
    for (std::size_t s = 0; s < samples; ++s) {
        const Point2 at = streets.places[origins[groups[s * groups.size() / samples].front()].node.index()];
        for (const Point2 p : streets.places)
            within += distance(p, at) <= radius_m ? 1 : 0;
    }
    return static_cast<double>(within) / static_cast<double>(samples * streets.places.size());
}

/// Destinations with jobs by ascending node, and their nodes.
struct Ends {
    explicit Ends(const std::vector<TravelEnd>& destinations)
    {
        for (const TravelEnd& end : destinations)
            if (end.node.valid() && end.jobs > 0)
                ends.push_back(end);
        std::stable_sort(ends.begin(), ends.end(), [](const TravelEnd& a, const TravelEnd& b) { return a.node < b.node; });
        for (const TravelEnd& end : ends) {
            if (nodes.empty() || nodes.back() != end.node.value())
                nodes.push_back(end.node.value());
            place.push_back(static_cast<std::uint32_t>(nodes.size() - 1));
        }
    }
    std::vector<TravelEnd> ends;
    std::vector<std::uint32_t> place, nodes;  ///< place: of each end, in `nodes`
};

struct Counted {
    double jobs = 0;
    bool doubtful = false;  ///< something lies so near the limit that rounding decides
};

Counted countWithin(const Ends& to, const std::vector<double>& time, double limit, double doubt)
{
    Counted counted;
    for (std::size_t e = 0; e < to.ends.size(); ++e) {
        const double t = time[to.place[e]] + to.ends[e].connector_min;
        counted.jobs += t <= limit ? to.ends[e].jobs : 0;
        counted.doubtful |= std::abs(t - limit) <= doubt;
    }
    return counted;
}

}  // namespace

std::vector<double> jobsWithin(const StreetsInReach& streets, const std::vector<TravelEnd>& origins,
                               const std::vector<TravelEnd>& destinations, double limit_min, RunControl& control, double progressFrom,
                               double progressTo)
{
    const auto searched = [&](const std::vector<TravelEnd>& from, double begin) {
        return jobsWithin(TravelGraph(streets.places.size(), streets.edges), from, destinations, limit_min, control, begin, progressTo);
    };
    const std::vector<std::vector<std::uint32_t>> groups = byNode(origins);
    const Ends to(destinations);
    if (groups.size() < kFewOrigins || to.ends.empty() || !(limit_min > 0) || !std::isfinite(limit_min) ||
        shareWithin(streets, origins, groups, limit_min) < kSmallPart)
        return searched(origins, progressFrom);
    const HierarchyPtr hierarchy = hierarchyMemory().obtain(streets, control.threads());
    if (!hierarchy->complete())
        return searched(origins, progressFrom);
    std::vector<double> minutes;
    minutes.reserve(streets.edges.size());
    for (const TravelEdge& edge : streets.edges)
        minutes.push_back(edge.time_min);
    const PathCosts costs = hierarchy->customise(minutes, control.threads());
    const PathTargets targets(*hierarchy, to.nodes);
    std::vector<double> result(origins.size(), 0);
    std::vector<char> doubtful(origins.size(), 0);
    const std::size_t batches = (groups.size() + PathSweep::kLanes - 1) / PathSweep::kLanes;
    std::atomic<std::size_t> done = 0;
    parallelBlocks(batches, kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        PathSweep sweep(*hierarchy, targets);
        std::vector<double> time(to.nodes.size());
        for (std::size_t batch = begin; batch < end && !control.cancelled(); ++batch) {
            const std::size_t first = batch * PathSweep::kLanes, lanes = std::min(PathSweep::kLanes, groups.size() - first);
            std::vector<std::vector<PathStart>> starts(lanes);
            for (std::size_t lane = 0; lane < lanes; ++lane)
                starts[lane] = {{origins[groups[first + lane].front()].node.value(), 0}};
            sweep.run(costs, starts);
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                for (std::size_t k = 0; k < time.size(); ++k)
                    time[k] = sweep.cost(lane, to.nodes[k]);
                for (const std::uint32_t i : groups[first + lane]) {
                    const Counted counted = countWithin(to, time, limit_min - origins[i].connector_min, kDoubt * limit_min);
                    result[i] = counted.jobs;
                    doubtful[i] = counted.doubtful ? 1 : 0;
                }
            }
        }
        const std::size_t now = done.fetch_add(end - begin) + (end - begin);
        control.progress(Stage::Access,
                         progressFrom + (progressTo - progressFrom) * static_cast<double>(now) / static_cast<double>(batches));
    });
    if (control.cancelled())
        return {};
    std::vector<TravelEnd> again;
    for (std::size_t i = 0; i < origins.size(); ++i)
        if (doubtful[i])
            again.push_back(origins[i]);
    if (again.empty())
        return result;
    const std::vector<double> exact = searched(again, progressTo);
    if (control.cancelled())
        return {};
    for (std::size_t i = 0, k = 0; i < origins.size(); ++i)
        if (doubtful[i])
            result[i] = exact[k++];
    return result;
}

}  // namespace isopolis
