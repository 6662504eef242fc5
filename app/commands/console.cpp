#include "app/commands/console.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <iostream>

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

// A signal handler may only touch a lock-free atomic.
std::atomic<bool> interrupted{false};
void onInterrupt(int) { interrupted = true; }

/// Characters, not bytes: names hold accents.
std::size_t width(const std::string& text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool looksNumeric(const std::string& text) { return !text.empty() && text.find_first_not_of("0123456789.,+-–%eE ") == std::string::npos; }

const char* severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Note: return "note";
    case Severity::Warning: return "warning";
    case Severity::Error: return "error";
    }
    return "note";
}

}  // namespace

void Console::line(const std::string& text) const
{
    if (!json)
        std::cout << text << '\n';
}

void Console::note(const std::string& text) const { std::cerr << text << '\n'; }

void Console::answer(const nlohmann::json& object) const
{
    if (json)
        std::cout << object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

int Console::fail(const Error& error)
{
    if (json)
        answer({{"error",
                 {{"code", errorCodeName(error.code)},
                  {"message", error.message},
                  {"file", error.file},
                  {"feature", error.feature},
                  {"field", error.field},
                  {"cure", error.remedy}}}});
    else
        std::cerr << "error: " << error.text() << '\n';
    return exitCode = kCouldNot;
}

int Console::wrongUsage(const std::string& message)
{
    const std::string cure = "Run with --help for more information.";
    if (json)
        answer({{"error", {{"code", "wrong_usage"}, {"message", message}, {"file", ""}, {"feature", ""}, {"field", ""}, {"cure", cure}}}});
    else
        std::cerr << message << '\n' << cure << '\n';
    return exitCode = kWrongUsage;
}

void Console::issues(const std::vector<Issue>& list) const
{
    if (json)
        return;
    for (const Issue& issue : list) {
        std::string where = issue.file;
        for (const std::string& part : {issue.feature, issue.field})
            if (!part.empty())
                where += (where.empty() ? "" : ", ") + part;
        std::cerr << severityWord(issue.severity) << ": " << (where.empty() ? "" : where + ": ") << issue.message << '\n';
    }
}

void Console::table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) const
{
    if (json)
        return;
    std::vector<std::size_t> widths;
    for (const std::string& h : header)
        widths.push_back(width(h));
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], width(row[i]));
    const auto print = [&widths](const std::vector<std::string>& cells, bool isHeader) {
        std::string text;
        for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
            const std::string pad(widths[i] - std::min(widths[i], width(cells[i])), ' ');
            const bool right = !isHeader && looksNumeric(cells[i]);
            text += (i ? "  " : "") + (right ? pad + cells[i] : cells[i] + pad);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        std::cout << text << '\n';
    };
    print(header, true);
    for (const auto& row : rows)
        print(row, false);
}

nlohmann::json toJson(const Issue& issue)
{
    return {{"severity", severityWord(issue.severity)},
            {"code", issue.code},
            {"message", issue.message},
            {"file", issue.file},
            {"feature", issue.feature},
            {"field", issue.field}};
}

nlohmann::json toJson(const std::vector<Issue>& issues)
{
    nlohmann::json all = nlohmann::json::array();
    for (const Issue& issue : issues)
        all.push_back(toJson(issue));
    return all;
}

nlohmann::json number(double value) { return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr); }

std::string fixed(double value, int decimals)
{
    if (!std::isfinite(value))
        return "–";
    std::array<char, 64> buffer{};
    const int n = std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, value);
    const std::string_view digits(buffer.data(), static_cast<std::size_t>(std::max(0, n)));
    // A loss too small to print is no loss.
    const bool minusZero = digits.starts_with('-') && digits.find_first_of("123456789") == std::string_view::npos;
    return std::string(digits.substr(minusZero ? 1 : 0));
}

ConsoleControl::ConsoleControl(const Console& console) : m_threads(console.threads), m_show(!console.json)
{
    std::signal(SIGINT, onInterrupt);
}

void ConsoleControl::progress(Stage stage, double)
{
    const int now = static_cast<int>(stage);
    if (m_last.exchange(now) != now && m_show)
        std::cerr << "… " << stageLabel(stage) << '\n';
}

bool ConsoleControl::cancelled() const { return interrupted; }

}  // namespace isopolis
