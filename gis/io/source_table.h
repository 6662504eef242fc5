#pragma once
/// A recipe's source as a table: the right reader for its ending, its filter applied, its columns resolved.
///
///   Expected<SourceTable> table = readSourceTable(source, frame, log);
///   table->number(feature, "veh_day");   table->text(feature, "name");   table->id(feature);
///
/// Errors name the file, the recipe's path of the wrong column, and the columns that there are.

#include "gis/io/city_recipe.h"
#include "gis/io/format/feature_table.h"
#include "gis/io/import_assumptions.h"
#include "gis/io/issue_log.h"

namespace isopolis {

class SourceTable {
public:
    static Expected<SourceTable> read(const RecipeSource& source, const LocalFrame& frame, IssueLog& log);

    const std::vector<Feature>& features() const { return m_table.features; }
    const FeatureTable& table() const { return m_table; }
    bool maps(const std::string& role) const { return m_columns.contains(role); }
    std::optional<double> number(const Feature& feature, const std::string& role) const;
    std::string text(const Feature& feature, const std::string& role) const;
    /// "<source>:<id column>", or the feature's own id where no column is mapped or the value is missing.
    std::string externalId(const Feature& feature) const;
    /// The role's sum of columns; nothing if no column has a value. Missing parts count as 0 and are reported.
    std::optional<double> sum(const Feature& feature, const std::string& role, AssumptionSet& assumptions, IssueLog& log) const;
    std::optional<double> group(const Feature& feature, std::size_t group, AssumptionSet& assumptions, IssueLog& log) const;

private:
    struct Term {
        std::size_t column;
        std::string times, name;
    };
    using Terms = std::vector<Term>;
    Expected<Terms> resolve(const FieldMapping& mapping, const std::string& recipePath) const;
    std::optional<double> sum(const Feature& feature, const Terms& terms, AssumptionSet& assumptions, IssueLog& log) const;
    FeatureTable m_table;
    std::string m_sourceId;
    std::map<std::string, Terms> m_columns;
    std::vector<Terms> m_groups;
};

}  // namespace isopolis
