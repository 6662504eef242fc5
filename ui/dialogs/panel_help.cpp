#include "ui/dialogs/panel_help.h"

#include <QCoreApplication>
#include <QWidget>

namespace isopolis {

namespace {

/// Free functions translate in a context of their own.
class PanelWords {
    Q_DECLARE_TR_FUNCTIONS(panelHelp)
};

struct Part {
    const char* name;  ///< object name of the part of the window
    QString title, words;
};

QList<Part> parts()
{
    return {
        {"viewport", PanelWords::tr("The map"),
         PanelWords::tr("Drag moves it, the wheel zooms, the right button turns and tilts. A click selects a neighbourhood, a street or a "
                        "sensor, and the inspector tells about it; a double click goes there. While you draw, a click places a corner or "
                        "takes a street, and the bar above says what comes next.")},
        {"drawBar", PanelWords::tr("Drawing"),
         PanelWords::tr("The bar says what to do next and what speaks against the drawing. Length and direction of the next side can be "
                        "typed. Enter finishes, Backspace takes the last click back, Escape gives the drawing up.")},
        {"overlayBar", PanelWords::tr("What the map shows"),
         PanelWords::tr("Choose a figure, for whom, and whether before, after or the change is shown. With income, colours say who is hit "
                        "and how well off they are.")},
        {"timeBar", PanelWords::tr("The time line"),
         PanelWords::tr("Sensors are shown at this moment: live, paused, or anywhere in the recording, up to 3600 times faster.")},
        {"scenarioDock", PanelWords::tr("Scenarios"),
         PanelWords::tr(
             "A scenario is a list of measures on the city as it is, or on another scenario. The tick switches a measure off and "
             "on; F2 renames, Delete deletes, the menu key or the right button offers the rest. Drag a measure to another place, "
             "or to another scenario to copy it there.")},
        {"layersDock", PanelWords::tr("Layers"),
         PanelWords::tr("What is drawn: the flat map or the city in three dimensions, buildings, "
                        "sensors.")},
        {"inspectorDock", PanelWords::tr("The inspector"),
         PanelWords::tr("Figures of the selected neighbourhood, street, place or sensor. “Why?” names the measures and streets behind a "
                        "change; choosing a figure traces it to formula, assumptions and data.")},
        {"tableDock", PanelWords::tr("The table"),
         PanelWords::tr("The same content as the map. A click on a heading sorts, Enter goes to a neighbourhood, Ctrl+C copies the chosen "
                        "rows, or all.")},
        {"winnersDock", PanelWords::tr("Who gains, who loses"),
         PanelWords::tr("The effects of the scheme by income group, measure, place and limit value. A chart can be shown as a table and "
                        "dragged into a document; every figure leads to where it comes from.")},
        {"reachDock", PanelWords::tr("Reach"),
         PanelWords::tr("How far one gets from a place in a given time, before and with the scheme, and what lies within it.")},
        {"transitDock", PanelWords::tr("Public transport"),
         PanelWords::tr("Lines and departures, with what the scheme changes about them.")},
        {"demandDock", PanelWords::tr("Demand"), PanelWords::tr("Trips by purpose, mode and hour, and how they answer to a scheme.")},
        {"fleetDock", PanelWords::tr("Fleet"),
         PanelWords::tr("Which vehicles drive here and what they emit. A composition of your own is read from a table.")},
        {"feedDock", PanelWords::tr("Feeds"), PanelWords::tr("Sources of live sensor data, their state, outages, and what was refused.")},
        {"parameterDock", PanelWords::tr("Assumptions"),
         PanelWords::tr("Every assumption with its range and source. A change holds for both sides of a comparison and is marked.")},
        {"issueDock", PanelWords::tr("Problems"), PanelWords::tr("What is doubtful about data, scheme or calculation, the worst first.")},
    };
}

}  // namespace

PanelHelp helpOn(const QWidget* focused)
{
    const QList<Part> all = parts();
    for (const QWidget* at = focused; at; at = at->parentWidget())
        for (const Part& part : all)
            if (at->objectName() == QLatin1String(part.name))
                return {part.title, part.words};
    return {};
}

}  // namespace isopolis
