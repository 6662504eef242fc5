#include "simulation/traffic/calibration/matrix_change.h"

#include "gis/core/text.h"
#include "simulation/traffic/validation/demand_validation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kSmallCell = 0.01;
constexpr const char* kTag = "UK TAG unit M3.1, Highway assignment modelling (DfT 2020), table 5";

struct Line {
    double slope = kNone, r2 = kNone;
};

/// Ordinary regression of y on x with an intercept.
Line regression(const std::vector<double>& x, const std::vector<double>& y)
{
    double mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        mx += x[i];
        my += y[i];
    }
    mx /= static_cast<double>(x.size());
    my /= static_cast<double>(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mx) * (x[i] - mx);
        xy += (x[i] - mx) * (y[i] - my);
        yy += (y[i] - my) * (y[i] - my);
    }
    return xx > 0 && yy > 0 ? Line{xy / xx, xy * xy / (xx * yy)} : Line{};
}

struct Lengths {
    double mean_km = kNone, sd_km = kNone;
    std::array<double, kTripLengthClassCount> classes{};
};

Lengths lengthsOf(const ZoneMatrix& trips, const ZoneMatrix& km)
{
    Lengths l;
    double n = 0, sum = 0, squares = 0;
    for (std::size_t i = 0; i < trips.zones; ++i)
        for (std::size_t j = 0; j < trips.zones; ++j) {
            const double t = trips.values[i * trips.zones + j], d = km.values[i * trips.zones + j];
            if (i == j || t <= 0 || !std::isfinite(d))
                continue;
            n += t;
            sum += t * d;
            squares += t * d * d;
            const auto& ends = kTripLengthClasses_km;
            l.classes[static_cast<std::size_t>(std::lower_bound(ends.begin(), ends.end(), d) - ends.begin())] += t;
        }
    if (n > 0) {
        l.mean_km = sum / n;
        l.sd_km = std::sqrt(std::max(0.0, squares / n - l.mean_km * l.mean_km));
        for (double& share : l.classes)
            share /= n;
    }
    return l;
}

Criterion within(std::string key, std::string what, double value, double low, double high, std::size_t n)
{
    Criterion c{.key = std::move(key), .what = std::move(what), .value = value, .limit = low, .upperLimit = high, .n = n, .source = kTag};
    c.met = std::isfinite(value) && value >= low && value <= high;
    return c;
}

}  // namespace

double meanLength_km(const ZoneMatrix& trips, const ZoneMatrix& length_km) { return lengthsOf(trips, length_km).mean_km; }

MatrixChange matrixChange(const ZoneMatrix& before, const ZoneMatrix& after, const ZoneMatrix& length_km)
{
    MatrixChange m;
    m.smallestFactor = std::numeric_limits<double>::infinity();
    std::vector<double> x, y, endsBefore(2 * before.zones, 0), endsAfter(2 * before.zones, 0);
    for (std::size_t i = 0; i < before.zones; ++i)
        for (std::size_t j = 0; j < before.zones; ++j) {
            const double was = before.values[i * before.zones + j], is = after.values[i * before.zones + j];
            if (i == j)
                continue;
            m.totalBefore += was;
            m.totalAfter += is;
            endsBefore[i] += was;
            endsAfter[i] += is;
            endsBefore[before.zones + j] += was;
            endsAfter[before.zones + j] += is;
            if (was > 0) {
                x.push_back(was);
                y.push_back(is);
            }
            if (was > kSmallCell) {
                m.largestFactor = std::max(m.largestFactor, is / was);
                m.smallestFactor = std::min(m.smallestFactor, is / was);
            }
        }
    if (!x.empty()) {
        const Line cells = regression(x, y), ends = regression(endsBefore, endsAfter);
        m.cellSlope = cells.slope;
        m.cellR2 = cells.r2;
        m.endSlope = ends.slope;
        m.endR2 = ends.r2;
    }
    const Lengths was = lengthsOf(before, length_km), is = lengthsOf(after, length_km);
    m.meanLengthBefore_km = was.mean_km;
    m.meanLengthAfter_km = is.mean_km;
    m.sdLengthBefore_km = was.sd_km;
    m.sdLengthAfter_km = is.sd_km;
    m.coincidence = coincidenceRatio(is.classes, was.classes);
    const std::size_t n = x.size();
    m.criteria = {
        within("cell_slope", ISO_TR("calibration", "Slope of fitted on modelled trips between places: 0.98 to 1.02"), m.cellSlope, 0.98,
               1.02, n),
        within("cell_r2", ISO_TR("calibration", "R² of fitted and modelled trips between places: at least 0.95"), m.cellR2, 0.95, 1, n),
        within("end_slope", ISO_TR("calibration", "Slope of fitted on modelled trip ends: 0.99 to 1.01"), m.endSlope, 0.99, 1.01,
               2 * before.zones),
        within("end_r2", ISO_TR("calibration", "R² of fitted and modelled trip ends: at least 0.98"), m.endR2, 0.98, 1, 2 * before.zones),
        within("mean_length", ISO_TR("calibration", "Mean trip length, fitted to modelled: within 5 %"),
               m.meanLengthAfter_km / m.meanLengthBefore_km, 0.95, 1.05, n),
        within("sd_length", ISO_TR("calibration", "Standard deviation of trip lengths, fitted to modelled: within 5 %"),
               m.sdLengthAfter_km / m.sdLengthBefore_km, 0.95, 1.05, n),
    };
    return m;
}

}  // namespace isopolis
