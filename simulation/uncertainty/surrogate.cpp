#include "simulation/uncertainty/surrogate.h"

#include "simulation/uncertainty/sensitivity_study.h"
#include "simulation/uncertainty/uncertainty_parameters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace isopolis {

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostCrossed = 6;                               // axes whose products are looked at
constexpr std::size_t kRunsPerAxis = 4;                               // more axes than that cannot be told apart
constexpr double kPenalties[] = {1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100};  // ridge, by the number of points

/// Shifted Legendre polynomials, orthonormal on (0, 1).
double first(double u) { return std::sqrt(3.0) * (2 * u - 1); }
double second(double u) { return std::sqrt(5.0) * (6 * u * u - 6 * u + 1); }

double meanOf(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// A symmetric positive definite matrix, by rows, as L Lᵀ: L takes its lower half.
void factorise(std::vector<double>& a, std::size_t n)
{
    for (std::size_t j = 0; j < n; ++j)
        for (std::size_t i = j; i < n; ++i) {
            double sum = a[i * n + j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = i == j ? std::sqrt(sum) : sum / a[j * n + j];
        }
}

/// Trace of the inverse of L Lᵀ: Σ of the squares of L⁻¹.
double traceOfInverse(const std::vector<double>& l, std::size_t n)
{
    double trace = 0;
    std::vector<double> column(n);
    for (std::size_t j = 0; j < n; ++j)
        for (std::size_t i = j; i < n; ++i) {
            double sum = i == j ? 1 : 0;
            for (std::size_t k = j; k < i; ++k)
                sum -= l[i * n + k] * column[k];
            column[i] = sum / l[i * n + i];
            trace += column[i] * column[i];
        }
    return trace;
}

std::vector<double> solve(const std::vector<double>& l, std::vector<double> b)
{
    const std::size_t n = b.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < i; ++k)
            b[i] -= l[i * n + k] * b[k];
        b[i] /= l[i * n + i];
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k)
            b[i] -= l[k * n + i] * b[k];
        b[i] /= l[i * n + i];
    }
    return b;
}

std::vector<double> centredColumn(std::span<const UnitPoint> points, std::size_t axis, double (*polynomial)(double))
{
    std::vector<double> column;
    for (const UnitPoint& p : points)
        column.push_back(polynomial(p[axis]));
    const double mean = meanOf(column);
    for (double& x : column)
        x -= mean;
    return column;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

/// Takes away what a unit vector explains.
void takeAway(std::vector<double>& from, const std::vector<double>& direction)
{
    const double part = dot(from, direction);
    for (std::size_t i = 0; i < from.size(); ++i)
        from[i] -= part * direction[i];
}

/// Axes one after the other, each the one that follows most of what those before it leave over (orthogonal matching pursuit).
std::vector<std::size_t> strongestAxes(std::span<const UnitPoint> points, std::vector<double> left)
{
    const std::size_t axes = points.front().size(), most = std::min(axes, std::max<std::size_t>(2, points.size() / kRunsPerAxis));
    std::vector<std::array<std::vector<double>, 2>> columns;
    for (std::size_t a = 0; a < axes; ++a)
        columns.push_back({centredColumn(points, a, first), centredColumn(points, a, second)});
    std::vector<std::size_t> chosen;
    std::vector<bool> taken(axes, false);
    std::vector<std::vector<double>> directions;
    // An axis that does not vary here says nothing, and its products would pass for the others alone.
    const double nothing = 1e-12 * dot(left, left);
    while (chosen.size() < most) {
        std::size_t best = axes;
        double strongest = nothing;
        for (std::size_t a = 0; a < axes; ++a) {
            if (taken[a])
                continue;
            double strength = 0;
            for (const std::vector<double>& column : columns[a])
                if (const double square = dot(column, column); square > 0)
                    strength += std::pow(dot(column, left), 2) / square;
            if (strength > strongest) {
                strongest = strength;
                best = a;
            }
        }
        if (best == axes)
            break;
        taken[best] = true;
        chosen.push_back(best);
        for (std::vector<double> column : columns[best]) {
            for (const std::vector<double>& direction : directions)
                takeAway(column, direction);
            const double length = std::sqrt(dot(column, column));
            if (!(length > 1e-9))
                continue;
            for (double& x : column)
                x /= length;
            takeAway(left, column);
            directions.push_back(std::move(column));
        }
    }
    return chosen;
}

}  // namespace

std::vector<double> QuadraticSurrogate::features(const UnitPoint& point) const
{
    std::vector<double> x;
    for (const std::size_t a : m_axes) {
        x.push_back(first(point[a]));
        x.push_back(second(point[a]));
    }
    const std::size_t crossed = std::min(kMostCrossed, m_axes.size());
    for (std::size_t i = 0; i < crossed; ++i)
        for (std::size_t j = 0; j < i; ++j)
            x.push_back(first(point[m_axes[i]]) * first(point[m_axes[j]]));
    return x;
}

double QuadraticSurrogate::at(const UnitPoint& point) const
{
    const std::vector<double> x = features(point);
    return std::inner_product(x.begin(), x.end(), m_weights.begin(), m_mean);
}

QuadraticSurrogate QuadraticSurrogate::fit(std::span<const UnitPoint> points, std::span<const double> values)
{
    QuadraticSurrogate model;
    const std::size_t n = points.size();
    model.m_mean = meanOf(values);
    std::vector<double> y(values.begin(), values.end());
    for (double& v : y)
        v -= model.m_mean;
    model.m_axes = strongestAxes(points, y);
    std::vector<std::vector<double>> rows;
    for (const UnitPoint& p : points)
        rows.push_back(model.features(p));
    // In the dual form: there are more features than points.
    std::vector<double> gram(n * n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j)
            gram[i * n + j] = gram[j * n + i] = std::inner_product(rows[i].begin(), rows[i].end(), rows[j].begin(), 0.0);
    double best = std::numeric_limits<double>::infinity();
    std::vector<double> chosen(n, 0.0);
    for (const double penalty : kPenalties) {
        const double lambda = penalty * static_cast<double>(n);
        std::vector<double> l = gram;
        for (std::size_t i = 0; i < n; ++i)
            l[i * n + i] += lambda;
        factorise(l, n);
        std::vector<double> alpha = solve(l, y);
        // Residuals are λ α and I − H is λ (G + λ I)⁻¹, so that λ drops out.
        const double trace = traceOfInverse(l, n);
        const double gcv = std::inner_product(alpha.begin(), alpha.end(), alpha.begin(), 0.0) / (trace * trace);
        if (gcv < best) {
            best = gcv;
            chosen = std::move(alpha);
        }
    }
    model.m_weights.assign(rows.front().size(), 0.0);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t f = 0; f < rows[i].size(); ++f)
            model.m_weights[f] += chosen[i] * rows[i][f];
    return model;
}

CrossValidation crossValidate(std::span<const UnitPoint> points, std::span<const double> values, std::size_t folds)
{
    CrossValidation result;
    const std::size_t n = points.size(), used = std::clamp<std::size_t>(folds, 2, std::max<std::size_t>(2, n));
    const double mean = meanOf(values);
    double left = 0, all = 0;
    result.errors.resize(n);
    for (std::size_t fold = 0; fold < used && n > used; ++fold) {
        std::vector<UnitPoint> seen;
        std::vector<double> known;
        for (std::size_t i = 0; i < n; ++i)
            if (i % used != fold) {
                seen.push_back(points[i]);
                known.push_back(values[i]);
            }
        const QuadraticSurrogate model = QuadraticSurrogate::fit(seen, known);
        for (std::size_t i = fold; i < n; i += used) {
            result.errors[i] = values[i] - model.at(points[i]);
            left += result.errors[i] * result.errors[i];
        }
    }
    for (const double v : values)
        all += (v - mean) * (v - mean);
    result.r2 = all > 0 && n > used ? 1 - left / all : kNoValue;
    return result;
}

SurrogateResult surrogateFigures(const City& city, const Ensemble& fullRuns, const DrawDesign& many, const EquityReport& report)
{
    SurrogateResult result;
    const DrawDesign& design = fullRuns.plan.design;
    result.runs = fullRuns.draws.size();
    result.draws = many.samples;
    result.leastR2 = design.base.value(kLeastSurrogateR2);
    std::vector<UnitPoint> learnt, asked;
    for (const auto& [number, draw] : fullRuns.draws)
        learnt.push_back(design.point(number));
    for (std::size_t i = 0; i < many.samples; ++i)
        asked.push_back(many.point(i));
    const std::vector<double> errorOf = latinColumn(many.samples, many.seed, "surrogate.error");
    for (const IndicatorInfo& info : allIndicators()) {
        const IndicatorAssessment& standard = report.of(info.indicator);
        const Indicator one[] = {info.indicator};
        for (const SensitivityOutput& output : sensitivityOutputs(city, report, one, {})) {
            SurrogateFigure f{.key = output.key, .label = output.label, .unit = output.unit};
            double ofStandardRuns = standard.everyone.change;
            if (output.key.ends_with("/gap"))
                ofStandardRuns = standard.quintiles.front().change - standard.quintiles.back().change;
            for (std::size_t fifth = 0; fifth < standard.quintiles.size(); ++fifth)
                if (output.key.ends_with("/" + std::string(quintileKey(static_cast<int>(fifth) + 1))))
                    ofStandardRuns = standard.quintiles[fifth].change;
            std::vector<double> values, changes;
            for (const auto& [number, draw] : fullRuns.draws)
                values.push_back(output.of(draw));
            const bool known = !values.empty() && std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
            const bool varies = known && std::any_of(values.begin(), values.end(), [&](double v) { return v != values.front(); });
            if (varies) {
                const CrossValidation tested = crossValidate(learnt, values);
                f.r2 = tested.r2;
                f.refused = !(f.r2 >= result.leastR2);
                if (!f.refused) {
                    const QuadraticSurrogate model = QuadraticSurrogate::fit(learnt, values);
                    for (std::size_t i = 0; i < asked.size(); ++i)
                        changes.push_back(model.at(asked[i]) +
                                          tested.errors[static_cast<std::size_t>(errorOf[i] * static_cast<double>(tested.errors.size()))]);
                }
            } else {
                // What is the same in all full runs is taken to be so.
                f.r2 = kNoValue;
                f.refused = !known;
                if (known)
                    changes.assign(asked.size(), values.front());
            }
            f.change = uncertainFigure(std::move(changes), ofStandardRuns, standard.threshold, info.better == Direction::MoreIsBetter,
                                       design.base.value(kConfidence));
            result.figures.push_back(std::move(f));
        }
    }
    return result;
}

}  // namespace isopolis
