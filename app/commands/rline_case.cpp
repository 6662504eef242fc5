#include "app/commands/air_case.h"
#include "simulation/air/rline.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace isopolis {

using nlohmann::json;

double numberOf(const json& object, const std::string& key, double low, double high, std::optional<double> standard)
{
    const auto at = object.find(key);
    if (at == object.end() && standard)
        return *standard;
    if (at == object.end() || !at->is_number())
        throw CaseProblem{key, "must be a number"};
    const double value = at->get<double>();
    if (!(value >= low && value <= high))
        throw CaseProblem{key, "must lie between " + json(low).dump() + " and " + json(high).dump()};
    return value;
}

const json& partOf(const json& object, const std::string& key, bool array)
{
    const auto at = object.find(key);
    if (at == object.end() || at->is_array() != array || at->is_object() == array)
        throw CaseProblem{key, array ? "must be a list" : "must be an object"};
    return *at;
}

std::array<double, 3> pointOf(const json& value, const std::string& field)
{
    constexpr double kFarthest_m = 1e7;
    std::array<double, 3> p{};
    if (!value.is_array() || value.size() < 2 || value.size() > 3)
        throw CaseProblem{field, "must be [x, y, z] in metres"};
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (!value[i].is_number() || !(std::abs(value[i].get<double>()) <= kFarthest_m))
            throw CaseProblem{field, "must hold numbers in metres"};
        p[i] = value[i].get<double>();
    }
    return p;
}

namespace {

constexpr std::size_t kMostPairs = 2000000, kMostHours = 10000, kMostWalls = 8;

/// How well modelled values meet measured ones: Hanna & Chang 2012 (environmental models).
class Skill {
public:
    void add(double modelled, double measured)
    {
        if (!std::isfinite(measured))
            return;
        ++m_n;
        m_within += modelled >= 0.5 * measured && modelled <= 2 * measured;
        m_model += modelled, m_measured += measured;
        m_mm += modelled * modelled, m_oo += measured * measured, m_mo += modelled * measured;
        m_squares += (modelled - measured) * (modelled - measured);
    }
    std::size_t size() const { return m_n; }
    json toJson() const
    {
        const auto n = static_cast<double>(m_n);
        return {{"n", m_n},
                {"fac2", number(m_within / n)},
                {"nmb", number((m_model - m_measured) / m_measured)},
                {"nmse", number(n * m_squares / (m_model * m_measured))},
                {"r", number((n * m_mo - m_model * m_measured) /
                             std::sqrt((n * m_mm - m_model * m_model) * (n * m_oo - m_measured * m_measured)))}};
    }

private:
    std::size_t m_n = 0;
    double m_within = 0, m_model = 0, m_measured = 0, m_mm = 0, m_oo = 0, m_mo = 0, m_squares = 0;
};

/// Deviations from another program's results, relative.
json agreementOf(std::vector<double> deviations)
{
    if (deviations.empty())
        return {{"n", 0}};
    std::sort(deviations.begin(), deviations.end());
    return {{"n", deviations.size()}, {"median", number(deviations[deviations.size() / 2])}, {"largest", number(deviations.back())}};
}

std::vector<double> measuredOf(const json& input, std::size_t receptors)
{
    if (!input.contains("measured_ug_m3"))
        return {};
    const json& list = partOf(input, "measured_ug_m3", true);
    if (list.size() != receptors)
        throw CaseProblem{"measured_ug_m3", "must hold one value (or null) per receptor"};
    std::vector<double> values;
    for (const json& value : list) {
        if (!value.is_number() && !value.is_null())
            throw CaseProblem{"measured_ug_m3", "must hold numbers or null"};
        values.push_back(value.is_null() ? std::nan("") : value.get<double>());
    }
    return values;
}

std::vector<RlineWall> wallsOf(const json& source, const std::string& where, const std::string& set)
{
    if (!source.contains("walls"))
        return {};
    const json& list = partOf(source, "walls", true);
    if (list.size() > kMostWalls)
        throw CaseProblem{where + ".walls", "must not hold more than 8 walls"};
    if (set != "2023" && !list.empty())
        throw CaseProblem{where + ".walls", "need the coefficients \"2023\": the older set knows no walls"};
    std::vector<RlineWall> walls;
    for (const json& wall : list) {
        if (!wall.is_object())
            throw CaseProblem{where + ".walls", "must hold objects with height_m and offset_m"};
        walls.push_back({numberOf(wall, "height_m", 0, 50), numberOf(wall, "offset_m", -1000, 1000)});
        if (std::abs(walls.back().offset_m) < 0.5)
            throw CaseProblem{where + ".walls.offset_m", "must be at least 0.5 m from the middle of the source"};
    }
    return walls;
}

struct CaseSource {
    std::string id;
    RlineSource line;
    double emission = 0;
};

RlineMeteorology meteorologyOf(const json& met)
{
    RlineMeteorology m;
    m.frictionVelocity_ms = numberOf(met, "u_star", 0.001, 10);
    m.convectiveVelocity_ms = numberOf(met, "w_star", -100, 20, -9);
    m.moninObukhov_m = numberOf(met, "L", -1e12, 1e12);
    if (std::abs(m.moninObukhov_m) < 0.1)
        throw CaseProblem{"met.L", "must not be nearer to zero than 0.1 m"};
    m.roughness_m = numberOf(met, "z0", 1e-4, 10);
    m.displacement_m = numberOf(met, "displacement_factor", 0, 20, 5) * m.roughness_m;
    m.mechanicalHeight_m = numberOf(met, "zi_mech", -1000, 1e5);
    m.mixingHeight_m = std::max({numberOf(met, "zi_conv", -1000, 1e5, -999), m.mechanicalHeight_m, 1.0});
    m.wind_ms = numberOf(met, "wind", 0.01, 100);
    m.windFrom_deg = numberOf(met, "wind_dir", 0, 360);
    m.windHeight_m = numberOf(met, "z_ref", 0.5, 1000, 10);
    if (m.windHeight_m <= m.displacement_m + m.roughness_m)
        throw CaseProblem{"met.z_ref", "must lie above the displaced surface"};
    return m;
}

/// One hour.
json hourAnswer(const json& input, Skill& skill)
{
    const std::string set = input.value("coefficients", "2023");
    if (set != "2013" && set != "2023")
        throw CaseProblem{"coefficients", "must be \"2013\" or \"2023\""};
    const RlineCoefficients coefficients = set == "2013" ? RlineCoefficients::Year2013 : RlineCoefficients::Year2023;
    const RlineMeteorology met = meteorologyOf(partOf(input, "met", false));
    const json &sources = partOf(input, "sources", true), &receptors = partOf(input, "receptors", true);
    if (sources.size() * receptors.size() > kMostPairs)
        throw CaseProblem{"receptors", "and sources together make more than two million pairs"};
    std::vector<CaseSource> lines;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const std::string where = "sources[" + std::to_string(i) + "]";
        if (!sources[i].is_object() || !sources[i].contains("start") || !sources[i].contains("end"))
            throw CaseProblem{where, "must be an object with start and end"};
        const auto start = pointOf(sources[i]["start"], where + ".start"), end = pointOf(sources[i]["end"], where + ".end");
        CaseSource s;
        s.id = sources[i].contains("id") ? (sources[i]["id"].is_string() ? sources[i]["id"].get<std::string>() : sources[i]["id"].dump())
                                         : std::to_string(i + 1);
        s.line = {{start[0], start[1]},
                  {end[0], end[1]},
                  0.5 * (start[2] + end[2]),
                  numberOf(sources[i], "sigma_z0_m", 0, 100, 1.5),
                  numberOf(sources[i], "width_m", 0, 500, 0),
                  wallsOf(sources[i], where, set)};
        if (!(s.line.height_m >= 0))
            throw CaseProblem{where, "must not lie below the ground"};
        s.emission = numberOf(sources[i], "emission_g_m_s", 0, 1e6, 1);
        lines.push_back(s);
    }
    const std::vector<double> measured = measuredOf(input, receptors.size());
    json answer = {{"model", "rline"}, {"coefficients", set}, {"receptors", json::array()}};
    for (std::size_t r = 0; r < receptors.size(); ++r) {
        const auto at = pointOf(receptors[r], "receptors[" + std::to_string(r) + "]");
        json bySource = json::object();
        double total = 0;
        for (const CaseSource& s : lines) {
            const double value = s.emission * rlineConcentration(met, coefficients, s.line, {at[0], at[1]}, at[2]);
            total += value;
            bySource[s.id] = number(bySource.value(s.id, 0.0) + value);
        }
        json receptor = {{"total_ug_m3", number(total)}, {"by_source", bySource}};
        if (!measured.empty()) {
            receptor["measured_ug_m3"] = number(measured[r]);
            skill.add(total, measured[r]);
        }
        answer["receptors"].push_back(receptor);
    }
    json terms = json::array();
    const RlineRelease release{lines.empty() ? 0.5 : lines[0].line.height_m, lines.empty() ? 1.5 : lines[0].line.sigmaZ0_m, 0};
    const RlinePlume plume(met, coefficients, release, 1.5);
    for (const double x : {5.0, 10.0, 30.0, 100.0, 300.0, 1000.0}) {
        const RlinePlume::Profile p = plume.profileAt(x);
        terms.push_back({{"x_m", x},
                         {"sigma_z_m", number(plume.sigmaZ(x))},
                         {"sigma_y_m", number(p.sigmaY)},
                         {"effective_wind_ms", number(plume.effectiveWind(x))},
                         {"vertical_s_m2", number(p.plume)},
                         {"meander_vertical_s_m2", number(p.meander)},
                         {"meander_share", number(p.meanderShare)},
                         {"point_s_m3", number(plume.at(x, 0))}});
    }
    answer["terms_on_the_axis"] = terms;
    return answer;
}

}  // namespace

json rlineAnswer(const json& input)
{
    Skill skill;
    json answer;
    if (!input.contains("hours")) {
        answer = hourAnswer(input, skill);
    } else {
        const json& hours = partOf(input, "hours", true);
        if (hours.size() > kMostHours)
            throw CaseProblem{"hours", "must not hold more than 10,000 cases"};
        answer = {{"model", "rline"}, {"hours", json::array()}};
        for (const json& hour : hours) {
            if (!hour.is_object() || hour.contains("hours"))
                throw CaseProblem{"hours", "must hold cases of one hour each"};
            answer["hours"].push_back(hourAnswer(hour, skill));
        }
    }
    if (skill.size() > 0)
        answer["evaluation"] = skill.toJson();
    return answer;
}

namespace {

/// A table's columns by name.
class Row {
public:
    Row(const CsvTable& table, std::size_t row) : m_table(table), m_row(row) {}
    static bool has(const CsvTable& table, const std::string& column)
    {
        return std::find(table.columns.begin(), table.columns.end(), column) != table.columns.end();
    }
    bool empty(const std::string& column) const { return text(column).empty(); }
    double number(const std::string& column, double low, double high) const
    {
        json one = json::parse(text(column), nullptr, false);
        if (!one.is_number())
            throw CaseProblem{column, "must be a number in line " + std::to_string(m_table.lines[m_row])};
        return numberOf(json{{column, one}}, column, low, high);
    }

private:
    const std::string& text(const std::string& column) const
    {
        const auto at = std::find(m_table.columns.begin(), m_table.columns.end(), column);
        if (at == m_table.columns.end())
            throw CaseProblem{column, "is missing among the columns"};
        return m_table.rows[m_row][static_cast<std::size_t>(at - m_table.columns.begin())];
    }
    const CsvTable& m_table;
    std::size_t m_row;
};

/// The weather of a row; the two tables' columns differ in their units' suffixes only.
RlineMeteorology weatherOf(const Row& row, bool withUnits, RlineCoefficients set)
{
    const std::string speed = withUnits ? "_m_s" : "", length = withUnits ? "_m" : "";
    json met = {{"u_star", row.number("u_star" + speed, 0.001, 10)},
                {"w_star", row.number("w_star" + speed, -100, 20)},
                {"zi_conv", row.number("zi_conv" + length, -1000, 1e5)},
                {"zi_mech", row.number("zi_mech" + length, -1000, 1e5)},
                {"L", row.number("L" + length, -1e12, 1e12)},
                {"z0", row.number("z0" + length, 1e-4, 10)},
                {"wind", row.number("wind" + speed, 0.01, 100)},
                {"wind_dir", row.number(withUnits ? "wind_dir_deg" : "wind_dir", 0, 360)},
                {"z_ref", withUnits ? row.number("z_ref_m", 0.5, 1000) : 10.0}};
    // The newer program takes no convection from stable hours.
    if (set == RlineCoefficients::Year2023 && met["L"].get<double>() > 0)
        met["w_star"] = -9;
    return meteorologyOf(met);
}

constexpr std::array<int, 7> kTracerDistances_m{18, 36, 48, 66, 90, 120, 180};

/// The tracer experiment of Idaho Falls 2008: a line of 1 km, 54 m of which released SF6; 5.34 µg/m³ per ppb at the site.
json tracerTable(const CsvTable& table)
{
    constexpr double kReleasing_m = 54, kSf6PerPpb = 5.34;
    const RlineSource source{{0, -500}, {0, 500}, 1, 0, 0};
    json answer = {{"model", "rline"}, {"experiment", "tracer SF6, ppb"}, {"sets", json::array()}};
    for (const auto& [set, name] : {std::pair{RlineCoefficients::Year2013, "2013"}, {RlineCoefficients::Year2023, "2023"}}) {
        Skill skill;
        std::vector<double> deviations;
        for (std::size_t r = 0; r < table.rows.size(); ++r) {
            const Row row(table, r);
            const RlineMeteorology met = weatherOf(row, true, set);
            const double release = row.number("release_g_s", 0, 1e6);
            for (const int away : kTracerDistances_m) {
                const std::string suffix = std::to_string(away) + "m";
                const double unit = rlineConcentration(met, set, source, {static_cast<double>(away), 0}, 1.5);
                if (set == RlineCoefficients::Year2013 && Row::has(table, "rline12_ugm3_per_gms_" + suffix))
                    deviations.push_back(std::abs(unit / row.number("rline12_ugm3_per_gms_" + suffix, 1e-300, 1e12) - 1));
                if (!row.empty("meas_ppb_" + suffix))
                    skill.add(unit * release / kReleasing_m / kSf6PerPpb, row.number("meas_ppb_" + suffix, 0, 1e9));
            }
        }
        json one = {{"coefficients", name}, {"evaluation", skill.toJson()}};
        if (!deviations.empty())
            one["against R-LINE 1.2"] = agreementOf(std::move(deviations));
        answer["sets"].push_back(one);
    }
    return answer;
}

/// Synthetic hours beside AERMOD: a road of 200 m along the y axis, 7 m wide, 0.5 m high, initial spread 1.5 m; the wall stands at x = 8 m.
json syntheticTable(const CsvTable& table)
{
    json answer = {{"model", "rline"}, {"coefficients", "2023"}, {"programs", json::array()}};
    for (const auto& [column, wall_m] : {std::pair{"aermod24142_ugm3", 0.0}, {"aermod24142_barrier4m_ugm3", 4.0}}) {
        if (!Row::has(table, column))
            continue;
        RlineSource source{{0, -100}, {0, 100}, 0.5, 1.5, 7};
        if (wall_m > 0)
            source.walls.push_back({wall_m, -8});
        std::vector<double> deviations;
        for (std::size_t r = 0; r < table.rows.size(); ++r) {
            const Row row(table, r);
            const RlineMeteorology met = weatherOf(row, false, RlineCoefficients::Year2023);
            const Point2 receptor{row.number("x", -1e6, 1e6), row.number("y", -1e6, 1e6)};
            const double value = rlineConcentration(met, RlineCoefficients::Year2023, source, receptor, 1.5);
            deviations.push_back(std::abs(value / row.number(column, 1e-300, 1e12) - 1));
        }
        answer["programs"].push_back({{"column", column}, {"wall_m", wall_m}, {"agreement", agreementOf(std::move(deviations))}});
    }
    return answer;
}

std::string percent(const json& share) { return share.is_number() ? fixed(100 * share.get<double>(), 3) + " %" : "–"; }

std::string two(const json& value) { return value.is_number() ? fixed(value.get<double>(), 2) : "–"; }

void printSkill(const Console& console, const std::string& what, const json& e)
{
    console.line(what + ": n " + std::to_string(e["n"].get<std::size_t>()) + ", FAC2 " + two(e["fac2"]) + ", NMB " + two(e["nmb"]) +
                 ", NMSE " + two(e["nmse"]) + ", R " + two(e["r"]));
}

void printHour(const Console& console, const json& hour)
{
    std::vector<std::vector<std::string>> rows;
    const json& receptors = hour["receptors"];
    const bool measured = !receptors.empty() && receptors[0].contains("measured_ug_m3");
    for (std::size_t i = 0; i < receptors.size(); ++i) {
        rows.push_back({std::to_string(i + 1), fixed(receptors[i]["total_ug_m3"].get<double>(), 3)});
        if (measured) {
            const json& value = receptors[i]["measured_ug_m3"];
            rows.back().push_back(value.is_number() ? fixed(value.get<double>(), 3) : "–");
        }
    }
    console.table(measured ? std::vector<std::string>{"receptor", "µg/m³", "measured"} : std::vector<std::string>{"receptor", "µg/m³"},
                  rows);
}

}  // namespace

bool isRlineTable(const CsvTable& table) { return Row::has(table, "meas_ppb_18m") || Row::has(table, "aermod24142_ugm3"); }

json rlineTable(const CsvTable& table)
{
    if (table.rows.size() > kMostHours)
        throw CaseProblem{"", "the table holds more than 10,000 rows"};
    return Row::has(table, "meas_ppb_18m") ? tracerTable(table) : syntheticTable(table);
}

void printRline(const Console& console, const json& answer)
{
    for (const json& hour : answer.value("hours", answer.contains("receptors") ? json::array({answer}) : json::array()))
        printHour(console, hour);
    if (answer.contains("evaluation"))
        printSkill(console, "against the measured values", answer["evaluation"]);
    for (const json& set : answer.value("sets", json::array())) {
        printSkill(console, "coefficients " + set["coefficients"].get<std::string>() + " against the measured tracer", set["evaluation"]);
        if (set.contains("against R-LINE 1.2"))
            console.line("  against R-LINE 1.2: " + std::to_string(set["against R-LINE 1.2"]["n"].get<std::size_t>()) + " values, median " +
                         percent(set["against R-LINE 1.2"]["median"]) + ", largest " + percent(set["against R-LINE 1.2"]["largest"]));
    }
    for (const json& program : answer.value("programs", json::array()))
        console.line(program["column"].get<std::string>() + ": " + std::to_string(program["agreement"]["n"].get<std::size_t>()) +
                     " values, median deviation " + percent(program["agreement"]["median"]) + ", largest " +
                     percent(program["agreement"]["largest"]));
}

}  // namespace isopolis
