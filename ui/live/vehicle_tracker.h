#pragma once
/// Vehicles of public transport between two sightings: where each is now, along its line.
///
///   VehicleTracker tracker;  tracker.setCity(city);
///   tracker.add(seen);                                     // each time the source tells
///   for (const MovingVehicle& v : tracker.at(now_s)) draw(v.at);
///
/// A vehicle is shown as late as its source is slow: between its last two sightings, so that it moves where it really was and nothing is
/// guessed ahead. Where its line is mapped and both sightings lie on it, it follows the line, else the straight way. It is told by its
/// trip; vehicles have no ids here. One that was not seen for 90 s is gone. Source of the 90 s: GTFS Realtime best practices.

#include "gis/core/city/city.h"

#include <map>
#include <span>

namespace isopolis {

struct VehicleSeen {
    std::string trip, route;
    Point2 at;           ///< city metres
    std::int64_t t = 0;  ///< Unix seconds
};

struct MovingVehicle {
    std::string trip, route;
    Point2 at;
    std::int64_t seen_s = 0;  ///< last sighting
};

class VehicleTracker {
public:
    void setCity(CityPtr city);
    void add(std::span<const VehicleSeen> seen);
    std::vector<MovingVehicle> at(double t_s) const;  ///< by trip
    bool empty() const { return m_vehicles.empty(); }
    void clear() { m_vehicles.clear(); }

private:
    struct Course {
        VehicleSeen before, last;
        const Polyline* line = nullptr;  ///< of the city; null: the straight way
        double from_m = 0, to_m = 0;     ///< along the line
    };
    const Polyline* lineOf(const std::string& route) const;

    CityPtr m_city;
    std::map<std::string, const Polyline*> m_lines;  ///< by the route's id at its source
    std::map<std::string, Course> m_vehicles;        ///< by trip
};

inline constexpr std::int64_t kVehicleGone_s = 90;

}  // namespace isopolis
