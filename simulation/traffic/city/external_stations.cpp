#include "simulation/traffic/city/external_stations.h"

#include "gis/core/geometry/spatial_grid.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// Cosines: within 60° of the road's direction is ahead; two carriageways that meet at more than 114° turn back into the city.
constexpr double kAhead = 0.5, kTurnsBack = -0.4;

/// Car links at a node, as far as the question "does the network end here?" needs them.
struct NodeEnds {
    int in = 0, out = 0;
    LinkId lastIn, lastOut;
};

/// Unit vector of a link's first or last stretch, towards its end.
Point2 heading(const Polyline& line, bool atEnd)
{
    const Point2 d = atEnd ? line.back() - line[line.size() - 2] : line[1] - line[0];
    const double norm = std::hypot(d.x, d.y);
    return norm > 0 ? d * (1 / norm) : Point2{};
}

double dot(Point2 a, Point2 b) { return a.x * b.x + a.y * b.y; }

bool nearEdge(const Box& box, Point2 p, double margin) { return !box.empty() && !box.grown(-margin).contains(p); }

/// Vehicles in the modelled hour; NaN if the count says nothing.
double hourly(const TrafficCount& count, double peakShare)
{
    if (std::isfinite(count.am_peak_veh_h) && std::isfinite(count.pm_peak_veh_h))
        return (count.am_peak_veh_h + count.pm_peak_veh_h) / 2;
    for (const double v : {count.am_peak_veh_h, count.pm_peak_veh_h, count.workday_veh_day * peakShare, count.veh_day * peakShare})
        if (std::isfinite(v))
            return v;
    return kUnknown;
}

class StationFinder {
public:
    StationFinder(const City& city, const TrafficSettings& settings)
        : m_city(city), m_settings(settings), m_ends(city.roads().nodes().size())
    {
        for (const LinkId id : idsOf(city.roads().links())) {
            const RoadLink& link = city.roads().links()[id];
            if (!link.modes.has(Mode::Car))
                continue;
            NodeEnds& from = m_ends[link.from];
            ++from.out;
            from.lastOut = id;
            NodeEnds& to = m_ends[link.to];
            ++to.in;
            to.lastIn = id;
        }
        m_grid = SpatialGrid(city.roads().bounds(), settings.edge_m);
        for (const NodeId node : idsOf(m_ends))
            if (m_ends[node].in + m_ends[node].out > 0) {
                const Point2 at = city.roads().nodes()[node].at;
                m_grid.insert(Box{at.x, at.y, at.x, at.y}, node.value());
            }
    }

    std::vector<ExternalStation> find() const
    {
        std::vector<ExternalStation> stations;
        for (const NodeId node : idsOf(m_ends))
            if (const NodeEnds& ends = m_ends[node]; isEnd(ends))
                if (const Point2 outward = directionOut(ends); leavesCity(node, outward))
                    stations.push_back(station(node, ends, outward));
        return stations;
    }

private:
    const RoadWay& wayOf(const NodeEnds& ends) const { return m_city.roads().wayOf(ends.lastOut.valid() ? ends.lastOut : ends.lastIn); }

    /// Away from the network: against the link that leads in, along the one that leads here.
    Point2 directionOut(const NodeEnds& ends) const
    {
        const auto& links = m_city.roads().links();
        return ends.lastIn.valid() ? heading(links[ends.lastIn].geometry, true) : heading(links[ends.lastOut].geometry, false) * -1;
    }

    bool isEnd(const NodeEnds& ends) const
    {
        if (ends.in > 1 || ends.out > 1 || ends.in + ends.out == 0)
            return false;
        if (m_settings.external_veh_h[static_cast<std::size_t>(wayOf(ends).roadClass)] <= 0)
            return false;
        if (ends.in == 0 || ends.out == 0)
            return true;
        // One road in and one out are an end only if they turn back.
        const auto& links = m_city.roads().links();
        return dot(heading(links[ends.lastIn].geometry, true), heading(links[ends.lastOut].geometry, false)) <= kTurnsBack;
    }

    bool leavesCity(NodeId node, Point2 outward) const
    {
        const auto& nodes = m_city.roads().nodes();
        const Point2 at = nodes[node].at;
        if (nearEdge(m_city.extent(), at, m_settings.edge_m))
            return true;
        const std::vector<std::uint32_t> around = m_grid.query(at, m_settings.edge_m);
        return std::none_of(around.begin(), around.end(), [&](std::uint32_t other) {
            const Point2 there = nodes[NodeId(other)].at - at;
            const double d = std::hypot(there.x, there.y);
            return d > 0 && d <= m_settings.edge_m && dot(there, outward) >= kAhead * d;
        });
    }

    /// The nearest count of the street that runs with (or against) the way out.
    const TrafficCount* countNear(NodeId node, const RoadWay& way, Point2 outward, bool leaving) const
    {
        const TrafficCount* best = nullptr;
        double bestDistance = m_settings.countReach_m;
        for (const TrafficCount& count : m_city.counts()) {
            if (!m_city.roads().links().contains(count.link) || !std::isfinite(hourly(count, m_settings.peakShare)))
                continue;
            const RoadWay& counted = m_city.roads().wayOf(count.link);
            if (counted.externalId != way.externalId && (way.name.empty() || counted.name != way.name))
                continue;
            const Polyline& line = m_city.roads().links()[count.link].geometry;
            const double along = dot(line.back() - line.front(), outward);
            const double d = distance(count.at, m_city.roads().nodes()[node].at);
            if ((along > 0) == leaving && d <= bestDistance) {
                best = &count;
                bestDistance = d;
            }
        }
        return best;
    }

    ExternalStation station(NodeId node, const NodeEnds& ends, Point2 outward) const
    {
        const RoadWay& way = wayOf(ends);
        const auto roadClass = static_cast<std::size_t>(way.roadClass);
        const TrafficCount* in = countNear(node, way, outward, false);
        const TrafficCount* out = countNear(node, way, outward, true);
        in = in == nullptr ? out : in;
        out = out == nullptr ? in : out;
        ExternalStation s;
        s.node = node;
        s.name = way.name.empty() ? way.externalId : way.name;
        s.counted = in != nullptr;
        s.source = s.counted ? in->externalId : std::string(m_settings.externalParameter[roadClass]);
        const double standard = m_settings.external_veh_h[roadClass];
        s.in_veh_h = ends.out == 0 ? 0 : in != nullptr ? hourly(*in, m_settings.peakShare) : standard;
        s.out_veh_h = ends.in == 0 ? 0 : out != nullptr ? hourly(*out, m_settings.peakShare) : standard;
        return s;
    }

    const City& m_city;
    const TrafficSettings& m_settings;
    IdVector<NodeId, NodeEnds> m_ends;
    SpatialGrid m_grid;  ///< junctions for cars
};

}  // namespace

std::vector<ExternalStation> externalStations(const City& city, const TrafficSettings& settings)
{
    return StationFinder(city, settings).find();
}

}  // namespace isopolis
