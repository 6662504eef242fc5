#pragma once
/// Builds a city from a recipe: reads every source, brings all into one metric frame, and reports what it found.
///
///   Expected<ImportOutcome> made = importCity("geneva.city.json", {});
///   made->city->buildings().size();   for (const Issue& issue : made->report.issues) …
///
/// The error is for what makes a city impossible: an unreadable file, a missing field, data without coordinate system.
/// Everything less is an Issue with the id of its feature, and the import goes on. Nothing is written.

#include "gis/core/city/city.h"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace isopolis {

struct ImportOptions {
    /// Called now and then with a stage in plain English and the fraction done; returning false cancels the import.
    std::function<bool(std::string_view stage, double fraction)> progress = {};
    double simplify_m = 0.5;  ///< how far the drawn geometry of links may lie from the full one
    std::uint64_t maxFileBytes = std::uint64_t{1} << 30;
};

/// How many objects of a kind a source held and how many became part of the city.
struct ImportCount {
    std::string kind;  ///< e.g. "highways", "buildings", "neighbourhoods"
    std::uint64_t considered = 0, kept = 0;
    friend bool operator==(const ImportCount&, const ImportCount&) = default;
};

struct ImportReport {
    std::vector<ImportCount> counts;
    std::vector<Issue> issues;
    const ImportCount* count(std::string_view kind) const;  ///< null if nothing of the kind was looked for
};

struct ImportOutcome {
    CityPtr city;
    ImportReport report;
};

Expected<ImportOutcome> importCity(const std::filesystem::path& recipe, const ImportOptions& options);

}  // namespace isopolis
