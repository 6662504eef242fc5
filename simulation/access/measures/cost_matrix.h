#pragma once
/// Travel costs between places, most pairs absent: what every measure of access is made of.
///
///   CostMatrix minutes(places, {{AccessPlaceId(0), AccessPlaceId(1), 12.5}, …});
///   minutes.from(AccessPlaceId(0)).cost[k];   CostMatrix passive = minutes.transposed();   // who reaches a place
///
/// A pair that is absent cannot be travelled; a place reaches itself only if the pair is there. Pairs of one origin are ordered by
/// destination, so sums have the same bits however the pairs came. Costs are finite and not negative (minutes as a rule).

#include "gis/core/ids.h"

#include <cstdint>
#include <span>
#include <vector>

namespace isopolis {

using AccessPlaceId = StrongId<struct AccessPlaceTag>;  ///< a place that is an origin, a destination or both
using PlaceValues = IdVector<AccessPlaceId, double>;

struct TravelCost {
    AccessPlaceId from, to;
    double cost = 0;
};

/// The destinations of one origin and what each costs, side by side.
struct CostRow {
    std::span<const std::uint32_t> to;
    std::span<const double> cost;
    std::size_t size() const { return to.size(); }
};

class CostMatrix {
public:
    CostMatrix() : m_begin(1, 0) {}
    CostMatrix(std::size_t places, const std::vector<TravelCost>& pairs);
    std::size_t places() const { return m_begin.size() - 1; }
    std::size_t pairs() const { return m_to.size(); }
    CostRow from(AccessPlaceId origin) const
    {
        const std::size_t begin = m_begin[origin.index()], n = m_begin[origin.index() + 1] - begin;
        return {std::span(m_to).subspan(begin, n), std::span(m_cost).subspan(begin, n)};
    }
    CostMatrix transposed() const;

private:
    void sortRows();
    std::vector<std::size_t> m_begin;
    std::vector<std::uint32_t> m_to;
    std::vector<double> m_cost;
};

}  // namespace isopolis
