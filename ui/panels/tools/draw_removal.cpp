// A clicked building goes: one of the city by an operation, one of the scheme by taking back what put it up.

#include "simulation/scenario/building_people.h"
#include "simulation/scenario/scenario_parameters.h"
#include "ui/panels/tools/building_tool.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/text/translate.h"

#include <QPointer>

#include <algorithm>

namespace isopolis {

namespace {

/// Where a scenario itself puts up a building.
struct Maker {
    std::size_t intervention = 0, operation = 0;
};

std::optional<Maker> makerOf(const AddedBuilding& building, const Scenario& scenario)
{
    for (std::size_t i = 0; i < scenario.interventions.size(); ++i) {
        const Intervention& each = scenario.interventions[i];
        for (std::size_t o = 0; each.enabled && o < each.operations.size(); ++o) {
            const auto* made = std::get_if<AddBuilding>(&each.operations[o]);
            if (made && made->footprint == building.footprint && made->name == building.name)
                return Maker{i, o};
        }
    }
    return std::nullopt;
}

}  // namespace

void DrawController::finishRemoval(const BuildingTool& tool)
{
    if (const AddedBuilding* own = tool.own()) {
        finishOwnRemoval(*own);
        return;
    }
    const City& city = *m_document.city();
    const Building& building = city.buildings()[tool.building()];
    const Scenario* scenario = m_document.active();
    const BuildingPeople guess =
        buildingPeople(city, {tool.building()}, scenario ? scenario->parameters.value(kMixedHomes) : kMixedHomes.standard);
    m_dialogs->askRemoval(m_window,
                          {.estimatedResidents = guess.residents,
                           .estimatedJobs = guess.jobs,
                           .footprint_m2 = area(building.footprint),
                           .height_m = building.height_m},
                          [this, guard = QPointer(this), target = building.externalId](const RemovalInput& input) {
                              if (!guard)
                                  return;
                              end();
                              add({.name = utf8(tr("Remove building: %1").arg(text(target))),
                                   .operations = {RemoveBuilding{target, input.residents, input.jobs}}});
                          });
}

void DrawController::finishOwnRemoval(const AddedBuilding& building)
{
    const Scenario* scenario = m_document.active();
    const bool here = scenario && makerOf(building, *scenario);
    const QString title = tr("Remove building"), name = text(building.name);
    const QString question =
        here ? tr("The scheme itself puts up “%1”. Its %2 residents and %3 jobs go with it, and no trace of it is left in the scheme. Undo "
                  "brings it back.")
                   .arg(name, formatPeople(building.residents), formatPeople(building.jobs))
             : tr("“%1” comes from the scenario that this one branches from. It stays there; here it goes, with its %2 residents and %3 "
                  "jobs.")
                   .arg(name, formatPeople(building.residents), formatPeople(building.jobs));
    m_dialogs->confirm(m_window, title, question, title, [this, guard = QPointer(this), building] {
        if (!guard)
            return;
        end();
        // The scheme may have changed while the question was open.
        const Scenario* now = m_document.active();
        const std::optional<Maker> maker = now ? makerOf(building, *now) : std::nullopt;
        if (!maker) {
            add({.name = utf8(tr("Remove building: %1").arg(text(building.name))), .operations = {RemoveBuilding{building.externalId}}});
            return;
        }
        Intervention rest = now->interventions[maker->intervention];
        rest.operations.erase(rest.operations.begin() + static_cast<std::ptrdiff_t>(maker->operation));
        const std::string where = now->name;
        const Expected<void> done = rest.operations.empty() ? m_document.removeIntervention(where, maker->intervention)
                                                            : m_document.replaceIntervention(where, maker->intervention, std::move(rest));
        if (!done)
            m_dialogs->tell(m_window, tr("The building was not removed"), errorText(done.error()));
    });
}

}  // namespace isopolis
