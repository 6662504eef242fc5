#include "gis/io/json_reader.h"

#include "gis/io/file_bytes.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace isopolis {

using Json = nlohmann::json;

struct JsonReader::Tree {
    Json json;
};

namespace {

const Json& node(const void* p) { return *static_cast<const Json*>(p); }

/// Levels of nesting, counted before any tree is built.
bool tooDeep(std::string_view text, int most)
{
    int level = 0;
    bool inText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inText) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '{' || c == '[') {
            if (++level > most)
                return true;
        } else if (c == '}' || c == ']') {
            --level;
        }
    }
    return false;
}

}  // namespace

JsonReader::JsonReader(std::filesystem::path file) : m_name(file.string()), m_tree(std::make_unique<Tree>())
{
    const auto text = readFile(file, kMostBytes);
    if (text)
        parse(*text);
    else
        fail(text.error());
}

JsonReader::JsonReader(std::string name, std::string_view text) : m_name(std::move(name)), m_tree(std::make_unique<Tree>()) { parse(text); }

JsonReader::~JsonReader() = default;

void JsonReader::parse(std::string_view text)
{
    if (text.size() > kMostBytes || tooDeep(text, kMostLevels)) {
        fail(Error{ErrorCode::BadFile, "the file is too large or too deeply nested to be a recipe"}.cure(
            "Check that this is the right file"));
        return;
    }
    try {
        m_tree->json = Json::parse(text);
    } catch (const std::exception& e) {
        std::string why = e.what();
        if (const auto at = why.find("] "); at != std::string::npos)
            why = why.substr(at + 2);
        fail(Error{ErrorCode::BadFile, "the file is not valid JSON (" + why.substr(0, 200) + ")"}.cure(
            "Correct the file at that place; a missing comma or quote is the usual cause"));
    }
}

void JsonReader::fail(Error error)
{
    if (!m_error)
        m_error = error.in(m_name);
}

JsonValue JsonReader::root()
{
    JsonValue value(this, m_error ? nullptr : static_cast<const void*>(&m_tree->json), "");
    if (!m_error && !m_tree->json.is_object())
        value.expected("an object in braces");
    return value;
}

void JsonValue::refuse(std::string message, std::string cure) const
{
    m_reader->fail(Error{ErrorCode::BadValue, std::move(message)}.about(m_path).cure(std::move(cure)));
}

void JsonValue::expected(const char* what) const
{
    if (m_node != nullptr)
        refuse(std::string("this must be ") + what, std::string("Write ") + what + " here");
}

bool JsonValue::has(std::string_view key) const { return isObject() && node(m_node).contains(std::string(key)); }
bool JsonValue::isObject() const { return m_node != nullptr && node(m_node).is_object(); }
bool JsonValue::isArray() const { return m_node != nullptr && node(m_node).is_array(); }
bool JsonValue::isText() const { return m_node != nullptr && node(m_node).is_string(); }
bool JsonValue::isNumber() const { return m_node != nullptr && node(m_node).is_number(); }

JsonValue JsonValue::at(std::string_view key) const
{
    const std::string name(key);
    const std::string path = m_path.empty() ? name : m_path + "." + name;
    if (m_node == nullptr)
        return child(nullptr, path);
    if (!isObject()) {
        expected("an object in braces");
        return child(nullptr, path);
    }
    const auto found = node(m_node).find(name);
    if (found == node(m_node).end()) {
        const JsonValue missing = child(nullptr, path);
        missing.refuse("the entry is missing", "Add \"" + name + "\"" + (m_path.empty() ? "" : " to " + m_path));
        return missing;
    }
    return child(&*found, path);
}

std::size_t JsonValue::size() const
{
    if (m_node != nullptr && !isArray())
        expected("a list in brackets");
    return isArray() ? node(m_node).size() : 0;
}

JsonValue JsonValue::item(std::size_t index) const
{
    const bool there = isArray() && index < node(m_node).size();
    return child(there ? &node(m_node)[index] : nullptr, m_path + "[" + std::to_string(index) + "]");
}

std::vector<std::string> JsonValue::keys() const
{
    std::vector<std::string> names;
    if (isObject())
        for (const auto& [key, ignored] : node(m_node).items())
            names.push_back(key);
    else
        expected("an object in braces");
    return names;
}

std::string JsonValue::asText() const
{
    if (isText())
        return node(m_node).get<std::string>();
    expected("a text in quotes");
    return {};
}

double JsonValue::asNumber() const
{
    if (isNumber() && std::isfinite(node(m_node).get<double>()))
        return node(m_node).get<double>();
    expected("a number");
    return 0;
}

bool JsonValue::asFlag() const
{
    if (m_node != nullptr && node(m_node).is_boolean())
        return node(m_node).get<bool>();
    expected("true or false");
    return false;
}

void JsonValue::noOtherKeys(const std::vector<std::string_view>& allowed) const
{
    if (m_node == nullptr)
        return;
    for (const std::string& key : keys()) {
        if (key == "comment" || std::find(allowed.begin(), allowed.end(), key) != allowed.end())
            continue;
        std::string names;
        for (const std::string_view name : allowed)
            names += (names.empty() ? "" : ", ") + std::string(name);
        child(nullptr, m_path.empty() ? key : m_path + "." + key).refuse("this entry is not known here", "Use one of: " + names);
        return;
    }
}

}  // namespace isopolis
