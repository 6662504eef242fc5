#pragma once
/// Everything that was found wrong or noteworthy: of the import, of saving, and of the latest runs.

#include "ui/document/project_document.h"

#include <QAbstractTableModel>

namespace isopolis {

class IssueModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { SeverityColumn, Message, Where, ColumnCount };
    explicit IssueModel(ProjectDocument& document, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    int count(Severity severity) const;

private:
    void collect();
    ProjectDocument& m_document;
    std::vector<Issue> m_issues;
};

}  // namespace isopolis
