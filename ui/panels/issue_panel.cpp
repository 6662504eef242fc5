#include "ui/panels/issue_panel.h"

#include "ui/models/issue_model.h"
#include "ui/text/named.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

IssuePanel::IssuePanel(ProjectDocument& document, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("issuePanel"));
    auto* model = new IssueModel(document, this);
    auto* view = named(new QTableView(this), "issueTable", tr("Problems and notes"));
    view->setModel(model);
    view->setWordWrap(true);
    view->setTabKeyNavigation(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->verticalHeader()->hide();
    view->horizontalHeader()->setSectionResizeMode(IssueModel::SeverityColumn, QHeaderView::ResizeToContents);
    view->horizontalHeader()->setSectionResizeMode(IssueModel::Message, QHeaderView::Stretch);
    view->setColumnWidth(IssueModel::Where, 15 * fontMetrics().height());
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(view);
    connect(model, &QAbstractItemModel::modelReset, this,
            [this, model] { Q_EMIT countChanged(model->count(Severity::Error), model->count(Severity::Warning)); });
}

}  // namespace isopolis
