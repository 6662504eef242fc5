#include "simulation/run/stage_keys.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace isopolis {

namespace {

/// A model's parameters and the stages that see them, itself and those after it.
struct Reach {
    std::string_view beginning;
    std::initializer_list<Stage> stages;
};

bool isOneOf(Stage stage, std::initializer_list<Stage> list) { return std::find(list.begin(), list.end(), stage) != list.end(); }

}  // namespace

bool leadsTo(std::string_view id, Stage stage)
{
    static const std::array<Reach, 11> kReaches{{
        // Mode choice sees times on foot, by cycle and by public transport.
        {"access.", {Stage::Traffic, Stage::Access, Stage::Emissions, Stage::Air, Stage::Noise, Stage::Health}},
        {"transit.", {Stage::Traffic, Stage::Access, Stage::Transit, Stage::Emissions, Stage::Air, Stage::Noise, Stage::Health}},
        {"emissions.", {Stage::Emissions, Stage::Air, Stage::Noise, Stage::Health}},
        {"air.", {Stage::Air, Stage::Health}},
        {"noise.", {Stage::Noise}},
        {"health.", {Stage::Health}},
        {"traffic.", {Stage::Traffic, Stage::Access, Stage::Emissions, Stage::Air, Stage::Noise, Stage::Health}},
        // They judge results; no stage of the chain reads them.
        {"calibration.", {}},
        {"equity.", {}},
        {"sensing.", {}},
        {"uncertainty.", {}},
    }};
    for (const Reach& reach : kReaches)
        if (id.starts_with(reach.beginning))
            return isOneOf(stage, reach.stages);
    return true;
}

Hash stageKey(const Scenario& flattened, Stage stage)
{
    Scenario part = flattened;
    part.parameters = {};
    for (const auto& [id, value] : flattened.parameters.overrides())
        if (leadsTo(id, stage))
            static_cast<void>(part.parameters.set(id, value));
    return hashScenario(part);
}

}  // namespace isopolis
