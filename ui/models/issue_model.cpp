#include "ui/models/issue_model.h"

#include "ui/text/translate.h"

#include <algorithm>

namespace isopolis {

IssueModel::IssueModel(ProjectDocument& document, QObject* parent) : QAbstractTableModel(parent), m_document(document)
{
    collect();
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Issues || event.what == What::Results)
            collect();
    });
}

void IssueModel::collect()
{
    std::vector<Issue> fresh = m_document.issues();
    const auto take = [&](const std::vector<Issue>& more) {
        for (const Issue& issue : more)
            if (std::find(fresh.begin(), fresh.end(), issue) == fresh.end())
                fresh.push_back(issue);
    };
    if (m_document.applied())
        take(m_document.applied()->issues);
    for (const RunPtr& run : {m_document.results().before, m_document.results().after})
        if (run) {
            take(run->diagnostics);
            take(run->traffic.issues);
            take(run->air.issues);
            take(run->emissions.issues);
            take(run->access.issues);
        }
    std::stable_sort(fresh.begin(), fresh.end(), [](const Issue& a, const Issue& b) { return a.severity > b.severity; });
    if (fresh == m_issues)
        return;
    beginResetModel();
    m_issues = std::move(fresh);
    endResetModel();
}

int IssueModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_issues.size()); }
int IssueModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

int IssueModel::count(Severity severity) const
{
    return static_cast<int>(std::count_if(m_issues.begin(), m_issues.end(), [&](const Issue& i) { return i.severity == severity; }));
}

QVariant IssueModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const Issue& issue = m_issues[static_cast<std::size_t>(index.row())];
    const auto shown = [&]() -> QString {
        switch (index.column()) {
        case SeverityColumn:
            return issue.severity == Severity::Error ? tr("Error") : issue.severity == Severity::Warning ? tr("Warning") : tr("Note");
        case Message: {
            QString sentence = text(issue.message);
            if (!sentence.isEmpty())
                sentence[0] = sentence[0].toUpper();
            return sentence;
        }
        default: break;
        }
        QStringList parts;
        for (const std::string* part : {&issue.feature, &issue.field, &issue.file})
            if (!part->empty())
                parts << text(*part);
        return parts.join(QStringLiteral(", "));
    }();
    return role == Qt::ToolTipRole ? shown.toHtmlEscaped() : shown;
}

QVariant IssueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    return section == SeverityColumn ? tr("Kind") : section == Message ? tr("What") : tr("Where");
}

}  // namespace isopolis
