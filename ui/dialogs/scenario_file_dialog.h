#pragma once
/// Asks how a scenario is to be written as a file for others.

#include <QString>

#include <functional>

class QWidget;

namespace isopolis {

struct ScenarioFileInput {
    QString path;       ///< ends in .scenario.json
    bool whole = true;  ///< with what it takes from its base, so that it stands alone
};

/// `name`: of the scenario. `base`: what it branches from, in words; empty if that is the city as it is.
void askScenarioFile(QWidget* parent, const QString& name, const QString& base, const QString& suggested,
                     std::function<void(ScenarioFileInput)> answer);

}  // namespace isopolis
