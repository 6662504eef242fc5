#pragma once
/// Means of what sensors measured, for the command `validate`: from a table, or from the sensor store beside the project.
///
///   Expected<std::vector<MeasuredMean>> means = measuredMeans("measured.csv", log);
///
/// The table has the columns sensor, quantity, value and may have time; rows of one sensor and quantity are averaged, decibels by energy.
/// Errors: BadFile without these columns, BadValue with the line of a row whose value is not a number; at most 5 million rows.

#include "gis/core/expected.h"
#include "gis/io/issue_log.h"
#include "simulation/run/sensor_validation.h"

#include <filesystem>

namespace isopolis {

Expected<std::vector<MeasuredMean>> measuredMeans(const std::filesystem::path& table, IssueLog& log);
/// Those of NAME.sensors.db that the model can be compared with; empty if there is no such file.
Expected<std::vector<MeasuredMean>> storedMeans(const std::filesystem::path& project);

}  // namespace isopolis
