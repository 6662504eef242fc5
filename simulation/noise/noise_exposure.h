#pragma once
/// From levels to people: the dose-effect relations of the Environmental Noise Directive.
///
///   highlyAnnoyedShare(60) == 0.1508…;   highlySleepDisturbedShare(50) == 0.0425…
///
/// Valid for Lden 45–80 dB and Lnight 40–70 dB: below, nobody counts; above, the value at the upper end holds.
/// Source: Directive 2002/49/EC, annex III, as amended by Directive (EU) 2020/367.

namespace isopolis {

double highlyAnnoyedShare(double lden_dB);
double highlySleepDisturbedShare(double lnight_dB);

}  // namespace isopolis
