#include "ui/models/neighbourhood_table_model.h"

#include "ui/text/translate.h"

#include <QLocale>

#include <cmath>

namespace isopolis {

namespace {

/// NaN has no order: it sorts after every number.
double sortable(double value) { return std::isnan(value) ? 1e300 : value; }

QString csvField(QString value)
{
    // A leading formula sign would be run by spreadsheets; numbers are written with a plain ASCII sign and stay as they are.
    bool number = false;
    value.toDouble(&number);
    if (!number && !value.isEmpty() && QStringLiteral("=+-@\t").contains(value.front()))
        value.prepend(QLatin1Char('\''));
    value.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + value + QLatin1Char('"');
}

}  // namespace

NeighbourhoodTableModel::NeighbourhoodTableModel(ProjectDocument& document, QObject* parent)
    : QAbstractTableModel(parent), m_document(document),
      m_rows(document.isOpen() ? static_cast<int>(document.city()->neighbourhoods().size()) : 0)
{
    connect(&document, &ProjectDocument::changed, this, &NeighbourhoodTableModel::onChanged);
}

void NeighbourhoodTableModel::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened) {
        beginResetModel();
        m_rows = m_document.isOpen() ? static_cast<int>(m_document.city()->neighbourhoods().size()) : 0;
        endResetModel();
    } else if ((event.what == What::Results || event.what == What::Overlay) && m_rows > 0) {
        Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, ColumnCount - 1));
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    }
}

int NeighbourhoodTableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : m_rows; }
int NeighbourhoodTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

const Score* NeighbourhoodTableModel::score(NeighbourhoodId id) const
{
    if (m_document.results().empty())
        return nullptr;
    const auto& scores = m_document.results().report->of(m_document.overlay().indicator).scores;
    return scores.contains(id) ? &scores[id] : nullptr;
}

QVariant NeighbourhoodTableModel::display(NeighbourhoodId id, int column) const
{
    const Neighbourhood& place = m_document.city()->neighbourhoods()[id];
    const Score* values = score(id);
    const int decimals = indicatorInfo(m_document.overlay().indicator).decimals;
    switch (column) {
    case Name: return text(place.name.empty() ? place.externalId : place.name);
    case People: return formatPeople(place.population);
    case Income: return m_document.results().empty() ? QString() : quintileText(m_document.results().report->quintile[id]);
    case Before: return values ? formatNumber(values->before, decimals) : QString();
    case After: return values ? formatNumber(values->after, decimals) : QString();
    case Change: return values ? formatSigned(values->change, decimals) : QString();
    case VerdictColumn: return values ? verdictText(values->verdict) : QString();
    default: return {};
    }
}

QVariant NeighbourhoodTableModel::sortValue(NeighbourhoodId id, int column) const
{
    const Score* values = score(id);
    switch (column) {
    case Name: return display(id, column);
    case People: return sortable(m_document.city()->neighbourhoods()[id].population);
    case Income: return m_document.results().empty() ? 0 : m_document.results().report->quintile[id];
    case Before: return values ? sortable(values->before) : 1e300;
    case After: return values ? sortable(values->after) : 1e300;
    case Change: return values ? sortable(values->change) : 1e300;
    case VerdictColumn: return values ? static_cast<int>(values->verdict) : 99;
    default: return {};
    }
}

QVariant NeighbourhoodTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const NeighbourhoodId id = NeighbourhoodId::fromIndex(static_cast<std::size_t>(index.row()));
    if (role == Qt::DisplayRole)
        return display(id, index.column());
    if (role == SortRole)
        return sortValue(id, index.column());
    if (role == Qt::TextAlignmentRole && index.column() != Name && index.column() != Income && index.column() != VerdictColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant NeighbourhoodTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    const Unit unit = indicatorInfo(m_document.overlay().indicator).unit;
    const auto withUnit = [&](const QString& word) { return unitText(unit).isEmpty() ? word : tr("%1 (%2)").arg(word, unitText(unit)); };
    switch (section) {
    case Name: return tr("Neighbourhood");
    case People: return tr("People");
    case Income: return tr("Income group");
    case Before: return withUnit(tr("Before"));
    case After: return withUnit(tr("After"));
    case Change: return withUnit(tr("Change"));
    case VerdictColumn: return tr("Verdict");
    default: return {};
    }
}

QString NeighbourhoodTableModel::toCsv() const
{
    QString csv;
    for (int column = 0; column < ColumnCount; ++column)
        csv += (column ? QStringLiteral(",") : QString()) + csvField(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    csv += QStringLiteral("\r\n");
    for (int row = 0; row < m_rows; ++row) {
        const NeighbourhoodId id = NeighbourhoodId::fromIndex(static_cast<std::size_t>(row));
        for (int column = 0; column < ColumnCount; ++column) {
            QString value = display(id, column).toString();
            if (column == People || column == Before || column == After || column == Change) {
                const double number = sortValue(id, column).toDouble();
                value = number >= 1e300 ? QString() : QString::number(number, 'g', 12);
            }
            csv += (column ? QStringLiteral(",") : QString()) + csvField(value);
        }
        csv += QStringLiteral("\r\n");
    }
    return csv;
}

}  // namespace isopolis
