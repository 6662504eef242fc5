// Tests that need a whole network: what its neighbours let expect of a station (8), slow drift (13), a wrong unit, swapped
// coordinates. Expectation of a value = median over the others of (their value + usual difference), deviations by the median
// absolute deviation, so that one wrong neighbour harms nobody.

#include "gis/feeds/quality/quality_control.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kMad = 1.4826;  // of a normal distribution: standard deviation per median absolute deviation
constexpr std::size_t kFewest = 48, kMostNeighbours = 12;
constexpr double kReach_km = 10;
constexpr std::int64_t kTwoWeeks_s = 14 * 86400;

double median(std::vector<double> values)
{
    if (values.empty())
        return std::nan("");
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

bool usable(const Obs& o)
{
    const Quality flag = qualityFlag(o.q);
    return flag == Quality::Pass || flag == Quality::NotEvaluated;
}

/// Great-circle distance, km (haversine, mean radius of the Earth).
double distance_km(const GeoPosition& a, const GeoPosition& b)
{
    constexpr double kRadian = 0.017453292519943295, kEarth_km = 6371.0;
    const double u = std::sin((b.lat_deg - a.lat_deg) * kRadian / 2), v = std::sin((b.lon_deg - a.lon_deg) * kRadian / 2);
    return 2 * kEarth_km *
           std::asin(std::sqrt(std::min(1.0, u * u + std::cos(a.lat_deg * kRadian) * std::cos(b.lat_deg * kRadian) * v * v)));
}

/// Median over time of the ratio of a member to the median of the others, in [from, to).
double ratioToOthers(std::size_t who, std::span<const std::map<std::int64_t, double>> series, std::int64_t from, std::int64_t to)
{
    std::vector<double> ratios, others;
    for (auto at = series[who].lower_bound(from); at != series[who].end() && at->first < to; ++at) {
        others.clear();
        for (std::size_t k = 0; k < series.size(); ++k)
            if (k != who)
                if (const auto same = series[k].find(at->first); same != series[k].end())
                    others.push_back(same->second);
        const double typical = median(others);
        if (others.size() >= 2 && typical > 0)
            ratios.push_back(at->second / typical);
    }
    return ratios.size() >= kFewest ? median(ratios) : std::nan("");
}

void swappedCoordinates(std::span<NetworkMember> members, std::vector<QualityAlarm>& alarms)
{
    std::vector<double> lons, lats;
    for (const NetworkMember& m : members)
        if (m.position) {
            lons.push_back(m.position->lon_deg);
            lats.push_back(m.position->lat_deg);
        }
    if (lons.size() < 3)
        return;
    const GeoPosition centre{median(lons), median(lats)};
    for (const NetworkMember& m : members) {
        if (!m.position || std::abs(m.position->lon_deg) > 90)
            continue;
        const double here = distance_km(*m.position, centre), swapped = distance_km({m.position->lat_deg, m.position->lon_deg}, centre);
        if (here > 200 && swapped < here / 4)
            alarms.push_back({m.ds, StreamState::Suspect, 0, "latitude and longitude swapped?"});
    }
}

/// The members that may speak of one: all of a small network, else the nearest ones within reach, by distance and then by position.
std::vector<std::size_t> neighboursOf(std::size_t who, std::span<const NetworkMember> members)
{
    std::vector<std::pair<double, std::size_t>> near;
    for (std::size_t k = 0; k < members.size(); ++k) {
        const bool placed = members[who].position && members[k].position;
        const double d = placed ? distance_km(*members[who].position, *members[k].position) : 0;
        if (k != who && (members.size() <= kMostNeighbours + 1 || (placed && d <= kReach_km)))
            near.emplace_back(d, k);
    }
    std::sort(near.begin(), near.end());
    std::vector<std::size_t> found;
    for (std::size_t k = 0; k < std::min(near.size(), kMostNeighbours); ++k)
        found.push_back(near[k].second);
    return found;
}

void neighbours(std::span<NetworkMember> members, std::span<const std::map<std::int64_t, double>> series, const QualitySettings& settings)
{
    const double suspect = settings.value("qc.all.neighbour_suspect"), fail = settings.value("qc.all.neighbour_fail");
    const auto needed = static_cast<std::size_t>(settings.value("qc.all.neighbours"));
    for (std::size_t i = 0; i < members.size(); ++i) {
        const std::vector<std::size_t> near = neighboursOf(i, members);
        std::vector<double> usual(members.size(), std::nan(""));
        for (const std::size_t k : near) {
            std::vector<double> differences;
            for (const auto& [t, v] : series[i])
                if (const auto same = series[k].find(t); same != series[k].end())
                    differences.push_back(v - same->second);
            if (differences.size() >= kFewest)
                usual[k] = median(differences);
        }
        std::vector<double> residuals(members[i].rows.size(), std::nan("")), known;
        for (std::size_t r = 0; r < members[i].rows.size(); ++r) {
            std::vector<double> expected;
            for (const std::size_t k : near)
                if (std::isfinite(usual[k]))
                    if (const auto same = series[k].find(members[i].rows[r].t); same != series[k].end())
                        expected.push_back(same->second + usual[k]);
            if (expected.size() < needed)
                continue;
            residuals[r] = members[i].rows[r].v - median(expected);
            known.push_back(std::abs(residuals[r]));
        }
        const double scale = kMad * median(known);
        if (known.size() < kFewest || !(scale > 0))
            continue;
        int inARow = 0;
        for (std::size_t r = 0; r < residuals.size(); ++r) {
            const double z = std::abs(residuals[r]) / scale;
            inARow = z > fail ? inARow + 1 : 0;
            if (z > suspect)
                raise(members[i].rows[r], inARow >= 3 ? Quality::Fail : Quality::Suspect, Mark::Neighbours);
        }
    }
}

}  // namespace

std::vector<QualityAlarm> checkNetwork(std::string_view quantity, std::span<NetworkMember> members, const QualitySettings& settings)
{
    std::vector<QualityAlarm> alarms;
    swappedCoordinates(members, alarms);
    std::vector<std::map<std::int64_t, double>> series(members.size());
    std::int64_t newest = 0, oldest = std::int64_t{1} << 60;
    for (std::size_t i = 0; i < members.size(); ++i)
        for (const Obs& o : members[i].rows)
            if (usable(o)) {
                series[i][o.t] = o.v;
                newest = std::max(newest, o.t + 1);
                oldest = std::min(oldest, o.t);
            }
    neighbours(members, series, settings);
    // The last two weeks against what was before: a constant factor is a unit, anything else drift.
    struct Factor {
        double value;
        const char* name;
    };
    const Factor kGas[] = {{1 / 1.913, "ppb filed as µg/m³?"}, {1.913, "µg/m³ filed as ppb?"}};
    const Factor kAny[] = {{10, "values 10 times those of before?"},
                           {0.1, "values a tenth of those before?"},
                           {1000, "mg filed as µg?"},
                           {0.001, "µg filed as mg?"},
                           {3.6, "km/h filed as m/s?"},
                           {1 / 3.6, "m/s filed as km/h?"}};
    for (std::size_t i = 0; i < members.size(); ++i) {
        const double before = ratioToOthers(i, series, oldest, newest - kTwoWeeks_s),
                     now = ratioToOthers(i, series, newest - kTwoWeeks_s, newest);
        const double moved = now / before;
        if (!std::isfinite(moved) || !(moved > 0))
            continue;
        const char* why = moved < settings.value("qc.all.drift_low") || moved > settings.value("qc.all.drift_high") ? "drift" : nullptr;
        const auto near = [moved](double factor) { return std::abs(std::log(moved / factor)) < 0.2; };
        for (const Factor& f : kAny)
            if (near(f.value))
                why = f.name;
        if (quantity.substr(0, 2) == "no" || quantity.substr(0, 2) == "o3")
            for (const Factor& f : kGas)
                if (near(f.value))
                    why = f.name;
        if (why)
            alarms.push_back({members[i].ds, StreamState::Suspect, newest, why});
    }
    return alarms;
}

}  // namespace isopolis
