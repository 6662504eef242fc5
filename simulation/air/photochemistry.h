#pragma once
/// NO2 of some hours by the balance of NO, NO2 and ozone, where the annual relation does not hold.
///
///   no2OfHours(roadNox, roadPrimaryNo2, background, hours, 100);   // µg/m³, with background
///
/// The hours' mean temperature and radiation, one residence time. The background is taken to be in balance itself: its NO follows from its
/// NO2 and ozone, so that without roads its NO2 stays as it is. Background ozone and NO2 are the annual means in every class.
/// Source: no2_chemistry.h.

#include "simulation/air/air_hours.h"
#include "simulation/air/road_lines.h"

namespace isopolis {

/// Whether the scenario asks for chemistry by class instead of the annual relation.
bool chemistryByClass(const AppliedScenario& applied);
double no2OfHours(double roadNox_ug_m3, double roadPrimaryNo2_ug_m3, const UsedBackground& background, const HoursWeather& hours,
                  double residence_s);

}  // namespace isopolis
