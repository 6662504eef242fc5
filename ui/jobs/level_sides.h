#pragma once
/// Levels of a run at the street and before façades, ready for the map: the slow part behind `makeLevelOverlay`.
///
///   Expected<LevelPair> noise = levelSides(run, LevelField::NoiseLden, control);   // Lden, and Lnight from the same rays
///   LevelMap map{.field = LevelField::NoiseLden, .before = noise->first, …};
///
/// Runs in parallel and can be cancelled. Errors: those of `noiseRasters` and `airField`.

#include "simulation/run/run.h"
#include "simulation/run/run_control.h"
#include "ui/scene/level_map.h"

namespace isopolis {

/// Two fields that are calculated together: Lden and Lnight, or NO2 and PM2.5.
struct LevelPair {
    LevelSide first, second;
    const LevelSide& of(LevelField field) const { return field == LevelField::NoiseLnight || field == LevelField::Pm25 ? second : first; }
};

bool isAir(LevelField field);
Expected<LevelPair> levelSides(const Run& run, LevelField field, RunControl& control);

}  // namespace isopolis
