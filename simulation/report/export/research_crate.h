#pragma once
/// The description of a folder of results as RO-Crate 1.1: what it is, how it was made, from which data under which licences.
///
///   files.push_back({"results.json", "Results", "application/json", bytes});
///   json metadata = crateMetadata(study, files, {.published = "2026-05-01", .program = "Isopolis", .version = "0.1.0"});
///   // written as ro-crate-metadata.json beside these files
///
/// The comparison is a CreateAction: its object are the scheme, the data sets and the parameters that were changed, its result the files,
/// its instrument the program. All parameters stand in the manifest. The licence of the whole is an entity that names those of the data
/// sets: which licence the results get is for those who publish them.
/// Source: RO-Crate Metadata Specification 1.1 (2020), https://w3id.org/ro/crate/1.1.

#include "simulation/explain/explanation.h"

#include <nlohmann/json_fwd.hpp>

namespace isopolis {

inline constexpr std::string_view kCrateFile = "ro-crate-metadata.json";

struct CrateFile {
    std::string name;      ///< within the folder
    std::string title;     ///< what it is, in English
    std::string mimeType;  ///< "application/json"
    std::string bytes;
};

struct CrateSettings {
    std::string published;  ///< ISO 8601 date; the clock belongs to the caller
    std::string program, version;
};

nlohmann::json crateMetadata(const Study& study, const std::vector<CrateFile>& files, const CrateSettings& settings);

}  // namespace isopolis
