#pragma once
/// What the pages of "Who gains, who loses" say alike.

#include "simulation/equity/assessment.h"
#include "ui/charts/bars.h"

#include <QString>

namespace isopolis {

/// Whether a change helps, beyond the smallest change that counts; 0 as threshold judges every change.
Tone toneOfChange(double change, const IndicatorInfo& info, double threshold);
/// Addresses of figures, as `traceFigureAt` takes them: of a group ("q1" … "everyone", or with `own` one of
/// the city) and of a neighbourhood.
QString groupAddress(const IndicatorInfo& info, const std::string& group, const char* field, bool own = false);
QString placeAddress(const IndicatorInfo& info, const Neighbourhood& place, const char* field);

}  // namespace isopolis
