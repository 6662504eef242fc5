#pragma once
/// What lies under the pointer.

#include "gis/core/city/city.h"

namespace isopolis {

struct Pick {
    Point2 ground;          ///< where the ray meets the ground, city metres
    bool onGround = false;  ///< false above the horizon
    Point2 surface = {};    ///< the same, or where the ray meets the building
    BuildingId building = {};
    LinkId link = {};  ///< nearest link of the AppliedScenario within reach
    NeighbourhoodId neighbourhood = {};
    SensorId sensor = {};
};

/// What is emphasised: hovered and selected objects.
struct SceneSelection {
    NeighbourhoodId neighbourhood = {};
    std::vector<LinkId> links = {};
    BuildingId building = {};
    StopId stop = {};  ///< of the AppliedScenario's public transport
    friend bool operator==(const SceneSelection&, const SceneSelection&) = default;
};

/// A shape being drawn: line or polygon in progress, and the links it would act on.
struct Draft {
    Polyline line = {};
    bool closed = false;  ///< polygon
    std::vector<LinkId> links = {};
    double height_m = 0;  ///< of a building ghost
};

}  // namespace isopolis
