#include "simulation/emissions/emission_model.h"

#include "simulation/emissions/factor_sheet.h"
#include "simulation/emissions/fleet_map.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace isopolis {

namespace {

/// Speeds that the published functions cover, km/h.
constexpr double kSlowest_kmh = 5, kFastest_kmh = 130;
constexpr double kLargestSpeed_kmh = 200;  // faster is no road traffic
constexpr std::size_t kBlocks = 64;
constexpr double kGramsPerKilogram = 1e3, kGramsPerTonne = 1e6, kMetresPerKilometre = 1e3;

constexpr double kMegajoulesPerMegawattHour = 3600, kHoursPerDay = 24;
constexpr double kKelvinOfZero = 273.15;
constexpr double kOffPeakHours = 14;  // of a day with a morning peak of 2 and an evening peak of 3 hours and a night of 5
/// Heights at a link's ends are uncertain by about a metre: shorter links count as this long.
constexpr double kShortestRise_m = 50, kSteepest_percent = 6;
constexpr double kRuralLimit_kmh = 70;                                 // faster streets that are no motorways count as rural
constexpr double kLightFrontalArea_m2 = 2, kHeavyFrontalArea_m2 = 16;  // OSPM: Berkowicz 2000

/// Emission of the mean vehicle, g/km and MJ/km.
struct MeanFactors {
    double nox = 0, primaryNo2 = 0, pm25 = 0, pm10 = 0, co2 = 0, coldNox = 0, wearPm25 = 0, electricity_MJ = 0, gridCo2 = 0;
    double frontalArea_m2 = 0;
    double fromOwn = 0;  ///< share of the vehicles whose NOx, particles or CO2 came from the user's own factors
};

DrivingSituation situationOf(RoadClass roadClass, double limit_kmh, bool peak)
{
    if (roadClass == RoadClass::Motorway || roadClass == RoadClass::Trunk)
        return DrivingSituation::Highway;
    if (limit_kmh >= kRuralLimit_kmh)
        return DrivingSituation::Rural;
    return peak ? DrivingSituation::UrbanPeak : DrivingSituation::UrbanOffPeak;
}

bool heavy(VehicleCategory category)
{
    return category == VehicleCategory::Rigid || category == VehicleCategory::Articulated || category == VehicleCategory::Bus ||
           category == VehicleCategory::Coach;
}

MeanFactors meanFactors(const FactorTable& table, const FleetMix& mix, const EmissionSettings& settings, VehicleConditions where)
{
    where.speed_kmh = std::clamp(where.speed_kmh, kSlowest_kmh, kFastest_kmh);
    MeanFactors mean;
    for (const VehicleClass& vehicle : vehicleClasses()) {
        const double share = mix[vehicle.id];
        if (share <= 0)
            continue;
        const VehicleEmission e = emissionOf(vehicle.id, where, settings, table);
        const ProcessEmission all = e.total();
        mean.nox += share * all.nox;
        mean.primaryNo2 += share * all.primaryNo2;
        mean.pm25 += share * all.pm25;
        mean.pm10 += share * all.pm10;
        mean.co2 += share * e.co2_g_km;
        mean.coldNox += share * e.cold.nox;
        mean.wearPm25 += share * (e.tyre.pm25 + e.brake.pm25 + e.road.pm25);
        mean.electricity_MJ += share * e.electricity_MJ_km;
        mean.gridCo2 += share * e.gridCo2_g_km;
        mean.fromOwn += e.fromOwn > 0 ? share : 0;
        mean.frontalArea_m2 += share * (heavy(vehicle.category) ? kHeavyFrontalArea_m2 : kLightFrontalArea_m2);
    }
    return mean;
}

/// Slope along a link, percent; 0 on bridges and in tunnels and where the terrain is not known.
double slopeOf(const AppliedScenario& applied, LinkId link)
{
    const City& city = *applied.city;
    const Polyline& line = applied.geometry(link);
    if (city.terrain().empty() || line.size() < 2 || (!applied.isAdded(link) && city.roads().wayOf(link).structure != Structure::Ground))
        return 0;
    const double rise_m = city.terrain().sample(line.back()) - city.terrain().sample(line.front());
    const double slope = 100 * rise_m / std::max(kShortestRise_m, applied.length_m(link));
    return std::isfinite(slope) ? std::clamp(slope, -kSteepest_percent, kSteepest_percent) : 0;
}

/// A part of the day's traffic that drives at one speed.
struct DayPart {
    double share = 0, speed_kmh = 0;
    bool peak = false;
    double load = 0;  ///< volume over capacity; 0 unknown
};

struct LinkTraffic {
    double flow_veh_day = 0, vehicleKm_day = 0;
    std::array<DayPart, kPeriodCount> parts;
    std::size_t partCount = 0;
    void add(DayPart part)
    {
        if (part.share > 0)
            parts[partCount++] = part;
    }
};

/// What is summed over links only.
struct LinkExtras {
    double coldNox_g = 0, wearPm25_g = 0, electricity_MJ = 0, gridCo2_g = 0, ownVehicleKm = 0;
};

Issue issueAt(const AppliedScenario& applied, LinkId link, std::string code, std::string message)
{
    return {.severity = Severity::Warning,
            .code = std::move(code),
            .message = std::move(message),
            .file = {},
            .feature = applied.externalId(link),
            .field = {}};
}

/// Vehicles per day with what is wrong about a flow told; never negative, never NaN.
double checkedFlow(const AppliedScenario& applied, const TrafficResult& traffic, LinkId link, std::vector<Issue>& issues)
{
    const double flow = traffic.flow_veh_day[link];
    if (std::isfinite(flow) && flow >= 0)
        return flow;
    issues.push_back(issueAt(applied, link, "bad_flow", "The traffic flow is negative or not a number; it counts as no traffic."));
    return 0;
}

/// Speed of the modelled hour; the legal limit where there is traffic but no usable speed.
double checkedSpeed(const AppliedScenario& applied, const TrafficResult& traffic, LinkId link, std::vector<Issue>& issues)
{
    const double speed = traffic.speed_kmh[link];
    if (speed > 0 && speed <= kLargestSpeed_kmh)
        return speed;
    issues.push_back(
        issueAt(applied, link, "bad_speed", "There is traffic but no speed above 0 and up to 200 km/h; the legal limit is used."));
    return applied.links[link].speed_kmh;
}

void emitOnLink(EmissionResult& result, LinkId link, const LinkTraffic& t, const std::array<MeanFactors, kPeriodCount>& factors,
                LinkExtras& extras)
{
    const auto daily = [&](double MeanFactors::*part) {
        double mean = 0;
        for (std::size_t i = 0; i < t.partCount; ++i)
            mean += t.parts[i].share * (factors[i].*part);
        return t.vehicleKm_day * mean;
    };
    result.nox_g_day[link] = daily(&MeanFactors::nox);
    result.primaryNo2_g_day[link] = daily(&MeanFactors::primaryNo2);
    result.pm25_g_day[link] = daily(&MeanFactors::pm25);
    result.pm10_g_day[link] = daily(&MeanFactors::pm10);
    result.co2_g_day[link] = daily(&MeanFactors::co2);
    extras = {daily(&MeanFactors::coldNox), daily(&MeanFactors::wearPm25), daily(&MeanFactors::electricity_MJ),
              daily(&MeanFactors::gridCo2), daily(&MeanFactors::fromOwn)};
    double stirring = 0;
    for (std::size_t i = 0; i < t.partCount; ++i)
        stirring += t.parts[i].share * factors[i].frontalArea_m2 * t.parts[i].speed_kmh;
    result.stirring[link] = t.flow_veh_day / kHoursPerDay * stirring;
}

/// Each modelled hour at its speed; where only one is modelled, the rest of the day at the off-peak speed.
void addParts(LinkTraffic& t, const AppliedScenario& applied, const TrafficResult& traffic, LinkId link, std::vector<Issue>& issues)
{
    const double modelled_kmh = checkedSpeed(applied, traffic, link, issues);
    const double capacity = traffic.capacity_veh_h.contains(link) ? traffic.capacity_veh_h[link] : 0;
    const auto load = [&](double flow_veh_h) { return capacity > 0 && std::isfinite(flow_veh_h) ? flow_veh_h / capacity : 0; };
    if (traffic.hours.size() > 1) {
        for (std::size_t i = 0; i < traffic.hours.size(); ++i) {
            const HourTraffic& hour = traffic.hours[i];
            const double speed = hour.speed_kmh[link];
            t.add({hour.hours * hour.flow_veh_h[link] / t.flow_veh_day, speed > 0 ? speed : modelled_kmh,
                   kPeriods[i] == Period::Morning || kPeriods[i] == Period::Evening, load(hour.flow_veh_h[link])});
        }
        return;
    }
    const double peakShare = applied.parameters.value(kPeakFlowShare);
    t.add({peakShare, modelled_kmh, true, load(traffic.flow_veh_h.contains(link) ? traffic.flow_veh_h[link] : 0)});
    t.add({1 - peakShare, std::max(modelled_kmh, applied.parameters.value(kOffPeakSpeed) * applied.links[link].speed_kmh), false,
           load((1 - peakShare) * t.flow_veh_day / kOffPeakHours)});
}

IdVector<LinkId, LinkTraffic> trafficOnLinks(const AppliedScenario& applied, const TrafficResult& traffic, std::vector<Issue>& issues)
{
    IdVector<LinkId, LinkTraffic> all(applied.linkCount());
    for (const LinkId link : idsOf(applied.links)) {
        const double flow = checkedFlow(applied, traffic, link, issues);
        if (flow <= 0)
            continue;
        LinkTraffic& t = all[link];
        t.flow_veh_day = flow;
        t.vehicleKm_day = flow * applied.length_m(link) / kMetresPerKilometre;
        addParts(t, applied, traffic, link, issues);
    }
    return all;
}

void addTotals(EmissionResult& result, const IdVector<LinkId, LinkExtras>& extras)
{
    double nox = 0, pm25 = 0, pm10 = 0, co2 = 0;
    LinkExtras sum;
    for (const LinkId link : idsOf(result.nox_g_day)) {
        nox += result.nox_g_day[link];
        pm25 += result.pm25_g_day[link];
        pm10 += result.pm10_g_day[link];
        co2 += result.co2_g_day[link];
        sum.coldNox_g += extras[link].coldNox_g;
        sum.wearPm25_g += extras[link].wearPm25_g;
        sum.electricity_MJ += extras[link].electricity_MJ;
        sum.gridCo2_g += extras[link].gridCo2_g;
    }
    result.totalNox_kg_day = nox / kGramsPerKilogram;
    result.totalPm25_kg_day = pm25 / kGramsPerKilogram;
    result.totalPm10_kg_day = pm10 / kGramsPerKilogram;
    result.totalCo2_t_day = co2 / kGramsPerTonne;
    result.totalColdNox_kg_day = sum.coldNox_g / kGramsPerKilogram;
    result.totalWearPm25_kg_day = sum.wearPm25_g / kGramsPerKilogram;
    result.totalElectricity_MWh_day = sum.electricity_MJ / kMegajoulesPerMegawattHour;
    result.totalGridCo2_t_day = sum.gridCo2_g / kGramsPerTonne;
}

/// Which figures are the user's: the source stands with the result.
void tellOwn(EmissionResult& result, const FactorSheetTable& own, const IdVector<LinkId, double>& vehicleKm,
             const IdVector<LinkId, LinkExtras>& extras)
{
    double all = 0, covered = 0;
    for (const LinkId link : idsOf(vehicleKm)) {
        all += vehicleKm[link];
        covered += extras[link].ownVehicleKm;
    }
    const auto percent = static_cast<int>(std::lround(all > 0 ? 100 * covered / all : 0));
    result.issues.push_back({.severity = covered > 0 ? Severity::Note : Severity::Warning,
                             .code = "own_factors",
                             .message = own.name() + ": hot emissions of " + std::to_string(percent) +
                                        " % of the vehicle-kilometres come from these factors (" + std::to_string(own.factors()) + " of " +
                                        std::to_string(own.situations()) +
                                        " traffic situations), the rest and cold starts and wear from the EMEP/EEA guidebook.",
                             .file = {},
                             .feature = {},
                             .field = {}});
    result.issues.insert(result.issues.end(), own.issues().begin(), own.issues().end());
}

}  // namespace

Expected<EmissionResult> computeEmissions(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control)
{
    const std::size_t links = applied.linkCount();
    bool fits = traffic.flow_veh_day.size() == links && traffic.speed_kmh.size() == links && traffic.hours.size() <= kPeriodCount;
    for (const HourTraffic& hour : traffic.hours)
        fits = fits && hour.flow_veh_h.size() == links && hour.speed_kmh.size() == links;
    if (!fits)
        return unexpected(Error{ErrorCode::Conflict, "the traffic result belongs to another road network"});
    EmissionResult result;
    for (auto* part :
         {&result.nox_g_day, &result.pm25_g_day, &result.pm10_g_day, &result.co2_g_day, &result.primaryNo2_g_day, &result.stirring})
        part->resize(links);
    const EmissionSettings settings(applied.parameters);
    const auto own = applied.parameters.value(kOwnFactors) > 0.5 ? obtainFactorSheet(applied.city->factors()) : FactorSheetPtr();
    if (!own)
        return unexpected(own.error());
    const FactorTable table(*own);
    const ServiceLimits service = serviceLimits(applied.parameters);
    const double measured_c = applied.city->weather().temperature_c;
    const double air_c = std::isfinite(measured_c) ? measured_c : applied.parameters.value(kAirTemperature) - kKelvinOfZero;
    const IdVector<LinkId, LinkTraffic> onLink = trafficOnLinks(applied, traffic, result.issues);
    IdVector<LinkId, double> vehicleKm(links);
    for (const LinkId link : idsOf(vehicleKm))
        vehicleKm[link] = onLink[link].vehicleKm_day;
    const FleetMap fleet(applied, vehicleKm);
    IdVector<LinkId, LinkExtras> extras(links);

    parallelBlocks(links, kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        if (control.cancelled())
            return;
        for (std::size_t i = begin; i < end; ++i) {
            const LinkId link = LinkId::fromIndex(i);
            const LinkTraffic& t = onLink[link];
            if (t.vehicleKm_day <= 0)
                continue;
            const double limit_kmh = applied.links[link].speed_kmh, slope = slopeOf(applied, link);
            std::array<MeanFactors, kPeriodCount> factors;
            for (std::size_t part = 0; part < t.partCount; ++part) {
                const DayPart& drive = t.parts[part];
                const TrafficSituation situation = situationOfStreet(applied.roadClass(link), limit_kmh, drive.load, service);
                factors[part] = meanFactors(table, fleet.on(link), settings,
                                            {drive.speed_kmh, situationOf(applied.roadClass(link), limit_kmh, drive.peak), slope, air_c,
                                             *own ? &situation : nullptr});
            }
            emitOnLink(result, link, t, factors, extras[link]);
        }
    });
    if (control.cancelled())
        return cancelledError();
    addTotals(result, extras);
    if (*own)
        tellOwn(result, **own, vehicleKm, extras);
    control.progress(Stage::Emissions, 1);
    return result;
}

}  // namespace isopolis
