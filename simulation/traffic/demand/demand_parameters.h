#pragma once
/// What a modeller could dispute about why, where to and how people travel.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

// -- trips by purpose -----------------------------------------------------------------------------------------------

inline constexpr ParameterSpec kShareWork{"traffic.purpose.share.work",
                                          ISO_TR("parameter", "Share of trips between home and work"),
                                          ISO_TR("parameter", "Part of a resident's trips that goes to work or comes home from it."),
                                          "s",
                                          Unit::One,
                                          0.16,
                                          0.1,
                                          0.3,
                                          Distribution::Triangular,
                                          "Mobilität in Deutschland 2017, results report (Nobis & Kuhnimhof 2018): work 16 % of trips, the "
                                          "way home counted with it (43 of 260 million a day)"};

inline constexpr ParameterSpec kShareEducation{
    "traffic.purpose.share.education",
    ISO_TR("parameter", "Share of trips between home and school"),
    ISO_TR("parameter", "Part of a resident's trips that goes to school, training or university or comes home from it."),
    "s",
    Unit::One,
    0.07,
    0.03,
    0.15,
    Distribution::Triangular,
    "Mobilität in Deutschland 2017, results report (Nobis & Kuhnimhof 2018): education 7 % of trips (18 of 260 million a day)"};

inline constexpr ParameterSpec kShareAway{
    "traffic.purpose.share.away",
    ISO_TR("parameter", "Share of trips that neither begin nor end at home"),
    ISO_TR("parameter", "Part of a resident's trips between two places away from home, business trips included; the rest is shopping, "
                        "errands and leisure."),
    "s",
    Unit::One,
    0.2,
    0.1,
    0.35,
    Distribution::Triangular,
    "Assumption: business 11 % of trips in Mobilität in Deutschland 2017 (28 of 260 million a day), and as many between shops, leisure and "
    "work"};

inline constexpr ParameterSpec kTripsLowest{
    "traffic.group.trips.lowest",
    ISO_TR("parameter", "Trips of the lowest-income fifth relative to the mean"),
    ISO_TR(
        "parameter",
        "Trips a person and day in the fifth of neighbourhoods with lowest income, divided by those of all; fifths between lie on a line."),
    "f",
    Unit::One,
    0.92,
    0.75,
    1.1,
    Distribution::Triangular,
    "Assumption: surveys find 13 to 15 % fewer trips in low-income households (Great Britain: Bayliss 2009, Low income motoring in Great "
    "Britain, RAC Foundation, its abstract, 13 %; USA 2001: BTS special report of October 2007, table 2, 3.5 a day below 25,000 dollars, "
    "4.1 on average); 8 % for neighbourhoods, where incomes mix"};

inline constexpr ParameterSpec kTripsHighest{
    "traffic.group.trips.highest",
    ISO_TR("parameter", "Trips of the highest-income fifth relative to the mean"),
    ISO_TR("parameter", "Trips a person and day in the fifth of neighbourhoods with highest income, divided by those of all; fifths "
                        "between lie on a line."),
    "f",
    Unit::One,
    1.08,
    0.9,
    1.25,
    Distribution::Triangular,
    "Assumption: the US National Household Travel Survey of 2001 finds 12 % more trips in high-income households (BTS special report of "
    "October 2007, table 2: 4.6 a day from 100,000 dollars on, 4.1 on average); 8 % for neighbourhoods, where incomes mix"};

inline constexpr ParameterSpec kCarLowest{
    "traffic.group.car.lowest",
    ISO_TR("parameter", "Car available in the lowest-income fifth"),
    ISO_TR(
        "parameter",
        "Share of people with a car in their household in the fifth of neighbourhoods with lowest income; fifths between lie on a line."),
    "q",
    Unit::One,
    0.47,
    0.2,
    0.95,
    Distribution::Triangular,
    "Mobilität in Deutschland 2017: 53 % of households of low economic status have no car (read in a press report on it)"};

inline constexpr ParameterSpec kCarHighest{
    "traffic.group.car.highest",
    ISO_TR("parameter", "Car available in the highest-income fifth"),
    ISO_TR(
        "parameter",
        "Share of people with a car in their household in the fifth of neighbourhoods with highest income; fifths between lie on a line."),
    "q",
    Unit::One,
    0.92,
    0.4,
    0.99,
    Distribution::Triangular,
    "Mobilität in Deutschland 2017: 8 % of households of very high economic status have no car (read in a press report on it)"};

inline constexpr ParameterSpec kJobsPerShop{
    "traffic.demand.shop_attraction",
    ISO_TR("parameter", "Attraction of a shop relative to a job"),
    ISO_TR("parameter", "Trips for shopping, errands and leisure that end at a shop, expressed as jobs per shop in the data."),
    "σ",
    Unit::One,
    5,
    0,
    50,
    Distribution::Uniform,
    "Assumption: a shop or restaurant on the map stands for a handful of work places and their customers"};

inline constexpr ParameterSpec kPupilsPerSchool{
    "traffic.demand.pupils_per_school",
    ISO_TR("parameter", "Places in a school of unknown size"),
    ISO_TR("parameter", "Pupils of a school whose places are not in the data; only its weight against other schools matters."),
    "S",
    Unit::One,
    300,
    50,
    2000,
    Distribution::Fixed,
    "Assumption: a two-form primary school"};

// -- destinations ---------------------------------------------------------------------------------------------------

inline constexpr ParameterSpec kGammaWork{
    "traffic.distribution.gamma.work",
    ISO_TR("parameter", "Deterrence of cost: work"),
    ISO_TR("parameter", "Rate at which the attraction of a destination falls with each generalised minute, averaged over modes."),
    "γ",
    Unit::PerMinute,
    0.065,
    0.02,
    0.2,
    Distribution::Triangular,
    "UK TAG unit M2.1, Variable demand modelling, §5.6, illustrative parameters: HBW car 0.065 per generalised minute, median of UK models "
    "(figure unverified)"};

inline constexpr ParameterSpec kGammaEducation{
    "traffic.distribution.gamma.education",
    ISO_TR("parameter", "Deterrence of cost: school"),
    ISO_TR("parameter", "Rate at which the attraction of a destination falls with each generalised minute, averaged over modes."),
    "γ",
    Unit::PerMinute,
    0.09,
    0.02,
    0.2,
    Distribution::Triangular,
    "UK TAG unit M2.1, Variable demand modelling, §5.6, illustrative parameters: HBO car 0.090 per generalised minute, median of UK models "
    "(figure unverified)"};

inline constexpr ParameterSpec kGammaLeisure{
    "traffic.distribution.gamma.leisure",
    ISO_TR("parameter", "Deterrence of cost: shops, errands and leisure"),
    ISO_TR("parameter", "Rate at which the attraction of a destination falls with each generalised minute, averaged over modes."),
    "γ",
    Unit::PerMinute,
    0.09,
    0.02,
    0.2,
    Distribution::Triangular,
    "UK TAG unit M2.1, Variable demand modelling, §5.6, illustrative parameters: HBO car 0.090 per generalised minute, median of UK models "
    "(figure unverified)"};

inline constexpr ParameterSpec kGammaAway{
    "traffic.distribution.gamma.away",
    ISO_TR("parameter", "Deterrence of cost: trips away from home"),
    ISO_TR("parameter", "Rate at which the attraction of a destination falls with each generalised minute, averaged over modes."),
    "γ",
    Unit::PerMinute,
    0.077,
    0.02,
    0.2,
    Distribution::Triangular,
    "UK TAG unit M2.1, Variable demand modelling, §5.6, illustrative parameters: NHBO car 0.077 per generalised minute, median of UK "
    "models (figure unverified)"};

inline constexpr ParameterSpec kDeterrencePower{
    "traffic.distribution.beta",
    ISO_TR("parameter", "Power of cost in the deterrence"),
    ISO_TR("parameter", "Power β of the generalised minutes in f(c) = c^β e^(−γc); above 0 it makes very short trips rarer."),
    "β",
    Unit::One,
    0,
    -0.9,
    2,
    Distribution::Fixed,
    "Assumption: plain exponential form (Wilson 1967); the combined form follows Ortúzar & Willumsen 2011, Modelling Transport, §5.3"};

inline constexpr ParameterSpec kMeanWork{
    "traffic.distribution.mean.work",
    ISO_TR("parameter", "Observed mean trip: work"),
    ISO_TR("parameter",
           "Mean minutes from door to door of a trip, from a survey. Above 0, the deterrence is fitted to it by Hyman's method in "
           "the mapped city; at 0 the parameter of deterrence stands."),
    "c*",
    Unit::Minute,
    0,
    0,
    180,
    Distribution::Fixed,
    "0: not given; a value comes from the city's own survey"};

inline constexpr ParameterSpec kMeanEducation{
    "traffic.distribution.mean.education",
    ISO_TR("parameter", "Observed mean trip: school"),
    ISO_TR("parameter",
           "Mean minutes from door to door of a trip, from a survey. Above 0, the deterrence is fitted to it by Hyman's method in "
           "the mapped city; at 0 the parameter of deterrence stands."),
    "c*",
    Unit::Minute,
    0,
    0,
    180,
    Distribution::Fixed,
    "0: not given; a value comes from the city's own survey"};

inline constexpr ParameterSpec kMeanLeisure{
    "traffic.distribution.mean.leisure",
    ISO_TR("parameter", "Observed mean trip: shops, errands and leisure"),
    ISO_TR("parameter",
           "Mean minutes from door to door of a trip, from a survey. Above 0, the deterrence is fitted to it by Hyman's method in "
           "the mapped city; at 0 the parameter of deterrence stands."),
    "c*",
    Unit::Minute,
    0,
    0,
    180,
    Distribution::Fixed,
    "0: not given; a value comes from the city's own survey"};

inline constexpr ParameterSpec kMeanAway{
    "traffic.distribution.mean.away",
    ISO_TR("parameter", "Observed mean trip: trips away from home"),
    ISO_TR("parameter",
           "Mean minutes from door to door of a trip, from a survey. Above 0, the deterrence is fitted to it by Hyman's method in "
           "the mapped city; at 0 the parameter of deterrence stands."),
    "c*",
    Unit::Minute,
    0,
    0,
    180,
    Distribution::Fixed,
    "0: not given; a value comes from the city's own survey"};

// -- modes ----------------------------------------------------------------------------------------------------------

inline constexpr ParameterSpec kModeScale{
    "traffic.mode.scale",
    ISO_TR("parameter", "Sensitivity of mode choice"),
    ISO_TR("parameter",
           "Scale θ of the logit: how much a generalised minute weighs in the choice of mode. Not below the deterrence of destinations."),
    "θ",
    Unit::PerMinute,
    0.1,
    0.03,
    0.25,
    Distribution::Triangular,
    "Assumption: at least the deterrence of destinations, so that modes respond before destinations (Williams 1977); mode choice models of "
    "cities in the USA find less, 0.004 to 0.05 per minute in the vehicle (FHWA, Travel Model Validation and Reasonability Checking "
    "Manual, 2nd edition 2010, tables 7.3 to 7.5)"};

inline constexpr ParameterSpec kActiveNest{
    "traffic.mode.nest_active",
    ISO_TR("parameter", "Independence of cycling and walking"),
    ISO_TR("parameter", "Scale λ of a nest of cycling and walking; 1: both are as unlike as any two modes (multinomial logit)."),
    "λ",
    Unit::One,
    1,
    0.3,
    1,
    Distribution::Uniform,
    "Assumption: no nest; below 1 as in Ortúzar & Willumsen 2011, Modelling Transport, §7.4"};

inline constexpr ParameterSpec kTransitShare{
    "traffic.mode.share.transit",
    ISO_TR("parameter", "Share of trips by public transport"),
    ISO_TR("parameter", "Trips by bus, tram and train as a share of all trips of residents: the "
                        "mapped city is fitted to it. Without a timetable it stays fixed."),
    "m",
    Unit::One,
    0.2,
    0,
    0.5,
    Distribution::Triangular,
    "Mobilität in Deutschland: 21 % in the largest cities in 2023 (summary of the survey by AGFK "
    "Sachsen-Anhalt, March 2025), rounded; 10 % in the whole country in 2017 (results report, Nobis & "
    "Kuhnimhof 2018); replace by the city's own survey"};

inline constexpr ParameterSpec kCycleShare{
    "traffic.mode.share.cycle",
    ISO_TR("parameter", "Share of trips by bicycle"),
    ISO_TR("parameter",
           "Trips by bicycle as a share of all trips of residents: the mapped city is fitted to it. What no mode takes goes on foot."),
    "m",
    Unit::One,
    0.15,
    0.005,
    0.5,
    Distribution::Triangular,
    "Mobilität in Deutschland: 15 % in the largest cities in 2023 (summary of the survey by AGFK Sachsen-Anhalt, March 2025), 11 % in the "
    "whole country in 2017 (results report, Nobis & Kuhnimhof 2018); replace by the city's own survey"};

inline constexpr ParameterSpec kOccupancyWork{
    "traffic.mode.occupancy.work",
    ISO_TR("parameter", "Persons per car: work"),
    ISO_TR("parameter", "Persons in a car on such a trip, the driver included."),
    "o",
    Unit::PersonsPerUnit,
    1.1,
    1,
    1.4,
    Distribution::Triangular,
    "Assumption; Mobilität in Deutschland 2008, results report (infas & DLR 2010), p. 91, as Forschungsinformationssystem, synthesis "
    "report 79638, quotes it: work 1.2, business 1.1; 1.5 over all trips in 2008 and 2017"};

inline constexpr ParameterSpec kOccupancyEducation{
    "traffic.mode.occupancy.education",
    ISO_TR("parameter", "Persons per car: school"),
    ISO_TR("parameter", "Persons in a car on such a trip, the driver included."),
    "o",
    Unit::PersonsPerUnit,
    1.5,
    1,
    2.2,
    Distribution::Triangular,
    "Assumption; Mobilität in Deutschland 2008, results report (infas & DLR 2010), p. 91, as Forschungsinformationssystem, synthesis "
    "report 79638, quotes it: education 1.7; 1.5 over all trips in 2008 and 2017"};

inline constexpr ParameterSpec kOccupancyLeisure{
    "traffic.mode.occupancy.leisure",
    ISO_TR("parameter", "Persons per car: shops, errands and leisure"),
    ISO_TR("parameter", "Persons in a car on such a trip, the driver included."),
    "o",
    Unit::PersonsPerUnit,
    1.6,
    1.1,
    2.2,
    Distribution::Triangular,
    "Assumption; Mobilität in Deutschland 2008, results report (infas & DLR 2010), p. 91, as Forschungsinformationssystem, synthesis "
    "report 79638, quotes it: shopping and errands 1.5, leisure 1.9; 1.5 over all trips in 2008 and 2017"};

inline constexpr ParameterSpec kOccupancyAway{
    "traffic.mode.occupancy.away",
    ISO_TR("parameter", "Persons per car: trips away from home"),
    ISO_TR("parameter", "Persons in a car on such a trip, the driver included."),
    "o",
    Unit::PersonsPerUnit,
    1.3,
    1,
    1.8,
    Distribution::Triangular,
    "Assumption; Mobilität in Deutschland 2008, results report (infas & DLR 2010), p. 91, as Forschungsinformationssystem, synthesis "
    "report 79638, quotes it: business 1.1, errands 1.5, leisure 1.9; 1.5 over all trips in 2008 and 2017"};

inline constexpr ParameterSpec kOutsideWeight{
    "traffic.mode.outside_weight",
    ISO_TR("parameter", "Weight of walking and waiting"),
    ISO_TR("parameter", "A minute on foot or waiting counts as so many minutes in a vehicle."),
    "w",
    Unit::One,
    2,
    1.5,
    2.5,
    Distribution::Triangular,
    "UK TAG unit M3.2, Public transport assignment modelling (DfT, May 2024), table 1: walking 1.5 to 2.0, waiting 1.5 to 2.5 times "
    "in-vehicle time (read as two public model documentations quote it)"};

inline constexpr ParameterSpec kTransferPenalty{
    "traffic.mode.transfer_penalty",
    ISO_TR("parameter", "Penalty of a transfer"),
    ISO_TR("parameter", "A change of vehicle counts as so many minutes on top of the walk and the wait."),
    "u",
    Unit::Minute,
    7.5,
    2,
    10,
    Distribution::Triangular,
    "UK TAG unit M3.2, Public transport assignment modelling (DfT, May 2024), table 1: penalty of a boarding or transfer 2 to 10 minutes "
    "(read as two public model documentations quote it); 7.5 within it is an assumption"};

inline constexpr ParameterSpec kTransitStep{
    "traffic.mode.transit_step",
    ISO_TR("parameter", "Step between departures in the choice of mode"),
    ISO_TR("parameter",
           "Journeys by public transport between neighbourhoods are timed at every step of the window of departures; their mean counts."),
    "Δτ",
    Unit::Minute,
    10,
    1,
    60,
    Distribution::Fixed,
    "Numerical choice: six departures in an hour; calculating time grows in proportion"};

inline constexpr ParameterSpec kCarTerminal{"traffic.mode.car_terminal",
                                            ISO_TR("parameter", "Walking and parking of a car trip"),
                                            ISO_TR("parameter", "Minutes on foot between car and places at both ends together."),
                                            "t",
                                            Unit::Minute,
                                            4,
                                            0,
                                            20,
                                            Distribution::Triangular,
                                            "Assumption: two minutes at each end"};

inline constexpr ParameterSpec kCycleWeight{"traffic.mode.cycle_weight",
                                            ISO_TR("parameter", "Weight of cycling time"),
                                            ISO_TR("parameter", "A minute on a bicycle counts as so many minutes in a vehicle."),
                                            "w",
                                            Unit::One,
                                            1.3,
                                            1,
                                            2,
                                            Distribution::Triangular,
                                            "Assumption: between in-vehicle time and walking"};

inline constexpr ParameterSpec kCarCost{
    "traffic.mode.car_cost",
    ISO_TR("parameter", "Cost of a car kilometre"),
    ISO_TR("parameter", "Money that a driver feels for each kilometre (fuel, wear), euro, price level of the value of time."),
    "k",
    Unit::One,
    0.2,
    0.05,
    0.6,
    Distribution::Triangular,
    "Assumption: fuel at some 7 l/100 km and 1.7 euro a litre, and wear"};

inline constexpr ParameterSpec kFare{
    "traffic.mode.fare",
    ISO_TR("parameter", "Fare of a trip by public transport"),
    ISO_TR("parameter",
           "Money for one trip, with season tickets shared out, euro; where the timetable has fares in known money, those count instead."),
    "F",
    Unit::One,
    1.3,
    0,
    5,
    Distribution::Triangular,
    "Assumption: about half of a single ticket"};

inline constexpr ParameterSpec kFarePaid{
    "traffic.mode.fare_paid",
    ISO_TR("parameter", "Part of the timetable's fares that is paid"),
    ISO_TR("parameter",
           "What a trip costs on average divided by its single fare in the timetable: season tickets, reduced and free travel."),
    "φ",
    Unit::One,
    0.5,
    0.1,
    1,
    Distribution::Triangular,
    "Assumption: about half of a single ticket, as for the flat fare"};

inline constexpr ParameterSpec kFareChanges{
    "traffic.mode.fare_changes",
    ISO_TR("parameter", "Fare paid again at each change"),
    ISO_TR("parameter", "0: one ticket, that of the dearest line, serves the whole trip; 1: every ride is paid in full."),
    "ψ",
    Unit::One,
    0,
    0,
    1,
    Distribution::Fixed,
    "Assumption: one tariff for the city; to be set by the city's own rules"};

inline constexpr ParameterSpec kFareRate{
    "traffic.mode.fare_rate",
    ISO_TR("parameter", "Euro for one unit of the timetable's money"),
    ISO_TR("parameter", "Turns fares into the money of the value of time. 0: not given; then only fares in euro are used, at 1."),
    "ε",
    Unit::One,
    0,
    0,
    10,
    Distribution::Fixed,
    "0: not given; the rate is that of the year of the fares"};

inline constexpr ParameterSpec kTimeValue{
    "traffic.mode.time_value",
    ISO_TR("parameter", "Value of travel time"),
    ISO_TR("parameter", "Money that saving an hour is worth to the mean traveller, euro per hour: turns money into minutes."),
    "VOT",
    Unit::One,
    10,
    4,
    30,
    Distribution::Triangular,
    "Assumption: 5 to 15 euro per hour for private trips; values vary with purpose, mode, distance and income (Wardman, Chintakayala & "
    "de Jong 2016, Transportation Research A 94, 93-111, doi 10.1016/j.tra.2016.08.019: 3,109 values of 389 European studies, confirmed by "
    "its abstract; the range in euro is not taken from it)"};

inline constexpr ParameterSpec kTimeValueLowest{
    "traffic.group.time_value.lowest",
    ISO_TR("parameter", "Value of time in the lowest-income fifth relative to the mean"),
    ISO_TR("parameter", "Fifths between lie on a line."),
    "v",
    Unit::One,
    0.7,
    0.3,
    1,
    Distribution::Triangular,
    "Assumption: value of time grows with about the square root of income. Attributed to Daly & Fox 2012: elasticities of "
    "0.07 to 0.7 in studies of one moment; neither the paper nor the figures could be found again. Over time it is 0.9 "
    "by GDP per head in the UK (Abrantes & Wardman 2011, Transportation Research A 45, 1-17, confirmed by its abstract)"};

inline constexpr ParameterSpec kTimeValueHighest{
    "traffic.group.time_value.highest",
    ISO_TR("parameter", "Value of time in the highest-income fifth relative to the mean"),
    ISO_TR("parameter", "Fifths between lie on a line."),
    "v",
    Unit::One,
    1.4,
    1,
    2.5,
    Distribution::Triangular,
    "Assumption: value of time grows with about the square root of income. Attributed to Daly & Fox 2012: elasticities of "
    "0.07 to 0.7 in studies of one moment; neither the paper nor the figures could be found again. Over time it is 0.9 "
    "by GDP per head in the UK (Abrantes & Wardman 2011, Transportation Research A 45, 1-17, confirmed by its abstract)"};

// -- answers to a scheme --------------------------------------------------------------------------------------------

inline constexpr ParameterSpec kResponse{
    "traffic.demand.response",
    ISO_TR("parameter", "What people may change under a scheme"),
    ISO_TR("parameter", "0: routes only. 1: routes and modes. 2: routes, modes and destinations. Demand of the mapped city is the same in "
                        "all three, so a scheme that changes nothing changes nothing."),
    "r",
    Unit::One,
    0,
    0,
    2,
    Distribution::Fixed,
    "Choice: 0 shows a scheme at once and overstates queues in the long run; 1 and 2 follow UK TAG unit M2.1 (incremental demand model)"};

inline constexpr ParameterSpec kFeedbackTolerance{
    "traffic.feedback.tolerance",
    ISO_TR("parameter", "Change of trips at which demand and traffic agree"),
    ISO_TR("parameter", "Root mean square change of the trips between zones from one round "
                        "to the next, relative to their mean; the feedback stops below it."),
    "ε",
    Unit::One,
    0.001,
    1e-6,
    0.05,
    Distribution::Fixed,
    "Numerical choice: 0.1 %; UK TAG unit M2.1, §6.3, asks for a demand/supply gap of 0.1 to 0.2 % (figures unverified)"};

inline constexpr ParameterSpec kFeedbackRounds{"traffic.feedback.rounds",
                                               ISO_TR("parameter", "Most rounds of demand and traffic"),
                                               ISO_TR("parameter", "The feedback stops here and says so if it has not converged."),
                                               "N",
                                               Unit::One,
                                               12,
                                               1,
                                               100,
                                               Distribution::Fixed,
                                               "Numerical choice"};

inline constexpr ParameterSpec kFeedbackWeight{"traffic.feedback.weight",
                                               ISO_TR("parameter", "Weight of the new demand in each round"),
                                               ISO_TR("parameter", "Part of the way from the assigned demand to the one that its travel "
                                                                   "times call forth; 0: successive averages, 1/(n+1) in round n."),
                                               "w",
                                               Unit::One,
                                               0.5,
                                               0,
                                               1,
                                               Distribution::Fixed,
                                               "Ortúzar & Willumsen 2011, Modelling Transport, §11.4: constant weight of 0.5"};

/// Every parameter of trip ends, destinations, modes and feedback.
inline constexpr const ParameterSpec* kDemandParameters[] = {
    &kShareWork,     &kShareEducation,  &kShareAway,          &kTripsLowest,      &kTripsHighest,  &kCarLowest,         &kCarHighest,
    &kJobsPerShop,   &kPupilsPerSchool, &kGammaWork,          &kGammaEducation,   &kGammaLeisure,  &kGammaAway,         &kDeterrencePower,
    &kMeanWork,      &kMeanEducation,   &kMeanLeisure,        &kMeanAway,         &kModeScale,     &kActiveNest,        &kTransitShare,
    &kCycleShare,    &kOccupancyWork,   &kOccupancyEducation, &kOccupancyLeisure, &kOccupancyAway, &kOutsideWeight,     &kTransferPenalty,
    &kTransitStep,   &kCarTerminal,     &kCycleWeight,        &kCarCost,          &kFare,          &kFarePaid,          &kFareChanges,
    &kFareRate,      &kTimeValue,       &kTimeValueLowest,    &kTimeValueHighest, &kResponse,      &kFeedbackTolerance, &kFeedbackRounds,
    &kFeedbackWeight};

}  // namespace isopolis
