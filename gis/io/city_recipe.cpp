#include "gis/io/city_recipe.h"

#include "gis/io/json_reader.h"
#include "gis/io/window.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kMostSources = 200, kMostWindowPoints = 10000, kMostListed = 5000;
constexpr double kRoseSumTolerance = 0.01;

struct KindRules {
    SourceKind kind;
    std::string_view key;
    std::vector<std::string_view> roles;     ///< fields that may be mapped
    std::vector<std::string_view> required;  ///< fields that must be
    std::vector<std::string_view> entries;   ///< further entries of the source
};

const std::vector<KindRules>& kinds()
{
    static const std::vector<KindRules> rules = {
        {SourceKind::Osm, "osm", {}, {}, {}},
        {SourceKind::Neighbourhoods,
         "neighbourhoods",
         {"id", "name", "population", "income", "jobs"},
         {},
         {"layer", "crs", "groups", "income_meaning", "filter"}},
        {SourceKind::ZonePoints,
         "zone_points",
         {"id", "name", "lon", "lat", "population", "income", "jobs", "schools", "clinics"},
         {"lon", "lat"},
         {"crs", "groups", "income_meaning", "filter"}},
        {SourceKind::Grid, "grid", {}, {}, {"cell_m"}},
        {SourceKind::Terrain, "terrain", {}, {}, {"cell_m"}},
        {SourceKind::Counts,
         "counts",
         {"id", "lon", "lat", "veh_day", "workday_veh_day", "am_peak_veh_h", "pm_peak_veh_h", "year", "direction", "bearing_deg"},
         {},
         {"layer", "crs", "filter"}},
        {SourceKind::Sensors,
         "sensors",
         {"id", "name", "lon", "lat", "height_m"},
         {},
         {"layer", "crs", "filter", "sensor_kind", "quantities"}},
        {SourceKind::Places, "places", {"id", "name", "lon", "lat", "capacity"}, {}, {"layer", "crs", "filter", "place_kind"}},
        {SourceKind::Areas, "areas", {"id", "name"}, {}, {"layer", "crs", "filter", "area_kind"}},
        {SourceKind::Buildings, "buildings", {}, {}, {"crs"}},
        {SourceKind::Stops, "stops", {"id", "name", "lon", "lat"}, {}, {"layer", "crs", "filter"}},
        {SourceKind::Gtfs, "gtfs", {}, {}, {"date"}},
        {SourceKind::Weather,
         "weather",
         {"direction_deg", "speed_ms", "speed_kmh", "temperature_c", "time_utc", "cloud_octas"},
         {"direction_deg"},
         {"filter", "height_m", "origin"}},
        {SourceKind::EmissionFactors, "emission_factors", {}, {}, {}},
    };
    return rules;
}

FieldMapping readMapping(const JsonValue& value)
{
    if (value.isText())
        return {{value.asText(), {}}};
    FieldMapping mapping;
    for (std::size_t i = 0; i < std::min<std::size_t>(value.size(), 50); ++i) {
        const JsonValue term = value.item(i);
        term.noOtherKeys({"field", "times"});
        mapping.push_back({term.text("field"), term.textOr("times", "")});
    }
    if (mapping.empty())
        value.refuse("no column is named", "Write the column's name in quotes, or a list of {\"field\": …, \"times\": …}");
    return mapping;
}

void readFields(const JsonValue& source, const KindRules& rules, RecipeSource& out)
{
    if (source.has("fields")) {
        const JsonValue fields = source.at("fields");
        fields.noOtherKeys(rules.roles);
        for (const std::string& role : fields.keys())
            if (role != "comment") {
                out.fields[role] = readMapping(fields.at(role));
                if (!fields.at(role).isText() && role != "population" && role != "income" && role != "jobs")
                    fields.at(role).refuse("only population, income and jobs may be sums", "Name one column in quotes");
            }
    }
    for (const std::string_view role : rules.required)
        if (!out.fields.contains(std::string(role)))
            source.refuse("the source does not say which column holds '" + std::string(role) + "'",
                          "Add \"fields\": {\"" + std::string(role) + "\": \"COLUMN\"}");
}

void readRecord(const JsonValue& source, RecipeSource& out)
{
    SourceRecord& record = out.record;
    record.id = source.text("id");
    record.title = source.textOr("title", record.id);
    record.publisher = source.textOr("publisher", "");
    record.licence = source.text("licence");
    record.attribution = source.text("attribution");
    record.retrieved = source.textOr("retrieved", "");
    record.purpose = source.textOr("purpose", "");
    record.legalBasis = source.textOr("legal_basis", "");
    record.retention = source.textOr("retention", "");
    record.personal = source.has("personal") && source.at("personal").asFlag();
    record.location = source.textOr("path", "");
    if (record.personal && (record.purpose.empty() || record.legalBasis.empty() || record.retention.empty()))
        source.refuse("personal data need a purpose, a legal basis and a time after which they are deleted",
                      "Add \"purpose\", \"legal_basis\" and \"retention\", or use data without persons");
}

void readWhat(const JsonValue& source, RecipeSource& out)
{
    const auto choice = [&](std::string_view key, const std::vector<std::string_view>& words) {
        if (!source.has(key))
            return source.at(key).asText();
        const std::string word = source.text(key);
        if (std::find(words.begin(), words.end(), word) == words.end()) {
            std::string all;
            for (const std::string_view w : words)
                all += (all.empty() ? "" : ", ") + std::string(w);
            source.at(key).refuse("'" + word + "' is not known here", "Use one of: " + all);
        }
        return word;
    };
    if (out.kind == SourceKind::Places)
        out.what = choice("place_kind", {"school", "clinic", "park", "shop", "other"});
    if (out.kind == SourceKind::Areas)
        out.what = choice("area_kind", {"water", "green", "residential", "commercial", "industrial", "other"});
    if (out.kind == SourceKind::Sensors)
        out.what = choice("sensor_kind", {"traffic", "air", "noise", "weather"});
}

std::filesystem::path resolve(const JsonValue& source, const std::filesystem::path& folder)
{
    const std::string path = source.text("path");
    if (path.empty() || path.find("://") != std::string::npos || path.starts_with("/vsi") || path.find('\0') != std::string::npos)
        source.at("path").refuse("'" + path.substr(0, 200) + "' is not the path of a file",
                                 "Download the file and name its path relative to the recipe");
    return (folder / path).lexically_normal();
}

RecipeSource readSource(const JsonValue& source, const std::filesystem::path& folder)
{
    RecipeSource out;
    const std::string kind = source.text("kind");
    const auto rules = std::find_if(kinds().begin(), kinds().end(), [&](const KindRules& r) { return r.key == kind; });
    if (rules == kinds().end()) {
        std::string all;
        for (const KindRules& r : kinds())
            all += (all.empty() ? "" : ", ") + std::string(r.key);
        source.at("kind").refuse("the kind '" + kind.substr(0, 60) + "' is not known", "Use one of: " + all);
        return out;
    }
    out.kind = rules->kind;
    std::vector<std::string_view> allowed = {"id",          "kind",      "path",    "fields",   "title",       "publisher", "licence",
                                             "attribution", "retrieved", "purpose", "personal", "legal_basis", "retention"};
    allowed.insert(allowed.end(), rules->entries.begin(), rules->entries.end());
    source.noOtherKeys(allowed);
    readRecord(source, out);
    readFields(source, *rules, out);
    readWhat(source, out);
    if (out.kind != SourceKind::Grid)
        out.path = resolve(source, folder);
    out.layer = source.textOr("layer", "");
    out.crs = source.textOr("crs", "");
    out.incomeMeaning = source.textOr("income_meaning", "");
    out.quantities = source.textOr("quantities", "");
    out.date = source.textOr("date", "");
    out.cell_m = source.numberOr("cell_m", 0);
    out.height_m = source.numberOr("height_m", 10);
    if (source.has("cell_m") && !(out.cell_m >= 1 && out.cell_m <= 10000))
        source.at("cell_m").refuse("a cell must be 1 to 10,000 m wide", "Write a number of metres");
    if (source.has("filter"))
        for (const std::string& column : source.at("filter").keys())
            out.filter[column] = source.at("filter").text(column);
    if (source.has("groups"))
        for (std::size_t i = 0; i < std::min(source.at("groups").size(), kMostListed); ++i) {
            const JsonValue group = source.at("groups").item(i);
            group.noOtherKeys({"key", "label", "field"});
            out.groups.push_back({{group.text("key"), group.text("label")}, readMapping(group.at("field"))});
        }
    if (out.maps("income") && out.incomeMeaning.empty())
        source.refuse("the income column has no meaning in words",
                      "Add \"income_meaning\", e.g. \"median gross income per household, EUR a year\"");
    return out;
}

CityAssumption readAssumption(const JsonValue& value)
{
    value.noOtherKeys({"id", "label", "meaning", "unit", "value", "low", "high", "source"});
    return {value.text("id"),      value.textOr("label", ""), value.textOr("meaning", ""), value.textOr("unit", ""),
            value.number("value"), value.number("low"),       value.number("high"),        value.text("source")};
}

std::optional<Ring> readWindow(const JsonValue& root)
{
    if (!root.has("window"))
        return {};
    const JsonValue window = root.at("window");
    if (window.isText()) {
        if (window.asText() != "auto")
            window.refuse("the window must be \"auto\", a box or a polygon",
                          "Write \"auto\" or {\"west\": …, \"south\": …, \"east\": …, \"north\": …}");
        return {};
    }
    if (window.has("polygon")) {
        window.noOtherKeys({"polygon"});
        Ring ring;
        const JsonValue points = window.at("polygon");
        for (std::size_t i = 0; i < std::min(points.size(), kMostWindowPoints); ++i)
            ring.push_back({points.item(i).item(0).asNumber(), points.item(i).item(1).asNumber()});
        if (ring.size() > 1 && ring.front() == ring.back())
            ring.pop_back();
        if (ring.size() < 3)
            points.refuse("a polygon needs three points", "List points as [longitude, latitude]");
        return ring;
    }
    window.noOtherKeys({"west", "south", "east", "north"});
    const double west = window.number("west"), south = window.number("south"), east = window.number("east"), north = window.number("north");
    if (!(west < east && south < north && west >= -180 && east <= 180 && south >= -90 && north <= 90))
        window.refuse("west must lie west of east and south below north, in degrees", "Correct the four numbers");
    return ringOfDegrees(west, south, east, north);
}

std::optional<Weather> readWeather(const JsonValue& root)
{
    if (!root.has("weather"))
        return {};
    const JsonValue value = root.at("weather");
    value.noOtherKeys({"rose", "height_m", "temperature_c", "origin"});
    Weather weather;
    weather.height_m = value.numberOr("height_m", 10);
    weather.temperature_c = value.numberOr("temperature_c", kUnknown);
    weather.origin = value.text("origin");
    double sum = 0;
    const JsonValue rose = value.at("rose");
    for (std::size_t i = 0; i < std::min(rose.size(), kMostListed); ++i) {
        const JsonValue item = rose.item(i);
        item.noOtherKeys({"from_deg", "speed_ms", "frequency"});
        const WindClass wind{item.number("from_deg"), item.number("speed_ms"), item.number("frequency")};
        if (!(wind.from_deg >= 0 && wind.from_deg <= 360 && wind.speed_ms > 0 && wind.speed_ms <= 60 && wind.frequency >= 0))
            item.refuse("a wind class needs a direction of 0 to 360°, a speed above 0 m/s and a frequency of at least 0",
                        "Correct the numbers");
        sum += wind.frequency;
        weather.rose.push_back(wind);
    }
    if (!(std::abs(sum - 1) <= kRoseSumTolerance))
        rose.refuse("the frequencies must sum to 1", "Divide each by their sum");
    else
        for (WindClass& wind : weather.rose)
            wind.frequency /= sum;
    return weather;
}

std::optional<Background> readBackground(const JsonValue& root)
{
    if (!root.has("background"))
        return {};
    const JsonValue value = root.at("background");
    value.noOtherKeys({"no2_ug_m3", "pm25_ug_m3", "o3_ug_m3", "origin"});
    Background background;
    const auto read = [&](std::string_view key) {
        const double concentration = value.numberOr(key, kUnknown);
        if (value.has(key) && !(concentration >= 0 && concentration <= 1000))
            value.at(key).refuse("a concentration lies between 0 and 1,000 µg/m³", "Correct the number");
        return concentration;
    };
    background.no2 = read("no2_ug_m3");
    background.pm25 = read("pm25_ug_m3");
    background.o3 = read("o3_ug_m3");
    background.origin = value.text("origin");
    return background;
}

/// Ids are unique and every `times` names an assumption that the recipe or the program knows; the latter is checked on use.
void checkIds(const JsonValue& root, const CityRecipe& recipe)
{
    for (std::size_t i = 0; i < recipe.sources.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (recipe.sources[i].record.id == recipe.sources[j].record.id)
                root.at("sources").item(i).at("id").refuse("the id '" + recipe.sources[i].record.id + "' is used twice",
                                                           "Give each source its own id");
    for (std::size_t i = 0; i < recipe.assumptions.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (recipe.assumptions[i].id == recipe.assumptions[j].id)
                root.at("assumptions")
                    .item(i)
                    .at("id")
                    .refuse("the assumption '" + recipe.assumptions[i].id + "' is made twice", "Keep one of them");
}

Expected<CityRecipe> readFrom(JsonReader& reader, const std::filesystem::path& file, const std::filesystem::path& folder)
{
    const JsonValue root = reader.root();
    CityRecipe recipe;
    recipe.file = file;
    root.noOtherKeys({"format", "version", "name", "crs", "window", "assumptions", "sources", "weather", "background"});
    if (root.text("format") != "isopolis-city-recipe")
        root.at("format").refuse("the file is not a city recipe", "Write \"format\": \"isopolis-city-recipe\"");
    if (root.number("version") != 1)
        root.at("version").refuse("this version of the format is not known", "Write 1, or use a newer program");
    recipe.name = root.text("name");
    recipe.crs = root.textOr("crs", "auto");
    recipe.window = readWindow(root);
    if (root.has("assumptions"))
        for (std::size_t i = 0; i < std::min(root.at("assumptions").size(), kMostListed); ++i)
            recipe.assumptions.push_back(readAssumption(root.at("assumptions").item(i)));
    const JsonValue sources = root.at("sources");
    if (sources.size() > kMostSources)
        sources.refuse("there are more than 200 sources", "Join files of the same kind");
    for (std::size_t i = 0; i < std::min(sources.size(), kMostSources); ++i)
        recipe.sources.push_back(readSource(sources.item(i), folder));
    recipe.weather = readWeather(root);
    recipe.background = readBackground(root);
    checkIds(root, recipe);
    if (reader.error())
        return unexpected(*reader.error());
    return recipe;
}

}  // namespace

std::string_view sourceKindKey(SourceKind kind)
{
    for (const KindRules& rules : kinds())
        if (rules.kind == kind)
            return rules.key;
    return {};
}

const std::vector<std::string_view>& sourceRoles(SourceKind kind)
{
    return std::find_if(kinds().begin(), kinds().end(), [kind](const KindRules& rules) { return rules.kind == kind; })->roles;
}

const std::vector<std::string_view>& requiredSourceRoles(SourceKind kind)
{
    return std::find_if(kinds().begin(), kinds().end(), [kind](const KindRules& rules) { return rules.kind == kind; })->required;
}

bool takesCrs(SourceKind kind)
{
    const auto& entries =
        std::find_if(kinds().begin(), kinds().end(), [kind](const KindRules& rules) { return rules.kind == kind; })->entries;
    return std::find(entries.begin(), entries.end(), "crs") != entries.end();
}

std::string RecipeSource::column(const std::string& role) const
{
    const auto found = fields.find(role);
    return found == fields.end() || found->second.empty() ? std::string() : found->second.front().field;
}

Expected<CityRecipe> readRecipe(const std::filesystem::path& file)
{
    JsonReader reader(file);
    return readFrom(reader, file, file.parent_path());
}

Expected<CityRecipe> parseRecipe(const std::string& name, std::string_view text, const std::filesystem::path& folder)
{
    JsonReader reader(name, text);
    return readFrom(reader, name, folder);
}

}  // namespace isopolis
