#include "ui/panels/equity/matrix_page.h"

#include "simulation/equity/appraisal.h"
#include "simulation/equity/equity_parameters.h"
#include "ui/models/trace_roles.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

MatrixModel::Row MatrixModel::rowOf(const IndicatorAssessment& assessment, double tolerance)
{
    std::vector<double> people, winners, losers;
    for (const GroupScore& group : assessment.quintiles) {
        people.push_back(group.people);
        winners.push_back(group.better);
        losers.push_back(group.worse);
    }
    Row row;
    row.indicator = assessment.indicator;
    for (const MatrixCell& cell : matrixRow(people, winners, losers, tolerance)) {
        const QString word = translated("appraisal", scoreWord(cell.score));
        if (cell.people <= 0) {
            row.cells << Cell{tr("no value"), tr("no value is known"), 0};
            continue;
        }
        Cell made{word, word, cell.score};
        if (cell.score != 0) {
            made.shown = tr("%1 %2\n%3 people").arg(text(scoreSymbol(cell.score)), word, formatSigned(cell.net, 0));
            made.said = (cell.net > 0 ? tr("%1: %2 people better, %3 worse; %4 of all net gains, %5 of the people")
                                      : tr("%1: %2 people better, %3 worse; %4 of all net losses, %5 of the people"))
                            .arg(word, formatPeople(cell.winners), formatPeople(cell.losers), formatShare(cell.shareOfNet.value_or(0)),
                                 formatShare(cell.shareOfPeople));
        }
        row.cells << made;
    }
    row.whole = tr("%1 better, %2 worse").arg(formatPeople(assessment.everyone.better), formatPeople(assessment.everyone.worse));
    return row;
}

void MatrixModel::setReport(const EquityReport* report, double tolerance)
{
    beginResetModel();
    m_rows.clear();
    if (report)
        for (const IndicatorAssessment& assessment : report->indicators)
            m_rows.push_back(rowOf(assessment, tolerance));
    endResetModel();
}

int MatrixModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int MatrixModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : 6; }

QVariant MatrixModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || static_cast<std::size_t>(index.row()) >= m_rows.size())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == kAddressRole) {
        const IndicatorInfo& info = indicatorInfo(row.indicator);
        return index.column() < row.cells.size() ? QStringLiteral("equity/%1/matrix/q%2/score").arg(text(info.key)).arg(index.column() + 1)
                                                 : groupAddress(info, "everyone", "better");
    }
    if (index.column() >= row.cells.size())
        return role == Qt::DisplayRole ? QVariant(row.whole) : QVariant();
    const Cell& cell = row.cells[index.column()];
    switch (role) {
    case Qt::DisplayRole: return cell.shown;
    case Qt::ToolTipRole: return cell.said.toHtmlEscaped();
    case Qt::AccessibleTextRole: return cell.said;
    case Qt::TextAlignmentRole: return int(Qt::AlignCenter);
    default: return {};
    }
}

QVariant MatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return static_cast<std::size_t>(section) < m_rows.size() ? indicatorLabel(m_rows[static_cast<std::size_t>(section)].indicator)
                                                                 : QString();
    static const char* const kShort[] = {QT_TR_NOOP("Lowest income"), QT_TR_NOOP("Second"),         QT_TR_NOOP("Middle"),
                                         QT_TR_NOOP("Fourth"),        QT_TR_NOOP("Highest income"), QT_TR_NOOP("Everybody")};
    return section < 6 ? tr(kShort[section]) : QString();
}

MatrixPage::MatrixPage(ProjectDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_model(new MatrixModel(this)),
      m_table(named(new QTableView(this), "matrixTable", tr("All effects by income group"))), m_notes(plainLabel(this, "matrixNotes"))
{
    m_table->setModel(m_model);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(true);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setToolTip(tr("Choose a cell to see where it comes from; Enter shows its effect on the map and on the other pages"));
    m_table->setMinimumHeight(170);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notes);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        OverlayChoice choice = m_document.overlay();
        if (choice.kind != OverlayKind::Bivariate)
            choice.kind = OverlayKind::Indicator;
        choice.indicator = m_model->indicatorAt(index.row());
        m_document.setOverlay(choice);
    });
}

void MatrixPage::show(const EquityReport& report)
{
    const double tolerance = m_document.active() ? m_document.active()->parameters.value(kMatrixTolerance) : kMatrixTolerance.standard;
    const int current = m_table->currentIndex().row();
    m_model->setReport(&report, tolerance);
    m_table->resizeRowsToContents();
    if (current >= 0)
        m_table->setCurrentIndex(m_model->index(current, 0));
    m_notes->setText(
        tr("Fifths of the people by the income of their neighbourhood: what is said holds for people living there, not for persons of "
           "that income. Three marks: a group has more than its share of all gains or losses (by more than %1); two: about its "
           "share; one: less. Numbers are people better minus people worse. After UK TAG unit A4.2.")
            .arg(formatShare(tolerance)));
}

}  // namespace isopolis
