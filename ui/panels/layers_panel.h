#pragma once
/// How the map is drawn: flat or 3D, with or without buildings.

#include <QWidget>

class QAction;

namespace isopolis {

class LayersPanel : public QWidget {
    Q_OBJECT
public:
    /// Check boxes that mirror these checkable actions.
    LayersPanel(const QList<QAction*>& actions, QAction* showAll, QWidget* parent = nullptr);
};

}  // namespace isopolis
