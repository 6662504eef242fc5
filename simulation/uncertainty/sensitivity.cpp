#include "simulation/uncertainty/sensitivity.h"

#include "gis/core/sample/sample_random.h"
#include "simulation/uncertainty/parameter_draws.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace isopolis {

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
constexpr int kLevels = 4;
constexpr double kStep = 2.0 / 3;
constexpr std::size_t kResamplings = 200;
constexpr std::uint64_t kResamplingSeed = 20100217;

void shuffle(std::vector<std::size_t>& items, sample::SampleRandom& random)
{
    for (std::size_t i = items.size(); i > 1; --i)
        std::swap(items[i - 1], items[static_cast<std::size_t>(random.integer(0, static_cast<int>(i) - 1))]);
}

double meanOf(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviationOf(std::span<const double> values, double mean)
{
    double sum = 0;
    for (const double v : values)
        sum += (v - mean) * (v - mean);
    return std::sqrt(sum / static_cast<double>(values.size()));
}

/// Outputs of one Sobol design, read by sample.
struct SobolOutputs {
    std::span<const double> y;
    std::size_t inputs;
    std::size_t samples() const { return y.size() / (inputs + 2); }
    double a(std::size_t j) const { return y[j * (inputs + 2)]; }
    double b(std::size_t j) const { return y[j * (inputs + 2) + 1]; }
    double ab(std::size_t j, std::size_t i) const { return y[j * (inputs + 2) + 2 + i]; }
};

/// The estimators over a list of samples, in which one may stand twice.
SobolIndices estimate(const SobolOutputs& out, std::span<const std::size_t> samples)
{
    SobolIndices s;
    const auto n = static_cast<double>(samples.size());
    double sum = 0;
    for (const std::size_t j : samples)
        sum += out.a(j) + out.b(j);
    s.mean = sum / (2 * n);
    double squares = 0;
    for (const std::size_t j : samples)
        squares += (out.a(j) - s.mean) * (out.a(j) - s.mean) + (out.b(j) - s.mean) * (out.b(j) - s.mean);
    s.variance = squares / (2 * n);
    for (std::size_t i = 0; i < out.inputs; ++i) {
        double fromB = 0, fromA = 0, product = 0;
        for (const std::size_t j : samples) {
            const double ab = out.ab(j, i);
            fromB += (out.b(j) - ab) * (out.b(j) - ab);
            fromA += (out.a(j) - ab) * (out.a(j) - ab);
            product += out.b(j) * (ab - out.a(j));
        }
        const bool varies = s.variance > 0;
        s.first.push_back(varies ? 1 - fromB / (2 * n * s.variance) : kNoValue);
        s.total.push_back(varies ? fromA / (2 * n * s.variance) : kNoValue);
        s.firstSaltelli.push_back(varies ? product / (n * s.variance) : kNoValue);
    }
    return s;
}

}  // namespace

std::vector<UnitPoint> morrisTrajectories(std::size_t inputs, std::size_t trajectories, std::uint64_t seed)
{
    std::vector<UnitPoint> points;
    for (std::size_t t = 0; t < trajectories; ++t) {
        sample::SampleRandom random = sample::SampleRandom::forPart(seed, t);
        UnitPoint at(inputs);
        // A start from which a step of two levels stays on the grid, up or down.
        std::vector<bool> up(inputs);
        for (std::size_t i = 0; i < inputs; ++i) {
            const int level = random.integer(0, kLevels - 1);
            at[i] = static_cast<double>(level) / (kLevels - 1);
            up[i] = level < kLevels / 2;
        }
        std::vector<std::size_t> order(inputs);
        std::iota(order.begin(), order.end(), std::size_t{0});
        shuffle(order, random);
        points.push_back(at);
        for (const std::size_t i : order) {
            at[i] = std::clamp(at[i] + (up[i] ? kStep : -kStep), 0.0, 1.0);
            points.push_back(at);
        }
    }
    return points;
}

ElementaryEffects summariseEffects(std::span<const double> effects)
{
    ElementaryEffects e;
    e.effects = effects.size();
    if (effects.empty()) {
        e.mu = e.muStar = e.sigma = e.muStarError = kNoValue;
        return e;
    }
    std::vector<double> sizes;
    for (const double v : effects)
        sizes.push_back(std::abs(v));
    e.mu = meanOf(effects);
    e.muStar = meanOf(sizes);
    e.sigma = deviationOf(effects, e.mu);
    e.muStarError = deviationOf(sizes, e.muStar) / std::sqrt(static_cast<double>(std::max<std::size_t>(1, effects.size() - 1)));
    return e;
}

std::vector<ElementaryEffects> morrisEffects(std::span<const UnitPoint> points, std::span<const double> outputs)
{
    const std::size_t inputs = points.empty() ? 0 : points.front().size();
    std::vector<std::vector<double>> effects(inputs);
    for (std::size_t p = 1; p < std::min(points.size(), outputs.size()); ++p) {
        if (p % (inputs + 1) == 0)
            continue;  // the next trajectory begins
        for (std::size_t i = 0; i < inputs; ++i)
            if (points[p][i] != points[p - 1][i]) {
                const double effect = (outputs[p] - outputs[p - 1]) / (points[p][i] - points[p - 1][i]);
                if (std::isfinite(effect))
                    effects[i].push_back(effect);
            }
    }
    std::vector<ElementaryEffects> out;
    for (const auto& list : effects)
        out.push_back(summariseEffects(list));
    return out;
}

std::vector<UnitPoint> SobolDesign::points() const
{
    std::vector<UnitPoint> all;
    for (std::size_t j = 0; j < a.size(); ++j) {
        all.push_back(a[j]);
        all.push_back(b[j]);
        for (std::size_t i = 0; i < inputs; ++i) {
            all.push_back(a[j]);
            all.back()[i] = b[j][i];
        }
    }
    return all;
}

SobolDesign sobolDesign(std::size_t inputs, std::size_t samples, std::uint64_t seed)
{
    SobolDesign d{.inputs = inputs, .samples = samples, .a = {}, .b = {}};
    d.a.assign(samples, UnitPoint(inputs));
    d.b = d.a;
    for (std::size_t i = 0; i < inputs; ++i) {
        const std::vector<double> first = latinColumn(samples, seed, "A" + std::to_string(i)),
                                  second = latinColumn(samples, seed, "B" + std::to_string(i));
        for (std::size_t j = 0; j < samples; ++j) {
            d.a[j][i] = first[j];
            d.b[j][i] = second[j];
        }
    }
    return d;
}

SobolIndices jansenIndices(std::span<const double> outputs, std::size_t inputs)
{
    const SobolOutputs out{outputs, inputs};
    std::vector<std::size_t> usable;
    for (std::size_t j = 0; j < out.samples(); ++j) {
        bool known = std::isfinite(out.a(j)) && std::isfinite(out.b(j));
        for (std::size_t i = 0; i < inputs; ++i)
            known = known && std::isfinite(out.ab(j, i));
        if (known)
            usable.push_back(j);
    }
    SobolIndices s = estimate(out, usable);
    s.firstError.assign(inputs, kNoValue);
    s.totalError.assign(inputs, kNoValue);
    if (usable.size() < 2 || !(s.variance > 0))
        return s;
    std::vector<std::vector<double>> firsts(inputs), totals(inputs);
    for (std::size_t r = 0; r < kResamplings; ++r) {
        sample::SampleRandom random = sample::SampleRandom::forPart(kResamplingSeed, r);
        std::vector<std::size_t> again;
        for (std::size_t j = 0; j < usable.size(); ++j)
            again.push_back(usable[static_cast<std::size_t>(random.integer(0, static_cast<int>(usable.size()) - 1))]);
        const SobolIndices one = estimate(out, again);
        for (std::size_t i = 0; i < inputs && one.variance > 0; ++i) {
            firsts[i].push_back(one.first[i]);
            totals[i].push_back(one.total[i]);
        }
    }
    for (std::size_t i = 0; i < inputs; ++i)
        if (!firsts[i].empty()) {
            s.firstError[i] = deviationOf(firsts[i], meanOf(firsts[i]));
            s.totalError[i] = deviationOf(totals[i], meanOf(totals[i]));
        }
    return s;
}

void sortBySwing(std::vector<TornadoBar>& bars)
{
    std::stable_sort(bars.begin(), bars.end(), [](const TornadoBar& a, const TornadoBar& b) { return a.swing() > b.swing(); });
}

UnitPoint haltonPoint(std::uint64_t number, std::size_t inputs)
{
    UnitPoint point;
    for (std::uint64_t base = 2; point.size() < inputs; ++base) {
        bool prime = true;
        for (std::uint64_t d = 2; d * d <= base; ++d)
            prime = prime && base % d != 0;
        if (!prime)
            continue;
        double value = 0, digit = 1.0 / static_cast<double>(base);
        for (std::uint64_t rest = number; rest > 0; rest /= base) {
            value += digit * static_cast<double>(rest % base);
            digit /= static_cast<double>(base);
        }
        point.push_back(value);
    }
    return point;
}

}  // namespace isopolis
