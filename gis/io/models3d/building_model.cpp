#include "gis/io/models3d/building_model.h"

#include "gis/io/models3d/roof_courts.h"
#include "gis/io/polygon_ops.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kWallSlope = 0.1;       // of the normal's vertical part: steeper surfaces are walls
constexpr double kGroundWithin_m = 0.7;  // above the lowest point
constexpr double kFlatWithin_m = 0.2;
constexpr double kTallest_m = 1000, kLeast_m = 0.3;
constexpr double kLeastRoof_m2 = 0.05;

/// Newell's normal, of length twice the area.
ModelPoint normalOf(const ModelRing& ring)
{
    ModelPoint n;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const ModelPoint &a = ring[i], &b = ring[(i + 1) % ring.size()];
        n.x += (a.y - b.y) * (a.z + b.z);
        n.y += (a.z - b.z) * (a.x + b.x);
        n.z += (a.x - b.x) * (a.y + b.y);
    }
    return n;
}

double lowestOf(const ModelRing& ring)
{
    return std::min_element(ring.begin(), ring.end(), [](const ModelPoint& a, const ModelPoint& b) { return a.z < b.z; })->z;
}

double highestOf(const ModelRing& ring)
{
    return std::max_element(ring.begin(), ring.end(), [](const ModelPoint& a, const ModelPoint& b) { return a.z < b.z; })->z;
}

SurfaceMeaning meaningOf(const ModelSurface& surface, double lowest)
{
    if (surface.meaning != SurfaceMeaning::Unknown)
        return surface.meaning;
    // Relative to its own first corner, since far coordinates would drown the differences.
    ModelRing near = surface.outer;
    for (ModelPoint& p : near)
        p = {p.x - surface.outer[0].x, p.y - surface.outer[0].y, p.z - surface.outer[0].z};
    const ModelPoint n = normalOf(near);
    const double length = std::sqrt(n.x * n.x + n.y * n.y + n.z * n.z);
    if (!(length > 0) || std::abs(n.z) / length < kWallSlope)
        return SurfaceMeaning::Wall;
    return highestOf(surface.outer) < lowest + kGroundWithin_m ? SurfaceMeaning::Ground : SurfaceMeaning::Roof;
}

Ring flat(const ModelRing& ring, const Projector& projector)
{
    Ring out;
    for (const ModelPoint& p : ring)
        out.push_back(projector.forward(p.x, p.y));
    return out;
}

std::vector<double> heightsOf(const ModelRing& ring, double ground)
{
    std::vector<double> heights;
    for (const ModelPoint& p : ring)
        heights.push_back(p.z - ground);
    return heights;
}

bool known(const Ring& ring)
{
    return ring.size() >= 3 && std::all_of(ring.begin(), ring.end(), [](Point2 p) { return std::isfinite(p.x) && std::isfinite(p.y); });
}

}  // namespace

std::optional<Building> toBuilding(const BuildingModel& model, const Projector& projector, IssueLog& log)
{
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    for (const ModelSurface& surface : model.surfaces) {
        lowest = std::min(lowest, lowestOf(surface.outer));
        highest = std::max(highest, highestOf(surface.outer));
    }
    Building building;
    building.externalId = model.id;
    building.heightOrigin = HeightOrigin::Height;
    building.use = BuildingUse::Mixed;
    MultiPolygon ground, roofs;
    for (const ModelSurface& surface : model.surfaces) {
        const SurfaceMeaning meaning = meaningOf(surface, lowest);
        if (meaning != SurfaceMeaning::Ground && meaning != SurfaceMeaning::Roof)
            continue;
        Polygon polygon{flat(surface.outer, projector)};
        std::vector<RoofFace> courts;
        for (const ModelRing& hole : surface.holes)
            if (Ring ring = flat(hole, projector); known(ring)) {
                courts.push_back({ring, heightsOf(hole, lowest)});
                polygon.holes.push_back(std::move(ring));
            }
        if (!known(polygon.outer) || !(area(polygon) > 0))
            continue;
        if (meaning == SurfaceMeaning::Ground) {
            ground.push_back(std::move(polygon));
            continue;
        }
        if (area(polygon) >= kLeastRoof_m2)
            building.roof.push_back(cutCourts({polygon.outer, heightsOf(surface.outer, lowest)}, std::move(courts)));
        roofs.push_back(std::move(polygon));
    }
    auto footprint = unite(ground.empty() ? roofs : ground);
    if (!footprint || footprint->empty()) {
        log.warn("no_footprint", "the building's surfaces cover no ground; it is left out", model.id);
        return {};
    }
    building.footprint = std::move(*footprint);
    building.ground_m = lowest;
    building.height_m = highest - lowest;
    if (!(building.height_m >= kLeast_m) || building.height_m > kTallest_m) {
        log.warn("bad_height", "the building is " + std::to_string(building.height_m) + " m tall; it is left out", model.id);
        return {};
    }
    const bool allFlat = std::all_of(building.roof.begin(), building.roof.end(), [&](const RoofFace& face) {
        return std::all_of(face.height_m.begin(), face.height_m.end(), [&](double h) { return h > building.height_m - kFlatWithin_m; });
    });
    if (allFlat)
        building.roof.clear();
    return building;
}

std::string epsgCode(std::string_view reference)
{
    const std::size_t start = reference.find("EPSG");
    if (start == std::string_view::npos)
        return {};
    std::string code, word;
    for (std::size_t i = start + 4; i <= reference.size(); ++i) {
        const char c = i < reference.size() ? reference[i] : ',';
        if (c >= '0' && c <= '9') {
            word += c;
            continue;
        }
        // "6.12" is a version of the register, no code.
        if (c == '.')
            word += 'v';
        else {
            if (word.size() >= 4 && word.size() <= 6 && word.find('v') == std::string::npos)
                code = word;
            word.clear();
        }
        if (c == ',' || c == ' ')
            break;
    }
    return code.empty() ? code : "EPSG:" + code;
}

Expected<ModelFile> readBuildingModels(const std::filesystem::path& file, IssueLog& log)
{
    const std::string name = file.filename().string();
    if (name.ends_with(".json") || name.ends_with(".jsonl"))
        return readCityJson(file, log);
    if (name.ends_with(".gml") || name.ends_with(".xml") || name.ends_with(".citygml"))
        return readCityGml(file, log);
    return unexpected(Error{ErrorCode::Unsupported, "the file's name says neither CityJSON nor CityGML"}
                          .in(file.string())
                          .cure("Name it .city.json, .city.jsonl or .gml, after what it holds"));
}

}  // namespace isopolis
