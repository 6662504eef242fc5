#include "gis/feeds/quality/completeness.h"

#include <algorithm>

namespace isopolis {

namespace {

bool isSample(const Obs& o)
{
    const Quality flag = qualityFlag(o.q);
    return flag != Quality::Fail && flag != Quality::Missing;
}

}  // namespace

std::vector<Obs> aggregated(std::span<const Obs> rows, const AggregateOf& what, const QualitySettings& settings)
{
    std::vector<Obs> all;
    if (rows.empty() || what.length_s == 0)
        return all;
    const std::int64_t length = what.length_s;
    const auto begins = [length](std::int64_t t) { return t - ((t % length) + length) % length; };
    const std::uint32_t period = what.period_s > 0 ? what.period_s : rows.front().dur;
    const double expected = period > 0 ? std::max(1.0, static_cast<double>(length) / period) : 1;
    auto row = rows.begin();
    for (std::int64_t t = begins(rows.front().t); t <= rows.back().t; t += length) {
        double sum = 0, n = 0;
        bool suspect = false;
        std::int64_t last = -1;
        for (; row != rows.end() && row->t < t + length; ++row)
            if (isSample(*row) && row->t != last) {  // a repeated stamp is no second sample
                sum += row->v;
                n += 1;
                suspect = suspect || qualityFlag(row->q) == Quality::Suspect;
                last = row->t;
            }
        Obs o{.ds = rows.front().ds, .t = t, .dur = what.length_s, .v = 0};
        if (n > 0)
            o.v = what.kind == Aggregation::Count ? sum * std::max(1.0, expected / n) : sum / n;
        const bool enough = n / expected >= settings.value("qc.all.completeness");
        o.q = !enough ? quality(Quality::Missing, bits(Mark::Gap)) : quality(suspect ? Quality::Suspect : Quality::Pass);
        all.push_back(o);
    }
    return all;
}

}  // namespace isopolis
