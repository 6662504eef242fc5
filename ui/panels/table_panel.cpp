#include "ui/panels/table_panel.h"

#include "ui/layout/flow_row.h"
#include "ui/models/neighbourhood_table_model.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

TablePanel::TablePanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent)
    : QWidget(parent), m_document(document), m_dialogs(std::move(dialogs)), m_model(new NeighbourhoodTableModel(document, this)),
      m_sorted(new QSortFilterProxyModel(this)), m_search(named(new QLineEdit(this), "tableSearch", tr("Search neighbourhoods"))),
      m_view(named(new QTableView(this), "neighbourhoodTable", tr("Neighbourhoods, the same content as the map")))
{
    setObjectName(QStringLiteral("tablePanel"));
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(NeighbourhoodTableModel::SortRole);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_sorted->setFilterKeyColumn(NeighbourhoodTableModel::Name);
    m_sorted->setSortLocaleAware(true);
    m_search->setPlaceholderText(tr("Search neighbourhoods"));
    m_search->setClearButtonEnabled(true);
    m_view->setModel(m_sorted);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(NeighbourhoodTableModel::Name, Qt::AscendingOrder);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setAlternatingRowColors(true);
    m_view->setTabKeyNavigation(false);
    m_view->verticalHeader()->hide();
    m_view->horizontalHeader()->setStretchLastSection(true);
    auto* save = named(new QPushButton(tr("Export table…"), this), "exportTable", tr("Export the table as CSV"));
    auto* top = new FlowRow;
    top->addWidget(m_search, 1);
    top->addWidget(save);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    connect(save, &QPushButton::clicked, this, &TablePanel::exportTable);
    connect(m_search, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TablePanel::followTable);
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT flyToRequested(neighbourhoodAt(index)); });
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Selection)
            followDocument();
        if (event.what == What::Opened) {
            m_view->resizeColumnsToContents();
            m_view->setColumnWidth(NeighbourhoodTableModel::Name, std::max(180, m_view->columnWidth(NeighbourhoodTableModel::Name)));
        }
        if (event.what == What::Results)
            for (int column = NeighbourhoodTableModel::Income; column < NeighbourhoodTableModel::VerdictColumn; ++column)
                m_view->resizeColumnToContents(column);
    });
}

NeighbourhoodId TablePanel::neighbourhoodAt(const QModelIndex& index) const
{
    return index.isValid() ? NeighbourhoodId::fromIndex(static_cast<std::size_t>(m_sorted->mapToSource(index).row())) : NeighbourhoodId();
}

void TablePanel::followDocument()
{
    const NeighbourhoodId where = m_document.selection().neighbourhood;
    m_following = true;
    if (where.valid())
        m_view->setCurrentIndex(m_sorted->mapFromSource(m_model->index(static_cast<int>(where.index()), 0)));
    else
        m_view->clearSelection();
    m_following = false;
}

void TablePanel::followTable()
{
    const NeighbourhoodId where = neighbourhoodAt(m_view->currentIndex());
    if (!m_following && where.valid())
        m_document.select({.neighbourhood = where});
}

void TablePanel::exportTable()
{
    if (!m_document.isOpen())
        return;
    m_dialogs->askSaveTable(this, QString::fromLatin1(indicatorInfo(m_document.overlay().indicator).key.data()) + QStringLiteral(".csv"),
                            [this](const QString& path) {
                                QSaveFile file(path);
                                const QByteArray csv = "\xEF\xBB\xBF" + m_model->toCsv().toUtf8();
                                if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.commit())
                                    m_dialogs->tell(this, tr("The table was not written"),
                                                    tr("%1: %2. Choose another folder.").arg(path, file.errorString()));
                            });
}

}  // namespace isopolis
