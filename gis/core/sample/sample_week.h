#pragma once
/// A recorded week of the sample city's sensors, as if its stations had been listened to.
///
///   for (const SampleObservation& o : recordedWeek(data, 1)) store.add(o.sensor, o.quantity, o.at_s, o.value);
///
/// Monday 2024-03-04 to Sunday 2024-03-10, UTC, at the end of each interval: traffic every 15 minutes as a rate (veh/h) with its
/// mean speed, air every hour. Ordered by time, then by sensor. Invented, deterministic; a few values are missing, as in life.

#include "gis/core/city/city.h"

namespace isopolis {

struct SampleObservation {
    std::string sensor;     ///< external id, e.g. "sample:sensor/traffic-01"
    std::string quantity;   ///< "flow_veh_h", "speed_kmh", "no2_ug_m3" or "pm25_ug_m3"
    std::int64_t at_s = 0;  ///< Unix time, UTC
    double value = 0;
    friend bool operator==(const SampleObservation&, const SampleObservation&) = default;
};

inline constexpr std::int64_t kSampleWeekStart_s = 1709510400;  ///< 2024-03-04T00:00:00Z
inline constexpr std::int64_t kSampleWeekEnd_s = kSampleWeekStart_s + 7 * 86400;

std::vector<SampleObservation> recordedWeek(const CityData& data, std::uint64_t seed);
std::vector<SampleObservation> recordedWeek(const City& city, std::uint64_t seed);

}  // namespace isopolis
