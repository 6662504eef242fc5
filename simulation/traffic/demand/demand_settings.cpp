#include "simulation/traffic/demand/demand_settings.h"

#include "simulation/traffic/demand/demand_parameters.h"
#include "simulation/traffic/demand/profile_parameters.h"
#include "simulation/traffic/traffic_parameters.h"
#include "simulation/transit/transit_parameters.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kMinutesPerHour = 60, kSecondsPerMinute = 60, kMiddayHours = 6, kNightHours = 12;

int seconds(double minutes) { return static_cast<int>(std::lround(minutes * kSecondsPerMinute)); }

/// Fifths between the lowest and the highest on a line; unknown income: the middle.
ByFifth<double> onALine(double lowest, double highest)
{
    ByFifth<double> v{};
    for (std::size_t fifth = 1; fifth < kFifthCount; ++fifth)
        v[fifth] = lowest + (highest - lowest) * static_cast<double>(fifth - 1) / static_cast<double>(kFifthCount - 2);
    v[0] = (lowest + highest) / 2;
    return v;
}

void readGroups(const ParameterSet& p, DemandSettings& s)
{
    s.rates.perPersonDay = p.value(kTripsPerDay);
    s.rates.share = {p.value(kShareWork), p.value(kShareEducation), 0, p.value(kShareAway)};
    s.rates.share[indexOf(Purpose::HomeShopLeisure)] = 1 - s.rates.share[0] - s.rates.share[1] - s.rates.share[3];
    s.rates.factor = onALine(p.value(kTripsLowest), p.value(kTripsHighest));
    s.rates.carAvailable = onALine(p.value(kCarLowest), p.value(kCarHighest));
    s.rates.jobsPerResident = p.value(kResidentAttraction);
    s.rates.jobsPerShop = p.value(kJobsPerShop);
    s.pupilsPerSchool = p.value(kPupilsPerSchool);
    s.money_per_min = onALine(p.value(kTimeValueLowest), p.value(kTimeValueHighest));
    s.money_per_min[0] = 1;
    for (double& v : s.money_per_min)
        v *= p.value(kTimeValue) / kMinutesPerHour;
}

void readModes(const ParameterSet& p, DemandSettings& s)
{
    s.theta_per_min = p.value(kModeScale);
    s.activeLambda = p.value(kActiveNest);
    s.driverShare = p.value(kCarDriverShare);
    s.transitShare = p.value(kTransitShare);
    s.cycleShare = p.value(kCycleShare);
    s.occupancy = {p.value(kOccupancyWork), p.value(kOccupancyEducation), p.value(kOccupancyLeisure), p.value(kOccupancyAway)};
    s.outsideWeight = p.value(kOutsideWeight);
    s.transferPenalty_min = p.value(kTransferPenalty);
    s.carTerminal_min = p.value(kCarTerminal);
    s.cycleWeight = p.value(kCycleWeight);
    s.carCost_km = p.value(kCarCost);
    s.fare = p.value(kFare);
    s.farePaid = p.value(kFarePaid);
    s.fareChanges = p.value(kFareChanges);
    s.fareRate = p.value(kFareRate);
}

/// What three periods leave of a part of the day goes into the night; ranges of the parameters keep it from being negative.
ByPeriod<double> partOfDay(const ParameterSet& p, double part, const ParameterSpec& morning, const ParameterSpec& midday,
                           const ParameterSpec& evening)
{
    ByPeriod<double> v{p.value(morning), p.value(midday), p.value(evening), 0};
    v[3] = std::max(0.0, part - v[0] - v[1] - v[2]);
    const double sum = v[0] + v[1] + v[2] + v[3];
    for (double& share : v)
        share *= part / sum;
    return v;
}

void readProfile(const ParameterSet& p, DemandSettings& s)
{
    s.out[0] = partOfDay(p, 0.5, kProfileWorkOutMorning, kProfileWorkOutMidday, kProfileWorkOutEvening);
    s.back[0] = partOfDay(p, 0.5, kProfileWorkBackMorning, kProfileWorkBackMidday, kProfileWorkBackEvening);
    s.out[1] = partOfDay(p, 0.5, kProfileEducationOutMorning, kProfileEducationOutMidday, kProfileEducationOutEvening);
    s.back[1] = partOfDay(p, 0.5, kProfileEducationBackMorning, kProfileEducationBackMidday, kProfileEducationBackEvening);
    s.out[2] = partOfDay(p, 0.5, kProfileLeisureOutMorning, kProfileLeisureOutMidday, kProfileLeisureOutEvening);
    s.back[2] = partOfDay(p, 0.5, kProfileLeisureBackMorning, kProfileLeisureBackMidday, kProfileLeisureBackEvening);
    s.out[3] = partOfDay(p, 1, kProfileAwayMorning, kProfileAwayMidday, kProfileAwayEvening);
    s.hours = {1 / p.value(kPeakHourMorning), kMiddayHours, 1 / p.value(kPeakHourEvening), kNightHours};
    s.modelledHours = std::lround(p.value(kHoursModelled)) > 1 ? kPeriodCount : 1;
    s.residentsAtEdge = p.value(kResidentsAtEdge);
    s.stationNight = p.value(kStationNight);
}

}  // namespace

DemandSettings demandSettings(const ParameterSet& parameters)
{
    DemandSettings s;
    readGroups(parameters, s);
    s.gamma_per_min = {parameters.value(kGammaWork), parameters.value(kGammaEducation), parameters.value(kGammaLeisure),
                       parameters.value(kGammaAway)};
    s.observedMean_min = {parameters.value(kMeanWork), parameters.value(kMeanEducation), parameters.value(kMeanLeisure),
                          parameters.value(kMeanAway)};
    s.beta = parameters.value(kDeterrencePower);
    readModes(parameters, s);
    readProfile(parameters, s);
    s.departures = {.first_s = seconds(parameters.value(kTransitWindowStart) * kMinutesPerHour),
                    .length_s = seconds(parameters.value(kTransitWindowLength)),
                    .step_s = seconds(parameters.value(kTransitStep))};
    s.response = static_cast<DemandResponse>(std::lround(parameters.value(kResponse)));
    s.feedback.tolerance = parameters.value(kFeedbackTolerance);
    s.feedback.maxIterations = static_cast<int>(parameters.value(kFeedbackRounds));
    s.feedback.weight = parameters.value(kFeedbackWeight);
    s.feedback.averaging = s.feedback.weight > 0 ? Averaging::Constant : Averaging::Successive;
    return s;
}

}  // namespace isopolis
