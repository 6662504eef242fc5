#include "gis/core/city/road_network.h"

namespace isopolis {

namespace {
constexpr std::array<std::string_view, kRoadClassCount> kClassKeys = {
    "motorway",      "trunk",   "primary",    "secondary", "tertiary", "unclassified", "residential",
    "living_street", "service", "pedestrian", "track",     "cycleway", "footway",      "steps"};
constexpr std::array<std::string_view, 3> kFacilityKeys = {"none", "painted", "protected"};
}  // namespace

std::string_view cycleFacilityKey(CycleFacility facility) { return kFacilityKeys[static_cast<std::size_t>(facility)]; }

CycleFacility cycleFacilityFromKey(std::string_view key)
{
    for (std::size_t i = 0; i < kFacilityKeys.size(); ++i)
        if (kFacilityKeys[i] == key)
            return static_cast<CycleFacility>(i);
    return CycleFacility::None;
}

std::string_view roadClassKey(RoadClass roadClass) { return kClassKeys[static_cast<std::size_t>(roadClass)]; }

RoadClass roadClassFromKey(std::string_view key)
{
    for (std::size_t i = 0; i < kClassKeys.size(); ++i)
        if (kClassKeys[i] == key)
            return static_cast<RoadClass>(i);
    return RoadClass::Unclassified;
}

RoadNetwork::RoadNetwork(IdVector<NodeId, RoadNode> nodes, IdVector<RoadWayId, RoadWay> ways, IdVector<LinkId, RoadLink> links)
    : m_nodes(std::move(nodes)), m_ways(std::move(ways)), m_links(std::move(links)), m_out(m_links.size()),
      m_outBegin(m_nodes.size() + 1, 0)
{
    for (const RoadLink& link : m_links)
        ++m_outBegin[link.from.index() + 1];
    for (std::size_t i = 1; i < m_outBegin.size(); ++i)
        m_outBegin[i] += m_outBegin[i - 1];
    std::vector<std::uint32_t> at(m_outBegin.begin(), m_outBegin.end());
    for (const LinkId id : idsOf(m_links))
        m_out[at[m_links[id].from.index()]++] = id;
}

std::span<const LinkId> RoadNetwork::out(NodeId node) const
{
    return std::span(m_out).subspan(m_outBegin[node.index()], m_outBegin[node.index() + 1] - m_outBegin[node.index()]);
}

std::vector<LinkId> RoadNetwork::linksOf(std::string_view externalId) const
{
    std::vector<LinkId> found;
    for (const LinkId id : idsOf(m_links))
        if (m_links[id].externalId == externalId || wayOf(id).externalId == externalId)
            found.push_back(id);
    return found;
}

std::vector<LinkId> RoadNetwork::linksNamed(std::string_view streetName) const
{
    std::vector<LinkId> found;
    for (const LinkId id : idsOf(m_links))
        if (wayOf(id).name == streetName)
            found.push_back(id);
    return found;
}

Box RoadNetwork::bounds() const
{
    Box box;
    for (const RoadNode& node : m_nodes)
        box.add(node.at);
    return box;
}

}  // namespace isopolis
