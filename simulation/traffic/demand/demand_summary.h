#pragma once
/// What the demand model tells about a mean day: trips by purpose, mode, period and income fifth, lengths, how far the model was fitted.
///
///   summary.trips[indexOf(Purpose::HomeWork)][indexOf(TripMode::Car)][indexOf(Period::Morning)];   // persons' trips

#include "simulation/traffic/demand/demand_types.h"

#include <cmath>

namespace isopolis {

/// Upper ends of the classes of trip length, km; the last class is open.
inline constexpr std::array<double, 9> kTripLengthClasses_km = {0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10};
inline constexpr std::size_t kTripLengthClassCount = kTripLengthClasses_km.size() + 1;

/// Without a car in the household, and with one.
template <class T>
using ByCar = std::array<T, 2>;

struct DemandSummary {
    ByPurpose<ByMode<ByPeriod<double>>> trips{};     ///< residents' trips a day, persons
    ByFifth<ByCar<ByMode<double>>> tripsByGroup{};   ///< home-based ones by income fifth and car; trips away from home are in [0]
    ByMode<double> meanLength_km{}, meanTime_min{};  ///< 0: not known, or no trips
    ByMode<std::array<double, kTripLengthClassCount>> lengths{};  ///< trips a day by class of length
    ByPurpose<double> meanCost_min{};                             ///< mean minutes from door to door by the chosen modes
    ByPurpose<double> gamma_per_min{};                            ///< given, or fitted to an observed mean
    ByMode<double> constant_min{};                                ///< of each mode, fitted to the observed shares
    double intrazonalShare = 0;                                   ///< of residents' trips
    double unplaced = 0;                                          ///< residents' trips a day that find no destination by any mode
    double leavingShare = 0;                                      ///< of residents' car trips that leave the city
    ByPeriod<double> residentCars_veh_h{}, edgeCars_veh_h{}, throughCars_veh_h{};  ///< in the modelled hour of each period
    bool transitResponds = false;  ///< there is a timetable; else public transport keeps a fixed share
    int response = 0;              ///< DemandResponse
    int feedbackRounds = 0;        ///< 0: no feedback was needed
    double feedbackChange = 0, feedbackGap = 0;
    bool feedbackConverged = true;
    friend bool operator==(const DemandSummary&, const DemandSummary&) = default;

    /// Every figure once, in a fixed order: for the result hash and the project file.
    template <class Each>
    void eachFigure(const Each& each)
    {
        const auto all = [&each](auto& values) {
            for (double& v : values)
                each(v);
        };
        for (auto& purpose : trips)
            for (auto& mode : purpose)
                all(mode);
        for (auto& fifth : tripsByGroup)
            for (auto& group : fifth)
                all(group);
        for (auto& mode : lengths)
            all(mode);
        for (auto* values : {&meanLength_km, &meanTime_min, &meanCost_min, &gamma_per_min, &constant_min, &residentCars_veh_h,
                             &edgeCars_veh_h, &throughCars_veh_h})
            all(*values);
        for (double* v : {&intrazonalShare, &unplaced, &leavingShare, &feedbackChange, &feedbackGap})
            each(*v);
    }

    double total() const
    {
        double sum = 0;
        for (const auto& purpose : trips)
            for (const auto& mode : purpose)
                for (const double t : mode)
                    sum += t;
        return sum;
    }
    ByMode<double> tripsOf(Purpose purpose) const
    {
        ByMode<double> sum{};
        for (std::size_t m = 0; m < kTripModeCount; ++m)
            for (const double t : trips[indexOf(purpose)][m])
                sum[m] += t;
        return sum;
    }
    ByMode<double> tripsIn(Period period) const
    {
        ByMode<double> sum{};
        for (const auto& purpose : trips)
            for (std::size_t m = 0; m < kTripModeCount; ++m)
                sum[m] += purpose[m][indexOf(period)];
        return sum;
    }
    double modeShare(TripMode mode) const
    {
        double sum = 0;
        for (const auto& purpose : trips)
            for (const double t : purpose[indexOf(mode)])
                sum += t;
        const double all = total();
        return all > 0 ? sum / all : std::nan("");
    }
};

}  // namespace isopolis
