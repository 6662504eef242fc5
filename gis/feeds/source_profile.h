#pragma once
/// How one source is to be understood: what its messages do not say themselves. Saved with the source, edited by people.
///
///   SourceProfile loops{.name = "la", .zone = "America/Los_Angeles", .period_s = 300,
///                       .csv = {.layout = CsvLayout::Wide, .time = "row", .quantity = "speed", .unit = "mph"}};
///
/// A zone is an IANA name and holds for stamps without an offset; empty: UTC. JSON pointers are those of RFC 6901.

#include "gis/core/observation/observation.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace isopolis {

/// One reading in a plain JSON message over MQTT.
struct JsonReading {
    std::string pointer = {};   ///< to the value, e.g. "/pm/2_5"
    std::string quantity = {};  ///< the source's word or our key
    std::string unit = {};
};

struct MqttMapping {
    std::string topic = {};                  ///< with placeholders: "city/{sensor}/air"; {quantity} may name the reading
    std::string time = {};                   ///< pointer to the time; empty or absent: time of arrival, marked
    std::string sensor = {};                 ///< pointer to the sensor's id, if the topic has no {sensor}
    std::vector<JsonReading> readings = {};  ///< empty: one number, or "/value"
};

enum class CsvLayout : std::uint8_t { Columns, Wide, Long };

/// Columns: one row a time and sensor, one column a quantity. Wide: one column a sensor. Long: one row a value.
struct CsvProfile {
    CsvLayout layout = CsvLayout::Columns;
    char separator = 0;  ///< 0: the one of , ; tab that the header has most of
    char decimal = '.';
    std::string time = "date";  ///< column of the time
    std::string sensor = {};    ///< column of the sensor; empty: all rows are of the source itself
    std::string quantity = {};  ///< Long: its column; Wide: the quantity of all columns
    std::string value = "value";
    std::string unit = {};                            ///< Wide and Long without a column of units
    std::map<std::string, JsonReading> columns = {};  ///< Columns: name of the column → quantity and unit; empty: those whose name is known
    std::string timeFormat = {};  ///< "iso", "dmy" (31/12/2009 23:00), "mdy", "unix", "unix_ms" or "row" (number × period from `epoch_s`)
    std::int64_t epoch_s = 0;     ///< "row": local time of row 0 as if it were UTC
};

/// DATEX II: what an index of a measurement site stands for.
struct DatexChannel {
    std::string quantity = {};  ///< DATEX word, e.g. "trafficFlow"
    std::string lane = {}, vehicle = {};
    std::uint32_t period_s = 0;
};

struct DatexSite {
    std::string name = {};
    std::optional<GeoPosition> position = {};
    std::map<int, DatexChannel> channels = {};  ///< by index
};

/// A stretch of road that is counted at every end: what drives in drives out.
struct CountedSection {
    std::string name = {};
    std::vector<std::string> in = {}, out = {};  ///< ids of the source's streams or sensors
};

struct SourceProfile {
    std::string name = {};
    std::string zone = {};       ///< IANA; empty: UTC
    std::uint32_t period_s = 0;  ///< where the messages do not tell
    Stamp stamp = Stamp::Start;
    DeviceClass device = DeviceClass::Indicative;
    PrivacyClass privacy = PrivacyClass::D;
    double reference_C = 20;             ///< at which ppb become µg/m³: 20 in the EU, 25 in the US
    std::vector<double> sentinels = {};  ///< reported values that mean "missing", beside those of the kind
    std::vector<MqttMapping> mqtt = {};
    CsvProfile csv = {};
    std::vector<CountedSection> sections = {};
};

}  // namespace isopolis
