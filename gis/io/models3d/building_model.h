#pragma once
/// Buildings of 3D city models as surfaces in space, and what a city keeps of them: footprint, height and the planes of the roof.
///
///   Expected<ModelFile> file = readCityJson("rotterdam.city.json", log);      // or readCityGml("potsdam.gml", log)
///   Expected<Projector> projector = Projector::between(file->crs, frame);
///   std::optional<Building> building = toBuilding(file->buildings[0], *projector, log);
///
/// Read are CityJSON 1.0 to 2.0, CityJSON text sequences (CityJSONFeature, a line each) and CityGML 1 and 2: objects Building and
/// BuildingPart with surfaces or solids of their highest level of detail up to 3. Surfaces without a stated meaning are told apart by
/// their slope and height. Attributes such as measuredHeight are not used: sources write them in metres, millimetres or as elevations.
/// Errors: a missing, broken, foreign or too large file. What is wrong with a single building is reported with its id.

#include "gis/core/city/city.h"
#include "gis/io/crs.h"
#include "gis/io/issue_log.h"

#include <filesystem>
#include <optional>

namespace isopolis {

struct ModelPoint {
    double x = 0, y = 0, z = 0;  ///< in the file's system; z metres
};
using ModelRing = std::vector<ModelPoint>;  ///< open: the first point is not repeated

enum class SurfaceMeaning : std::uint8_t { Unknown, Ground, Roof, Wall };

struct ModelSurface {
    SurfaceMeaning meaning = SurfaceMeaning::Unknown;
    ModelRing outer;
    std::vector<ModelRing> holes = {};
};

struct BuildingModel {
    std::string id;
    std::vector<ModelSurface> surfaces;
};

struct ModelFile {
    std::string crs;  ///< "EPSG:28992"; empty if the file does not say
    std::vector<BuildingModel> buildings;
};

Expected<ModelFile> readCityJson(const std::filesystem::path& file, IssueLog& log);
Expected<ModelFile> readCityGml(const std::filesystem::path& file, IssueLog& log);
/// By the name: .json, .jsonl and .gml, .xml, .citygml.
Expected<ModelFile> readBuildingModels(const std::filesystem::path& file, IssueLog& log);

/// "EPSG:25833" from any of the ways in which it is written ("urn:ogc:def:crs,crs:EPSG:6.12:25833,crs:EPSG:6.12:5783"); empty if none.
std::string epsgCode(std::string_view reference);

/// Nothing, with a finding, if the model has no surface that could be a footprint, or no height. `ground_m` is the model's lowest point;
/// `roof` stays empty if all of it is flat at the building's height.
std::optional<Building> toBuilding(const BuildingModel& model, const Projector& projector, IssueLog& log);

}  // namespace isopolis
