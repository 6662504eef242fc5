#pragma once
/// When people travel: shares of a mean day's trips by period, and what happens at the city's edge through the day.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

// -- day ------------------------------------------------------------------------------------------------------------

inline constexpr ParameterSpec kHoursModelled{
    "traffic.profile.hours_modelled",
    ISO_TR("parameter", "Hours of the day that are assigned"),
    ISO_TR("parameter", "4: one hour in each period of the day, and daily traffic is their sum. 1: the morning peak hour only, and daily "
                        "traffic is that hour divided by the peak share."),
    "N",
    Unit::One,
    4,
    1,
    4,
    Distribution::Fixed,
    "Choice: four hours tell the two directions of a street apart; one hour is faster"};

inline constexpr ParameterSpec kProfileWorkOutMorning{
    "traffic.profile.work.out.morning",
    ISO_TR("parameter", "Trips from home in the morning: work"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go from home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.3,
    0.18,
    0.35,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileWorkOutMidday{
    "traffic.profile.work.out.midday",
    ISO_TR("parameter", "Trips from home in the midday: work"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go from home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.08,
    0.048,
    0.097,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileWorkOutEvening{
    "traffic.profile.work.out.evening",
    ISO_TR("parameter", "Trips from home in the evening: work"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go from home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.03,
    0.018,
    0.039,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileWorkBackMorning{
    "traffic.profile.work.back.morning",
    ISO_TR("parameter", "Trips home in the morning: work"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.02,
    0.012,
    0.028,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileWorkBackMidday{
    "traffic.profile.work.back.midday",
    ISO_TR("parameter", "Trips home in the midday: work"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.1,
    0.06,
    0.12,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileWorkBackEvening{
    "traffic.profile.work.back.evening",
    ISO_TR("parameter", "Trips home in the evening: work"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.27,
    0.162,
    0.316,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileEducationOutMorning{
    "traffic.profile.education.out.morning",
    ISO_TR("parameter", "Trips from home in the morning: school"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go from home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.4,
    0.24,
    0.465,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileEducationOutMidday{
    "traffic.profile.education.out.midday",
    ISO_TR("parameter", "Trips from home in the midday: school"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go from home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.06,
    0.036,
    0.074,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileEducationOutEvening{
    "traffic.profile.education.out.evening",
    ISO_TR("parameter", "Trips from home in the evening: school"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go from home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.02,
    0.012,
    0.028,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileEducationBackMorning{
    "traffic.profile.education.back.morning",
    ISO_TR("parameter", "Trips home in the morning: school"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.01,
    0.006,
    0.017,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileEducationBackMidday{
    "traffic.profile.education.back.midday",
    ISO_TR("parameter", "Trips home in the midday: school"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.28,
    0.168,
    0.327,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileEducationBackEvening{
    "traffic.profile.education.back.evening",
    ISO_TR("parameter", "Trips home in the evening: school"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.16,
    0.096,
    0.189,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileLeisureOutMorning{
    "traffic.profile.leisure.out.morning",
    ISO_TR("parameter", "Trips from home in the morning: shops, errands and leisure"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go from home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.1,
    0.06,
    0.12,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileLeisureOutMidday{
    "traffic.profile.leisure.out.midday",
    ISO_TR("parameter", "Trips from home in the midday: shops, errands and leisure"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go from home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.22,
    0.132,
    0.258,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileLeisureOutEvening{
    "traffic.profile.leisure.out.evening",
    ISO_TR("parameter", "Trips from home in the evening: shops, errands and leisure"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go from home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.12,
    0.072,
    0.143,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileLeisureBackMorning{
    "traffic.profile.leisure.back.morning",
    ISO_TR("parameter", "Trips home in the morning: shops, errands and leisure"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.03,
    0.018,
    0.039,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileLeisureBackMidday{
    "traffic.profile.leisure.back.midday",
    ISO_TR("parameter", "Trips home in the midday: shops, errands and leisure"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.22,
    0.132,
    0.258,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileLeisureBackEvening{
    "traffic.profile.leisure.back.evening",
    ISO_TR("parameter", "Trips home in the evening: shops, errands and leisure"),
    ISO_TR("parameter",
           "Part of the day's trips of this purpose that go home in this period; what is left of each half falls into the night."),
    "h",
    Unit::One,
    0.13,
    0.078,
    0.154,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileAwayMorning{
    "traffic.profile.away.morning",
    ISO_TR("parameter", "Trips away from home in the morning"),
    ISO_TR("parameter", "Part of the day's trips between places away from home in this period; the rest falls into the night."),
    "h",
    Unit::One,
    0.17,
    0.102,
    0.187,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileAwayMidday{
    "traffic.profile.away.midday",
    ISO_TR("parameter", "Trips away from home in the midday"),
    ISO_TR("parameter", "Part of the day's trips between places away from home in this period; the rest falls into the night."),
    "h",
    Unit::One,
    0.5,
    0.3,
    0.55,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kProfileAwayEvening{
    "traffic.profile.away.evening",
    ISO_TR("parameter", "Trips away from home in the evening"),
    ISO_TR("parameter", "Part of the day's trips between places away from home in this period; the rest falls into the night."),
    "h",
    Unit::One,
    0.23,
    0.138,
    0.253,
    Distribution::Triangular,
    "Assumption by purpose; over all purposes it agrees within 1.5 points with the departures of the National Travel Survey 2016 of "
    "Ireland (CSO, When we travelled, means of men and women): 7–10 20 %, 10–16 41 %, 16–19 24 %, rest 15 %"};

inline constexpr ParameterSpec kPeakHourMorning{
    "traffic.profile.peak_hour.morning",
    ISO_TR("parameter", "Busiest hour of the morning"),
    ISO_TR("parameter", "Part of the morning's traffic from 7 to 10 that falls into its busiest hour."),
    "p",
    Unit::One,
    0.42,
    0.34,
    0.6,
    Distribution::Triangular,
    "Assumption: a third if traffic were even; city counts show 0.38 to 0.48"};

inline constexpr ParameterSpec kPeakHourEvening{
    "traffic.profile.peak_hour.evening",
    ISO_TR("parameter", "Busiest hour of the evening"),
    ISO_TR("parameter", "Part of the evening's traffic from 16 to 19 that falls into its busiest hour."),
    "p",
    Unit::One,
    0.37,
    0.34,
    0.6,
    Distribution::Triangular,
    "Assumption: a third if traffic were even; city counts show 0.35 to 0.40"};

inline constexpr ParameterSpec kStationNight{"traffic.profile.station_night",
                                             ISO_TR("parameter", "Night traffic at the edge of the city"),
                                             ISO_TR("parameter", "Part of a day's traffic entering or leaving the city between 19 and 7."),
                                             "ν",
                                             Unit::One,
                                             0.2,
                                             0.1,
                                             0.35,
                                             Distribution::Triangular,
                                             "Assumption: a fifth of daily traffic on urban main roads"};

inline constexpr ParameterSpec kResidentsAtEdge{
    "traffic.external.residents_share",
    ISO_TR("parameter", "Residents among the traffic across the edge"),
    ISO_TR("parameter", "Part of the vehicles entering or leaving the city, through traffic aside, that carries residents of the city; "
                        "their trips inside are fewer by as much."),
    "ρ",
    Unit::One,
    0.35,
    0,
    1,
    Distribution::Uniform,
    "Assumption: about a third; more in a city with few jobs"};

/// Every parameter of the profile over the day.
inline constexpr const ParameterSpec* kProfileParameters[] = {&kHoursModelled,
                                                              &kProfileWorkOutMorning,
                                                              &kProfileWorkOutMidday,
                                                              &kProfileWorkOutEvening,
                                                              &kProfileWorkBackMorning,
                                                              &kProfileWorkBackMidday,
                                                              &kProfileWorkBackEvening,
                                                              &kProfileEducationOutMorning,
                                                              &kProfileEducationOutMidday,
                                                              &kProfileEducationOutEvening,
                                                              &kProfileEducationBackMorning,
                                                              &kProfileEducationBackMidday,
                                                              &kProfileEducationBackEvening,
                                                              &kProfileLeisureOutMorning,
                                                              &kProfileLeisureOutMidday,
                                                              &kProfileLeisureOutEvening,
                                                              &kProfileLeisureBackMorning,
                                                              &kProfileLeisureBackMidday,
                                                              &kProfileLeisureBackEvening,
                                                              &kProfileAwayMorning,
                                                              &kProfileAwayMidday,
                                                              &kProfileAwayEvening,
                                                              &kPeakHourMorning,
                                                              &kPeakHourEvening,
                                                              &kStationNight,
                                                              &kResidentsAtEdge};

}  // namespace isopolis
