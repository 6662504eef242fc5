#include "gis/io/source_table.h"

#include "gis/io/format/csv_reader.h"
#include "gis/io/format/vector_reader.h"

#include <algorithm>

namespace isopolis {

namespace {

bool isCsv(const std::filesystem::path& file)
{
    const std::string ending = file.extension().string();
    return ending == ".csv" || ending == ".txt" || ending == ".tsv" || ending == ".CSV";
}

}  // namespace

Expected<SourceTable::Terms> SourceTable::resolve(const FieldMapping& mapping, const std::string& recipePath) const
{
    Terms terms;
    for (const FieldTerm& term : mapping) {
        const auto column = m_table.require(term.field, recipePath);
        if (!column)
            return unexpected(column.error());
        terms.push_back({*column, term.times, term.field});
    }
    return terms;
}

Expected<SourceTable> SourceTable::read(const RecipeSource& source, const LocalFrame& frame, IssueLog& log)
{
    const std::string path = "sources." + source.record.id + ".";
    auto read = isCsv(source.path) ? readCsvPoints(source.path, {source.column("lon"), source.column("lat"), source.crs}, frame, log)
                                   : readVector(source.path, source.layer, frame, log, source.crs);
    if (!read)
        return unexpected(read.error());
    SourceTable out;
    out.m_table = std::move(*read);
    out.m_sourceId = source.record.id;
    for (const auto& [role, mapping] : source.fields) {
        auto terms = out.resolve(mapping, path + "fields." + role);
        if (!terms)
            return unexpected(terms.error());
        out.m_columns[role] = std::move(*terms);
    }
    for (const RecipeGroup& group : source.groups) {
        auto terms = out.resolve(group.mapping, path + "groups." + group.definition.key);
        if (!terms)
            return unexpected(terms.error());
        out.m_groups.push_back(std::move(*terms));
    }
    for (const auto& [name, value] : source.filter) {
        const auto column = out.m_table.require(name, path + "filter");
        if (!column)
            return unexpected(column.error());
        std::erase_if(out.m_table.features, [&](const Feature& f) { return isopolis::text(f.values[*column]) != value; });
    }
    return out;
}

std::optional<double> SourceTable::number(const Feature& feature, const std::string& role) const
{
    const auto found = m_columns.find(role);
    return found == m_columns.end() ? std::nullopt : isopolis::number(feature.values[found->second.front().column]);
}

std::string SourceTable::text(const Feature& feature, const std::string& role) const
{
    const auto found = m_columns.find(role);
    return found == m_columns.end() ? std::string() : isopolis::text(feature.values[found->second.front().column]);
}

std::string SourceTable::externalId(const Feature& feature) const
{
    const std::string own = text(feature, "id");
    return m_sourceId + ":" + (own.empty() ? feature.id : own);
}

std::optional<double> SourceTable::sum(const Feature& feature, const Terms& terms, AssumptionSet& assumptions, IssueLog& log) const
{
    double total = 0;
    bool any = false;
    std::string lacking;
    for (const Term& term : terms) {
        const FieldValue& value = feature.values[term.column];
        const auto part = isopolis::number(value);
        if (part && *part >= 0) {
            total += *part * (term.times.empty() ? 1.0 : assumptions.use(term.times));
            any = true;
            continue;
        }
        if (!missing(value))
            log.warn("bad_number", "'" + isopolis::text(value).substr(0, 40) + "' is not a number of at least 0", feature.id, term.name);
        lacking = term.name;
    }
    if (any && !lacking.empty())
        log.note("part_missing", "a part of the sum is missing and counts as 0", feature.id, lacking);
    return any ? std::optional(total) : std::nullopt;
}

std::optional<double> SourceTable::sum(const Feature& feature, const std::string& role, AssumptionSet& assumptions, IssueLog& log) const
{
    const auto found = m_columns.find(role);
    return found == m_columns.end() ? std::nullopt : sum(feature, found->second, assumptions, log);
}

std::optional<double> SourceTable::group(const Feature& feature, std::size_t group, AssumptionSet& assumptions, IssueLog& log) const
{
    return sum(feature, m_groups[group], assumptions, log);
}

}  // namespace isopolis
