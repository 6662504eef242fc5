#pragma once
/// Sums over the people of a group; a mean only where there are any.
///
///   Tally tally;   for (const Score& s : scores) tally.add(s, people);   GroupScore g = tally.group("q1", "…");

#include "simulation/equity/assessment.h"

#include <cmath>
#include <limits>

namespace isopolis {

struct Tally {
    double people = 0, before = 0, after = 0, better = 0, worse = 0, unchanged = 0;

    void add(const Score& score, double weight)
    {
        if (score.verdict == Verdict::NoData || !(weight > 0))
            return;
        people += weight;
        before += weight * score.before;
        after += weight * score.after;
        (score.verdict == Verdict::Better ? better : score.verdict == Verdict::Worse ? worse : unchanged) += weight;
    }
    GroupScore group(std::string_view key, std::string_view label) const
    {
        constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
        GroupScore g;
        g.key = key;
        g.label = label;
        g.people = people;
        g.before = people > 0 ? before / people : kNone;
        g.after = people > 0 ? after / people : kNone;
        g.change = g.after - g.before;
        g.better = better;
        g.worse = worse;
        g.unchanged = unchanged;
        return g;
    }
};

}  // namespace isopolis
