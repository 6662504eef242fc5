#include "gis/io/city_importer.h"

#include "gis/io/city/activity.h"
#include "gis/io/city/features.h"
#include "gis/io/city/timetables.h"
#include "gis/io/city/zones.h"
#include "gis/io/city_recipe.h"
#include "gis/io/file_bytes.h"
#include "gis/io/format/raster_reader.h"
#include "gis/io/models3d/model_import.h"
#include "gis/io/osm/network_builder.h"
#include "gis/io/wind_rose.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kLargestCity_m = 200000;
constexpr std::uint64_t kLargestFactors = std::uint64_t{64} << 20;

/// One import from recipe to city; each step leaves its findings in the report.
class Import {
public:
    Import(CityRecipe recipe, AssumptionSet assumptions, const ImportOptions& options)
        : m_recipe(std::move(recipe)), m_assumptions(std::move(assumptions)), m_options(options), m_window({})
    {}

    Expected<ImportOutcome> run()
    {
        using Step = Expected<void> (Import::*)();
        struct Stage {
            const char* name;
            Step step;
            double share;
        };
        const Stage stages[] = {{"Files", &Import::checkFiles, 0.05},
                                {"Streets and buildings", &Import::readMap, 0.6},
                                {"Terrain", &Import::readTerrainSource, 0.7},
                                {"Neighbourhoods", &Import::readPeople, 0.85},
                                {"Counts, sensors, places", &Import::readFeatures, 0.95},
                                {"Weather", &Import::readWeather, 0.97},
                                {"Emission factors", &Import::readFactors, 0.98}};
        double done = 0;
        for (const Stage& stage : stages) {
            if (m_options.progress && !m_options.progress(stage.name, done))
                return unexpected(Error{ErrorCode::Cancelled, "the import was stopped"});
            if (auto result = (this->*stage.step)(); !result)
                return unexpected(inRecipe(result.error()));
            done = stage.share;
        }
        return finish();
    }

private:
    /// An error that names no file is about the recipe.
    Error inRecipe(Error error) const
    {
        if (error.file.empty())
            error.in(m_recipe.file.string());
        return error;
    }
    Error recipeError(ErrorCode code, std::string message, std::string path, std::string cure) const
    {
        return Error{code, std::move(message)}.in(m_recipe.file.string()).about(std::move(path)).cure(std::move(cure));
    }

    const RecipeSource* only(SourceKind kind) const
    {
        const auto found =
            std::find_if(m_recipe.sources.begin(), m_recipe.sources.end(), [&](const RecipeSource& s) { return s.kind == kind; });
        return found == m_recipe.sources.end() ? nullptr : &*found;
    }

    Expected<void> checkFiles();
    Expected<void> chooseFrame(const RecipeSource* osm);
    Expected<void> readMap();
    Expected<void> readStreets(const RecipeSource& osm);
    Expected<void> readModels();
    Expected<void> readTerrainSource();
    Expected<void> readPeople();
    Expected<void> readFeatures();
    Expected<void> readWeather();
    Expected<void> readFactors();
    Expected<ImportOutcome> finish();
    void add(ImportCount count);

    CityRecipe m_recipe;
    AssumptionSet m_assumptions;
    const ImportOptions& m_options;
    CityWindow m_window;
    IssueLog m_log;
    CityData m_city;
    std::vector<double> m_bearings_deg;  // of the counts
    OsmData m_osm;
    std::vector<ImportCount> m_counts;
};

void Import::add(ImportCount count)
{
    const auto known = std::find_if(m_counts.begin(), m_counts.end(), [&](const ImportCount& c) { return c.kind == count.kind; });
    if (known == m_counts.end()) {
        m_counts.push_back(std::move(count));
        return;
    }
    known->considered += count.considered;
    known->kept += count.kept;
}

/// Every file is there and of bearable size before the first one is read, and enters the source register with its fingerprint.
Expected<void> Import::checkFiles()
{
    for (std::size_t i = 0; i < m_recipe.sources.size(); ++i) {
        const RecipeSource& source = m_recipe.sources[i];
        SourceRecord record = source.record;
        if (!source.path.empty()) {
            const auto size = checkedSize(source.path, m_options.maxFileBytes);
            if (!size)
                return unexpected(Error(size.error()).about("sources[" + std::to_string(i) + "].path"));
            const auto hash = hashFile(source.path);
            if (!hash)
                return unexpected(hash.error());
            record.hash = hash->hex();
        }
        m_city.sources.push_back(std::move(record));
    }
    for (const SourceKind kind : {SourceKind::Osm, SourceKind::Terrain, SourceKind::Weather, SourceKind::EmissionFactors})
        if (std::count_if(m_recipe.sources.begin(), m_recipe.sources.end(), [&](const RecipeSource& s) { return s.kind == kind; }) > 1)
            return unexpected(recipeError(ErrorCode::Conflict, "there are two sources of the kind " + std::string(sourceKindKey(kind)),
                                          "sources", "Keep one of them; join the files first if the city needs both"));
    return {};
}

Expected<void> Import::chooseFrame(const RecipeSource* osm)
{
    Ring degrees;
    if (m_recipe.window) {
        degrees = *m_recipe.window;
    } else if (osm == nullptr) {
        auto extent = extentOfModels(*only(SourceKind::Buildings), m_log);
        if (!extent)
            return unexpected(extent.error());
        degrees = std::move(*extent);
    } else {
        const auto extent = osmExtent(osm->path);
        if (!extent)
            return unexpected(extent.error());
        degrees = ringOfDegrees(extent->west, extent->south, extent->east, extent->north);
    }
    const Point2 centre = bounds(degrees).centre();
    auto frame = m_recipe.crs == "auto" ? isopolis::chooseFrame({centre.x, centre.y}) : frameFromCode(m_recipe.crs, {centre.x, centre.y});
    if (!frame)
        return unexpected(frame.error());
    m_city.frame = std::move(*frame);
    auto outline = windowFromDegrees(degrees, m_city.frame);
    if (!outline)
        return unexpected(outline.error());
    m_window = CityWindow(std::move(*outline));
    if (std::max(m_window.box().width(), m_window.box().height()) > kLargestCity_m)
        return unexpected(recipeError(ErrorCode::Unsupported, "the window is wider than 200 km", "window",
                                      "Set the window to the city: {\"west\": …, \"south\": …, \"east\": …, \"north\": …}"));
    m_city.extent = m_window.box();
    return {};
}

Expected<void> Import::readMap()
{
    const RecipeSource* osm = only(SourceKind::Osm);
    if (osm == nullptr && only(SourceKind::Buildings) == nullptr)
        return unexpected(recipeError(ErrorCode::NotFound, "the recipe has no source of the kind osm, which the streets come from",
                                      "sources", "Add an OpenStreetMap extract of the city"));
    if (auto chosen = chooseFrame(osm); !chosen)
        return chosen;
    if (osm == nullptr)
        m_log.warn("no_streets", "the recipe has no OpenStreetMap extract: the city has no streets, and nothing can be calculated for it");
    else if (auto read = readStreets(*osm); !read)
        return read;
    return readModels();
}

Expected<void> Import::readModels()
{
    for (const RecipeSource& source : m_recipe.sources) {
        if (source.kind != SourceKind::Buildings)
            continue;
        auto count = importModels(source, m_window, m_city.frame, m_city.buildings, m_osm.outbuilding, m_log);
        if (!count)
            return unexpected(count.error());
        add(std::move(*count));
    }
    return {};
}

Expected<void> Import::readStreets(const RecipeSource& osm)
{
    auto data = readOsm(osm.path, m_city.frame, m_window, m_assumptions, m_log);
    if (!data)
        return unexpected(data.error());
    m_osm = std::move(*data);
    RoadTables roads = buildNetwork(m_osm.ways, m_osm.restrictions, {m_options.simplify_m, m_assumptions.use(kGatewayDistance)}, m_log);
    m_osm.ways = {};
    m_osm.restrictions = {};
    m_city.nodes = std::move(roads.nodes);
    m_city.ways = std::move(roads.ways);
    m_city.links = std::move(roads.links);
    m_city.turnBans = std::move(roads.turnBans);
    m_city.buildings = IdVector<BuildingId, Building>(std::move(m_osm.buildings));
    m_city.areas = std::move(m_osm.areas);
    m_city.places = std::move(m_osm.places);
    m_city.trafficLights = std::move(m_osm.trafficLights);
    add({"traffic lights", m_city.trafficLights.size(), m_city.trafficLights.size()});
    m_city.trees = std::move(m_osm.trees);
    m_city.roadSource = osm.record.id;
    for (ImportCount& count : m_osm.counts)
        add(std::move(count));
    for (ImportCount& count : roads.counts)
        add(std::move(count));
    return {};
}

Expected<void> Import::readTerrainSource()
{
    const RecipeSource* source = only(SourceKind::Terrain);
    if (source == nullptr)
        return {};
    auto terrain = readTerrain(source->path, m_window.box(), m_city.frame, source->cell_m, m_log);
    if (!terrain)
        return unexpected(terrain.error());
    m_city.terrain = std::move(terrain->raster);
    std::size_t unknown = 0;
    for (Building& building : m_city.buildings) {
        const double ground_m = m_city.terrain.sample(centroid(building.footprint));
        building.ground_m = std::isfinite(ground_m) ? ground_m : 0;
        unknown += std::isfinite(ground_m) ? 0 : 1;
    }
    if (unknown > 0)
        m_log.warn("no_ground", std::to_string(unknown) + " buildings stand where the terrain has no height and are placed at 0 m");
    add({"terrain cells", m_city.terrain.values.size(),
         static_cast<std::uint64_t>(
             std::count_if(m_city.terrain.values.begin(), m_city.terrain.values.end(), [](float v) { return std::isfinite(v); }))});
    return {};
}

Expected<void> Import::readPeople()
{
    std::vector<const RecipeSource*> found;
    for (const RecipeSource& source : m_recipe.sources)
        if (source.kind == SourceKind::Neighbourhoods || source.kind == SourceKind::ZonePoints || source.kind == SourceKind::Grid)
            found.push_back(&source);
    if (found.size() != 1)
        return unexpected(recipeError(ErrorCode::Conflict,
                                      "a city needs exactly one source of zones; the recipe has " + std::to_string(found.size()), "sources",
                                      "Keep one of the kinds neighbourhoods, zone_points or grid; a grid needs no file"));
    const RecipeSource& source = *found.front();
    std::vector<Point2> places;
    for (const Building& building : m_city.buildings)
        places.push_back(centroid(building.footprint));
    m_log.inFile(m_recipe.file.string());
    auto zones = source.kind == SourceKind::Grid ? gridZones(source, m_window, places, m_log)
                                                 : readZones(source, m_window, m_city.frame, m_assumptions, m_log);
    if (!zones)
        return unexpected(zones.error());
    if (zones->neighbourhoods.empty())
        return unexpected(Error{ErrorCode::NotFound, "no zone lies in the city's window"}
                              .in(source.path.empty() ? m_recipe.file.string() : source.path.string())
                              .about("window")
                              .cure("Use zones of this place, or correct the window"));
    m_city.activity = spreadPeople(*zones, {m_city.buildings.raw(), m_osm.outbuilding, m_osm.workplaces}, m_assumptions, m_log);
    m_city.groups = std::move(zones->groups);
    m_city.neighbourhoods = std::move(zones->neighbourhoods);
    m_city.places.insert(m_city.places.end(), zones->places.begin(), zones->places.end());
    m_city.populationSource = source.record.id;
    if (zones->incomeKnown) {
        m_city.incomeSource = source.record.id;
        m_city.incomeMeaning = source.incomeMeaning;
    }
    add(zones->count);
    add({"activity points", m_city.activity.size(), m_city.activity.size()});
    return {};
}

Expected<void> Import::readFeatures()
{
    bool ownStops = false;
    for (const RecipeSource& source : m_recipe.sources) {
        const FeatureImport input{source, m_window, m_city.frame, m_log};
        Expected<ImportCount> count = ImportCount{};
        switch (source.kind) {
        case SourceKind::Counts: count = importCounts(input, m_city, m_bearings_deg); break;
        case SourceKind::Sensors: count = importSensors(input, m_city); break;
        case SourceKind::Places: count = importPlaces(input, m_city); break;
        case SourceKind::Areas: count = importAreas(input, m_city); break;
        case SourceKind::Stops:
            count = importStops(input, m_city);
            ownStops = true;
            break;
        default: continue;
        }
        if (!count)
            return unexpected(count.error());
        add(std::move(*count));
    }
    auto timetables = importTimetables(m_recipe, m_window, m_city.frame, m_assumptions, m_log, m_city.transit);
    if (!timetables)
        return unexpected(timetables.error());
    for (ImportCount& count : *timetables)
        add(std::move(count));
    if (!ownStops && timetables->empty()) {
        add({"stops", m_osm.stops.size(), m_osm.stops.size()});
        m_city.transit.stops = IdVector<StopId, TransitStop>(std::move(m_osm.stops));
    }
    m_log.inFile(m_recipe.file.string());
    matchCounts(m_city, m_bearings_deg, m_assumptions, m_log);
    clipAreas(m_city.areas, m_window, m_log);
    checkWaters(m_city, m_log);
    return {};
}

Expected<void> Import::readWeather()
{
    const RecipeSource* source = only(SourceKind::Weather);
    if (source != nullptr && m_recipe.weather)
        return unexpected(recipeError(ErrorCode::Conflict, "the wind is both measured and stated", "weather",
                                      "Remove \"weather\" or the source of the kind weather"));
    if (source != nullptr) {
        auto weather = readWindRose(*source, m_assumptions.use(kCalmSpeed), m_log);
        if (!weather)
            return unexpected(weather.error());
        m_city.weather = std::move(*weather);
    } else if (m_recipe.weather) {
        m_city.weather = *m_recipe.weather;
    } else {
        m_log.warn("no_weather", "the recipe has no wind: air quality cannot be computed");
    }
    if (m_recipe.background)
        m_city.background = *m_recipe.background;
    return {};
}

/// The user's own emission factors, as they are: what they mean is the emission model's to know.
Expected<void> Import::readFactors()
{
    const RecipeSource* source = only(SourceKind::EmissionFactors);
    if (source == nullptr)
        return {};
    auto text = readFile(source->path, std::min(m_options.maxFileBytes, kLargestFactors));
    if (!text)
        return unexpected(text.error());
    const Hash hash = sha256(*text);
    m_city.factors = {source->path.filename().string(), hash.hex(), std::move(*text)};
    return {};
}

Expected<ImportOutcome> Import::finish()
{
    m_city.name = m_recipe.name;
    m_city.assumptions = m_assumptions.used();
    auto city = City::create(std::move(m_city));
    if (!city)
        return unexpected(inRecipe(city.error()));
    if (m_options.progress)
        m_options.progress("Done", 1);
    return ImportOutcome{std::move(*city), {std::move(m_counts), m_log.take()}};
}

}  // namespace

const ImportCount* ImportReport::count(std::string_view kind) const
{
    const auto found = std::find_if(counts.begin(), counts.end(), [&](const ImportCount& c) { return c.kind == kind; });
    return found == counts.end() ? nullptr : &*found;
}

Expected<ImportOutcome> importCity(const std::filesystem::path& recipe, const ImportOptions& options)
try {
    auto parsed = readRecipe(recipe);
    if (!parsed)
        return unexpected(parsed.error());
    auto assumptions = AssumptionSet::make(parsed->assumptions);
    if (!assumptions)
        return unexpected(Error(assumptions.error()).in(recipe.string()));
    return Import(std::move(*parsed), std::move(*assumptions), options).run();
} catch (const std::exception& e) {
    return unexpected(Error{ErrorCode::Internal, std::string("the import failed (") + e.what() + ")"}
                          .in(recipe.string())
                          .cure("Check each file of the recipe on its own with `city check`"));
}

}  // namespace isopolis
