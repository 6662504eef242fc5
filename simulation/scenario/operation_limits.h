#pragma once
/// Ranges that values of operations must lie in: checked by applyScenario, offered by the draw tools, written in the schema.

namespace isopolis {

struct ValueRange {
    double low = 0, high = 0;
    constexpr bool contains(double value) const { return value >= low && value <= high; }  ///< false for NaN
};

inline constexpr ValueRange kSpeedRange_kmh{5, 130};
inline constexpr ValueRange kLanesRange{0.5, 8};
inline constexpr ValueRange kShareRange{0, 1};
inline constexpr ValueRange kHeightRange_m{2, 400};
inline constexpr ValueRange kBarrierHeightRange_m{0.5, 15};
inline constexpr ValueRange kPeopleRange{0, 1e6};  ///< residents, and jobs, of one building
inline constexpr ValueRange kHeadwayRange_min{1, 240};
inline constexpr ValueRange kTransitSpeedRange_kmh{5, 120};
inline constexpr ValueRange kTransitFactorRange{0.25, 4};
inline constexpr ValueRange kServiceTimeRange_s{0, 30 * 3600};  ///< of the service day: 30:00 is 6:00 the next morning
inline constexpr ValueRange kChargeRange_eur{0, 100};           ///< of a car, once
inline constexpr ValueRange kEuroRange{0, 6};                   ///< 0: no vehicle is barred

}  // namespace isopolis
