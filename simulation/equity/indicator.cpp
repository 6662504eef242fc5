#include "simulation/equity/indicator.h"

#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/street_places.h"

#include <algorithm>
#include <limits>

namespace isopolis {

namespace {
constexpr double kGramPerKilogram = 1000;
constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

// The NO2 of a street is not exact: nitrogen oxides of all streets react together with the ozone of the air.
constexpr IndicatorInfo kIndicators[] = {
    {Indicator::No2, "no2_ug_m3", ISO_TR("indicator", "Nitrogen dioxide (NO2)"),
     ISO_TR("indicator", "Annual mean of nitrogen dioxide in the air where people live."), Unit::MicrogramPerM3, Direction::LessIsBetter, 2,
     kNo2Threshold.id, false},
    {Indicator::Pm25, "pm25_ug_m3", ISO_TR("indicator", "Fine particles (PM2.5)"),
     ISO_TR("indicator", "Annual mean of fine particles in the air where people live."), Unit::MicrogramPerM3, Direction::LessIsBetter, 2,
     kPm25Threshold.id, true},
    {Indicator::Co2, "co2_kg_day", ISO_TR("indicator", "Carbon dioxide from traffic (CO2)"),
     ISO_TR("indicator", "Carbon dioxide that vehicles emit per day on the streets of this neighbourhood."), Unit::KilogramPerDay,
     Direction::LessIsBetter, 0, kCo2Threshold.id, true},
    {Indicator::JobsByCar, "jobs_car_30min", ISO_TR("indicator", "Jobs within 30 minutes by car"),
     ISO_TR("indicator", "Jobs that residents can reach by car within 30 minutes on congested roads."), Unit::Jobs, Direction::MoreIsBetter,
     0, kJobsThreshold.id, false},
    {Indicator::JobsOnFoot, "jobs_walk_30min", ISO_TR("indicator", "Jobs within 30 minutes on foot"),
     ISO_TR("indicator", "Jobs that residents can reach on foot within 30 minutes."), Unit::Jobs, Direction::MoreIsBetter, 0,
     kJobsThreshold.id, false},
    {Indicator::CarTime, "car_time_min", ISO_TR("indicator", "Time of car trips"),
     ISO_TR("indicator", "Mean time of the car trips that start in this neighbourhood."), Unit::Minute, Direction::LessIsBetter, 1,
     kCarTimeThreshold.id, true},
    {Indicator::JobsByCycle, "jobs_cycle_30min", ISO_TR("indicator", "Jobs within 30 minutes by cycle"),
     ISO_TR("indicator", "Jobs that residents can reach by cycle within 30 minutes on streets that most adults dare to ride on."),
     Unit::Jobs, Direction::MoreIsBetter, 0, kJobsThreshold.id, false},
    {Indicator::SchoolOnFoot, "school_walk_min", ISO_TR("indicator", "Walk to the nearest school"),
     ISO_TR("indicator", "Mean time on foot from people's homes to the nearest school."), Unit::Minute, Direction::LessIsBetter, 1,
     kWalkTimeThreshold.id, false},
    {Indicator::ClinicOnFoot, "clinic_walk_min", ISO_TR("indicator", "Walk to the nearest clinic"),
     ISO_TR("indicator", "Mean time on foot from people's homes to the nearest clinic, surgery or hospital."), Unit::Minute,
     Direction::LessIsBetter, 1, kWalkTimeThreshold.id, false},
    {Indicator::ParkOnFoot, "park_walk_min", ISO_TR("indicator", "Walk to the nearest park"),
     ISO_TR("indicator", "Mean time on foot from people's homes to the edge of the nearest park."), Unit::Minute, Direction::LessIsBetter,
     1, kWalkTimeThreshold.id, false},
    {Indicator::JobsByTransit, "jobs_by_transit", ISO_TR("indicator", "Jobs by public transport"),
     ISO_TR("indicator", "Jobs that residents can reach by public transport from door to door, mean over the departures of the morning."),
     Unit::Jobs, Direction::MoreIsBetter, 0, kJobsThreshold.id, false},
    {Indicator::NoiseLden, "noise_lden_db", ISO_TR("indicator", "Road noise (Lden)"),
     ISO_TR("indicator", "Mean level of road noise over day, evening and night before the homes of residents."), Unit::DecibelA,
     Direction::LessIsBetter, 1, kNoiseThreshold.id, false},
    {Indicator::NoiseAnnoyed, "noise_highly_annoyed_pct", ISO_TR("indicator", "Highly annoyed by road noise"),
     ISO_TR("indicator", "Share of residents who are highly annoyed by road noise, by the curve of the Environmental Noise Directive."),
     Unit::Percent, Direction::LessIsBetter, 1, kAnnoyanceThreshold.id, false},
    {Indicator::NoiseSleep, "noise_highly_sleep_disturbed_pct", ISO_TR("indicator", "Sleep highly disturbed by road noise"),
     ISO_TR("indicator", "Share of residents whose sleep road noise highly disturbs, by the curve of the Environmental Noise Directive."),
     Unit::Percent, Direction::LessIsBetter, 1, kAnnoyanceThreshold.id, false},
    {Indicator::No2AboveEu, "no2_above_eu_pct", ISO_TR("indicator", "Above the EU limit of NO2"),
     ISO_TR("indicator", "Share of residents whose homes lie above the EU limit value of nitrogen dioxide from 2030, as an annual mean."),
     Unit::Percent, Direction::LessIsBetter, 1, kAboveLimitThreshold.id, false},
    {Indicator::Pm25AboveEu, "pm25_above_eu_pct", ISO_TR("indicator", "Above the EU limit of PM2.5"),
     ISO_TR("indicator", "Share of residents whose homes lie above the EU limit value of fine particles from 2030, as an annual mean."),
     Unit::Percent, Direction::LessIsBetter, 1, kAboveLimitThreshold.id, false},
    {Indicator::Pm10, "pm10_ug_m3", ISO_TR("indicator", "Particles (PM10)"),
     ISO_TR("indicator", "Annual mean of particles up to 10 µm in the air where people live; fine particles are a part of them."),
     Unit::MicrogramPerM3, Direction::LessIsBetter, 2, kPm10Threshold.id, true},
    {Indicator::Pm10AboveEu, "pm10_above_eu_pct", ISO_TR("indicator", "Above the EU limit of PM10"),
     ISO_TR("indicator", "Share of residents whose homes lie above the EU limit value of PM10 from 2030, as an annual mean."),
     Unit::Percent, Direction::LessIsBetter, 1, kAboveLimitThreshold.id, false},
    {Indicator::RoadCharge, "road_charge_eur_day", ISO_TR("indicator", "Road charge paid"),
     ISO_TR("indicator", "Road charges that residents pay on a mean day for car trips from and to their homes, mean over all residents."),
     Unit::EuroPerDay, Direction::LessIsBetter, 2, kRoadChargeThreshold.id, false},
};

IdVector<NeighbourhoodId, double> co2OnStreets_kg_day(const Run& run)
{
    const IdVector<LinkId, NeighbourhoodId> places = streetPlaces(run.applied);
    IdVector<NeighbourhoodId, double> sum(run.applied.city->neighbourhoods().size(), 0.0);
    const std::size_t n = std::min(places.size(), run.emissions.co2_g_day.size());
    for (std::size_t i = 0; i < n; ++i) {
        const LinkId link = LinkId::fromIndex(i);
        if (places[link].valid())
            sum[places[link]] += run.emissions.co2_g_day[link] / kGramPerKilogram;
    }
    return sum;
}

/// Nothing where nothing costs anything; unknown where nobody lives.
IdVector<NeighbourhoodId, double> chargePaid_eur_day(const Run& run)
{
    const auto& places = run.applied.city->neighbourhoods();
    const RoadChargePayments& all = run.traffic.roadCharge;
    IdVector<NeighbourhoodId, double> each(places.size(), kNoValue);
    for (const NeighbourhoodId id : idsOf(each)) {
        if (all.charged() && all.residents[id] > 0) {
            double sum = 0;
            for (const double paid : all.paid_eur_day[id])
                sum += paid;
            each[id] = sum / all.residents[id];
        } else if (places[id].population > 0) {
            each[id] = 0;
        }
    }
    return each;
}

const IdVector<NeighbourhoodId, double>* storedValues(const Run& run, Indicator indicator)
{
    switch (indicator) {
    case Indicator::No2: return &run.air.no2Mean_ug_m3;
    case Indicator::Pm25: return &run.air.pm25Mean_ug_m3;
    case Indicator::JobsByCar: return &run.access.jobsByCar;
    case Indicator::JobsOnFoot: return &run.access.jobsOnFoot;
    case Indicator::CarTime: return &run.access.carTime_min;
    case Indicator::JobsByCycle: return &run.access.jobsByCycle;
    case Indicator::SchoolOnFoot: return &run.access.schoolOnFoot_min;
    case Indicator::ClinicOnFoot: return &run.access.clinicOnFoot_min;
    case Indicator::ParkOnFoot: return &run.access.parkOnFoot_min;
    case Indicator::JobsByTransit: return &run.transit.jobsByTransit;
    case Indicator::NoiseLden: return &run.noise.ldenMean_dB;
    case Indicator::NoiseAnnoyed: return &run.noise.highlyAnnoyed_pct;
    case Indicator::NoiseSleep: return &run.noise.sleepDisturbed_pct;
    case Indicator::No2AboveEu: return &run.health.no2AboveEu_percent;
    case Indicator::Pm25AboveEu: return &run.health.pm25AboveEu_percent;
    case Indicator::Pm10: return &run.air.pm10Mean_ug_m3;
    case Indicator::Pm10AboveEu: return &run.health.pm10AboveEu_percent;
    case Indicator::Co2:
    case Indicator::RoadCharge: break;
    }
    return nullptr;
}
}  // namespace

std::span<const IndicatorInfo> allIndicators() { return kIndicators; }

const IndicatorInfo& indicatorInfo(Indicator indicator)
{
    for (const IndicatorInfo& info : kIndicators)
        if (info.indicator == indicator)
            return info;
    return kIndicators[0];
}

std::optional<Indicator> indicatorFromKey(std::string_view key)
{
    for (const IndicatorInfo& info : kIndicators)
        if (info.key == key)
            return info.indicator;
    return std::nullopt;
}

std::string_view whyUnknown(const Run& run, Indicator indicator)
{
    if (indicator == Indicator::JobsByTransit && !run.transit.timetable)
        return ISO_TR("indicator", "The city has no timetable of public transport, so this is not known.");
    if (indicator == Indicator::RoadCharge && !run.traffic.roadCharge.charged())
        return ISO_TR("indicator", "No street costs anything in this run, so nobody pays.");
    return {};
}

double valueOf(const Run& run, Indicator indicator, NeighbourhoodId where)
{
    if (const auto* stored = storedValues(run, indicator))
        return stored->contains(where) ? (*stored)[where] : kNoValue;
    const IdVector<NeighbourhoodId, double> values = valuesOf(run, indicator);
    return values.contains(where) ? values[where] : kNoValue;
}

IdVector<NeighbourhoodId, double> valuesOf(const Run& run, Indicator indicator)
{
    if (!run.applied.city)
        return {};
    const std::size_t n = run.applied.city->neighbourhoods().size();
    const auto* stored = storedValues(run, indicator);
    IdVector<NeighbourhoodId, double> values = stored                        ? *stored
                                               : indicator == Indicator::Co2 ? co2OnStreets_kg_day(run)
                                                                             : chargePaid_eur_day(run);
    values.resize(n, kNoValue);
    return values;
}

}  // namespace isopolis
