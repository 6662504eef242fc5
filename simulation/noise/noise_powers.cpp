#include "simulation/noise/noise_powers.h"

#include "gis/core/geometry/spatial_grid.h"
#include "simulation/emissions/fleet_map.h"
#include "simulation/noise/noise_parameters.h"
#include "simulation/noise/road_emission.h"
#include "simulation/noise/tram_noise.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 64;
constexpr double kDayHours = 12, kEveningHours = 4, kNightHours = 8, kHours = 24;
constexpr double kEveningPenalty_dB = 5, kNightPenalty_dB = 10;
constexpr double kSlowest_kmh = 5, kFastest_kmh = 200;
/// Heights at a link's ends are uncertain by about a metre: shorter links count as this long. The directive's terms end at 12 %.
constexpr double kShortestRise_m = 50, kSteepest_pct = 12;

/// One period of the day: flows per hour from vehicles per day, weight in Lden.
struct PartOfDay {
    double perHour = 0, favourable = 0, weight = 0;
    bool offPeak = false;
};

/// Vehicles per hour and their speed in day, evening and night; the fleet.
struct LinkTraffic {
    double veh_day = 0, modelled_kmh = 0, gradient_pct = 0;
    double nearRoundabout = 0;  ///< 1 in one, 0 from 100 m on: mean along the line
    double nearLights = 0;      ///< the same of traffic lights
    const RoadSurfaceType* surface = nullptr;
    struct Part {
        double veh_h = 0, speed_kmh = 0;
    };
    std::array<Part, 3> parts;
    std::array<double, kNoiseCategoryCount> share{};  ///< of vehicles, by NoiseCategory
    double electricShare = 0;                         ///< of the light ones
};

NoiseCategory categoryOf(VehicleCategory category)
{
    switch (category) {
    case VehicleCategory::Car:
    case VehicleCategory::Van: return NoiseCategory::Light;
    case VehicleCategory::Rigid:
    case VehicleCategory::Bus:
    case VehicleCategory::Coach: return NoiseCategory::Medium;
    case VehicleCategory::TwoWheeler: return NoiseCategory::Motorcycle;
    case VehicleCategory::Articulated: return NoiseCategory::Heavy;
    }
    return NoiseCategory::Light;
}

/// The fleet of a link, with low-emission zones and the shift to electric cars.
void setFleet(LinkTraffic& t, const FleetMix& fleet)
{
    constexpr auto kLight = static_cast<std::size_t>(NoiseCategory::Light);
    for (const VehicleClass& vehicle : vehicleClasses()) {
        const double share = fleet[vehicle.id];
        const auto category = static_cast<std::size_t>(categoryOf(vehicle.category));
        t.share[category] += share;
        if (category == kLight && vehicle.fuel == Fuel::Electric)
            t.electricShare += share;
    }
    t.electricShare = t.share[kLight] > 0 ? t.electricShare / t.share[kLight] : 0;
}

/// Percent, uphill positive; 0 on bridges and where the terrain is not known. The other direction of a street has the other sign.
double gradientOf(const AppliedScenario& applied, LinkId link)
{
    const City& city = *applied.city;
    const Polyline& line = applied.geometry(link);
    if (city.terrain().empty() || line.size() < 2 || (!applied.isAdded(link) && city.roads().wayOf(link).structure != Structure::Ground))
        return 0;
    const double rise_m = city.terrain().sample(line.back()) - city.terrain().sample(line.front());
    const double gradient = 100 * rise_m / std::max(kShortestRise_m, length(line));
    return std::isfinite(gradient) ? std::clamp(gradient, -kSteepest_pct, kSteepest_pct) : 0;
}

constexpr double kReach_m = 100, kPiece_m = 20;  // of junctions, and of the pieces in which a line is looked at

/// Mean of a function of the place along a line, by the middles of its pieces.
template <class Function>
double meanAlong(const Polyline& axis, const Function& at)
{
    double sum = 0, metres = 0;
    for (std::size_t s = 1; s < axis.size(); ++s) {
        const double length_m = distance(axis[s - 1], axis[s]);
        const auto pieces = static_cast<std::size_t>(std::ceil(std::max(length_m, 1.0) / kPiece_m));
        for (std::size_t i = 0; i < pieces; ++i) {
            const double part = (static_cast<double>(i) + 0.5) / static_cast<double>(pieces);
            sum += at(axis[s - 1] + (axis[s] - axis[s - 1]) * part) * length_m / static_cast<double>(pieces);
        }
        metres += length_m;
    }
    return metres > 0 ? sum / metres : 0;
}

/// The mapped roundabouts, and how near a line is to them. The directive's term is linear in the distance, so that the mean along the line
/// is that of its pieces.
class Roundabouts {
public:
    explicit Roundabouts(const AppliedScenario& applied)
    {
        const RoadNetwork& roads = applied.city->roads();
        Box extent;
        for (const LinkId link : idsOf(roads.links()))
            if (roads.wayOf(link).roundabout) {
                m_rings.push_back(&roads.links()[link].geometry);
                extent.add(bounds(*m_rings.back()));
            }
        if (m_rings.empty())
            return;
        m_grid = SpatialGrid(extent.grown(1), kReach_m);
        for (std::size_t i = 0; i < m_rings.size(); ++i)
            m_grid.insert(bounds(*m_rings[i]), static_cast<std::uint32_t>(i));
    }
    double nearness(const Polyline& axis) const
    {
        return m_rings.empty() ? 0 : meanAlong(axis, [this](Point2 at) { return nearness(at); });
    }

private:
    double nearness(Point2 at) const
    {
        double nearest_m = kReach_m;
        for (const std::uint32_t ring : m_grid.query(at, kReach_m))
            nearest_m = std::min(nearest_m, nearestOnLine(*m_rings[ring], at).distance_m);
        return 1 - nearest_m / kReach_m;
    }
    std::vector<const Polyline*> m_rings;
    SpatialGrid m_grid;
};

/// The mapped traffic lights, and how near a line is to its own: those that stand on it, or on a street that meets it at its ends by the
/// way over that end, so that the signals of a parallel street do not count.
class TrafficLights {
public:
    explicit TrafficLights(const AppliedScenario& applied) : m_applied(applied), m_lights(applied.city->trafficLights())
    {
        if (!(applied.parameters.value(kTrafficLights) > 0.5) || m_lights.empty())
            return;
        m_any = true;
        Box extent;
        for (const Point2 at : m_lights)
            extent.add(at);
        m_grid = SpatialGrid(extent.grown(1), kReach_m);
        for (std::size_t i = 0; i < m_lights.size(); ++i)
            m_grid.insert(Box{m_lights[i].x, m_lights[i].y, m_lights[i].x, m_lights[i].y}, static_cast<std::uint32_t>(i));
        const RoadNetwork& roads = applied.city->roads();
        m_onLink.resize(roads.links().size());
        for (const LinkId link : idsOf(roads.links()))
            m_onLink[link] = lightsOn(roads.links()[link].geometry);
    }
    double nearness(const NoiseLine& line) const
    {
        if (!m_any || line.axis.size() < 2)
            return 0;
        struct Light {
            Point2 at;
            double beyond_m = 0;  ///< from there on to the lights
        };
        std::vector<Light> own;
        for (const std::uint32_t light : lightsOn(line.axis))
            own.push_back({m_lights[light]});
        const RoadNetwork& roads = m_applied.city->roads();
        for (const LinkId link : line.links)
            if (link.valid())
                for (const NodeId end : {m_applied.from(link), m_applied.to(link)})
                    if (roads.nodes().contains(end))
                        for (const LinkId next : roads.out(end))
                            for (const std::uint32_t light : m_onLink[next]) {
                                const Point2 node = roads.nodes()[end].at;
                                own.push_back({node, distance(node, m_lights[light])});
                            }
        if (own.empty())
            return 0;
        return meanAlong(line.axis, [&](Point2 at) {
            double nearest_m = kReach_m;
            for (const Light& light : own)
                nearest_m = std::min(nearest_m, distance(light.at, at) + light.beyond_m);
            return 1 - nearest_m / kReach_m;
        });
    }

private:
    std::vector<std::uint32_t> lightsOn(const Polyline& axis) const
    {
        std::vector<std::uint32_t> on;
        if (axis.size() < 2)
            return on;
        const Box reach = bounds(axis).grown(kBeside_m);
        for (const std::uint32_t light : m_grid.query(reach))
            if (reach.contains(m_lights[light]) && nearestOnLine(axis, m_lights[light]).distance_m <= kBeside_m)
                on.push_back(light);
        return on;
    }
    static constexpr double kBeside_m = 10;
    const AppliedScenario& m_applied;
    const std::vector<Point2>& m_lights;
    IdVector<LinkId, std::vector<std::uint32_t>> m_onLink;
    SpatialGrid m_grid;
    bool m_any = false;
};

class PowerSettings {
public:
    explicit PowerSettings(const ParameterSet& p)
        : m_offPeak(p.value(kOffPeakSpeed)), m_temperature_C(p.value(kNoiseTemperature)), m_electricScale(p.value(kElectricQuieter)),
          m_studdedShare(p.value(kStuddedShare)), m_studdedMonths(p.value(kStuddedMonths))
    {
        const double evening = p.value(kNoiseEveningShare), night = p.value(kNoiseNightShare);
        periods[0] = {(1 - evening - night) / kDayHours, p.value(kFavourableDay), kDayHours / kHours, false};
        periods[1] = {evening / kEveningHours, p.value(kFavourableEvening), kEveningHours / kHours * energy(kEveningPenalty_dB), true};
        periods[2] = {night / kNightHours, p.value(kFavourableNight), kNightHours / kHours * energy(kNightPenalty_dB), true};
    }

    Octaves powerEnergy(const LinkTraffic& t, const LinkTraffic::Part& part) const
    {
        RoadSource road;
        road.surface = t.surface;
        road.temperature_C = m_temperature_C;
        road.gradient_pct = t.gradient_pct;
        road.electricShare = t.electricShare;
        road.electricScale = m_electricScale;
        road.studdedShare = m_studdedShare;
        road.studdedMonths = m_studdedMonths;
        // One junction counts: the nearer one.
        if (t.nearLights > 0 || t.nearRoundabout > 0) {
            road.junction = t.nearLights >= t.nearRoundabout ? JunctionKind::Lights : JunctionKind::Roundabout;
            road.junctionDistance_m = kReach_m * (1 - std::max(t.nearLights, t.nearRoundabout));
        }
        for (std::size_t k = 0; k < kNoiseCategoryCount; ++k)
            road.flow[k] = {part.veh_h * t.share[k], part.speed_kmh};
        Octaves power = soundPowerPerMetre(road);
        for (std::size_t i = 0; i < kOctaveCount; ++i)
            power[i] = energy(power[i] + kAWeighting_dB[i]);
        return power;
    }

    /// One modelled hour: shares of the day by parameters, the modelled speed by day and a free one else.
    void spread(LinkTraffic& t, double limit_kmh) const
    {
        for (std::size_t p = 0; p < periods.size(); ++p)
            t.parts[p] = {t.veh_day * periods[p].perHour,
                          periods[p].offPeak ? std::max(t.modelled_kmh, m_offPeak * limit_kmh) : t.modelled_kmh};
    }
    /// Four modelled hours: day is what drives from 7 to 19, evening and night share the rest as their parameters do.
    void spread(LinkTraffic& t, const std::vector<HourTraffic>& hours, LinkId link) const
    {
        double vehicles = 0, time = 0;
        for (std::size_t i = 0; i + 1 < hours.size(); ++i) {
            const double part = hours[i].hours * hours[i].flow_veh_h[link], speed = hours[i].speed_kmh[link];
            vehicles += part;
            time += part / (speed > 0 ? speed : t.modelled_kmh);
        }
        const double evening = periods[1].perHour * kEveningHours, night = periods[2].perHour * kNightHours;
        const double dark = hours.back().hours * hours.back().flow_veh_h[link], speed = hours.back().speed_kmh[link];
        const double toEvening = evening + night > 0 ? evening / (evening + night) : 0, dark_kmh = speed > 0 ? speed : t.modelled_kmh;
        t.parts[0] = {vehicles / kDayHours, time > 0 ? vehicles / time : t.modelled_kmh};
        t.parts[1] = {dark * toEvening / kEveningHours, dark_kmh};
        t.parts[2] = {dark * (1 - toEvening) / kNightHours, dark_kmh};
    }

    std::array<PartOfDay, 3> periods;

private:
    double m_offPeak, m_temperature_C, m_electricScale, m_studdedShare, m_studdedMonths;
};

LinkTraffic checkedTraffic(const AppliedScenario& applied, const TrafficResult& traffic, LinkId link, const PowerSettings& settings,
                           std::vector<Issue>& issues)
{
    const auto warn = [&](const char* code, const char* message) {
        issues.push_back({.severity = Severity::Warning,
                          .code = code,
                          .message = message,
                          .file = {},
                          .feature = applied.externalId(link),
                          .field = {}});
    };
    LinkTraffic t;
    t.veh_day = traffic.flow_veh_day[link];
    t.modelled_kmh = traffic.speed_kmh[link];
    t.gradient_pct = gradientOf(applied, link);
    double limit_kmh = applied.links[link].speed_kmh;
    if (const auto surface = applied.surfaces.find(link); surface != applied.surfaces.end())
        t.surface = roadSurface(surface->second);
    if (!std::isfinite(t.veh_day) || t.veh_day < 0) {
        warn("bad_flow", "The flow is negative or not a number; the street counts as silent.");
        t.veh_day = 0;
    }
    if (!(t.veh_day > 0))
        return t;
    if (!(limit_kmh >= kSlowest_kmh && limit_kmh <= kFastest_kmh))
        limit_kmh = 50;
    if (!(t.modelled_kmh > 0 && t.modelled_kmh <= kFastest_kmh)) {
        warn("bad_speed", "The speed is not a number between 0 and 200 km/h; the legal limit is used for noise.");
        t.modelled_kmh = limit_kmh;
    }
    if (traffic.hours.size() == kPeriodCount)
        settings.spread(t, traffic.hours, link);
    else
        settings.spread(t, limit_kmh);
    return t;
}

void addWeighted(WeightedPower& sum, const Octaves& power, double weight, double favourable)
{
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        sum.homogeneous[i] += weight * (1 - favourable) * power[i];
        sum.favourable[i] += weight * favourable * power[i];
    }
}

/// Both directions together.
void addSide(NoisePowers& powers, std::size_t line, std::size_t side)
{
    powers.den[line].add(powers.denOf[line][side]);
    powers.night[line].add(powers.nightOf[line][side]);
    powers.day[line].add(powers.dayOf[line][side]);
}

/// Trams have no link: they stand on the first side.
void addTrams(NoisePowers& powers, const AppliedScenario& applied, const std::vector<NoiseLine>& lines, const PowerSettings& settings)
{
    const auto& all = applied.transit().lines;
    Octaves one = tramPowerPerMetre(applied.parameters.value(kTramSpeed), applied.parameters.value(kTramFlush) > 0.5);
    for (double& band : one)
        band = energy(band);
    for (std::size_t l = 0; l < lines.size(); ++l) {
        if (!lines[l].tram.valid() || !all.contains(lines[l].tram))
            continue;
        const TramPassages passages = tramPassages(all[lines[l].tram]);
        const std::array<double, 3> hourly{passages.day, passages.evening, passages.night};
        for (std::size_t p = 0; p < hourly.size(); ++p) {
            Octaves power = one;
            for (double& band : power)
                band *= hourly[p];
            const PartOfDay& period = settings.periods[p];
            addWeighted(powers.denOf[l][0], power, period.weight, period.favourable);
            addWeighted(p == 0 ? powers.dayOf[l][0] : p == 1 ? powers.evening[l] : powers.nightOf[l][0], power, 1, period.favourable);
        }
        addSide(powers, l, 0);
    }
}

}  // namespace

void WeightedPower::add(const WeightedPower& other)
{
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        homogeneous[i] += other.homogeneous[i];
        favourable[i] += other.favourable[i];
    }
}

NoisePowers noisePowers(const AppliedScenario& applied, const TrafficResult& traffic, const std::vector<NoiseLine>& lines,
                        std::vector<Issue>& issues, int threads)
{
    const PowerSettings settings(applied.parameters);
    const std::size_t n = lines.size();
    NoisePowers powers;
    powers.denOf.resize(n);
    powers.nightOf.resize(n);
    powers.dayOf.resize(n);
    powers.den.resize(n);
    powers.night.resize(n);
    powers.day.resize(n);
    powers.evening.resize(n);
    std::vector<std::array<LinkTraffic, 2>> onLine(n);
    const Roundabouts roundabouts(applied);
    const TrafficLights lights(applied);
    for (std::size_t l = 0; l < n; ++l) {
        if (lines[l].tram.valid())
            continue;
        const double near = roundabouts.nearness(lines[l].axis), nearLights = lights.nearness(lines[l]);
        for (std::size_t side = 0; side < 2; ++side)
            if (lines[l].links[side].valid()) {
                onLine[l][side] = checkedTraffic(applied, traffic, lines[l].links[side], settings, issues);
                onLine[l][side].nearRoundabout = near;
                onLine[l][side].nearLights = nearLights;
            }
    }
    IdVector<LinkId, double> vehicleKm(applied.linkCount());
    for (std::size_t l = 0; l < n; ++l)
        for (std::size_t side = 0; side < 2; ++side)
            if (const LinkId link = lines[l].links[side]; link.valid())
                vehicleKm[link] = onLine[l][side].veh_day * applied.length_m(link);
    const FleetMap fleet(applied, vehicleKm);
    for (std::size_t l = 0; l < n; ++l)
        for (std::size_t side = 0; side < 2; ++side)
            if (onLine[l][side].veh_day > 0)
                setFleet(onLine[l][side], fleet.on(lines[l].links[side]));
    parallelBlocks(n, kBlocks, threads, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t l = begin; l < end; ++l)
            for (std::size_t side = 0; side < 2; ++side) {
                const LinkTraffic& t = onLine[l][side];
                if (!(t.veh_day > 0))
                    continue;
                for (std::size_t p = 0; p < settings.periods.size(); ++p) {
                    const PartOfDay& period = settings.periods[p];
                    const Octaves power = settings.powerEnergy(t, t.parts[p]);
                    addWeighted(powers.denOf[l][side], power, period.weight, period.favourable);
                    if (p == 0)
                        addWeighted(powers.dayOf[l][side], power, 1, period.favourable);
                    if (p == 1)
                        addWeighted(powers.evening[l], power, 1, period.favourable);
                    if (p == 2)
                        addWeighted(powers.nightOf[l][side], power, 1, period.favourable);
                }
                addSide(powers, l, side);
            }
    });
    addTrams(powers, applied, lines, settings);
    return powers;
}

}  // namespace isopolis
