#pragma once
/// What the sensors said: `NAME.sensors.db` beside `NAME.gpkg`, a plain SQLite file (specs/sensors.md §4).
///
///   auto store = SensorStore::create(sensorStorePath("town.gpkg"), week);      // or SensorStore::open(path)
///   auto day = store->series("sample:sensor/traffic-01", "flow_veh_h", from, from + 86400);
///
/// An observation is told by (sensor, quantity, start, order): adding it again changes nothing, and another value under the same
/// key takes its place while the old one moves to the table `revision`. Values are kept as they came, in the unit that the
/// quantity's key names. Days that are over lie packed in `chunk` (feed_store.h), which nobody who reads here notices. Schema version in
/// `sensors_meta`, meaning of each column in `column_docs`. Files are untrusted: one whose tables are not ours is refused. One object per
/// thread; several may read the same file while one writes.

#include "gis/core/observation/observation.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isopolis {

struct StoredObservation {
    std::string sensor;           ///< external id of the city's sensor
    std::string quantity;         ///< key with the unit, e.g. "no2_ug_m3"
    std::int64_t start_s = 0;     ///< start of the interval, Unix time, UTC
    std::int32_t duration_s = 0;  ///< length of the interval; 0: an instant
    double value = 0;             ///< finite: what is missing is not stored
    Quality quality = Quality::NotEvaluated;
    std::uint16_t order = 0;     ///< tells apart what a source stamps alike, such as the repeated hour in autumn
    std::int64_t result_s = -1;  ///< when the source made the value known, Unix time; -1 unknown
    friend bool operator==(const StoredObservation&, const StoredObservation&) = default;
};

/// A value that a later one replaced.
struct ReplacedObservation {
    StoredObservation was;         ///< duration and result time are not kept
    std::int64_t replaced_s = -1;  ///< Unix time by this computer's clock
};

struct SensorSummary {
    std::size_t observations = 0, streams = 0;  ///< a stream is one quantity of one sensor
    std::int64_t from_s = 0, to_s = 0;          ///< first start and last end; both 0 if nothing is stored
};

class SensorStore {
public:
    /// Refuses an existing file. On failure no file is left.
    static Expected<SensorStore> create(const std::filesystem::path& path, std::span<const StoredObservation> observations = {});
    static Expected<SensorStore> open(const std::filesystem::path& path);
    SensorStore(SensorStore&&) noexcept;
    SensorStore& operator=(SensorStore&&) noexcept;
    ~SensorStore();

    /// All or none, in one transaction. BadValue names the first observation with an impossible value or time.
    Expected<void> add(std::span<const StoredObservation> observations);
    /// The newest of each stream, by sensor and quantity.
    Expected<std::vector<StoredObservation>> latest();
    /// Those that start in [from_s, to_s), by time. Empty if the stream is unknown.
    Expected<std::vector<StoredObservation>> series(std::string_view sensor, std::string_view quantity, std::int64_t from_s,
                                                    std::int64_t to_s);
    /// Old values of a stream, by time and then in the order in which they were replaced.
    Expected<std::vector<ReplacedObservation>> replaced(std::string_view sensor, std::string_view quantity);
    Expected<std::size_t> count();
    Expected<SensorSummary> summary();
    const std::filesystem::path& path() const;

private:
    struct Impl;
    explicit SensorStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// `town.gpkg` → `town.sensors.db`, in the same folder.
std::filesystem::path sensorStorePath(const std::filesystem::path& project);

/// The newest schema of sensor stores that this program writes.
inline constexpr int kSensorSchemaVersion = 3;

}  // namespace isopolis
