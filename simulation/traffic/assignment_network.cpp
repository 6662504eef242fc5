#include "simulation/traffic/assignment_network.h"

#include <algorithm>

namespace isopolis {

namespace {

bool nonNegative(double v) { return std::isfinite(v) && v >= 0; }

Error badLink(std::size_t position, std::string what)
{
    return Error{ErrorCode::BadValue, std::move(what)}.at("link " + std::to_string(position + 1));
}

}  // namespace

Expected<AssignmentNetwork> AssignmentNetwork::create(AssignmentSize size, std::vector<AssignmentLink> links)
{
    if (size.zones > size.nodes || size.firstThrough > size.nodes)
        return unexpected(Error{ErrorCode::BadValue, "there are more zones than nodes"});
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
    network.m_outBegin.assign(size.nodes + 1, 0);
    for (const AssignmentLink& link : network.m_links)
        ++network.m_outBegin[link.from + 1];
    for (std::size_t n = 0; n < size.nodes; ++n)
        network.m_outBegin[n + 1] += network.m_outBegin[n];
    network.m_out.resize(network.m_links.size());
    std::vector<std::uint32_t> next(network.m_outBegin.begin(), network.m_outBegin.end() - 1);
    for (std::size_t l = 0; l < network.m_links.size(); ++l)
        network.m_out[next[network.m_links[l].from]++] = static_cast<std::uint32_t>(l);
    for (const std::uint32_t l : network.m_out)
        network.m_outHead.push_back(network.m_links[l].to);
    return network;
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
