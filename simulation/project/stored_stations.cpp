#include "simulation/project/stored_stations.h"

#include "simulation/project/sensor_store.h"

#include <limits>

namespace isopolis {

Expected<std::vector<AirStation>> storedStations(const std::filesystem::path& project, const City& city, AirQuantity quantity)
{
    std::vector<AirStation> stations;
    const std::filesystem::path path = sensorStorePath(project);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return stations;
    auto store = SensorStore::open(path);
    if (!store)
        return unexpected(store.error());
    constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max() / 2;
    for (const Sensor& sensor : city.sensors()) {
        auto series = store->series(sensor.externalId, airQuantityKey(quantity), -kEver, kEver);
        if (!series)
            return unexpected(series.error());
        AirStation station{sensor.externalId, sensor.name, sensor.at, DeviceClass::Reference, {}};
        for (const StoredObservation& o : *series)
            if (o.quality == Quality::Pass || o.quality == Quality::NotEvaluated)
                station.values.push_back({o.start_s, o.value});
        if (!station.values.empty())
            stations.push_back(std::move(station));
    }
    return stations;
}

}  // namespace isopolis
