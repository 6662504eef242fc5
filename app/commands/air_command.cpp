#include "app/commands/air_case.h"
#include "app/commands/console.h"
#include "app/commands/files.h"
#include "gis/io/format/csv_reader.h"
#include "simulation/air/no2_chemistry.h"
#include "simulation/air/ospm.h"

#include <charconv>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::uintmax_t kLargestCase = std::uintmax_t{1} << 26;
constexpr std::size_t kMostCases = 100000;
constexpr double kNoAsNo2 = 1.5333;  // mass of NO counted as NO2

/// One street canyon, in and out by the names of the reference table's columns.
json ospmAnswer(const json& in)
{
    StreetCanyon street;
    street.height_m = numberOf(in, "H_m", 2.5, 500);
    street.width_m = numberOf(in, "W_m", 1, 500);
    street.length1_m = numberOf(in, "L1_m", 1, 1e5);
    street.length2_m = numberOf(in, "L2_m", 1, 1e5);
    street.axis_deg = numberOf(in, "axis_deg", -360, 720);
    if (in.contains("exc_from_deg") && !in["exc_from_deg"].is_null())
        street.sectors.push_back(
            {numberOf(in, "exc_from_deg", -360, 720), numberOf(in, "exc_to_deg", -360, 720), numberOf(in, "exc_height_m", 0.5, 500)});
    OspmSettings settings;
    settings.receptorHeight_m = numberOf(in, "z_rec_m", 0, 100, 2);
    settings.roofWind = numberOf(in, "f_roof", 0.05, 2, 0.82);
    const double stirring = ospmStirring(numberOf(in, "N_light_h", 0, 1e6), numberOf(in, "V_light_kmh", 0, 300),
                                         numberOf(in, "N_heavy_h", 0, 1e6, 0), numberOf(in, "V_heavy_kmh", 0, 300, 0));
    const OspmHour hour{numberOf(in, "u_mast_m_s", 0, 100), numberOf(in, "wind_dir_deg", 0, 360), stirring};
    const OspmTerms t = ospmAverage(street, hour, settings);
    const double q = numberOf(in, "q_NOx_ug_m_s", 0, 1e9), qNo2 = numberOf(in, "q_NO2_ug_m_s", 0, 1e9, 0);
    const double no2 = numberOf(in, "NO2_bg_ugm3", 0, 1e5, 0), o3 = numberOf(in, "O3_bg_ugm3", 0, 1e5, 0);
    const double background = kNoAsNo2 * numberOf(in, "NO_bg_ugm3", 0, 1e5, 0) + no2;
    json answer = {{"model", "ospm"},
                   {"direct_side1_s_m2", number(t.direct1)},
                   {"direct_side2_s_m2", number(t.direct2)},
                   {"recirculated_s_m2", number(t.recirculated)},
                   {"street_wind_ms", number(t.street_ms)},
                   {"turbulence_ms", number(t.turbulence_ms)},
                   {"exchange_ms", number(t.exchange_ms)},
                   {"vortex_m", number(t.vortex_m)},
                   {"sector_half_width_deg", number(ospmSector_deg(settings.roofWind * hour.mast_ms))},
                   {"residence_s", number(street.height_m / t.exchange_ms)}};
    for (const char* side : {"1", "2"}) {
        const double nox = background + q * (*side == '1' ? t.side1 : t.side2);
        const PhotoState s = photostationary({.nox_ppb = nox / kNo2PerPpb,
                                              .noxBackground_ppb = background / kNo2PerPpb,
                                              .no2Background_ppb = no2 / kNo2PerPpb,
                                              .o3Background_ppb = o3 / kO3PerPpb,
                                              .primaryShare = q > 0 ? std::min(1.0, qNo2 / q) : 0,
                                              .temperature_k = numberOf(in, "T_K", 200, 340, 283.15),
                                              .radiation_W_m2 = numberOf(in, "global_rad_W_m2", 0, 1500, 0),
                                              .residence_s = street.height_m / t.exchange_ms});
        answer[std::string("NOx_side") + side] = number(nox);
        answer[std::string("NO2_side") + side] = number(s.no2_ppb * kNo2PerPpb);
        answer[std::string("O3_side") + side] = number(s.o3_ppb * kO3PerPpb);
    }
    return answer;
}

json caseAnswer(const json& input)
{
    if (!input.is_object())
        throw CaseProblem{"", "the case must be a JSON object"};
    const std::string model = input.contains("model") && input["model"].is_string() ? input["model"].get<std::string>() : "";
    if (model == "rline")
        return rlineAnswer(input);
    if (model == "ospm")
        return ospmAnswer(input);
    throw CaseProblem{"model", "must be \"rline\" or \"ospm\""};
}

/// A row of a table as a street canyon case: texts that are numbers become numbers, empty ones null.
json rowCase(const CsvTable& table, const std::vector<std::string>& row)
{
    json input = json::object();
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        double value = 0;
        const std::string& text = row[c];
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        if (text.empty())
            input[table.columns[c]] = nullptr;
        else if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size())
            input[table.columns[c]] = value;
        else
            input[table.columns[c]] = text;
    }
    return input;
}

Error problemIn(const std::string& file, const CaseProblem& problem, const std::string& feature = {})
{
    return Error{ErrorCode::BadValue, (problem.field.empty() ? "" : "'" + problem.field + "' ") + problem.message}
        .in(file)
        .at(feature)
        .about(problem.field)
        .cure("The form of a case stands in: isopolis-cli air --help");
}

Expected<json> answerOf(const std::string& file)
{
    auto text = readTextFile(file, kLargestCase);
    if (!text)
        return unexpected(text.error());
    std::string feature;
    try {
        if (std::filesystem::path(file).extension() == ".csv") {
            IssueLog log;
            auto table = parseCsv(file, *text, log);
            if (!table)
                return unexpected(table.error());
            if (table->rows.size() > kMostCases)
                return unexpected(problemIn(file, {"", "the table holds more than 100,000 cases"}));
            if (isRlineTable(*table))
                return rlineTable(*table);
            json answer = {{"model", "ospm"}, {"cases", json::array()}};
            for (std::size_t r = 0; r < table->rows.size(); ++r) {
                feature = "line " + std::to_string(table->lines[r]);
                answer["cases"].push_back(ospmAnswer(rowCase(*table, table->rows[r])));
            }
            return answer;
        }
        const json input = json::parse(*text, nullptr, false);
        if (input.is_discarded())
            return unexpected(Error{ErrorCode::BadFile, "this is not JSON"}.in(file).cure("Check commas and brackets."));
        return caseAnswer(input);
    } catch (const CaseProblem& problem) {
        return unexpected(problemIn(file, problem, feature));
    } catch (const json::exception&) {
        return unexpected(problemIn(file, {"", "an entry has the wrong type"}));
    }
}

void printPeople(const Console& console, const json& answer)
{
    if (answer.value("model", "") == "rline") {
        printRline(console, answer);
        return;
    }
    if (answer.contains("cases")) {
        std::vector<std::vector<std::string>> rows;
        for (std::size_t i = 0; i < answer["cases"].size(); ++i) {
            std::vector<std::string> row{std::to_string(i + 1)};
            for (const char* key : {"NOx_side1", "NO2_side1", "O3_side1", "NOx_side2", "NO2_side2", "O3_side2"})
                row.push_back(fixed(answer["cases"][i][key].get<double>(), 3));
            rows.push_back(row);
        }
        console.table({"case", "NOx 1", "NO2 1", "O3 1", "NOx 2", "NO2 2", "O3 2"}, rows);
        return;
    }
    for (const auto& [key, value] : answer.items())
        console.line(key + std::string(key.size() < 26 ? 26 - key.size() : 1, ' ') +
                     (value.is_string() ? value.get<std::string>() : value.dump()));
}

}  // namespace

void addAirCommand(CLI::App& app, Console& console)
{
    auto file = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("air", "One reference case of dispersion: R-LINE (line sources) or OSPM (street canyon)");
    command->add_option("CASE", *file, "case, *.json, or a table of street canyons, *.csv")->required();
    command->footer(
        "R-LINE, one hour (metres, m/s, degrees the wind comes from; concentrations in µg/m³):\n"
        "  {\"model\": \"rline\", \"coefficients\": \"2013\" or \"2023\",\n"
        "   \"met\": {\"u_star\", \"w_star\", \"L\", \"z0\", \"zi_conv\", \"zi_mech\", \"wind\", \"wind_dir\", \"z_ref\", "
        "\"displacement_factor\"},\n"
        "   \"sources\": [{\"id\", \"start\": [x, y, z], \"end\": [x, y, z], \"width_m\", \"sigma_z0_m\", \"emission_g_m_s\",\n"
        "                \"walls\": [{\"height_m\", \"offset_m\"}]}],\n"
        "   \"receptors\": [[x, y, z], …], \"measured_ug_m3\": [number or null, …]}\n"
        "  Walls run along the whole source; a positive offset lies on the left of the way from start to end (coefficients 2023 only).\n"
        "  Several hours: {\"model\": \"rline\", \"hours\": [case, case, …]}. Where there are measured values the answer judges the model "
        "by\n"
        "  them: FAC2, NMB, NMSE, R and their number. Or a CSV of the reference tables' form: the tracer experiment (columns meas_ppb_18m "
        "…,\n"
        "  release_g_s), or hours and receptors beside another program's results (aermod24142_ugm3, aermod24142_barrier4m_ugm3).\n"
        "OSPM: {\"model\": \"ospm\", …} or a CSV with one case a row, with the columns H_m, W_m, L1_m, L2_m, axis_deg, z_rec_m,\n"
        "  exc_from_deg, exc_to_deg, exc_height_m (another building height in a sector; may be empty), f_roof, u_mast_m_s, wind_dir_deg,\n"
        "  T_K, global_rad_W_m2, NO_bg_ugm3, NO2_bg_ugm3, O3_bg_ugm3, N_light_h, N_heavy_h, V_light_kmh, V_heavy_kmh, q_NOx_ug_m_s,\n"
        "  q_NO2_ug_m_s. The answer has NOx, NO2 and O3 at side 1 (the wall against which wind from 0 to 180 degrees right of the axis\n"
        "  blows) and side 2, and the terms on the way.\n"
        "With --json the answer holds all terms. At most 2,000,000 pairs of sources and receptors.");
    command->callback([file, &console] {
        const Expected<json> answer = answerOf(*file);
        if (!answer) {
            console.fail(answer.error());
            return;
        }
        printPeople(console, *answer);
        console.answer(*answer);
    });
}

}  // namespace isopolis
