#pragma once
/// Computes a figure again from an exported tree alone: reads its JSON and applies the stated operations in a code of its own, by the
/// definitions in the words of each operation (double sums where the program sorts and cumulates). Calls nothing of the models.
///
///   double again = test::recomputed(figureJson(node)["figure"]);     // NaN: not known; throws on a tree that cannot be computed

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace isopolis::test {

class FigureEvaluator {
public:
    explicit FigureEvaluator(const nlohmann::json& node) : m_node(node) {}

    double value()
    {
        const std::string operation = m_node.at("operation");
        if (operation == "datum")
            return known(m_node.at("value"));
        for (const auto& input : m_node.value("inputs", nlohmann::json::array())) {
            const double v = FigureEvaluator(input).value();
            if (input.contains("role"))
                m_role[input["role"]] = v;
            else
                m_all.push_back(
                    {v, known(input.value("weight", nlohmann::json(nullptr))), known(input.value("beside", nlohmann::json(nullptr)))});
        }
        cutToFifth();
        for (const Item& i : m_all)
            if (std::isfinite(i.x) && i.w > 0)
                m_list.push_back(i);
        return compute(operation);
    }

private:
    struct Item {
        double x = 0, w = 0, beside = 0;
    };
    static double known(const nlohmann::json& v) { return v.is_number() ? v.get<double>() : std::numeric_limits<double>::quiet_NaN(); }

    /// Shares of an input's people in fifth q, all people with a known rank laid side by side in the order of rank.
    static double shareInFifth(const std::vector<Item>& all, const Item& one, int q)
    {
        if (!(one.w > 0) || !std::isfinite(one.beside))
            return 0;
        double below = 0, equal = 0, total = 0;
        for (const Item& i : all) {
            if (!(i.w > 0) || !std::isfinite(i.beside))
                continue;
            total += i.w;
            below += i.beside < one.beside ? i.w : 0;
            equal += i.beside == one.beside ? i.w : 0;
        }
        const double from = std::max(below, total * (q - 1) / 5), to = std::min(below + equal, total * q / 5);
        return std::max(0.0, to - from) / equal;
    }
    void cutToFifth()
    {
        const int fifth = m_node.value("fifth", 0);
        if (fifth == 0)
            return;
        std::vector<Item> cut = m_all;
        for (Item& i : cut)
            i.w = i.w > 0 ? i.w * shareInFifth(m_all, i, fifth) : 0;
        m_all = cut;
    }

    template <class Term>
    double sum(Term term) const
    {
        double total = 0;
        for (const Item& i : m_list)
            total += term(i);
        return total;
    }
    double weights() const
    {
        return sum([](const Item& i) { return i.w; });
    }
    template <class Term>
    double mean(Term term) const
    {
        return sum([&](const Item& i) { return i.w * term(i); }) / weights();
    }
    double mean() const
    {
        return mean([](const Item& i) { return i.x; });
    }
    double role(const char* name) const
    {
        const auto found = m_role.find(name);
        if (found == m_role.end())
            throw std::runtime_error(std::string("no input has the role ") + name);
        return found->second;
    }
    double at(std::size_t i) const { return m_all.at(i).x; }
    template <class Condition>
    double people(Condition condition) const
    {
        return sum([&](const Item& i) { return condition(i) ? i.w : 0.0; });
    }

    static double curve(double level, double low, double high, double a, double b, double c)
    {
        if (level < low)
            return 0;
        level = std::min(level, high);
        return std::min(1.0, std::max(0.0, (a + b * level + c * level * level) / 100));
    }

    double compute(const std::string& operation)
    {
        if (operation == "sum")
            return plainSum();
        if (operation == "difference")
            return at(0) - at(1);
        if (operation == "product") {
            double product = 1;
            for (const Item& i : m_all)
                product *= i.x;
            return product;
        }
        if (operation == "ratio")
            return at(0) / at(1);
        if (operation == "absolute")
            return std::abs(at(0));
        if (operation == "logarithm")
            return std::log(at(0));
        if (operation == "power")
            return std::pow(at(0), at(1));
        if (operation == "fifth_of_people")
            return fifthOfSubject();
        if (operation == "matrix_score")
            return score();
        return m_list.empty() ? empty(operation) : ofList(operation);
    }
    double plainSum() const
    {
        double total = 0;
        for (const Item& i : m_all)
            total += i.x;
        return total;
    }
    static double empty(const std::string& operation)
    {
        return operation.starts_with("people_") || operation == "attributable_deaths" ? 0 : std::numeric_limits<double>::quiet_NaN();
    }
    double ofPeople(const std::string& operation) const
    {
        if (operation == "people_counted")
            return weights();
        if (operation == "people_up")
            return people([&](const Item& i) { return i.x > 0 && i.x >= role("threshold"); });
        if (operation == "people_down")
            return people([&](const Item& i) { return i.x < 0 && -i.x >= role("threshold"); });
        if (operation == "people_still")
            return people([&](const Item& i) { return i.x == 0 || std::abs(i.x) < role("threshold"); });
        if (operation == "people_above")
            return people([&](const Item& i) { return i.x > role("line"); });
        if (operation == "people_cross_up")
            return people([&](const Item& i) { return i.x > role("line") && i.beside <= role("line"); });
        if (operation == "people_cross_down")
            return people([&](const Item& i) { return i.x <= role("line") && i.beside > role("line"); });
        if (operation == "people_annoyed")
            return sum([](const Item& i) { return i.w * curve(i.x, 45, 80, 78.927, -3.1162, 0.0342); });
        if (operation == "people_sleep_disturbed")
            return sum([](const Item& i) { return i.w * curve(i.x, 40, 70, 19.4312, -0.9336, 0.0126); });
        throw std::runtime_error("unknown operation " + operation);
    }
    double ofList(const std::string& operation)
    {
        if (operation.starts_with("people_"))
            return ofPeople(operation);
        const double m = mean();
        if (operation == "weighted_mean")
            return m;
        if (operation == "weighted_median")
            return median();
        if (operation == "quantile") {
            std::vector<double> x;
            for (const Item& i : m_list)
                x.push_back(i.x);
            std::sort(x.begin(), x.end());
            double at = role("share") * static_cast<double>(x.size() - 1);
            std::size_t below = 0;
            for (; at >= 1 && below + 1 < x.size(); at -= 1)
                ++below;
            return below + 1 < x.size() ? (1 - at) * x[below] + at * x[below + 1] : x[below];
        }
        if (operation == "minimum" || operation == "maximum") {
            const auto less = [](const Item& a, const Item& b) { return a.x < b.x; };
            return operation == "minimum" ? std::min_element(m_list.begin(), m_list.end(), less)->x
                                          : std::max_element(m_list.begin(), m_list.end(), less)->x;
        }
        if (operation == "standard_deviation")
            return std::sqrt(mean([m](const Item& i) { return (i.x - m) * (i.x - m); }));
        if (operation == "absolute_gini")
            return pairs() / 2;
        if (operation == "theil_t")
            return mean([m](const Item& i) { return i.x > 0 ? i.x / m * std::log(i.x / m) : 0; });
        if (operation == "theil_l")
            return mean([m](const Item& i) { return std::log(m) - std::log(i.x); });
        if (operation == "generalised_entropy_2")
            return (mean([m](const Item& i) { return i.x * i.x / (m * m); }) - 1) / 2;
        if (operation == "hoover")
            return mean([m](const Item& i) { return std::abs(i.x - m) / m; }) / 2;
        if (operation == "attributable_deaths")
            return role("rate") / 1000 * role("adults") * sum([&](const Item& i) {
                       return i.w * (1 - std::pow(role("relative_risk"), -std::max(0.0, i.x - role("level")) / 10));
                   });
        return ofIndices(operation, m);
    }
    double ofIndices(const std::string& operation, double m)
    {
        if (operation == "atkinson_ede") {
            const double e = role("epsilon");
            if (e == 1)
                return std::exp(mean([](const Item& i) { return std::log(i.x); }));
            return std::pow(mean([e](const Item& i) { return std::pow(i.x, 1 - e); }), 1 / (1 - e));
        }
        if (operation == "kolm_pollak_kappa")
            return role("direction") * std::abs(role("aversion")) * m / mean([](const Item& i) { return i.x * i.x; });
        if (operation == "kolm_pollak_ede") {
            // Around the mean, so that exponents stay small.
            const double k = role("kappa");
            return m - std::log(mean([&](const Item& i) { return std::exp(-k * (i.x - m)); })) / k;
        }
        std::erase_if(m_list, [](const Item& i) { return !std::isfinite(i.beside); });
        if (operation == "generalised_concentration") {
            const double all = weights(), own = mean();
            return 2 * mean([&](const Item& i) {
                       double rank = 0;
                       for (const Item& j : m_list)
                           rank += j.beside < i.beside ? j.w : j.beside == i.beside ? j.w / 2 : 0;
                       return (i.x - own) * (rank / all - 0.5);
                   });
        }
        if (operation == "palma")
            return between(0.9, 1) / between(0, 0.4);
        throw std::runtime_error("unknown operation " + operation);
    }
    /// Mean |x − x′| over all pairs of people.
    double pairs() const
    {
        const double all = weights();
        double total = 0;
        for (const Item& i : m_list)
            for (const Item& j : m_list)
                total += i.w / all * (j.w / all) * std::abs(i.x - j.x);
        return total;
    }
    /// Mean x of the people between two shares of the ranking; equal ranks are taken alike.
    double between(double from, double to) const
    {
        const double all = weights();
        double taken = 0, total = 0;
        for (const Item& i : m_list) {
            double below = 0, equal = 0;
            for (const Item& j : m_list) {
                below += j.beside < i.beside ? j.w / all : 0;
                equal += j.beside == i.beside ? j.w / all : 0;
            }
            const double part = std::max(0.0, std::min(below + equal, to) - std::max(below, from)) / equal * i.w;
            taken += part;
            total += part * i.x;
        }
        return total / taken;
    }
    double median() const
    {
        const double all = weights();
        double best = std::numeric_limits<double>::infinity();
        for (const Item& i : m_list)
            if (people([&](const Item& j) { return j.x <= i.x; }) >= all / 2)
                best = std::min(best, i.x);
        return best;
    }
    double fifthOfSubject() const
    {
        for (const auto& input : m_node.at("inputs"))
            if (input.value("role", "") == "subject") {
                const Item subject{known(input.at("value")), role("subject"), known(input.at("beside"))};
                int best = 1;
                for (int q = 2; q <= 5; ++q)
                    if (shareInFifth(m_all, subject, q) > shareInFifth(m_all, subject, best))
                        best = q;
                return best;
            }
        throw std::runtime_error("nobody is the subject");
    }
    double score() const
    {
        const double above = role("share_of_net") - role("share_of_people"), tolerance = role("tolerance");
        const int size = above > tolerance + 1e-12 ? 3 : above < -tolerance - 1e-12 ? 1 : 2;
        return role("net") > 0 ? size : -size;
    }

    const nlohmann::json& m_node;
    std::vector<Item> m_all, m_list;  ///< all inputs without a role; those whose value is known and whose weight is above 0
    std::map<std::string, double> m_role;
};

inline double recomputed(const nlohmann::json& node) { return FigureEvaluator(node).value(); }

}  // namespace isopolis::test
