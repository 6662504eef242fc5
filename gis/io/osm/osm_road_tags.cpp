#include "gis/io/osm/osm_tags.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kKmPerMile = 1.609344, kKmPerNauticalMile = 1.852;
constexpr double kHighestSpeed_kmh = 200, kMostLanes = 12;
constexpr int kMostLayers = 10;

template <std::size_t N>
bool oneOf(std::string_view value, const std::array<std::string_view, N>& words)
{
    return std::find(words.begin(), words.end(), value) != words.end();
}

struct ClassOfHighway {
    std::string_view highway;
    RoadClass roadClass;
    ModeSet modes;
};

constexpr ModeSet kMotor = ModeSet::motor();
constexpr ModeSet kAll = ModeSet::all();
constexpr ModeSet kWalkCycle = ModeSet(Mode::Walk) | Mode::Cycle;
constexpr ModeSet kMotorCycle = kMotor | Mode::Cycle;

constexpr ClassOfHighway kHighways[] = {
    {"motorway", RoadClass::Motorway, kMotor},
    {"motorway_link", RoadClass::Motorway, kMotor},
    {"trunk", RoadClass::Trunk, kAll},
    {"trunk_link", RoadClass::Trunk, kMotorCycle},
    {"primary", RoadClass::Primary, kAll},
    {"primary_link", RoadClass::Primary, kAll},
    {"secondary", RoadClass::Secondary, kAll},
    {"secondary_link", RoadClass::Secondary, kAll},
    {"tertiary", RoadClass::Tertiary, kAll},
    {"tertiary_link", RoadClass::Tertiary, kAll},
    {"unclassified", RoadClass::Unclassified, kAll},
    {"road", RoadClass::Unclassified, kAll},
    {"residential", RoadClass::Residential, kAll},
    {"living_street", RoadClass::LivingStreet, kAll},
    {"service", RoadClass::Service, kAll},
    {"busway", RoadClass::Service, Mode::Bus},
    {"bus_guideway", RoadClass::Service, Mode::Bus},
    {"pedestrian", RoadClass::Pedestrian, Mode::Walk},
    {"track", RoadClass::Track, kWalkCycle},
    {"cycleway", RoadClass::Cycleway, kWalkCycle},
    {"path", RoadClass::Footway, kWalkCycle},
    {"footway", RoadClass::Footway, Mode::Walk},
    {"bridleway", RoadClass::Footway, Mode::Walk},
    {"corridor", RoadClass::Footway, Mode::Walk},
    {"platform", RoadClass::Footway, Mode::Walk},
    {"steps", RoadClass::Steps, Mode::Walk},
};

// Most special key first. A value of the first key that is present decides.
struct AccessKeys {
    Mode mode;
    std::array<std::string_view, 5> keys;
};
constexpr AccessKeys kAccess[] = {
    {Mode::Car, {"motorcar", "motor_vehicle", "vehicle", "access", ""}},
    {Mode::Lorry, {"hgv", "goods", "motor_vehicle", "vehicle", "access"}},
    {Mode::Bus, {"bus", "psv", "motor_vehicle", "vehicle", "access"}},
    {Mode::Cycle, {"bicycle", "vehicle", "access", "", ""}},
    {Mode::Walk, {"foot", "access", "", "", ""}},
};
constexpr std::array<std::string_view, 14> kClosedValues = {"no",       "private",   "agricultural", "forestry", "emergency",
                                                            "delivery", "psv",       "bus",          "permit",   "official",
                                                            "military", "residents", "use_sidepath", "employees"};
constexpr std::array<std::string_view, 6> kOpenValues = {"yes", "designated", "permissive", "destination", "customers", "official"};

ModeSet with(ModeSet set, Mode mode, bool allowed) { return allowed ? set | mode : set.without(mode); }

/// Modes after the access keys with an optional suffix such as ":forward".
ModeSet applyAccess(const OsmTags& tags, ModeSet modes, std::string_view suffix)
{
    std::string key;
    for (const AccessKeys& access : kAccess)
        for (const std::string_view base : access.keys) {
            key.assign(base);
            key += suffix;
            const std::string_view value = base.empty() ? std::string_view() : tags.get(key);
            if (value.empty())
                continue;
            const bool closed = oneOf(value, kClosedValues) && !(base == "bicycle" && value == "official");
            if (closed || oneOf(value, kOpenValues))
                modes = with(modes, access.mode, !closed);
            break;
        }
    return modes;
}

struct OneWay {
    bool forward = true, backward = true;
};

OneWay oneWay(const OsmTags& tags, RoadClass roadClass, bool roundabout)
{
    const std::string_view tag = tags.get("oneway");
    if (tag == "yes" || tag == "true" || tag == "1")
        return {true, false};
    if (tag == "-1" || tag == "reverse")
        return {false, true};
    if (tag.empty() && (roundabout || roadClass == RoadClass::Motorway))
        return {true, false};
    return {};
}

bool cyclesBothWays(const OsmTags& tags)
{
    return tags.is("oneway:bicycle", "no") || tags.get("cycleway").starts_with("opposite") ||
           tags.get("cycleway:left").starts_with("opposite") || tags.get("cycleway:right").starts_with("opposite");
}

bool busesBothWays(const OsmTags& tags)
{
    return tags.is("oneway:bus", "no") || tags.is("oneway:psv", "no") || tags.is("busway", "opposite_lane") ||
           tags.get("lanes:bus:backward") == "1" || tags.get("lanes:psv:backward") == "1";
}

CycleFacility facilityOf(std::string_view value)
{
    if (value.ends_with("track"))
        return CycleFacility::Protected;
    return value == "lane" || value == "opposite_lane" ? CycleFacility::Painted : CycleFacility::None;
}

/// Lanes and tracks for cycles by direction. On the left of a two-way street they serve those who come the other way.
void readCycleways(RoadRule& rule, const OsmTags& tags, OneWay direction)
{
    const bool both = direction.forward && direction.backward;
    const auto serve = [](DirectionRule& to, std::string_view value) { to.cycle = std::max(to.cycle, facilityOf(value)); };
    for (const std::string_view key : {"cycleway", "cycleway:both", "cycleway:left", "cycleway:right"}) {
        const std::string_view value = tags.get(key);
        if (value.empty())
            continue;
        DirectionRule& along = direction.forward ? rule.forward : rule.backward;
        DirectionRule& against = direction.forward ? rule.backward : rule.forward;
        if (!both) {
            serve(value.starts_with("opposite") ? against : along, value);
            continue;
        }
        if (key != "cycleway:left")
            serve(rule.forward, value);
        if (key != "cycleway:right")
            serve(rule.backward, value);
    }
}

std::optional<double> parseCount(std::string_view value)
{
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size() || !(number >= 0 && number <= kMostLanes))
        return {};
    return number;
}

/// Lanes that a key counts, reported if it is not a number.
std::optional<double> lanesTag(const OsmTags& tags, std::string_view key, const std::string& feature, IssueLog& log)
{
    const std::string_view value = tags.get(key);
    if (value.empty())
        return {};
    auto count = parseCount(value);
    if (!count)
        log.warn("bad_lanes", "the number of lanes '" + std::string(value.substr(0, 40)) + "' is not understood", feature,
                 std::string(key));
    return count;
}

/// Lanes reserved for buses: general traffic does not have them.
double busLanes(const OsmTags& tags, std::string_view suffix)
{
    double most = 0;
    for (const std::string_view base : {"lanes:psv", "lanes:bus"})
        most = std::max(most, parseCount(tags.get(std::string(base) + std::string(suffix))).value_or(0));
    return most;
}

void setLanes(DirectionRule& rule, std::optional<double> tagged, double reserved, double assumed)
{
    rule.lanes = assumed;
    if (!tagged || *tagged <= 0)
        return;
    rule.lanes = std::max(1.0, *tagged - reserved);
    rule.lanesOrigin = ValueOrigin::Tagged;
}

void readLanes(RoadRule& rule, const OsmTags& tags, OneWay direction, AssumptionSet& assumptions, const std::string& feature, IssueLog& log)
{
    auto total = lanesTag(tags, "lanes", feature, log);
    auto forward = lanesTag(tags, "lanes:forward", feature, log);
    auto backward = lanesTag(tags, "lanes:backward", feature, log);
    const bool both = direction.forward && direction.backward;
    if (total && both) {
        const double shared = parseCount(tags.get("lanes:both_ways")).value_or(0);
        const double rest = std::max(1.0, *total - shared);
        if (!forward)
            forward = backward ? rest - *backward : rest / 2;
        if (!backward)
            backward = rest - *forward;
    } else if (total) {
        (direction.forward ? forward : backward) = total;
    }
    const bool needed = (direction.forward && !forward) || (direction.backward && !backward);
    const std::string id = lanesAssumption(rule.way.roadClass);
    const bool motor = !(rule.forward.modes | rule.backward.modes).without(kWalkCycle).empty();
    const double assumed = needed && motor ? assumptions.use(id) : assumptions.peek(id);
    const double reserved = both ? 0 : busLanes(tags, "");
    setLanes(rule.forward, forward, busLanes(tags, ":forward") + (direction.forward ? reserved : 0), assumed);
    setLanes(rule.backward, backward, busLanes(tags, ":backward") + (direction.forward ? 0 : reserved), assumed);
}

std::optional<double> speedTag(const OsmTags& tags, std::string_view key, const std::string& feature, IssueLog& log)
{
    const std::string_view value = tags.get(key);
    if (value.empty() || value == "signals" || value == "variable" || value == "none")
        return {};
    auto speed = parseSpeed(value);
    if (!speed)
        log.warn("bad_maxspeed", "the speed limit '" + std::string(value.substr(0, 40)) + "' is not understood", feature, std::string(key));
    return speed;
}

void readSpeeds(RoadRule& rule, const OsmTags& tags, AssumptionSet& assumptions, const std::string& feature, IssueLog& log)
{
    auto both = speedTag(tags, "maxspeed", feature, log);
    for (const std::string_view key : {"zone:maxspeed", "maxspeed:type", "source:maxspeed"})
        if (!both)
            both = parseSpeed(tags.get(key));
    const auto forward = speedTag(tags, "maxspeed:forward", feature, log);
    const auto backward = speedTag(tags, "maxspeed:backward", feature, log);
    const std::string id = speedAssumption(rule.way.roadClass);
    const auto set = [&](DirectionRule& direction, std::optional<double> own) {
        const auto tagged = own ? own : both;
        const bool motor = !direction.modes.without(kWalkCycle).empty();
        direction.speed_kmh = tagged ? *tagged : motor ? assumptions.use(id) : assumptions.peek(id);
        direction.speedOrigin = tagged ? ValueOrigin::Tagged : ValueOrigin::Assumed;
    };
    set(rule.forward, forward);
    set(rule.backward, backward);
}

bool yes(std::string_view value) { return !value.empty() && value != "no"; }

void readStructure(RoadWay& way, const OsmTags& tags, const std::string& feature, IssueLog& log)
{
    const std::string_view tunnel = tags.get("tunnel"), bridge = tags.get("bridge");
    if (yes(tunnel) && tunnel != "building_passage")
        way.structure = Structure::Tunnel;
    else if (yes(bridge))
        way.structure = Structure::Bridge;
    way.layer = way.structure == Structure::Tunnel ? -1 : way.structure == Structure::Bridge ? 1 : 0;
    const std::string_view layer = tags.get("layer");
    if (layer.empty())
        return;
    int number = 0;
    const auto [end, error] = std::from_chars(layer.data(), layer.data() + layer.size(), number);
    if (error == std::errc() && end == layer.data() + layer.size() && std::abs(number) <= kMostLayers)
        way.layer = number;
    else
        log.warn("bad_layer", "the layer '" + std::string(layer.substr(0, 40)) + "' is not a small whole number", feature, "layer");
}

}  // namespace

std::optional<double> parseSpeed(std::string_view value)
{
    // "50;30" names several limits: the first is taken.
    value = value.substr(0, value.find(';'));
    while (!value.empty() && value.back() == ' ')
        value.remove_suffix(1);
    if (value == "walk" || value.ends_with(":walk"))
        return 5;
    if (value.ends_with(":urban"))
        return 50;
    if (value.ends_with(":living_street"))
        return 20;
    if (const auto zone = value.find("zone"); zone != std::string_view::npos)
        value.remove_prefix(zone + 4 + (value.substr(zone + 4).starts_with(":") ? 1 : 0));
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc())
        return {};
    std::string_view unit = value.substr(static_cast<std::size_t>(end - value.data()));
    while (!unit.empty() && unit.front() == ' ')
        unit.remove_prefix(1);
    if (unit == "mph")
        number *= kKmPerMile;
    else if (unit == "knots")
        number *= kKmPerNauticalMile;
    else if (!unit.empty() && unit != "km/h" && unit != "kmh" && unit != "kph")
        return {};
    if (!(number > 0 && number <= kHighestSpeed_kmh))
        return {};
    return number;
}

std::optional<RoadRule> roadRule(const OsmTags& tags, AssumptionSet& assumptions, const std::string& feature, IssueLog& log)
{
    const std::string_view highway = tags.get("highway");
    const auto* known =
        std::find_if(std::begin(kHighways), std::end(kHighways), [&](const ClassOfHighway& c) { return c.highway == highway; });
    if (known == std::end(kHighways) || tags.is("area", "yes"))
        return {};
    RoadRule rule;
    rule.way.roadClass = known->roadClass;
    rule.way.name = tags.get("name");
    rule.way.surface = tags.get("surface");
    rule.way.roundabout = tags.is("junction", "roundabout") || tags.is("junction", "circular");
    readStructure(rule.way, tags, feature, log);

    ModeSet modes = known->modes;
    if (tags.is("motorroad", "yes"))
        modes = modes.without(kWalkCycle);
    modes = applyAccess(tags, modes, "");
    const OneWay direction = oneWay(tags, known->roadClass, rule.way.roundabout);
    const auto directed = [&](bool open, std::string_view suffix) {
        ModeSet m = modes;
        if (!open) {
            m = modes.without(kMotorCycle);
            m = with(m, Mode::Cycle, modes.has(Mode::Cycle) && cyclesBothWays(tags));
            m = with(m, Mode::Bus, modes.has(Mode::Bus) && busesBothWays(tags));
        }
        return open ? applyAccess(tags, m, suffix) : m;
    };
    rule.forward.modes = directed(direction.forward, ":forward");
    rule.backward.modes = directed(direction.backward, ":backward");
    readLanes(rule, tags, direction, assumptions, feature, log);
    readSpeeds(rule, tags, assumptions, feature, log);
    readCycleways(rule, tags, direction);
    if ((rule.forward.modes | rule.backward.modes).empty())
        return {};
    return rule;
}

ModeSet blockedByBarrier(const OsmTags& tags)
{
    const std::string_view barrier = tags.get("barrier");
    constexpr std::array<std::string_view, 7> kBlocks = {"bollard", "block", "jersey_barrier", "log", "cycle_barrier", "chain", "debris"};
    constexpr std::array<std::string_view, 3> kGates = {"gate", "lift_gate", "swing_gate"};
    if (barrier.empty())
        return {};
    ModeSet open = ModeSet::all();
    if (oneOf(barrier, kBlocks))
        open = kWalkCycle;
    else if (barrier == "bus_trap" || barrier == "sump_buster")
        open = kWalkCycle | Mode::Bus;
    else if (!oneOf(barrier, kGates))
        return {};
    return ModeSet::all().without(applyAccess(tags, open, ""));
}

}  // namespace isopolis
