#include "simulation/traffic/assignment_network.h"

#include "simulation/traffic/street_trees.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

namespace isopolis {

namespace {

bool nonNegative(double v) { return std::isfinite(v) && v >= 0; }

Error badLink(std::size_t position, std::string what)
{
    return Error{ErrorCode::BadValue, std::move(what)}.at("link " + std::to_string(position + 1));
}

/// Links sorted by one of their ends, each end's links ascending.
void sortByEnd(const std::vector<AssignmentLink>& links, std::size_t nodes, std::uint32_t AssignmentLink::*end,
               std::vector<std::uint32_t>& sorted, std::vector<std::uint32_t>& begin)
{
    begin.assign(nodes + 1, 0);
    for (const AssignmentLink& link : links)
        ++begin[link.*end + 1];
    for (std::size_t n = 0; n < nodes; ++n)
        begin[n + 1] += begin[n];
    sorted.resize(links.size());
    std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
    for (std::size_t l = 0; l < links.size(); ++l)
        sorted[next[links[l].*end]++] = static_cast<std::uint32_t>(l);
}

}  // namespace

struct AssignmentNetwork::Streets {
    std::mutex mutex;
    std::vector<Point2> at;
    std::vector<std::uint32_t> rank;  ///< per node in the hierarchy of another network; empty if there is none to follow
    std::shared_ptr<const StreetIndex> index;
};

Expected<AssignmentNetwork> AssignmentNetwork::create(AssignmentSize size, std::vector<AssignmentLink> links, std::vector<Point2> at)
{
    if (size.zones > size.nodes || size.firstThrough > size.nodes)
        return unexpected(Error{ErrorCode::BadValue, "there are more zones than nodes"});
    if (!at.empty() && at.size() != size.nodes)
        return unexpected(Error{ErrorCode::BadValue, "there is not one place for every node"});
    for (std::size_t l = 0; l < links.size(); ++l) {
        const AssignmentLink& link = links[l];
        const VolumeDelay& d = link.delay;
        if (link.from >= size.nodes || link.to >= size.nodes)
            return unexpected(badLink(l, "the link names a node that does not exist"));
        if (!d.sound())
            return unexpected(badLink(l, "free time, capacity and the figures of the volume-delay function must be numbers of at least 0, "
                                         "and a cone's more than 1"));
        if (!nonNegative(link.toll) || !nonNegative(link.length))
            return unexpected(badLink(l, "toll and length must be numbers of at least 0"));
    }
    AssignmentNetwork network;
    network.m_size = size;
    network.m_links = std::move(links);
    sortByEnd(network.m_links, size.nodes, &AssignmentLink::from, network.m_out, network.m_outBegin);
    sortByEnd(network.m_links, size.nodes, &AssignmentLink::to, network.m_into, network.m_intoBegin);
    for (const std::uint32_t l : network.m_out)
        network.m_outHead.push_back(network.m_links[l].to);
    network.m_streets = std::make_shared<Streets>();
    network.m_streets->at = std::move(at);
    return network;
}

std::shared_ptr<const StreetIndex> AssignmentNetwork::streets() const
{
    if (!m_streets)
        return std::make_shared<StreetIndex>(*this, std::span<const Point2>());
    const std::scoped_lock lock(m_streets->mutex);
    if (!m_streets->index)
        m_streets->index = m_streets->rank.empty() ? std::make_shared<StreetIndex>(*this, std::span<const Point2>(m_streets->at))
                                                   : std::make_shared<StreetIndex>(*this, m_streets->rank);
    return m_streets->index;
}

void AssignmentNetwork::orderLike(const AssignmentNetwork& other)
{
    if (!m_streets || !other.m_streets || m_streets == other.m_streets)
        return;
    const std::scoped_lock lock(m_streets->mutex, other.m_streets->mutex);
    const std::shared_ptr<const StreetIndex>& index = other.m_streets->index;
    const bool same = std::ranges::equal(m_links, other.m_links,
                                         [](const AssignmentLink& a, const AssignmentLink& b) { return a.from == b.from && a.to == b.to; });
    if (m_streets->index || !index || m_size.firstThrough != other.m_size.firstThrough)
        return;
    if (same && nodeCount() == other.nodeCount()) {
        m_streets->index = index;
        return;
    }
    if (!index->usesHierarchy() || m_streets->at.size() != nodeCount() || other.m_streets->at.size() != other.nodeCount())
        return;
    // Nodes are the same if they lie at the same place; where several do, any of them will serve.
    const auto hash = [](const Point2& p) { return std::hash<double>{}(p.x) * 31 + std::hash<double>{}(p.y); };
    std::unordered_map<Point2, std::uint32_t, decltype(hash)> rankAt(other.nodeCount(), hash);
    for (std::uint32_t n = 0; n < other.nodeCount(); ++n)
        rankAt.try_emplace(other.m_streets->at[n], index->hierarchy().rankOf(n));
    m_streets->rank.assign(nodeCount(), ~0U);
    for (std::uint32_t n = 0; n < nodeCount(); ++n)
        if (const auto found = rankAt.find(m_streets->at[n]); found != rankAt.end())
            m_streets->rank[n] = found->second;
}

OdDemand OdDemand::fromMatrix(const ZoneMatrix& trips)
{
    OdDemand demand(trips.zones);
    for (std::size_t i = 0; i < trips.zones; ++i)
        for (std::size_t j = 0; j < trips.zones; ++j)
            if (const double t = trips.values[i * trips.zones + j]; t != 0)
                demand.m_rows[i].push_back({static_cast<std::uint32_t>(j), t});
    return demand;
}

void OdDemand::add(std::size_t from, std::uint32_t to, double trips)
{
    std::vector<Pair>& row = m_rows[from];
    const auto at = row.empty() || row.back().to < to
                        ? row.end()
                        : std::lower_bound(row.begin(), row.end(), to, [](const Pair& pair, std::uint32_t zone) { return pair.to < zone; });
    if (at != row.end() && at->to == to)
        at->trips += trips;
    else
        row.insert(at, {to, trips});
}

double OdDemand::total() const
{
    double sum = 0;
    for (const std::vector<Pair>& row : m_rows)
        for (const Pair& pair : row)
            sum += pair.trips;
    return sum;
}

double ZoneMatrix::total() const
{
    double sum = 0;
    for (const double v : values)
        sum += v;
    return sum;
}

}  // namespace isopolis
