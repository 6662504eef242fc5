#include "ui/dialogs/form_dialog.h"
#include "ui/dialogs/model_cards_dialog.h"
#include "ui/dialogs/panel_help.h"
#include "ui/dialogs/qt_dialogs.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace isopolis {

namespace {

/// Free functions translate in a context of their own.
class HelpWords {
    Q_DECLARE_TR_FUNCTIONS(help)
};

/// Our own words in HTML; nothing of a city's data is shown here.
void showPage(QWidget* parent, const char* name, const QString& title, const QString& html, QSize size)
{
    auto* dialog = named(new QDialog(parent), name, title);
    dialog->setWindowTitle(title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto* page = named(new QTextBrowser(dialog), "page", title);
    page->setOpenLinks(false);
    page->setHtml(html);
    auto* buttons = new QDialogButtonBox(dialog);
    named(buttons->addButton(HelpWords::tr("Close"), QDialogButtonBox::RejectRole), "close", HelpWords::tr("Close"));
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(page);
    layout->addWidget(buttons);
    dialog->resize(size);
    dialog->open();
}

QString item(const QString& head, const QString& words) { return QStringLiteral("<li><b>%1</b> %2</li>").arg(head, words); }

}  // namespace

void QtDialogs::showGuide(QWidget* parent)
{
    const QString steps =
        item(HelpWords::tr("Open a city."), HelpWords::tr("Start with the sample city, open a project, or build one from a recipe.")) +
        item(HelpWords::tr("Draw a scheme."),
             HelpWords::tr("Choose a tool in the Scheme menu and click streets or corners on the map; Enter finishes, Escape cancels. "
                           "Without a mouse, Scheme > Add intervention finds streets by name.")) +
        item(HelpWords::tr("See who gains and who loses."),
             HelpWords::tr(
                 "The calculation starts by itself. Colours and hatching on the map, the table and the charts show the same figures.")) +
        item(HelpWords::tr("Ask why."),
             HelpWords::tr(
                 "Select a neighbourhood on the map or in the table. The inspector names the interventions and streets behind the change, "
                 "and traces each figure to its formula, assumptions and data.")) +
        item(HelpWords::tr("Hand out the report."),
             HelpWords::tr("Project > Export report writes a PDF that says how everything was calculated."));
    const QString keys =
        item(HelpWords::tr("Arrow keys"), HelpWords::tr("move the map;")) + item(QStringLiteral("+ / −"), HelpWords::tr("zoom;")) +
        item(HelpWords::tr("Shift and arrow keys"), HelpWords::tr("turn;")) +
        item(HelpWords::tr("Page Up, Page Down"), HelpWords::tr("tilt;")) +
        item(HelpWords::tr("Home"), HelpWords::tr("shows the whole city;")) +
        item(HelpWords::tr("Enter"), HelpWords::tr("selects what lies in the middle of the map;")) +
        item(HelpWords::tr("Space"), HelpWords::tr("clicks the middle of the map while drawing;")) +
        item(QStringLiteral("Ctrl+C"), HelpWords::tr("in a table copies the selected rows, or all;")) +
        item(QStringLiteral("Ctrl+Z, Ctrl+Shift+Z"), HelpWords::tr("undo and redo any edit;")) +
        item(QStringLiteral("Ctrl+F"), HelpWords::tr("finds a neighbourhood, street, place or stop by its name;")) +
        item(QStringLiteral("Ctrl+Shift+P"), HelpWords::tr("finds a command of the window by its name;")) +
        item(QStringLiteral("Ctrl+1 … Ctrl+9, Ctrl+L, Ctrl+K, Ctrl+J"), HelpWords::tr("go to a panel;")) +
        item(QStringLiteral("F5"), HelpWords::tr("calculates now;")) + item(QStringLiteral("F6"), HelpWords::tr("goes to the map;")) +
        item(QStringLiteral("F11"), HelpWords::tr("lets the map fill a screen, the second one if there is one."));
    // First of all what the part of the window is for that has the focus.
    const PanelHelp here = helpOn(QApplication::focusWidget());
    const QString about = here.title.isEmpty()
                              ? QString()
                              : QStringLiteral("<h2>%1</h2><p>%2</p>").arg(here.title.toHtmlEscaped(), here.words.toHtmlEscaped());
    const QString html =
        about +
        QStringLiteral("<h2>%1</h2><ol>%2</ol><h2>%3</h2><ul>%4</ul><h2>%5</h2><p>%6</p>")
            .arg(HelpWords::tr("The whole job in five steps"), steps, HelpWords::tr("Keys"), keys,
                 HelpWords::tr("How sure are the figures?"),
                 HelpWords::tr("All figures are model results. Each assumption is listed in the Assumptions panel with its range and "
                               "source, and can be changed for a scenario. "
                               "Assumptions hold for both sides of a comparison, so a change shows what the scheme does."));
    showPage(parent, "guideDialog", HelpWords::tr("Guide"), html, {640, 620});
}

void QtDialogs::showAbout(QWidget* parent)
{
    const QString html =
        QStringLiteral("<h2>Isopolis %1</h2><p>%2</p><p>%3</p><p>%4</p>")
            .arg(QCoreApplication::applicationVersion().toHtmlEscaped(), HelpWords::tr("See who gains and who loses before you build."),
                 HelpWords::tr("Free software under the GNU General Public License, version 3 or later. It comes without any warranty."),
                 HelpWords::tr(
                     "Built with Qt, OpenSceneGraph, GDAL, PROJ and SQLite. Icons: Breeze, © KDE contributors, GNU LGPL 3 or later."));
    showPage(parent, "aboutDialog", HelpWords::tr("About Isopolis"), html, {460, 320});
}

void QtDialogs::showModelCards(QWidget* parent, const QString& id)
{
    auto* dialog = new ModelCardsDialog(parent);
    dialog->choose(id);
    dialog->open();
}

}  // namespace isopolis
