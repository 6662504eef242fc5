#include "gis/feeds/quality/quality_limits.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace isopolis {

namespace {

constexpr QualityLimit kLimits[] = {
    {"qc.no2_ug_m3.hard_low", ISO_TR("quality", "NO2 below this has failed; small negatives are noise of true instruments."), "µg/m³", -5,
     -20, 0, "Instrument noise: least values of ratified hourly London data 2009 (UK-AIR) lie above"},
    {"qc.no2_ug_m3.hard_high", ISO_TR("quality", "NO2 above this has failed."), "µg/m³", 1000, 250, 5000,
     "Upper ends of the certified ranges of EN 14211, EN 14625, EN 14626 and EN 12341 instruments, rounded up"},
    {"qc.no2_ug_m3.soft_high", ISO_TR("quality", "NO2 above this is suspect."), "µg/m³", 400, 100, 1600,
     "Expert range: beyond all ratified hourly London values of 2009 (UK-AIR)"},
    {"qc.no2_ug_m3.step", ISO_TR("quality", "A change of NO2 from one hour to the next beyond this is suspect."), "µg/m³", 100, 25, 1000,
     "99.9 % of the hourly changes in ratified London data 2009 (UK-AIR), rounded up"},
    {"qc.no2_ug_m3.spike", ISO_TR("quality", "NO2 that stands out of its two neighbours in time by more than this is suspect."), "µg/m³",
     60, 15, 600, "99.9 % of the hourly values in ratified London data 2009 (UK-AIR), rounded up"},
    {"qc.no2_ug_m3.stuck_suspect", ISO_TR("quality", "This many equal values of NO2 one after the other are suspect."), "1", 8, 4, 48,
     "Longest run of equal hourly values in ratified London data 2009 (UK-AIR) is 7"},
    {"qc.no2_ug_m3.stuck_fail", ISO_TR("quality", "This many equal values of NO2 one after the other have failed."), "1", 12, 6, 96,
     "Half again the run that is suspect"},
    {"qc.nox_ug_m3.hard_low", ISO_TR("quality", "NOx below this has failed; small negatives are noise of true instruments."), "µg/m³", -5,
     -20, 0, "Instrument noise: least values of ratified hourly London data 2009 (UK-AIR) lie above"},
    {"qc.nox_ug_m3.hard_high", ISO_TR("quality", "NOx above this has failed."), "µg/m³", 4000, 1000, 20000,
     "Upper ends of the certified ranges of EN 14211, EN 14625, EN 14626 and EN 12341 instruments, rounded up"},
    {"qc.nox_ug_m3.soft_high", ISO_TR("quality", "NOx above this is suspect."), "µg/m³", 2000, 500, 8000,
     "Expert range: beyond all ratified hourly London values of 2009 (UK-AIR)"},
    {"qc.nox_ug_m3.step", ISO_TR("quality", "A change of NOx from one hour to the next beyond this is suspect."), "µg/m³", 400, 100, 4000,
     "99.9 % of the hourly changes in ratified London data 2009 (UK-AIR), rounded up"},
    {"qc.nox_ug_m3.stuck_suspect", ISO_TR("quality", "This many equal values of NOx one after the other are suspect."), "1", 8, 4, 48,
     "Longest run of equal hourly values in ratified London data 2009 (UK-AIR) is 7"},
    {"qc.nox_ug_m3.stuck_fail", ISO_TR("quality", "This many equal values of NOx one after the other have failed."), "1", 12, 6, 96,
     "Half again the run that is suspect"},
    {"qc.pm25_ug_m3.hard_low", ISO_TR("quality", "PM2.5 below this has failed; small negatives are noise of true instruments."), "µg/m³",
     -15, -60, 0, "Instrument noise: least values of ratified hourly London data 2009 (UK-AIR) lie above"},
    {"qc.pm25_ug_m3.hard_high", ISO_TR("quality", "PM2.5 above this has failed."), "µg/m³", 1000, 250, 5000,
     "Upper ends of the certified ranges of EN 14211, EN 14625, EN 14626 and EN 12341 instruments, rounded up"},
    {"qc.pm25_ug_m3.soft_high", ISO_TR("quality", "PM2.5 above this is suspect."), "µg/m³", 250, 62.5, 1000,
     "Expert range: beyond all ratified hourly London values of 2009 (UK-AIR)"},
    {"qc.pm25_ug_m3.step", ISO_TR("quality", "A change of PM2.5 from one hour to the next beyond this is suspect."), "µg/m³", 40, 10, 400,
     "99.9 % of the hourly changes in ratified London data 2009 (UK-AIR), rounded up"},
    {"qc.pm25_ug_m3.spike", ISO_TR("quality", "PM2.5 that stands out of its two neighbours in time by more than this is suspect."), "µg/m³",
     25, 6.25, 250, "99.9 % of the hourly values in ratified London data 2009 (UK-AIR), rounded up"},
    {"qc.pm25_ug_m3.stuck_suspect", ISO_TR("quality", "This many equal values of PM2.5 one after the other are suspect."), "1", 8, 4, 48,
     "Longest run of equal hourly values in ratified London data 2009 (UK-AIR) is 7"},
    {"qc.pm25_ug_m3.stuck_fail", ISO_TR("quality", "This many equal values of PM2.5 one after the other have failed."), "1", 12, 6, 96,
     "Half again the run that is suspect"},
    {"qc.pm10_ug_m3.hard_low", ISO_TR("quality", "PM10 below this has failed; small negatives are noise of true instruments."), "µg/m³",
     -15, -60, 0, "Instrument noise: least values of ratified hourly London data 2009 (UK-AIR) lie above"},
    {"qc.pm10_ug_m3.hard_high", ISO_TR("quality", "PM10 above this has failed."), "µg/m³", 2000, 500, 10000,
     "Upper ends of the certified ranges of EN 14211, EN 14625, EN 14626 and EN 12341 instruments, rounded up"},
    {"qc.pm10_ug_m3.soft_high", ISO_TR("quality", "PM10 above this is suspect."), "µg/m³", 400, 100, 1600,
     "Expert range: beyond all ratified hourly London values of 2009 (UK-AIR)"},
    {"qc.pm10_ug_m3.step", ISO_TR("quality", "A change of PM10 from one hour to the next beyond this is suspect."), "µg/m³", 50, 12.5, 500,
     "99.9 % of the hourly changes in ratified London data 2009 (UK-AIR), rounded up"},
    {"qc.pm10_ug_m3.spike", ISO_TR("quality", "PM10 that stands out of its two neighbours in time by more than this is suspect."), "µg/m³",
     35, 8.75, 350, "99.9 % of the hourly values in ratified London data 2009 (UK-AIR), rounded up"},
    {"qc.pm10_ug_m3.stuck_suspect", ISO_TR("quality", "This many equal values of PM10 one after the other are suspect."), "1", 8, 4, 48,
     "Longest run of equal hourly values in ratified London data 2009 (UK-AIR) is 7"},
    {"qc.pm10_ug_m3.stuck_fail", ISO_TR("quality", "This many equal values of PM10 one after the other have failed."), "1", 12, 6, 96,
     "Half again the run that is suspect"},
    {"qc.o3_ug_m3.hard_low", ISO_TR("quality", "ozone below this has failed; small negatives are noise of true instruments."), "µg/m³", -5,
     -20, 0, "Instrument noise: least values of ratified hourly London data 2009 (UK-AIR) lie above"},
    {"qc.o3_ug_m3.hard_high", ISO_TR("quality", "ozone above this has failed."), "µg/m³", 500, 125, 2500,
     "Upper ends of the certified ranges of EN 14211, EN 14625, EN 14626 and EN 12341 instruments, rounded up"},
    {"qc.o3_ug_m3.soft_high", ISO_TR("quality", "ozone above this is suspect."), "µg/m³", 300, 75, 1200,
     "Expert range: above the alert threshold of 240 µg/m³ of Directive 2008/50/EC, annex XII"},
    {"qc.o3_ug_m3.stuck_suspect", ISO_TR("quality", "This many equal values of ozone one after the other are suspect."), "1", 8, 4, 48,
     "Longest run of equal hourly values in ratified London data 2009 (UK-AIR) is 7"},
    {"qc.o3_ug_m3.stuck_fail", ISO_TR("quality", "This many equal values of ozone one after the other have failed."), "1", 12, 6, 96,
     "Half again the run that is suspect"},
    {"qc.co_ug_m3.hard_low", ISO_TR("quality", "CO below this has failed; small negatives are noise of true instruments."), "µg/m³", 0,
     -100, 0, "Instrument noise: least values of ratified hourly London data 2009 (UK-AIR) lie above"},
    {"qc.co_ug_m3.hard_high", ISO_TR("quality", "CO above this has failed."), "µg/m³", 50000, 12500, 250000,
     "Upper ends of the certified ranges of EN 14211, EN 14625, EN 14626 and EN 12341 instruments, rounded up"},
    {"qc.co_ug_m3.soft_high", ISO_TR("quality", "CO above this is suspect."), "µg/m³", 30000, 7500, 120000,
     "Expert range: beyond all ratified hourly London values of 2009 (UK-AIR)"},
    {"qc.co_ug_m3.stuck_suspect", ISO_TR("quality", "This many equal values of CO one after the other are suspect."), "1", 8, 4, 48,
     "Longest run of equal hourly values in ratified London data 2009 (UK-AIR) is 7"},
    {"qc.co_ug_m3.stuck_fail", ISO_TR("quality", "This many equal values of CO one after the other have failed."), "1", 12, 6, 96,
     "Half again the run that is suspect"},
    {"qc.speed_m_s.hard_low", ISO_TR("quality", "A speed below this has failed."), "m/s", 0, 0, 0, "Physics: no negative speeds"},
    {"qc.speed_m_s.hard_high", ISO_TR("quality", "A speed above this has failed."), "m/s", 55, 40, 80,
     "Plausibility limit 198 km/h; FHWA Traffic Monitoring Guide 2022, ch. 5: speeds of intervals are checked against a maximum"},
    {"qc.speed_m_s.step", ISO_TR("quality", "A change of a mean speed from one interval to the next beyond this is suspect."), "m/s",
     15.277777777777777, 5, 40, "99.9 % of the 5-minute changes of 207 loops of Los Angeles, March 2012, rounded up"},
    {"qc.speed_m_s.stuck_suspect", ISO_TR("quality", "This many equal mean speeds one after the other are suspect."), "1", 6, 4, 30,
     "Runs of 207 loops of Los Angeles, March 2012: 46 of six or more in a week"},
    {"qc.speed_m_s.stuck_fail", ISO_TR("quality", "This many equal mean speeds one after the other have failed."), "1", 12, 6, 60,
     "Runs of 207 loops of Los Angeles, March 2012: 23 of twelve or more, the longest a dead detector"},
    {"qc.flow_veh_h.hard_low", ISO_TR("quality", "A flow below this has failed."), "veh/h", 0, 0, 0, "Physics: no negative flows"},
    {"qc.flow_veh_h.hard_high", ISO_TR("quality", "A flow of one detector above this has failed."), "veh/h", 12000, 2000, 30000,
     "3000 vehicles an hour and lane (FHWA detector handbook practice) on four lanes; set it by the lanes of the site"},
    {"qc.flow_veh_h.zero_hours", ISO_TR("quality", "A detector that counts nothing for so long by day is suspect."), "h", 3, 0.5, 24,
     "Practice: three times the usual gap of a street that is in use"},
    {"qc.count_veh.hard_low", ISO_TR("quality", "A count below this has failed."), "veh", 0, 0, 0, "Physics: no negative counts"},
    {"qc.occupancy_share.hard_low", ISO_TR("quality", "An occupancy below this has failed."), "1", 0, 0, 0, "Definition: share of time"},
    {"qc.occupancy_share.hard_high", ISO_TR("quality", "An occupancy above this has failed."), "1", 1, 1, 1, "Definition: share of time"},
    {"qc.all.future_suspect", ISO_TR("quality", "An observation that ends this long after its arrival is suspect."), "s", 120, 1, 3600,
     "Practice: clocks that keep network time differ by seconds"},
    {"qc.all.future_refused", ISO_TR("quality", "An observation that ends this long after its arrival goes to quarantine."), "s", 3600, 300,
     86400, "Practice: an hour is a wrong time zone"},
    {"qc.all.skew_alarm", ISO_TR("quality", "A source whose delay moves by more than this raises an alarm."), "s", 60, 10, 3600,
     "Practice: the delay of a healthy source is steady"},
    {"qc.all.silent_periods", ISO_TR("quality", "A stream without data for this many periods is silent."), "1", 3, 1, 50,
     "Practice: a lost message and a late one are not yet a silence"},
    {"qc.all.completeness", ISO_TR("quality", "Share of its samples that an aggregate needs."), "1", 0.75, 0.5, 1,
     "Directive 2008/50/EC, annex XI: 75 % of the values of an hour or a day"},
    {"qc.all.conservation_share", ISO_TR("quality", "Vehicles of a day into and out of a section differ at most by this share."), "1", 0.1,
     0.02, 0.5, "Practice: loops count within 5 % each"},
    {"qc.all.conservation_sigmas", ISO_TR("quality", "And by so many standard deviations of chance."), "1", 5, 2, 10,
     "Chance in Poisson counts; 5 sigma keeps false alarms away"},
    {"qc.all.pm_ratio", ISO_TR("quality", "PM2.5 above this multiple of PM10 (and the margin) is suspect."), "1", 1.1, 1, 2,
     "Physics: PM2.5 is part of PM10; ten per cent for two instruments"},
    {"qc.all.pm_margin", ISO_TR("quality", "Margin of the test that PM2.5 is part of PM10."), "µg/m³", 5, 0, 30,
     "Instrument noise at low levels"},
    {"qc.all.jam_occupancy", ISO_TR("quality", "Vehicles without speed are impossible below this occupancy."), "1", 0.8, 0.3, 1,
     "FHWA Traffic Monitoring Guide 2022, ch. 5: inconsistent volume, speed and occupancy"},
    {"qc.all.density_high", ISO_TR("quality", "A density (flow over speed) above this is suspect."), "veh/km", 140, 80, 250,
     "Jam density of one lane; Highway Capacity Manual, basic segments"},
    {"qc.all.neighbour_suspect", ISO_TR("quality", "A value this many robust deviations from what its neighbours let expect is suspect."),
     "1", 4, 2, 10, "Median absolute deviation, 4 sigma; Iglewicz & Hoaglin 1993 recommend 3.5"},
    {"qc.all.neighbour_fail", ISO_TR("quality", "Three values in a row this far away have failed."), "1", 6, 3, 20,
     "As above, and half as far again"},
    {"qc.all.neighbours", ISO_TR("quality", "So many neighbours are needed."), "1", 4, 2, 20, "Practice: a median of fewer is not robust"},
    {"qc.all.drift_low", ISO_TR("quality", "A ratio to the neighbours below this for two weeks is drift."), "1", 0.7, 0.3, 0.95,
     "Low-cost sensor practice: annual uncertainty of 25 to 30 %"},
    {"qc.all.drift_high", ISO_TR("quality", "A ratio to the neighbours above this for two weeks is drift."), "1", 1.4, 1.05, 3,
     "Low-cost sensor practice: annual uncertainty of 25 to 30 %"},
    {"qc.all.back_to_ok", ISO_TR("quality", "So many good values in a row make a stream ok again."), "1", 3, 1, 50,
     "Hysteresis: an alarm must not flicker"},
};

const QualityLimit* find(std::string_view id)
{
    const auto* found = std::find_if(std::begin(kLimits), std::end(kLimits), [id](const QualityLimit& l) { return l.id == id; });
    return found == std::end(kLimits) ? nullptr : found;
}

}  // namespace

std::span<const QualityLimit> allQualityLimits() { return kLimits; }

double QualitySettings::value(std::string_view id) const
{
    if (const auto own = m_changed.find(id); own != m_changed.end())
        return own->second;
    const QualityLimit* limit = find(id);
    return limit ? limit->standard : std::nan("");
}

double QualitySettings::of(std::string_view quantity, std::string_view test) const
{
    return value("qc." + std::string(quantity) + "." + std::string(test));
}

Expected<void> QualitySettings::set(std::string_view id, double value)
{
    const QualityLimit* limit = find(id);
    if (!limit)
        return unexpected(Error{ErrorCode::NotFound, "there is no threshold of this name"}.at(std::string(id)));
    if (!(value >= limit->low && value <= limit->high))
        return unexpected(Error{ErrorCode::BadValue, "the threshold lies outside of its range, " + std::to_string(limit->low) + " to " +
                                                         std::to_string(limit->high)}
                              .at(std::string(id)));
    m_changed[std::string(id)] = value;
    return {};
}

}  // namespace isopolis
