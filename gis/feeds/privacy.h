#pragma once
/// Privacy at the door: what is about single journeys leaves as aggregates of five or more, what stands at homes leaves blurred.
///
///   JourneyAggregator journeys(300);                  // periods of five minutes, in memory alone
///   journeys.add(stream, obs);
///   std::string table = journeys.take(until_s);       // n, median, 15th and 85th percentile of closed periods; n < 5 is suppressed
///   GeoPosition shown = blurred(home);                // middle of its cell of 200 m
///
/// What surprises: nothing in here is ever written or hashed; the table is all that reaches the inbox. `table` is CSV with the columns
/// date, sensor, quantity, value, unit; empty if nothing is ready. Of streams that are not single journeys (delays at stops) it holds the
/// median of a period, however few. Source: specification of feeds, privacy.

#include "gis/core/observation/observation.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace isopolis {

inline constexpr std::size_t kFewestJourneys = 5;
inline constexpr double kBlur_m = 200;

class JourneyAggregator {
public:
    explicit JourneyAggregator(std::uint32_t period_s = 300) : m_period_s(period_s) {}
    void add(const Datastream& stream, const Obs& obs);
    std::string take(std::int64_t until_s);  ///< periods that ended by then
    std::size_t suppressed() const { return m_suppressed; }

private:
    std::uint32_t m_period_s;
    struct Values {
        bool single = false;
        std::vector<double> list;
    };
    std::map<std::tuple<std::int64_t, std::string, std::string>, Values> m_values;  ///< by start, sensor, quantity
    std::size_t m_suppressed = 0;
};

/// On a grid of its own that starts at the equator; the same place gives the same cell.
GeoPosition blurred(const GeoPosition& position, double cell_m = kBlur_m);

/// Who is not listened to: by id or by where it stands.
struct OptOutList {
    std::set<std::string> sensors = {};
    std::vector<std::vector<GeoPosition>> areas = {};  ///< polygons
    bool excludes(const std::string& sensor, const std::optional<GeoPosition>& position) const;
};

}  // namespace isopolis
