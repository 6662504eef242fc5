#pragma once
/// What sensors said over a while, as a server plays it again.
///
///   Recording week = sampleRecording(*city, 1);             // the sample city's week, and its public transport
///   auto london = readRecording("data/feeds/recorded/london-2009");
///
/// A folder is read by what lies in it: observations.csv with stations.csv (a column a quantity, hourly, UTC), or speed_mph_5min.csv with
/// sensors.csv (a column a sensor, five minutes; `begin_s` is the time of row 0). Positions are WGS 84.

#include "gis/core/city/city.h"
#include "gis/core/observation/observation.h"

#include <filesystem>

namespace isopolis::test {

struct RecordedValue {
    std::int64_t start_s = 0;
    double value = 0;
};

struct RecordedStream {
    std::string sensor, name, word, unit;  ///< word: the quantity as the source calls it, e.g. "NO2"
    int period_s = 3600;
    GeoPosition position;
    std::vector<RecordedValue> values;  ///< by time
};

/// A trip of a timetable: where its vehicle is, how long after midnight.
struct RecordedTrip {
    std::string route, trip;
    std::vector<std::pair<int, GeoPosition>> stops;  ///< by time
};

struct Recording {
    std::vector<RecordedStream> streams;
    std::vector<RecordedTrip> trips;
};

Expected<Recording> sampleRecording(const City& city, std::uint64_t seed);
Expected<Recording> readRecording(const std::filesystem::path& folder, std::int64_t begin_s = 0);

}  // namespace isopolis::test
