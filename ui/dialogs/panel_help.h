#pragma once
/// What the part of the window is for that has the focus: the beginning of the guide when F1 is pressed there.

#include <QString>

class QWidget;

namespace isopolis {

struct PanelHelp {
    QString title, words;  ///< plain text; both empty where there is nothing of its own to say
};

/// Null: no widget has the focus.
PanelHelp helpOn(const QWidget* focused);

}  // namespace isopolis
