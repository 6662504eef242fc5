#include "ui/live/vehicle_tracker.h"

#include <algorithm>

namespace isopolis {

namespace {
/// Positions by satellite in a street are off by this much.
constexpr double kOnLine_m = 60;
}  // namespace

void VehicleTracker::setCity(CityPtr city)
{
    m_city = std::move(city);
    m_vehicles.clear();
    m_lines.clear();
    if (!m_city)
        return;
    for (const TransitLine& line : m_city->transit().lines) {
        if (line.geometry.size() < 2)
            continue;
        // "gtfs:route/12" is "12" at its source.
        const std::size_t slash = line.externalId.rfind('/');
        m_lines.emplace(slash == std::string::npos ? line.externalId : line.externalId.substr(slash + 1), &line.geometry);
    }
}

const Polyline* VehicleTracker::lineOf(const std::string& route) const
{
    const auto found = m_lines.find(route);
    return found == m_lines.end() ? nullptr : found->second;
}

void VehicleTracker::add(std::span<const VehicleSeen> seen)
{
    std::int64_t newest = 0;
    for (const VehicleSeen& v : seen) {
        newest = std::max(newest, v.t);
        const auto [at, fresh] = m_vehicles.try_emplace(v.trip, Course{v, v, nullptr, 0, 0});
        if (fresh || v.t <= at->second.last.t)
            continue;
        Course& course = at->second;
        course.before = course.last;
        course.last = v;
        course.line = lineOf(v.route);
        if (!course.line)
            continue;
        const PointOnLine from = nearestOnLine(*course.line, course.before.at), to = nearestOnLine(*course.line, course.last.at);
        course.from_m = from.along_m;
        course.to_m = to.along_m;
        if (from.distance_m > kOnLine_m || to.distance_m > kOnLine_m)
            course.line = nullptr;
    }
    std::erase_if(m_vehicles, [newest](const auto& entry) { return newest - entry.second.last.t > kVehicleGone_s; });
}

std::vector<MovingVehicle> VehicleTracker::at(double t_s) const
{
    std::vector<MovingVehicle> all;
    for (const auto& [trip, course] : m_vehicles) {
        if (t_s - static_cast<double>(course.last.t) > kVehicleGone_s)
            continue;
        const auto apart = static_cast<double>(course.last.t - course.before.t);
        const double share = apart > 0 ? std::clamp((t_s - static_cast<double>(course.last.t)) / apart, 0.0, 1.0) : 1;
        const Point2 from = course.before.at, to = course.last.at;
        const Point2 at = course.line ? pointAlong(*course.line, course.from_m + share * (course.to_m - course.from_m))
                                      : Point2{from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
        all.push_back({trip, course.last.route, at, course.last.t});
    }
    return all;
}

}  // namespace isopolis
