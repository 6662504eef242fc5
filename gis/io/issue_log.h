#pragma once
/// Collects all findings of one import, each with the file it belongs to.
///
///   IssueLog log;  log.inFile("counts.shp");  log.warn("empty_geometry", "the point is empty", "feature 238");
///
/// A hostile file could have millions of problems: beyond `kMostIssues` they are counted only, and `take` says so.

#include "gis/core/error.h"

#include <cstdint>

namespace isopolis {

class IssueLog {
public:
    static constexpr std::size_t kMostIssues = 100000;

    void inFile(std::string file) { m_file = std::move(file); }
    void note(std::string code, std::string message, std::string feature = {}, std::string field = {})
    {
        add(Severity::Note, std::move(code), std::move(message), std::move(feature), std::move(field));
    }
    void warn(std::string code, std::string message, std::string feature = {}, std::string field = {})
    {
        add(Severity::Warning, std::move(code), std::move(message), std::move(feature), std::move(field));
    }
    void error(std::string code, std::string message, std::string feature = {}, std::string field = {})
    {
        add(Severity::Error, std::move(code), std::move(message), std::move(feature), std::move(field));
    }
    std::vector<Issue> take();

private:
    void add(Severity severity, std::string code, std::string message, std::string feature, std::string field);
    std::string m_file;
    std::vector<Issue> m_issues;
    std::uint64_t m_dropped = 0;
};

}  // namespace isopolis
