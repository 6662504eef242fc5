#include "simulation/access/isochrone.h"

#include "simulation/access/iso_area.h"
#include "simulation/access/nearest_places.h"
#include "simulation/scenario/number_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace isopolis {

namespace {

constexpr double kSmallestCell_m = 20;
constexpr double kMostCells = 400;  ///< along one side: beyond it cells grow

bool fits(const AppliedScenario& applied, const TrafficResult* traffic)
{
    return traffic && traffic->time_s.size() == applied.linkCount() && traffic->speed_kmh.size() == applied.linkCount();
}

ModeNetwork networkOf(const AppliedScenario& applied, TravelMode mode, const TrafficResult* traffic)
{
    switch (mode) {
    case TravelMode::Walk: return walkNetwork(applied);
    case TravelMode::Cycle: return cycleNetwork(applied);
    case TravelMode::Car: break;
    }
    if (fits(applied, traffic))
        return carNetwork(applied, *traffic);
    ModeNetwork none;
    none.places = nodePlaces(*applied.city);
    none.canStart.assign(none.places.size(), false);
    return none;
}

/// Earliest times per cell, spread from streets to what lies beside them.
class TimeGrid {
public:
    TimeGrid(const Box& box, double cell_m) : m_cell(cell_m)
    {
        m_raster.columns = static_cast<int>(std::ceil(box.width() / cell_m)) + 1;
        m_raster.rows = static_cast<int>(std::ceil(box.height() / cell_m)) + 1;
        m_raster.origin = {box.minX, box.minY};
        m_raster.cell_m = cell_m;
        const auto cells = static_cast<std::size_t>(m_raster.columns) * static_cast<std::size_t>(m_raster.rows);
        m_raster.values.assign(cells, std::numeric_limits<float>::infinity());
        m_beside.assign(cells, 0);
    }

    void put(Point2 at, double minutes)
    {
        const int column = static_cast<int>((at.x - m_raster.origin.x) / m_cell),
                  row = static_cast<int>((at.y - m_raster.origin.y) / m_cell);
        if (column >= 0 && row >= 0 && column < m_raster.columns && row < m_raster.rows)
            m_raster.at(column, row) = std::min(m_raster.at(column, row), static_cast<float>(minutes));
    }

    /// Two passes over the grid reach every cell within a few steps.
    void spread(double perMetre_min)
    {
        for (int row = 0; row < m_raster.rows; ++row)
            for (int column = 0; column < m_raster.columns; ++column)
                for (const auto& [c, r] : {std::pair{-1, 0}, std::pair{-1, -1}, std::pair{0, -1}, std::pair{1, -1}})
                    take(column, row, column + c, row + r, perMetre_min);
        for (int row = m_raster.rows; row-- > 0;)
            for (int column = m_raster.columns; column-- > 0;)
                for (const auto& [c, r] : {std::pair{1, 0}, std::pair{1, 1}, std::pair{0, 1}, std::pair{-1, 1}})
                    take(column, row, column + c, row + r, perMetre_min);
    }
    const Raster& raster() const { return m_raster; }

private:
    std::size_t indexOf(int column, int row) const
    {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(m_raster.columns) + static_cast<std::size_t>(column);
    }
    void take(int column, int row, int fromColumn, int fromRow, double perMetre_min)
    {
        if (fromColumn < 0 || fromRow < 0 || fromColumn >= m_raster.columns || fromRow >= m_raster.rows)
            return;
        const std::size_t here = indexOf(column, row), there = indexOf(fromColumn, fromRow);
        const double step = m_cell * (column != fromColumn && row != fromRow ? std::numbers::sqrt2 : 1);
        const double beside = m_beside[there] + step, minutes = m_raster.values[there] + step * perMetre_min;
        if (beside <= kBeside_m && static_cast<float>(minutes) < m_raster.values[here]) {
            m_raster.values[here] = static_cast<float>(minutes);
            m_beside[here] = static_cast<float>(beside);
        }
    }

    double m_cell;
    Raster m_raster;
    std::vector<float> m_beside;  ///< metres from the street that a cell is reached from
};

Expected<void> checkLimits(const std::vector<double>& minutes)
{
    const bool inRange =
        !minutes.empty() && std::all_of(minutes.begin(), minutes.end(), [](double m) { return m > 0 && m <= kLongestIsochrone_min; });
    if (!inRange)
        return unexpected(
            Error{ErrorCode::BadValue, "an isochrone needs limits above 0 and up to " + numberText(kLongestIsochrone_min) + " minutes"}
                .about("minutes")
                .cure("Write for example 5, 10, 15."));
    return {};
}

}  // namespace

IsochroneFinder::IsochroneFinder(const AppliedScenario& applied, TravelMode mode, const TrafficResult* traffic)
    : m_applied(applied), m_usable(mode != TravelMode::Car || fits(applied, traffic)), m_net(networkOf(applied, mode, traffic)),
      m_graph(m_net.places.size(), m_net.edges), m_starts(m_net.places, m_net.canStart, m_net.reach_m)
{}

Expected<Isochrone> IsochroneFinder::find(Point2 from, const std::vector<double>& minutes) const
{
    if (!m_usable)
        return unexpected(Error{ErrorCode::Conflict, "there is no traffic result of this scenario"}.cure("Calculate the traffic first."));
    if (const Expected<void> valid = checkLimits(minutes); !valid)
        return unexpected(valid.error());
    const NodeFinder::Found start = m_starts.nearest(from);
    if (!start.node.valid())
        return unexpected(
            Error{ErrorCode::NotFound, "no junction for this mode lies within " + numberText(m_net.reach_m) + " m of the point"}
                .about("from")
                .cure("Choose a point nearer to a street."));
    Isochrone reach;
    reach.start = start.node;
    const double longest = *std::max_element(minutes.begin(), minutes.end());
    const double begin = m_net.terminal_min + start.distance_m * m_net.connectorPerMetre_min;
    reach.time_min = IdVector<NodeId, double>(timesFrom(m_graph, {{start.node, begin, 0}}, longest));
    addAreas(reach, from, minutes);
    return reach;
}

Expected<Isochrone> IsochroneFinder::fromTimes(IdVector<NodeId, double> time_min, Point2 from, const std::vector<double>& minutes) const
{
    if (const Expected<void> valid = checkLimits(minutes); !valid)
        return unexpected(valid.error());
    if (time_min.size() != m_applied.city->roads().nodes().size())
        return unexpected(Error{ErrorCode::Conflict, "the times belong to another network"});
    Isochrone reach;
    reach.time_min = std::move(time_min);
    addAreas(reach, from, minutes);
    return reach;
}

void IsochroneFinder::addAreas(Isochrone& reach, Point2 from, const std::vector<double>& minutes) const
{
    reach.time_min.resize(m_net.places.size(), std::numeric_limits<double>::infinity());
    const Raster times = timesOnGrid(reach, from, *std::max_element(minutes.begin(), minutes.end()));
    for (const ModeNetwork::Arrival& arrival : m_net.arrivals)
        reach.time_min[arrival.junction] = std::min(reach.time_min[arrival.junction], reach.time_min[arrival.end]);
    reach.time_min.resize(m_applied.city->roads().nodes().size());
    for (const double limit : minutes)
        reach.areas.push_back({limit, areaWithin(times, limit)});
}

Raster IsochroneFinder::timesOnGrid(const Isochrone& reach, Point2 from, double longest) const
{
    Box box;
    box.add(from);
    for (const TravelEdge& edge : m_net.edges)
        if (reach.time_min[edge.from] <= longest)
            for (const NodeId end : {edge.from, edge.to})
                box.add(m_net.places[end.index()]);
    box = box.grown(2 * kBeside_m);
    const double cell = std::max(kSmallestCell_m, std::max(box.width(), box.height()) / kMostCells);
    TimeGrid grid(box, cell);
    for (std::size_t k = 0; k < m_net.edges.size(); ++k) {
        const TravelEdge& edge = m_net.edges[k];
        const double begin = reach.time_min[edge.from];
        const LinkId link = m_net.link[k];
        if (!(begin <= longest) || !link.valid())
            continue;
        const Polyline& line = m_applied.geometry(link);
        const double whole = length(line);
        const bool along = m_applied.from(link) == edge.from || edge.from.index() >= m_applied.city->roads().nodes().size();
        const auto steps = static_cast<std::size_t>(std::ceil(whole / cell)) + 1;
        for (std::size_t i = 0; i <= steps; ++i) {
            const double share = static_cast<double>(i) / static_cast<double>(steps), time = begin + share * edge.time_min;
            if (time > longest)
                break;
            grid.put(pointAlong(line, whole * (along ? share : 1 - share)), time);
        }
    }
    grid.put(from, 0);
    grid.spread(m_net.connectorPerMetre_min);
    return grid.raster();
}

Expected<Isochrone> isochrone(const AppliedScenario& applied, TravelMode mode, Point2 from, const std::vector<double>& minutes,
                              const TrafficResult* traffic)
{
    return IsochroneFinder(applied, mode, traffic).find(from, minutes);
}

}  // namespace isopolis
