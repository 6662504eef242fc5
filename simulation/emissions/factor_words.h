#pragma once
/// What the words of HBEFA's exports say about a vehicle. Private to factor_sheet.cpp.
///
///   categoryFrom("pass. car", "PC diesel Euro-5");  fuelFrom("diesel", "");  standardFrom("PC-D-Euro-6d-temp");

#include "simulation/emissions/emission_factors.h"

#include <optional>
#include <string>

namespace isopolis {

/// "4.1" of a case named "2020_Average[4.1]"; empty if it says none.
std::string versionIn(std::string_view caseName);
std::optional<VehicleCategory> categoryFrom(std::string_view vehCat, std::string_view segment);
/// Of the words of Technology, or of the letter in an emission concept ("PC-D-Euro-5", "PC D Euro-5"); none if it is not said.
std::optional<Fuel> fuelFrom(std::string_view technology, std::string_view concept_);
/// "Euro-5", "Euro-V EGR", "Euro-6d-temp": the standard, and whether it is one of the stages 6d and later. 0: none is named.
struct Standard {
    int euro = 0;
    bool late = false;
};
Standard standardFrom(std::string_view text);
/// The newest and oldest class of a group take what is newer and older.
bool standardFits(const VehicleClass& vehicle, const Standard& standard);
bool namesMoped(std::string_view segment);
/// Letters and digits in lower case.
std::string plainWord(std::string_view text);

}  // namespace isopolis
