#include "app/commands/access_options.h"
#include "gis/io/format/csv_reader.h"
#include "simulation/access/measures/competition.h"
#include "simulation/access/measures/decay.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

/// A column as numbers of at least 0; empty cells and NA are none.
Expected<PlaceValues> columnOf(const CsvTable& table, const std::string& name, const std::string& file)
{
    const auto found = std::find(table.columns.begin(), table.columns.end(), name);
    if (found == table.columns.end()) {
        std::string names;
        for (const std::string& column : table.columns)
            names += (names.empty() ? "" : ", ") + column;
        return unexpected(
            Error{ErrorCode::NotFound, "there is no column '" + name + "'"}.in(file).about(name).cure("It has: " + names + "."));
    }
    const auto index = static_cast<std::size_t>(found - table.columns.begin());
    PlaceValues values;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const std::string& text = table.rows[row][index];
        double value = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool none = text.empty() || text == "NA";
        if (!none && (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || !(value >= 0) || !std::isfinite(value)))
            return unexpected(Error{ErrorCode::BadValue, "'" + text.substr(0, 40) + "' is not a number of at least 0"}
                                  .in(file)
                                  .at("row " + std::to_string(table.lines[row]))
                                  .about(name)
                                  .cure("Correct the cell, or leave it empty for none."));
        values.push(none ? 0 : value);
    }
    return values;
}

struct Table {
    std::vector<std::string> ids;
    CostMatrix costs;
    PlaceValues supply, demand;
    std::size_t unknownPairs = 0;  ///< pairs of places that the land use does not name
};

Expected<Table> readTable(const AccessOptions& o, Console& console)
{
    IssueLog log;
    const auto land = readCsv(o.landUse, log);
    if (!land)
        return unexpected(land.error());
    console.issues(log.take());
    const auto id = std::find(land->columns.begin(), land->columns.end(), o.id);
    if (id == land->columns.end())
        return unexpected(Error{ErrorCode::NotFound, "there is no column '" + o.id + "'"}.in(o.landUse).about(o.id).cure(
            "Name the column of ids with --id."));
    const auto idColumn = static_cast<std::size_t>(id - land->columns.begin());
    const bool competes =
        o.measure == "balancing" || o.measure == "2sfca" || o.measure == "bfca" || o.measure == "available" || o.measure == "doubly";
    auto supply = columnOf(*land, o.passive && !competes ? o.demand : o.opportunity, o.landUse);
    if (!supply)
        return unexpected(supply.error());
    auto demand = competes ? columnOf(*land, o.demand, o.landUse) : Expected<PlaceValues>(PlaceValues(land->rows.size(), 0.0));
    if (!demand)
        return unexpected(demand.error());
    Table table;
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (std::size_t row = 0; row < land->rows.size(); ++row) {
        table.ids.push_back(land->rows[row][idColumn]);
        if (!places.emplace(land->rows[row][idColumn], static_cast<std::uint32_t>(row)).second)
            return unexpected(Error{ErrorCode::BadValue, "the place is named twice"}
                                  .in(o.landUse)
                                  .at("row " + std::to_string(land->lines[row]))
                                  .about(o.id)
                                  .cure("Keep one row a place."));
    }
    auto pairs = readPairs(o.matrix, o.columns);
    if (!pairs)
        return unexpected(pairs.error());
    std::vector<std::uint32_t> place;
    for (const std::string& name : pairs->ids)
        place.push_back(places.contains(name) ? places.at(name) : ~0U);
    std::vector<TravelCost> costs;
    costs.reserve(pairs->pairs.size());
    for (const PairTable::Pair& p : pairs->pairs) {
        if (place[p.from] == ~0U || place[p.to] == ~0U)
            ++table.unknownPairs;
        else
            costs.push_back({AccessPlaceId(place[p.from]), AccessPlaceId(place[p.to]), p.value});
    }
    if (costs.empty())
        return unexpected(Error{ErrorCode::Conflict, "no pair of the matrix names places of the land use"}.in(o.matrix).cure(
            "Check that both files use the same ids."));
    table.costs = CostMatrix(table.ids.size(), costs);
    if (o.passive)
        table.costs = table.costs.transposed();
    table.supply = o.passive && competes ? std::move(*demand) : std::move(*supply);
    table.demand = o.passive && competes ? std::move(*supply) : std::move(*demand);
    return table;
}

/// The doubly constrained measure is one of pairs: what every place has is given.
Expected<void> flowsOfTable(const AccessOptions& o, const Table& table, Console& console)
{
    const auto decay = parseDecay(o.decay);
    if (!decay)
        return unexpected(decay.error());
    const auto found = doublyConstrained(table.costs, table.supply, table.demand, *decay);
    if (!found)
        return unexpected(found.error());
    json answer = measureJson(o), flows = json::array();
    std::vector<std::vector<std::string>> rows;
    for (const TravelCost& f : found->flow) {
        flows.push_back({{"from", table.ids[f.from.index()]}, {"to", table.ids[f.to.index()]}, {"flow", f.cost}});
        rows.push_back({table.ids[f.from.index()], table.ids[f.to.index()], json(f.cost).dump()});
    }
    console.table({"from", "to", "flow"}, rows);
    answer["iterations"] = found->iterations;
    answer["largest_relative_error"] = found->largestError;
    answer["flows"] = std::move(flows);
    console.answer(answer);
    return {};
}

}  // namespace

Expected<void> accessOfTable(const AccessOptions& o, Console& console)
{
    const auto table = readTable(o, console);
    if (!table)
        return unexpected(table.error());
    if (o.measure == "doubly")
        return flowsOfTable(o, *table, console);
    const auto values = measured(o, table->costs, table->supply, table->demand);
    if (!values)
        return unexpected(values.error());
    json answer = measureJson(o), places = json::array();
    std::vector<std::vector<std::string>> rows;
    double sum = 0;
    for (const AccessPlaceId place : idsOf(*values)) {
        const double value = (*values)[place];
        places.push_back({{"id", table->ids[place.index()]}, {"value", number(value)}});
        rows.push_back({table->ids[place.index()], json(value).dump()});
        sum += std::isfinite(value) ? value : 0;
    }
    console.table({"place", o.passive ? o.demand : o.opportunity}, rows);
    if (table->unknownPairs > 0)
        console.note(std::to_string(table->unknownPairs) + " pairs name places that the land use lacks; they are left out");
    answer["pairs"] = table->costs.pairs();
    answer["pairs_left_out"] = table->unknownPairs;
    answer["sum"] = sum;
    answer["places"] = std::move(places);
    console.answer(answer);
    return {};
}

}  // namespace isopolis
