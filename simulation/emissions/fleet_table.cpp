#include "simulation/emissions/fleet_table.h"

#include "gis/core/text.h"
#include "simulation/emissions/emission_parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::string_view kPrefix = "emissions.";
constexpr std::size_t kMostLines = 20000, kMostYears = 200;
/// Some weights must not vanish, so that no group sums to zero: a share below such a small minimum is raised to it.
constexpr double kSmallestKept = 0.01;
constexpr int kFirstYear = 1970, kLastYear = 2150;

constexpr const ParameterSpec* kVehicles[] = {&kShareCar, &kShareVan,   &kShareRigid,     &kShareArticulated,
                                              &kShareBus, &kShareCoach, &kShareTwoWheeler};
constexpr const ParameterSpec* kCars[] = {&kFuelPetrol, &kFuelDiesel, &kFuelHybrid, &kFuelElectric, &kFuelPlugIn, &kFuelLpg, &kFuelCng};
constexpr const ParameterSpec* kVans[] = {&kVanDiesel, &kVanPetrol, &kVanElectric};
constexpr const ParameterSpec* kBuses[] = {&kBusDiesel, &kBusCng, &kBusElectric};
constexpr const ParameterSpec* kPetrol[] = {&kPetrolEuro3, &kPetrolEuro4, &kPetrolEuro5, &kPetrolEuro6abc, &kPetrolEuro6d};
constexpr const ParameterSpec* kDiesel[] = {&kDieselEuro3, &kDieselEuro4, &kDieselEuro5, &kDieselEuro6abc, &kDieselEuro6d};
constexpr const ParameterSpec* kDieselVans[] = {&kVanEuro3, &kVanEuro4, &kVanEuro5, &kVanEuro6abc, &kVanEuro6d};
constexpr const ParameterSpec* kRigid[] = {&kRigidEuro4, &kRigidEuro5, &kRigidEuro6};
constexpr const ParameterSpec* kArticulated[] = {&kArticulatedEuro5, &kArticulatedEuro6};
constexpr const ParameterSpec* kDieselBuses[] = {&kBusEuro4, &kBusEuro5, &kBusEuro6};
constexpr const ParameterSpec* kCoaches[] = {&kCoachEuro4, &kCoachEuro5, &kCoachEuro6};
constexpr const ParameterSpec* kTwoWheelers[] = {&kMotorcycleEuro3, &kMotorcycleEuro4, &kMoped};

constexpr FleetGroup kGroups[] = {
    {ISO_TR("fleet", "Vehicles"), kVehicles},
    {ISO_TR("fleet", "Cars by fuel"), kCars},
    {ISO_TR("fleet", "Vans by fuel"), kVans},
    {ISO_TR("fleet", "Urban buses by fuel"), kBuses},
    {ISO_TR("fleet", "Petrol cars by emission standard"), kPetrol},
    {ISO_TR("fleet", "Diesel cars by emission standard"), kDiesel},
    {ISO_TR("fleet", "Diesel vans by emission standard"), kDieselVans},
    {ISO_TR("fleet", "Rigid lorries by emission standard"), kRigid},
    {ISO_TR("fleet", "Articulated lorries by emission standard"), kArticulated},
    {ISO_TR("fleet", "Diesel buses by emission standard"), kDieselBuses},
    {ISO_TR("fleet", "Coaches by emission standard"), kCoaches},
    {ISO_TR("fleet", "Motorcycles and mopeds"), kTwoWheelers},
};

std::string nameOf(const ParameterSpec& spec) { return std::string(spec.id.substr(kPrefix.size())); }

bool isWeight(const std::string& name)
{
    for (const FleetGroup& group : kGroups)
        for (const ParameterSpec* spec : group.weights)
            if (nameOf(*spec) == name)
                return true;
    return false;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlank = " \t\r\"";
    const auto first = text.find_first_not_of(kBlank);
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

template <class T>
bool read(std::string_view text, T& value)
{
    const auto done = std::from_chars(text.data(), text.data() + text.size(), value);
    return done.ec == std::errc() && done.ptr == text.data() + text.size();
}

/// The three cells of a line; fewer or more: false.
bool cellsOf(std::string_view line, char separator, std::array<std::string_view, 3>& cells)
{
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const auto end = line.find(separator);
        if ((end == std::string_view::npos) != (c + 1 == cells.size()))
            return false;
        cells[c] = trimmed(line.substr(0, end));
        line.remove_prefix(std::min(line.size(), end == std::string_view::npos ? line.size() : end + 1));
    }
    return true;
}

/// Shares of each group that a year has, by name.
std::map<std::string, double> sharesOf(const std::map<std::string, double>& year)
{
    std::map<std::string, double> shares;
    for (const FleetGroup& group : kGroups) {
        double sum = 0;
        bool there = false;
        for (const ParameterSpec* spec : group.weights)
            if (const auto at = year.find(nameOf(*spec)); at != year.end()) {
                sum += at->second;
                there = true;
            }
        if (there && sum > 0)
            for (const ParameterSpec* spec : group.weights) {
                const auto at = year.find(nameOf(*spec));
                shares[nameOf(*spec)] = at == year.end() ? 0 : at->second / sum;
            }
    }
    return shares;
}

}  // namespace

std::span<const FleetGroup> fleetGroups() { return kGroups; }

Expected<FleetTable> parseFleetTable(const std::string& name, std::string_view text)
{
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    constexpr std::string_view kForm = "The form is: year,weight,value with one weight a line, e.g. 2030,car.electric,0.35";
    if (text.starts_with(kMark))
        text.remove_prefix(kMark.size());
    FleetTable table;
    char separator = ',';
    bool header = true;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto bad = [&](ErrorCode code, std::string what, std::string field) {
            return unexpected(Error{code, std::move(what)}
                                  .in(name)
                                  .at("line " + std::to_string(number))
                                  .about(std::move(field))
                                  .cure(std::string(kForm)));
        };
        if (number > kMostLines)
            return bad(ErrorCode::BadFile, "the table is longer than 20,000 lines", {});
        if (line.empty())
            continue;
        if (header)
            separator = line.find(';') != std::string_view::npos ? ';' : ',';
        std::array<std::string_view, 3> cells;
        if (!cellsOf(line, separator, cells))
            return bad(ErrorCode::BadFile, "the line does not have three cells", {});
        if (std::exchange(header, false)) {
            if (cells != std::array<std::string_view, 3>{"year", "weight", "value"})
                return bad(ErrorCode::BadFile, "the first line must name the columns year, weight and value", {});
            continue;
        }
        int year = 0;
        double value = 0;
        const std::string weight(cells[1]);
        if (!read(cells[0], year) || year < kFirstYear || year > kLastYear)
            return bad(ErrorCode::BadValue, "the year must be a whole number between 1970 and 2150", "year");
        if (!isWeight(weight))
            return bad(ErrorCode::NotFound, "there is no weight '" + weight.substr(0, 60) + "' in the fleet", "weight");
        if (!read(cells[2], value) || !std::isfinite(value) || value < 0)
            return bad(ErrorCode::BadValue, "the value must be a number of at least 0", "value");
        if (!table.years[year].emplace(weight, value).second)
            return bad(ErrorCode::BadValue, "the weight '" + weight + "' of this year stands there twice", "weight");
        if (table.years.size() > kMostYears)
            return bad(ErrorCode::BadFile, "the table has more than 200 years", "year");
    }
    if (table.years.empty())
        return unexpected(Error{ErrorCode::BadFile, "the table holds no weights"}.in(name).cure(std::string(kForm)));
    return table;
}

Expected<FleetWeights> fleetOfYear(const FleetTable& table, int year)
{
    const auto after = table.years.lower_bound(year);
    const bool given = after != table.years.end() && after->first == year;
    if (after == table.years.end() || (!given && after == table.years.begin()))
        return unexpected(Error{ErrorCode::NotFound, "the table of fleets does not reach the year " + std::to_string(year)}.cure(
            "It goes from " + std::to_string(table.years.begin()->first) + " to " + std::to_string(table.years.rbegin()->first) + "."));
    std::map<std::string, double> shares = sharesOf(after->second);
    if (!given) {
        const auto before = std::prev(after);
        const double part = static_cast<double>(year - before->first) / (after->first - before->first);
        const std::map<std::string, double> earlier = sharesOf(before->second);
        // A group counts only if both years have it.
        std::erase_if(shares, [&](const auto& share) { return !earlier.contains(share.first); });
        for (auto& [name, share] : shares)
            share = (1 - part) * earlier.at(name) + part * share;
    }
    FleetWeights weights;
    for (const FleetGroup& group : kGroups)
        for (const ParameterSpec* spec : group.weights)
            if (const auto at = shares.find(nameOf(*spec)); at != shares.end())
                weights.emplace_back(spec, at->second < spec->low && spec->low <= kSmallestKept ? spec->low : at->second);
    ParameterSet tried;
    for (const auto& [spec, value] : weights)
        if (auto set = tried.set(*spec, {value, {}, {}}); !set)
            return unexpected(set.error());
    return weights;
}

std::string fleetTableText(const ParameterSet& parameters, int year)
{
    std::string text = "year,weight,value\n";
    for (const FleetGroup& group : kGroups)
        for (const ParameterSpec* spec : group.weights) {
            char number[32];
            const auto end = std::to_chars(std::begin(number), std::end(number), parameters.value(*spec)).ptr;
            text += std::to_string(year) + "," + nameOf(*spec) + "," + std::string(std::begin(number), end) + "\n";
        }
    return text;
}

}  // namespace isopolis
