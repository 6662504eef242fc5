#include "ui/models/parameter_table_model.h"

#include "ui/text/translate.h"

#include <QFont>
#include <QLocale>

namespace isopolis {

ParameterTableModel::ParameterTableModel(ProjectDocument& document, QObject* parent) : QAbstractTableModel(parent), m_document(document)
{
    connect(&document, &ProjectDocument::changed, this, &ParameterTableModel::onChanged);
    onChanged({ChangeEvent::What::Opened});
}

void ParameterTableModel::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what != What::Opened && event.what != What::Parameters && event.what != What::Active && event.what != What::Scenarios)
        return;
    const auto refresh = [&] {
        const Expected<WantedRuns> wanted = m_document.wanted();
        m_shown = wanted ? wanted->after.parameters : ParameterSet{};
    };
    if (event.what == What::Opened) {
        beginResetModel();
        m_assumptions = m_document.isOpen() ? static_cast<int>(m_document.city()->assumptions().size()) : 0;
        refresh();
        endResetModel();
        return;
    }
    refresh();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ParameterTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_assumptions + static_cast<int>(allParameters().size());
}

int ParameterTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

const ParameterSpec* ParameterTableModel::spec(int row) const
{
    const int at = row - m_assumptions;
    return at >= 0 && at < static_cast<int>(allParameters().size()) ? allParameters()[static_cast<std::size_t>(at)] : nullptr;
}

const CityAssumption* ParameterTableModel::assumption(int row) const
{
    return row >= 0 && row < m_assumptions ? &m_document.city()->assumptions()[static_cast<std::size_t>(row)] : nullptr;
}

double ParameterTableModel::value(const ParameterSpec& spec) const { return m_shown.value(spec); }
bool ParameterTableModel::overridden(const ParameterSpec& spec) const { return m_shown.overridden(spec); }

QVariant ParameterTableModel::specData(const ParameterSpec& spec, int column, int role) const
{
    switch (role) {
    case LowRole: return spec.low;
    case HighRole: return spec.high;
    case OverriddenRole: return overridden(spec);
    case SearchRole:
        return QString(translated("parameter", spec.label) + QLatin1Char(' ') + text(spec.id) + QLatin1Char(' ') + text(spec.source));
    case Qt::ToolTipRole: return QString(translated("parameter", spec.meaning).toHtmlEscaped() + QStringLiteral("\n") + text(spec.id));
    case Qt::EditRole: return column == Value ? QVariant(value(spec)) : QVariant();
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (column) {
    case Label: return translated("parameter", spec.label);
    case Value: return formatPlain(value(spec));
    case UnitColumn: return unitText(spec.unit);
    case Standard: return formatPlain(spec.standard);
    case Range: return tr("%1 to %2").arg(formatPlain(spec.low), formatPlain(spec.high));
    case Source: return text(spec.source);
    default: return {};
    }
}

QVariant ParameterTableModel::assumptionData(const CityAssumption& assumption, int column, int role) const
{
    switch (role) {
    case LowRole: return assumption.low;
    case HighRole: return assumption.high;
    case OverriddenRole: return false;
    case SearchRole:
        return QString(text(assumption.label) + QLatin1Char(' ') + text(assumption.id) + QLatin1Char(' ') + text(assumption.source));
    case Qt::ToolTipRole:
        return QString(text(assumption.meaning).toHtmlEscaped() + QStringLiteral("\n") + tr("Used when the city was imported."));
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (column) {
    case Label: return tr("%1 (of this city)").arg(text(assumption.label));
    case Value:
    case Standard: return formatPlain(assumption.value);
    case UnitColumn: return text(assumption.unit);
    case Range: return tr("%1 to %2").arg(formatPlain(assumption.low), formatPlain(assumption.high));
    case Source: return text(assumption.source);
    default: return {};
    }
}

QVariant ParameterTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return index.column() == Value || index.column() == Standard ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    const ParameterSpec* parameter = spec(index.row());
    if (role == Qt::FontRole) {
        QFont font;
        font.setBold(index.column() == Value && parameter && overridden(*parameter));
        return font;
    }
    return parameter ? specData(*parameter, index.column(), role) : assumptionData(*assumption(index.row()), index.column(), role);
}

bool ParameterTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const ParameterSpec* parameter = index.isValid() ? spec(index.row()) : nullptr;
    if (!parameter || role != Qt::EditRole || index.column() != Value)
        return false;
    bool number = false;
    double wish = value.userType() == QMetaType::QString ? QLocale().toDouble(value.toString(), &number) : value.toDouble(&number);
    if (!number) {
        Q_EMIT refused(Error{ErrorCode::BadValue, "this is not a number"}.about(std::string(parameter->label)).cure("Type a number."));
        return false;
    }
    const std::optional<ParameterOverride> change =
        wish == parameter->standard ? std::nullopt : std::optional(ParameterOverride{wish, "set in the window", {}});
    const Expected<void> done = m_document.setParameter(*parameter, change);
    if (!done)
        Q_EMIT refused(done.error());
    return done.has_value();
}

bool ParameterTableModel::reset(int row)
{
    const ParameterSpec* parameter = spec(row);
    if (!parameter)
        return false;
    const Expected<void> done = m_document.setParameter(*parameter, std::nullopt);
    if (!done)
        Q_EMIT refused(done.error());
    return done.has_value();
}

QVariant ParameterTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case Label: return tr("Assumption");
    case Value: return tr("Value");
    case UnitColumn: return tr("Unit");
    case Standard: return tr("Standard");
    case Range: return tr("Published range");
    case Source: return tr("Source");
    default: return {};
    }
}

Qt::ItemFlags ParameterTableModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Value && spec(index.row()) && m_document.active())
        flags |= Qt::ItemIsEditable;
    return flags;
}

}  // namespace isopolis
