#pragma once
/// Observed travel from a file, for `validate`: a CSV of figures.
///
///   figure,mode,upper_km,value
///   mode_share,car,,0.38
///   mean_length_km,car,,6.1
///   length_share,car,2,0.12        // trips from the class below to 2 km; the open class above 10 km has no upper_km
///   intrazonal_share,,,0.08
///
/// Shares 0 to 1. Modes: car, transit, cycle, walk. Errors: BadFile, BadValue (line, column and what it should be).

#include "gis/io/issue_log.h"
#include "simulation/traffic/validation/demand_validation.h"

#include <filesystem>

namespace isopolis {

Expected<SurveyFigures> readSurvey(const std::filesystem::path& file, IssueLog& log);

}  // namespace isopolis
