#include "simulation/access/measures/cost_matrix.h"

#include <algorithm>
#include <numeric>

namespace isopolis {

CostMatrix::CostMatrix(std::size_t places, const std::vector<TravelCost>& pairs)
    : m_begin(places + 1, 0), m_to(pairs.size()), m_cost(pairs.size())
{
    for (const TravelCost& pair : pairs)
        ++m_begin[pair.from.index() + 1];
    std::partial_sum(m_begin.begin(), m_begin.end(), m_begin.begin());
    std::vector<std::size_t> next(m_begin.begin(), m_begin.end() - 1);
    for (const TravelCost& pair : pairs) {
        const std::size_t at = next[pair.from.index()]++;
        m_to[at] = pair.to.value();
        m_cost[at] = pair.cost;
    }
    sortRows();
}

void CostMatrix::sortRows()
{
    std::vector<std::pair<std::uint32_t, double>> row;
    for (std::size_t origin = 0; origin + 1 < m_begin.size(); ++origin) {
        const std::size_t begin = m_begin[origin], end = m_begin[origin + 1];
        if (std::is_sorted(m_to.begin() + static_cast<std::ptrdiff_t>(begin), m_to.begin() + static_cast<std::ptrdiff_t>(end)))
            continue;
        row.clear();
        for (std::size_t k = begin; k < end; ++k)
            row.emplace_back(m_to[k], m_cost[k]);
        std::stable_sort(row.begin(), row.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (std::size_t k = begin; k < end; ++k) {
            m_to[k] = row[k - begin].first;
            m_cost[k] = row[k - begin].second;
        }
    }
}

CostMatrix CostMatrix::transposed() const
{
    CostMatrix other;
    other.m_begin.assign(m_begin.size(), 0);
    other.m_to.resize(m_to.size());
    other.m_cost.resize(m_cost.size());
    for (const std::uint32_t to : m_to)
        ++other.m_begin[to + 1];
    std::partial_sum(other.m_begin.begin(), other.m_begin.end(), other.m_begin.begin());
    std::vector<std::size_t> next(other.m_begin.begin(), other.m_begin.end() - 1);
    for (std::size_t origin = 0; origin + 1 < m_begin.size(); ++origin)
        for (std::size_t k = m_begin[origin]; k < m_begin[origin + 1]; ++k) {
            const std::size_t at = next[m_to[k]]++;
            other.m_to[at] = static_cast<std::uint32_t>(origin);
            other.m_cost[at] = m_cost[k];
        }
    return other;
}

}  // namespace isopolis
