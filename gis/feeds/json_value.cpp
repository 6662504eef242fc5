#include "gis/feeds/json_value.h"

#include <QUtf8StringView>

#include <charconv>
#include <cmath>

namespace isopolis {

namespace {

constexpr int kDeepest = 64;
constexpr std::size_t kLongestText = 1 << 20;

struct Stop {
    std::string reason;
    std::size_t offset;
};

void appendUtf8(std::string& out, std::uint32_t c)
{
    const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 63));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 63));
        put(0x80 | (c & 63));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 63));
        put(0x80 | ((c >> 6) & 63));
        put(0x80 | (c & 63));
    }
}

}  // namespace

std::optional<double> wholeNumber(std::string_view text)
{
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

class JsonReader {
public:
    JsonReader(std::string_view body, JsonDocument& document) : m_body(body), m_document(document) {}

    void all()
    {
        if (m_body.substr(0, 3) == "\xEF\xBB\xBF")
            m_at = 3;
        value(0);
        space();
        if (m_at != m_body.size())
            stop("something follows the end of the JSON");
    }

private:
    [[noreturn]] void stop(const char* reason) const { throw Stop{reason, m_at}; }
    char peek() const { return m_at < m_body.size() ? m_body[m_at] : '\0'; }
    void space()
    {
        while (m_at < m_body.size() && (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t'))
            ++m_at;
    }
    std::size_t open(JsonType type)
    {
        m_document.m_nodes.push_back({.type = type, .offset = static_cast<std::uint32_t>(m_at), .text = {}});
        return m_document.m_nodes.size() - 1;
    }
    void close(std::size_t node) { m_document.m_nodes[node].end = static_cast<std::uint32_t>(m_document.m_nodes.size()); }

    void value(int depth)
    {
        space();
        switch (peek()) {
        case '{': container(depth, JsonType::Object, '}'); break;
        case '[': container(depth, JsonType::Array, ']'); break;
        case '"': {
            const std::size_t node = open(JsonType::Text);
            const std::string_view read = text();
            m_document.m_nodes[node].text = read;
            close(node);
            break;
        }
        case 't': word("true", JsonType::True); break;
        case 'f': word("false", JsonType::False); break;
        case 'n': word("null", JsonType::Null); break;
        default: number();
        }
    }

    void word(std::string_view spelling, JsonType type)
    {
        if (m_body.substr(m_at, spelling.size()) != spelling)
            stop("this is no JSON value");
        const std::size_t node = open(type);
        m_at += spelling.size();
        close(node);
    }

    void number()
    {
        const std::size_t begin = m_at, node = open(JsonType::Number);
        const auto digits = [this] {
            const std::size_t first = m_at;
            while (peek() >= '0' && peek() <= '9')
                ++m_at;
            return m_at - first;
        };
        if (peek() == '-')
            ++m_at;
        const bool zero = peek() == '0';
        if (const std::size_t n = digits(); n == 0 || (zero && n > 1))
            stop("this is no JSON value");
        if (peek() == '.') {
            ++m_at;
            if (digits() == 0)
                stop("a number ends with its point");
        }
        if (peek() == 'e' || peek() == 'E') {
            ++m_at;
            if (peek() == '+' || peek() == '-')
                ++m_at;
            if (digits() == 0)
                stop("a number has no exponent after its e");
        }
        m_document.m_nodes[node].text = m_body.substr(begin, m_at - begin);
        close(node);
    }

    void container(int depth, JsonType type, char last)
    {
        if (depth >= kDeepest)
            stop("nested deeper than 64 levels");
        const std::size_t node = open(type);
        ++m_at;
        std::uint32_t count = 0;
        space();
        if (peek() == last) {
            ++m_at;
        } else {
            for (;;) {
                if (type == JsonType::Object) {
                    space();
                    if (peek() != '"')
                        stop("a name in double quotes is missing");
                    const std::size_t key = open(JsonType::Text);
                    const std::string_view read = text();
                    m_document.m_nodes[key].text = read;
                    close(key);
                    space();
                    if (peek() != ':')
                        stop("a colon is missing");
                    ++m_at;
                }
                value(depth + 1);
                ++count;
                space();
                const char c = peek();
                if (c != ',' && c != last)
                    stop(m_at >= m_body.size() ? "the JSON is cut off" : "a comma or a closing bracket is missing");
                ++m_at;
                if (c == last)
                    break;
            }
        }
        m_document.m_nodes[node].count = count;
        close(node);
    }

    std::uint32_t hex4()
    {
        std::uint32_t code = 0;
        const std::string_view four = m_body.substr(std::min(m_at, m_body.size()), 4);
        const auto read = std::from_chars(four.data(), four.data() + four.size(), code, 16);
        if (four.size() != 4 || read.ptr != four.data() + 4)
            stop("\\u needs four hex digits");
        m_at += 4;
        return code;
    }

    std::string_view text()
    {
        const std::size_t begin = ++m_at;
        while (m_at < m_body.size() && peek() != '"' && peek() != '\\' && static_cast<unsigned char>(peek()) >= 0x20)
            ++m_at;
        if (peek() == '"') {
            if (m_at - begin > kLongestText)
                stop("a text is longer than 1 MB");
            return m_body.substr(begin, m_at++ - begin);
        }
        auto out = std::make_unique<std::string>(m_body.substr(begin, m_at - begin));
        for (;;) {
            if (m_at >= m_body.size())
                stop("the JSON is cut off");
            if (out->size() > kLongestText)
                stop("a text is longer than 1 MB");
            const char c = peek();
            if (static_cast<unsigned char>(c) < 0x20)
                stop("a control character stands in a text");
            ++m_at;
            if (c == '"')
                break;
            if (c != '\\') {
                *out += c;
                continue;
            }
            escape(*out);
        }
        m_document.m_unescaped.push_back(std::move(out));
        return *m_document.m_unescaped.back();
    }

    void escape(std::string& out)
    {
        const char kind = peek();
        ++m_at;
        switch (kind) {
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'n': out += '\n'; break;
        case 'r': out += '\r'; break;
        case 't': out += '\t'; break;
        case '"':
        case '\\':
        case '/': out += kind; break;
        case 'u': {
            std::uint32_t code = hex4();
            if (code >= 0xD800 && code < 0xDC00 && m_body.substr(m_at, 2) == "\\u") {
                m_at += 2;
                const std::uint32_t low = hex4();
                code = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
            } else if (code >= 0xD800 && code < 0xE000) {
                code = 0xFFFD;  // half of a pair
            }
            appendUtf8(out, code);
            break;
        }
        default: stop("an unknown escape stands in a text");
        }
    }

    std::string_view m_body;
    JsonDocument& m_document;
    std::size_t m_at = 0;
};

tl::expected<JsonDocument, JsonFault> JsonDocument::parse(std::string_view body)
{
    if (!QUtf8StringView(body.data(), static_cast<qsizetype>(body.size())).isValidUtf8())
        return tl::unexpected(JsonFault{"the text is not valid UTF-8", 0});
    JsonDocument document;
    try {
        JsonReader(body, document).all();
    } catch (const Stop& s) {
        return tl::unexpected(JsonFault{s.reason, s.offset});
    }
    return document;
}

JsonType FeedValue::type() const { return m_document ? m_document->m_nodes[m_node].type : JsonType::Missing; }
std::size_t FeedValue::offset() const { return m_document ? m_document->m_nodes[m_node].offset : 0; }
std::string_view FeedValue::text() const
{
    return is(JsonType::Text) || is(JsonType::Number) ? m_document->m_nodes[m_node].text : std::string_view();
}
std::optional<double> FeedValue::number() const { return is(JsonType::Number) ? wholeNumber(text()) : std::nullopt; }
std::optional<double> FeedValue::numberOrText() const { return wholeNumber(text()); }
std::size_t FeedValue::size() const { return is(JsonType::Array) || is(JsonType::Object) ? m_document->m_nodes[m_node].count : 0; }

FeedValue FeedValue::operator[](std::string_view key) const
{
    if (!is(JsonType::Object))
        return {};
    const auto& nodes = m_document->m_nodes;
    for (std::uint32_t at = m_node + 1; at < nodes[m_node].end; at = nodes[at + 1].end)
        if (nodes[at].text == key)
            return {m_document, at + 1};
    return {};
}

std::vector<FeedValue> FeedValue::items() const
{
    std::vector<FeedValue> all;
    if (!is(JsonType::Array))
        return all;
    const auto& nodes = m_document->m_nodes;
    all.reserve(nodes[m_node].count);
    for (std::uint32_t at = m_node + 1; at < nodes[m_node].end; at = nodes[at].end)
        all.push_back({m_document, at});
    return all;
}

std::vector<std::pair<std::string_view, FeedValue>> FeedValue::members() const
{
    std::vector<std::pair<std::string_view, FeedValue>> all;
    if (!is(JsonType::Object))
        return all;
    const auto& nodes = m_document->m_nodes;
    for (std::uint32_t at = m_node + 1; at < nodes[m_node].end; at = nodes[at + 1].end)
        all.emplace_back(nodes[at].text, FeedValue{m_document, at + 1});
    return all;
}

FeedValue FeedValue::pointer(std::string_view path) const
{
    FeedValue value = *this;
    while (!path.empty()) {
        if (path.front() != '/')
            return {};
        path.remove_prefix(1);
        std::string key(path.substr(0, path.find('/')));
        path.remove_prefix(key.size());
        for (std::size_t at = 0; (at = key.find('~', at)) != std::string::npos; ++at)
            if (key.compare(at, 2, "~1") == 0 || key.compare(at, 2, "~0") == 0)
                key.replace(at, 2, key[at + 1] == '1' ? "/" : "~");
        if (value.is(JsonType::Array)) {
            std::size_t index = 0;
            const auto read = std::from_chars(key.data(), key.data() + key.size(), index);
            if (key.empty() || read.ptr != key.data() + key.size() || index >= value.size())
                return {};
            value = value.items()[index];
        } else {
            value = value[key];
        }
    }
    return value;
}

}  // namespace isopolis
