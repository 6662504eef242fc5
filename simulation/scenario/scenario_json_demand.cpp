#include "simulation/scenario/demand_factors.h"
#include "simulation/scenario/scenario_json_reader.h"

#include <nlohmann/json.hpp>

namespace isopolis {

AdjustDemand ScenarioJsonReader::adjustDemand(const At& at)
{
    checkKeys(at, {"type", "name", "source", "zones", "rows"});
    AdjustDemand adjusted{textOr(at, "name", ""), textOr(at, "source", ""), nullptr};
    const At zones = child(at, "zones"), rows = child(at, "rows");
    std::vector<std::string> names;
    for (std::size_t i = 0, n = count(zones); i < n; ++i)
        names.push_back(text(element(zones, i)));
    std::vector<DemandFactors::Cell> cells;
    for (std::size_t i = 0, n = count(rows); i < n; ++i) {
        const At row = element(rows, i);
        checkKeys(row, {"from", "factors"});
        const At from = child(row, "from");
        if (!from.json.is_number_unsigned() || from.json.get<std::uint64_t>() >= names.size())
            refuse(ErrorCode::BadValue, from.path, "this is no position in zones", "Write a whole number from 0.");
        auto read = factorRowFromText(from.json.get<std::uint32_t>(), text(child(row, "factors")));
        if (!read)
            refuse(ErrorCode::BadValue, row.path + ".factors", read.error().message, "Write for example 12=1.25 40=0.8.");
        cells.insert(cells.end(), read->begin(), read->end());
    }
    auto factors = DemandFactors::create(std::move(names), std::move(cells));
    if (!factors)
        refuse(ErrorCode::BadValue, at.path + ".rows", factors.error().message, factors.error().remedy);
    adjusted.factors = std::move(*factors);
    return adjusted;
}

}  // namespace isopolis
