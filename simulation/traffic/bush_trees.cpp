#include "simulation/traffic/bush_trees.h"

#include "simulation/run/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace isopolis {

namespace {
/// A guess at the longest way, as part of the dearest link, that is too short rather than too long.
constexpr double kShortGuess = 1e-5;
}  // namespace

BushTrees::BushTrees(const AssignmentState& state, int threads)
    : m_state(state), m_threads(threads), m_costs(state.classCount()), m_longest(state.classCount(), 0)
{}

std::shared_ptr<BushTrees::Worker> BushTrees::take()
{
    return m_workers.take([&] { return std::make_unique<Worker>(m_state.network()); });
}

std::vector<BushTrees::Group> BushTrees::groupsOf(std::span<const Bush> bushes, std::span<const std::size_t> which)
{
    std::vector<Group> groups;
    const auto classOf = [&](std::size_t k) { return bushes[which[k]].userClass; };
    for (std::size_t k = 0; k < which.size(); ++k) {
        const std::uint32_t c = classOf(k);
        if (groups.empty() || groups.back().count == StreetTrees::kLanes || classOf(groups.back().first) != c)
            groups.push_back({k, 0, 0});
        ++groups.back().count;
        if (!m_costs[c]) {
            m_longest[c] = longestOf(c, bushes[which[k]].origin);
            m_costs[c].emplace(m_state.network(), m_state.cost(c), m_longest[c], m_threads);
        }
    }
    return groups;
}

std::span<const std::uint32_t> BushTrees::originsOf(const Group& group, std::span<const Bush> bushes, std::span<const std::size_t> which,
                                                    std::span<std::uint32_t> buffer) const
{
    for (std::size_t k = 0; k < group.count; ++k)
        buffer[k] = bushes[which[group.first + k]].origin;
    return buffer.first(group.count);
}

/// Groups with ways too long for the unit go again, all with the same coarser one.
void BushTrees::runGroups(std::vector<Group>& groups, std::span<const Bush> bushes, std::span<const std::size_t> which, const Run& run)
{
    const auto classOf = [&](const Group& group) { return bushes[which[group.first]].userClass; };
    for (const bool last : {false, true}) {
        parallelBlocks(groups.size(), groups.size(), m_threads, [&](std::size_t, std::size_t begin, std::size_t end) {
            const auto worker = take();
            for (std::size_t g = begin; g < end; ++g)
                if (!groups[g].done)
                    groups[g].done = run(*worker, *m_costs[classOf(groups[g])], groups[g], last);
        });
        std::vector<double> longest(m_costs.size(), 0);
        for (const Group& group : groups)
            if (!group.done)
                longest[classOf(group)] = std::max(longest[classOf(group)], group.longest);
        if (std::ranges::all_of(longest, [](double l) { return l == 0; }))
            return;
        for (std::uint32_t c = 0; c < longest.size(); ++c)
            if (longest[c] > 0) {
                m_longest[c] = longest[c];
                m_costs[c].emplace(m_state.network(), m_state.cost(c), longest[c], m_threads);
            }
    }
}

void BushTrees::onTrees(std::span<const Bush> bushes, std::span<const std::size_t> which, const OnTree& body)
{
    std::vector<Group> groups = groupsOf(bushes, which);
    runGroups(groups, bushes, which, [&](Worker& worker, const StreetCosts& costs, Group& group, bool last) {
        if (!worker.trees)
            worker.trees.emplace(m_state.network());
        std::array<std::uint32_t, StreetTrees::kLanes> buffer{};
        const std::span<const std::uint32_t> origins = originsOf(group, bushes, which, buffer);
        const bool exact = worker.trees->runExact(costs, origins);
        if (!exact && last)
            worker.trees->run(costs, origins);
        group.longest = worker.trees->longest();
        if (!exact && !last)
            return false;
        for (std::size_t k = 0; k < group.count; ++k)
            body(worker, which[group.first + k], worker.trees->tree(k));
        return true;
    });
    std::vector<double> longest(m_longest.size(), 0);
    for (const Group& group : groups) {
        double& most = longest[bushes[which[group.first]].userClass];
        most = std::max(most, group.longest);
    }
    for (std::size_t c = 0; c < longest.size(); ++c)
        m_longest[c] = longest[c] > 0 ? longest[c] : m_longest[c];
}

void BushTrees::onZones(std::span<const Bush> bushes, std::span<const std::size_t> which, const OnZones& body)
{
    std::vector<Group> groups = groupsOf(bushes, which);
    runGroups(groups, bushes, which, [&](Worker& worker, const StreetCosts& costs, Group& group, bool last) {
        if (!worker.zones)
            worker.zones.emplace(m_state.network());
        std::array<std::uint32_t, StreetTrees::kLanes> buffer{};
        const std::span<const std::uint32_t> origins = originsOf(group, bushes, which, buffer);
        const bool exact = worker.zones->runExact(costs, origins);
        if (!exact && last)
            worker.zones->run(costs, origins);
        group.longest = worker.zones->longest();
        if (!exact && !last)
            return false;
        for (std::size_t k = 0; k < group.count; ++k)
            body(worker, which[group.first + k], *worker.zones, k);
        return true;
    });
}

double BushTrees::longestOf(std::uint32_t userClass, std::uint32_t origin)
{
    if (m_longest[userClass] > 0)
        return m_longest[userClass];
    double dearest = 0;
    for (const double cost : m_state.cost(userClass))
        dearest = std::isfinite(cost) ? std::max(dearest, cost) : dearest;
    const StreetCosts costs(m_state.network(), m_state.cost(userClass), dearest * kShortGuess, m_threads);
    StreetTrees trees(m_state.network());
    trees.run(costs, {&origin, 1});
    return trees.longest();
}

}  // namespace isopolis
