#pragma once
/// Calls something for each bush with the shortest ways from its origin on the costs as they are: in parallel, eight origins at a time.
///
///   BushTrees trees(state, kind, threads);
///   trees.forget();                                                              // the costs have changed
///   trees.onTrees(bushes, which, [](BushTrees::Worker& w, std::size_t b, const StreetTree& tree) { … });   // bushes[b]
///
/// The body may write to what belongs to its bush only. Lean bushes; full ones take the workers alone. Same bits at any number of threads.

#include "simulation/traffic/bush.h"
#include "simulation/traffic/idle_pool.h"
#include "simulation/traffic/least_costs.h"
#include "simulation/traffic/zone_costs.h"

#include <functional>

namespace isopolis {

class BushTrees {
public:
    /// What one thread needs at a time.
    struct Worker {
        BushWorkshop workshop;
        LeastCosts least;
        std::optional<StreetTrees> trees;
        std::optional<ZoneCosts> zones;
        explicit Worker(const AssignmentNetwork& network) : workshop(network), least(network) {}
    };
    using OnTree = std::function<void(Worker& worker, std::size_t bush, const StreetTree& tree)>;
    using OnZones = std::function<void(Worker& worker, std::size_t bush, const ZoneCosts& zones, std::size_t lane)>;

    BushTrees(const AssignmentState& state, int threads);
    std::shared_ptr<Worker> take();
    /// Costs have changed since the last call.
    void forget() { m_costs.assign(m_state.classCount(), std::nullopt); }
    /// `which`: positions in `bushes`, by class.
    void onTrees(std::span<const Bush> bushes, std::span<const std::size_t> which, const OnTree& body);
    /// The same with the costs to zones alone, which are found faster.
    void onZones(std::span<const Bush> bushes, std::span<const std::size_t> which, const OnZones& body);
    /// About the longest way per class, as the last trees had it; 0 if there were none. Sets the unit that costs are rounded to.
    const std::vector<double>& longest() const { return m_longest; }
    void expectLongest(const std::vector<double>& longest) { m_longest = longest; }

private:
    struct Group {
        std::size_t first = 0, count = 0;
        double longest = 0;
        bool done = false;
    };
    using Run = std::function<bool(Worker& worker, const StreetCosts& costs, Group& group, bool last)>;
    std::vector<Group> groupsOf(std::span<const Bush> bushes, std::span<const std::size_t> which);
    void runGroups(std::vector<Group>& groups, std::span<const Bush> bushes, std::span<const std::size_t> which, const Run& run);
    double longestOf(std::uint32_t userClass, std::uint32_t origin);
    std::span<const std::uint32_t> originsOf(const Group& group, std::span<const Bush> bushes, std::span<const std::size_t> which,
                                             std::span<std::uint32_t> buffer) const;

    const AssignmentState& m_state;
    int m_threads;
    IdlePool<Worker> m_workers;
    std::vector<std::optional<StreetCosts>> m_costs;  ///< per class
    std::vector<double> m_longest;
};

}  // namespace isopolis
