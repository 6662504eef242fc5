#include "ui/document/undo/scenario_commands.h"

#include <QCoreApplication>

namespace isopolis {

namespace {
QString label(const char* text) { return QCoreApplication::translate("undo", text); }
}  // namespace

AddScenario::AddScenario(ProjectDocument& document, Scenario scenario)
    : QUndoCommand(label(QT_TRANSLATE_NOOP("undo", "new scenario"))), m_editor(document), m_scenario(std::move(scenario)),
      m_at(document.scenarios().size()), m_formerActive(document.activeName())
{}

void AddScenario::redo() { m_editor.insertScenario(m_at, m_scenario, m_scenario.name); }
void AddScenario::undo() { m_editor.removeScenario(m_scenario.name, m_formerActive); }

RemoveScenario::RemoveScenario(ProjectDocument& document, const Scenario& scenario, std::size_t at)
    : QUndoCommand(label(QT_TRANSLATE_NOOP("undo", "delete scenario"))), m_editor(document), m_scenario(scenario), m_at(at),
      m_formerActive(document.activeName())
{}

void RemoveScenario::redo()
{
    m_editor.removeScenario(m_scenario.name, m_formerActive == m_scenario.name ? std::string(kBaseScenarioName) : m_formerActive);
}

void RemoveScenario::undo() { m_editor.insertScenario(m_at, m_scenario, m_formerActive); }

RenameScenario::RenameScenario(ProjectDocument& document, std::string from, std::string to)
    : QUndoCommand(label(QT_TRANSLATE_NOOP("undo", "rename scenario"))), m_editor(document), m_from(std::move(from)), m_to(std::move(to))
{}

ChangeScenario::ChangeScenario(ProjectDocument& document, Scenario before, Scenario after, const QString& text, ChangeEvent::What what)
    : QUndoCommand(text), m_editor(document), m_before(std::move(before)), m_after(std::move(after)), m_what(what)
{}

}  // namespace isopolis
