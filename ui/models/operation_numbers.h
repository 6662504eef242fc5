#pragma once
/// The numbers of an intervention that can still be changed after it was drawn: limits, lanes, heights, people, minutes.
///
///   std::vector<OperationNumber> numbers = numbersOf(intervention);   numbers[0].value = 20;
///   intervention = withNumbers(intervention, numbers);
///
/// Operations of the same kind that hold the same value share one number: a limit on twelve pieces of a street is one limit.

#include "gis/core/units.h"
#include "simulation/scenario/operation.h"
#include "simulation/scenario/operation_limits.h"

#include <QString>

#include <vector>

namespace isopolis {

struct OperationNumber {
    QString label;
    double value = 0;  ///< in `unit`; shares in percent
    ValueRange range = {};
    int decimals = 0;
    Unit unit = Unit::One;
};

std::vector<OperationNumber> numbersOf(const Intervention& intervention);
/// `numbers`: those of `numbersOf` with other values. What lies outside its range is taken to the nearest end of it.
Intervention withNumbers(Intervention intervention, const std::vector<OperationNumber>& numbers);

}  // namespace isopolis
