#include "simulation/access/measures/decay.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>

namespace isopolis {

namespace {

constexpr std::size_t kMostSteps = 1000;

struct Weight {
    double cost;
    double operator()(const BinaryDecay& d) const { return cost <= d.cutoff ? 1 : 0; }
    double operator()(const LinearDecay& d) const { return std::max(0.0, 1 - cost / d.cutoff); }
    double operator()(const ExponentialDecay& d) const { return std::exp(-d.rate * cost); }
    double operator()(const PowerDecay& d) const { return cost <= 1 ? 1 : std::pow(cost, -d.exponent); }
    double operator()(const LogisticDecay& d) const
    {
        // The scale of a logistic distribution is its standard deviation × √3/π.
        const double scale = d.deviation * std::numbers::sqrt3 / std::numbers::pi;
        const double atNothing = 1 + std::exp(-d.middle / scale), here = 1 + std::exp((cost - d.middle) / scale);
        return atNothing / here;
    }
    double operator()(const SteppedDecay& d) const
    {
        double weight = 1;
        for (const SteppedDecay::Step& step : d.steps)
            if (cost >= step.from)
                weight = step.weight;
        return weight;
    }
};

std::optional<double> number(std::string_view text)
{
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return {};
    return value;
}

std::vector<std::string_view> pieces(std::string_view text, char separator)
{
    std::vector<std::string_view> all;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        all.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return all;
}

Error bad(std::string what, std::string cure) { return Error{ErrorCode::BadValue, std::move(what)}.about("decay").cure(std::move(cure)); }

Expected<Decay> stepped(std::string_view values)
{
    SteppedDecay decay;
    for (const std::string_view piece : pieces(values, ',')) {
        const std::size_t equals = piece.find('=');
        const auto from = number(piece.substr(0, equals));
        const auto weight = number(piece.substr(std::min(equals, piece.size() - 1) + 1));
        const bool ascending = decay.steps.empty() || (from && *from > decay.steps.back().from);
        if (!from || !weight || *from < 0 || *weight < 0 || *weight > 1 || !ascending || decay.steps.size() >= kMostSteps)
            return unexpected(bad("'" + std::string(piece.substr(0, 40)) + "' is no step of a decay",
                                  "Write COST=WEIGHT with rising costs and weights of 0 to 1, for example stepped:10=0.67,20=0.33,30=0."));
        decay.steps.push_back({*from, *weight});
    }
    return decay;
}

}  // namespace

double weightAt(const Decay& decay, double cost) { return std::visit(Weight{cost}, decay); }

Expected<Decay> parseDecay(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    const std::string_view values = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (name == "stepped")
        return stepped(values);
    std::vector<double> numbers;
    for (const std::string_view piece : pieces(values, ',')) {
        const auto value = number(piece);
        if (!value || *value < 0)
            return unexpected(bad("'" + std::string(text.substr(0, 60)) + "' holds no numbers of at least 0 where it needs them",
                                  "Write for example binary:30, exponential:0.1, power:2 or logistic:30,5."));
        numbers.push_back(*value);
    }
    const auto oneAbove0 = [&] { return numbers.size() == 1 && numbers[0] > 0; };
    if (name == "binary" && numbers.size() == 1)
        return BinaryDecay{numbers[0]};
    if (name == "linear" && oneAbove0())
        return LinearDecay{numbers[0]};
    if (name == "exponential" && numbers.size() == 1)
        return ExponentialDecay{numbers[0]};
    if (name == "power" && numbers.size() == 1)
        return PowerDecay{numbers[0]};
    if (name == "logistic" && numbers.size() == 2 && numbers[0] > 0 && numbers[1] > 0)
        return LogisticDecay{numbers[0], numbers[1]};
    return unexpected(bad("'" + std::string(text.substr(0, 60)) + "' is no decay",
                          "Write binary:30, linear:60, exponential:0.1, power:2, logistic:30,5 or stepped:10=0.67,20=0.33,30=0."));
}

}  // namespace isopolis
