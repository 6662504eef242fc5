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

/// Fields that are calculated together: Lden, Lnight, Lday and Levening, or NO2, PM2.5 and PM10.
struct LevelPair {
    LevelSide first, second;
    LevelSide third = {}, fourth = {};
    const LevelSide& of(LevelField field) const
    {
        switch (field) {
        case LevelField::NoiseLden:
        case LevelField::No2: return first;
        case LevelField::NoiseLnight:
        case LevelField::Pm25: return second;
        case LevelField::NoiseLday:
        case LevelField::Pm10: return third;
        case LevelField::NoiseLevening: break;
        }
        return fourth;
    }
};

bool isAir(LevelField field);
/// One pair per run, in order; `hours` are of air only.
Expected<std::vector<LevelPair>> levelSides(const std::vector<const Run*>& runs, LevelField field, RunControl& control,
                                            const AirHours& hours = {});

}  // namespace isopolis
