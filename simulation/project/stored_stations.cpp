#include "simulation/project/stored_stations.h"

#include "simulation/project/live_reader.h"
#include "simulation/project/sensor_store.h"

#include <limits>
#include <map>

namespace isopolis {

Expected<std::vector<AirStation>> storedStations(const std::filesystem::path& project, const City& city, AirQuantity quantity,
                                                 const PlaceOfDegrees& place)
{
    std::vector<AirStation> stations;
    const std::filesystem::path path = sensorStorePath(project);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return stations;
    auto store = SensorStore::open(path);
    auto reader = store ? LiveReader::open(path) : unexpected(store.error());
    if (!reader)
        return unexpected(reader.error());
    Box modelled;  // a network may be a country's: nothing is modelled at its far stations
    for (const Neighbourhood& n : city.neighbourhoods())
        modelled.add(bounds(n.outline));
    std::map<std::string, AirStation> all;
    for (const Sensor& sensor : city.sensors())
        all[sensor.externalId] = {sensor.externalId, sensor.name, sensor.at, DeviceClass::Reference, {}};
    for (const LiveStream& stream : reader->streams()) {
        if (stream.quantity != airQuantityKey(quantity))
            continue;
        // Whoever stands at somebody's home is no reference, whatever its list says.
        const DeviceClass device = stream.privacy == 'C' ? DeviceClass::Citizen : stream.device;
        if (const auto known = all.find(stream.sensor); known != all.end()) {
            if (!stream.source.empty())
                known->second.device = device;
        } else if (const auto at = stream.position && place ? place(stream.position->lon_deg, stream.position->lat_deg) : std::nullopt;
                   at && modelled.contains(*at)) {
            all[stream.sensor] = {stream.sensor, stream.sensor, *at, device, {}};
        }
    }
    constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max() / 2;
    for (auto& [id, station] : all) {
        auto series = store->series(id, airQuantityKey(quantity), -kEver, kEver);
        if (!series)
            return unexpected(series.error());
        for (const StoredObservation& o : *series)
            if (o.quality == Quality::Pass || o.quality == Quality::NotEvaluated)
                station.values.push_back({o.start_s, o.value});
        if (!station.values.empty())
            stations.push_back(std::move(station));
    }
    return stations;
}

}  // namespace isopolis
