#pragma once
/// A recipe in the making: what the import wizard shows of files and fills in, and the recipe that comes of it.
///
///   Expected<FileLook> seen = lookAt("blocks.gpkg");           // recognised kinds, columns, the first rows
///   draft.sources.push_back(draftOf(*seen));                    // the likeliest kind, columns guessed by their names
///   for (const DraftProblem& p : problemsOf(draft)) …           // what is still missing, in words
///   std::string json = recipeText(draft, folder);               // readRecipe() reads it back

#include "gis/io/city_recipe.h"
#include "gis/io/file_check.h"

namespace isopolis {

struct FileLook {
    std::filesystem::path file;
    FileCheck check;
    std::vector<SourceKind> kinds;               ///< what the file may be, likeliest first; empty: nothing that is known
    std::vector<std::string> layers;             ///< of a vector file
    std::vector<std::string> columns;            ///< of the first layer, or of the table
    std::vector<std::vector<std::string>> rows;  ///< the first ones, as text
    bool crsMissing = false;                     ///< the file names no coordinate system: one has to be stated
};

/// Reads the file as the import would; slow for a large extract. Errors: as checkFile().
Expected<FileLook> lookAt(const std::filesystem::path& file);

struct SourceDraft {
    std::filesystem::path file;
    SourceKind kind = SourceKind::Osm;
    std::string layer;
    std::string crs;                            ///< in which the file was made, "EPSG:2056"; empty: as it says
    bool crsMissing = false;                    ///< it does not say
    std::map<std::string, std::string> fields;  ///< role → column
    std::string what;                           ///< place, area or sensor kind key
    std::string incomeMeaning;
    std::string licence, attribution, publisher, purpose;
    bool personal = false;
    std::string legalBasis, retention;  ///< of personal data
};
/// Columns whose names are usual for a role, in several languages, are taken.
SourceDraft draftOf(const FileLook& look);
std::map<std::string, std::string> likelyFields(SourceKind kind, const std::vector<std::string>& columns);

struct RecipeDraft {
    std::string name, crs = "auto";
    std::vector<SourceDraft> sources;
    double cell_m = 500;  ///< of the grid of zones that is made where no source has any
};

struct DraftProblem {
    std::optional<std::size_t> source;  ///< position; none: of the whole
    std::string message, cure;          ///< ISO_TR("import", …)
};
std::vector<DraftProblem> problemsOf(const RecipeDraft& draft);

/// Paths relative to the recipe's folder where that is possible.
std::string recipeText(const RecipeDraft& draft, const std::filesystem::path& folder);

}  // namespace isopolis
