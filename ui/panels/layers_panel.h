#pragma once
/// How the map is drawn: flat or 3D, with or without buildings; and of which hours maps of the air at the street are.

#include "ui/document/project_document.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;

namespace isopolis {

class LayersPanel : public QWidget {
    Q_OBJECT
public:
    /// Check boxes that mirror these checkable actions.
    LayersPanel(ProjectDocument& document, const QList<QAction*>& actions, QAction* showAll, QWidget* parent = nullptr);

private:
    void follow();
    void choose();

    ProjectDocument& m_document;
    QComboBox *m_period, *m_weather;
    QLabel* m_words;
    bool m_following = false;
};

}  // namespace isopolis
