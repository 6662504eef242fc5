#pragma once
/// Levels of a run at the street and before façades, ready for the map: the slow part behind `makeLevelOverlay`.
///
///   auto sides = levelSides({&before, &after}, LevelField::NoiseLden, control);   // Lden, and Lnight from the same rays
///   LevelMap map{.field = LevelField::NoiseLden, .before = (*sides)[0].of(LevelField::NoiseLden), …};
///
/// Runs in parallel and can be cancelled. Errors: those of `noiseRasters` and `airField`.

#include "simulation/run/run.h"
#include "simulation/run/run_control.h"
#include "ui/scene/level_map.h"

namespace isopolis {

/// Fields that are calculated together: Lden and Lnight, or NO2, PM2.5 and PM10.
struct LevelPair {
    LevelSide first, second;
    LevelSide third = {};  ///< of air only
    const LevelSide& of(LevelField field) const
    {
        if (field == LevelField::Pm10)
            return third;
        return field == LevelField::NoiseLnight || field == LevelField::Pm25 ? second : first;
    }
};

bool isAir(LevelField field);
/// One pair per run, in order.
Expected<std::vector<LevelPair>> levelSides(const std::vector<const Run*>& runs, LevelField field, RunControl& control);

}  // namespace isopolis
