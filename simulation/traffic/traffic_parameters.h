#pragma once
/// What a modeller could dispute about car trips, roads and the equilibrium of the modelled hour.

#include "simulation/scenario/parameter_spec.h"

namespace isopolis {

// -- trips ---------------------------------------------------------------------------------------------------------------

inline constexpr ParameterSpec kTripsPerDay{
    "traffic.demand.trips_per_day",
    ISO_TR("parameter", "Trips per person and day"),
    ISO_TR("parameter", "Trips that one resident makes on a mean day, by all modes."),
    "n",
    Unit::One,
    3.1,
    2.4,
    4.0,
    Distribution::Triangular,
    "Mobilität in Deutschland 2017, results report (BMVI 2018): 3.1 trips per person and day; range: national surveys 2.4 to 4.0"};

inline constexpr ParameterSpec kCarDriverShare{
    "traffic.demand.car_share",
    ISO_TR("parameter", "Share of trips as car driver"),
    ISO_TR("parameter", "Trips made at the wheel of a car, as a share of all trips of residents."),
    "m",
    Unit::One,
    0.3,
    0.1,
    0.8,
    Distribution::Triangular,
    "Mobilität in Deutschland 2017, results report (BMVI 2018): 28 % in the largest cities, 43 % in the whole country; replace by the "
    "city's own survey"};

inline constexpr ParameterSpec kPeakShare{
    "traffic.demand.peak_share",
    ISO_TR("parameter", "Share of the modelled peak hour"),
    ISO_TR("parameter", "Part of a day's car trips that falls into the modelled hour; its inverse turns hourly into daily flows."),
    "K",
    Unit::One,
    0.09,
    0.06,
    0.13,
    Distribution::Triangular,
    "Highway Capacity Manual 2010, chapter 3 (TRB 2010): K-factors of urban roads about 0.09"};

inline constexpr ParameterSpec kDeterrence{
    "traffic.demand.deterrence",
    ISO_TR("parameter", "Deterrence of travel time"),
    ISO_TR("parameter", "Rate at which the attraction of a destination falls with each minute of driving."),
    "γ",
    Unit::PerMinute,
    0.1,
    0.03,
    0.3,
    Distribution::Triangular,
    "Assumption: mean car trips of about 10 to 20 minutes (exponential deterrence, Ortúzar & Willumsen 2011, Modelling Transport, §5.3)"};

inline constexpr ParameterSpec kResidentAttraction{
    "traffic.demand.resident_attraction",
    ISO_TR("parameter", "Attraction of a resident relative to a job"),
    ISO_TR("parameter", "Car trips that end at homes and local services, expressed as jobs per resident."),
    "κ",
    Unit::One,
    0.25,
    0,
    1,
    Distribution::Uniform,
    "Assumption: most peak-hour car trips go to work places; replace by a calibrated value"};

// -- traffic across the edge of the city ---------------------------------------------------------------------------------

inline constexpr ParameterSpec kThroughShare{
    "traffic.external.through_share",
    ISO_TR("parameter", "Share of through traffic"),
    ISO_TR("parameter", "Part of the traffic entering the city that leaves it again without a stop."),
    "τ",
    Unit::One,
    0.2,
    0,
    0.7,
    Distribution::Uniform,
    "Assumption: cordon surveys find 10 to 40 % depending on the size of the city"};

inline constexpr ParameterSpec kLeavingShare{
    "traffic.external.most_leaving",
    ISO_TR("parameter", "Most trips of residents that leave the city"),
    ISO_TR("parameter", "Traffic leaving the city is cut to this part of the residents' trips where volumes at the edge ask for more."),
    "λ",
    Unit::One,
    0.5,
    0.05,
    0.95,
    Distribution::Fixed,
    "Assumption: keeps volumes at the edge from emptying a small city"};

inline constexpr ParameterSpec kExternalMotorway{
    "traffic.external.motorway",
    ISO_TR("parameter", "Traffic entering by a motorway"),
    ISO_TR("parameter", "Vehicles per hour and direction where a motorway crosses the city's edge and no count is near."),
    "Q",
    Unit::VehPerHour,
    2500,
    500,
    5000,
    Distribution::Uniform,
    "Assumption: 25,000 to 30,000 vehicles a day and direction at the peak share"};
inline constexpr ParameterSpec kExternalTrunk{
    "traffic.external.trunk",
    ISO_TR("parameter", "Traffic entering by a trunk road"),
    ISO_TR("parameter", "Vehicles per hour and direction where a trunk road crosses the city's edge and no count is near."),
    "Q",
    Unit::VehPerHour,
    1200,
    200,
    2500,
    Distribution::Uniform,
    "Assumption: about 13,000 vehicles a day and direction at the peak share"};
inline constexpr ParameterSpec kExternalPrimary{
    "traffic.external.primary",
    ISO_TR("parameter", "Traffic entering by a primary road"),
    ISO_TR("parameter", "Vehicles per hour and direction where a primary road crosses the city's edge and no count is near."),
    "Q",
    Unit::VehPerHour,
    550,
    100,
    1500,
    Distribution::Uniform,
    "Assumption: about 6,000 vehicles a day and direction at the peak share"};
inline constexpr ParameterSpec kExternalSecondary{
    "traffic.external.secondary",
    ISO_TR("parameter", "Traffic entering by a secondary road"),
    ISO_TR("parameter", "Vehicles per hour and direction where a secondary road crosses the city's edge and no count is near."),
    "Q",
    Unit::VehPerHour,
    300,
    50,
    1000,
    Distribution::Uniform,
    "Assumption: about 3,300 vehicles a day and direction at the peak share"};
inline constexpr ParameterSpec kExternalTertiary{
    "traffic.external.tertiary",
    ISO_TR("parameter", "Traffic entering by a tertiary road"),
    ISO_TR("parameter", "Vehicles per hour and direction where a tertiary road crosses the city's edge and no count is near."),
    "Q",
    Unit::VehPerHour,
    120,
    10,
    500,
    Distribution::Uniform,
    "Assumption: about 1,300 vehicles a day and direction at the peak share"};

inline constexpr ParameterSpec kExternalEdge{"traffic.external.edge",
                                             ISO_TR("parameter", "Width of the city's edge"),
                                             ISO_TR("parameter", "A main road that ends counts as leaving the city if the data end within "
                                                                 "this distance, or no junction for cars lies so near ahead."),
                                             "R",
                                             Unit::Metre,
                                             300,
                                             20,
                                             3000,
                                             Distribution::Fixed,
                                             "Numerical choice: longer than a city block"};
inline constexpr ParameterSpec kCountDistance{
    "traffic.external.count_distance",
    ISO_TR("parameter", "Reach of a count at the edge"),
    ISO_TR("parameter", "A count on the same road gives the volume at the city's edge if it lies no farther away than this."),
    "D",
    Unit::Metre,
    600,
    50,
    3000,
    Distribution::Fixed,
    "Numerical choice: little traffic leaves a main road within this distance"};

// -- roads ---------------------------------------------------------------------------------------------------------------

inline constexpr ParameterSpec kCapacityMotorway{
    "traffic.capacity.motorway",
    ISO_TR("parameter", "Capacity of a motorway lane"),
    ISO_TR("parameter", "Vehicles per hour that one lane of a motorway can carry."),
    "c",
    Unit::VehPerHour,
    2000,
    1700,
    2400,
    Distribution::Triangular,
    "Highway Capacity Manual 2010, chapter 11: 2,250 to 2,400 passenger cars per lane, less lorries and ramps"};
inline constexpr ParameterSpec kCapacityTrunk{
    "traffic.capacity.trunk",
    ISO_TR("parameter", "Capacity of a trunk road lane"),
    ISO_TR("parameter", "Vehicles per hour that one lane of a trunk road can carry."),
    "c",
    Unit::VehPerHour,
    1700,
    1200,
    2000,
    Distribution::Triangular,
    "MATSim, default lane capacities for OpenStreetMap roads (Horni, Nagel, Axhausen 2016): 2,000; less junctions"};
inline constexpr ParameterSpec kCapacityPrimary{
    "traffic.capacity.primary",
    ISO_TR("parameter", "Capacity of a primary road lane"),
    ISO_TR("parameter", "Vehicles per hour that one lane of a primary road can carry past its junctions."),
    "c",
    Unit::VehPerHour,
    1000,
    700,
    1500,
    Distribution::Triangular,
    "Highway Capacity Manual 2010, chapter 18: saturation flow 1,900 per lane, times a green share of about 0.5; MATSim default 1,500"};
inline constexpr ParameterSpec kCapacitySecondary{
    "traffic.capacity.secondary",
    ISO_TR("parameter", "Capacity of a secondary road lane"),
    ISO_TR("parameter", "Vehicles per hour that one lane of a secondary road can carry past its junctions."),
    "c",
    Unit::VehPerHour,
    850,
    600,
    1200,
    Distribution::Triangular,
    "Highway Capacity Manual 2010, chapter 18: saturation flow 1,900 per lane, times a green share of about 0.45; MATSim default 1,000"};
inline constexpr ParameterSpec kCapacityTertiary{
    "traffic.capacity.tertiary",
    ISO_TR("parameter", "Capacity of a tertiary road lane"),
    ISO_TR("parameter", "Vehicles per hour that one lane of a tertiary road can carry past its junctions."),
    "c",
    Unit::VehPerHour,
    650,
    400,
    900,
    Distribution::Triangular,
    "MATSim, default lane capacities for OpenStreetMap roads (Horni, Nagel, Axhausen 2016): 600"};
inline constexpr ParameterSpec kCapacityLocal{
    "traffic.capacity.local",
    ISO_TR("parameter", "Capacity of a local street lane"),
    ISO_TR("parameter", "Vehicles per hour that one lane of a residential, unclassified or service street can carry."),
    "c",
    Unit::VehPerHour,
    450,
    200,
    700,
    Distribution::Triangular,
    "MATSim, default lane capacities for OpenStreetMap roads (Horni, Nagel, Axhausen 2016): 300 to 600"};

inline constexpr ParameterSpec kSpeedFactorMotorway{
    "traffic.speed_factor.motorway",
    ISO_TR("parameter", "Free speed on motorways relative to the limit"),
    ISO_TR("parameter", "Mean speed in light traffic divided by the legal limit, on motorways and trunk roads."),
    "f",
    Unit::One,
    0.95,
    0.8,
    1.1,
    Distribution::Triangular,
    "Assumption: few junctions; cars near the limit, lorries below it"};
inline constexpr ParameterSpec kSpeedFactorMain{
    "traffic.speed_factor.main",
    ISO_TR("parameter", "Free speed on main roads relative to the limit"),
    ISO_TR("parameter",
           "Mean speed in light traffic, stops at junctions included, divided by the legal limit, on primary to tertiary roads."),
    "f",
    Unit::One,
    0.7,
    0.45,
    0.95,
    Distribution::Triangular,
    "Assumption: 30 to 40 km/h between signals at a limit of 50 km/h (Highway Capacity Manual 2010, chapter 17, urban streets)"};
inline constexpr ParameterSpec kSpeedFactorLocal{
    "traffic.speed_factor.local",
    ISO_TR("parameter", "Free speed on local streets relative to the limit"),
    ISO_TR("parameter", "Mean speed in light traffic, stops at junctions included, divided by the legal limit, on all other streets."),
    "f",
    Unit::One,
    0.6,
    0.35,
    0.95,
    Distribution::Triangular,
    "Assumption: about 20 km/h at a limit of 30 km/h, 30 km/h at 50 km/h"};

inline constexpr ParameterSpec kBprAlpha{
    "traffic.bpr.alpha",
    ISO_TR("parameter", "Delay at capacity"),
    ISO_TR("parameter", "Extra travel time of a link, relative to its free time, when its flow equals its capacity."),
    "α",
    Unit::One,
    0.15,
    0.05,
    1.5,
    Distribution::Triangular,
    "Bureau of Public Roads 1964, Traffic Assignment Manual: 0.15"};
inline constexpr ParameterSpec kBprBeta{"traffic.bpr.beta",
                                        ISO_TR("parameter", "Steepness of delay"),
                                        ISO_TR("parameter", "Power with which the extra travel time grows with flow over capacity."),
                                        "β",
                                        Unit::One,
                                        4,
                                        1,
                                        10,
                                        Distribution::Triangular,
                                        "Bureau of Public Roads 1964, Traffic Assignment Manual: 4"};

// -- how neighbourhoods reach the network --------------------------------------------------------------------------------

inline constexpr ParameterSpec kConnectors{
    "traffic.connector.count",
    ISO_TR("parameter", "Junctions per neighbourhood"),
    ISO_TR("parameter", "Junctions, spread evenly over people and jobs, at which a neighbourhood's cars enter and leave the network."),
    "k",
    Unit::One,
    6,
    1,
    50,
    Distribution::Fixed,
    "Numerical choice: more connectors spread the cars over more streets"};
inline constexpr ParameterSpec kConnectorReach{
    "traffic.connector.reach",
    ISO_TR("parameter", "Farthest junction of a place for cars"),
    ISO_TR("parameter", "People and jobs farther than this from a street for cars have no car access."),
    "R",
    Unit::Metre,
    1000,
    100,
    5000,
    Distribution::Fixed,
    "Numerical choice: farther places have no street in the data"};
inline constexpr ParameterSpec kIslandShare{
    "traffic.connector.island",
    ISO_TR("parameter", "Smallest island with cars"),
    ISO_TR("parameter",
           "Streets cut off from the rest serve cars if they join at least this part of the junctions of the largest network."),
    "s",
    Unit::One,
    0.05,
    0,
    1,
    Distribution::Fixed,
    "Numerical choice: what is cut off by a closure is reached on foot from the next street"};
inline constexpr ParameterSpec kConnectorSpeed{
    "traffic.connector.speed",
    ISO_TR("parameter", "Speed of the first and last stretch"),
    ISO_TR("parameter", "Speed of cars between their parking place and the junction where they enter the network, along the detour."),
    "v",
    Unit::KmPerHour,
    15,
    5,
    30,
    Distribution::Triangular,
    "Assumption: local streets with parking manoeuvres"};
inline constexpr ParameterSpec kConnectorDetour{
    "traffic.connector.detour",
    ISO_TR("parameter", "Detour of the first and last stretch"),
    ISO_TR("parameter", "Length driven divided by the straight distance to the junction."),
    "d",
    Unit::One,
    1.3,
    1,
    2,
    Distribution::Triangular,
    "Assumption: detour of street networks 1.2 to 1.4 (Barthelemy 2011, Spatial networks, Physics Reports 499)"};

// -- equilibrium ---------------------------------------------------------------------------------------------------------

inline constexpr ParameterSpec kRelativeGap{
    "traffic.relative_gap",
    ISO_TR("parameter", "Relative gap of the equilibrium"),
    ISO_TR("parameter",
           "Share of the total travel time that drivers could still save by choosing better routes; the calculation stops below it."),
    "RG",
    Unit::One,
    1e-6,
    1e-10,
    1e-2,
    Distribution::Fixed,
    "Boyce, Ralevic-Dekic, Bar-Gera 2004, Journal of Transportation Engineering 130(1): 1e-4 for stable link flows; 1e-6 so that "
    "far-away places do not flicker between branches"};
inline constexpr ParameterSpec kMaxIterations{
    "traffic.max_iterations",
    ISO_TR("parameter", "Most iterations of the equilibrium"),
    ISO_TR("parameter", "The calculation stops here and says so if the relative gap is not reached."),
    "N",
    Unit::One,
    300,
    1,
    100000,
    Distribution::Fixed,
    "Numerical choice"};

/// Every parameter of the traffic model.
inline constexpr const ParameterSpec* kTrafficParameters[] = {
    &kTripsPerDay,      &kCarDriverShare,   &kPeakShare,           &kDeterrence,      &kResidentAttraction, &kThroughShare,
    &kLeavingShare,     &kExternalMotorway, &kExternalTrunk,       &kExternalPrimary, &kExternalSecondary,  &kExternalTertiary,
    &kExternalEdge,     &kCountDistance,    &kCapacityMotorway,    &kCapacityTrunk,   &kCapacityPrimary,    &kCapacitySecondary,
    &kCapacityTertiary, &kCapacityLocal,    &kSpeedFactorMotorway, &kSpeedFactorMain, &kSpeedFactorLocal,   &kBprAlpha,
    &kBprBeta,          &kConnectors,       &kConnectorReach,      &kIslandShare,     &kConnectorSpeed,     &kConnectorDetour,
    &kRelativeGap,      &kMaxIterations};

}  // namespace isopolis
