#pragma once
/// What the pages of "Who gains, who loses" say alike.

#include "simulation/equity/assessment.h"
#include "ui/charts/bars.h"

#include <QString>

class QLabel;
class QWidget;

namespace isopolis {

/// Whether a change helps, beyond the smallest change that counts; 0 as threshold judges every change.
Tone toneOfChange(double change, const IndicatorInfo& info, double threshold);
/// A wrapped, selectable line of plain text.
QLabel* plainWords(QWidget* parent, const char* objectName);

}  // namespace isopolis
