#include "simulation/scenario/scenario_json.h"

#include "simulation/scenario/clock_text.h"
#include "simulation/scenario/demand_factors.h"
#include "simulation/scenario/scenario_json_reader.h"

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using Ordered = nlohmann::ordered_json;

constexpr std::size_t kLargestText = 32U << 20U;
/// The form needs 9 levels (a hole of a MultiPolygon of an operation); more is an attack on the parser's stack of values.
constexpr int kDeepest = 20;
/// Factors of a row of text: the reader's longest text holds that many of the longest.
constexpr std::size_t kFactorsOfARow = 600;

Ordered ringToJson(const Ring& ring)
{
    Ordered points = Ordered::array();
    for (const Point2 p : ring)
        points.push_back({p.x, p.y});
    if (!ring.empty())
        points.push_back({ring.front().x, ring.front().y});
    return points;
}

Ordered areaToJson(const MultiPolygon& area)
{
    Ordered polygons = Ordered::array();
    for (const Polygon& polygon : area) {
        Ordered rings = Ordered::array({ringToJson(polygon.outer)});
        for (const Ring& hole : polygon.holes)
            rings.push_back(ringToJson(hole));
        polygons.push_back(std::move(rings));
    }
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
}

Ordered lineToJson(const Polyline& line)
{
    Ordered points = Ordered::array();
    for (const Point2 p : line)
        points.push_back({p.x, p.y});
    return {{"type", "LineString"}, {"coordinates", std::move(points)}};
}

void writeTarget(Ordered& json, const std::string& target, const MultiPolygon& area)
{
    if (!target.empty() || area.empty())
        json["target"] = target;
    else
        json["geometry"] = areaToJson(area);
}

struct OperationWriter {
    Ordered& json;
    void operator()(const CloseRoad& o) const { writeTarget(json, o.where.target, o.where.area); }
    void operator()(const TrafficFilter& o) const { writeTarget(json, o.where.target, o.where.area); }
    void operator()(const SetSpeedLimit& o) const
    {
        writeTarget(json, o.where.target, o.where.area);
        json["speed_kmh"] = o.limit.kmh();
    }
    void operator()(const SetLanes& o) const
    {
        writeTarget(json, o.where.target, o.where.area);
        json["lanes"] = o.lanes;
    }
    void operator()(const OneWay& o) const
    {
        writeTarget(json, o.where.target, o.where.area);
        json["direction"] = o.direction == OneWay::Direction::Forward ? "forward" : "backward";
    }
    void operator()(const AddRoad& o) const
    {
        json["name"] = o.name;
        json["geometry"] = lineToJson(o.axis);
        json["road_class"] = std::string(roadClassKey(o.roadClass));
        json["speed_kmh"] = o.limit.kmh();
        json["lanes"] = o.lanes;
        json["both_directions"] = o.bothDirections;
    }
    void operator()(const LowEmissionZone& o) const
    {
        writeTarget(json, o.target, o.area);
        json["minimum_euro_petrol"] = o.minimumEuroPetrol;
        json["minimum_euro_diesel"] = o.minimumEuroDiesel;
        json["compliance"] = o.compliance;
    }
    void operator()(const FleetShift& o) const { json["electric_share"] = o.electricShare; }
    void operator()(const AddBuilding& o) const
    {
        json["name"] = o.name;
        json["geometry"] = areaToJson(o.footprint);
        json["height_m"] = o.height.m();
        json["residents"] = o.residents;
        json["jobs"] = o.jobs;
    }
    void operator()(const CycleLane& o) const
    {
        writeTarget(json, o.where.target, o.where.area);
        json["kind"] = std::string(cycleFacilityKey(o.kind));
    }
    void operator()(const AddTransitLine& o) const
    {
        json["name"] = o.name;
        json["mode"] = o.mode;
        json["geometry"] = lineToJson(o.stops);
        json["headway_min"] = o.headway_min;
        json["speed_kmh"] = o.speed.kmh();
        json["first_departure"] = clockText(o.first_s);
        json["last_departure"] = clockText(o.last_s);
        json["both_directions"] = o.bothDirections;
    }
    void operator()(const ChangeHeadway& o) const
    {
        json["target"] = o.target;
        json["headway_min"] = o.headway_min;
        json["from"] = clockText(o.from_s);
        json["to"] = clockText(o.to_s);
    }
    void operator()(const SetTransitSpeed& o) const
    {
        json["target"] = o.target;
        json["factor"] = o.factor;
    }
    void operator()(const MoveStop& o) const
    {
        json["target"] = o.target;
        json["geometry"] = {{"type", "Point"}, {"coordinates", {o.to.x, o.to.y}}};
    }
    void operator()(const WithdrawLine& o) const { json["target"] = o.target; }
    void operator()(const NoiseBarrier& o) const
    {
        Ordered points = Ordered::array();
        for (const Point2 p : o.axis)
            points.push_back({p.x, p.y});
        json["name"] = o.name;
        json["geometry"] = {{"type", "LineString"}, {"coordinates", std::move(points)}};
        json["height_m"] = o.height.m();
    }
    void operator()(const RoadSurface& o) const
    {
        writeTarget(json, o.where.target, o.where.area);
        json["surface"] = o.surface;
    }
    void operator()(const GreenSpace& o) const
    {
        json["name"] = o.name;
        writeTarget(json, o.target, o.area);
    }
    void operator()(const RemoveBuilding& o) const
    {
        json["target"] = o.target;
        if (o.residents)
            json["residents"] = *o.residents;
        if (o.jobs)
            json["jobs"] = *o.jobs;
    }
    void operator()(const BusLane& o) const { writeTarget(json, o.where.target, o.where.area); }
    void operator()(const RoadCharge& o) const
    {
        writeTarget(json, o.where.target, o.where.area);
        json["charge_eur"] = o.charge_eur;
    }
    void operator()(const AdjustDemand& o) const
    {
        json["name"] = o.name;
        json["source"] = o.source;
        json["zones"] = Ordered::array();
        json["rows"] = Ordered::array();
        if (!o.factors)
            return;
        json["zones"] = o.factors->zones();
        for (std::uint32_t zone = 0; zone < o.factors->zones().size(); ++zone)
            for (auto row = o.factors->from(zone); !row.empty();) {
                const auto part = row.first(std::min(row.size(), kFactorsOfARow));
                json["rows"].push_back({{"from", zone}, {"factors", factorRowText(part)}});
                row = row.subspan(part.size());
            }
    }
};

Ordered interventionToJson(const Intervention& intervention)
{
    Ordered json = {{"name", intervention.name}, {"enabled", intervention.enabled}, {"cost", intervention.cost}};
    if (!intervention.note.empty())
        json["note"] = intervention.note;
    json["operations"] = Ordered::array();
    for (const Operation& operation : intervention.operations) {
        Ordered item = {{"type", std::string(operationType(operation))}};
        std::visit(OperationWriter{item}, operation);
        json["operations"].push_back(std::move(item));
    }
    return json;
}

/// "line 3, column 14" of a byte, as editors count.
std::string placeOf(std::string_view text, std::size_t byte)
{
    const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t lineStart = before.rfind('\n');
    const std::size_t column = before.size() - (lineStart == std::string_view::npos ? 0 : lineStart + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

nlohmann::json parse(std::string_view text, const ScenarioJsonReader& reader)
{
    using Json = nlohmann::json;
    const auto shallow = [&reader](int depth, Json::parse_event_t, Json&) {
        if (depth > kDeepest)
            reader.refuse(ErrorCode::BadFile, "", "the file is nested too deeply for a scenario",
                          "Compare with assets/scenario.schema.json.");
        return true;
    };
    try {
        return Json::parse(text, shallow);
    } catch (const Json::parse_error& e) {
        reader.refuse(ErrorCode::BadFile, "", "this is not valid JSON (" + placeOf(text, e.byte) + ")",
                      "Look for a missing comma, bracket or quotation mark there.");
    } catch (const Json::exception&) {
        reader.refuse(ErrorCode::BadFile, "", "a number or text of the file cannot be represented",
                      "Compare with assets/scenario.schema.json.");
    }
}

}  // namespace

Expected<Scenario> scenarioFromJson(std::string_view text, std::string_view file, const ToCity& toCity)
{
    try {
        ScenarioJsonReader reader(file, toCity);
        if (text.size() > kLargestText)
            reader.refuse(ErrorCode::BadFile, "", "the file is larger than 32 MB", "A scenario holds operations only, not data.");
        return reader.scenario(parse(text, reader));
    } catch (const Refused& refused) {
        return unexpected(refused.error);
    } catch (const std::exception& e) {
        return unexpected(Error{ErrorCode::Internal, std::string("reading the scenario failed: ") + e.what()}.in(std::string(file)));
    }
}

std::string scenarioToJson(const Scenario& scenario)
{
    Ordered json = {{"name", scenario.name}, {"base", scenario.base}, {"crs", "city"}, {"seed", scenario.seed}};
    if (!scenario.description.empty())
        json["description"] = scenario.description;
    for (const auto& [id, value] : scenario.parameters.overrides())
        json["parameters"][id] = {{"value", value.value}, {"reason", value.reason}, {"evidence", value.evidence}};
    json["interventions"] = Ordered::array();
    for (const Intervention& intervention : scenario.interventions)
        json["interventions"].push_back(interventionToJson(intervention));
    // Text that is not UTF-8 is replaced: a scenario can always be written.
    return json.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

}  // namespace isopolis
