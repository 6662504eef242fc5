#include "gis/io/models3d/model_import.h"

#include "gis/core/geometry/spatial_grid.h"
#include "gis/io/models3d/building_model.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kGridCell_m = 100;

/// The system that the file names, or the recipe, or the city's own.
std::string systemOf(const ModelFile& file, const RecipeSource& source, const LocalFrame& frame)
{
    return !file.crs.empty() ? file.crs : !source.crs.empty() ? source.crs : frame.crs;
}

}  // namespace

Expected<ImportCount> importModels(const RecipeSource& source, const CityWindow& window, const LocalFrame& frame,
                                   IdVector<BuildingId, Building>& buildings, std::vector<bool>& outbuilding, IssueLog& log)
{
    log.inFile(source.path.string());
    const auto file = readBuildingModels(source.path, log);
    if (!file)
        return unexpected(file.error());
    const auto projector = Projector::between(systemOf(*file, source, frame), frame);
    if (!projector)
        return unexpected(Error(projector.error()).in(source.path.string()));
    ImportCount count{"buildings of 3D models"};
    std::vector<Building> models;
    for (const BuildingModel& model : file->buildings) {
        ++count.considered;
        auto building = toBuilding(model, *projector, log);
        if (!building || !window.touches(building->footprint))
            continue;
        ++count.kept;
        models.push_back(std::move(*building));
    }
    SpatialGrid grid(window.box(), kGridCell_m);
    for (std::size_t m = 0; m < models.size(); ++m)
        grid.insert(bounds(models[m].footprint), static_cast<std::uint32_t>(m));
    std::vector<Point2> inner;
    for (const Building& model : models)
        inner.push_back(interiorPoint(model.footprint));
    std::vector<bool> useTaken(models.size(), false);
    std::vector<Building> kept;
    std::vector<bool> keptOutbuilding;
    std::size_t position = 0, replaced = 0;
    for (Building& mapped : buildings.raw()) {
        const bool small = position < outbuilding.size() && outbuilding[position];
        ++position;
        const Point2 at = interiorPoint(mapped.footprint);
        bool covered = false;
        for (const std::uint32_t m : grid.query(bounds(mapped.footprint)))
            if (contains(models[m].footprint, at) || contains(mapped.footprint, inner[m])) {
                covered = true;
                if (!useTaken[m] && !small) {
                    models[m].use = mapped.use;
                    useTaken[m] = true;
                }
            }
        if (covered) {
            ++replaced;
            continue;
        }
        kept.push_back(std::move(mapped));
        keptOutbuilding.push_back(small);
    }
    if (replaced > 0)
        log.note("buildings_replaced", std::to_string(replaced) + " buildings of the map give way to those of the 3D model");
    for (Building& model : models) {
        kept.push_back(std::move(model));
        keptOutbuilding.push_back(false);
    }
    buildings = IdVector<BuildingId, Building>(std::move(kept));
    outbuilding = std::move(keptOutbuilding);
    return count;
}

Expected<Ring> extentOfModels(const RecipeSource& source, IssueLog& log)
{
    const auto file = readBuildingModels(source.path, log);
    if (!file)
        return unexpected(file.error());
    LocalFrame own;
    own.crs = systemOf(*file, source, {});
    if (own.crs.empty())
        return unexpected(Error{ErrorCode::NotFound, "the file does not name its coordinate system"}
                              .in(source.path.string())
                              .about("crs")
                              .cure("Add \"crs\": \"EPSG:…\" to the source, or a window to the recipe"));
    Box box;
    for (const BuildingModel& building : file->buildings)
        for (const ModelSurface& surface : building.surfaces)
            for (const ModelPoint& p : surface.outer)
                box.add(Point2{p.x, p.y});
    box = box.grown(0.02 * std::max(box.width(), box.height()) + 50);
    Box degrees;
    for (const Point2 corner :
         {Point2{box.minX, box.minY}, Point2{box.maxX, box.minY}, Point2{box.maxX, box.maxY}, Point2{box.minX, box.maxY}}) {
        const auto at = toLonLat(own, corner);
        if (!at)
            return unexpected(Error(at.error()).in(source.path.string()));
        degrees.add(Point2{at->lon, at->lat});
    }
    return ringOfDegrees(degrees.minX, degrees.minY, degrees.maxX, degrees.maxY);
}

}  // namespace isopolis
