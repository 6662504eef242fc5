#include "ui/panels/parameter_panel.h"

#include "ui/layout/flow_row.h"
#include "ui/models/parameter_table_model.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// A spin box that knows the parameter's range and enough decimals for it.
class RangeDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        auto* box =
            named(new QDoubleSpinBox(parent), "parameterValue", index.siblingAtColumn(ParameterTableModel::Label).data().toString());
        const double low = index.data(ParameterTableModel::LowRole).toDouble(), high = index.data(ParameterTableModel::HighRole).toDouble();
        const double span = std::max(high - low, 1e-9);
        const int decimals = std::clamp(3 - static_cast<int>(std::floor(std::log10(span))), 0, 9);
        box->setDecimals(decimals);
        box->setRange(low, high);
        box->setSingleStep(std::pow(10.0, std::floor(std::log10(span)) - 1));
        return box;
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        auto* box = static_cast<QDoubleSpinBox*>(editor);
        box->interpretText();
        // Rounding of the editor must not look like an edit.
        if (std::abs(box->value() - index.data(Qt::EditRole).toDouble()) > 0.51 * std::pow(10.0, -box->decimals()))
            model->setData(index, box->value(), Qt::EditRole);
    }
};

/// Text search, one part of the sheet, and optionally only what was changed.
class SheetFilter : public QSortFilterProxyModel {
public:
    SheetFilter(const ParameterTableModel& model, QStringList beginnings, QObject* parent)
        : QSortFilterProxyModel(parent), m_model(model), m_beginnings(std::move(beginnings))
    {}
    void setChangedOnly(bool only)
    {
        m_changedOnly = only;
        invalidateFilter();
    }
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        return inScope(row) && (!m_changedOnly || index.data(ParameterTableModel::OverriddenRole).toBool()) &&
               QSortFilterProxyModel::filterAcceptsRow(row, parent);
    }

private:
    bool inScope(int row) const
    {
        if (m_beginnings.isEmpty())
            return true;
        const ParameterSpec* spec = m_model.spec(row);
        return spec && std::any_of(m_beginnings.begin(), m_beginnings.end(),
                                   [id = text(spec->id)](const QString& beginning) { return id.startsWith(beginning); });
    }
    const ParameterTableModel& m_model;
    QStringList m_beginnings;
    bool m_changedOnly = false;
};

}  // namespace

ParameterPanel::ParameterPanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent, const ParameterScope& scope)
    : QWidget(parent), m_document(document), m_model(new ParameterTableModel(document, this)),
      m_sorted(new SheetFilter(*m_model, scope.beginnings, this)), m_view(named(new QTableView(this), "parameterTable", tr("Assumptions"))),
      m_hint(new QLabel(this)), m_meaning(new QLabel(this)), m_reset(named(new QPushButton(tr("Reset to standard"), this), "resetParameter",
                                                                           tr("Reset the selected assumption to its standard value"))),
      m_whatIf(named(new QPushButton(tr("What if …"), this), "whatIfOfParameter", tr("What if the selected assumption had another value")))
{
    setObjectName(QStringLiteral("parameterPanel"));
    m_sorted->setSourceModel(m_model);
    m_sorted->setFilterRole(ParameterTableModel::SearchRole);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_view->setModel(m_sorted);
    m_view->setItemDelegateForColumn(ParameterTableModel::Value, new RangeDelegate(m_view));
    m_view->setAlternatingRowColors(true);
    m_view->setTabKeyNavigation(false);
    m_view->verticalHeader()->hide();
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->setColumnWidth(ParameterTableModel::Label, 18 * fontMetrics().height());
    m_view->setColumnWidth(ParameterTableModel::Range, 8 * fontMetrics().height());
    m_meaning->setObjectName(QStringLiteral("parameterMeaning"));
    for (QLabel* label : {m_hint, m_meaning}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto* search = named(new QLineEdit(this), "parameterSearch", tr("Search assumptions"));
    search->setPlaceholderText(tr("Search assumptions"));
    search->setClearButtonEnabled(true);
    auto* changedOnly = named(new QCheckBox(tr("Only changed ones"), this), "parameterChangedOnly", tr("Show only changed assumptions"));
    auto* top = new FlowRow;
    top->addWidget(search, 1);
    top->addWidget(changedOnly);
    top->addWidget(m_whatIf);
    top->addWidget(m_reset);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_hint);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_meaning);
    connect(search, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    connect(changedOnly, &QCheckBox::toggled, this, [this](bool only) { static_cast<SheetFilter*>(m_sorted)->setChangedOnly(only); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ParameterPanel::describe);
    m_whatIf->setToolTip(tr("What would be concluded from the comparison with another value of the selected assumption"));
    connect(m_whatIf, &QPushButton::clicked, this, [this] {
        if (const ParameterSpec* spec = m_model->spec(m_sorted->mapToSource(m_view->currentIndex()).row()))
            Q_EMIT whatIfRequested(text(spec->id));
    });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_model->reset(m_sorted->mapToSource(m_view->currentIndex()).row()); });
    connect(m_model, &ParameterTableModel::refused, this,
            [this, dialogs](const Error& error) { dialogs->tell(this, tr("The assumption was not changed"), errorText(error)); });
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] { describe(m_view->currentIndex()); });
    connect(&document, &ProjectDocument::changed, this, &ParameterPanel::refresh);
    if (!scope.kind.isEmpty())
        for (QObject* widget :
             {static_cast<QObject*>(this), static_cast<QObject*>(m_view), static_cast<QObject*>(m_meaning), static_cast<QObject*>(m_reset),
              static_cast<QObject*>(m_whatIf), static_cast<QObject*>(search), static_cast<QObject*>(changedOnly)}) {
            const QString name = widget->objectName();
            widget->setObjectName(scope.kind + name.left(1).toUpper() + name.mid(1));
        }
    refresh();
}

void ParameterPanel::refresh()
{
    m_hint->setText(
        m_document.active()
            ? tr("Assumptions of \"%1\". They hold for both sides of the comparison.").arg(scenarioTitle(m_document.activeName()))
            : tr("Standard assumptions. Choose or make a scenario to change them."));
    describe(m_view->currentIndex());
}

void ParameterPanel::describe(const QModelIndex& index)
{
    const int row = index.isValid() ? m_sorted->mapToSource(index).row() : -1;
    const ParameterSpec* spec = m_model->spec(row);
    const CityAssumption* assumption = m_model->assumption(row);
    m_meaning->setText(spec         ? translated("parameter", spec->meaning)
                       : assumption ? text(assumption->meaning)
                                    : tr("Select an assumption to read what it means."));
    m_whatIf->setVisible(m_document.active() != nullptr);
    m_whatIf->setEnabled(spec != nullptr);
    m_reset->setEnabled(spec && m_document.active() && m_document.active()->parameters.overridden(*spec));
}

}  // namespace isopolis
