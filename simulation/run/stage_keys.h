#pragma once
/// What a stage of the chain depends on: operations, seed and the parameters that lead to it.
///
///   stageKey(a, Stage::Air) == stageKey(b, Stage::Air)   // then air of the same city has the same bits in both
///
/// Parameters are told by the beginning of their id. A beginning that the table does not know counts for every stage, so a new model
/// costs time at worst, never a wrong figure. `tst_stage_keys` changes each parameter and compares the bits of each stage.

#include "simulation/run/run_control.h"
#include "simulation/scenario/scenario.h"

namespace isopolis {

/// Whether a parameter can change the result of a stage, directly or by an earlier stage.
bool leadsTo(std::string_view parameterId, Stage stage);
Hash stageKey(const Scenario& flattened, Stage stage);

}  // namespace isopolis
