#pragma once
/// Test 10: means and sums over longer intervals, valid only where enough of their samples are there.
///
///   std::vector<Obs> hours = aggregated(rows, {.period_s = 300, .length_s = 3600, .kind = Aggregation::Mean}, settings);
///
/// Rows of one stream by time; those that failed or are missing are not samples. An aggregate with less than `qc.all.completeness` of its
/// samples is there, with the mean of what is known and the flag Missing with Mark::Gap, so that nobody takes it for a value. Counts are
/// scaled up to the whole interval. Intervals without any sample between the first and the last row are there too, with the value 0 and the
/// same flag. Source: Directive 2008/50/EC, annex XI (75 % of the values).

#include "gis/core/observation/observation.h"
#include "gis/feeds/quality/quality_limits.h"

#include <span>
#include <vector>

namespace isopolis {

struct AggregateOf {
    std::uint32_t period_s = 0;  ///< of the samples; 0: that of the rows, else the aggregate needs one sample alone
    std::uint32_t length_s = 3600;
    Aggregation kind = Aggregation::Mean;
};

std::vector<Obs> aggregated(std::span<const Obs> rows, const AggregateOf& what, const QualitySettings& settings);

}  // namespace isopolis
