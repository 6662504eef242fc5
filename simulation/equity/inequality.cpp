#include "simulation/equity/inequality.h"

#include "gis/core/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isopolis {

namespace {
constexpr double kHalf = 0.5;
constexpr double kPalmaPoor = 0.4, kPalmaRich = 0.9;
constexpr double kAtkinson[] = {0.25, 0.5, 0.75, 1.0, 1.5, 2.0};
constexpr std::string_view kAtkinsonNames[] = {"0.25", "0.5", "0.75", "1", "1.5", "2"};
constexpr std::string_view kKeys[] = {"mean",
                                      "sd",
                                      "min",
                                      "max",
                                      "gini",
                                      "absolute_gini",
                                      "theil_t",
                                      "mld",
                                      "ge2",
                                      "hoover",
                                      "atkinson_0.25",
                                      "atkinson_0.5",
                                      "atkinson_0.75",
                                      "atkinson_1",
                                      "atkinson_1.5",
                                      "atkinson_2",
                                      "atkinson_ede_0.25",
                                      "atkinson_ede_0.5",
                                      "atkinson_ede_0.75",
                                      "atkinson_ede_1",
                                      "atkinson_ede_1.5",
                                      "atkinson_ede_2",
                                      "palma",
                                      "concentration_index",
                                      "generalised_concentration_index",
                                      "erreygers",
                                      "wagstaff",
                                      "kolm_pollak_kappa",
                                      "kolm_pollak_ede",
                                      "kolm_pollak_cost",
                                      "fgt0",
                                      "fgt1",
                                      "fgt2"};

constexpr const char* kChange =
    ISO_TR("inequality", "The values are changes and may be negative, and this index needs shares of a positive total.");
constexpr const char* kNegative = ISO_TR("inequality", "Some values are below zero, and this index needs shares of a positive total.");
constexpr const char* kZeroMean = ISO_TR("inequality", "The mean is zero, and this index divides by it.");
constexpr const char* kZeros = ISO_TR("inequality", "Some people have the value zero, and this index is not defined with zeros.");
constexpr const char* kBad = ISO_TR("inequality", "Less of this is better, and this index is made for what is good to have.");
constexpr const char* kNoRank = ISO_TR("inequality", "No income is known by which people could be ranked.");
constexpr const char* kNoLine = ISO_TR("inequality", "No limit or poverty line was given.");
constexpr const char* kBadLine = ISO_TR("inequality", "The line is not above zero, and this index divides by it.");
constexpr const char* kUnbounded = ISO_TR("inequality", "The scale of the values has no fixed lower and upper bound.");
constexpr const char* kOutside = ISO_TR("inequality", "Some values lie outside the bounds of the scale.");
constexpr const char* kAtBound = ISO_TR("inequality", "The mean lies on a bound of the scale, and this index divides by the distance.");
constexpr const char* kKappaNeeded =
    ISO_TR("inequality", "Values may be negative, so kappa must be fixed from the values before the scheme.");
constexpr const char* kKappaZero = ISO_TR("inequality", "All values are zero, so kappa cannot be derived from them.");
constexpr const char* kPoorZero = ISO_TR("inequality", "The mean of the 40 % of people with the lowest rank is not above zero.");

/// The people that count: value known, weight above zero.
struct People {
    std::vector<double> x, p;  ///< value and share of the people
    std::vector<double> weight;
    std::vector<std::size_t> from;  ///< position in the sample
    double mean = 0, low = 0, high = 0;
    std::size_t size() const { return x.size(); }
};

People select(const WeightedSample& s, const std::vector<std::size_t>& chosen)
{
    People people;
    double total = 0;
    for (std::size_t i : chosen)
        total += s.weight[i];
    people.from = chosen;
    for (std::size_t i : chosen) {
        people.x.push_back(s.value[i]);
        people.weight.push_back(s.weight[i]);
        people.p.push_back(s.weight[i] / total);
        people.mean += people.p.back() * s.value[i];
    }
    const auto [low, high] = std::minmax_element(people.x.begin(), people.x.end());
    people.low = *low;
    people.high = *high;
    // A mean of equal values must be that value, or equality would show as a trace of inequality.
    people.mean = std::clamp(people.mean, people.low, people.high);
    return people;
}

template <class Term>
double weighted(const People& people, Term term)
{
    double sum = 0;
    for (std::size_t i = 0; i < people.size(); ++i)
        sum += people.p[i] * term(people.x[i]);
    return sum;
}

/// 2 Σ p (x − m)(rank − 1/2): with the rank by value the absolute Gini, with the rank by income the generalised concentration index.
double covarianceWithRank(const People& people, const std::vector<double>& ranks)
{
    double sum = 0;
    for (std::size_t i = 0; i < people.size(); ++i)
        sum += people.p[i] * (people.x[i] - people.mean) * (ranks[i] - kHalf);
    return 2 * sum;
}

double entropyTerm(double share) { return share > 0 ? share * std::log(share) : 0; }

class Builder {
public:
    Builder(const WeightedSample& sample, const IndexOptions& options) : m_sample(sample), m_options(options) {}
    IndexSet build();

private:
    bool collect();
    void give(std::string_view key, double value);
    void refuse(std::string_view key, const char* reason) { m_set.refused.emplace(std::string(key), reason); }
    void refuseAll(const char* reason);
    const char* relativeRefusal(const People& people) const;
    void spread();
    void relative();
    void decomposition();
    void atkinson();
    void ranked();
    void palma(const People& people, const std::vector<double>& rank);
    void bounded(const People& people, double generalised);
    void kolmPollak();
    void fosterGreerThorbecke();

    const WeightedSample& m_sample;
    const IndexOptions& m_options;
    IndexSet m_set;
    People m_people;
};

void Builder::give(std::string_view key, double value)
{
    if (std::isfinite(value))
        m_set.values[std::string(key)] = value;
    else
        refuse(key, ISO_TR("inequality", "The values are too large for this index to be computed."));
}

void Builder::refuseAll(const char* reason)
{
    for (std::string_view key : kKeys)
        refuse(key, reason);
}

bool Builder::collect()
{
    const std::size_t n = m_sample.value.size();
    const auto fits = [n](const auto& column) { return column.empty() || column.size() == n; };
    if (m_sample.weight.size() != n || !fits(m_sample.rank) || !fits(m_sample.group)) {
        refuseAll(ISO_TR("inequality", "Values, weights, ranks and groups are not equally many."));
        return false;
    }
    double known = 0, all = 0;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < n; ++i) {
        const double w = m_sample.weight[i];
        if (!std::isfinite(w) || w < 0 || std::isinf(m_sample.value[i])) {
            refuseAll(ISO_TR("inequality", "A weight is negative or not a number, or a value is infinite."));
            return false;
        }
        if (w == 0) {
            ++m_set.emptyZones;
            continue;
        }
        all += w;
        if (std::isnan(m_sample.value[i]))
            continue;
        known += w;
        chosen.push_back(i);
    }
    m_set.coverage = all > 0 ? known / all : 0;
    if (chosen.empty()) {
        refuseAll(all > 0 ? ISO_TR("inequality", "No value is known where people live.") : ISO_TR("inequality", "There is no population."));
        return false;
    }
    m_people = select(m_sample, chosen);
    return true;
}

const char* Builder::relativeRefusal(const People& people) const
{
    if (m_options.change)
        return kChange;
    if (people.low < 0)
        return kNegative;
    return people.mean > 0 ? nullptr : kZeroMean;
}

void Builder::spread()
{
    const double m = m_people.mean;
    give("mean", m);
    give("min", m_people.low);
    give("max", m_people.high);
    give("sd", std::sqrt(weighted(m_people, [m](double x) { return (x - m) * (x - m); })));
    give("absolute_gini", covarianceWithRank(m_people, fractionalRanks(m_people.x, m_people.weight)));
}

void Builder::relative()
{
    const double m = m_people.mean;
    if (const char* reason = relativeRefusal(m_people)) {
        for (std::string_view key : {"gini", "theil_t", "mld", "ge2", "hoover"})
            refuse(key, reason);
        return;
    }
    give("gini", m_set.values["absolute_gini"] / m);
    give("theil_t", weighted(m_people, [m](double x) { return entropyTerm(x / m); }));
    give("ge2", (weighted(m_people, [m](double x) { return (x / m) * (x / m); }) - 1) * kHalf);
    give("hoover", kHalf * weighted(m_people, [m](double x) { return std::abs(x / m - 1); }));
    if (m_people.low > 0)
        give("mld", weighted(m_people, [m](double x) { return std::log(m / x); }));
    else
        refuse("mld", kZeros);
    if (!m_sample.group.empty())
        decomposition();
}

void Builder::decomposition()
{
    std::map<std::string, std::vector<std::size_t>> members;
    for (std::size_t i : m_people.from)
        members[m_sample.group[i]].push_back(i);
    const double m = m_people.mean;
    double total = 0;
    for (double w : m_people.weight)
        total += w;
    double betweenT = 0, withinT = 0, betweenL = 0, withinL = 0;
    for (const auto& [name, rows] : members) {
        const People group = select(m_sample, rows);
        double people = 0;
        for (double w : group.weight)
            people += w;
        const double share = people / total, ratio = group.mean / m;
        betweenT += share * entropyTerm(ratio);
        if (group.mean > 0)
            withinT += share * ratio * weighted(group, [&](double x) { return entropyTerm(x / group.mean); });
        betweenL += share * std::log(m / group.mean);
        withinL += share * weighted(group, [&](double x) { return std::log(group.mean / x); });
    }
    give("theil_t_between", betweenT);
    give("theil_t_within", withinT);
    if (m_people.low > 0) {
        give("mld_between", betweenL);
        give("mld_within", withinL);
    } else {
        refuse("mld_between", kZeros);
        refuse("mld_within", kZeros);
    }
}

void Builder::atkinson()
{
    const char* reason = relativeRefusal(m_people);
    if (!reason && !m_options.good)
        reason = kBad;
    const double m = m_people.mean;
    for (std::size_t i = 0; i < std::size(kAtkinson); ++i) {
        const double e = kAtkinson[i];
        const std::string index = "atkinson_" + std::string(kAtkinsonNames[i]), ede = "atkinson_ede_" + std::string(kAtkinsonNames[i]);
        const char* why = reason ? reason : (e >= 1 && m_people.low <= 0) ? kZeros : nullptr;
        if (why) {
            refuse(index, why);
            refuse(ede, why);
            continue;
        }
        const double equivalent = e == 1 ? std::exp(weighted(m_people, [](double x) { return std::log(x); }))
                                         : m * std::pow(weighted(m_people, [&](double x) { return std::pow(x / m, 1 - e); }), 1 / (1 - e));
        give(ede, equivalent);
        give(index, 1 - equivalent / m);
    }
}

void Builder::palma(const People& people, const std::vector<double>& rank)
{
    const char* reason = relativeRefusal(people);
    if (reason) {
        refuse("palma", reason);
        return;
    }
    // Cuts through people of equal rank take the same part of each of them: the order of rows never matters.
    std::vector<std::size_t> order(people.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank[a] < rank[b]; });
    double begin = 0, poor = 0, rich = 0;
    for (std::size_t i = 0; i < order.size();) {
        double share = 0, sum = 0;
        std::size_t j = i;
        for (; j < order.size() && rank[order[j]] == rank[order[i]]; ++j) {
            share += people.p[order[j]];
            sum += people.p[order[j]] * people.x[order[j]];
        }
        const double end = begin + share;
        poor += sum / share * std::max(0.0, std::min(end, kPalmaPoor) - begin);
        rich += sum / share * std::max(0.0, end - std::max(begin, kPalmaRich));
        begin = end;
        i = j;
    }
    if (poor > 0)
        give("palma", (rich / (1 - kPalmaRich)) / (poor / kPalmaPoor));
    else
        refuse("palma", kPoorZero);
}

void Builder::bounded(const People& people, double generalised)
{
    const double a = m_options.scaleLow, b = m_options.scaleHigh, m = people.mean;
    const char* reason = m_options.change ? kChange : !m_options.bounded || !(b > a) ? kUnbounded : nullptr;
    if (!reason && (people.low < a || people.high > b))
        reason = kOutside;
    if (reason) {
        refuse("erreygers", reason);
        refuse("wagstaff", reason);
        return;
    }
    give("erreygers", 4 * generalised / (b - a));
    if (m > a && m < b)
        give("wagstaff", generalised * (b - a) / ((b - m) * (m - a)));
    else
        refuse("wagstaff", kAtBound);
}

void Builder::ranked()
{
    std::vector<std::size_t> chosen;
    std::vector<double> rank, weight;
    if (!m_sample.rank.empty())
        for (std::size_t i : m_people.from) {
            if (!std::isfinite(m_sample.rank[i])) {
                ++m_set.unrankedZones;
                continue;
            }
            chosen.push_back(i);
            rank.push_back(m_sample.rank[i]);
        }
    if (chosen.empty()) {
        for (std::string_view key : {"palma", "concentration_index", "generalised_concentration_index", "erreygers", "wagstaff"})
            refuse(key, kNoRank);
        return;
    }
    const People people = select(m_sample, chosen);
    const double generalised = covarianceWithRank(people, fractionalRanks(rank, people.weight));
    give("generalised_concentration_index", generalised);
    if (const char* reason = relativeRefusal(people))
        refuse("concentration_index", reason);
    else
        give("concentration_index", generalised / people.mean);
    palma(people, rank);
    bounded(people, generalised);
}

void Builder::kolmPollak()
{
    double kappa = m_options.kappa.value_or(0);
    if (!m_options.kappa) {
        const double squares = weighted(m_people, [](double x) { return x * x; });
        const char* reason = m_options.change || m_people.low < 0 ? kKappaNeeded : squares > 0 ? nullptr : kKappaZero;
        if (reason) {
            for (std::string_view key : {"kolm_pollak_kappa", "kolm_pollak_ede", "kolm_pollak_cost"})
                refuse(key, reason);
            return;
        }
        kappa = (m_options.good ? 1 : -1) * std::abs(m_options.epsilon) * m_people.mean / squares;
    }
    give("kolm_pollak_kappa", kappa);
    double equivalent = m_people.mean;  // its limit for kappa 0
    if (kappa != 0) {
        // The largest exponent is taken out, so that neither end overflows.
        const double top = kappa > 0 ? m_people.low : m_people.high;
        equivalent = top - std::log(weighted(m_people, [&](double x) { return std::exp(-kappa * (x - top)); })) / kappa;
    }
    give("kolm_pollak_ede", equivalent);
    give("kolm_pollak_cost", std::abs(m_people.mean - equivalent));
}

void Builder::fosterGreerThorbecke()
{
    const char* reason = m_options.change ? kChange : !m_options.line ? kNoLine : !(*m_options.line > 0) ? kBadLine : nullptr;
    if (reason) {
        for (std::string_view key : {"fgt0", "fgt1", "fgt2"})
            refuse(key, reason);
        return;
    }
    const double z = *m_options.line;
    const auto gap = [&](double x) { return (m_options.good ? z - x : x - z) / z; };
    give("fgt0", weighted(m_people, [&](double x) { return gap(x) > 0 ? 1.0 : 0.0; }));
    give("fgt1", weighted(m_people, [&](double x) { return std::max(0.0, gap(x)); }));
    give("fgt2", weighted(m_people, [&](double x) { return std::max(0.0, gap(x)) * std::max(0.0, gap(x)); }));
}

IndexSet Builder::build()
{
    if (!collect())
        return std::move(m_set);
    spread();
    relative();
    atkinson();
    ranked();
    kolmPollak();
    fosterGreerThorbecke();
    return std::move(m_set);
}
}  // namespace

std::span<const std::string_view> inequalityIndexKeys() { return kKeys; }

IndexSet inequalityIndices(const WeightedSample& sample, const IndexOptions& options) { return Builder(sample, options).build(); }

}  // namespace isopolis
