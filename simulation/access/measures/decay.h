#pragma once
/// How much an opportunity counts that costs something to reach: 1 at no cost, less the farther it is.
///
///   Decay decay = *parseDecay("exponential:0.1");   weightAt(decay, 12.5);   // e^(−0.1·12.5)
///
/// | name | written | weight at cost c |
/// |---|---|---|
/// | binary | binary:30 | 1 up to the cut-off (included), then 0 |
/// | linear | linear:60 | 1 − c/60, not below 0 |
/// | exponential | exponential:0.1 | e^(−0.1 c) |
/// | power | power:2 | c^(−2), not above 1: costs below 1 count fully |
/// | logistic | logistic:30,5 | falls around 30 with standard deviation 5, scaled to 1 at no cost |
/// | stepped | stepped:10=0.67,20=0.33,30=0 | 1 below 10, 0.67 from 10, 0.33 from 20, 0 from 30 |
///
/// What surprises: a step begins *at* its cost, a cut-off still contains its cost. Errors: BadValue with the form to write.
/// Source: Kwan 1998, Geographical Analysis 30(3) (binary to power); Bauer & Groneberg 2016, PLOS ONE 11(7),
/// doi:10.1371/journal.pone.0159148 (logistic).

#include "gis/core/expected.h"

#include <string_view>
#include <variant>
#include <vector>

namespace isopolis {

struct BinaryDecay {
    double cutoff = 30;
};
struct LinearDecay {
    double cutoff = 60;
};
struct ExponentialDecay {
    double rate = 0.1;
};
struct PowerDecay {
    double exponent = 1;
};
struct LogisticDecay {
    double middle = 30, deviation = 5;
};
struct SteppedDecay {
    struct Step {
        double from = 0, weight = 0;
    };
    std::vector<Step> steps;  ///< ascending
};
using Decay = std::variant<BinaryDecay, LinearDecay, ExponentialDecay, PowerDecay, LogisticDecay, SteppedDecay>;

double weightAt(const Decay& decay, double cost);
Expected<Decay> parseDecay(std::string_view text);

}  // namespace isopolis
