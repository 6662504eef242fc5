#pragma once
/// What has been calculated for the scheme on the screen. All shared and immutable, so that jobs and views can hold on to it.

#include "simulation/equity/assessment.h"
#include "simulation/explain/explanation.h"
#include "ui/scene/level_map.h"

#include <memory>

namespace isopolis {

/// Two runs and their comparison; `before == after` while the city as it is is shown.
struct Results {
    std::string scenario, against;  ///< names at the time of the calculation
    RunPtr before, after;
    std::shared_ptr<const EquityReport> report;
    bool empty() const { return !report; }
};

/// What is to be calculated: both sides flattened, both with the assumptions of the active scenario, so that the
/// difference is the scheme's alone.
struct WantedRuns {
    std::string scenario, against;
    Scenario before, after;
    RunKey keyBefore, keyAfter;
};

/// What the map shows.
enum class OverlayKind { None, Indicator, Bivariate, Traffic, TrafficChange, Transit, Reach, StreetUsers, Levels, StreetCo2 };
struct OverlayChoice {
    OverlayKind kind = OverlayKind::Indicator;
    Indicator indicator = Indicator::No2;      ///< also the subject of table, chart and explanation
    LevelField field = LevelField::NoiseLden;  ///< of OverlayKind::Levels
    Moment moment = Moment::Change;
    std::string group = {};  ///< of an indicator: whose figures, as `overlayGroups` names them; empty: everybody's
    bool relative = false;   ///< changes in percent of the level before
    AirHours hours = {};     ///< of maps of the air at the street
    friend bool operator==(const OverlayChoice&, const OverlayChoice&) = default;
};

}  // namespace isopolis
