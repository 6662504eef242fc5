#include "ui/panels/indicator_table.h"

#include "ui/text/translate.h"

namespace isopolis {

IndicatorTable::IndicatorTable(ProjectDocument& document, QObject* parent) : QAbstractTableModel(parent), m_document(document)
{
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Results || event.what == What::Selection)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

int IndicatorTable::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(allIndicators().size()); }
int IndicatorTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant IndicatorTable::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const IndicatorInfo& info = allIndicators()[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return index.column() == Label || index.column() == VerdictColumn ? QVariant() : QVariant(int(Qt::AlignRight | Qt::AlignVCenter));
    if (role == Qt::ToolTipRole)
        return index.column() == Label ? translated("indicator", info.meaning) : tr("Shows below how this figure is calculated");
    if (role != Qt::DisplayRole)
        return {};
    if (index.column() == Label)
        return unitText(info.unit).isEmpty() ? translated("indicator", info.label)
                                             : tr("%1, %2").arg(translated("indicator", info.label), unitText(info.unit));
    const NeighbourhoodId where = m_document.selection().neighbourhood;
    if (!where.valid() || m_document.results().empty())
        return QString();
    const Score& score = m_document.results().report->of(info.indicator).scores[where];
    switch (index.column()) {
    case Before: return formatNumber(score.before, info.decimals);
    case After: return formatNumber(score.after, info.decimals);
    case Change: return formatSigned(score.change, info.decimals);
    default: return verdictText(score.verdict);
    }
}

QVariant IndicatorTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case Label: return tr("Indicator");
    case Before: return tr("Before");
    case After: return tr("After");
    case Change: return tr("Change");
    default: return tr("Verdict");
    }
}

FigureRef IndicatorTable::figureAt(const QModelIndex& index) const
{
    const Moment moment = index.column() == Before ? Moment::Before : index.column() == After ? Moment::After : Moment::Change;
    return {allIndicators()[static_cast<std::size_t>(index.row())].indicator, m_document.selection().neighbourhood, 0, moment};
}

QModelIndex IndicatorTable::indexOf(Indicator indicator, Moment moment) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (allIndicators()[static_cast<std::size_t>(row)].indicator == indicator)
            return index(row, moment == Moment::Before ? Before : moment == Moment::After ? After : Change);
    return {};
}

}  // namespace isopolis
