#include "simulation/noise/area_ground.h"
#include "simulation/noise/noise_case.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace isopolis {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLargestText = 32U << 20U, kMostLines = 4000;
constexpr int kDeepest = 12;
constexpr double kFarthest_m = 1e8, kLongestCase_m = 50000, kHighest_m = 10000;
constexpr double kBuildingAbsorption = 0.2;  // where a case names none: the value of the ISO/TR 17534-4 cases
constexpr double kWallAbsorption = 0;

struct Refused {
    Error error;
};

/// A value and where it stands, e.g. `scene.walls[0].points_xyz_top`.
struct At {
    const Json& json;
    std::string path;

    bool has(const char* key) const { return json.is_object() && json.contains(key) && !json[key].is_null(); }
    At operator[](const char* key) const { return {json[key], path.empty() ? key : path + "." + key}; }
    At item(std::size_t i) const { return {json[i], path + "[" + std::to_string(i) + "]"}; }
};

[[noreturn]] void refuse(const At& at, std::string what, std::string cure)
{
    throw Refused{Error{ErrorCode::BadValue, std::move(what)}.about(at.path).cure(std::move(cure))};
}

At need(const At& at, const char* key)
{
    if (!at.json.is_object())
        refuse(at, "an object is expected here", "Compare with `isopolis-cli noise --help`.");
    if (!at.has(key))
        refuse({at.json, at.path.empty() ? key : at.path + "." + key}, "this is missing", "Compare with `isopolis-cli noise --help`.");
    return at[key];
}

double number(const At& at, double low, double high)
{
    const double value = at.json.is_number() ? at.json.get<double>() : std::nan("");
    if (!(value >= low && value <= high))
        refuse(at, "a number from " + Json(low).dump() + " to " + Json(high).dump() + " is expected", "Check value and unit.");
    return value;
}

std::size_t count(const At& at, std::size_t most)
{
    if (!at.json.is_array())
        refuse(at, "a list is expected", "Write […].");
    if (at.json.size() > most)
        refuse(at, "the list has more than " + std::to_string(most) + " entries", "Use a smaller piece of the surroundings.");
    return at.json.size();
}

Octaves octaves(const At& at, double low, double high)
{
    Octaves values{};
    if (at.json.is_number()) {
        values.fill(number(at, low, high));
        return values;
    }
    if (count(at, kOctaveCount) != kOctaveCount)
        refuse(at, "eight values are expected, 63 Hz to 8 kHz", "Give one number for all octaves or eight.");
    for (std::size_t i = 0; i < kOctaveCount; ++i)
        values[i] = number(at.item(i), low, high);
    return values;
}

Point3 point(const At& at)
{
    if (count(at, 3) != 3)
        refuse(at, "three coordinates are expected: x, y, z in metres", "Write [x, y, z].");
    return {number(at.item(0), -kFarthest_m, kFarthest_m), number(at.item(1), -kFarthest_m, kFarthest_m),
            number(at.item(2), -kHighest_m, kHighest_m)};
}

std::string textOf(const At& at, const char* key)
{
    if (!at.has(key))
        return {};
    if (!at[key].json.is_string())
        refuse(at[key], "a text is expected", "Write \"…\".");
    return at[key].json.get<std::string>().substr(0, 1000);
}

class CaseReader {
public:
    NoiseCase read(const Json& document)
    {
        const At root{document, ""};
        if (!document.is_object())
            refuse({document, "(whole file)"}, "an object is expected", "Compare with `isopolis-cli noise --help`.");
        m_case.id = textOf(root, "id");
        m_case.description = textOf(root, "description");
        m_case.power_dB = octaves(need(root, "Lw_dB_per_octave"), -100, 250);
        if (root.has("temperature_C"))
            m_case.air.temperature_C = number(root["temperature_C"], -40, 50);
        if (root.has("humidity_pct"))
            m_case.air.humidity_pct = number(root["humidity_pct"], 1, 100);
        if (root.has("favourable_fraction"))
            m_case.favourableShare = number(root["favourable_fraction"], 0, 1);
        if (root.has("scene"))
            scene(root["scene"]);
        if (root.has("profiles"))
            profiles(root["profiles"], root);
        if (!m_case.hasScene && m_case.profiles.empty())
            refuse({document, "scene"}, "the case has neither a scene nor profiles", "Give a scene with source_xyz and receiver_xyz.");
        return std::move(m_case);
    }

private:
    void scene(const At& at)
    {
        m_case.source = point(need(at, "source_xyz"));
        m_case.receiver = point(need(at, "receiver_xyz"));
        const double length_m = distance(m_case.source.flat(), m_case.receiver.flat());
        if (!(length_m > 0.1 && length_m <= kLongestCase_m))
            refuse(at["receiver_xyz"], "source and receiver must lie 0.1 m to 50 km apart in plan", "Check both points.");
        m_sourceG = at.has("G_source") ? number(at["G_source"], 0, 1) : 0;
        if (at.has("reflection_order")) {
            const double order = number(at["reflection_order"], 0, 10);
            m_case.search.reflections = order >= 1 ? 1 : 0;
            if (order > 1)
                warn("reflection_order", "reflections beyond the first order are not calculated", "scene.reflection_order");
        }
        obstacles(at);
        ground(at);
        m_case.scene.finish();
        m_case.hasScene = true;
        checkPlaces();
    }

    void obstacles(const At& at)
    {
        if (at.has("buildings")) {
            const At list = at["buildings"];
            for (std::size_t i = 0, n = count(list, NoiseCase::kMostObstacles); i < n; ++i) {
                std::vector<Point3> top = line(list.item(i), 4);
                if (top.front() == top.back())
                    top.pop_back();
                Ring ring;
                for (const Point3& p : top) {
                    if (p.z != top.front().z)
                        refuse(list.item(i)["points_xyz_top"], "the corners of a roof have different heights", "Give flat roofs.");
                    ring.push_back(p.flat());
                }
                if (ring.size() < 3 || !(std::abs(signedArea(ring)) > 0))
                    refuse(list.item(i)["points_xyz_top"], "the footprint has no area", "Give at least three corners of the footprint.");
                m_case.scene.addBuilding(ring, top.front().z, absorption(list.item(i), kBuildingAbsorption));
            }
        }
        if (!at.has("walls"))
            return;
        const At list = at["walls"];
        for (std::size_t i = 0, n = count(list, NoiseCase::kMostObstacles); i < n; ++i)
            m_case.scene.addWall(line(list.item(i), 2), absorption(list.item(i), kWallAbsorption));
    }

    std::vector<Point3> line(const At& obstacle, std::size_t least)
    {
        const At list = need(obstacle, "points_xyz_top");
        const std::size_t n = count(list, NoiseCase::kMostPoints);
        m_points += n;
        if (n + 1 < least || m_points > NoiseCase::kMostPoints)
            refuse(list, n + 1 < least ? "too few points" : "the case has more than 200000 points", "Give the corners of the top edge.");
        std::vector<Point3> points;
        for (std::size_t i = 0; i < n; ++i)
            points.push_back(point(list.item(i)));
        if (points.size() < 2)
            refuse(list, "too few points", "Give the corners of the top edge.");
        return points;
    }

    static Octaves absorption(const At& at, double otherwise)
    {
        Octaves alpha{};
        alpha.fill(otherwise);
        return at.has("absorption_octaves") ? octaves(at["absorption_octaves"], 0, 1) : alpha;
    }

    void ground(const At& at)
    {
        std::vector<GroundArea> areas;
        if (at.has("ground_areas")) {
            const At list = at["ground_areas"];
            for (std::size_t i = 0, n = count(list, NoiseCase::kMostObstacles); i < n; ++i) {
                const At a = list.item(i);
                const auto side = [&](const char* key) { return number(need(a, key), -kFarthest_m, kFarthest_m); };
                const double x0 = side("xmin"), x1 = side("xmax"), y0 = side("ymin"), y1 = side("ymax");
                if (!(x1 > x0 && y1 > y0))
                    refuse(a, "the area is empty", "Give xmin < xmax and ymin < ymax.");
                areas.push_back({{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, number(need(a, "G"), 0, 1)});
            }
        }
        std::vector<TerrainLine> lines;
        if (at.has("topo_lines")) {
            const At list = at["topo_lines"];
            for (std::size_t i = 0, n = count(list, kMostLines); i < n; ++i) {
                const At l = list.item(i);
                if (count(l, 6) != 6)
                    refuse(l, "six coordinates are expected: x1, y1, z1, x2, y2, z2", "Write [x1, y1, z1, x2, y2, z2].");
                const auto c = [&](std::size_t k) {
                    return k % 3 == 2 ? number(l.item(k), -kHighest_m, kHighest_m) : number(l.item(k), -kFarthest_m, kFarthest_m);
                };
                lines.push_back({{c(0), c(1), c(2)}, {c(3), c(4), c(5)}});
            }
        } else {
            warn("no_terrain", "the scene has no topo_lines; the ground is level at height 0", "scene.topo_lines");
        }
        auto terrain = TerrainTin::build(lines);
        if (!terrain)
            throw Refused{Error(terrain.error()).about("scene.topo_lines")};
        m_case.scene.setGround(std::make_shared<AreaGround>(std::move(areas), std::move(*terrain), m_sourceG));
    }

    void checkPlaces()
    {
        const auto check = [&](const Point3& p, const char* what, const char* field) {
            if (m_case.scene.buildingAt(p.flat()) != NoiseScene::kNone)
                warn(std::string(what) + "_in_building",
                     std::string("the ") + what + " stands inside a building; that building does not screen it", field);
            if (p.z < m_case.scene.ground().heightAt(p.flat()))
                warn(std::string(what) + "_below_ground",
                     std::string("the ") + what + " lies below the ground and is treated as lying on it", field);
        };
        check(m_case.source, "source", "scene.source_xyz");
        check(m_case.receiver, "receiver", "scene.receiver_xyz");
    }

    void profiles(const At& at, const At& root)
    {
        if (!at.json.is_object())
            refuse(at, "an object of named profiles is expected", "Write {\"Direct\": {…}}.");
        std::vector<std::string> used;
        if (root.has("profiles_used")) {
            const At list = root["profiles_used"];
            for (std::size_t i = 0, n = count(list, NoiseCase::kMostProfiles); i < n; ++i) {
                if (!list.item(i).json.is_string())
                    refuse(list.item(i), "the name of a profile is expected", "Write \"Direct\".");
                std::string name = list.item(i).json.get<std::string>();
                // The reference cases put their id before the name.
                if (!at.has(name.c_str()) && name.starts_with(m_case.id + "_"))
                    name.erase(0, m_case.id.size() + 1);
                if (!at.has(name.c_str()))
                    refuse(list.item(i), "there is no profile of that name", "Name one of the case's profiles.");
                used.push_back(name);
            }
        } else {
            for (const auto& [name, json] : at.json.items())
                used.push_back(name);
            if (used.size() > NoiseCase::kMostProfiles)
                refuse(at, "there are more than 100 profiles", "Split the case.");
        }
        for (const std::string& name : used)
            m_case.profiles.push_back(profile(at[name.c_str()], name));
    }

    GivenProfile profile(const At& at, const std::string& name)
    {
        GivenProfile given;
        given.name = name;
        if (at.has("curved"))
            given.curved = at["curved"].json.is_boolean() && at["curved"].json.get<bool>();
        const std::string type = at.has("profile_type") ? textOf(at, "profile_type") : "DIRECT";
        if (!(type == "DIRECT" || type == "LEFT" || type == "RIGHT" || type == "REFLECTION"))
            refuse(at["profile_type"], "unknown kind of profile", "Write DIRECT, LEFT, RIGHT or REFLECTION.");
        given.path.kind = type == "LEFT"         ? PathKind::LateralLeft
                          : type == "RIGHT"      ? PathKind::LateralRight
                          : type == "REFLECTION" ? PathKind::Reflected
                                                 : PathKind::Direct;
        const At list = need(at, "points");
        const std::size_t n = count(list, NoiseCase::kMostCutPoints);
        double x = 0;
        Point2 before;
        std::vector<Point3> ends;
        for (std::size_t i = 0; i < n; ++i) {
            const At p = list.item(i);
            const Point2 here{number(need(p, "x"), -kFarthest_m, kFarthest_m), number(need(p, "y"), -kFarthest_m, kFarthest_m)};
            x += i > 0 ? distance(before, here) : 0;
            before = here;
            given.path.profile.points.push_back(cutPoint(p, x, here));
            const CutPoint& c = given.path.profile.points.back();
            const bool isEnd = i == 0 || i + 1 == n;
            if ((c.kind == CutKind::Source) != (i == 0) || (c.kind == CutKind::Receiver) != (i + 1 == n))
                refuse(p, "a profile begins with its Source and ends with its Receiver", "Order the points from source to receiver.");
            if (isEnd)
                ends.push_back({here.x, here.y, c.z});
        }
        if (n < 2 || !(x > 0))
            refuse(list, "a profile needs a source and a receiver in different places", "Order the points from source to receiver.");
        given.path.profile.sourceG = m_case.hasScene ? m_sourceG : given.path.profile.points.front().G;
        given.path.direct_m = std::hypot(ends[1].x - ends[0].x, ends[1].y - ends[0].y, ends[1].z - ends[0].z);
        return given;
    }

    static CutKind kindOf(const At& p)
    {
        const std::string type = textOf(p, "type");
        if (type == "Wall") {
            const std::string how = textOf(p, "intersectionType");
            if (how == "BUILDING_ENTER" || how == "BUILDING_EXIT")
                return how == "BUILDING_ENTER" ? CutKind::BuildingEnter : CutKind::BuildingExit;
            if (how == "THIN_WALL_ENTER_EXIT")
                return CutKind::ThinWall;
            refuse(p, "unknown intersectionType", "Write BUILDING_ENTER, BUILDING_EXIT or THIN_WALL_ENTER_EXIT.");
        }
        for (const auto& [word, kind] :
             {std::pair{"Source", CutKind::Source}, std::pair{"Receiver", CutKind::Receiver}, std::pair{"GroundEffect", CutKind::Ground},
              std::pair{"Topography", CutKind::Topography}, std::pair{"VEdgeDiffraction", CutKind::VerticalEdge},
              std::pair{"Reflection", CutKind::Reflection}})
            if (type == word)
                return kind;
        refuse(p, "unknown type of a profile's point",
               "Write Source, GroundEffect, Topography, Wall, VEdgeDiffraction, Reflection or Receiver.");
    }

    static CutPoint cutPoint(const At& p, double x, Point2 here)
    {
        CutPoint c;
        c.kind = kindOf(p);
        c.x = x;
        c.z = number(need(p, "z"), -kHighest_m, kHighest_m);
        c.ground = number(need(p, "z_ground"), -kHighest_m, kHighest_m);
        c.G = number(need(p, "G"), 0, 1);
        if (c.kind != CutKind::Reflection)
            return c;
        if (p.has("wallAlpha"))
            c.absorption = octaves(p["wallAlpha"], 0, 1);
        const At wall = need(p, "wall");
        if (count(wall, 2) != 2)
            refuse(wall, "the two upper corners of the reflecting wall are expected", "Write [[x, y, z], [x, y, z]].");
        const Point3 a = point(wall.item(0)), b = point(wall.item(1));
        const double length_m = distance(a.flat(), b.flat());
        c.wallTop = length_m > 0 ? a.z + std::min(1.0, distance(a.flat(), here) / length_m) * (b.z - a.z) : std::max(a.z, b.z);
        return c;
    }

    void warn(std::string code, std::string message, const char* field)
    {
        m_case.issues.push_back({.severity = Severity::Warning, .code = std::move(code), .message = std::move(message), .field = field});
    }

    NoiseCase m_case;
    double m_sourceG = 0;
    std::size_t m_points = 0;
};

Json parse(const std::string& text)
{
    const auto shallow = [](int depth, Json::parse_event_t, Json&) {
        if (depth > kDeepest)
            throw Refused{Error{ErrorCode::BadFile, "the file is nested too deeply for a noise case"}.cure(
                "Compare with `isopolis-cli noise --help`.")};
        return true;
    };
    try {
        return Json::parse(text, shallow);
    } catch (const Json::exception& e) {
        throw Refused{Error{ErrorCode::BadFile, "this is not valid JSON"}.cure("Look for a missing comma, bracket or quotation mark.")};
    }
}

}  // namespace

Expected<NoiseCase> readNoiseCase(const std::string& text, const std::string& file)
{
    try {
        if (text.size() > kLargestText)
            throw Refused{Error{ErrorCode::BadFile, "the file is larger than 32 MB"}.cure("Use a smaller piece of the surroundings.")};
        NoiseCase c = CaseReader().read(parse(text));
        for (Issue& issue : c.issues)
            issue.file = file;
        return c;
    } catch (const Refused& refused) {
        return unexpected(Error(refused.error).in(file));
    } catch (const Json::exception&) {
        return unexpected(Error{ErrorCode::BadFile, "a value of the case has an unexpected type"}.in(file).cure(
            "Compare with `isopolis-cli noise --help`."));
    }
}

}  // namespace isopolis
