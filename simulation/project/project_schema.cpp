#include "simulation/project/project_schema.h"

#include "simulation/project/sqlite_connection.h"

#include <algorithm>
#include <cassert>

namespace isopolis {

std::string TableSpec::createSql() const
{
    std::string sql = "CREATE TABLE " + sqlName(name) + " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL";
    if (!geometry.empty())
        sql += ", geom " + geometry;
    for (const ColumnSpec& column : columns)
        sql += ", " + sqlName(column.name) + " " + column.type;
    return sql + ")";
}

std::string TableSpec::insertSql() const
{
    std::string names = geometry.empty() ? "" : "geom", marks = geometry.empty() ? "" : "?";
    for (const ColumnSpec& column : columns) {
        names += (names.empty() ? "" : ", ") + sqlName(column.name);
        marks += marks.empty() ? "?" : ", ?";
    }
    return "INSERT INTO " + sqlName(name) + " (" + names + ") VALUES (" + marks + ")";
}

std::string TableSpec::selectSql(std::string_view tail) const
{
    std::string names = geometry.empty() ? "" : "geom";
    for (const ColumnSpec& column : columns)
        names += (names.empty() ? "" : ", ") + sqlName(column.name);
    return "SELECT " + names + " FROM " + sqlName(name) + " " + std::string(tail);
}

namespace {

const std::string kText = "TEXT", kReal = "REAL", kInteger = "INTEGER", kBlob = "BLOB";

std::vector<TableSpec> roadTables()
{
    return {
        {"road_nodes", "Junctions and ends of streets", "POINT", {{"external_id", kText, "id in the source, e.g. osm:node/12"}}},
        {"road_ways",
         "Streets as mapped",
         "",
         {{"external_id", kText, "id in the source, e.g. osm:way/123"},
          {"name", kText, "street name"},
          {"class", kText, "road class, as in OpenStreetMap's highway tag"},
          {"structure", kInteger, "0 ground, 1 bridge, 2 tunnel"},
          {"layer", kInteger, "vertical order where streets cross"},
          {"roundabout", kInteger, "1 if part of a roundabout"},
          {"surface", kText, "surface tag of the source"}}},
        {"road_links",
         "Directed links of the street network",
         "LINESTRING",
         {{"external_id", kText, "stable id: way and end nodes"},
          {"from_node", kInteger, "fid of road_nodes"},
          {"to_node", kInteger, "fid of road_nodes"},
          {"way", kInteger, "fid of road_ways"},
          {"reverse", kInteger, "fid of the opposite link; empty on one-way streets"},
          {"length_m", kReal, "length of the full geometry, m"},
          {"speed_kmh", kReal, "legal speed limit, km/h"},
          {"lanes", kReal, "lanes in this direction"},
          {"modes", kInteger, "who may use it: 1 car, 2 lorry, 4 bus, 8 cycle, 16 walk, added up"},
          {"speed_assumed", kInteger, "1 if the limit is a default, not tagged"},
          {"lanes_assumed", kInteger, "1 if the lanes are a default, not tagged"},
          {"cycle_facility", kText, "none, painted or protected: what this direction offers to cycles"}}},
        {"turn_bans",
         "Turns that signs forbid",
         "",
         {{"from_link", kInteger, "fid of road_links: who drives it …"},
          {"to_link", kInteger, "fid of road_links: … may not go on into this one"},
          {"modes", kInteger, "for whom: 1 car, 2 lorry, 4 bus, 8 cycle, added up"}}},
    };
}

std::vector<TableSpec> placeTables()
{
    return {
        {"buildings",
         "Buildings",
         "MULTIPOLYGON",
         {{"external_id", kText, "id in the source"},
          {"height_m", kReal, "height above ground, m"},
          {"ground_m", kReal, "elevation of the ground, m"},
          {"height_origin", kInteger, "0 tagged height, 1 tagged levels, 2 default rule"},
          {"use", kText, "residential, mixed, commercial, industrial, public or other"},
          {"roof", kBlob, "planes of the roof, packed; empty: flat"}}},
        {"land_areas",
         "Water, green and land use",
         "MULTIPOLYGON",
         {{"external_id", kText, "id in the source"},
          {"kind", kText, "water, green, residential, commercial, industrial or other"},
          {"name", kText, "name, if any"}}},
        {"places",
         "Schools, clinics, parks and shops",
         "POINT",
         {{"external_id", kText, "id in the source"},
          {"name", kText, "name, if any"},
          {"kind", kText, "school, clinic, park, shop or other"},
          {"capacity", kReal, "pupils, beds or m²; empty if unknown"}}},
        {"trees",
         "Single trees",
         "POINT",
         {{"height_m", kReal, "height, m; empty if unknown"}, {"crown_m", kReal, "diameter of the crown, m; empty if unknown"}}},
    };
}

std::vector<TableSpec> peopleTables(const std::vector<std::string>& groupColumns)
{
    TableSpec neighbourhoods{"neighbourhoods",
                             "Neighbourhoods with population",
                             "MULTIPOLYGON",
                             {{"external_id", kText, "id in the source"},
                              {"name", kText, "name"},
                              {"population", kReal, "people"},
                              {"income", kReal, "income as the source gives it, per year; empty if suppressed"},
                              {"jobs", kReal, "jobs"}}};
    for (const std::string& group : groupColumns)
        neighbourhoods.columns.push_back({group, kReal, "people of this group (table population_groups); empty if unknown"});
    return {
        {"population_groups",
         "Groups of people that neighbourhoods count",
         "",
         {{"key", kText, "key of the group"},
          {"label", kText, "label in plain words"},
          {"column_name", kText, "its column in neighbourhoods"}}},
        neighbourhoods,
        {"activity_points",
         "Where people live and work",
         "POINT",
         {{"neighbourhood", kInteger, "fid of neighbourhoods"}, {"people", kReal, "residents"}, {"jobs", kReal, "jobs"}}},
    };
}

std::vector<TableSpec> transitTables()
{
    return {
        {"transit_stops", "Stops", "POINT", {{"external_id", kText, "id in the source"}, {"name", kText, "name"}}},
        {"transit_lines",
         "Lines of public transport",
         "LINESTRING",
         {{"external_id", kText, "id in the source"},
          {"name", kText, "name"},
          {"mode", kText, "bus, tram, rail or ferry"},
          {"patterns", kBlob, "stop sequences with times and departures, packed"},
          {"fare", kReal, "fare of one ride, in the currency of isopolis_meta.transit_currency; empty if unknown"}}},
        {"transit_transfers",
         "What the timetable says about changing between stops",
         "",
         {{"from_stop", kInteger, "fid of transit_stops"},
          {"to_stop", kInteger, "fid of transit_stops"},
          {"min_time_s", kInteger, "the change takes at least this long, s"},
          {"forbidden", kInteger, "1 if nobody changes here"}}},
    };
}

std::vector<TableSpec> observedTables()
{
    return {
        {"traffic_counts",
         "Traffic counting points",
         "POINT",
         {{"external_id", kText, "id in the source"},
          {"veh_day", kReal, "vehicles a day, mean of all days"},
          {"workday_veh_day", kReal, "vehicles a day, working days"},
          {"am_peak_veh_h", kReal, "vehicles in the morning peak hour"},
          {"pm_peak_veh_h", kReal, "vehicles in the evening peak hour"},
          {"year", kInteger, "year of the count, 0 if unknown"},
          {"direction", kText, "direction as the source names it"},
          {"link", kInteger, "fid of the matched road_links; empty if none"}}},
        {"sensors",
         "Sensors",
         "POINT",
         {{"external_id", kText, "id in the source"},
          {"name", kText, "name"},
          {"kind", kInteger, "0 traffic, 1 air, 2 noise, 3 weather"},
          {"height_m", kReal, "height above ground, m"},
          {"quantities", kText, "what it measures, keys separated by commas"}}},
        {"wind_rose",
         "Share of hours by wind direction and speed",
         "",
         {{"from_deg", kReal, "direction the wind comes from, degrees clockwise from north"},
          {"speed_ms", kReal, "wind speed, m/s"},
          {"frequency", kReal, "share of hours; all rows sum to 1"}}},
        {"terrain",
         "Elevation grid, packed",
         "",
         {{"column_count", kInteger, "columns"},
          {"row_count", kInteger, "rows, the first is the southern one"},
          {"origin_x", kReal, "west edge, m"},
          {"origin_y", kReal, "south edge, m"},
          {"cell_m", kReal, "side of a cell, m"},
          {"elevations", kBlob, "32-bit little-endian floats in m, compressed with Zstandard"}}},
    };
}

std::vector<TableSpec> registerTables()
{
    return {
        {"source_register",
         "Where the data come from, and what may be done with them",
         "",
         {{"id", kText, "key that figures refer to"},
          {"title", kText, "title of the data set"},
          {"publisher", kText, "publisher"},
          {"licence", kText, "licence"},
          {"attribution", kText, "text to print wherever the data are shown"},
          {"retrieved", kText, "date of retrieval"},
          {"sha256", kText, "hash of the file as read"},
          {"purpose", kText, "purpose for which it may be used"},
          {"legal_basis", kText, "legal basis"},
          {"retention", kText, "how long it may be kept"},
          {"personal", kInteger, "1 if it holds personal data"},
          {"location", kText, "file or address as the recipe names it"}}},
        {"city_assumptions",
         "Numbers that the data did not hold and the importer needed",
         "",
         {{"id", kText, "key"},
          {"label", kText, "label"},
          {"meaning", kText, "meaning"},
          {"unit", kText, "unit"},
          {"value", kReal, "value used"},
          {"low", kReal, "lowest plausible value"},
          {"high", kReal, "highest plausible value"},
          {"source", kText, "source of the value"}}},
        {"parameter_overrides",
         "Parameters that scenarios set differently from the standard",
         "",
         {{"scenario", kText, "name of the scenario"},
          {"parameter", kText, "id of the parameter"},
          {"value", kReal, "value, in the parameter's unit"},
          {"reason", kText, "reason given"},
          {"evidence", kText, "evidence given"}}},
    };
}

std::vector<TableSpec> resultTables()
{
    return {
        {"isopolis_meta", "Properties of the project", "", {{"key", kText, "name"}, {"value", kText, "value"}}},
        {"isopolis_scenarios",
         "Scenarios",
         "",
         {{"name", kText, "unique name"},
          {"position", kInteger, "order in the tree"},
          {"definition", kText, "operations and parameters as JSON (scenario.schema.json)"}}},
        {"isopolis_runs",
         "Finished calculations",
         "",
         {{"run_key", kText, "hash of city, scenario, parameters and engine"},
          {"city", kText, "hash of the city"},
          {"scenario_hash", kText, "hash of operations and parameters"},
          {"engine", kInteger, "version of the models"},
          {"scenario", kText, "name of the scenario when it was run"},
          {"finished_utc", kText, "time of storing"},
          {"result_hash", kText, "hash of all results"},
          {"results", kBlob, "all results, compressed with Zstandard"}}},
        {"result_links",
         "Results per link, last run of each scenario",
         "LINESTRING",
         {{"scenario", kText, "name of the scenario"},
          {"link", kText, "external id of the link"},
          {"street", kText, "street name"},
          {"flow_veh_h", kReal, "cars in the modelled hour, veh/h"},
          {"flow_veh_day", kReal, "cars a day, veh/day"},
          {"speed_kmh", kReal, "speed in the modelled hour, km/h"},
          {"volume_capacity", kReal, "flow divided by capacity"},
          {"nox_g_day", kReal, "NOx emitted, g/day"},
          {"pm25_g_day", kReal, "PM2.5 emitted, g/day"},
          {"co2_g_day", kReal, "CO2 emitted, g/day"}}},
        {"result_neighbourhoods",
         "Results per neighbourhood, last run of each scenario",
         "MULTIPOLYGON",
         {{"scenario", kText, "name of the scenario"},
          {"neighbourhood", kText, "external id"},
          {"name", kText, "name"},
          {"population", kReal, "people"},
          {"no2_ug_m3", kReal, "annual mean NO2 where people live, µg/m³"},
          {"pm25_ug_m3", kReal, "annual mean PM2.5 where people live, µg/m³"},
          {"jobs_car_30min", kReal, "jobs within reach by car"},
          {"jobs_walk_30min", kReal, "jobs within reach on foot"},
          {"car_time_min", kReal, "mean time of car trips that start here, minutes"},
          {"jobs_cycle_30min", kReal, "jobs within reach by cycle"},
          {"school_walk_min", kReal, "walk to the nearest school, minutes; empty if the city has none"},
          {"clinic_walk_min", kReal, "walk to the nearest clinic, minutes; empty if the city has none"},
          {"park_walk_min", kReal, "walk to the nearest park, minutes; empty if the city has none"},
          {"jobs_by_transit", kReal, "jobs within reach by public transport, mean over departures"}}},
    };
}

}  // namespace

std::vector<TableSpec> projectTables(const std::vector<std::string>& groupColumns)
{
    std::vector<TableSpec> all;
    for (auto tables :
         {roadTables(), placeTables(), peopleTables(groupColumns), transitTables(), observedTables(), registerTables(), resultTables()})
        all.insert(all.end(), tables.begin(), tables.end());
    return all;
}

TableSpec projectTable(std::string_view name, const std::vector<std::string>& groupColumns)
{
    const auto tables = projectTables(groupColumns);
    const auto found = std::find_if(tables.begin(), tables.end(), [name](const TableSpec& t) { return t.name == name; });
    assert(found != tables.end());
    return *found;
}

std::string geoPackageSql()
{
    // "GPKG" and version 1.3.0, as the standard asks; our own schema version lies in isopolis_meta.
    return R"sql(
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
    max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326,
     'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
     'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
INSERT INTO gpkg_extensions VALUES
    ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
    ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
)sql";
}

}  // namespace isopolis
