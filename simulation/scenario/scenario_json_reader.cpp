#include "simulation/scenario/scenario_json_reader.h"

#include "simulation/scenario/nearest_word.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kLongestText = 20000, kMostPoints = 500000;

std::string joinPath(const std::string& path, std::string_view key)
{
    return path.empty() ? std::string(key) : path + "." + std::string(key);
}

}  // namespace

void ScenarioJsonReader::refuse(ErrorCode code, const std::string& path, std::string what, std::string cure) const
{
    throw Refused{Error{code, std::move(what)}.in(m_file).about(path).cure(std::move(cure))};
}

Scenario ScenarioJsonReader::scenario(const Json& document)
{
    const At root{document, ""};
    checkKeys(root, {"$schema", "name", "base", "description", "seed", "crs", "parameters", "interventions"});
    Scenario s;
    s.name = text(child(root, "name"));
    if (s.name.empty())
        refuse(ErrorCode::BadValue, "name", "the scenario has no name", "Write a name that no other scenario of the project has.");
    s.base = has(root, "base") && document["base"].is_null() ? std::string() : textOr(root, "base", "");
    s.description = textOr(root, "description", "");
    if (has(root, "seed")) {
        if (!document["seed"].is_number_unsigned())
            refuse(ErrorCode::BadValue, "seed", "the seed must be a whole number of at least 0", "Write for example 1.");
        s.seed = document["seed"].get<std::uint64_t>();
    }
    const std::string crs = textOr(root, "crs", "EPSG:4326");
    if (crs != "city" && crs != "EPSG:4326")
        refuse(ErrorCode::Unsupported, "crs", "coordinates in “" + crs + "” are not read",
               "Write longitude and latitude (EPSG:4326), or metres of the city's own system (city).");
    m_cityCoordinates = crs == "city";
    if (has(root, "parameters"))
        parameters(child(root, "parameters"), s.parameters);
    if (has(root, "interventions")) {
        const At list = child(root, "interventions");
        for (std::size_t i = 0, n = count(list); i < n; ++i)
            s.interventions.push_back(intervention(element(list, i)));
    }
    return s;
}

void ScenarioJsonReader::parameters(const At& at, ParameterSet& set)
{
    if (!at.json.is_object())
        refuse(ErrorCode::BadValue, at.path, "the parameters must be an object",
               "Write {\"traffic.bpr.beta\": {\"value\": 4, \"reason\": \"…\"}}.");
    for (const auto& [id, json] : at.json.items()) {
        const At item{json, joinPath(at.path, id)};
        ParameterOverride value;
        if (json.is_object()) {
            checkKeys(item, {"value", "reason", "evidence"});
            value = {number(child(item, "value")), textOr(item, "reason", ""), textOr(item, "evidence", "")};
        } else {
            value.value = number(item);
        }
        if (auto done = set.set(id, std::move(value)); !done)
            refuse(done.error().code, item.path, done.error().message, done.error().remedy);
    }
}

Intervention ScenarioJsonReader::intervention(const At& at)
{
    checkKeys(at, {"name", "enabled", "cost", "note", "operations"});
    Intervention result;
    result.name = text(child(at, "name"));
    result.enabled = flagOr(at, "enabled", true);
    result.cost = numberOr(at, "cost", 0);
    result.note = textOr(at, "note", "");
    if (has(at, "operations")) {
        const At list = child(at, "operations");
        for (std::size_t i = 0, n = count(list); i < n; ++i)
            result.operations.push_back(operation(element(list, i)));
    }
    return result;
}

Operation ScenarioJsonReader::operation(const At& at)
{
    if (!at.json.is_object())
        refuse(ErrorCode::BadValue, at.path, "an operation must be an object",
               "Write {\"type\": \"close_road\", \"target\": \"osm:way/1\"}.");
    const std::string type = text(child(at, "type"));
    if (type == "close_road") {
        checkKeys(at, {"type", "target", "geometry"});
        return CloseRoad{target(at)};
    }
    if (type == "traffic_filter") {
        checkKeys(at, {"type", "target", "geometry"});
        return TrafficFilter{target(at)};
    }
    if (type == "set_speed_limit") {
        checkKeys(at, {"type", "target", "geometry", "speed_kmh"});
        return SetSpeedLimit{target(at), Speed::kmh(number(child(at, "speed_kmh")))};
    }
    if (type == "set_lanes") {
        checkKeys(at, {"type", "target", "geometry", "lanes"});
        return SetLanes{target(at), number(child(at, "lanes"))};
    }
    if (type == "one_way") {
        checkKeys(at, {"type", "target", "geometry", "direction"});
        const std::string direction = textOr(at, "direction", "forward");
        if (direction != "forward" && direction != "backward")
            refuse(ErrorCode::BadValue, joinPath(at.path, "direction"), "“" + direction + "” is not a direction",
                   "Write forward or backward.");
        return OneWay{target(at), direction == "forward" ? OneWay::Direction::Forward : OneWay::Direction::Backward};
    }
    if (type == "cycle_lane") {
        checkKeys(at, {"type", "target", "geometry", "kind"});
        const std::string kind = textOr(at, "kind", "protected");
        if (kind != "painted" && kind != "protected")
            refuse(ErrorCode::BadValue, joinPath(at.path, "kind"), "“" + kind + "” is no kind of cycle lane",
                   "Write painted or protected.");
        return CycleLane{target(at), cycleFacilityFromKey(kind)};
    }
    if (type == "fleet_shift") {
        checkKeys(at, {"type", "electric_share"});
        return FleetShift{number(child(at, "electric_share"))};
    }
    if (type == "add_road")
        return addRoad(at);
    if (type == "low_emission_zone")
        return lowEmissionZone(at);
    if (type == "add_building")
        return addBuilding(at);
    if (type == "add_transit_line")
        return addTransitLine(at);
    if (type == "change_headway")
        return changeHeadway(at);
    if (type == "set_transit_speed") {
        checkKeys(at, {"type", "target", "factor"});
        return SetTransitSpeed{text(child(at, "target")), number(child(at, "factor"))};
    }
    if (type == "move_stop")
        return moveStop(at);
    if (type == "withdraw_line") {
        checkKeys(at, {"type", "target"});
        return WithdrawLine{text(child(at, "target"))};
    }
    if (type == "noise_barrier")
        return noiseBarrier(at);
    if (type == "road_surface") {
        checkKeys(at, {"type", "target", "geometry", "surface"});
        return RoadSurface{target(at), text(child(at, "surface"))};
    }
    if (type == "adjust_demand")
        return adjustDemand(at);
    if (type == "green_space")
        return greenSpace(at);
    if (type == "remove_building")
        return removeBuilding(at);
    if (type == "bus_lane") {
        checkKeys(at, {"type", "target", "geometry"});
        return BusLane{target(at)};
    }
    if (type == "road_charge") {
        checkKeys(at, {"type", "target", "geometry", "charge_eur"});
        return RoadCharge{target(at), number(child(at, "charge_eur"))};
    }
    constexpr std::array<std::string_view, 22> kTypes = {
        "cycle_lane",        "close_road",        "set_speed_limit", "set_lanes",     "one_way",          "traffic_filter",
        "add_road",          "low_emission_zone", "fleet_shift",     "add_building",  "add_transit_line", "change_headway",
        "set_transit_speed", "move_stop",         "withdraw_line",   "noise_barrier", "road_surface",     "adjust_demand",
        "green_space",       "remove_building",   "bus_lane",        "road_charge"};
    const std::string_view near = nearestWord(type, kTypes);
    refuse(ErrorCode::Unsupported, joinPath(at.path, "type"), "there is no operation “" + type + "”",
           near.empty() ? "The operations are listed in assets/scenario.schema.json." : "Did you mean “" + std::string(near) + "”?");
}

AddRoad ScenarioJsonReader::addRoad(const At& at)
{
    checkKeys(at, {"type", "name", "geometry", "road_class", "speed_kmh", "lanes", "both_directions"});
    AddRoad road;
    road.name = textOr(at, "name", "");
    std::string type;
    const At axis = coordinates(child(at, "geometry"), type);
    if (type != "LineString")
        refuse(ErrorCode::BadValue, joinPath(at.path, "geometry.type"), "a road needs a line, not a “" + type + "”", "Write a LineString.");
    road.axis = line(axis);
    const std::string roadClass = textOr(at, "road_class", std::string(roadClassKey(road.roadClass)));
    road.roadClass = roadClassFromKey(roadClass);
    if (roadClassKey(road.roadClass) != roadClass) {
        std::vector<std::string_view> classes;
        for (std::size_t i = 0; i < kRoadClassCount; ++i)
            classes.push_back(roadClassKey(static_cast<RoadClass>(i)));
        const std::string_view near = nearestWord(roadClass, classes);
        refuse(ErrorCode::BadValue, joinPath(at.path, "road_class"), "“" + roadClass + "” is not a class of road",
               near.empty() ? "Write for example residential or primary." : "Did you mean “" + std::string(near) + "”?");
    }
    road.limit = Speed::kmh(numberOr(at, "speed_kmh", road.limit.kmh()));
    road.lanes = numberOr(at, "lanes", road.lanes);
    road.bothDirections = flagOr(at, "both_directions", road.bothDirections);
    return road;
}

LowEmissionZone ScenarioJsonReader::lowEmissionZone(const At& at)
{
    checkKeys(at, {"type", "target", "geometry", "minimum_euro_petrol", "minimum_euro_diesel", "compliance"});
    LowEmissionZone zone;
    RoadTarget where = target(at);
    zone.area = std::move(where.area);
    zone.target = std::move(where.target);
    zone.minimumEuroPetrol = integerOr(at, "minimum_euro_petrol", zone.minimumEuroPetrol);
    zone.minimumEuroDiesel = integerOr(at, "minimum_euro_diesel", zone.minimumEuroDiesel);
    zone.compliance = numberOr(at, "compliance", zone.compliance);
    return zone;
}

AddBuilding ScenarioJsonReader::addBuilding(const At& at)
{
    checkKeys(at, {"type", "name", "geometry", "height_m", "residents", "jobs"});
    AddBuilding building;
    building.name = textOr(at, "name", "");
    building.footprint = areaOf(child(at, "geometry"));
    building.height = Length::m(numberOr(at, "height_m", building.height.m()));
    building.residents = numberOr(at, "residents", 0);
    building.jobs = numberOr(at, "jobs", 0);
    return building;
}

NoiseBarrier ScenarioJsonReader::noiseBarrier(const At& at)
{
    checkKeys(at, {"type", "name", "geometry", "height_m"});
    NoiseBarrier barrier;
    barrier.name = textOr(at, "name", "");
    std::string type;
    const At axis = coordinates(child(at, "geometry"), type);
    if (type != "LineString")
        refuse(ErrorCode::BadValue, joinPath(at.path, "geometry.type"), "a barrier needs a line, not a “" + type + "”",
               "Write a LineString.");
    barrier.axis = line(axis);
    barrier.height = Length::m(numberOr(at, "height_m", barrier.height.m()));
    return barrier;
}

GreenSpace ScenarioJsonReader::greenSpace(const At& at)
{
    checkKeys(at, {"type", "name", "target", "geometry"});
    RoadTarget where = target(at);
    return {textOr(at, "name", ""), std::move(where.area), std::move(where.target)};
}

RemoveBuilding ScenarioJsonReader::removeBuilding(const At& at)
{
    checkKeys(at, {"type", "target", "residents", "jobs"});
    RemoveBuilding removal{.target = text(child(at, "target"))};
    if (has(at, "residents"))
        removal.residents = number(child(at, "residents"));
    if (has(at, "jobs"))
        removal.jobs = number(child(at, "jobs"));
    return removal;
}

RoadTarget ScenarioJsonReader::target(const At& at)
{
    RoadTarget where;
    const bool named = has(at, "target"), drawn = has(at, "geometry");
    if (named == drawn)
        refuse(ErrorCode::BadValue, joinPath(at.path, "target"),
               named ? "the operation has both a target and a geometry" : "the operation names no place",
               "Give either a target, for example \"osm:way/123\", or an area as geometry.");
    if (named)
        where.target = text(child(at, "target"));
    else
        where.area = areaOf(child(at, "geometry"));
    return where;
}

void ScenarioJsonReader::checkKeys(const At& at, Keys allowed) const
{
    if (!at.json.is_object())
        refuse(ErrorCode::BadValue, at.path, "this must be an object", "Compare with the examples in assets/scenario.schema.json.");
    for (const auto& [key, value] : at.json.items()) {
        if (std::find(allowed.begin(), allowed.end(), key) != allowed.end())
            continue;
        const std::string_view near = nearestWord(key, std::span(allowed.begin(), allowed.size()));
        std::string cure = "Remove it.";
        if (!near.empty())
            cure = "Did you mean “" + std::string(near) + "”?";
        refuse(ErrorCode::BadValue, joinPath(at.path, key), "this key is not known here", cure);
    }
}

ScenarioJsonReader::At ScenarioJsonReader::child(const At& at, const char* key) const
{
    const auto found = at.json.find(key);
    if (found == at.json.end())
        refuse(ErrorCode::BadValue, joinPath(at.path, key), "this key is missing",
               "Add it; assets/scenario.schema.json says what it means.");
    return {*found, joinPath(at.path, key)};
}

bool ScenarioJsonReader::has(const At& at, const char* key) const { return at.json.contains(key); }

ScenarioJsonReader::At ScenarioJsonReader::element(const At& at, std::size_t index) const
{
    return {at.json[index], at.path + "[" + std::to_string(index) + "]"};
}

std::size_t ScenarioJsonReader::count(const At& at, std::size_t most) const
{
    if (!at.json.is_array())
        refuse(ErrorCode::BadValue, at.path, "this must be a list", "Write it in square brackets.");
    if (at.json.size() > most)
        refuse(ErrorCode::BadValue, at.path, "the list has more than " + std::to_string(most) + " entries", "Split the scenario.");
    return at.json.size();
}

std::string ScenarioJsonReader::text(const At& at) const
{
    if (!at.json.is_string())
        refuse(ErrorCode::BadValue, at.path, "this must be a text", "Write it in quotation marks.");
    const auto& value = at.json.get_ref<const std::string&>();
    if (value.size() > kLongestText)
        refuse(ErrorCode::BadValue, at.path, "the text has more than " + std::to_string(kLongestText) + " characters", "Shorten it.");
    return value;
}

std::string ScenarioJsonReader::textOr(const At& at, const char* key, std::string otherwise) const
{
    return has(at, key) ? text(child(at, key)) : otherwise;
}

double ScenarioJsonReader::number(const At& at) const
{
    if (!at.json.is_number() || !std::isfinite(at.json.get<double>()))
        refuse(ErrorCode::BadValue, at.path, "this must be a number", "Write it without quotation marks and without a unit.");
    return at.json.get<double>();
}

double ScenarioJsonReader::numberOr(const At& at, const char* key, double otherwise) const
{
    return has(at, key) ? number(child(at, key)) : otherwise;
}

int ScenarioJsonReader::integerOr(const At& at, const char* key, int otherwise) const
{
    if (!has(at, key))
        return otherwise;
    const double value = number(child(at, key));
    if (value != std::floor(value) || std::abs(value) > 1e6)
        refuse(ErrorCode::BadValue, joinPath(at.path, key), "this must be a whole number", "Write for example 4.");
    return static_cast<int>(value);
}

bool ScenarioJsonReader::flagOr(const At& at, const char* key, bool otherwise) const
{
    if (!has(at, key))
        return otherwise;
    const At value = child(at, key);
    if (!value.json.is_boolean())
        refuse(ErrorCode::BadValue, value.path, "this must be true or false", "Write it without quotation marks.");
    return value.json.get<bool>();
}

ScenarioJsonReader::At ScenarioJsonReader::coordinates(const At& geometry, std::string& type)
{
    checkKeys(geometry, {"type", "coordinates", "bbox"});
    type = text(child(geometry, "type"));
    return child(geometry, "coordinates");
}

MultiPolygon ScenarioJsonReader::areaOf(const At& geometry)
{
    std::string type;
    const At list = coordinates(geometry, type);
    MultiPolygon area;
    if (type == "Polygon") {
        area.push_back(polygon(list));
    } else if (type == "MultiPolygon") {
        for (std::size_t i = 0, n = count(list); i < n; ++i)
            area.push_back(polygon(element(list, i)));
    } else {
        refuse(ErrorCode::BadValue, joinPath(geometry.path, "type"), "an area is needed here, not a “" + type + "”",
               "Write a Polygon or a MultiPolygon.");
    }
    return area;
}

Polygon ScenarioJsonReader::polygon(const At& rings)
{
    Polygon result;
    for (std::size_t i = 0, n = count(rings); i < n; ++i) {
        Ring ring = line(element(rings, i));
        // GeoJSON repeats the first point at the end, our rings do not.
        if (ring.size() > 1 && ring.front() == ring.back())
            ring.pop_back();
        if (i == 0)
            result.outer = std::move(ring);
        else
            result.holes.push_back(std::move(ring));
    }
    return result;
}

Polyline ScenarioJsonReader::line(const At& positions)
{
    const std::size_t n = count(positions, kMostPoints);
    m_points += n;
    if (m_points > kMostPoints)
        refuse(ErrorCode::BadValue, positions.path, "the file draws more than " + std::to_string(kMostPoints) + " points",
               "Simplify its geometry.");
    Polyline points;
    points.reserve(n);
    for (std::size_t i = 0; i < n; ++i)
        points.push_back(position(element(positions, i)));
    return points;
}

Point2 ScenarioJsonReader::position(const At& at)
{
    if (!at.json.is_array() || at.json.size() < 2)
        refuse(ErrorCode::BadValue, at.path, "a position needs two numbers", "Write [longitude, latitude].");
    const double x = number(element(at, 0)), y = number(element(at, 1));
    if (m_cityCoordinates)
        return {x, y};
    if (std::abs(x) > 180 || std::abs(y) > 90)
        refuse(ErrorCode::BadValue, at.path, "this is not a longitude and a latitude",
               "Write degrees in this order, or add \"crs\": \"city\" for metres of the city's own system.");
    if (!m_toCity)
        refuse(ErrorCode::Unsupported, at.path, "longitude and latitude cannot be placed in this city",
               "Write \"crs\": \"city\" and metres.");
    const auto placed = m_toCity(x, y);
    if (!placed)
        refuse(placed.error().code, at.path, placed.error().message, placed.error().remedy);
    return *placed;
}

}  // namespace isopolis
