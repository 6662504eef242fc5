#include "simulation/run/run_control.h"

#include "gis/core/text.h"

namespace isopolis {

std::string_view stageKey(Stage stage)
{
    switch (stage) {
    case Stage::Prepare: return "prepare";
    case Stage::Demand: return "demand";
    case Stage::Traffic: return "traffic";
    case Stage::Access: return "access";
    case Stage::Transit: return "transit";
    case Stage::Emissions: return "emissions";
    case Stage::Air: return "air";
    case Stage::Noise: return "noise";
    case Stage::Health: return "health";
    case Stage::Assess: return "assess";
    case Stage::Explain: return "explain";
    case Stage::Report: return "report";
    }
    return "prepare";
}

std::string_view stageLabel(Stage stage)
{
    switch (stage) {
    case Stage::Prepare: return ISO_TR("stage", "Preparing the network");
    case Stage::Demand: return ISO_TR("stage", "Trips between places");
    case Stage::Traffic: return ISO_TR("stage", "Traffic on the streets");
    case Stage::Access: return ISO_TR("stage", "Access to jobs");
    case Stage::Transit: return ISO_TR("stage", "Access by public transport");
    case Stage::Emissions: return ISO_TR("stage", "Emissions");
    case Stage::Air: return ISO_TR("stage", "Air quality");
    case Stage::Noise: return ISO_TR("stage", "Road noise");
    case Stage::Health: return ISO_TR("stage", "Health");
    case Stage::Assess: return ISO_TR("stage", "Who gains, who loses");
    case Stage::Explain: return ISO_TR("stage", "Why");
    case Stage::Report: return ISO_TR("stage", "Report");
    }
    return {};
}

}  // namespace isopolis
