#include "simulation/project/byte_stream.h"
#include "simulation/project/city_tables.h"
#include "simulation/project/gpkg_geometry.h"
#include "simulation/project/project_schema.h"
#include "simulation/project/weather_hours.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace isopolis {

namespace {

constexpr int kUndefinedCartesian = -1;

std::int64_t fidOf(std::size_t position) { return static_cast<std::int64_t>(position) + 1; }

/// Binds one row after the other, left to right.
class RowWriter {
public:
    RowWriter(const Connection& db, const TableSpec& table) : m_insert(db, table.insertSql()) {}
    template <class T>
    RowWriter& operator<<(const T& value)
    {
        ++m_column;
        if constexpr (std::is_same_v<T, bool> || std::is_enum_v<T> || std::is_integral_v<T>)
            m_insert.bind(m_column, static_cast<std::int64_t>(value));
        else if constexpr (std::is_same_v<T, double>)
            m_insert.bind(m_column, value);
        else if constexpr (std::is_convertible_v<T, std::string_view>)
            m_insert.bind(m_column, std::string_view(value));
        else
            m_insert.bind(m_column, std::span<const std::uint8_t>(value));
        return *this;
    }
    template <class Tag>
    RowWriter& operator<<(const StrongId<Tag>& id)
    {
        ++m_column;
        if (id.valid())
            m_insert.bind(m_column, fidOf(id.index()));
        else
            m_insert.bind(m_column, std::nan(""));
        return *this;
    }
    void end()
    {
        m_insert.run();
        m_column = 0;
    }

private:
    Statement m_insert;
    int m_column = 0;
};

void writeRoads(Connection& db, const RoadNetwork& roads, int srs)
{
    RowWriter nodes(db, projectTable("road_nodes"));
    for (const RoadNode& node : roads.nodes())
        (nodes << encodePoint(node.at, srs) << node.externalId).end();
    RowWriter ways(db, projectTable("road_ways"));
    for (const RoadWay& way : roads.ways())
        (ways << way.externalId << way.name << roadClassKey(way.roadClass) << way.structure << way.layer << way.roundabout << way.surface)
            .end();
    RowWriter links(db, projectTable("road_links"));
    for (const RoadLink& link : roads.links())
        (links << encodeLine(link.geometry, srs) << link.externalId << link.from << link.to << link.way << link.reverse << link.length_m
               << link.speed_kmh << link.lanes << int{link.modes.bits()} << (link.speedOrigin == ValueOrigin::Assumed)
               << (link.lanesOrigin == ValueOrigin::Assumed) << cycleFacilityKey(link.cycle))
            .end();
}

void writeTurnBans(Connection& db, const std::vector<TurnBan>& turnBans)
{
    RowWriter bans(db, projectTable("turn_bans"));
    for (const TurnBan& ban : turnBans)
        (bans << ban.from << ban.to << int{ban.modes.bits()}).end();
}

Blob packRoof(const std::vector<RoofFace>& roof)
{
    if (roof.empty())
        return {};
    ByteWriter out;
    out.u32(static_cast<std::uint32_t>(roof.size()));
    for (const RoofFace& face : roof) {
        out.u32(static_cast<std::uint32_t>(face.outline.size()));
        for (std::size_t i = 0; i < face.outline.size(); ++i)
            out.real(face.outline[i].x).real(face.outline[i].y).real(face.height_m[i]);
    }
    return out.take();
}

void writePlaces(Connection& db, const City& city, int srs)
{
    RowWriter buildings(db, projectTable("buildings"));
    for (const Building& b : city.buildings())
        (buildings << encodeMultiPolygon(b.footprint, srs) << b.externalId << b.height_m << b.ground_m << b.heightOrigin
                   << buildingUseKey(b.use) << packRoof(b.roof))
            .end();
    RowWriter areas(db, projectTable("land_areas"));
    for (const LandArea& a : city.areas())
        (areas << encodeMultiPolygon(a.outline, srs) << a.externalId << areaKindKey(a.kind) << a.name).end();
    RowWriter places(db, projectTable("places"));
    for (const Place& p : city.places())
        (places << encodePoint(p.at, srs) << p.externalId << p.name << placeKindKey(p.kind) << p.capacity).end();
    RowWriter trees(db, projectTable("trees"));
    for (const Tree& t : city.trees())
        (trees << encodePoint(t.at, srs) << t.height_m << t.crown_m).end();
}

void writePeople(Connection& db, const City& city, int srs)
{
    const auto columns = groupColumns(city.groups());
    RowWriter groups(db, projectTable("population_groups"));
    for (std::size_t i = 0; i < city.groups().size(); ++i)
        (groups << city.groups()[i].key << city.groups()[i].label << columns[i]).end();
    RowWriter neighbourhoods(db, projectTable("neighbourhoods", columns));
    for (const Neighbourhood& n : city.neighbourhoods()) {
        neighbourhoods << encodeMultiPolygon(n.outline, srs) << n.externalId << n.name << n.population << n.income << n.jobs;
        for (const double count : n.groups)
            neighbourhoods << count;
        neighbourhoods.end();
    }
    RowWriter activity(db, projectTable("activity_points"));
    for (const ActivityPoint& p : city.activity())
        (activity << encodePoint(p.at, srs) << p.neighbourhood << p.people << p.jobs).end();
}

Blob packPatterns(const std::vector<TransitPattern>& patterns)
{
    ByteWriter out;
    const auto numbers = [&out](const std::vector<int>& values) {
        out.u32(static_cast<std::uint32_t>(values.size()));
        for (const int v : values)
            out.u32(static_cast<std::uint32_t>(v));
    };
    out.u32(static_cast<std::uint32_t>(patterns.size()));
    for (const TransitPattern& p : patterns) {
        out.u32(static_cast<std::uint32_t>(p.stops.size()));
        for (const StopId stop : p.stops)
            out.u32(stop.value());
        numbers(p.arrival_s);
        numbers(p.departure_s);
        numbers(p.starts_s);
    }
    return out.take();
}

void writeTransit(Connection& db, const TransitNetwork& transit, int srs)
{
    RowWriter stops(db, projectTable("transit_stops"));
    for (const TransitStop& s : transit.stops)
        (stops << encodePoint(s.at, srs) << s.externalId << s.name).end();
    RowWriter lines(db, projectTable("transit_lines"));
    for (const TransitLine& l : transit.lines)
        (lines << encodeLine(l.geometry, srs) << l.externalId << l.name << l.mode << packPatterns(l.patterns) << l.fare).end();
    RowWriter transfers(db, projectTable("transit_transfers"));
    for (const TransitTransfer& t : transit.transfers)
        (transfers << t.from << t.to << t.minTime_s << t.forbidden).end();
}

void writeObserved(Connection& db, const City& city, int srs)
{
    RowWriter counts(db, projectTable("traffic_counts"));
    for (const TrafficCount& c : city.counts())
        (counts << encodePoint(c.at, srs) << c.externalId << c.veh_day << c.workday_veh_day << c.am_peak_veh_h << c.pm_peak_veh_h << c.year
                << c.direction << c.link)
            .end();
    RowWriter sensors(db, projectTable("sensors"));
    for (const Sensor& s : city.sensors())
        (sensors << encodePoint(s.at, srs) << s.externalId << s.name << s.kind << s.height_m << s.quantities).end();
    RowWriter rose(db, projectTable("wind_rose"));
    for (const WindClass& w : city.weather().rose)
        (rose << w.from_deg << w.speed_ms << w.frequency).end();
    const Raster& t = city.terrain();
    if (t.empty())
        return;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(t.values.data());
    RowWriter terrain(db, projectTable("terrain"));
    (terrain << t.columns << t.rows << t.origin.x << t.origin.y << t.cell_m << compressed({bytes, t.values.size() * sizeof(float)})).end();
}

void writeRegister(Connection& db, const City& city)
{
    RowWriter sources(db, projectTable("source_register"));
    for (const SourceRecord& s : city.sources())
        (sources << s.id << s.title << s.publisher << s.licence << s.attribution << s.retrieved << s.hash << s.purpose << s.legalBasis
                 << s.retention << s.personal << s.location)
            .end();
    RowWriter assumptions(db, projectTable("city_assumptions"));
    for (const CityAssumption& a : city.assumptions())
        (assumptions << a.id << a.label << a.meaning << a.unit << a.value << a.low << a.high << a.source).end();
}

/// Shortest text that reads back to the same bits.
std::string exact(double value)
{
    if (std::isnan(value))
        return "unknown";
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

void writeMeta(Connection& db, const City& city)
{
    const LocalFrame& f = city.frame();
    const Box& e = city.extent();
    RowWriter meta(db, projectTable("isopolis_meta"));
    const std::vector<std::pair<std::string, std::string>> values = {
        {"city_name", city.name()},
        {"synthetic", city.synthetic() ? "1" : "0"},
        {"crs", f.crs},
        {"crs_name", f.name},
        {"crs_wkt", f.wkt},
        {"longitude", exact(f.longitude)},
        {"latitude", exact(f.latitude)},
        {"origin_x", exact(f.origin.x)},
        {"origin_y", exact(f.origin.y)},
        {"min_x", exact(e.minX)},
        {"min_y", exact(e.minY)},
        {"max_x", exact(e.maxX)},
        {"max_y", exact(e.maxY)},
        {"weather_height_m", exact(city.weather().height_m)},
        {"temperature_c", exact(city.weather().temperature_c)},
        {"weather_origin", city.weather().origin},
        {"weather_hours", weatherHoursText(city.weather().hours)},
        {"background_no2", exact(city.background().no2)},
        {"background_pm25", exact(city.background().pm25)},
        {"background_o3", exact(city.background().o3)},
        {"background_origin", city.background().origin},
        {"population_source", city.populationSource()},
        {"road_source", city.roadSource()},
        {"income_source", city.incomeSource()},
        {"income_meaning", city.incomeMeaning()},
        {"transit_sources", city.transit().sources},
        {"transit_service_day", city.transit().serviceDay},
        {"transit_currency", city.transit().currency},
        {"traffic_lights", pointsText(city.trafficLights())},
        {"factors_file", city.factors().file},
        {"factors_sha256", city.factors().sha256},
        {"factors_text", city.factors().text},
        {"city_revision", city.revision().hex()},
    };
    for (const auto& [key, value] : values)
        (meta << key << value).end();
}

}  // namespace

int srsIdOf(const LocalFrame& frame)
{
    const std::string_view prefix = "EPSG:";
    int code = 0;
    if (frame.crs.starts_with(prefix)) {
        const char* end = frame.crs.data() + frame.crs.size();
        const auto parsed = std::from_chars(frame.crs.data() + prefix.size(), end, code);
        if (parsed.ec == std::errc() && parsed.ptr == end && code > 0)
            return code;
    }
    return kUndefinedCartesian;
}

std::vector<std::string> groupColumns(const std::vector<GroupDefinition>& groups)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        std::string name = "people_";
        for (const char c : groups[i].key)
            name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
        // Two keys may become one name.
        if (std::find(names.begin(), names.end(), name) != names.end())
            name += "_" + std::to_string(i);
        names.push_back(name);
    }
    return names;
}

void createTables(Connection& db, const City& city)
{
    db.execute(geoPackageSql());
    const LocalFrame& frame = city.frame();
    const int srs = srsIdOf(frame);
    if (srs != kUndefinedCartesian && srs != 4326) {
        Statement add(db, "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, '')");
        add.bind(1, frame.name.empty() ? frame.crs : frame.name).bind(2, srs).bind(3, srs);
        add.bind(4, frame.wkt.empty() ? std::string("undefined") : frame.wkt).run();
    }
    Statement contents(db, "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    Statement geometry(db, "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)");
    Statement column(db, "INSERT INTO gpkg_data_columns (table_name, column_name, title, description) VALUES (?, ?, ?, ?)");
    const Box& box = city.extent();
    for (const TableSpec& table : projectTables(groupColumns(city.groups()))) {
        db.execute(table.createSql());
        const bool features = !table.geometry.empty();
        contents.bind(1, table.name).bind(2, features ? "features" : "attributes").bind(3, table.name).bind(4, table.title);
        const double edges[] = {box.minX, box.minY, box.maxX, box.maxY};
        for (int i = 0; i < 4; ++i)
            contents.bind(5 + i, features ? edges[i] : std::nan(""));
        if (features)
            contents.bind(9, srs);
        else
            contents.bind(9, std::nan(""));
        contents.run();
        if (features)
            geometry.bind(1, table.name).bind(2, table.geometry).bind(3, srs).run();
        for (const ColumnSpec& c : table.columns)
            column.bind(1, table.name).bind(2, c.name).bind(3, c.name).bind(4, c.meaning).run();
    }
    db.execute("CREATE UNIQUE INDEX isopolis_scenario_name ON isopolis_scenarios (name);"
               "CREATE UNIQUE INDEX isopolis_run_key ON isopolis_runs (run_key);"
               "CREATE UNIQUE INDEX isopolis_meta_key ON isopolis_meta (key);");
}

void writeCity(Connection& db, const City& city)
{
    const int srs = srsIdOf(city.frame());
    writeRoads(db, city.roads(), srs);
    writeTurnBans(db, city.turnBans());
    writePlaces(db, city, srs);
    writePeople(db, city, srs);
    writeTransit(db, city.transit(), srs);
    writeObserved(db, city, srs);
    writeRegister(db, city);
    writeMeta(db, city);
}

}  // namespace isopolis
