#include "simulation/emissions/factor_sheet.h"

#include "simulation/emissions/factor_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <mutex>
#include <set>
#include <unordered_map>

namespace isopolis {

namespace {

constexpr std::size_t kLargestText = std::size_t{64} << 20, kMostRows = 5'000'000, kMostColumns = 200;
constexpr int kFirstYear = 1990, kLastYear = 2060, kSteepest_percent = 6;
constexpr std::size_t kMostIssues = 50, kSheetsKept = 4, kShaShown = 12;
constexpr int kLimitStep_kmh = 10, kSlowest_kmh = 30, kFastest_kmh = 130;

struct ComponentRule {
    std::string_view name;  ///< of HBEFA, as `plain`
    SheetComponent component;
    double highest;       ///< g/km or MJ/km: above it the unit must be another one
    bool second = false;  ///< counts only where the first choice of the component is missing
};
constexpr ComponentRule kComponents[] = {{"nox", SheetComponent::NOx, 60},      {"no2", SheetComponent::NO2, 60},
                                         {"pm", SheetComponent::ExhaustPm, 10}, {"pmexhaust", SheetComponent::ExhaustPm, 10},
                                         {"co", SheetComponent::Co, 500},       {"hc", SheetComponent::Voc, 200},
                                         {"voc", SheetComponent::Voc, 200},     {"nmhc", SheetComponent::Voc, 200, true},
                                         {"nh3", SheetComponent::Nh3, 5},       {"fcmj", SheetComponent::Energy, 80},
                                         {"co2rep", SheetComponent::Co2, 6000}, {"co2total", SheetComponent::Co2, 6000, true}};
constexpr std::string_view kComponentKeys[kSheetComponentCount] = {"nox", "no2", "pm", "co", "voc", "nh3", "energy", "co2"};

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '"'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '"' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

int gradientFrom(std::string_view text, bool& ok)
{
    text = trimmed(text);
    while (!text.empty() && (text.back() == '%' || text.back() == ' '))
        text.remove_suffix(1);
    // "+/-2%": the mean of both directions stands for level roads only where no other is held; passed over.
    if (!text.empty() && text.front() == '+')
        text.remove_prefix(1);
    int value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    ok = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && std::abs(value) <= kSteepest_percent;
    return value;
}

}  // namespace

std::string_view sheetComponentKey(SheetComponent component) { return kComponentKeys[static_cast<std::size_t>(component)]; }

class FactorSheetReader {
public:
    explicit FactorSheetReader(const FactorSheet& sheet) : m_sheet(sheet), m_table(std::make_shared<FactorSheetTable>())
    {
        m_table->m_file = sheet.file;
        m_table->m_sha256 = sheet.sha256;
    }

    Expected<FactorSheetPtr> read()
    {
        std::string_view text = m_sheet.text;
        if (text.size() > kLargestText)
            return unexpected(bad(ErrorCode::BadFile, "the file is larger than 64 MB", {}));
        if (text.starts_with("\xEF\xBB\xBF"))
            text.remove_prefix(3);
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            std::string_view line = text.substr(0, end);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
            ++m_line;
            if (trimmed(line).empty())
                continue;
            if (m_columns.empty()) {
                if (auto named = readHeader(line); !named)
                    return unexpected(named.error());
                continue;
            }
            if (++m_table->m_rows > kMostRows)
                return unexpected(bad(ErrorCode::BadFile, "the file has more than 5,000,000 rows", {}));
            if (auto sound = readRow(line); !sound)
                return unexpected(sound.error());
        }
        return finish();
    }

private:
    enum Column : std::size_t {
        Case,
        VehCat,
        Year,
        Component,
        TrafficSit,
        Gradient,
        Efa,
        EfaWeighted,
        Technology,
        EmConcept,
        Subsegment,
        Share,
        Count
    };

    Error bad(ErrorCode code, std::string message, std::string field) const
    {
        Error error{code, std::move(message)};
        error.in(m_sheet.file).about(std::move(field)).cure("The form of the file stands in: isopolis-cli emission --help");
        return m_line > 0 ? error.at("line " + std::to_string(m_line)) : error;
    }

    void split(std::string_view line)
    {
        m_cells.clear();
        while (m_cells.size() < kMostColumns) {
            const std::size_t at = line.find(m_separator);
            m_cells.push_back(trimmed(line.substr(0, at)));
            if (at == std::string_view::npos)
                return;
            line.remove_prefix(at + 1);
        }
    }

    Expected<void> readHeader(std::string_view line)
    {
        for (const char c : {';', '\t', ','})
            if (line.find(c) != std::string_view::npos) {
                m_separator = c;
                break;
            }
        split(line);
        m_columns.assign(Count, kNone);
        constexpr std::string_view kNames[Count] = {"Case", "VehCat",       "Year",       "Component", "TrafficSit", "Gradient",
                                                    "EFA",  "EFA_weighted", "Technology", "EmConcept", "Subsegment", "%OfSubsegment"};
        for (std::size_t i = 0; i < m_cells.size(); ++i)
            for (std::size_t c = 0; c < Count; ++c)
                if (m_cells[i] == kNames[c])
                    m_columns[c] = i;
        for (const Column needed : {VehCat, Year, Component, TrafficSit, Gradient})
            if (m_columns[needed] == kNone)
                return unexpected(bad(ErrorCode::BadFile, "the first line does not name the column '" + std::string(kNames[needed]) + "'",
                                      std::string(kNames[needed])));
        if (m_columns[Efa] == kNone && m_columns[EfaWeighted] == kNone)
            return unexpected(bad(ErrorCode::BadFile, "the first line names neither 'EFA' nor 'EFA_weighted'", "EFA_weighted"));
        m_width = m_cells.size();
        return {};
    }

    std::string_view cell(Column c) const { return m_columns[c] < m_cells.size() ? m_cells[m_columns[c]] : std::string_view(); }

    bool number(std::string_view text, double& value) const
    {
        std::string copy;
        if (m_separator != ',' && text.find(',') != std::string_view::npos) {
            copy.assign(text);
            std::replace(copy.begin(), copy.end(), ',', '.');
            text = copy;
        }
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        return !text.empty() && parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
    }

    void passOver(std::string code, std::string message)
    {
        if (m_table->m_issues.size() < kMostIssues)
            m_table->m_issues.push_back({.severity = Severity::Warning,
                                         .code = std::move(code),
                                         .message = std::move(message),
                                         .file = m_sheet.file,
                                         .feature = "line " + std::to_string(m_line),
                                         .field = {}});
        ++m_passedOver;
    }

    Expected<void> readRow(std::string_view line)
    {
        split(line);
        if (m_cells.size() < m_width) {
            // The last cells of a row may be left away only if they are not read.
            for (const Column needed : {VehCat, Year, Component, TrafficSit, Gradient})
                if (m_columns[needed] >= m_cells.size())
                    return unexpected(bad(ErrorCode::BadFile, "the row is too short", {}));
        }
        const std::string name = plainWord(cell(Component));
        const auto rule =
            std::find_if(std::begin(kComponents), std::end(kComponents), [&](const ComponentRule& r) { return r.name == name; });
        if (rule == std::end(kComponents))
            return {};
        int year = 0;
        const std::string_view yearText = cell(Year);
        const auto parsedYear = std::from_chars(yearText.data(), yearText.data() + yearText.size(), year);
        if (parsedYear.ec != std::errc() || parsedYear.ptr != yearText.data() + yearText.size() || year < kFirstYear || year > kLastYear)
            return unexpected(bad(ErrorCode::BadValue, "the year must be a whole number between 1990 and 2060", "Year"));
        if (m_table->m_year == 0)
            m_table->m_year = year;
        if (m_table->m_year != year)
            return unexpected(
                bad(ErrorCode::BadValue,
                    "the file holds the years " + std::to_string(m_table->m_year) + " and " + std::to_string(year) + ": export one year",
                    "Year"));
        if (m_table->m_version.empty() && m_columns[Case] != kNone)
            m_table->m_version = versionIn(cell(Case));
        const std::optional<TrafficSituation> situation = trafficSituationFrom(cell(TrafficSit));
        if (!situation) {
            passOver("unknown_situation",
                     "'" + std::string(cell(TrafficSit).substr(0, 60)) + "' is no single traffic situation; the row is passed over");
            return {};
        }
        bool sound = false;
        const int gradient = gradientFrom(cell(Gradient), sound);
        if (!sound) {
            passOver("unknown_gradient", "the gradient '" + std::string(cell(Gradient).substr(0, 30)) +
                                             "' is no whole number from -6 to 6 %; the row is passed over");
            return {};
        }
        // Exports by vehicle category fill EFA_weighted alone, those by subsegment EFA alone.
        double value = 0;
        const std::string_view own = cell(Efa), weighted = cell(EfaWeighted);
        const bool bySegment = !cell(Subsegment).empty() || !cell(EmConcept).empty() || !cell(Technology).empty();
        const std::string_view chosen = bySegment && !own.empty() ? own : weighted.empty() ? own : weighted;
        if (!number(chosen, value))
            return unexpected(bad(ErrorCode::BadValue, "the emission factor '" + std::string(chosen.substr(0, 30)) + "' is not a number",
                                  chosen.data() == own.data() ? "EFA" : "EFA_weighted"));
        if (!(value >= 0 && value <= rule->highest))
            return unexpected(bad(ErrorCode::BadValue,
                                  "the emission factor must lie between 0 and " + std::to_string(static_cast<int>(rule->highest)) +
                                      (rule->component == SheetComponent::Energy ? " MJ/km" : " g/km"),
                                  "EFA"));
        double share = 1;
        if (m_columns[Share] != kNone && (!number(cell(Share), share) || !(share > 0)))
            share = cell(Share).empty() ? 1 : 0;
        addRow(*rule, *situation, gradient, value, share);
        return {};
    }

    void addRow(const ComponentRule& rule, const TrafficSituation& situation, int gradient, double value, double share)
    {
        const std::string segment = std::string(cell(Subsegment)) + " " + std::string(cell(EmConcept));
        const auto category = categoryFrom(cell(VehCat), segment);
        if (!category) {
            passOver("unknown_vehicle",
                     "the vehicle category '" + std::string(cell(VehCat).substr(0, 40)) + "' is not in the fleet; the row is passed over");
            return;
        }
        const std::optional<Fuel> fuel = fuelFrom(cell(Technology), segment);
        const Standard standard = standardFrom(segment);
        const bool moped = *category == VehicleCategory::TwoWheeler && namesMoped(segment);
        const int narrow = standard.euro > 0 || moped ? 2 : fuel ? 1 : 0;
        bool any = false;
        for (const VehicleClass& vehicle : vehicleClasses()) {
            const bool lorries = plainWord(cell(VehCat)).starts_with("h") && narrow < 2 &&
                                 (vehicle.category == VehicleCategory::Rigid || vehicle.category == VehicleCategory::Articulated);
            if (vehicle.category != *category && !lorries)
                continue;
            if (fuel && vehicle.fuel != *fuel)
                continue;
            // Battery electric vehicles emit nothing that an average of engines would give them.
            if (!fuel && vehicle.fuel == Fuel::Electric)
                continue;
            if (*category == VehicleCategory::TwoWheeler && narrow == 2 && (vehicle.id == FleetClass::Moped) != moped)
                continue;
            if (standard.euro > 0 && !moped && !standardFits(vehicle, standard))
                continue;
            Sum& sum = m_sums[FactorSheetTable::placeOf(vehicle.id, rule.component, FactorSheetTable::situationIndex(situation)) *
                                  FactorSheetTable::kGradients +
                              static_cast<std::size_t>(gradient + kSteepest_percent)];
            const int rank = narrow * 2 + (rule.second ? 0 : 1);
            if (rank > sum.rank)
                sum = {rank, 0, 0};
            if (rank == sum.rank) {
                sum.weighted += share * value;
                sum.weight += share;
            }
            any = true;
        }
        if (!any) {
            passOver("unknown_vehicle", "no class of the fleet is '" + std::string(cell(VehCat).substr(0, 40)) + "', " +
                                            segment.substr(0, 60) + "; the row is passed over");
            return;
        }
        m_situations.insert(trafficSituationName(situation));
    }

    Expected<FactorSheetPtr> finish()
    {
        FactorSheetTable& t = *m_table;
        if (m_sums.empty()) {
            m_line = 0;
            return unexpected(bad(ErrorCode::BadFile, "the file holds no emission factor of a class of the fleet", {}));
        }
        const std::size_t places = kFleetClassCount * kSheetComponentCount * FactorSheetTable::kSituations;
        t.m_values.assign(places * FactorSheetTable::kGradients, kUnknown);
        for (const auto& [at, sum] : m_sums)
            if (sum.weight > 0) {
                t.m_values[at] = sum.weighted / sum.weight;
                ++t.m_factors;
            }
        t.resolve();
        t.m_situations = m_situations.size();
        if (m_passedOver > t.m_issues.size())
            t.m_issues.push_back({.severity = Severity::Note,
                                  .code = "rows_passed_over",
                                  .message = std::to_string(m_passedOver) + " rows in all are passed over; the first 50 are named.",
                                  .file = m_sheet.file,
                                  .feature = {},
                                  .field = {}});
        return FactorSheetPtr(m_table);
    }

    static constexpr std::size_t kNone = ~std::size_t{0};
    /// `rank`: narrower rows replace wider ones.
    struct Sum {
        int rank = -1;
        double weighted = 0, weight = 0;
    };
    const FactorSheet& m_sheet;
    std::shared_ptr<FactorSheetTable> m_table;
    char m_separator = ';';
    std::size_t m_line = 0, m_width = 0, m_passedOver = 0;
    std::vector<std::size_t> m_columns;
    std::vector<std::string_view> m_cells;
    std::unordered_map<std::size_t, Sum> m_sums;
    std::set<std::string> m_situations;
};

std::size_t FactorSheetTable::situationIndex(const TrafficSituation& s)
{
    const int limit = std::clamp(s.limit_kmh, kSlowest_kmh, kFastest_kmh);
    const std::size_t step = static_cast<std::size_t>((limit - kSlowest_kmh) / kLimitStep_kmh);
    return (((s.urban ? 1U : 0U) * kSituationRoadCount + static_cast<std::size_t>(s.road)) * kLimits + step) * kServiceLevelCount +
           static_cast<std::size_t>(s.level);
}

std::size_t FactorSheetTable::placeOf(FleetClass vehicle, SheetComponent component, std::size_t situation)
{
    return (static_cast<std::size_t>(vehicle) * kSheetComponentCount + static_cast<std::size_t>(component)) * kSituations + situation;
}

/// For every situation the one that answers: the nearest limit at its level (the lower of two), else the same at the next better level.
void FactorSheetTable::resolve()
{
    constexpr std::size_t kRoad = kLimits * kServiceLevelCount;
    const std::size_t places = m_values.size() / kGradients;
    std::vector<char> held(places);
    for (std::size_t i = 0; i < m_values.size(); ++i)
        if (std::isfinite(m_values[i]))
            held[i / kGradients] = 1;
    m_nearest.assign(places, static_cast<std::uint16_t>(kSituations));
    for (std::size_t road = 0; road < places; road += kRoad) {
        if (std::none_of(held.begin() + static_cast<std::ptrdiff_t>(road), held.begin() + static_cast<std::ptrdiff_t>(road + kRoad),
                         [](char h) { return h != 0; }))
            continue;
        m_has[road / kSituations / kSheetComponentCount][road / kSituations % kSheetComponentCount] = true;
        const auto find = [&](std::size_t limit, std::size_t level) {
            for (std::size_t better = 0; better <= level; ++better)
                for (std::size_t away = 0; away < kLimits; ++away)
                    for (const std::size_t other : {limit - away, limit + away})
                        if (other < kLimits && held[road + other * kServiceLevelCount + level - better])
                            return road % kSituations + other * kServiceLevelCount + level - better;
            return kSituations;
        };
        for (std::size_t limit = 0; limit < kLimits; ++limit)
            for (std::size_t level = 0; level < kServiceLevelCount; ++level)
                m_nearest[road + limit * kServiceLevelCount + level] = static_cast<std::uint16_t>(find(limit, level));
    }
}

bool FactorSheetTable::has(FleetClass vehicle, SheetComponent component) const
{
    return m_has[static_cast<std::size_t>(vehicle)][static_cast<std::size_t>(component)];
}

std::optional<TrafficSituation> FactorSheetTable::nearest(FleetClass vehicle, SheetComponent component,
                                                          const TrafficSituation& wanted) const
{
    std::size_t at = m_nearest[placeOf(vehicle, component, situationIndex(wanted))];
    if (at == kSituations)
        return std::nullopt;
    TrafficSituation s = wanted;
    s.level = static_cast<ServiceLevel>(at % kServiceLevelCount);
    s.limit_kmh = kSlowest_kmh + kLimitStep_kmh * static_cast<int>(at / kServiceLevelCount % kLimits);
    return s;
}

std::optional<double> FactorSheetTable::factor(FleetClass vehicle, SheetComponent component, const TrafficSituation& wanted,
                                               double slope_percent) const
{
    const std::size_t at = m_nearest[placeOf(vehicle, component, situationIndex(wanted))];
    if (at == kSituations)
        return std::nullopt;
    const double* values = &m_values[placeOf(vehicle, component, at) * kGradients];
    // Linear between the gradients that this situation has; the last one beyond them.
    double below = kUnknown, above = kUnknown;
    int from = 0, to = 0;
    for (int g = -kSteepest_percent; g <= kSteepest_percent; ++g) {
        const double value = values[g + kSteepest_percent];
        if (!std::isfinite(value))
            continue;
        if (g <= slope_percent || !std::isfinite(below)) {
            below = value;
            from = g;
        }
        if (g >= slope_percent && !std::isfinite(above)) {
            above = value;
            to = g;
        }
    }
    return std::isfinite(above) && from < to ? below + (above - below) * (slope_percent - from) / (to - from) : below;
}

std::string FactorSheetTable::name() const
{
    return "HBEFA " + (m_version.empty() ? std::string("(version not named)") : m_version) + ", user's file '" + m_file + "', sha256 " +
           m_sha256.substr(0, kShaShown);
}

Expected<FactorSheetPtr> readFactorSheet(const FactorSheet& sheet) { return FactorSheetReader(sheet).read(); }

Expected<FactorSheetPtr> obtainFactorSheet(const FactorSheet& sheet)
{
    if (sheet.text.empty())
        return FactorSheetPtr();
    struct Kept {
        FactorSheet sheet;
        FactorSheetPtr table;
    };
    static std::mutex mutex;
    static std::vector<Kept> kept;  // newest last
    const std::lock_guard lock(mutex);
    for (const Kept& known : kept)
        if (known.sheet == sheet)
            return known.table;
    auto table = readFactorSheet(sheet);
    if (!table)
        return table;
    if (kept.size() >= kSheetsKept)
        kept.erase(kept.begin());
    kept.push_back({sheet, *table});
    return table;
}

std::string factorSheetName(const FactorSheet& sheet)
{
    if (sheet.text.empty())
        return {};
    const auto table = obtainFactorSheet(sheet);
    return table ? (*table)->name() : "user's file '" + sheet.file + "', which cannot be read";
}

}  // namespace isopolis
