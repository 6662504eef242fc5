#pragma once
/// Walks a comma-separated text record by record (RFC 4180): quotes, doubled quotes, line breaks within quotes, CRLF.
///
///   CsvScanner scanner(text, ',', 2000);   std::vector<std::string> cells;
///   while (!scanner.atEnd()) { scanner.record(cells); … }
///
/// `record` reuses the cells' memory. A quote that is never closed swallows the rest: `unterminated()` tells.

#include "gis/io/issue_log.h"

#include <string_view>

namespace isopolis {

class CsvScanner {
public:
    CsvScanner(std::string_view text, char separator, std::size_t mostColumns)
        : m_text(text), m_separator(separator), m_mostColumns(mostColumns)
    {}
    bool atEnd() const { return m_at >= m_text.size(); }
    std::size_t line() const { return m_line; }  ///< of the file, from 1
    bool unterminated() const { return m_unterminated; }
    /// A blank line is one empty cell.
    void record(std::vector<std::string>& cells);

private:
    void quoted(std::string& cell);
    std::string_view m_text;
    char m_separator;
    std::size_t m_mostColumns;
    std::size_t m_at = 0, m_line = 1;
    bool m_unterminated = false;
};

/// The text without byte-order mark and in UTF-8; other text is taken as ISO 8859-1, held in `converted`, and noted.
std::string_view asUtf8(std::string_view bytes, std::string& converted, IssueLog& log);

}  // namespace isopolis
