#pragma once
/// The commands that say how sure results are, and how uncertain figures look in JSON, the same in every command.
///
///   {"change":0.8,"low":0.3,"median":0.7,"high":1.4,"p_better":0.0,"p_worse":0.97,"verdict":"worse","draws":256}

#include "simulation/uncertainty/ensemble_result.h"

#include <functional>
#include <memory>

#include <nlohmann/json_fwd.hpp>

namespace CLI {
class App;
}

namespace isopolis {

class Console;
class DrawMessenger;  // simulation/uncertainty/shared_draws.h

/// The other processes that were started with this one; a null value if it is alone.
using FindProcesses = std::function<Expected<std::unique_ptr<DrawMessenger>>()>;
void addEnsembleCommand(CLI::App& app, Console& console, FindProcesses findProcesses);
void addSensitivityCommand(CLI::App& app, Console& console);
void addWhatIfCommand(CLI::App& app, Console& console);

nlohmann::json figureJson(const UncertainFigure& figure);
nlohmann::json ensembleJson(const City& city, const EnsembleResult& result);

}  // namespace isopolis
