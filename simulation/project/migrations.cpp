#include "simulation/project/migrations.h"

#include "simulation/project/project_store.h"

#include <array>
#include <charconv>

namespace isopolis {

namespace {

/// What leads from one schema version to the next.
struct Migration {
    int from;
    const char* sql;
};

// Version 1 is the first that was handed out. Each later version adds its step here, and a test opens a file of every one.
constexpr std::array<Migration, 3> kMigrations = {{
    // Cycle lanes of streets; access by cycle, by public transport and to schools, clinics and parks; changes between stops.
    {1, R"sql(
ALTER TABLE road_links ADD COLUMN cycle_facility TEXT;
ALTER TABLE result_neighbourhoods ADD COLUMN jobs_cycle_30min REAL;
ALTER TABLE result_neighbourhoods ADD COLUMN school_walk_min REAL;
ALTER TABLE result_neighbourhoods ADD COLUMN clinic_walk_min REAL;
ALTER TABLE result_neighbourhoods ADD COLUMN park_walk_min REAL;
INSERT INTO gpkg_data_columns (table_name, column_name, title, description) VALUES
    ('road_links', 'cycle_facility', 'cycle_facility', 'none, painted or protected: what this direction offers to cycles'),
    ('result_neighbourhoods', 'jobs_cycle_30min', 'jobs_cycle_30min', 'jobs within reach by cycle'),
    ('result_neighbourhoods', 'school_walk_min', 'school_walk_min', 'walk to the nearest school, minutes; empty if the city has none'),
    ('result_neighbourhoods', 'clinic_walk_min', 'clinic_walk_min', 'walk to the nearest clinic, minutes; empty if the city has none'),
    ('result_neighbourhoods', 'park_walk_min', 'park_walk_min', 'walk to the nearest park, minutes; empty if the city has none');
CREATE TABLE transit_transfers (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    from_stop INTEGER, to_stop INTEGER, min_time_s INTEGER, forbidden INTEGER);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
    VALUES ('transit_transfers', 'attributes', 'transit_transfers', 'What the timetable says about changing between stops');
INSERT INTO gpkg_data_columns (table_name, column_name, title, description) VALUES
    ('transit_transfers', 'from_stop', 'from_stop', 'fid of transit_stops'),
    ('transit_transfers', 'to_stop', 'to_stop', 'fid of transit_stops'),
    ('transit_transfers', 'min_time_s', 'min_time_s', 'the change takes at least this long, s'),
    ('transit_transfers', 'forbidden', 'forbidden', '1 if nobody changes here'),
    ('result_neighbourhoods', 'jobs_by_transit', 'jobs_by_transit', 'jobs within reach by public transport, mean over departures');
ALTER TABLE result_neighbourhoods ADD COLUMN jobs_by_transit REAL;
)sql"},
    // Turns that signs forbid; fares.
    {2, R"sql(
CREATE TABLE turn_bans (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, from_link INTEGER, to_link INTEGER, modes INTEGER);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
    VALUES ('turn_bans', 'attributes', 'turn_bans', 'Turns that signs forbid');
ALTER TABLE transit_lines ADD COLUMN fare REAL;
INSERT INTO gpkg_data_columns (table_name, column_name, title, description) VALUES
    ('turn_bans', 'from_link', 'from_link', 'fid of road_links: who drives it …'),
    ('turn_bans', 'to_link', 'to_link', 'fid of road_links: … may not go on into this one'),
    ('turn_bans', 'modes', 'modes', 'for whom: 1 car, 2 lorry, 4 bus, 8 cycle, added up'),
    ('transit_lines', 'fare', 'fare', 'fare of one ride, in the currency of isopolis_meta.transit_currency; empty if unknown');
)sql"},
    // Planes of roofs; single trees.
    {3, R"sql(
ALTER TABLE buildings ADD COLUMN roof BLOB;
CREATE TABLE trees (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, height_m REAL, crown_m REAL);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id)
    SELECT 'trees', 'features', 'trees', 'Single trees', min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents WHERE table_name = 'places';
INSERT INTO gpkg_geometry_columns
    SELECT 'trees', 'geom', 'POINT', srs_id, 0, 0 FROM gpkg_geometry_columns WHERE table_name = 'places';
INSERT INTO gpkg_data_columns (table_name, column_name, title, description) VALUES
    ('buildings', 'roof', 'roof', 'planes of the roof, packed; empty: flat'),
    ('trees', 'height_m', 'height_m', 'height, m; empty if unknown'),
    ('trees', 'crown_m', 'crown_m', 'diameter of the crown, m; empty if unknown');
)sql"},
}};

int schemaVersion(const Connection& db)
{
    Statement row(db, "SELECT value FROM isopolis_meta WHERE key = 'schema_version'");
    int version = 0;
    if (row.next()) {
        const std::string text = row.text(0);
        std::from_chars(text.data(), text.data() + text.size(), version);
    }
    return version;
}

}  // namespace

std::optional<Error> migrate(Connection& db, const std::string& file)
{
    int version = schemaVersion(db);
    if (version > kSchemaVersion)
        return Error{ErrorCode::Unsupported, "the project was saved by a newer version of this program (schema " + std::to_string(version) +
                                                 ", this one knows " + std::to_string(kSchemaVersion) + ")"}
            .in(file)
            .cure("Update the program.");
    if (version < 1)
        return Error{ErrorCode::BadFile, "the project does not say which schema version it has"}.in(file).cure("Restore a copy.");
    if (version == kSchemaVersion)
        return std::nullopt;
    Transaction whole(db);
    for (const Migration& step : kMigrations)
        if (step.from == version) {
            db.execute(step.sql);
            ++version;
        }
    Statement set(db, "UPDATE isopolis_meta SET value = ? WHERE key = 'schema_version'");
    set.bind(1, std::to_string(version)).run();
    whole.commit();
    return std::nullopt;
}

}  // namespace isopolis
