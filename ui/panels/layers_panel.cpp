#include "ui/panels/layers_panel.h"

#include "ui/text/named.h"

#include <QAction>
#include <QCheckBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace isopolis {

LayersPanel::LayersPanel(const QList<QAction*>& actions, QAction* showAll, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("layersPanel"));
    auto* layout = new QVBoxLayout(this);
    for (QAction* action : actions) {
        auto* box =
            named(new QCheckBox(action->iconText(), this), qPrintable(action->objectName() + QStringLiteral("Box")), action->iconText());
        box->setToolTip(action->toolTip());
        box->setChecked(action->isChecked());
        connect(box, &QCheckBox::toggled, action, &QAction::setChecked);
        connect(action, &QAction::toggled, box, &QCheckBox::setChecked);
        layout->addWidget(box);
    }
    auto* all = named(new QPushButton(showAll->iconText(), this), "showAllButton", showAll->iconText());
    connect(all, &QPushButton::clicked, showAll, &QAction::trigger);
    layout->addWidget(all, 0, Qt::AlignLeft);
    layout->addStretch();
}

}  // namespace isopolis
