#include "simulation/project/byte_stream.h"
#include "simulation/project/city_tables.h"
#include "simulation/project/gpkg_geometry.h"
#include "simulation/project/project_schema.h"
#include "simulation/project/weather_hours.h"

#include <charconv>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kTerrainLimit = std::size_t{1} << 30;

/// Reads a table row by row, columns left to right.
class RowReader {
public:
    RowReader(const Connection& db, const TableSpec& table) : m_select(db, table.selectSql()) {}
    bool next()
    {
        m_column = 0;
        return m_select.next();
    }
    double real() { return m_select.real(m_column++); }
    int integer() { return static_cast<int>(m_select.integer(m_column++)); }
    std::string text() { return m_select.text(m_column++); }
    std::span<const std::uint8_t> blob() { return m_select.blob(m_column++); }
    Point2 point() { return decodePoint(blob()); }
    Polyline line() { return decodeLine(blob()); }
    MultiPolygon polygons() { return decodeMultiPolygon(blob()); }
    template <class Id>
    Id id()
    {
        // NULL reads as 0, which no fid is.
        const std::int64_t fid = m_select.integer(m_column++);
        return fid > 0 ? Id::fromIndex(static_cast<std::size_t>(fid - 1)) : Id();
    }
    template <class Enum>
    Enum choice(int count)
    {
        const int value = integer();
        return static_cast<Enum>(value >= 0 && value < count ? value : 0);
    }

private:
    Statement m_select;
    int m_column = 0;
};

void readRoads(Connection& db, CityData& city)
{
    for (RowReader row(db, projectTable("road_nodes")); row.next();) {
        RoadNode node;
        node.at = row.point();
        node.externalId = row.text();
        city.nodes.push(std::move(node));
    }
    for (RowReader row(db, projectTable("road_ways")); row.next();) {
        RoadWay way;
        way.externalId = row.text();
        way.name = row.text();
        way.roadClass = roadClassFromKey(row.text());
        way.structure = row.choice<Structure>(3);
        way.layer = row.integer();
        way.roundabout = row.integer() != 0;
        way.surface = row.text();
        city.ways.push(std::move(way));
    }
    for (RowReader row(db, projectTable("road_links")); row.next();) {
        RoadLink link;
        link.geometry = row.line();
        link.externalId = row.text();
        link.from = row.id<NodeId>();
        link.to = row.id<NodeId>();
        link.way = row.id<RoadWayId>();
        link.reverse = row.id<LinkId>();
        link.length_m = row.real();
        link.speed_kmh = row.real();
        link.lanes = row.real();
        link.modes = ModeSet::fromBits(static_cast<std::uint8_t>(row.integer()));
        link.speedOrigin = row.integer() != 0 ? ValueOrigin::Assumed : ValueOrigin::Tagged;
        link.lanesOrigin = row.integer() != 0 ? ValueOrigin::Assumed : ValueOrigin::Tagged;
        link.cycle = cycleFacilityFromKey(row.text());
        city.links.push(std::move(link));
    }
    for (RowReader row(db, projectTable("turn_bans")); row.next();) {
        const LinkId from = row.id<LinkId>(), to = row.id<LinkId>();
        city.turnBans.push_back({from, to, ModeSet::fromBits(static_cast<std::uint8_t>(row.integer()))});
    }
}

std::vector<RoofFace> unpackRoof(std::span<const std::uint8_t> blob)
{
    if (blob.empty())
        return {};
    ByteReader in(blob);
    std::vector<RoofFace> roof(in.count(4));
    for (RoofFace& face : roof)
        for (std::size_t corners = in.count(24); corners > 0; --corners) {
            const double x = in.real();
            const double y = in.real();
            face.outline.push_back({x, y});
            face.height_m.push_back(in.real());
        }
    return roof;
}

void readPlaces(Connection& db, CityData& city)
{
    for (RowReader row(db, projectTable("buildings")); row.next();) {
        Building b;
        b.footprint = row.polygons();
        b.externalId = row.text();
        b.height_m = row.real();
        b.ground_m = row.real();
        b.heightOrigin = row.choice<HeightOrigin>(3);
        b.use = buildingUseFromKey(row.text());
        b.roof = unpackRoof(row.blob());
        city.buildings.push(std::move(b));
    }
    for (RowReader row(db, projectTable("land_areas")); row.next();) {
        LandArea a;
        a.outline = row.polygons();
        a.externalId = row.text();
        a.kind = areaKindFromKey(row.text());
        a.name = row.text();
        city.areas.push_back(std::move(a));
    }
    for (RowReader row(db, projectTable("places")); row.next();) {
        Place p;
        p.at = row.point();
        p.externalId = row.text();
        p.name = row.text();
        p.kind = placeKindFromKey(row.text());
        p.capacity = row.real();
        city.places.push_back(std::move(p));
    }
    for (RowReader row(db, projectTable("trees")); row.next();) {
        Tree t;
        t.at = row.point();
        t.height_m = row.real();
        t.crown_m = row.real();
        city.trees.push_back(t);
    }
}

void readPeople(Connection& db, CityData& city)
{
    std::vector<std::string> columns;
    for (RowReader row(db, projectTable("population_groups")); row.next();) {
        const std::string key = row.text();
        city.groups.push_back({key, row.text()});
        columns.push_back(row.text());
    }
    for (RowReader row(db, projectTable("neighbourhoods", columns)); row.next();) {
        Neighbourhood n;
        n.outline = row.polygons();
        n.externalId = row.text();
        n.name = row.text();
        n.population = row.real();
        n.income = row.real();
        n.jobs = row.real();
        for (std::size_t i = 0; i < columns.size(); ++i)
            n.groups.push_back(row.real());
        city.neighbourhoods.push(std::move(n));
    }
    for (RowReader row(db, projectTable("activity_points")); row.next();) {
        ActivityPoint p;
        p.at = row.point();
        p.neighbourhood = row.id<NeighbourhoodId>();
        p.people = row.real();
        p.jobs = row.real();
        city.activity.push_back(p);
    }
}

std::vector<TransitPattern> unpackPatterns(std::span<const std::uint8_t> blob)
{
    ByteReader in(blob);
    const auto numbers = [&in] {
        std::vector<int> out(in.count(4));
        for (int& v : out)
            v = static_cast<int>(in.u32());
        return out;
    };
    std::vector<TransitPattern> patterns(in.count(16));
    for (TransitPattern& p : patterns) {
        p.stops.resize(in.count(4));
        for (StopId& stop : p.stops)
            stop = StopId(in.u32());
        p.arrival_s = numbers();
        p.departure_s = numbers();
        p.starts_s = numbers();
    }
    return patterns;
}

void readTransit(Connection& db, CityData& city)
{
    for (RowReader row(db, projectTable("transit_stops")); row.next();) {
        TransitStop s;
        s.at = row.point();
        s.externalId = row.text();
        s.name = row.text();
        city.transit.stops.push(std::move(s));
    }
    for (RowReader row(db, projectTable("transit_lines")); row.next();) {
        TransitLine l;
        l.geometry = row.line();
        l.externalId = row.text();
        l.name = row.text();
        l.mode = row.text();
        l.patterns = unpackPatterns(row.blob());
        l.fare = row.real();
        city.transit.lines.push(std::move(l));
    }
    for (RowReader row(db, projectTable("transit_transfers")); row.next();) {
        TransitTransfer t;
        t.from = row.id<StopId>();
        t.to = row.id<StopId>();
        t.minTime_s = row.integer();
        t.forbidden = row.integer() != 0;
        city.transit.transfers.push_back(t);
    }
}

Raster readTerrain(Connection& db)
{
    Raster t;
    RowReader row(db, projectTable("terrain"));
    if (!row.next())
        return t;
    t.columns = row.integer();
    t.rows = row.integer();
    t.origin.x = row.real();
    t.origin.y = row.real();
    t.cell_m = row.real();
    const auto raw = decompressed(row.blob(), kTerrainLimit);
    if (t.columns <= 0 || t.rows <= 0 || !(t.cell_m > 0) ||
        raw.size() != static_cast<std::size_t>(t.columns) * static_cast<std::size_t>(t.rows) * sizeof(float))
        throw SqliteError(11, "the terrain grid does not fit its stated size");
    t.values.resize(raw.size() / sizeof(float));
    std::memcpy(t.values.data(), raw.data(), raw.size());
    return t;
}

void readObserved(Connection& db, CityData& city)
{
    for (RowReader row(db, projectTable("traffic_counts")); row.next();) {
        TrafficCount c;
        c.at = row.point();
        c.externalId = row.text();
        c.veh_day = row.real();
        c.workday_veh_day = row.real();
        c.am_peak_veh_h = row.real();
        c.pm_peak_veh_h = row.real();
        c.year = row.integer();
        c.direction = row.text();
        c.link = row.id<LinkId>();
        city.counts.push_back(std::move(c));
    }
    for (RowReader row(db, projectTable("sensors")); row.next();) {
        Sensor s;
        s.at = row.point();
        s.externalId = row.text();
        s.name = row.text();
        s.kind = row.choice<SensorKind>(4);
        s.height_m = row.real();
        s.quantities = row.text();
        city.sensors.push(std::move(s));
    }
    for (RowReader row(db, projectTable("wind_rose")); row.next();) {
        const double from = row.real(), speed = row.real();
        city.weather.rose.push_back({from, speed, row.real()});
    }
    city.terrain = readTerrain(db);
}

void readRegister(Connection& db, CityData& city)
{
    for (RowReader row(db, projectTable("source_register")); row.next();) {
        SourceRecord s;
        for (std::string* field :
             {&s.id, &s.title, &s.publisher, &s.licence, &s.attribution, &s.retrieved, &s.hash, &s.purpose, &s.legalBasis, &s.retention})
            *field = row.text();
        s.personal = row.integer() != 0;
        s.location = row.text();
        city.sources.push_back(std::move(s));
    }
    for (RowReader row(db, projectTable("city_assumptions")); row.next();) {
        CityAssumption a;
        for (std::string* field : {&a.id, &a.label, &a.meaning, &a.unit})
            *field = row.text();
        a.value = row.real();
        a.low = row.real();
        a.high = row.real();
        a.source = row.text();
        city.assumptions.push_back(std::move(a));
    }
}

void readMeta(Connection& db, CityData& city)
{
    std::map<std::string, std::string> values;
    for (RowReader row(db, projectTable("isopolis_meta")); row.next();) {
        const std::string key = row.text();
        values[key] = row.text();
    }
    const auto number = [&values](const char* key) {
        const std::string& text = values[key];
        double value = kUnknown;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    };
    city.name = values["city_name"];
    city.synthetic = values["synthetic"] == "1";
    city.frame = {.crs = values["crs"],
                  .wkt = values["crs_wkt"],
                  .name = values["crs_name"],
                  .longitude = number("longitude"),
                  .latitude = number("latitude"),
                  .origin = {number("origin_x"), number("origin_y")}};
    city.extent = {number("min_x"), number("min_y"), number("max_x"), number("max_y")};
    city.weather.height_m = number("weather_height_m");
    city.weather.temperature_c = number("temperature_c");
    city.weather.origin = values["weather_origin"];
    city.weather.hours = weatherHoursFrom(values["weather_hours"]);
    city.background = {number("background_no2"), number("background_pm25"), number("background_o3"), values["background_origin"]};
    city.trafficLights = pointsFrom(values["traffic_lights"]);
    city.factors = {values["factors_file"], values["factors_sha256"], values["factors_text"]};
    city.transit.sources = values["transit_sources"];
    city.transit.serviceDay = values["transit_service_day"];
    city.transit.currency = values["transit_currency"];
    city.populationSource = values["population_source"];
    city.roadSource = values["road_source"];
    city.incomeSource = values["income_source"];
    city.incomeMeaning = values["income_meaning"];
}

}  // namespace

CityData readCity(Connection& db)
{
    CityData city;
    readMeta(db, city);
    readRoads(db, city);
    readPlaces(db, city);
    readPeople(db, city);
    readTransit(db, city);
    readObserved(db, city);
    readRegister(db, city);
    return city;
}

}  // namespace isopolis
