#include "simulation/project/project_store.h"

#include "simulation/equity/indicator.h"
#include "simulation/project/city_tables.h"
#include "simulation/project/gpkg_geometry.h"
#include "simulation/project/migrations.h"
#include "simulation/project/project_schema.h"
#include "simulation/project/run_codec.h"
#include "simulation/project/store_file.h"
#include "simulation/scenario/scenario_json.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <system_error>

namespace isopolis {

namespace fs = std::filesystem;

struct ProjectStore::Impl {
    fs::path path;
    Connection db;
};

namespace {

constexpr std::size_t kResultLimit = std::size_t{1} << 31;
constexpr StoreWords kWords{"project file", "a GeoPackage", "Open a project made by this program, or restore a copy."};
constexpr std::int64_t kGeoPackageId = 1196444487;  // "GPKG"

void tuneForSaving(Connection& db)
{
    // FULL: a power cut loses at most the transaction in hand.
    db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;");
}

std::int64_t integerOf(const Connection& db, const std::string& sql)
{
    Statement s(db, sql);
    return s.next() ? s.integer(0) : 0;
}

bool hasTable(const Connection& db, std::string_view name)
{
    Statement s(db, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?");
    s.bind(1, name);
    return s.next() && s.integer(0) > 0;
}

std::optional<Error> checkProject(Connection& db, const fs::path& path)
{
    if (integerOf(db, "PRAGMA application_id") != kGeoPackageId || !hasTable(db, "isopolis_meta"))
        return Error{ErrorCode::BadFile, "this GeoPackage is not an Isopolis project"}
            .in(path.string())
            .cure("Open a project, or use it as a source: make a project with `city build`.");
    Statement check(db, "PRAGMA quick_check(1)");
    if (!check.next() || check.text(0) != "ok")
        return Error{ErrorCode::BadFile, "the project file is damaged"}.in(path.string()).cure("Restore a copy.");
    return migrate(db, path.string());
}

Expected<Scenario> storedScenario(const std::string& definition, const std::string& file)
{
    const auto cityOnly = [](double, double) -> Expected<Point2> {
        return unexpected(Error{ErrorCode::BadValue, "stored scenarios use the city's coordinates"});
    };
    return scenarioFromJson(definition, file, cityOnly);
}

/// Refuses what could not be read back: a project must never lock its owner out.
Expected<void> writeScenario(Connection& db, const Scenario& scenario, std::int64_t position, const fs::path& file)
{
    const std::string definition = scenarioToJson(scenario);
    if (auto readable = storedScenario(definition, file.string()); !readable)
        return unexpected(Error(readable.error()).at("scenario '" + scenario.name + "'"));
    Statement put(db, "INSERT INTO isopolis_scenarios (name, position, definition) VALUES (?, ?, ?) "
                      "ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, position = excluded.position");
    put.bind(1, scenario.name).bind(2, position).bind(3, definition).run();
    Statement drop(db, "DELETE FROM parameter_overrides WHERE scenario = ?");
    drop.bind(1, scenario.name).run();
    Statement add(db, projectTable("parameter_overrides").insertSql());
    for (const auto& [id, value] : scenario.parameters.overrides())
        add.bind(1, scenario.name).bind(2, id).bind(3, value.value).bind(4, value.reason).bind(5, value.evidence).run();
    return {};
}

void eraseScenario(Connection& db, std::string_view name)
{
    for (const char* sql : {"DELETE FROM isopolis_scenarios WHERE name = ?", "DELETE FROM parameter_overrides WHERE scenario = ?",
                            "DELETE FROM result_links WHERE scenario = ?", "DELETE FROM result_neighbourhoods WHERE scenario = ?"}) {
        Statement drop(db, sql);
        drop.bind(1, name).run();
    }
}

void writeLinkResults(Connection& db, const Run& run, int srs)
{
    Statement drop(db, "DELETE FROM result_links WHERE scenario = ?");
    drop.bind(1, run.scenarioName).run();
    Statement add(db, projectTable("result_links").insertSql());
    for (const LinkId link : idsOf(run.applied.links)) {
        // Links without cars would only repeat road_links.
        if (run.traffic.speed_kmh[link] <= 0)
            continue;
        const double flow = run.traffic.flow_veh_h[link], capacity = run.traffic.capacity_veh_h[link];
        add.bind(1, encodeLine(run.applied.geometry(link), srs)).bind(2, run.scenarioName);
        add.bind(3, run.applied.externalId(link)).bind(4, run.applied.name(link)).bind(5, flow).bind(6, run.traffic.flow_veh_day[link]);
        add.bind(7, run.traffic.speed_kmh[link]).bind(8, capacity > 0 ? flow / capacity : kUnknown);
        add.bind(9, run.emissions.nox_g_day[link]).bind(10, run.emissions.pm25_g_day[link]).bind(11, run.emissions.co2_g_day[link]).run();
    }
}

void writeNeighbourhoodResults(Connection& db, const Run& run, int srs)
{
    Statement drop(db, "DELETE FROM result_neighbourhoods WHERE scenario = ?");
    drop.bind(1, run.scenarioName).run();
    Statement add(db, projectTable("result_neighbourhoods").insertSql());
    const City& city = *run.applied.city;
    for (const NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        const Neighbourhood& n = city.neighbourhoods()[id];
        add.bind(1, encodeMultiPolygon(n.outline, srs))
            .bind(2, run.scenarioName)
            .bind(3, n.externalId)
            .bind(4, n.name)
            .bind(5, n.population);
        add.bind(6, run.air.no2Mean_ug_m3[id]).bind(7, run.air.pm25Mean_ug_m3[id]).bind(8, run.access.jobsByCar[id]);
        add.bind(9, run.access.jobsOnFoot[id]).bind(10, run.access.carTime_min[id]).bind(11, run.access.jobsByCycle[id]);
        add.bind(12, run.access.schoolOnFoot_min[id])
            .bind(13, run.access.clinicOnFoot_min[id])
            .bind(14, run.access.parkOnFoot_min[id])
            .bind(15, run.transit.jobsByTransit[id])
            .run();
    }
}

void writeRun(Connection& db, const Run& run)
{
    Statement put(
        db, "INSERT OR REPLACE INTO isopolis_runs (run_key, city, scenario_hash, engine, scenario, finished_utc, result_hash, results) "
            "VALUES (?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?, ?)");
    put.bind(1, run.key.hash().hex()).bind(2, run.key.city.hex()).bind(3, run.key.scenario.hex()).bind(4, run.key.engine);
    put.bind(5, run.scenarioName).bind(6, resultHash(run).hex()).bind(7, compressed(encodeResults(run))).run();
    const int srs = srsIdOf(run.applied.city->frame());
    writeLinkResults(db, run, srs);
    writeNeighbourhoodResults(db, run, srs);
}

}  // namespace

ProjectStore::ProjectStore(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ProjectStore::ProjectStore(ProjectStore&&) noexcept = default;
ProjectStore& ProjectStore::operator=(ProjectStore&&) noexcept = default;
ProjectStore::~ProjectStore() = default;

const fs::path& ProjectStore::path() const { return m_impl->path; }

Expected<ProjectStore> ProjectStore::create(const fs::path& path, const City& city)
{
    auto made = makeStoreFile(path, kWords, [&](const fs::path& part) {
        Connection db = Connection::open(part, OpenMode::Create);
        db.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
        Transaction all(db);
        createTables(db, city);
        writeCity(db, city);
        Statement version(db, "INSERT INTO isopolis_meta (key, value) VALUES ('schema_version', ?)");
        version.bind(1, std::to_string(kSchemaVersion)).run();
        all.commit();
    });
    if (!made)
        return unexpected(made.error());
    return open(path);
}

Expected<ProjectStore> ProjectStore::open(const fs::path& path)
{
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored))
        return unexpected(Error{ErrorCode::NotFound, "the project does not exist"}.in(path.string()).cure("Check the name of the file."));
    return guarded(path, kWords, [&]() -> Expected<ProjectStore> {
        auto impl = std::make_unique<Impl>(Impl{path, Connection::open(path, OpenMode::ReadWrite)});
        if (auto error = checkProject(impl->db, path))
            return unexpected(*error);
        tuneForSaving(impl->db);
        return ProjectStore(std::move(impl));
    });
}

Expected<CityPtr> ProjectStore::loadCity()
{
    return guarded(path(), kWords, [&]() -> Expected<CityPtr> {
        auto city = City::create(readCity(m_impl->db));
        if (!city)
            return unexpected(Error(city.error()).in(path().string()));
        return city;
    });
}

Expected<CityPtr> ProjectStore::useFactors(FactorSheet factors)
{
    return guarded(path(), kWords, [&]() -> Expected<CityPtr> {
        Transaction whole(m_impl->db);
        CityData data = readCity(m_impl->db);
        data.factors = std::move(factors);
        auto city = City::create(std::move(data));
        if (!city)
            return unexpected(Error(city.error()).in(path().string()));
        Statement put(m_impl->db, "INSERT INTO isopolis_meta (key, value) VALUES (?, ?) "
                                  "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        const FactorSheet& sheet = (*city)->factors();
        const std::pair<const char*, std::string> values[] = {{"factors_file", sheet.file},
                                                              {"factors_sha256", sheet.sha256},
                                                              {"factors_text", sheet.text},
                                                              {"city_revision", (*city)->revision().hex()}};
        for (const auto& [key, value] : values) {
            put.bind(1, key).bind(2, value).run();
            put.reset();
        }
        whole.commit();
        return city;
    });
}

Expected<std::vector<Scenario>> ProjectStore::scenarios()
{
    return guarded(path(), kWords, [&]() -> Expected<std::vector<Scenario>> {
        std::vector<Scenario> all;
        Statement rows(m_impl->db, "SELECT definition FROM isopolis_scenarios ORDER BY position, fid");
        while (rows.next()) {
            auto scenario = storedScenario(rows.text(0), path().string());
            if (!scenario)
                return unexpected(scenario.error());
            all.push_back(std::move(*scenario));
        }
        return all;
    });
}

Expected<void> ProjectStore::saveScenario(const Scenario& scenario)
{
    return guarded(path(), kWords, [&]() -> Expected<void> {
        Transaction all(m_impl->db);
        Statement at(m_impl->db, "SELECT coalesce((SELECT position FROM isopolis_scenarios WHERE name = ?1), "
                                 "(SELECT max(position) + 1 FROM isopolis_scenarios), 0)");
        at.bind(1, scenario.name);
        at.next();
        const std::int64_t position = at.integer(0);
        at.reset();
        if (auto written = writeScenario(m_impl->db, scenario, position, path()); !written)
            return written;
        all.commit();
        return {};
    });
}

Expected<void> ProjectStore::removeScenario(std::string_view name)
{
    auto all = scenarios();
    if (!all)
        return unexpected(all.error());
    bool found = false;
    for (const Scenario& s : *all) {
        found = found || s.name == name;
        if (s.base == name)
            return unexpected(Error{ErrorCode::Conflict, "scenario '" + s.name + "' branches from '" + std::string(name) + "'"}
                                  .in(path().string())
                                  .cure("Remove that scenario first."));
    }
    if (!found)
        return unexpected(Error{ErrorCode::NotFound, "there is no scenario '" + std::string(name) + "'"}
                              .in(path().string())
                              .cure("See `scenario list` for the names."));
    return guarded(path(), kWords, [&]() -> Expected<void> {
        Transaction whole(m_impl->db);
        eraseScenario(m_impl->db, name);
        whole.commit();
        return {};
    });
}

Expected<void> ProjectStore::saveAllScenarios(const std::vector<Scenario>& list)
{
    return guarded(path(), kWords, [&]() -> Expected<void> {
        Transaction whole(m_impl->db);
        std::vector<std::string> gone;
        for (Statement rows(m_impl->db, "SELECT name FROM isopolis_scenarios"); rows.next();) {
            const std::string name = rows.text(0);
            if (std::none_of(list.begin(), list.end(), [&name](const Scenario& s) { return s.name == name; }))
                gone.push_back(name);
        }
        for (const std::string& name : gone)
            eraseScenario(m_impl->db, name);
        for (std::size_t i = 0; i < list.size(); ++i)
            if (auto written = writeScenario(m_impl->db, list[i], static_cast<std::int64_t>(i), path()); !written)
                return written;
        whole.commit();
        return {};
    });
}

Expected<void> ProjectStore::saveRun(const Run& run)
{
    return guarded(path(), kWords, [&]() -> Expected<void> {
        Transaction whole(m_impl->db);
        writeRun(m_impl->db, run);
        whole.commit();
        return {};
    });
}

Expected<RunPtr> ProjectStore::findRun(const RunKey& key, const AppliedScenario& applied)
{
    return guarded(path(), kWords, [&]() -> Expected<RunPtr> {
        Statement row(m_impl->db, "SELECT scenario, result_hash, results FROM isopolis_runs WHERE run_key = ?");
        row.bind(1, key.hash().hex());
        if (!row.next())
            return RunPtr();
        auto run = std::make_shared<Run>();
        run->key = key;
        run->scenarioName = row.text(0);
        run->applied = applied;
        decodeResults(decompressed(row.blob(2), kResultLimit), *run);
        // A stored result that does not match its own hash is not shown; it is computed again.
        if (resultHash(*run).hex() != row.text(1))
            return RunPtr();
        return RunPtr(run);
    });
}

Expected<std::vector<LayerInfo>> ProjectStore::layers()
{
    return guarded(path(), kWords, [&]() -> Expected<std::vector<LayerInfo>> {
        std::vector<LayerInfo> all;
        for (Statement rows(m_impl->db, "SELECT table_name, data_type FROM gpkg_contents ORDER BY rowid"); rows.next();)
            all.push_back({rows.text(0), rows.text(1), 0});
        for (LayerInfo& layer : all)
            layer.rows = static_cast<std::size_t>(integerOf(m_impl->db, "SELECT count(*) FROM " + sqlName(layer.table)));
        return all;
    });
}

}  // namespace isopolis
