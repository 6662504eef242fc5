#pragma once
/// A bounded JSON reader (RFC 8259) that keeps the byte offset of every value and the digits of every number.
///
///   auto document = JsonDocument::parse(body);
///   if (!document) quarantine(document.error().reason, document.error().offset);
///   document->root()["value"].at(3)["@iot.id"].text();    // "9007199254740993" stays what it was
///
/// What surprises: a missing member is a value of type Missing, so chains need no checks. Of two members with one name the first
/// counts. NaN and Infinity are no JSON and refused; a number beyond the range of a double has no `number()`. The body must outlive
/// the document. Limits: nesting 64, one text 1 MB, valid UTF-8.

#include <tl/expected.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isopolis {

enum class JsonType : std::uint8_t { Missing, Null, False, True, Number, Text, Array, Object };

struct JsonFault {
    std::string reason;
    std::size_t offset = 0;
};

class JsonDocument;

class FeedValue {
public:
    FeedValue() = default;
    JsonType type() const;
    bool is(JsonType t) const { return type() == t; }
    explicit operator bool() const { return type() != JsonType::Missing && type() != JsonType::Null; }
    std::size_t offset() const;                  ///< of its first byte; 0 of a missing value
    std::string_view text() const;               ///< of a text, or the digits of a number; else empty
    std::optional<double> number() const;        ///< of a number
    std::optional<double> numberOrText() const;  ///< also of a text that is nothing but a number
    FeedValue operator[](std::string_view key) const;
    FeedValue pointer(std::string_view path) const;  ///< RFC 6901; "" is the value itself
    std::size_t size() const;                        ///< of an array or object; else 0
    std::vector<FeedValue> items() const;            ///< of an array
    std::vector<std::pair<std::string_view, FeedValue>> members() const;

private:
    friend class JsonDocument;
    FeedValue(const JsonDocument* document, std::uint32_t node) : m_document(document), m_node(node) {}
    const JsonDocument* m_document = nullptr;
    std::uint32_t m_node = 0;
};

class JsonDocument {
public:
    static tl::expected<JsonDocument, JsonFault> parse(std::string_view body);
    FeedValue root() const { return {this, 0}; }

private:
    friend class FeedValue;
    friend class JsonReader;
    struct Node {
        JsonType type = JsonType::Null;
        std::uint32_t offset = 0, end = 0, count = 0;  ///< end: the node after this one and all it holds
        std::string_view text;
    };
    std::vector<Node> m_nodes;
    std::vector<std::unique_ptr<std::string>> m_unescaped;
};

/// "12.5" → 12.5; nothing if anything else than one finite number stands there.
std::optional<double> wholeNumber(std::string_view text);

}  // namespace isopolis
