#include "ui/live/live_snapshot.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace isopolis {

namespace {

/// Which quantity of a sensor is shown first.
constexpr std::string_view kFirst[] = {"no2_ug_m3", "flow_veh_h", "count_veh",  "speed_m_s",
                                       "speed_kmh", "leq_db",     "pm25_ug_m3", "pm10_ug_m3"};

SensorGroup groupOf(SensorKind kind)
{
    switch (kind) {
    case SensorKind::Traffic: return SensorGroup::Traffic;
    case SensorKind::Air: return SensorGroup::Air;
    case SensorKind::Noise: return SensorGroup::Noise;
    default: return SensorGroup::Other;
    }
}

SensorState stateOf(const Obs& now, std::int64_t age_s, std::uint32_t period_s)
{
    if (period_s > 0 && age_s > kStalePeriods * std::int64_t{period_s})
        return SensorState::Stale;
    switch (qualityFlag(now.q)) {
    case Quality::Pass: return SensorState::Good;
    case Quality::Suspect: return SensorState::Suspect;
    case Quality::Fail:
    case Quality::Missing: return SensorState::Failed;
    default: return SensorState::Unchecked;
    }
}

bool works(SensorState state) { return state == SensorState::Good || state == SensorState::Unchecked || state == SensorState::Suspect; }

NeighbourhoodId neighbourhoodAt(const City& city, Point2 at)
{
    for (NeighbourhoodId id : idsOf(city.neighbourhoods()))
        if (bounds(city.neighbourhoods()[id].outline).contains(at) && contains(city.neighbourhoods()[id].outline, at))
            return id;
    return {};
}

}  // namespace

SensorGroup groupOf(std::string_view quantity)
{
    const auto starts = [quantity](std::string_view word) { return quantity.substr(0, word.size()) == word; };
    if (quantity.ends_with("_ug_m3"))
        return SensorGroup::Air;
    if (quantity.ends_with("_db"))
        return SensorGroup::Noise;
    for (const std::string_view word : {"flow", "count", "speed", "occupancy", "headway", "travel_time", "vehicles", "journeys", "delay"})
        if (starts(word))
            return SensorGroup::Traffic;
    return SensorGroup::Other;
}

LiveSites placeSensors(const std::vector<LiveStream>& streams, const City& city, const PlaceOnCity& place)
{
    std::map<std::string, LiveSite> sites;
    for (const Sensor& sensor : city.sensors()) {
        LiveSite& site = sites[sensor.externalId];
        site.id = sensor.externalId;
        site.name = sensor.name;
        site.group = groupOf(sensor.kind);
        site.at = sensor.at;
        if (std::isfinite(sensor.height_m) && sensor.height_m > 0)
            site.height_m = sensor.height_m;
    }
    for (std::size_t i = 0; i < streams.size(); ++i) {
        const LiveStream& stream = streams[i];
        LiveSite& site = sites[stream.sensor];
        if (site.id.empty()) {
            site.id = stream.sensor;
            site.group = groupOf(stream.quantity);
        }
        if (!stream.source.empty())
            site.source = stream.source;
        if (stream.privacy == 'C')
            site.privacy = 'C';
        if (!site.at && stream.position && place)
            site.at = place(stream.position->lon_deg, stream.position->lat_deg);
        if (site.group == SensorGroup::Other)
            site.group = groupOf(stream.quantity);
        site.streams.push_back(i);
    }
    LiveSites all;
    for (auto& [id, site] : sites) {
        if (site.at)
            site.neighbourhood = neighbourhoodAt(city, *site.at);
        all.push_back(std::move(site));
    }
    return all;
}

const LiveReading* LiveSensor::of(std::string_view quantity) const
{
    const auto found = std::find_if(readings.begin(), readings.end(), [quantity](const LiveReading& r) { return r.quantity == quantity; });
    return found == readings.end() ? nullptr : &*found;
}

const LiveReading* LiveSensor::main() const
{
    for (const std::string_view quantity : kFirst)
        if (const LiveReading* reading = of(quantity))
            return reading;
    return readings.empty() ? nullptr : &readings.front();
}

const LiveSensor* LiveSnapshot::find(std::string_view id) const
{
    const auto found = std::lower_bound(sensors.begin(), sensors.end(), id,
                                        [](const LiveSensor& s, std::string_view wanted) { return s.site.id < wanted; });
    return found == sensors.end() || found->site.id != id ? nullptr : &*found;
}

LiveSnapshot makeSnapshot(const LiveSites& sites, const std::vector<LiveStream>& streams, const std::vector<LiveValue>& values,
                          const City& city, std::int64_t at_s, std::optional<std::int64_t> known_s)
{
    LiveSnapshot snapshot;
    snapshot.at_s = at_s;
    snapshot.known_s = known_s;
    snapshot.neighbourhoods = city.neighbourhoods().size();
    for (const Neighbourhood& n : city.neighbourhoods())
        snapshot.people += n.population;
    std::vector<const LiveValue*> of(streams.size(), nullptr);
    for (const LiveValue& value : values)
        if (value.stream < of.size())
            of[value.stream] = &value;
    std::set<std::string> quantities;
    for (const LiveStream& stream : streams)
        quantities.insert(stream.quantity);
    snapshot.quantities.assign(quantities.begin(), quantities.end());
    std::array<std::set<std::uint32_t>, kSensorGroups> covered;
    for (const LiveSite& site : sites) {
        LiveSensor sensor{.site = site, .readings = {}, .state = SensorState::Silent};
        for (const std::size_t stream : site.streams) {
            if (stream >= of.size() || !of[stream])
                continue;
            const LiveValue& value = *of[stream];
            LiveReading reading{.stream = stream, .quantity = streams[stream].quantity, .now = value.now};
            reading.period_s = std::max(streams[stream].period_s, value.now.dur);
            reading.unstored = streams[stream].unstored;
            reading.age_s = at_s - (value.now.t + value.now.dur);
            reading.state = value.silent ? SensorState::Stale : stateOf(value.now, reading.age_s, reading.period_s);
            reading.trend = value.before.empty() ? std::nan("")
                                                 : value.now.v - std::accumulate(value.before.begin(), value.before.end(), 0.0) /
                                                                     static_cast<double>(value.before.size());
            sensor.readings.push_back(std::move(reading));
        }
        std::sort(sensor.readings.begin(), sensor.readings.end(),
                  [](const LiveReading& a, const LiveReading& b) { return a.quantity < b.quantity; });
        for (const LiveReading& reading : sensor.readings)
            sensor.state = std::min(sensor.state, reading.state);
        // What is doubtful is said of the sensor even if its other quantities are sound.
        if (const LiveReading* main = sensor.main(); main && sensor.state < main->state)
            sensor.state = main->state;
        LiveCoverage& coverage = snapshot.coverage[static_cast<std::size_t>(site.group)];
        ++coverage.sensors;
        coverage.failed += sensor.state == SensorState::Failed;
        coverage.stale += sensor.state == SensorState::Stale || sensor.state == SensorState::Silent;
        if (works(sensor.state)) {
            ++coverage.working;
            if (site.neighbourhood.valid())
                covered[static_cast<std::size_t>(site.group)].insert(site.neighbourhood.value());
        }
        snapshot.sensors.push_back(std::move(sensor));
    }
    for (std::size_t g = 0; g < kSensorGroups; ++g) {
        snapshot.coverage[g].neighbourhoods = covered[g].size();
        for (const std::uint32_t id : covered[g])
            snapshot.coverage[g].people += city.neighbourhoods()[NeighbourhoodId(id)].population;
    }
    return snapshot;
}

}  // namespace isopolis
