#pragma once
/// What all sensors say at one moment, joined with the city: where they stand, how old and how good their values are, and which
/// neighbourhoods have none.
///
///   LiveSites sites = placeSensors(reader.streams(), *city, toCity);      // once, and again when streams come
///   LiveSnapshot now = makeSnapshot(sites, reader.streams(), *reader.at(t_s), t_s);
///   now.coverage[index(SensorGroup::Air)].neighbourhoods;                  // with a sensor that works
///
/// Stale is what is older than three periods; its value stays, grey, and never counts as present. Pure functions, for any thread.

#include "gis/core/city/city.h"
#include "simulation/project/live_reader.h"

#include <array>
#include <functional>
#include <memory>

namespace isopolis {

enum class SensorGroup : std::uint8_t { Traffic, Air, Noise, Other };
inline constexpr std::size_t kSensorGroups = 4;
SensorGroup groupOf(std::string_view quantity);

/// From good to worst; `Silent` has never said anything.
enum class SensorState : std::uint8_t { Good, Unchecked, Suspect, Failed, Stale, Silent };

struct LiveReading {
    std::size_t stream = 0;  ///< of the reader
    std::string quantity;
    Obs now;
    std::int64_t age_s = 0;  ///< since the end of its interval
    SensorState state = SensorState::Unchecked;
    double trend = 0;  ///< newest minus the mean of the three before; NaN if there is none
    std::uint32_t period_s = 0;
    bool unstored = false;  ///< its source may be shown and not stored
};

/// A sensor as a place, whatever it says.
struct LiveSite {
    std::string id, name, source;
    SensorGroup group = SensorGroup::Other;
    std::optional<Point2> at;
    double height_m = 3;
    NeighbourhoodId neighbourhood;
    char privacy = 'D';
    std::vector<std::size_t> streams;
};
using LiveSites = std::vector<LiveSite>;

/// WGS 84 to city metres.
using PlaceOnCity = std::function<std::optional<Point2>(double lon_deg, double lat_deg)>;
/// The city's own sensors and those that only a feed knows, by id. Positions of feeds need `place`; without it they have none.
LiveSites placeSensors(const std::vector<LiveStream>& streams, const City& city, const PlaceOnCity& place);

struct LiveSensor {
    LiveSite site;
    std::vector<LiveReading> readings;        ///< by quantity
    SensorState state = SensorState::Silent;  ///< the best of its readings
    const LiveReading* of(std::string_view quantity) const;
    const LiveReading* main() const;  ///< the one to show first; null: none
};

struct LiveCoverage {
    std::size_t sensors = 0, working = 0, failed = 0, stale = 0;
    std::size_t neighbourhoods = 0;  ///< with a working sensor
    double people = 0;               ///< who live in these
};

struct LiveSnapshot {
    std::int64_t at_s = 0;
    std::optional<std::int64_t> known_s;
    std::vector<LiveSensor> sensors;
    std::array<LiveCoverage, kSensorGroups> coverage;
    std::size_t neighbourhoods = 0;
    double people = 0;
    std::vector<std::string> quantities;  ///< that any sensor reports
    const LiveSensor* find(std::string_view id) const;
};
using LiveSnapshotPtr = std::shared_ptr<const LiveSnapshot>;

LiveSnapshot makeSnapshot(const LiveSites& sites, const std::vector<LiveStream>& streams, const std::vector<LiveValue>& values,
                          const City& city, std::int64_t at_s, std::optional<std::int64_t> known_s = {});

inline constexpr int kStalePeriods = 3;

}  // namespace isopolis
