#pragma once
/// Emission factors of HBEFA in a file of the user's own, used in place of the guidebook's for what they hold.
///
///   Expected<FactorSheetPtr> sheet = readFactorSheet({"EFA_HOT_2020.csv", sha, text});      // every row checked, bad ones by line
///   (*sheet)->factor(FleetClass::DieselEuro5, SheetComponent::NOx, *trafficSituationFrom("URB/Local/50/Heavy"), 2);   // g/km on 2 %
///   (*sheet)->name();                                            // "HBEFA 4.1, EFA_HOT_2020.csv, sha256 1b4f0e98…"
///
/// The file is a table of hot emission factors as HBEFA's program exports it (semicolon, comma or tab): columns Case, VehCat, Year,
/// Component, TrafficSit, Gradient and EFA or EFA_weighted (also EFA_0%, EFA_100%, which are not read); Technology, EmConcept, Subsegment,
/// SizeClasse and %OfSubsegment if there are any. g/km; FC_MJ in MJ/km. A row is of a class of the fleet if Subsegment or EmConcept name
/// its standard, of all classes of a fuel if only Technology does, else of all of its VehCat; the narrowest counts. Several rows of a class
/// are averaged, by %OfSubsegment where it is given. One year a file. Gradients in between are interpolated, beyond the last one held.
/// Components read: NOx, NO2, PM, CO, HC (else NMHC), NH3, FC_MJ, CO2(rep) (else CO2(total)); others are passed over.
/// A situation that is not held is answered by that of the nearest speed limit, then by the next better level of service.
/// No factor of HBEFA comes with this program: they are licensed (INFRAS, hbefa.net).
/// Errors: BadFile, BadValue with the line and column. At most 64 MB and 5,000,000 rows.

#include "gis/core/city/city.h"
#include "simulation/emissions/emission_factors.h"
#include "simulation/emissions/traffic_situation.h"

#include <vector>

namespace isopolis {

enum class SheetComponent : std::uint8_t { NOx, NO2, ExhaustPm, Co, Voc, Nh3, Energy, Co2 };
inline constexpr std::size_t kSheetComponentCount = 8;
std::string_view sheetComponentKey(SheetComponent component);  ///< "nox", "no2", "pm", …

class FactorSheetTable {
public:
    std::optional<double> factor(FleetClass vehicle, SheetComponent component, const TrafficSituation& situation,
                                 double slope_percent = 0) const;
    /// The situation that answers for another one; none if no row of the class and component comes near.
    std::optional<TrafficSituation> nearest(FleetClass vehicle, SheetComponent component, const TrafficSituation& situation) const;
    bool has(FleetClass vehicle, SheetComponent component) const;
    std::size_t factors() const { return m_factors; }  ///< per class, component, situation and gradient
    std::size_t rows() const { return m_rows; }
    std::size_t situations() const { return m_situations; }
    int year() const { return m_year; }
    const std::string& version() const { return m_version; }  ///< "4.1"; empty if the file does not say
    std::string name() const;
    const std::vector<Issue>& issues() const { return m_issues; }  ///< rows passed over, by line

private:
    friend class FactorSheetReader;
    /// Limits from 30 to 130 km/h, gradients from -6 to 6 %.
    static constexpr std::size_t kLimits = 11, kGradients = 13, kNone = ~std::size_t{0};
    static constexpr std::size_t kSituations = 2 * kSituationRoadCount * kLimits * kServiceLevelCount;
    static std::size_t situationIndex(const TrafficSituation& situation);
    static std::size_t placeOf(FleetClass vehicle, SheetComponent component, std::size_t situation);
    void resolve();

    std::vector<double> m_values;          ///< by place, then gradient; NaN where the file has none
    std::vector<std::uint16_t> m_nearest;  ///< by place: the situation that answers; kSituations: none
    std::size_t m_factors = 0;
    std::array<std::array<bool, kSheetComponentCount>, kFleetClassCount> m_has{};
    std::size_t m_rows = 0, m_situations = 0;
    int m_year = 0;
    std::string m_version, m_file, m_sha256;
    std::vector<Issue> m_issues;
};
using FactorSheetPtr = std::shared_ptr<const FactorSheetTable>;

Expected<FactorSheetPtr> readFactorSheet(const FactorSheet& sheet);
/// The same, remembered for the runs that follow; null without error if the sheet is empty.
Expected<FactorSheetPtr> obtainFactorSheet(const FactorSheet& sheet);
/// "HBEFA 4.1, user's file EFA.csv, sha256 1b4f0e98…" without reading the rows; empty if there is no sheet.
std::string factorSheetName(const FactorSheet& sheet);

}  // namespace isopolis
