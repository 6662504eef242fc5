#pragma once
/// Reference cases of dispersion as the command `air` reads them: checks of their entries, and the R-LINE part.
///
///   json answer = rlineAnswer(input);            // one hour, or several under "hours"
///   if (isRlineTable(table)) rlineTable(table);  // a table with one experiment or receptor a row
///
/// What is wrong with a case is thrown as CaseProblem, which the command turns into an error with the file's name.

#include "app/commands/console.h"
#include "gis/io/format/csv_reader.h"

#include <array>
#include <optional>

#include <nlohmann/json_fwd.hpp>

namespace isopolis {

/// A problem of the case's content: which entry, what is wrong.
struct CaseProblem {
    std::string field, message;
};

/// A finite number of an object within limits, or the standard value if there is none; throws CaseProblem.
double numberOf(const nlohmann::json& object, const std::string& key, double low, double high, std::optional<double> standard = {});
/// A list or an object of an object; throws CaseProblem.
const nlohmann::json& partOf(const nlohmann::json& object, const std::string& key, bool array);
/// Two or three metres; throws CaseProblem.
std::array<double, 3> pointOf(const nlohmann::json& value, const std::string& field);

nlohmann::json rlineAnswer(const nlohmann::json& input);
bool isRlineTable(const CsvTable& table);
nlohmann::json rlineTable(const CsvTable& table);
void printRline(const Console& console, const nlohmann::json& answer);

}  // namespace isopolis
