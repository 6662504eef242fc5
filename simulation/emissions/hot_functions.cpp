#include "simulation/emissions/hot_functions.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace isopolis {

namespace embedded {
extern const char* const kHotFunctions;
}

namespace {

/// Guard against negative values, poles and spikes: half-width of the window of neighbours and accepted band around their median.
constexpr int kGuardHalfWindow = 5;
constexpr double kGuardLow = 0.2, kGuardHigh = 5.0;
constexpr double kScanStep_kmh = 0.25;
constexpr double kSlopeStep_percent = 2;
constexpr std::string_view kKindKeys[kFactorKindCount] = {"nox", "pm", "energy", "co", "voc", "nh3"};

bool usable(double sample) { return std::isfinite(sample) && sample > 0; }

/// Median of the usable samples around one; 0 if there is none.
double medianAround(const std::vector<double>& samples, std::size_t at)
{
    const std::size_t first = at < kGuardHalfWindow ? 0 : at - kGuardHalfWindow;
    const std::size_t last = std::min(samples.size(), at + kGuardHalfWindow + 1);
    std::vector<double> window;
    for (std::size_t i = first; i < last; ++i)
        if (usable(samples[i]))
            window.push_back(samples[i]);
    if (window.empty())
        return 0;
    const auto middle = window.begin() + static_cast<std::ptrdiff_t>(window.size() / 2);
    std::nth_element(window.begin(), middle, window.end());
    return *middle;
}

double denominator(const HotFunction& f, double v) { return f.epsilon * v * v + f.zeta * v + f.eta; }

bool constant(const HotFunction& f) { return f.alpha == 0 && f.beta == 0 && f.delta == 0 && f.epsilon == 0 && f.zeta == 0; }

/// Whether a function may be evaluated as published: no pole, no negative stretch and no jump even between whole km/h.
bool sound(const HotFunction& function)
{
    if (constant(function))
        return std::isfinite(evaluate(function, function.minimum_kmh)) && evaluate(function, function.minimum_kmh) >= 0;
    double last = evaluate(function, function.minimum_kmh);
    const double sign = denominator(function, function.minimum_kmh);
    if (!usable(last))
        return false;
    for (double v = function.minimum_kmh; v <= function.maximum_kmh; v += kScanStep_kmh) {
        const double value = evaluate(function, v);
        if (!usable(value) || denominator(function, v) * sign <= 0 || value < kGuardLow * last || value > kGuardHigh * last)
            return false;
        last = value;
    }
    return true;
}

/// Replaces bad samples by interpolation between their good neighbours; at the ends the nearest good one.
void fillBad(std::vector<double>& samples, const std::vector<bool>& bad)
{
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!bad[i])
            continue;
        std::size_t left = i, right = i;
        while (left > 0 && bad[left])
            --left;
        while (right + 1 < samples.size() && bad[right])
            ++right;
        const bool hasLeft = !bad[left], hasRight = !bad[right];
        if (hasLeft && hasRight)
            samples[i] =
                samples[left] + (samples[right] - samples[left]) * static_cast<double>(i - left) / static_cast<double>(right - left);
        else
            samples[i] = hasLeft ? samples[left] : hasRight ? samples[right] : 0;
    }
}

/// The part before a separator; `text` keeps the rest.
std::string_view cut(std::string_view& text, char separator)
{
    const std::size_t at = text.find(separator);
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return head;
}

template <class Number>
Number numberOf(std::string_view token)
{
    Number value{};
    const auto parsed = std::from_chars(token.data(), token.data() + token.size(), value);
    if (token.empty() || parsed.ec != std::errc() || parsed.ptr != token.data() + token.size())
        throw std::logic_error("hot_functions.txt: '" + std::string(token) + "' is not a number");
    return value;
}

HotFunction functionOf(std::string_view line)
{
    HotFunction f;
    for (double* part : {&f.minimum_kmh, &f.maximum_kmh, &f.alpha, &f.beta, &f.gamma, &f.delta, &f.epsilon, &f.zeta, &f.eta, &f.reduction})
        *part = numberOf<double>(cut(line, ' '));
    return f;
}

}  // namespace

std::string_view factorKindKey(FactorKind kind) { return kKindKeys[static_cast<std::size_t>(kind)]; }

double evaluate(const HotFunction& f, double speed_kmh)
{
    const double v = std::clamp(speed_kmh, f.minimum_kmh, f.maximum_kmh);
    return (f.alpha * v * v + f.beta * v + f.gamma + f.delta / v) / denominator(f, v) * (1 - f.reduction);
}

FactorCurve::FactorCurve(const HotFunction& function) : m_function(function)
{
    const auto count = static_cast<std::size_t>(std::max(0.0, std::floor(function.maximum_kmh - function.minimum_kmh))) + 1;
    std::vector<double> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = evaluate(function, function.minimum_kmh + static_cast<double>(i));
    std::vector<bool> bad(count);
    bool anyBad = false;
    if (!sound(function))
        for (std::size_t i = 0; i < count; ++i) {
            const double median = medianAround(samples, i);
            bad[i] = !usable(samples[i]) || samples[i] < kGuardLow * median || samples[i] > kGuardHigh * median;
            anyBad = anyBad || bad[i];
        }
    if (!anyBad && sound(function))
        return;
    fillBad(samples, bad);
    m_samples = std::move(samples);
}

double FactorCurve::at(double speed_kmh) const
{
    if (m_samples.empty())
        return evaluate(m_function, speed_kmh);
    const double last = static_cast<double>(m_samples.size() - 1);
    const double position = std::clamp(speed_kmh - m_function.minimum_kmh, 0.0, last);
    const auto left = static_cast<std::size_t>(position);
    if (left + 1 >= m_samples.size())
        return m_samples.back();
    return m_samples[left] + (m_samples[left + 1] - m_samples[left]) * (position - static_cast<double>(left));
}

const HotTable& HotTable::published()
{
    static const HotTable table(embedded::kHotFunctions);
    return table;
}

HotTable::HotTable(std::string_view text)
{
    constexpr std::string_view kFunction = "function ";
    while (!text.empty()) {
        const std::string_view line = cut(text, '\n');
        if (line.empty() || line.front() == '#')
            continue;
        if (line.substr(0, kFunction.size()) == kFunction)
            m_curves.emplace_back(functionOf(line.substr(kFunction.size())));
        else
            readTechnology(line);
    }
}

void HotTable::readTechnology(std::string_view line)
{
    constexpr int kNameCells = 5;
    std::string_view rest = line;
    for (int i = 0; i < kNameCells; ++i)
        cut(rest, '|');
    Technology technology{.name = std::string(line.substr(0, line.size() - rest.size() - 1)), .rows = {}};
    while (!rest.empty())
        readFactor(technology, cut(rest, '|'));
    m_technologies.push_back(std::move(technology));
}

void HotTable::readFactor(Technology& technology, std::string_view cell)
{
    const std::string_view key = cut(cell, ' ');
    const auto kind = std::find(std::begin(kKindKeys), std::end(kKindKeys), key);
    if (kind == std::end(kKindKeys))
        throw std::logic_error("hot_functions.txt: '" + std::string(key) + "' is no quantity");
    Row& row = technology.rows[static_cast<std::size_t>(kind - std::begin(kKindKeys))];
    row.present = true;
    std::string_view level = cut(cell, ' ');
    std::uint32_t last = 0;
    for (std::uint32_t& curve : row.bySituation)
        curve = last = level.empty() ? last : curveOf(cut(level, '/'));
    while (!cell.empty()) {
        std::string_view pair = cut(cell, ' ');
        const auto slope = static_cast<std::size_t>(numberOf<int>(cut(pair, ':')) / 2 + static_cast<int>(kLevel));
        row.bySlope.at(slope) = curveOf(pair);
        row.bySlope[kLevel] = row.bySituation[0];
        row.sloped = true;
    }
}

std::uint32_t HotTable::curveOf(std::string_view token)
{
    if (token.front() == '#') {
        const auto index = numberOf<std::uint32_t>(token.substr(1));
        if (index >= m_curves.size())
            throw std::logic_error("hot_functions.txt: there is no function " + std::string(token));
        return index;
    }
    HotFunction value;
    value.gamma = numberOf<double>(token);
    m_curves.emplace_back(value);
    return static_cast<std::uint32_t>(m_curves.size() - 1);
}

std::optional<TechnologyId> HotTable::find(std::string_view name) const
{
    for (std::size_t i = 0; i < m_technologies.size(); ++i)
        if (m_technologies[i].name == name)
            return TechnologyId{static_cast<std::uint32_t>(i)};
    return std::nullopt;
}

double HotTable::factor(TechnologyId id, FactorKind kind, DrivingSituation situation, double speed_kmh, double slope_percent) const
{
    const Row& factors = row(id, kind);
    if (!factors.present)
        return 0;
    if (!factors.sloped || slope_percent == 0)
        return m_curves[factors.bySituation[static_cast<std::size_t>(situation)]].at(speed_kmh);
    const double position = std::clamp(slope_percent / kSlopeStep_percent + kLevel, 0.0, static_cast<double>(kSlopes - 1));
    const std::size_t lower = std::min(static_cast<std::size_t>(position), kSlopes - 2);
    const double upper = position - static_cast<double>(lower);
    return (1 - upper) * m_curves[factors.bySlope[lower]].at(speed_kmh) + upper * m_curves[factors.bySlope[lower + 1]].at(speed_kmh);
}

const FactorCurve* HotTable::curve(TechnologyId id, FactorKind kind, DrivingSituation situation, int slope_percent) const
{
    const Row& factors = row(id, kind);
    if (!factors.present || (slope_percent != 0 && !factors.sloped))
        return nullptr;
    if (slope_percent == 0)
        return &m_curves[factors.bySituation[static_cast<std::size_t>(situation)]];
    return &m_curves[factors.bySlope.at(static_cast<std::size_t>(slope_percent / 2 + static_cast<int>(kLevel)))];
}

}  // namespace isopolis
