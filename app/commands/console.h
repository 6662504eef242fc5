#pragma once
/// What all commands share: answers for people or as one JSON object, errors, progress on standard error.
///
///   Console console{.json = true};
///   return console.fail(error);            // prints it, exit code 1
///   console.answer(json);                  // only with --json
///   console.line("139 neighbourhoods");    // only without

#include "gis/core/error.h"
#include "simulation/run/run_control.h"

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace CLI {
class App;
}

namespace isopolis {

enum ExitCode : int { kDone = 0, kCouldNot = 1, kWrongUsage = 2 };

class Console {
public:
    bool json = false;
    int threads = 0;
    int exitCode = kDone;

    void line(const std::string& text) const;         ///< standard output, for people
    void note(const std::string& text) const;         ///< standard error
    void answer(const nlohmann::json& object) const;  ///< standard output, with --json
    int fail(const Error& error);
    int wrongUsage(const std::string& message);         ///< what the command line got wrong, in words
    void issues(const std::vector<Issue>& list) const;  ///< all of them, for people, on standard error
    /// Columns aligned; numbers to the right.
    void table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) const;
};

nlohmann::json toJson(const Issue& issue);
nlohmann::json toJson(const std::vector<Issue>& issues);
/// NaN and infinity become null: JSON has no such numbers.
nlohmann::json number(double value);
std::string fixed(double value, int decimals);  ///< for people; "–" for NaN

/// Progress of a calculation, one line a stage; Ctrl+C cancels.
class ConsoleControl : public RunControl {
public:
    explicit ConsoleControl(const Console& console);
    void progress(Stage stage, double fraction) override;
    bool cancelled() const override;
    int threads() const override { return m_threads; }

private:
    int m_threads;
    std::atomic<int> m_last{-1};
    bool m_show;
};

void addCityCommands(CLI::App& app, Console& console);
void addScenarioCommands(CLI::App& app, Console& console);
void addRunCommands(CLI::App& app, Console& console);
void addExplainCommand(CLI::App& app, Console& console);
void addReportCommand(CLI::App& app, Console& console);
void addShotCommand(CLI::App& app, Console& console);
void addAccessCommand(CLI::App& app, Console& console);
void addAnalysisCommands(CLI::App& app, Console& console);
void addNoiseCommand(CLI::App& app, Console& console);
void addTransitCommand(CLI::App& app, Console& console);
void addEmissionCommand(CLI::App& app, Console& console);
void addAirCommand(CLI::App& app, Console& console);
void addValidateCommand(CLI::App& app, Console& console);
void addCalibrateCommand(CLI::App& app, Console& console);

}  // namespace isopolis
