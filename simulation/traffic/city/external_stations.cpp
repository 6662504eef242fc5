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

/// Where a day's count and the peaks contradict each other, the hours between keep at least this part of the peaks' mean.
constexpr double kLeastMidday = 0.4;

/// Vehicles in the modelled hour of each period; NaN if the count says nothing.
ByPeriod<double> volumes(const TrafficCount& count, const TrafficSettings& s)
{
    const auto first = [](std::initializer_list<double> values) {
        for (const double v : values)
            if (std::isfinite(v))
                return v;
        return kUnknown;
    };
    const double day = first({count.veh_day, count.workday_veh_day});
    const double morning = first({count.am_peak_veh_h, day * s.peakShare, count.pm_peak_veh_h});
    const double evening = first({count.pm_peak_veh_h, day * s.peakShare, count.am_peak_veh_h});
    const double all = first({day, (morning + evening) / 2 / s.peakShare}), night = s.stationNight * all;
    const double between = all - night - morning * s.periodHours[0] - evening * s.periodHours[2];
    return {morning, std::max(between / s.periodHours[1], kLeastMidday * (morning + evening) / 2), evening, night / s.periodHours[3]};
}

/// The other direction's volumes: what enters in the morning leaves in the evening.
ByPeriod<double> turned(ByPeriod<double> v)
{
    std::swap(v[0], v[2]);
    return v;
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
            if (!m_city.roads().links().contains(count.link) || !std::isfinite(volumes(count, m_settings)[0]))
                continue;
            const RoadWay& counted = m_city.roads().wayOf(count.link);
            // Motorways and their ramps often have no name: there the class must do.
            const bool sameRoad = counted.externalId == way.externalId || (!way.name.empty() && counted.name == way.name) ||
                                  (way.name.empty() && counted.name.empty() && counted.roadClass == way.roadClass);
            if (!sameRoad)
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
        ExternalStation s;
        s.node = node;
        s.name = way.name.empty() ? way.externalId : way.name;
        s.counted = in != nullptr || out != nullptr;
        TrafficCount standard;
        standard.am_peak_veh_h = standard.pm_peak_veh_h = m_settings.external_veh_h[roadClass];
        const auto of = [&](const TrafficCount* own, const TrafficCount* other, std::string& source) {
            source = own != nullptr     ? own->externalId
                     : other != nullptr ? other->externalId
                                        : std::string(m_settings.externalParameter[roadClass]);
            if (own != nullptr)
                return volumes(*own, m_settings);
            return other != nullptr ? turned(volumes(*other, m_settings)) : volumes(standard, m_settings);
        };
        if (ends.out > 0)
            s.inByPeriod_veh_h = of(in, out, s.source);
        if (ends.in > 0)
            s.outByPeriod_veh_h = of(out, in, s.outSource);
        s.in_veh_h = s.inByPeriod_veh_h[0];
        s.out_veh_h = s.outByPeriod_veh_h[0];
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
