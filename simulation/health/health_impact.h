#pragma once
/// Cases that are attributable to air pollution, by log-linear relative risks.
///
///   AttributableCases deaths = attributableCases({.exposure_ug_m3 = 8.85, .counterfactual_ug_m3 = 5, .people = 8606096,
///                                                 .incidence_per_year = 357.27e-5}, {1.369, 1.124, 1.664});   // 3502 (1353–5474)
///
/// cases = y0 · P · (1 − e^{−β (C − C0)⁺}), β = ln(RR) / 10. The interval is that of the relative risk alone. Cases by NO2 and by PM2.5
/// overlap: they must never be added. Source: WHO AirQ+; WHO Europe 2013 (HRAPIE).

#include <span>

namespace isopolis {

/// Per 10 µg/m³, with the limits of its 95 % interval.
struct RelativeRisk {
    double central = 1, low = 1, high = 1;
};

struct Exposure {
    double exposure_ug_m3 = 0, counterfactual_ug_m3 = 0;
    double people = 0;
    double incidence_per_year = 0;  ///< cases per person and year without regard to pollution's share
};

struct AttributableCases {
    double central = 0, low = 0, high = 0;  ///< per year
    friend bool operator==(const AttributableCases&, const AttributableCases&) = default;
};

AttributableCases attributableCases(const Exposure& exposure, const RelativeRisk& risk);
/// 1 − e^{−β (C − C0)⁺}.
double attributableShare(double exposure_ug_m3, double counterfactual_ug_m3, double relativeRisk);
/// Relative risk above a threshold: RR^{(C − C0)⁺ / step}.
double riskAt(double exposure, double threshold, double relativeRisk, double step);
/// (Σ p RR − 1) / Σ p RR over bands with shares p of the people; 0 if nobody is there.
double populationAttributableFraction(std::span<const double> people, std::span<const double> relativeRisks);

}  // namespace isopolis
