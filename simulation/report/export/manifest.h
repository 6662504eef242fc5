#pragma once
/// What is needed to compute a comparison again, and the hash that the answer must have.
///
///   json manifest = *manifestJson(study, before, {.program = "Isopolis 0.1.0"});
///   Recipe recipe = *readManifest(text, "report.manifest.json");    // city, engine, both scenarios in full, the hash of the results
///   differences(recipe, study).empty()                              // the same, bit for bit
///
/// Both scenarios stand in it in full, flattened, with their parameters, reasons and seed, so that a later edit of the project does not
/// matter; the city is named by its revision, a hash of its whole content. The result hash is the SHA-256 of `resultsJson` in canonical
/// form (RFC 8785). The number of threads is no part of it: results do not depend on it. Paths of this machine are left out.
/// Errors: BadFile, BadValue for what is no manifest; text of others is untrusted.

#include "simulation/explain/explanation.h"

#include <nlohmann/json_fwd.hpp>

namespace isopolis {

struct ManifestSettings {
    std::string program;  ///< name and version
    std::string build;    ///< compiler and kind of build, in words
};

/// `before`: the flattened scenario of the run before; its parameters are those of the scheme.
Expected<nlohmann::json> manifestJson(const Study& study, const Scenario& before, const ManifestSettings& settings);
Expected<Hash> resultsHash(const Study& study);

struct Recipe {
    Hash city;
    int engine = 0;
    Scenario before, after;
    std::string program, cityName;
    Hash runBefore, runAfter;  ///< keys
    Hash results;
};
Expected<Recipe> readManifest(std::string_view text, const std::string& file);

/// What is not as the manifest says, one sentence each; empty: the results are equal.
std::vector<std::string> differences(const Recipe& recipe, const Study& study);

}  // namespace isopolis
