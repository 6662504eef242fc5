#include "app/commands/survey_file.h"

#include "gis/io/format/csv_reader.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::array kColumns = {"figure", "mode", "upper_km", "value"};

class SurveyReader {
public:
    SurveyReader(const CsvTable& table, std::string file) : m_table(table), m_file(std::move(file)) {}

    Expected<SurveyFigures> read()
    {
        for (std::size_t c = 0; c < kColumns.size(); ++c) {
            const auto found = std::find(m_table.columns.begin(), m_table.columns.end(), kColumns[c]);
            if (found == m_table.columns.end())
                return unexpected(Error{ErrorCode::BadFile, "there is no column '" + std::string(kColumns[c]) + "'"}.in(m_file).cure(
                    "The columns are figure, mode, upper_km and value."));
            m_at[c] = static_cast<std::size_t>(found - m_table.columns.begin());
        }
        for (m_row = 0; m_row < m_table.rows.size(); ++m_row)
            if (auto done = take(); !done)
                return unexpected(done.error());
        return m_survey;
    }

private:
    const std::string& cell(std::size_t column) const { return m_table.rows[m_row][m_at[column]]; }

    tl::unexpected<Error> bad(std::size_t column, const std::string& what, const std::string& cure) const
    {
        return unexpected(Error{ErrorCode::BadValue, what + " ('" + cell(column) + "')"}
                              .in(m_file)
                              .at("line " + std::to_string(m_table.lines[m_row]))
                              .about(kColumns[column])
                              .cure(cure));
    }

    Expected<void> take()
    {
        const auto value = number(FieldValue(cell(3)));
        const bool share = cell(0) != "mean_length_km";
        if (!value || !(*value >= 0) || !std::isfinite(*value) || (share && *value > 1))
            return bad(3, "the value is out of range", share ? "A share lies between 0 and 1." : "A length is 0 km or more.");
        if (cell(0) == "intrazonal_share") {
            m_survey.intrazonalShare = *value;
            return {};
        }
        const auto mode = std::find_if(kTripModes.begin(), kTripModes.end(), [&](TripMode m) { return tripModeKey(m) == cell(1); });
        if (mode == kTripModes.end())
            return bad(1, "this is no mode", "Modes are car, transit, cycle and walk.");
        const std::size_t m = indexOf(*mode);
        if (cell(0) == "mode_share")
            m_survey.modeShare[m] = *value;
        else if (cell(0) == "mean_length_km")
            m_survey.meanLength_km[m] = *value;
        else if (cell(0) == "length_share")
            return takeLength(m, *value);
        else
            return bad(0, "this figure is not known", "Figures are mode_share, mean_length_km, length_share and intrazonal_share.");
        return {};
    }

    Expected<void> takeLength(std::size_t mode, double value)
    {
        std::size_t c = kTripLengthClasses_km.size();
        if (!cell(2).empty()) {
            const auto upper = number(FieldValue(cell(2)));
            const auto found = std::find_if(kTripLengthClasses_km.begin(), kTripLengthClasses_km.end(),
                                            [&](double km) { return upper && std::abs(km - *upper) < 1e-9; });
            if (found == kTripLengthClasses_km.end())
                return bad(2, "there is no class of length that ends here",
                           "Classes end at 0.5, 1, 1.5, 2, 3, 4, 5, 7.5 and 10 km; empty: above that.");
            c = static_cast<std::size_t>(found - kTripLengthClasses_km.begin());
        }
        m_survey.lengthShare[mode][c] = value;
        return {};
    }

    const CsvTable& m_table;
    std::string m_file;
    std::array<std::size_t, kColumns.size()> m_at{};
    std::size_t m_row = 0;
    SurveyFigures m_survey;
};

}  // namespace

Expected<SurveyFigures> readSurvey(const std::filesystem::path& file, IssueLog& log)
{
    const auto table = readCsv(file, log);
    if (!table)
        return unexpected(table.error());
    return SurveyReader(*table, file.string()).read();
}

}  // namespace isopolis
