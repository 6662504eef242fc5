#include "gis/core/sample/sample_transit.h"

#include "gis/core/sample/sample_names.h"

#include <algorithm>
#include <map>
#include <queue>

namespace isopolis::sample {

namespace {

constexpr double kDwell_s = 18;

class TransitPlanner {
public:
    TransitPlanner(CityData& data, const TownShape& shape, std::uint64_t seed)
        : m_data(data), m_shape(shape), m_names(seed + 7), m_random(SampleRandom::forPart(seed, 70)), m_out(data.nodes.size())
    {
        for (const LinkId id : idsOf(data.links))
            if (data.links[id].modes.has(Mode::Bus))
                m_out[data.links[id].from.index()].push_back(id);
    }

    void run()
    {
        const double r = m_shape.radius();
        const int lines = 5 + static_cast<int>(r / 900);
        const NodeId hub = nearestNode(m_shape.toCity({0, 0.4 * m_shape.riverV()}));
        for (int i = 0; i < lines; ++i) {
            const double angle = kPi * (i + 0.5) / lines + 0.25 + 0.06 * m_random.bell();
            const bool tram = i % 4 == 1;
            addLine(i + 1, tram, {terminal(angle), hub, terminal(angle + kPi + 0.1 * m_random.bell())});
        }
        for (int ring = 0; ring < 1 + static_cast<int>(r / 4000); ++ring) {
            std::vector<NodeId> stations;
            for (int k = 0; k <= 8; ++k)
                stations.push_back(nearestNode(m_shape.toCity(direction(2 * kPi * (k % 8) / 8 + 0.3) * (r * (0.5 + 0.22 * ring))), true));
            addLine(lines + 1 + ring, false, stations);
        }
    }

private:
    /// With `onMain`, of the nodes on main streets.
    NodeId nearestNode(Point2 at, bool onMain = false) const
    {
        NodeId best;
        double nearest = 1e300;
        for (const NodeId id : idsOf(m_data.nodes))
            if (onMain ? isOnMain(id) : !m_out[id.index()].empty())
                if (const double d = norm(m_data.nodes[id].at - at); d < nearest) {
                    nearest = d;
                    best = id;
                }
        return best;
    }

    bool isOnMain(NodeId node) const
    {
        const auto& out = m_out[node.index()];
        return std::count_if(out.begin(), out.end(), [&](LinkId id) {
                   const RoadWay& way = m_data.ways[m_data.links[id].way];
                   return way.roadClass <= RoadClass::Secondary && !way.roundabout;
               }) >= 2;
    }

    /// The last built-up place in a direction.
    NodeId terminal(double angle) const
    {
        double far = 0.4;
        while (far < 1.2 && m_shape.remoteness(direction(angle) * (m_shape.radius() * (far + 0.02))) < 0.93)
            far += 0.02;
        return nearestNode(m_shape.toCity(direction(angle) * (m_shape.radius() * far)));
    }

    double ride_s(const RoadLink& link) const { return link.length_m / (std::clamp(0.52 * link.speed_kmh, 12.0, 36.0) / 3.6); }

    /// Buses prefer main streets.
    double effort(const RoadLink& link, bool tram) const
    {
        switch (m_data.ways[link.way].roadClass) {
        case RoadClass::Trunk: return link.length_m * 1.2;
        case RoadClass::Primary: return link.length_m * (tram ? 0.6 : 0.9);
        case RoadClass::Secondary: return link.length_m * 0.85;
        case RoadClass::Tertiary: return link.length_m;
        default: return link.length_m * 2.2;
        }
    }

    std::vector<LinkId> path(NodeId from, NodeId to, bool tram) const
    {
        std::vector<double> cost(m_out.size(), 1e300);
        std::vector<LinkId> via(m_out.size());
        std::priority_queue<std::pair<double, NodeId>, std::vector<std::pair<double, NodeId>>, std::greater<>> queue;
        cost[from.index()] = 0;
        queue.push({0, from});
        while (!queue.empty()) {
            const auto [c, at] = queue.top();
            queue.pop();
            if (at == to)
                break;
            if (c > cost[at.index()])
                continue;
            for (const LinkId id : m_out[at.index()]) {
                const RoadLink& link = m_data.links[id];
                const double next = c + effort(link, tram);
                if (next < cost[link.to.index()]) {
                    cost[link.to.index()] = next;
                    via[link.to.index()] = id;
                    queue.push({next, link.to});
                }
            }
        }
        std::vector<LinkId> links;
        for (NodeId at = to; at != from && via[at.index()].valid(); at = m_data.links[links.back()].from)
            links.push_back(via[at.index()]);
        std::reverse(links.begin(), links.end());
        return links;
    }

    std::vector<LinkId> route(const std::vector<NodeId>& by, bool tram) const
    {
        std::vector<LinkId> all;
        for (std::size_t i = 1; i < by.size(); ++i) {
            const auto part = path(by[i - 1], by[i], tram);
            all.insert(all.end(), part.begin(), part.end());
        }
        return all;
    }

    StopId stopAt(NodeId node, const std::string& street)
    {
        const auto [found, fresh] = m_stopOf.emplace(node, StopId());
        if (!fresh)
            return found->second;
        std::string name = street;
        for (const LinkId id : m_out[node.index()])
            if (const std::string& other = m_data.ways[m_data.links[id].way].name; !other.empty() && other != street)
                name = other;
        found->second = m_data.transit.stops.push(
            {"sample:stop/" + std::to_string(m_data.transit.stops.size() + 1), m_names.unique(name), m_data.nodes[node].at});
        return found->second;
    }

    TransitPattern patternOf(const std::vector<LinkId>& links, bool tram)
    {
        const double spacing = tram ? 430 : 340;
        TransitPattern pattern;
        double time = 0, gone = 0;
        const auto call = [&](NodeId node, LinkId on) {
            pattern.stops.push_back(stopAt(node, m_data.ways[m_data.links[on].way].name));
            pattern.arrival_s.push_back(static_cast<int>(time + 0.5));
            time += pattern.stops.size() == 1 ? 0 : kDwell_s;
            pattern.departure_s.push_back(static_cast<int>(time + 0.5));
            gone = 0;
        };
        call(m_data.links[links.front()].from, links.front());
        for (std::size_t i = 0; i < links.size(); ++i) {
            const RoadLink& link = m_data.links[links[i]];
            time += ride_s(link);
            gone += link.length_m;
            const bool last = i + 1 == links.size(), known = m_stopOf.contains(link.to);
            const bool roundabout = m_data.ways[link.way].roundabout || m_data.ways[link.way].structure == Structure::Bridge;
            if (last || (!roundabout && gone > (known ? 0.62 * spacing : spacing)))
                call(link.to, links[i]);
        }
        return pattern;
    }

    std::vector<int> starts(bool tram, int offset_s) const
    {
        std::vector<int> times;
        for (int at = 5 * 3600 + 900 + offset_s; at < 23 * 3600 + 2700;) {
            times.push_back(at);
            const double hour = at / 3600.0;
            const bool peak = (hour > 6.5 && hour < 9) || (hour > 15.5 && hour < 18.5), quiet = hour < 6 || hour > 20;
            at += 60 * (peak ? (tram ? 6 : 8) : quiet ? 20 : (tram ? 8 : 12));
        }
        return times;
    }

    void addLine(int number, bool tram, const std::vector<NodeId>& by)
    {
        TransitLine line;
        line.externalId = "sample:line/" + std::to_string(number);
        line.mode = tram ? "tram" : "bus";
        for (const bool forward : {true, false}) {
            const auto links = route(forward ? by : std::vector<NodeId>(by.rbegin(), by.rend()), tram);
            if (links.size() < 3)
                return;
            TransitPattern pattern = patternOf(links, tram);
            pattern.starts_s = starts(tram, m_random.integer(0, 9) * 60);
            if (forward)
                for (const LinkId id : links) {
                    const Polyline& g = m_data.links[id].geometry;
                    line.geometry.insert(line.geometry.end(), g.begin() + (line.geometry.empty() ? 0 : 1), g.end());
                }
            line.patterns.push_back(std::move(pattern));
        }
        const auto name = [&](StopId stop) { return m_data.transit.stops[stop].name; };
        line.name = std::string(tram ? "Tram " : "Bus ") + std::to_string(number) + ": " + name(line.patterns[0].stops.front()) + " – " +
                    name(line.patterns[0].stops.back());
        m_data.transit.lines.push(std::move(line));
    }

    CityData& m_data;
    const TownShape& m_shape;
    NameMaker m_names;
    SampleRandom m_random;
    std::vector<std::vector<LinkId>> m_out;
    std::map<NodeId, StopId> m_stopOf;
};

}  // namespace

void addTransit(CityData& data, const TownShape& shape, std::uint64_t seed) { TransitPlanner(data, shape, seed).run(); }

}  // namespace isopolis::sample
