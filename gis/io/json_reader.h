#pragma once
/// A small JSON tree with its own path, for files that people write by hand: every complaint names file and path.
///
///   JsonReader reader(file, text);
///   std::string name = reader.root().text("name");
///   if (auto error = reader.error()) return unexpected(*error);
///
/// The first problem is kept; after it every read returns an empty value, so that code reads straight through.
/// Bounded: 4 MB, 32 levels. An object's unread keys are refused by `noOtherKeys` (they are misspellings).

#include "gis/core/expected.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace isopolis {

class JsonReader;

class JsonValue {
public:
    bool has(std::string_view key) const;
    bool isObject() const;
    bool isArray() const;
    bool isText() const;
    bool isNumber() const;
    JsonValue at(std::string_view key) const;  ///< refused if missing
    std::size_t size() const;
    JsonValue item(std::size_t index) const;
    std::vector<std::string> keys() const;

    std::string asText() const;
    double asNumber() const;
    bool asFlag() const;
    std::string text(std::string_view key) const { return at(key).asText(); }
    std::string textOr(std::string_view key, std::string otherwise) const { return has(key) ? text(key) : std::move(otherwise); }
    double number(std::string_view key) const { return at(key).asNumber(); }
    double numberOr(std::string_view key, double otherwise) const { return has(key) ? number(key) : otherwise; }

    /// Refuses keys that are not in the list, and names those that are.
    void noOtherKeys(const std::vector<std::string_view>& allowed) const;
    void refuse(std::string message, std::string cure) const;
    const std::string& path() const { return m_path; }

private:
    friend class JsonReader;
    JsonValue(JsonReader* reader, const void* node, std::string path) : m_reader(reader), m_node(node), m_path(std::move(path)) {}
    JsonValue child(const void* node, std::string path) const { return JsonValue(m_reader, node, std::move(path)); }
    void expected(const char* what) const;
    JsonReader* m_reader;
    const void* m_node;  ///< null after a problem
    std::string m_path;
};

class JsonReader {
public:
    static constexpr std::size_t kMostBytes = 4u << 20;
    static constexpr int kMostLevels = 32;

    explicit JsonReader(std::filesystem::path file);  ///< reads the file
    JsonReader(std::string name, std::string_view text);
    ~JsonReader();
    JsonReader(const JsonReader&) = delete;
    JsonReader& operator=(const JsonReader&) = delete;

    JsonValue root();
    const std::optional<Error>& error() const { return m_error; }

private:
    friend class JsonValue;
    struct Tree;
    void parse(std::string_view text);
    void fail(Error error);
    std::string m_name;
    std::unique_ptr<Tree> m_tree;
    std::optional<Error> m_error;
};

}  // namespace isopolis
