#include "simulation/scenario/clock_text.h"
#include "simulation/scenario/scenario_json_reader.h"

#include <nlohmann/json.hpp>

namespace isopolis {

AddTransitLine ScenarioJsonReader::addTransitLine(const At& at)
{
    checkKeys(at, {"type", "name", "mode", "geometry", "headway_min", "speed_kmh", "first_departure", "last_departure", "both_directions"});
    AddTransitLine line;
    line.name = textOr(at, "name", "");
    line.mode = textOr(at, "mode", line.mode);
    std::string type;
    const At stops = coordinates(child(at, "geometry"), type);
    if (type != "LineString")
        refuse(ErrorCode::BadValue, at.path + ".geometry.type", "a line needs its stops in order, not a “" + type + "”",
               "Write a LineString with one position a stop.");
    line.stops = this->line(stops);
    line.headway_min = numberOr(at, "headway_min", line.headway_min);
    line.speed = Speed::kmh(numberOr(at, "speed_kmh", line.speed.kmh()));
    line.first_s = clockOr(at, "first_departure", line.first_s);
    line.last_s = clockOr(at, "last_departure", line.last_s);
    line.bothDirections = flagOr(at, "both_directions", line.bothDirections);
    return line;
}

ChangeHeadway ScenarioJsonReader::changeHeadway(const At& at)
{
    checkKeys(at, {"type", "target", "headway_min", "from", "to"});
    ChangeHeadway change;
    change.target = text(child(at, "target"));
    change.headway_min = number(child(at, "headway_min"));
    change.from_s = clockOr(at, "from", change.from_s);
    change.to_s = clockOr(at, "to", change.to_s);
    return change;
}

MoveStop ScenarioJsonReader::moveStop(const At& at)
{
    checkKeys(at, {"type", "target", "geometry"});
    MoveStop move;
    move.target = text(child(at, "target"));
    std::string type;
    const At place = coordinates(child(at, "geometry"), type);
    if (type != "Point")
        refuse(ErrorCode::BadValue, at.path + ".geometry.type", "a stop moves to a point, not to a “" + type + "”", "Write a Point.");
    move.to = position(place);
    return move;
}

int ScenarioJsonReader::clockOr(const At& at, const char* key, int otherwise) const
{
    if (!has(at, key))
        return otherwise;
    const At value = child(at, key);
    const auto seconds = clockSeconds(text(value));
    if (!seconds)
        refuse(ErrorCode::BadValue, value.path, "this must be a time of the day",
               "Write hours and minutes, e.g. \"07:30\"; \"25:10\" is after midnight.");
    return *seconds;
}

}  // namespace isopolis
