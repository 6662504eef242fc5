#include "app/commands/measured_means.h"

#include "app/commands/files.h"
#include "gis/io/format/csv_reader.h"
#include "simulation/project/sensor_store.h"

#include <charconv>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>
#include <optional>

namespace isopolis {

namespace {

constexpr std::uintmax_t kLargestTable = std::uintmax_t{1} << 28;
constexpr std::size_t kMostRows = 5'000'000;

/// Sums of one sensor and quantity.
struct Sum {
    double sum = 0;
    std::size_t n = 0;
    std::string from, to;
    void add(double value, bool decibel, const std::string& time)
    {
        sum += decibel ? std::pow(10, value / 10) : value;
        ++n;
        if (!time.empty()) {
            from = from.empty() || time < from ? time : from;
            to = time > to ? time : to;
        }
    }
};
using Sums = std::map<std::pair<std::string, std::string>, Sum>;  // by sensor, quantity

std::vector<MeasuredMean> meansOf(const Sums& sums)
{
    std::vector<MeasuredMean> means;
    for (const auto& [key, s] : sums) {
        const double mean = s.sum / static_cast<double>(s.n);
        means.push_back({key.first, key.second, isDecibel(key.second) ? 10 * std::log10(mean) : mean, s.n, s.from, s.to});
    }
    return means;
}

std::string dayOf(std::int64_t unix_s)
{
    const std::time_t time = unix_s;
    std::tm parts{};
    if (!gmtime_r(&time, &parts))
        return {};
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &parts)};
}

}  // namespace

Expected<std::vector<MeasuredMean>> measuredMeans(const std::filesystem::path& file, IssueLog& log)
{
    const std::string name = file.string();
    auto text = readTextFile(file, kLargestTable);
    if (!text)
        return unexpected(text.error());
    auto table = parseCsv(name, *text, log);
    if (!table)
        return unexpected(table.error());
    if (table->rows.size() > kMostRows)
        return unexpected(Error{ErrorCode::Unsupported, "the table holds more than five million rows"}.in(name).cure("Give daily means."));
    const auto column = [&](std::string_view wanted) -> std::optional<std::size_t> {
        for (std::size_t c = 0; c < table->columns.size(); ++c)
            if (table->columns[c] == wanted)
                return c;
        return std::nullopt;
    };
    const auto sensor = column("sensor"), quantity = column("quantity"), value = column("value"), time = column("time");
    for (const auto& [found, wanted] : {std::pair{sensor, "sensor"}, std::pair{quantity, "quantity"}, std::pair{value, "value"}})
        if (!found)
            return unexpected(
                Error{ErrorCode::BadFile, std::string("the table has no column '") + wanted + "'"}.in(name).about(wanted).cure(
                    "Give the columns sensor, quantity (e.g. no2_ug_m3, leq_db) and value."));
    Sums sums;
    for (std::size_t r = 0; r < table->rows.size(); ++r) {
        const auto& row = table->rows[r];
        const auto cell = [&](std::optional<std::size_t> c) { return c && *c < row.size() ? row[*c] : std::string(); };
        const std::string number = cell(value);
        if (number.empty())
            continue;  // a gap
        double v = std::numeric_limits<double>::quiet_NaN();
        const auto read = std::from_chars(number.data(), number.data() + number.size(), v);
        if (read.ec != std::errc() || read.ptr != number.data() + number.size() || !std::isfinite(v))
            return unexpected(Error{ErrorCode::BadValue, "'" + number + "' is not a number"}
                                  .in(name)
                                  .at("line " + std::to_string(table->lines[r]))
                                  .about("value")
                                  .cure("Leave missing values empty."));
        const std::string what = cell(quantity);
        sums[{cell(sensor), what}].add(v, isDecibel(what), cell(time));
    }
    return meansOf(sums);
}

Expected<std::vector<MeasuredMean>> storedMeans(const std::filesystem::path& project)
{
    const std::filesystem::path path = sensorStorePath(project);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return std::vector<MeasuredMean>{};
    auto store = SensorStore::open(path);
    if (!store)
        return unexpected(store.error());
    auto streams = store->latest();
    if (!streams)
        return unexpected(streams.error());
    Sums sums;
    for (const StoredObservation& stream : *streams) {
        if (!isComparable(stream.quantity))
            continue;
        auto series = store->series(stream.sensor, stream.quantity, std::numeric_limits<std::int64_t>::min() / 2,
                                    std::numeric_limits<std::int64_t>::max() / 2);
        if (!series)
            return unexpected(series.error());
        for (const StoredObservation& o : *series)
            if (o.quality == Quality::Pass || o.quality == Quality::NotEvaluated)
                sums[{stream.sensor, stream.quantity}].add(o.value, isDecibel(stream.quantity), dayOf(o.start_s));
    }
    return meansOf(sums);
}

}  // namespace isopolis
