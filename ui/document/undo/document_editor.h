#pragma once
/// What undo commands may do to a document, and nobody else. Each call saves and tells the views.

#include "ui/document/project_document.h"

namespace isopolis {

class DocumentEditor {
public:
    explicit DocumentEditor(ProjectDocument& document) : m_document(&document) {}
    void insertScenario(std::size_t at, Scenario scenario, const std::string& thenActive);
    void removeScenario(const std::string& name, const std::string& thenActive);
    void renameScenario(const std::string& from, const std::string& to);
    /// Exchanges the whole scenario of that name; `what` is Scenarios or Parameters.
    void replaceScenario(const std::string& name, const Scenario& scenario, ChangeEvent::What what);

private:
    void show(const std::string& name);
    ProjectDocument* m_document;
};

}  // namespace isopolis
