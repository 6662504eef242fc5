#include "gis/io/recipe_draft.h"

#include "gis/core/text.h"
#include "gis/io/crs.h"
#include "gis/io/format/csv_reader.h"
#include "gis/io/format/vector_reader.h"
#include "gis/io/models3d/building_model.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShownRows = 6, kLongestValue = 60;

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

std::string shortened(std::string value)
{
    if (value.size() <= kLongestValue)
        return value;
    std::size_t end = kLongestValue;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U)  // not within a letter
        --end;
    return value.substr(0, end) + "…";
}

/// Usual names of columns, likeliest first; compared in lower case, at the beginning of a name too.
struct RoleNames {
    std::string_view role;
    std::vector<std::string_view> names;
};

const std::vector<RoleNames>& usualNames()
{
    static const std::vector<RoleNames> all = {
        {"id", {"id", "code", "objectid", "gid", "fid", "key", "nr", "num", "geoid", "ref"}},
        {"name", {"name", "nom", "label", "title", "bezeichnung", "naam", "nombre", "nome"}},
        {"population",
         {"population", "pop", "residents", "people", "persons", "einwohner", "inhabitants", "habitants", "inwoners", "poblacion"}},
        {"income", {"income", "revenu", "einkommen", "inkomen", "ingreso", "reddito", "median_inc"}},
        {"jobs", {"jobs", "employment", "emplois", "arbeitsplaetze", "workplaces", "empleos", "workers"}},
        {"lon", {"lon", "longitude", "lng", "x", "long"}},
        {"lat", {"lat", "latitude", "y"}},
        {"veh_day", {"veh_day", "aadt", "tjm", "dtv", "adt", "volume", "count"}},
        {"workday_veh_day", {"workday_veh_day", "tjom", "dtvw", "awdt"}},
        {"am_peak_veh_h", {"am_peak_veh_h", "hpm", "am_peak"}},
        {"pm_peak_veh_h", {"pm_peak_veh_h", "hps", "pm_peak"}},
        {"year", {"year", "annee", "jahr", "tjm_annee"}},
        {"direction", {"direction", "sens", "richtung"}},
        {"bearing_deg", {"bearing_deg", "bearing", "angle", "azimuth"}},
        {"height_m", {"height_m", "height", "hoehe", "elevation"}},
        {"capacity", {"capacity", "places", "pupils", "beds", "students"}},
        {"schools", {"schools"}},
        {"clinics", {"clinics"}},
        {"direction_deg", {"direction_deg", "wind_direction", "wdir", "dd"}},
        {"speed_ms", {"speed_ms", "wind_speed", "wspd", "ff"}},
        {"temperature_c", {"temperature_c", "temperature", "temp", "t2m"}},
        {"time_utc", {"time_utc", "time", "date", "datetime", "timestamp"}},
        {"cloud_octas", {"cloud_octas", "clouds", "n"}},
    };
    return all;
}

bool has(const std::vector<std::string>& columns, std::string_view role)
{
    const auto names = std::find_if(usualNames().begin(), usualNames().end(), [&](const RoleNames& r) { return r.role == role; });
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
        return std::find(names->names.begin(), names->names.end(), lower(column)) != names->names.end();
    });
}

bool mentions(const fs::path& file, std::initializer_list<std::string_view> words)
{
    const std::string name = lower(file.stem().string());
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

/// What the shape of the features and the names of file and columns speak for.
std::vector<SourceKind> kindsOf(const FileLook& look)
{
    using enum SourceKind;
    const std::string& kind = look.check.kind;
    if (kind == "osm")
        return {Osm};
    if (kind == "terrain")
        return {Terrain};
    if (kind == "gtfs")
        return {Gtfs};
    if (kind == "models")
        return {Buildings};
    std::vector<SourceKind> all;
    const bool points = kind == "csv" || look.check.description.find("points") != std::string::npos;
    if (kind == "csv") {
        if (has(look.columns, "direction_deg") || has(look.columns, "speed_ms"))
            all = {Weather, ZonePoints, Counts, Sensors, Places, Stops};
        else if (!has(look.columns, "lon") || !has(look.columns, "lat"))
            all = {Weather};
        else
            all = {ZonePoints, Counts, Sensors, Places, Stops};
    } else if (points) {
        all = {Counts, Sensors, Places, Stops};
    } else {
        all = {Neighbourhoods, Areas, Places};
    }
    const auto first = [&](SourceKind likely) {
        if (const auto at = std::find(all.begin(), all.end(), likely); at != all.end())
            std::rotate(all.begin(), at, at + 1);
    };
    if (mentions(look.file, {"water", "lake", "river", "park", "green", "landuse", "wald", "forest"}))
        first(Areas);
    if (mentions(look.file, {"school", "clinic", "hospital", "place"}))
        first(Places);
    if (mentions(look.file, {"stop", "halt", "arret"}))
        first(Stops);
    if (mentions(look.file, {"sensor", "station", "noise", "air"}))
        first(Sensors);
    if (mentions(look.file, {"count", "traffic", "comptage", "zaehl"}) || has(look.columns, "veh_day"))
        first(Counts);
    if (has(look.columns, "population"))
        first(kind == "csv" ? ZonePoints : Neighbourhoods);
    return all;
}

std::optional<FileLook> lookAtModels(const fs::path& file)
{
    const std::string name = lower(file.filename().string());
    const bool may = name.ends_with(".gml") || name.ends_with(".xml") || name.ends_with(".citygml") || name.ends_with(".jsonl") ||
                     name.ends_with(".json");
    if (!may)
        return {};
    IssueLog log;
    auto models = readBuildingModels(file, log);
    if (!models)
        return {};
    FileLook look{.file = file, .check = {}, .kinds = {SourceKind::Buildings}, .layers = {}, .columns = {}, .rows = {}};
    look.check.kind = "models";
    look.check.description = "3D models of buildings";
    look.check.crs = models->crs;
    look.check.counts = {{"buildings", models->buildings.size(), models->buildings.size()}};
    look.check.issues = log.take();
    return look;
}

void readRows(FileLook& look, const std::string& crs)
{
    IssueLog log;
    if (look.check.kind == "csv") {
        if (auto table = readCsv(look.file, log)) {
            look.columns = table->columns;
            for (std::size_t i = 0; i < std::min(kShownRows, table->rows.size()); ++i) {
                look.rows.push_back({});
                for (const std::string& value : table->rows[i])
                    look.rows.back().push_back(shortened(value));
            }
        }
        return;
    }
    if (look.check.kind != "vector")
        return;
    const auto outline = vectorOutline(look.file, crs);
    if (!outline || outline->layers.empty())
        return;
    look.layers = outline->layers;
    const auto frame = chooseFrame(outline->centre);
    if (!frame)
        return;
    const auto table = readVector(look.file, outline->layers.front(), *frame, log, crs);
    if (!table)
        return;
    look.columns = table->columns;
    for (std::size_t i = 0; i < std::min(kShownRows, table->features.size()); ++i) {
        look.rows.push_back({});
        for (const FieldValue& value : table->features[i].values)
            look.rows.back().push_back(shortened(text(value)));
    }
}

/// A system with which a file that names none can be looked at: degrees where the numbers may be degrees. Empty: none is needed.
std::string crsForALook(const FileCheck& check, const fs::path& file)
{
    const bool missing = check.kind == "vector" && !check.usable &&
                         std::any_of(check.issues.begin(), check.issues.end(), [](const Issue& issue) { return issue.code == "no_crs"; });
    if (!missing)
        return {};
    const auto sample = sampleVector(file, {});
    if (!sample)
        return {};
    return Box{-180, -90, 180, 90}.intersects(sample->extent) && sample->extent.width() <= 360 ? "EPSG:4326" : "EPSG:3857";
}

std::string idOf(const SourceDraft& source, std::set<std::string>& used)
{
    std::string id(sourceKindKey(source.kind));
    for (int number = 2; used.contains(id); ++number)
        id = std::string(sourceKindKey(source.kind)) + "_" + std::to_string(number);
    used.insert(id);
    return id;
}

std::string relativeTo(const fs::path& file, const fs::path& folder)
{
    std::error_code failed;
    const fs::path near = fs::relative(file, folder, failed);
    return failed || near.empty() ? file.string() : near.generic_string();
}

std::string_view kindEntry(SourceKind kind)
{
    return kind == SourceKind::Places    ? "place_kind"
           : kind == SourceKind::Areas   ? "area_kind"
           : kind == SourceKind::Sensors ? "sensor_kind"
                                         : "";
}

bool isZones(SourceKind kind) { return kind == SourceKind::Neighbourhoods || kind == SourceKind::ZonePoints || kind == SourceKind::Grid; }

}  // namespace

Expected<FileLook> lookAt(const fs::path& file)
{
    auto check = checkFile(file);
    if (!check || check->kind == "recipe") {
        if (auto models = lookAtModels(file))
            return *models;
        if (!check)
            return unexpected(check.error());
    }
    FileLook look{.file = file, .check = std::move(*check), .kinds = {}, .layers = {}, .columns = {}, .rows = {}};
    const std::string assumed = crsForALook(look.check, file);
    if (!assumed.empty())
        if (auto again = checkFile(file, look.check.kind, assumed)) {
            again->issues.insert(again->issues.begin(), look.check.issues.begin(), look.check.issues.end());
            look.check = std::move(*again);
            look.check.crs.clear();
            look.crsMissing = true;
        }
    readRows(look, assumed);
    if (look.check.usable)
        look.kinds = kindsOf(look);
    return look;
}

std::map<std::string, std::string> likelyFields(SourceKind kind, const std::vector<std::string>& columns)
{
    std::map<std::string, std::string> fields;
    std::set<std::string> taken;
    for (const bool exact : {true, false})
        for (const std::string_view role : sourceRoles(kind)) {
            const auto names = std::find_if(usualNames().begin(), usualNames().end(), [&](const RoleNames& r) { return r.role == role; });
            if (names == usualNames().end() || fields.contains(std::string(role)))
                continue;
            for (const std::string_view name : names->names)
                for (const std::string& column : columns) {
                    const bool fits = exact ? lower(column) == name : name.size() >= 3 && lower(column).starts_with(name);
                    if (fits && !taken.contains(column) && !fields.contains(std::string(role))) {
                        fields[std::string(role)] = column;
                        taken.insert(column);
                    }
                }
        }
    return fields;
}

SourceDraft draftOf(const FileLook& look)
{
    SourceDraft source;
    source.file = look.file;
    if (!look.kinds.empty())
        source.kind = look.kinds.front();
    source.crsMissing = look.crsMissing;
    source.layer = look.layers.size() > 1 ? look.layers.front() : std::string();
    source.fields = likelyFields(source.kind, look.columns);
    if (source.kind == SourceKind::Osm) {
        source.licence = "ODbL 1.0";
        source.attribution = "© OpenStreetMap contributors";
    }
    return source;
}

std::vector<DraftProblem> problemsOf(const RecipeDraft& draft)
{
    std::vector<DraftProblem> all;
    const auto count = [&](auto&& is) {
        return std::count_if(draft.sources.begin(), draft.sources.end(), [&](const SourceDraft& s) { return is(s.kind); });
    };
    const auto osm = count([](SourceKind kind) { return kind == SourceKind::Osm; });
    if (draft.name.find_first_not_of(' ') == std::string::npos)
        all.push_back({{}, ISO_TR("import", "The city has no name."), ISO_TR("import", "Type one.")});
    if (osm == 0)
        all.push_back({{},
                       ISO_TR("import", "There is no map of streets: without one nothing can be calculated."),
                       ISO_TR("import", "Add an OpenStreetMap extract (*.osm.pbf).")});
    if (osm > 1)
        all.push_back({{}, ISO_TR("import", "There is more than one map of streets."), ISO_TR("import", "Leave all but one out.")});
    if (count(isZones) > 1)
        all.push_back(
            {{}, ISO_TR("import", "There is more than one source of neighbourhoods."), ISO_TR("import", "Leave all but one out.")});
    for (std::size_t i = 0; i < draft.sources.size(); ++i) {
        const SourceDraft& source = draft.sources[i];
        for (const std::string_view role : requiredSourceRoles(source.kind))
            if (!source.fields.contains(std::string(role)))
                all.push_back({i, ISO_TR("import", "A column that this kind of source cannot do without is not named."),
                               ISO_TR("import", "Choose a column for every field with a star.")});
        if (source.crsMissing && source.crs.empty() && takesCrs(source.kind))
            all.push_back({i, ISO_TR("import", "The file does not say its coordinate system."),
                           ISO_TR("import", "Type the one in which it was made; the map shows whether it fits.")});
        else if (!source.crs.empty() && takesCrs(source.kind) && !crsFacts(source.crs))
            all.push_back({i, ISO_TR("import", "The coordinate system of the file is not known."),
                           ISO_TR("import", "Type an EPSG code, for example EPSG:4326 for longitude and latitude.")});
        if (source.licence.empty() || source.attribution.empty())
            all.push_back({i, ISO_TR("import", "The licence or the attribution is missing."),
                           ISO_TR("import", "Say under which licence the data came, and whom to name.")});
        if (!kindEntry(source.kind).empty() && source.what.empty())
            all.push_back({i, ISO_TR("import", "It is not said what the places, areas or sensors are."),
                           ISO_TR("import", "Choose it from the list.")});
        if (source.fields.contains("income") && source.incomeMeaning.empty())
            all.push_back({i, ISO_TR("import", "The income column has no meaning in words."),
                           ISO_TR("import", "Say what it is, for example: median income per household, EUR a year.")});
        if (source.personal && (source.purpose.empty() || source.legalBasis.empty() || source.retention.empty()))
            all.push_back({i, ISO_TR("import", "Personal data need a purpose, a legal basis and a time after which they are deleted."),
                           ISO_TR("import", "Fill in all three, or use data without persons.")});
    }
    return all;
}

std::string recipeText(const RecipeDraft& draft, const fs::path& folder)
{
    using nlohmann::ordered_json;
    ordered_json recipe = {
        {"format", "isopolis-city-recipe"}, {"version", 1}, {"name", draft.name}, {"crs", draft.crs}, {"window", "auto"}};
    ordered_json sources = ordered_json::array();
    std::set<std::string> ids;
    bool zones = false;
    for (const SourceDraft& source : draft.sources) {
        zones = zones || isZones(source.kind);
        ordered_json entry = {{"id", idOf(source, ids)}, {"kind", sourceKindKey(source.kind)}, {"path", relativeTo(source.file, folder)}};
        if (!source.layer.empty())
            entry["layer"] = source.layer;
        if (!source.crs.empty() && takesCrs(source.kind))
            entry["crs"] = source.crs;
        if (!source.fields.empty())
            entry["fields"] = source.fields;
        if (const std::string_view key = kindEntry(source.kind); !key.empty())
            entry[std::string(key)] = source.what;
        const std::pair<const char*, const std::string*> texts[] = {
            {"income_meaning", &source.incomeMeaning}, {"publisher", &source.publisher}, {"licence", &source.licence},
            {"attribution", &source.attribution},      {"purpose", &source.purpose},     {"legal_basis", &source.legalBasis},
            {"retention", &source.retention}};
        for (const auto& [key, value] : texts)
            if (!value->empty() && !(key == std::string_view("income_meaning") && !source.fields.contains("income")))
                entry[key] = *value;
        entry["personal"] = source.personal;
        sources.push_back(std::move(entry));
    }
    if (!zones)
        sources.push_back({{"id", "grid"},
                           {"kind", "grid"},
                           {"cell_m", draft.cell_m},
                           {"licence", "none needed"},
                           {"attribution", "squares made by Isopolis"}});
    recipe["sources"] = std::move(sources);
    return recipe.dump(2) + "\n";
}

}  // namespace isopolis
