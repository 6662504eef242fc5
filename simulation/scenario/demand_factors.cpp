#include "simulation/scenario/demand_factors.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace isopolis {

namespace {

bool byPair(const DemandFactors::Cell& a, const DemandFactors::Cell& b) { return a.from != b.from ? a.from < b.from : a.to < b.to; }

Error bad(std::string what)
{
    return Error{ErrorCode::BadValue, std::move(what)}.cure("Fit the demand to the counts again: isopolis-cli calibrate.");
}

}  // namespace

Expected<DemandFactorsPtr> DemandFactors::create(std::vector<std::string> zones, std::vector<Cell> cells)
{
    std::set<std::string_view> names;
    for (const std::string& zone : zones)
        if (!names.insert(zone).second)
            return unexpected(bad("the zone “" + zone + "” of the adjusted demand is named twice"));
    std::sort(cells.begin(), cells.end(), byPair);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Cell& cell = cells[i];
        if (cell.from >= zones.size() || cell.to >= zones.size())
            return unexpected(bad("a pair of the adjusted demand names a zone that the table does not have"));
        if (i > 0 && !byPair(cells[i - 1], cell))
            return unexpected(bad("the pair from “" + zones[cell.from] + "” to “" + zones[cell.to] + "” is listed twice"));
        if (!std::isfinite(cell.factor) || cell.factor < 0 || cell.factor > kLargestFactor)
            return unexpected(bad("a factor of the adjusted demand is outside 0 to 1000"));
    }
    auto made = std::shared_ptr<DemandFactors>(new DemandFactors);
    made->m_zones = std::move(zones);
    made->m_cells = std::move(cells);
    Hasher h;
    h.add(static_cast<std::uint64_t>(made->m_zones.size()));
    for (const std::string& zone : made->m_zones)
        h.add(zone);
    for (const Cell& cell : made->m_cells)
        h.add(cell.from).add(cell.to).add(cell.factor);
    made->m_hash = h.finish();
    return DemandFactorsPtr(std::move(made));
}

std::span<const DemandFactors::Cell> DemandFactors::from(std::uint32_t zone) const
{
    const auto begin = std::partition_point(m_cells.begin(), m_cells.end(), [zone](const Cell& c) { return c.from < zone; });
    const auto end = std::partition_point(begin, m_cells.end(), [zone](const Cell& c) { return c.from == zone; });
    return {begin, end};
}

double DemandFactors::factor(std::uint32_t from, std::uint32_t to) const
{
    const Cell wanted{from, to};
    const auto found = std::lower_bound(m_cells.begin(), m_cells.end(), wanted, byPair);
    return found != m_cells.end() && found->from == from && found->to == to ? found->factor : 1;
}

std::string factorRowText(std::span<const DemandFactors::Cell> row)
{
    std::string out;
    for (const DemandFactors::Cell& cell : row) {
        char digits[32];
        const auto end = std::to_chars(std::begin(digits), std::end(digits), cell.factor).ptr;
        out += (out.empty() ? "" : " ") + std::to_string(cell.to) + "=" + std::string(std::begin(digits), end);
    }
    return out;
}

Expected<std::vector<DemandFactors::Cell>> factorRowFromText(std::uint32_t from, const std::string& text)
{
    std::vector<DemandFactors::Cell> row;
    const char *at = text.data(), *end = text.data() + text.size();
    while (at < end) {
        DemandFactors::Cell cell{from, 0, 1};
        const auto to = std::from_chars(at, end, cell.to);
        if (to.ec != std::errc() || to.ptr == end || *to.ptr != '=')
            return unexpected(bad("“" + text.substr(static_cast<std::size_t>(at - text.data()), 20) + "” is no factor of a zone"));
        const auto factor = std::from_chars(to.ptr + 1, end, cell.factor);
        if (factor.ec != std::errc() || (factor.ptr != end && *factor.ptr != ' '))
            return unexpected(bad("“" + text.substr(static_cast<std::size_t>(at - text.data()), 20) + "” is no factor of a zone"));
        row.push_back(cell);
        at = factor.ptr == end ? end : factor.ptr + 1;
    }
    return row;
}

}  // namespace isopolis
