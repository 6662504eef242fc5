#pragma once
/// Levels street by street as the map shows them: noise and air on a grid, and the walls of buildings.
///
///   LevelMap map{.field = LevelField::NoiseLden, .before = …, .after = …, .threshold = 1};
///   Overlay overlay = makeLevelOverlay(map, Moment::After);   // classes with limit values, ground and buildings
///
/// Classes are fixed for noise (5 dB, as in noise maps) and follow the values for air, with the limit values among the class limits; before
/// and after share them. Maps of single hours have none of the limit values, which are of annual means. A change shows only what exceeds
/// the threshold of the indicator. Squares of which the middle lies in a house take the mean of those around; beyond these there is no
/// colour. A building has the highest level of the receptors before its façades, else of the grid around it: `fromReceptors` counts the
/// first.

#include "ui/scene/overlay.h"

#include "gis/core/geometry/raster.h"
#include "simulation/air/air_hours.h"

#include <memory>
#include <span>

namespace isopolis {

enum class LevelField : std::uint8_t { NoiseLden, NoiseLnight, No2, Pm25, Pm10, NoiseLday, NoiseLevening };

struct LevelLimit {
    double value = 0;
    std::string_view label;  ///< ISO_TR("legend", …)
};

struct LevelFieldInfo {
    LevelField field;
    std::string_view key;    ///< "noise_lden_db/street"
    std::string_view title;  ///< ISO_TR("indicator", …)
    Unit unit;
    Indicator indicator;  ///< whose threshold and explanation apply
    std::span<const LevelLimit> limits;
};
const LevelFieldInfo& levelFieldInfo(LevelField field);
std::span<const LevelFieldInfo> allLevelFields();

/// A place with a level: a receptor of noise or air.
struct LevelPlace {
    Point2 at;
    double value = 0;
};

/// One side of the comparison.
struct LevelSide {
    Raster raster;                           ///< empty: not known
    IdVector<BuildingId, double> buildings;  ///< NaN where not known
    std::size_t fromReceptors = 0;           ///< buildings with receptors of their own
};

struct LevelMap {
    LevelField field = LevelField::NoiseLden;
    LevelSide before, after;
    double threshold = 0;  ///< smallest change that counts
    AirHours hours = {};   ///< of air: limit values are told for the year alone
};
using LevelMapPtr = std::shared_ptr<const LevelMap>;

/// Levels of buildings from receptors in or within `reach_m` of them, else the highest value of the grid around the footprint.
LevelSide levelSide(const City& city, Raster raster, std::span<const LevelPlace> receptors, double reach_m);

Overlay makeLevelOverlay(const LevelMap& map, Moment moment);
/// Lower limits of the classes, the first without a lower end: classes lie between them.
std::vector<double> levelClassLimits(const LevelMap& map);

}  // namespace isopolis
