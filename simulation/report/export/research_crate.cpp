#include "simulation/report/export/research_crate.h"

#include "simulation/equity/assessment.h"

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::string_view kRoot = "./", kLicence = "#licence", kProgram = "#program", kComparison = "#comparison";

json reference(std::string_view id) { return {{"@id", id}}; }

/// Part of an identifier: what is no letter or digit of ASCII is written as percent and hex.
std::string encoded(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || c == '-' || c == '_' ||
            c == '.')
            out += c;
        else
            out += std::string("%") + kHex[byte >> 4U] + kHex[byte & 0xFU];
    }
    return out;
}

std::string sourceId(const SourceRecord& source) { return "#source-" + encoded(source.id); }

json sourceEntity(const SourceRecord& source)
{
    json out = {{"@id", sourceId(source)}, {"@type", "Dataset"}, {"name", source.title.empty() ? source.id : source.title}};
    const auto add = [&out](const char* key, const std::string& text) {
        if (!text.empty())
            out[key] = text;
    };
    add("license", source.licence);
    add("creditText", source.attribution);
    add("dateModified", source.retrieved);
    add("sha256", source.hash);
    if (!source.publisher.empty())
        out["publisher"] = reference(sourceId(source) + "-publisher");
    if (source.location.starts_with("https://") || source.location.starts_with("http://"))
        out["url"] = source.location;
    return out;
}

json parameterEntity(const ParameterSpec& spec, const ParameterOverride& value)
{
    json out = {{"@id", "#parameter-" + encoded(spec.id)},
                {"@type", "PropertyValue"},
                {"name", spec.label},
                {"propertyID", spec.id},
                {"value", value.value},
                {"minValue", spec.low},
                {"maxValue", spec.high}};
    if (!unitSymbol(spec.unit).empty())
        out["unitText"] = unitSymbol(spec.unit);
    if (!value.reason.empty())
        out["description"] = value.reason;
    return out;
}

std::string licenceText(const City& city)
{
    std::string text = "The results are derived from these data sets, whose licences hold: ";
    for (const SourceRecord& source : city.sources())
        text += (source.title.empty() ? source.id : source.title) + " (" +
                (source.licence.empty() ? "no licence registered" : source.licence) +
                (source.attribution.empty() ? "" : "; " + source.attribution) + "). ";
    return city.sources().empty() ? "No data source is registered for this city." : text.substr(0, text.size() - 1);
}

std::string description(const Study& study)
{
    std::string text = "Who gains and who loses by the scheme, neighbourhood by neighbourhood and by income of the neighbourhood: model "
                       "results, not measurements.";
    if (study.city->synthetic())
        text += " The city is synthetic: its people, streets and figures are made up.";
    for (const IndicatorAssessment& a : study.report.indicators)
        if (a.everyone.better > 0 || a.everyone.worse > 0)
            text += " " + a.headline;
    return text;
}

}  // namespace

json crateMetadata(const Study& study, const std::vector<CrateFile>& files, const CrateSettings& settings)
{
    json parts = json::array(), objects = json::array(), graph = json::array(), results = json::array();
    std::vector<json> entities;
    for (const CrateFile& file : files) {
        parts.push_back(reference(file.name));
        // The scheme goes in, all else comes out.
        (file.name == "scheme.scenario.json" ? objects : results).push_back(reference(file.name));
        entities.push_back({{"@id", file.name},
                            {"@type", "File"},
                            {"name", file.title},
                            {"encodingFormat", file.mimeType},
                            {"contentSize", std::to_string(file.bytes.size())},
                            {"sha256", sha256(file.bytes).hex()}});
    }
    for (const SourceRecord& source : study.city->sources()) {
        objects.push_back(reference(sourceId(source)));
        entities.push_back(sourceEntity(source));
        if (!source.publisher.empty())
            entities.push_back({{"@id", sourceId(source) + "-publisher"}, {"@type", "Organization"}, {"name", source.publisher}});
    }
    for (const auto& [id, value] : study.after->applied.parameters.overrides())
        if (const ParameterSpec* spec = findParameter(id)) {
            objects.push_back(reference("#parameter-" + encoded(id)));
            entities.push_back(parameterEntity(*spec, value));
        }
    graph.push_back({{"@id", kCrateFile},
                     {"@type", "CreativeWork"},
                     {"conformsTo", reference("https://w3id.org/ro/crate/1.1")},
                     {"about", reference(kRoot)}});
    graph.push_back({{"@id", kRoot},
                     {"@type", "Dataset"},
                     {"name", "Impact of “" + study.scenario.name + "” on " + study.city->name()},
                     {"description", description(study)},
                     {"datePublished", settings.published},
                     {"license", reference(kLicence)},
                     {"hasPart", parts},
                     {"mentions", json::array({reference(kComparison)})}});
    graph.push_back(
        {{"@id", kLicence}, {"@type", "CreativeWork"}, {"name", "Licences of the data"}, {"description", licenceText(*study.city)}});
    graph.push_back({{"@id", kProgram}, {"@type", "SoftwareApplication"}, {"name", settings.program}, {"version", settings.version}});
    graph.push_back({{"@id", kComparison},
                     {"@type", "CreateAction"},
                     {"name", "Comparison of the city with the scheme and without it"},
                     {"identifier", study.after->key.hash().hex()},
                     {"instrument", reference(kProgram)},
                     {"object", objects},
                     {"result", results}});
    for (json& entity : entities)
        graph.push_back(std::move(entity));
    return {{"@context", "https://w3id.org/ro/crate/1.1/context"}, {"@graph", graph}};
}

}  // namespace isopolis
