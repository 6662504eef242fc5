#pragma once
/// Levels street by street: what the map asks for, and whose traffic makes the level at one place.

#include "simulation/explain/street_parts.h"
#include "ui/scene/level_map.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace isopolis {

/// A map of levels for the pair of runs on the screen, or why there is none.
struct LevelAnswer {
    LevelField field = LevelField::NoiseLden;
    Hash before = {}, after = {};          ///< keys of the runs
    std::array<Overlay, 3> pictures = {};  ///< by Moment, finished for the map
    std::string failure = {};
    AirHours hours = {};
};
using LevelAnswerPtr = std::shared_ptr<const LevelAnswer>;

/// A place on the map, or before a building.
struct PlaceQuestion {
    LevelField field = LevelField::NoiseLden;
    Point2 at = {};  ///< city metres: the click, moved before the façade if it hit a building
    BuildingId building = {};
    friend bool operator==(const PlaceQuestion&, const PlaceQuestion&) = default;
};

/// A street's part in the level: of the energy of noise, or of the concentration.
struct PlaceShare {
    std::string label;
    std::vector<LinkId> links = {};        ///< empty for what is no street: background, others together
    double before_pct = 0, after_pct = 0;  ///< all shares of a side sum to 100
};

struct PlaceAnswer {
    PlaceQuestion question = {};
    double before = 0, after = 0;  ///< level, in the field's unit
    std::vector<PlaceShare> shares = {};
    std::string method = {};   ///< how exact the shares are, a sentence
    std::string failure = {};  ///< why there are none: a sentence
};
using PlaceAnswerPtr = std::shared_ptr<const PlaceAnswer>;

}  // namespace isopolis
