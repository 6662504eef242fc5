#include "app/commands/assign_command.h"
#include "gis/io/format/csv_reader.h"
#include "gis/io/format/matrix_reader.h"
#include "simulation/equity/inequality.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

/// Trips of an OMX or CSV matrix for the network's zones.
Expected<OdDemand> readTripsOf(const std::string& file, const std::string& name, std::size_t zones)
{
    IssueLog log;
    auto matrix = readTripMatrix(file, name, zones, log);
    if (!matrix)
        return unexpected(matrix.error());
    ZoneMatrix trips(zones);
    trips.values = std::move(matrix->values);
    return OdDemand::fromMatrix(trips);
}

struct IndexCommand {
    std::string table, value, weight, rank, group;
    std::optional<double> line;
    std::vector<double> scale;
    bool bad = false, change = false;
};

/// A column as numbers; empty cells are not known.
Expected<std::vector<double>> numbersOf(const CsvTable& table, const std::string& column, const std::string& file)
{
    const auto at = std::find(table.columns.begin(), table.columns.end(), column);
    if (at == table.columns.end()) {
        std::string names;
        for (const std::string& name : table.columns)
            names += (names.empty() ? "" : ", ") + name;
        return unexpected(
            Error{ErrorCode::NotFound, "there is no column '" + column + "'"}.in(file).about(column).cure("It has: " + names + "."));
    }
    const auto index = static_cast<std::size_t>(at - table.columns.begin());
    std::vector<double> out;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const std::string& text = table.rows[row][index];
        double value = std::nan("");
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        if (!text.empty() && text != "NA" && (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()))
            return unexpected(Error{ErrorCode::BadValue, "'" + text + "' is not a number"}
                                  .in(file)
                                  .at("line " + std::to_string(table.lines[row]))
                                  .about(column));
        out.push_back(value);
    }
    return out;
}

Expected<IndexSet> indices(const IndexCommand& o, Console& console)
{
    IssueLog log;
    auto table = readCsv(o.table, log);
    if (!table)
        return unexpected(table.error());
    console.issues(log.take());
    WeightedSample sample;
    for (const auto& [column, target] :
         {std::pair{o.value, &sample.value}, std::pair{o.weight, &sample.weight}, std::pair{o.rank, &sample.rank}}) {
        if (column.empty())
            continue;
        auto numbers = numbersOf(*table, column, o.table);
        if (!numbers)
            return unexpected(numbers.error());
        *target = std::move(*numbers);
    }
    if (!o.group.empty()) {
        const auto at = std::find(table->columns.begin(), table->columns.end(), o.group);
        if (at == table->columns.end())
            return unexpected(Error{ErrorCode::NotFound, "there is no column '" + o.group + "'"}.in(o.table).about(o.group));
        for (const auto& row : table->rows)
            sample.group.push_back(row[static_cast<std::size_t>(at - table->columns.begin())]);
    }
    for (std::size_t i = 0; i < sample.weight.size(); ++i)
        if (!(sample.weight[i] >= 0))
            return unexpected(Error{ErrorCode::BadValue, "a weight must be a number of at least 0"}
                                  .in(o.table)
                                  .at("line " + std::to_string(table->lines[i]))
                                  .about(o.weight));
    IndexOptions options;
    options.good = !o.bad;
    options.line = o.line;
    options.change = o.change;
    if (o.scale.size() == 2) {
        options.bounded = true;
        options.scaleLow = o.scale[0];
        options.scaleHigh = o.scale[1];
    }
    return inequalityIndices(sample, options);
}

/// The shapes that DESIGN §5 names: families of an index as objects by their parameter.
json indicesJson(const IndexSet& set)
{
    json all = json::object(), refused = json::object();
    for (const auto& [name, value] : set.values) {
        if (name.starts_with("atkinson_ede_"))
            all["atkinson_ede"][name.substr(13)] = number(value);
        else if (name.starts_with("atkinson_"))
            all["atkinson"][name.substr(9)] = number(value);
        else if (name.starts_with("kolm_pollak_"))
            all["kolm_pollak"][name.substr(12)] = number(value);
        else
            all[name] = number(value);
    }
    for (const auto& [name, reason] : set.refused)
        refused[name] = reason;
    all["refused"] = refused;
    all["empty_zones"] = set.emptyZones;
    all["unranked_zones"] = set.unrankedZones;
    all["coverage"] = set.coverage;
    return all;
}

void addIndices(CLI::App& app, Console& console)
{
    auto o = std::make_shared<IndexCommand>();
    CLI::App* command = app.add_subcommand("indices", "Every inequality index of a table, or the reason why it is refused");
    command->add_option("TABLE", o->table, "table, *.csv with a header")->required();
    command->add_option("--value", o->value, "column of the outcome")->required();
    command->add_option("--weight", o->weight, "column of people")->required();
    command->add_option("--rank", o->rank, "column of income, for concentration indices");
    command->add_option("--group", o->group, "column of groups, for the decomposition");
    command->add_option("--line", o->line, "poverty or limit line");
    command->add_option("--scale", o->scale, "lowest and highest possible outcome, for Erreygers and Wagstaff")->expected(2);
    command->add_flag("--bad", o->bad, "less is better");
    command->add_flag("--change", o->change, "the outcome is a change");
    command->callback([o, &console] {
        auto set = indices(*o, console);
        if (!set) {
            console.fail(set.error());
            return;
        }
        std::vector<std::vector<std::string>> rows;
        for (const auto& [name, value] : set->values)
            rows.push_back({name, json(value).dump()});
        console.table({"index", "value"}, rows);
        for (const auto& [name, reason] : set->refused)
            console.line(name + " is refused: " + reason);
        console.answer(indicesJson(*set));
    });
}

}  // namespace

void addAnalysisCommands(CLI::App& app, Console& console)
{
    addAssignCommand(app, console, readTripsOf);
    addIndices(app, console);
}

}  // namespace isopolis
