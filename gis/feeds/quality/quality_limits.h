#pragma once
/// The thresholds of quality control: named, with unit, range and source; a project may change each of them.
///
///   QualitySettings settings;
///   settings.set("qc.no2_ug_m3.soft_high", 300);                 // refused outside its range
///   settings.value("qc.no2_ug_m3.step");
///
/// What surprises: a threshold that a quantity does not have is NaN, and its test is not made. Values are those of the kept unit
/// (m/s, µg/m³), however the source reports.

#include "gis/core/expected.h"
#include "gis/core/text.h"

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace isopolis {

struct QualityLimit {
    std::string_view id, meaning, unit;
    double standard = 0, low = 0, high = 0;
    std::string_view source;
};

std::span<const QualityLimit> allQualityLimits();

class QualitySettings {
public:
    double value(std::string_view id) const;  ///< NaN if there is no such limit
    /// Of one quantity, e.g. ("no2_ug_m3", "step").
    double of(std::string_view quantity, std::string_view test) const;
    Expected<void> set(std::string_view id, double value);
    const std::map<std::string, double, std::less<>>& changed() const { return m_changed; }

private:
    std::map<std::string, double, std::less<>> m_changed;
};

}  // namespace isopolis
