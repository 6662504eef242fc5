#pragma once
/// The parameter sheet: every assumption of every model, and what the importer assumed about the city.
///
/// Values belong to the active scenario and are edited within their published range; the city's own assumptions were
/// used when its file was made and can be read only. Texts are checked by the document: a refusal is told by `refused`.

#include "gis/core/error.h"
#include "ui/document/project_document.h"

#include <QAbstractTableModel>

namespace isopolis {

class ParameterTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Label, Value, UnitColumn, Standard, Range, Source, ColumnCount };
    static constexpr int LowRole = Qt::UserRole + 1, HighRole = Qt::UserRole + 2, SearchRole = Qt::UserRole + 3,
                         OverriddenRole = Qt::UserRole + 4;

    explicit ParameterTableModel(ProjectDocument& document, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    const ParameterSpec* spec(int row) const;         ///< null for an assumption of the city
    const CityAssumption* assumption(int row) const;  ///< null for a model parameter
    bool reset(int row);                              ///< to the standard value

Q_SIGNALS:
    void refused(const isopolis::Error& error);

private:
    void onChanged(const ChangeEvent& event);
    double value(const ParameterSpec& spec) const;
    bool overridden(const ParameterSpec& spec) const;
    QVariant specData(const ParameterSpec& spec, int column, int role) const;
    QVariant assumptionData(const CityAssumption& assumption, int column, int role) const;

    ProjectDocument& m_document;
    int m_assumptions = 0;
    ParameterSet m_shown;  ///< of the active scenario with its bases
};

}  // namespace isopolis
