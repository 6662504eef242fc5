#include "gis/io/format/csv_scanner.h"

namespace isopolis {

namespace {

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t more = lead < 0x80 ? 0 : (lead >> 5) == 6 ? 1 : (lead >> 4) == 14 ? 2 : (lead >> 3) == 30 ? 3 : 9;
        if (more == 9 || i + more >= text.size() + (more == 0 ? 1 : 0))
            return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) >> 6) != 2)
                return false;
        i += more + 1;
    }
    return true;
}

/// ISO 8859-1: each byte is the code point of the same number.
std::string fromLatin1(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0 | (byte >> 6));
            out += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return out;
}

}  // namespace

void CsvScanner::record(std::vector<std::string>& cells)
{
    std::size_t used = 0;
    const auto next = [&]() -> std::string& {
        if (used == cells.size())
            cells.emplace_back();
        cells[used].clear();
        return cells[used++];
    };
    std::string* cell = &next();
    while (!atEnd() && used <= m_mostColumns) {
        const char c = m_text[m_at++];
        if (c == '"' && cell->empty()) {
            quoted(*cell);
        } else if (c == m_separator) {
            cell = &next();
        } else if (c == '\n') {
            ++m_line;
            break;
        } else if (c != '\r') {
            *cell += c;
        }
    }
    cells.resize(used);
}

void CsvScanner::quoted(std::string& cell)
{
    while (!atEnd()) {
        const char c = m_text[m_at++];
        m_line += c == '\n' ? 1 : 0;
        if (c != '"') {
            cell += c;
        } else if (!atEnd() && m_text[m_at] == '"') {
            cell += '"';
            ++m_at;
        } else {
            return;
        }
    }
    m_unterminated = true;
}

std::string_view asUtf8(std::string_view bytes, std::string& converted, IssueLog& log)
{
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    if (isUtf8(bytes))
        return bytes;
    log.note("not_utf8", "the file is not in UTF-8 and is read as Western European text (ISO 8859-1)");
    converted = fromLatin1(bytes);
    return converted;
}

}  // namespace isopolis
