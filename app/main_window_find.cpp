#include "app/action_table.h"
#include "app/main_window.h"
#include "ui/dialogs/find_dialog.h"
#include "ui/jobs/job_runner.h"
#include "ui/viewport/viewport.h"

namespace isopolis {

namespace {

constexpr double kAround_m = 250;  // shown on each side of what was found

}  // namespace

void MainWindow::makeFindActions()
{
    ActionTable& table = *m_actions;
    const auto open = [this] { return m_document->isOpen(); };
    table.add({.name = "findPlace",
               .text = tr("&Find a place…"),
               .icon = "edit-find",
               .shortcuts = {QKeySequence::Find},
               .hint = tr("Go to a neighbourhood, street, place, stop or sensor by its name"),
               .enabled = open,
               .run = [this] { askFind(false); }});
    table.add({.name = "findCommand",
               .text = tr("Find a c&ommand…"),
               .shortcuts = {QKeySequence(tr("Ctrl+Shift+P"))},
               .hint = tr("Do anything the window can do, by a few letters of its name"),
               .run = [this] { askFind(true); }});
    table["findPlace"]->setIconText(tr("Find"));
    connect(m_document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what != ChangeEvent::What::Opened || !m_find)
            return;
        delete m_find;  // its index is of the city before
        m_find = nullptr;
    });
}

void MainWindow::askFind(bool commands)
{
    if (!m_find) {
        m_find = new FindDialog(m_actions->all(), this);
        connect(m_find, &FindDialog::chosen, this, &MainWindow::goTo);
        if (m_document->isOpen())
            m_indexing->start<std::shared_ptr<const FindIndex>>(
                [city = m_document->city()](JobControl&) { return std::make_shared<const FindIndex>(*city); }, m_find,
                [this](std::shared_ptr<const FindIndex> index) { m_find->setIndex(std::move(index)); });
    }
    m_find->ask(commands ? FindDialog::What::Commands : FindDialog::What::Places);
}

void MainWindow::goTo(const FindItem& item)
{
    if (item.neighbourhood.valid())
        m_document->select({.neighbourhood = item.neighbourhood});
    else if (!item.links.empty())
        m_document->select({.links = item.links});
    else if (item.stop.valid())
        m_document->select({.stop = item.stop});
    m_viewport->flyTo(item.extent.grown(kAround_m));
    m_viewport->setFocus();
}

}  // namespace isopolis
