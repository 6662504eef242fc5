#include "simulation/health/health_model.h"

#include "simulation/health/health_parameters.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace isopolis {

namespace {

constexpr double kPerThousand = 1e-3;

/// One pollutant: its values at receptors, its rules, and where its results go.
struct Pollution {
    const IdVector<ReceptorId, double>& values;
    double who, eu;
    IdVector<NeighbourhoodId, double>& aboveWho;
    IdVector<NeighbourhoodId, double>& aboveEu;
    PollutantHealth& city;
    IdVector<NeighbourhoodId, AttributableCases>* deaths = nullptr;  ///< null: none are counted
    double counterfactual = 0;
    RelativeRisk risk = {};
};

/// The interval of the risk: the parameter's value with the published limits, scaled if the value is not the standard one.
RelativeRisk riskOf(const ParameterSet& parameters, const ParameterSpec& spec)
{
    const double value = parameters.value(spec), shift = std::log(value) / std::log(spec.standard);
    return {value, std::pow(spec.low, shift), std::pow(spec.high, shift)};
}

void add(AttributableCases& sum, const AttributableCases& part)
{
    sum.central += part.central;
    sum.low += part.low;
    sum.high += part.high;
}

void fill(const ParameterSet& parameters, const AirResult& air, const IdVector<NeighbourhoodId, double>& people, Pollution p)
{
    const double incidence = kPerThousand * parameters.value(kDeathRate), adults = parameters.value(kAdultShare);
    p.aboveWho.resize(people.size());
    p.aboveEu.resize(people.size());
    if (p.deaths)
        p.deaths->resize(people.size());
    double all = 0;
    for (const ReceptorId id : idsOf(air.receptors)) {
        const Receptor& receptor = air.receptors[id];
        const double value = p.values.contains(id) ? p.values[id] : std::numeric_limits<double>::quiet_NaN();
        if (!people.contains(receptor.neighbourhood) || !std::isfinite(value))
            continue;
        all += receptor.people;
        p.city.mean_ug_m3 += receptor.people * value;
        p.aboveWho[receptor.neighbourhood] += value > p.who ? receptor.people : 0;
        p.aboveEu[receptor.neighbourhood] += value > p.eu ? receptor.people : 0;
        if (p.deaths)
            add((*p.deaths)[receptor.neighbourhood], attributableCases({.exposure_ug_m3 = value,
                                                                        .counterfactual_ug_m3 = p.counterfactual,
                                                                        .people = adults * receptor.people,
                                                                        .incidence_per_year = incidence},
                                                                       p.risk));
    }
    p.city.mean_ug_m3 = all > 0 ? p.city.mean_ug_m3 / all : std::numeric_limits<double>::quiet_NaN();
    for (const NeighbourhoodId place : idsOf(people)) {
        if (p.deaths)
            add(p.city.deaths, (*p.deaths)[place]);
        p.city.aboveWho += p.aboveWho[place];
        p.city.aboveEu += p.aboveEu[place];
        for (auto* share : {&p.aboveWho, &p.aboveEu})
            (*share)[place] = people[place] > 0 ? 100 * (*share)[place] / people[place] : std::numeric_limits<double>::quiet_NaN();
    }
}

}  // namespace

HealthResult computeHealth(const AppliedScenario& applied, const AirResult& air)
{
    return computeHealth(*applied.city, applied.parameters, air);
}

HealthResult computeHealth(const City& city, const ParameterSet& p, const AirResult& air)
{
    HealthResult result;
    IdVector<NeighbourhoodId, double> people(city.neighbourhoods().size());
    for (const Receptor& receptor : air.receptors)
        if (people.contains(receptor.neighbourhood)) {
            people[receptor.neighbourhood] += receptor.people;
            result.people += receptor.people;
        }
    fill(p, air, people,
         {air.no2_ug_m3, p.value(kNo2Who), p.value(kNo2Eu), result.no2AboveWho_percent, result.no2AboveEu_percent, result.no2,
          &result.no2Deaths, p.value(kNo2Counterfactual), riskOf(p, kNo2Risk)});
    fill(p, air, people,
         {air.pm25_ug_m3, p.value(kPm25Who), p.value(kPm25Eu), result.pm25AboveWho_percent, result.pm25AboveEu_percent, result.pm25,
          &result.pm25Deaths, p.value(kPm25Counterfactual), riskOf(p, kPm25Risk)});
    fill(p, air, people,
         {air.pm10_ug_m3, p.value(kPm10Who), p.value(kPm10Eu), result.pm10AboveWho_percent, result.pm10AboveEu_percent, result.pm10});
    return result;
}

std::string casesText(const AttributableCases& cases)
{
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), ISO_TR("health", "%.1f deaths a year (%.1f to %.1f)"), cases.central, cases.low, cases.high);
    return text.data();
}

}  // namespace isopolis
