#pragma once
/// From NOx to NO2 on the way from the exhaust to the receptor.
///
///   PhotoState hour = photostationary({.nox_ppb = 120, .noxBackground_ppb = 10, .no2Background_ppb = 8, .o3Background_ppb = 25,
///                                      .primaryShare = 0.1, .temperature_k = 280, .radiation_W_m2 = 200, .residence_s = 60});
///
/// NO + O3 → NO2 and its reverse by daylight, mixed in for the residence time: total oxidant O3 + NO2 and NOx stay as they are.
/// Limits: no daylight and much time: all the ozone or all the NO is used; no time: mixing alone.
/// Source: Hertel & Berkowicz 1989 (OSPM); Palmgren et al. 1996.

namespace isopolis {

inline constexpr double kNo2PerPpb = 1.95;  ///< µg/m³ per ppb, NO2 and NOx counted as NO2
inline constexpr double kO3PerPpb = 2.03;

struct PhotoInput {
    double nox_ppb = 0;  ///< total, with background
    double noxBackground_ppb = 0, no2Background_ppb = 0, o3Background_ppb = 0;
    double primaryShare = 0;  ///< of the local NOx, emitted as NO2
    double temperature_k = 283, radiation_W_m2 = 0;
    double residence_s = 100;
};
struct PhotoState {
    double no2_ppb = 0, o3_ppb = 0;
    double rate_ppb_s = 0, photolysis_s = 0;  ///< k and J on the way
};
PhotoState photostationary(const PhotoInput& input);

}  // namespace isopolis
