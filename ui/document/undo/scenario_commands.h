#pragma once
/// The verbs of editing scenarios, one class each. A command keeps old and new values; redo after undo gives the same bits.

#include "ui/document/undo/document_editor.h"

#include <QUndoCommand>

namespace isopolis {

class AddScenario : public QUndoCommand {
public:
    AddScenario(ProjectDocument& document, Scenario scenario);
    void redo() override;
    void undo() override;

private:
    DocumentEditor m_editor;
    Scenario m_scenario;
    std::size_t m_at;
    std::string m_formerActive;
};

class RemoveScenario : public QUndoCommand {
public:
    RemoveScenario(ProjectDocument& document, const Scenario& scenario, std::size_t at);
    void redo() override;
    void undo() override;

private:
    DocumentEditor m_editor;
    Scenario m_scenario;
    std::size_t m_at;
    std::string m_formerActive;
};

class RenameScenario : public QUndoCommand {
public:
    RenameScenario(ProjectDocument& document, std::string from, std::string to);
    void redo() override { m_editor.renameScenario(m_from, m_to); }
    void undo() override { m_editor.renameScenario(m_to, m_from); }

private:
    DocumentEditor m_editor;
    std::string m_from, m_to;
};

/// Any change within one scenario: interventions added, removed, moved, switched, edited; parameters set or reset.
class ChangeScenario : public QUndoCommand {
public:
    ChangeScenario(ProjectDocument& document, Scenario before, Scenario after, const QString& text,
                   ChangeEvent::What what = ChangeEvent::What::Scenarios);
    void redo() override { m_editor.replaceScenario(m_after.name, m_after, m_what); }
    void undo() override { m_editor.replaceScenario(m_before.name, m_before, m_what); }

private:
    DocumentEditor m_editor;
    Scenario m_before, m_after;
    ChangeEvent::What m_what;
};

}  // namespace isopolis
