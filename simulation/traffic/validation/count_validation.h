#pragma once
/// Traffic of a run against the city's counts, with accepted criteria and an honest verdict for each.
///
///   CountValidation v = validateCounts(applied, traffic, {.screenlines = waterScreenlines(applied)});
///   v.hourly.gehBelow5;   for (const Criterion& c : v.criteria) …
///
/// Hourly: the modelled hour against the morning peak of the count; daily: against the mean of all days. Each counting point is one
/// direction. Points without a street near, without a figure, or on a link that the scenario closed are left out and counted by reason.
/// What surprises: counts come from several years and none is the model's, and volumes at the city's edge may have come from the same
/// counts (`usedAsInput`): those are shown and left out of the statistics, since a model cannot be validated with its own input.

#include "simulation/traffic/traffic_result.h"
#include "simulation/traffic/validation/count_statistics.h"
#include "simulation/traffic/validation/screenlines.h"

namespace isopolis {

struct ComparedCount {
    std::string externalId, street, direction;
    LinkId link;
    int year = 0;                                           ///< 0 unknown
    double counted_veh_h = 0, modelled_veh_h = 0, geh = 0;  ///< NaN without an hourly count
    double counted_veh_day = 0, modelled_veh_day = 0;       ///< NaN without a daily count
    bool usedAsInput = false;                               ///< volume at the edge of the city
};

struct ScreenlineResult {
    std::string name;
    std::size_t links = 0, counts = 0;
    double counted_veh_h = 0, modelled_veh_h = 0;  ///< at the counted links
    double differencePercent = 0;                  ///< NaN without counts
    double covered = 0;                            ///< share of the modelled flow over the line that runs on counted links
    double geh = 0;
};

/// One accepted criterion. `value` is NaN where the data do not allow it, and it is then not met.
struct Criterion {
    std::string key, what;
    double value = 0, limit = 0, upperLimit = 0;  ///< met if limit ≤ value (≤ upperLimit where that is above limit)
    bool atMost = false;                          ///< met if value ≤ limit
    bool met = false;
    std::size_t n = 0;
    std::string source;
};

struct CountValidation {
    std::vector<ComparedCount> counts;
    FitStatistics hourly, daily;
    std::vector<ScreenlineResult> screenlines;
    std::vector<Criterion> criteria;
    std::size_t noStreet = 0, noFigure = 0, closed = 0, usedAsInput = 0;
    std::vector<std::pair<int, std::size_t>> years;  ///< year (0 unknown) and compared counts
    std::vector<std::string> caveats;
};

struct ValidationRequest {
    std::vector<Screenline> screenlines;
};

CountValidation validateCounts(const AppliedScenario& applied, const TrafficResult& traffic, const ValidationRequest& request);

}  // namespace isopolis
