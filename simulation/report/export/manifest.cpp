#include "simulation/report/export/manifest.h"

#include "simulation/report/export/canonical_json.h"
#include "simulation/report/export/results_json.h"
#include "simulation/scenario/scenario_json.h"

#include <optional>

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::string_view kFormat = "isopolis-manifest";
constexpr int kVersion = 1;
constexpr std::int64_t kMostVersions = 1000000;

json parametersJson(const ParameterSet& set)
{
    json all = json::array();
    for (const ParameterSpec* spec : allParameters()) {
        json one = {{"id", spec->id},   {"value", set.value(*spec)}, {"unit", unitSymbol(spec->unit)}, {"standard", spec->standard},
                    {"low", spec->low}, {"high", spec->high},        {"source", spec->source}};
        if (const auto changed = set.overrides().find(spec->id); changed != set.overrides().end()) {
            one["reason"] = changed->second.reason;
            one["evidence"] = changed->second.evidence;
        }
        all.push_back(std::move(one));
    }
    return all;
}

/// A file's place on somebody's machine says nothing to others; a web address does.
bool isWebAddress(const std::string& location) { return location.starts_with("https://") || location.starts_with("http://"); }

json sourcesJson(const City& city)
{
    json all = json::array();
    for (const SourceRecord& s : city.sources()) {
        json one = {{"id", s.id},
                    {"title", s.title},
                    {"publisher", s.publisher},
                    {"licence", s.licence},
                    {"attribution", s.attribution},
                    {"retrieved", s.retrieved},
                    {"sha256", s.hash}};
        if (isWebAddress(s.location))
            one["location"] = s.location;
        all.push_back(std::move(one));
    }
    return all;
}

Expected<json> scenarioJson(Scenario scenario)
{
    // Flattened: its base is part of it.
    scenario.base.clear();
    json out = json::parse(scenarioToJson(scenario), nullptr, false);
    if (out.is_discarded())
        return unexpected(Error{ErrorCode::Internal, "the scenario could not be written"}.at(scenario.name));
    return json{{"sha256", hashScenario(scenario).hex()}, {"document", std::move(out)}};
}

json runJson(const Run& run)
{
    return {{"run_key", run.key.hash().hex()},
            {"result_sha256", resultHash(run).hex()},
            {"relative_gap", run.traffic.relativeGap},
            {"iterations", run.traffic.iterations},
            {"converged", run.traffic.converged}};
}

Error notThat(const std::string& file, std::string what, std::string field = {})
{
    return Error{ErrorCode::BadFile, std::move(what)}
        .in(file)
        .about(std::move(field))
        .cure("Use a file that `compare --manifest` or `report --manifest` has written.");
}

const json* memberOf(const json& object, const char* name)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() ? &*found : nullptr;
}

std::optional<std::string> textOf(const json& object, const char* name)
{
    const json* member = memberOf(object, name);
    return member && member->is_string() ? std::optional(member->get<std::string>()) : std::nullopt;
}

std::optional<Hash> hashOf(const json& object, const char* name)
{
    const auto text = textOf(object, name);
    const Hash hash = Hash::fromHex(text.value_or(""));
    return hash == Hash{} ? std::nullopt : std::optional(hash);
}

Expected<Scenario> scenarioOf(const json& all, const char* name, const std::string& file)
{
    const json* part = memberOf(all, name);
    const json* document = part ? memberOf(*part, "document") : nullptr;
    const auto hash = part ? hashOf(*part, "sha256") : std::nullopt;
    if (!document || !hash)
        return unexpected(notThat(file, "a scenario is missing", name));
    // Coordinates are those of the city: nothing is to be converted.
    auto scenario =
        scenarioFromJson(document->dump(-1, ' ', false, json::error_handler_t::replace), file, [&file](double, double) -> Expected<Point2> {
            return unexpected(notThat(file, "coordinates are not those of the city", "crs"));
        });
    if (!scenario)
        return scenario;
    if (!scenario->base.empty() || hashScenario(*scenario) != *hash)
        return unexpected(notThat(file, "the scenario does not have the hash that stands beside it: it was changed", name));
    return scenario;
}

}  // namespace

Expected<Hash> resultsHash(const Study& study) { return canonicalHash(resultsJson(study)); }

Expected<json> manifestJson(const Study& study, const Scenario& before, const ManifestSettings& settings)
{
    const auto results = resultsHash(study);
    if (!results)
        return unexpected(results.error());
    Scenario without = before;
    without.parameters = study.scenario.parameters;
    without.seed = study.scenario.seed;
    const auto first = scenarioJson(without), second = scenarioJson(study.scenario);
    if (!first)
        return unexpected(first.error());
    if (!second)
        return unexpected(second.error());
    return json{
        {"format", kFormat},
        {"version", kVersion},
        {"program", settings.program},
        {"build", settings.build},
        {"engine", study.after->key.engine},
        {"city", {{"name", study.city->name()}, {"revision", study.city->revision().hex()}, {"synthetic", study.city->synthetic()}}},
        {"before", *first},
        {"scheme", *second},
        {"seed", std::to_string(study.scenario.seed)},
        {"parameters", parametersJson(study.after->applied.parameters)},
        {"sources", sourcesJson(*study.city)},
        {"runs", {{"before", runJson(*study.before)}, {"scheme", runJson(*study.after)}}},
        {"results", {{"of", "compare --json"}, {"canonical_form", "RFC 8785"}, {"sha256", results->hex()}}}};
}

Expected<Recipe> readManifest(std::string_view text, const std::string& file)
{
    const json all = json::parse(text, nullptr, false);
    if (all.is_discarded() || !all.is_object() || textOf(all, "format") != kFormat)
        return unexpected(notThat(file, "this is no manifest of a comparison"));
    const json* version = memberOf(all, "version");
    if (!version || !version->is_number_integer() || version->get<std::int64_t>() != kVersion)
        return unexpected(Error{ErrorCode::Unsupported, "this version of manifests is not known"}.in(file).about("version").cure(
            "Use the program that wrote it, or a newer one."));
    const json *city = memberOf(all, "city"), *runs = memberOf(all, "runs"), *results = memberOf(all, "results"),
               *engine = memberOf(all, "engine");
    const auto revision = city ? hashOf(*city, "revision") : std::nullopt;
    const auto hash = results ? hashOf(*results, "sha256") : std::nullopt;
    const json *runBefore = runs ? memberOf(*runs, "before") : nullptr, *runAfter = runs ? memberOf(*runs, "scheme") : nullptr;
    const auto keyBefore = runBefore ? hashOf(*runBefore, "run_key") : std::nullopt;
    const auto keyAfter = runAfter ? hashOf(*runAfter, "run_key") : std::nullopt;
    if (!revision || !hash || !keyBefore || !keyAfter || !engine || !engine->is_number_integer() || engine->get<std::int64_t>() < 1 ||
        engine->get<std::int64_t>() > kMostVersions)
        return unexpected(notThat(file, "the manifest is not whole"));
    auto before = scenarioOf(all, "before", file);
    if (!before)
        return unexpected(before.error());
    auto after = scenarioOf(all, "scheme", file);
    if (!after)
        return unexpected(after.error());
    return Recipe{.city = *revision,
                  .engine = static_cast<int>(engine->get<std::int64_t>()),
                  .before = std::move(*before),
                  .after = std::move(*after),
                  .program = textOf(all, "program").value_or(""),
                  .cityName = textOf(*city, "name").value_or(""),
                  .runBefore = *keyBefore,
                  .runAfter = *keyAfter,
                  .results = *hash};
}

std::vector<std::string> differences(const Recipe& recipe, const Study& study)
{
    std::vector<std::string> out;
    if (recipe.city != study.city->revision())
        out.emplace_back("The city is another one than that of the manifest, or its data were changed.");
    if (recipe.engine != study.after->key.engine)
        out.push_back("The models have version " + std::to_string(study.after->key.engine) + "; the manifest was made with version " +
                      std::to_string(recipe.engine) + ".");
    if (recipe.runBefore != study.before->key.hash() || recipe.runAfter != study.after->key.hash())
        out.emplace_back("The runs have other keys than those of the manifest.");
    const auto results = resultsHash(study);
    if (!results)
        out.push_back(results.error().text());
    else if (*results != recipe.results)
        out.push_back("The results have the hash " + results->hex() + "; the manifest says " + recipe.results.hex() + ".");
    return out;
}

}  // namespace isopolis
