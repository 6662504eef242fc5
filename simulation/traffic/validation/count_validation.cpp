#include "simulation/traffic/validation/count_validation.h"

#include "gis/core/text.h"
#include "simulation/traffic/city/car_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace isopolis {

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kTag = "UK TAG unit M3.1, Highway assignment modelling (DfT 2020)";

std::set<std::string> inputCounts(const TrafficResult& traffic)
{
    std::set<std::string> ids;
    for (const ExternalStation& station : traffic.zones.external)
        if (station.counted)
            ids.insert(station.source);
    return ids;
}

void compare(const AppliedScenario& applied, const TrafficResult& traffic, CountValidation& v)
{
    const std::set<std::string> inputs = inputCounts(traffic);
    for (const TrafficCount& count : applied.city->counts()) {
        if (!traffic.flow_veh_h.contains(count.link)) {
            ++v.noStreet;
            continue;
        }
        if (!std::isfinite(count.am_peak_veh_h) && !std::isfinite(count.veh_day)) {
            ++v.noFigure;
            continue;
        }
        if (!carsMayUse(applied, count.link)) {
            ++v.closed;
            continue;
        }
        ComparedCount c;
        c.externalId = count.externalId;
        c.street = applied.name(count.link);
        c.direction = count.direction;
        c.link = count.link;
        c.year = count.year;
        c.counted_veh_h = count.am_peak_veh_h;
        c.modelled_veh_h = traffic.flow_veh_h[count.link];
        c.geh = std::isfinite(c.counted_veh_h) ? geh(c.modelled_veh_h, c.counted_veh_h) : kNoValue;
        c.counted_veh_day = count.veh_day;
        c.modelled_veh_day = traffic.flow_veh_day[count.link];
        c.usedAsInput = inputs.contains(count.externalId);
        v.usedAsInput += c.usedAsInput ? 1 : 0;
        v.counts.push_back(std::move(c));
    }
}

void measure(CountValidation& v)
{
    std::vector<CountPair> hourly, daily;
    std::map<int, std::size_t> years;
    for (const ComparedCount& c : v.counts) {
        if (c.usedAsInput)
            continue;
        if (std::isfinite(c.counted_veh_h))
            hourly.push_back({c.modelled_veh_h, c.counted_veh_h});
        if (std::isfinite(c.counted_veh_day))
            daily.push_back({c.modelled_veh_day, c.counted_veh_day});
        ++years[c.year];
    }
    v.hourly = fitOf(hourly, Flows::Hourly);
    v.daily = fitOf(daily, Flows::Daily);
    v.years.assign(years.begin(), years.end());
}

ScreenlineResult sumOver(const Screenline& line, const CountValidation& v, const TrafficResult& traffic)
{
    ScreenlineResult result{.name = line.name, .links = line.links.size()};
    std::map<LinkId, const ComparedCount*> counted;
    for (const ComparedCount& c : v.counts)
        if (std::isfinite(c.counted_veh_h))
            counted.emplace(c.link, &c);
    double all = 0;
    for (const LinkId link : line.links) {
        all += traffic.flow_veh_h[link];
        const auto found = counted.find(link);
        if (found == counted.end())
            continue;
        ++result.counts;
        result.counted_veh_h += found->second->counted_veh_h;
        result.modelled_veh_h += found->second->modelled_veh_h;
    }
    result.covered = all > 0 ? result.modelled_veh_h / all : 0;
    result.differencePercent =
        result.counted_veh_h > 0 ? 100 * (result.modelled_veh_h - result.counted_veh_h) / result.counted_veh_h : kNoValue;
    result.geh = geh(result.modelled_veh_h, result.counted_veh_h);
    return result;
}

void addCriterion(CountValidation& v, Criterion c)
{
    const bool range = c.upperLimit > c.limit;
    c.met = std::isfinite(c.value) && (c.atMost ? c.value <= c.limit : c.value >= c.limit && (!range || c.value <= c.upperLimit));
    v.criteria.push_back(std::move(c));
}

void judge(CountValidation& v)
{
    const std::size_t n = v.hourly.n;
    addCriterion(v, {.key = "geh_below_5_share",
                     .what = ISO_TR("validation", "Share of hourly counts with GEH below 5: at least 85 %"),
                     .value = v.hourly.gehBelow5,
                     .limit = 0.85,
                     .n = n,
                     .source = std::string(kTag) + ", table 2"});
    addCriterion(v,
                 {.key = "flow_criterion_share",
                  .what = ISO_TR("validation", "Share of hourly counts within 100 veh/h, 15 % or 400 veh/h by size of flow: at least 85 %"),
                  .value = v.hourly.withinCriterion,
                  .limit = 0.85,
                  .n = n,
                  .source = std::string(kTag) + ", table 2"});
    std::size_t close = 0, lines = 0;
    for (const ScreenlineResult& line : v.screenlines)
        if (line.counts > 0) {
            ++lines;
            close += std::abs(line.differencePercent) <= 5 ? 1 : 0;
        }
    addCriterion(v, {.key = "screenlines_within_5_percent_share",
                     .what = ISO_TR("validation", "Screenlines whose modelled flow lies within 5 % of the count: all of them"),
                     .value = lines > 0 ? static_cast<double>(close) / static_cast<double>(lines) : kNoValue,
                     .limit = 1,
                     .n = lines,
                     .source = std::string(kTag) + ", table 1 (\"all or nearly all\")"});
    addCriterion(
        v,
        {.key = "rmse_percent_hourly",
         .what = ISO_TR("validation", "RMSE of hourly flows relative to the mean count: at most 30 %"),
         .value = v.hourly.rmsePercent,
         .limit = 30,
         .atMost = true,
         .n = n,
         .source = "Assumption, stricter than guidelines for a region: California, RTP Guidelines 2017, below 40 %; Florida, FSUTMS 2008, "
                   "35 % preferred, 45 % accepted (both as a model's report quotes them). FHWA, Travel Model Validation and "
                   "Reasonability Checking Manual, 2nd edition 2010, §9.1.2, sets none and finds one for a region of little use"});
    addCriterion(
        v,
        {.key = "r2_hourly",
         .what = ISO_TR("validation", "R² of hourly flows: at least 0.88"),
         .value = v.hourly.r2,
         .limit = 0.88,
         .n = n,
         .source = "FHWA, Travel Model Validation and Reasonability Checking Manual, 2nd edition 2010, §9.1.2: 0.88 region-wide has been "
                   "suggested as a standard and has little meaning, as large roads carry more than small ones anyway"});
    addCriterion(
        v,
        {.key = "slope_hourly",
         .what = ISO_TR("validation", "Slope of modelled on counted hourly flows through the origin: 0.9 to 1.1"),
         .value = v.hourly.slope,
         .limit = 0.9,
         .upperLimit = 1.1,
         .n = n,
         .source = "Customary guide value, ascribed to UK DMRB volume 12, section 2, part 1, Traffic appraisal in urban areas (May 1996) "
                   "(figure unverified)"});
}

void addCaveats(CountValidation& v)
{
    const auto oldest = std::find_if(v.years.begin(), v.years.end(), [](const auto& y) { return y.first > 0; });
    if (oldest != v.years.end())
        v.caveats.push_back(
            ISO_TR("validation", "Counts are of the years ") + std::to_string(oldest->first) + ISO_TR("validation", " to ") +
            std::to_string(v.years.back().first) +
            ISO_TR("validation", "; streets and people of the model are of other years, so part of a difference is growth."));
    if (!v.years.empty() && v.years.front().first == 0)
        v.caveats.push_back(std::to_string(v.years.front().second) + ISO_TR("validation", " compared counts do not tell their year."));
    if (v.usedAsInput > 0)
        v.caveats.push_back(std::to_string(v.usedAsInput) +
                            ISO_TR("validation", " counts gave volumes at the edge of the city: they are listed, not judged."));
    v.caveats.emplace_back(
        ISO_TR("validation", "A counting point is matched to the nearest street; the direction follows the source where it tells one."));
    v.caveats.emplace_back(
        ISO_TR("validation", "The model has not been fitted to these counts: what is shown is how it does without them."));
}

}  // namespace

CountValidation validateCounts(const AppliedScenario& applied, const TrafficResult& traffic, const ValidationRequest& request)
{
    CountValidation v;
    compare(applied, traffic, v);
    measure(v);
    for (const Screenline& line : request.screenlines)
        v.screenlines.push_back(sumOver(line, v, traffic));
    judge(v);
    addCaveats(v);
    return v;
}

}  // namespace isopolis
