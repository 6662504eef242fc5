#include "ui/document/undo/document_editor.h"

namespace isopolis {

// What is compared with is chosen outside the undo stack: a step may show what was being compared with.
void DocumentEditor::show(const std::string& name)
{
    m_document->m_active = name;
    if (m_document->m_against == name)
        m_document->m_against = std::string(kBaseScenarioName);
}

void DocumentEditor::insertScenario(std::size_t at, Scenario scenario, const std::string& thenActive)
{
    std::vector<Scenario>& all = m_document->m_project.scenarios;
    const std::string name = scenario.name;
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(std::min(at, all.size())), std::move(scenario));
    show(thenActive);
    m_document->edited({ChangeEvent::What::Scenarios, name});
    Q_EMIT m_document->changed({ChangeEvent::What::Active, thenActive});
}

void DocumentEditor::removeScenario(const std::string& name, const std::string& thenActive)
{
    std::vector<Scenario>& all = m_document->m_project.scenarios;
    std::erase_if(all, [&](const Scenario& s) { return s.name == name; });
    show(thenActive);
    if (m_document->m_against == name)
        m_document->m_against = std::string(kBaseScenarioName);
    m_document->edited({ChangeEvent::What::Scenarios, name});
    Q_EMIT m_document->changed({ChangeEvent::What::Active, thenActive});
}

void DocumentEditor::renameScenario(const std::string& from, const std::string& to)
{
    for (Scenario& scenario : m_document->m_project.scenarios) {
        if (scenario.name == from)
            scenario.name = to;
        if (scenario.base == from)
            scenario.base = to;
    }
    for (std::string* name :
         {&m_document->m_active, &m_document->m_against, &m_document->m_results.scenario, &m_document->m_results.against})
        if (*name == from)
            *name = to;
    m_document->edited({ChangeEvent::What::Scenarios, to});
}

void DocumentEditor::replaceScenario(const std::string& name, const Scenario& scenario, ChangeEvent::What what)
{
    const std::size_t at = m_document->indexOf(name);
    if (at >= m_document->m_project.scenarios.size())
        return;
    m_document->m_project.scenarios[at] = scenario;
    m_document->edited({what, name});
}

}  // namespace isopolis
