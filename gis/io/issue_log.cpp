#include "gis/io/issue_log.h"

#include <utility>

namespace isopolis {

void IssueLog::add(Severity severity, std::string code, std::string message, std::string feature, std::string field)
{
    if (m_issues.size() >= kMostIssues) {
        ++m_dropped;
        return;
    }
    m_issues.push_back({severity, std::move(code), std::move(message), m_file, std::move(feature), std::move(field)});
}

std::vector<Issue> IssueLog::take()
{
    if (m_dropped > 0)
        m_issues.push_back(
            {Severity::Warning, "more_issues", std::to_string(m_dropped) + " further problems were found and are not listed", {}, {}, {}});
    m_dropped = 0;
    return std::exchange(m_issues, {});
}

}  // namespace isopolis
