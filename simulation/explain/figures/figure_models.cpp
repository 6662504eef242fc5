#include "simulation/equity/street_places.h"
#include "simulation/explain/figure_provenance.h"
#include "simulation/explain/figures/figure_parts.h"
#include "simulation/explain/street_parts.h"
#include "simulation/health/health_parameters.h"

#include <cmath>

namespace isopolis::figures {

namespace {
constexpr double kGramPerKilogram = 1000, kMetrePerKilometre = 1000, kHundred = 100;

/// A pollutant: where its figures stand, and the parameters of its lines and risk.
struct Air {
    Indicator indicator;
    IdVector<ReceptorId, double> AirResult::*values;
    PollutantHealth HealthResult::*health;
    const ParameterSpec &who, &eu;
    const ParameterSpec *risk, *counterfactual;  ///< null: no deaths are counted
};
const Air kNo2Air{Indicator::No2, &AirResult::no2_ug_m3, &HealthResult::no2, kNo2Who, kNo2Eu, &kNo2Risk, &kNo2Counterfactual};
const Air kPm25Air{Indicator::Pm25, &AirResult::pm25_ug_m3, &HealthResult::pm25, kPm25Who, kPm25Eu, &kPm25Risk, &kPm25Counterfactual};
const Air kPm10Air{Indicator::Pm10, &AirResult::pm10_ug_m3, &HealthResult::pm10, kPm10Who, kPm10Eu, nullptr, nullptr};

/// Homes where the air is known, of one neighbourhood or of all.
std::vector<FigureNode> airOfHomes(const Run& run, const Air& air, NeighbourhoodId where, const std::string& address)
{
    std::vector<FigureNode> list;
    const auto& values = run.air.*air.values;
    for (const ReceptorId id : idsOf(run.air.receptors)) {
        const Receptor& receptor = run.air.receptors[id];
        if (!values.contains(id) || (where.valid() ? receptor.neighbourhood != where : !receptor.neighbourhood.valid()))
            continue;
        list.push_back(
            datum(address + "/home/" + std::to_string(id.index()), ISO_TR("explain", "Modelled air before a home"), values[id], "µg/m³"));
        list.back().weight = receptor.people;
    }
    return list;
}

std::vector<FigureNode> noiseOfHomes(const Run& run, bool night, NeighbourhoodId where, const std::string& address)
{
    std::vector<FigureNode> list;
    const std::vector<double>& values = night ? run.noise.lnight_dB : run.noise.lden_dB;
    for (std::size_t i = 0; i < std::min(values.size(), run.noise.receptors.size()); ++i) {
        if (where.valid() && run.noise.receptors[i].neighbourhood != where)
            continue;
        list.push_back(
            datum(address + "/home/" + std::to_string(i), ISO_TR("explain", "Modelled noise before a home"), values[i], "dB(A)"));
        list.back().weight = run.noise.receptors[i].people;
    }
    return list;
}

/// 100 × people of `some` ÷ people of all in the list.
FigureNode percentOf(const std::string& address, std::string what, double value, FigureNode some)
{
    std::vector<FigureNode> all = some.inputs;
    std::erase_if(all, [](const FigureNode& n) { return !n.role.empty(); });
    double people = 0, counted = value / kHundred;
    for (const FigureNode& n : all)
        people += n.weight;
    some.value = counted * people;
    FigureNode everybody =
        node(address + "/people", ISO_TR("explain", "People"), people, "people", FigureOperation::PeopleCounted, std::move(all));
    std::vector<FigureNode> pair;
    pair.push_back(std::move(some));
    pair.push_back(std::move(everybody));
    std::vector<FigureNode> factors;
    factors.push_back(datum(address + "/hundred", ISO_TR("explain", "Percent of the whole"), kHundred, "%"));
    factors.push_back(
        node(address + "/share", ISO_TR("explain", "Share of the people"), counted, {}, FigureOperation::Ratio, std::move(pair)));
    return node(address, std::move(what), value, "%", FigureOperation::Product, std::move(factors));
}

FigureNode carTime(const Study& study, const Run& run, NeighbourhoodId where, const std::string& address, std::string what, double value)
{
    std::vector<FigureNode> list;
    const ZoneId from = ZoneId::fromIndex(where.index());
    const TrafficResult& t = run.traffic;
    if (t.time_min.values.size() == t.zones.count() * t.zones.count() && t.trips_veh_h.values.size() == t.time_min.values.size())
        for (std::size_t j = 0; j < t.zones.count(); ++j) {
            const ZoneId to = ZoneId::fromIndex(j);
            if (to == from || !std::isfinite(t.time_min.at(from, to)))
                continue;
            const bool inside = !t.zones.isExternal(to);
            list.push_back(datum(address + "/to/" + std::to_string(j),
                                 inside ? study.city->neighbourhoods()[NeighbourhoodId::fromIndex(j)].name
                                        : std::string(ISO_TR("explain", "Beyond the edge of the city")),
                                 t.time_min.at(from, to), "min"));
            list.back().weight = t.trips_veh_h.at(from, to);
        }
    return list.empty() ? datum(address, std::move(what), value, "min")
                        : node(address, std::move(what), value, "min", FigureOperation::WeightedMean, std::move(list));
}

/// What all residents of the place pay, by income fifth, ÷ residents.
FigureNode roadCharge(const Run& run, NeighbourhoodId where, const std::string& address, std::string what, double value)
{
    const RoadChargePayments& all = run.traffic.roadCharge;
    const std::string euroPerDay(unitSymbol(Unit::EuroPerDay));
    if (!all.charged() || !(all.residents[where] > 0))
        return datum(address, std::move(what), value, euroPerDay);
    std::vector<FigureNode> fifths;
    double sum = 0;
    for (std::size_t f = 0; f < kFifthCount; ++f) {
        const double paid = all.paid_eur_day[where][f];
        sum += paid;
        if (paid != 0)
            fifths.push_back(datum(address + "/fifth/" + std::to_string(f),
                                   f > 0 ? std::string(quintileLabel(static_cast<int>(f)))
                                         : std::string(ISO_TR("explain", "Income of the neighbourhood is not known")),
                                   paid, euroPerDay));
    }
    if (fifths.empty())
        return datum(address, std::move(what), value, euroPerDay);
    std::vector<FigureNode> pair;
    pair.push_back(node(address + "/paid", ISO_TR("explain", "Paid on car trips from and to homes here"), sum, euroPerDay,
                        FigureOperation::Sum, std::move(fifths)));
    pair.push_back(datum(address + "/residents", ISO_TR("explain", "Residents with the scheme"), all.residents[where], "people"));
    return node(address, std::move(what), value, euroPerDay, FigureOperation::Ratio, std::move(pair));
}

FigureNode carbon(const Run& run, NeighbourhoodId where, const std::string& address, std::string what, double value)
{
    const IdVector<LinkId, NeighbourhoodId> places = streetPlaces(run.applied);
    IdVector<LinkId, double> here(run.applied.linkCount(), 0.0);
    for (const LinkId link : idsOf(places))
        if (places[link] == where && run.emissions.co2_g_day.contains(link))
            here[link] = run.emissions.co2_g_day[link] / kGramPerKilogram;
    std::vector<FigureNode> list;
    for (const Street& street : streetsOf(run, here)) {
        double vehicleKm = 0;
        for (const LinkId link : street.links)
            vehicleKm += run.traffic.flow_veh_day.contains(link)
                             ? run.traffic.flow_veh_day[link] * run.applied.length_m(link) / kMetrePerKilometre
                             : 0;
        const std::string own = address + "/street/" + street.key;
        if (!(vehicleKm > 0)) {
            list.push_back(datum(own, street.label, street.part, "kg/day"));
            continue;
        }
        list.push_back(
            node(own, street.label, street.part, "kg/day", FigureOperation::Product,
                 {datum(own + "/traffic", ISO_TR("explain", "Kilometres that all vehicles drive on it per day"), vehicleKm, "veh·km/day"),
                  datum(own + "/emission", ISO_TR("explain", "Carbon dioxide emitted per vehicle and kilometre"), street.part / vehicleKm,
                        "kg/km")}));
    }
    return node(address, std::move(what), value, "kg/day", FigureOperation::Sum, std::move(list));
}

FigureNode aboveLimit(const Study& study, const Run& run, const Air& air, NeighbourhoodId where, const std::string& address,
                      std::string what, double value)
{
    FigureNode above = node(address + "/above", ISO_TR("explain", "People at homes above the limit value"), 0, "people",
                            FigureOperation::PeopleAbove, airOfHomes(run, air, where, address));
    if (above.inputs.empty())
        return datum(address, std::move(what), value, "%");
    above.inputs.push_back(parameterDatum(study, air.eu, "line"));
    return percentOf(address, std::move(what), value, std::move(above));
}

FigureNode affected(const Run& run, bool night, NeighbourhoodId where, const std::string& address, std::string what, double value)
{
    FigureNode some =
        node(address + "/people_affected", ISO_TR("explain", "People affected, by the curve"), 0, "people",
             night ? FigureOperation::PeopleSleepDisturbed : FigureOperation::PeopleAnnoyed, noiseOfHomes(run, night, where, address));
    if (some.inputs.empty())
        return datum(address, std::move(what), value, "%");
    return percentOf(address, std::move(what), value, std::move(some));
}

FigureNode meanOfHomes(std::vector<FigureNode> homes, const std::string& address, std::string what, double value, const std::string& unit)
{
    return homes.empty() ? datum(address, std::move(what), value, unit)
                         : node(address, std::move(what), value, unit, FigureOperation::WeightedMean, std::move(homes));
}

FigureNode modelled(const Study& study, NeighbourhoodId where, Indicator indicator, Moment moment, const std::string& address, double value)
{
    const Run& run = runOf(study, moment);
    const IndicatorInfo& info = indicatorInfo(indicator);
    const std::string unit(unitSymbol(info.unit));
    std::string what = std::string(info.label) + ", " + study.city->neighbourhoods()[where].name;
    if (!std::isfinite(value))
        return datum(address, std::move(what), value, unit);
    switch (indicator) {
    case Indicator::No2: return meanOfHomes(airOfHomes(run, kNo2Air, where, address), address, std::move(what), value, unit);
    case Indicator::Pm25: return meanOfHomes(airOfHomes(run, kPm25Air, where, address), address, std::move(what), value, unit);
    case Indicator::Pm10: return meanOfHomes(airOfHomes(run, kPm10Air, where, address), address, std::move(what), value, unit);
    case Indicator::NoiseLden: return meanOfHomes(noiseOfHomes(run, false, where, address), address, std::move(what), value, unit);
    case Indicator::NoiseAnnoyed: return affected(run, false, where, address, std::move(what), value);
    case Indicator::NoiseSleep: return affected(run, true, where, address, std::move(what), value);
    case Indicator::No2AboveEu: return aboveLimit(study, run, kNo2Air, where, address, std::move(what), value);
    case Indicator::Pm25AboveEu: return aboveLimit(study, run, kPm25Air, where, address, std::move(what), value);
    case Indicator::Pm10AboveEu: return aboveLimit(study, run, kPm10Air, where, address, std::move(what), value);
    case Indicator::CarTime: return carTime(study, run, where, address, std::move(what), value);
    case Indicator::RoadCharge: return roadCharge(run, where, address, std::move(what), value);
    case Indicator::Co2: return carbon(run, where, address, std::move(what), value);
    default: return datum(address, std::move(what), value, unit);
    }
}

struct HealthNumber {
    std::string_view key;
    double PollutantHealth::*member;
};

FigureNode deaths(const Study& study, const Run& run, const Air& air, std::string_view bound, const std::string& address)
{
    const AttributableCases& cases = (run.health.*air.health).deaths;
    const ParameterSpec& spec = *air.risk;
    FigureNode out = node(address, ISO_TR("explain", "Deaths a year attributable to polluted air"),
                          bound == "low"    ? cases.low
                          : bound == "high" ? cases.high
                                            : cases.central,
                          "per year", FigureOperation::AttributableDeaths, airOfHomes(run, air, {}, address));
    FigureNode risk = parameterDatum(study, spec, "relative_risk");
    if (bound != "central") {
        // The published limit, moved as the parameter was moved from its standard value.
        const double value = risk.value, limit = bound == "low" ? spec.low : spec.high;
        risk.role.clear();
        const auto log = [&](const char* part, FigureNode of) {
            const double v = std::log(of.value);
            return node(address + part, ISO_TR("explain", "Its logarithm"), v, {}, FigureOperation::Logarithm, {std::move(of)});
        };
        FigureNode shift =
            node(address + "/shift", ISO_TR("explain", "How far the risk was moved from its standard value"),
                 std::log(value) / std::log(spec.standard), {}, FigureOperation::Ratio,
                 {log("/risk", std::move(risk)),
                  log("/standard", datum(address + "/standard/value", ISO_TR("explain", "Standard value"), spec.standard, {}))});
        const double moved = std::pow(limit, shift.value);
        risk = node(address + "/bound", ISO_TR("explain", "Limit of the interval of the relative risk"), moved, {}, FigureOperation::Power,
                    {datum(address + "/published", ISO_TR("explain", "Published limit"), limit, {}), std::move(shift)});
        risk.role = "relative_risk";
    }
    out.inputs.push_back(std::move(risk));
    out.inputs.push_back(parameterDatum(study, *air.counterfactual, "level"));
    out.inputs.push_back(parameterDatum(study, kAdultShare, "adults"));
    out.inputs.push_back(parameterDatum(study, kDeathRate, "rate"));
    return out;
}

Figure airHealth(const Study& study, const Run& run, const Air& air, std::string_view field, const std::string& address)
{
    const PollutantHealth& p = run.health.*air.health;
    if (field == "mean_ug_m3")
        return meanOfHomes(airOfHomes(run, air, {}, address), address, ISO_TR("explain", "Mean before the homes of all residents"),
                           p.mean_ug_m3, "µg/m³");
    if (field == "people_above_who" || field == "people_above_eu") {
        const bool who = field == "people_above_who";
        FigureNode out = node(address, ISO_TR("explain", "People whose homes are above the line"), who ? p.aboveWho : p.aboveEu, "people",
                              FigureOperation::PeopleAbove, airOfHomes(run, air, {}, address));
        out.inputs.push_back(parameterDatum(study, who ? air.who : air.eu, "line"));
        return out;
    }
    constexpr std::string_view kDeaths = "deaths_per_year/";
    if (!field.starts_with(kDeaths) || !air.risk)
        return std::nullopt;
    const std::string_view bound = field.substr(kDeaths.size());
    if (bound != "central" && bound != "low" && bound != "high")
        return std::nullopt;
    return deaths(study, run, air, bound, address);
}

Figure healthAt(const Study& study, Moment moment, std::string_view field, const std::string& address)
{
    const Run& run = runOf(study, moment);
    Figure out;
    const Air& air = field.starts_with("no2/") ? kNo2Air : field.starts_with("pm10/") ? kPm10Air : kPm25Air;
    if (field == "noise/highly_annoyed" || field == "noise/sleep_disturbed") {
        const bool night = field.ends_with("disturbed");
        out = node(address, ISO_TR("explain", "People affected by road noise, by the curve"),
                   night ? run.noise.sleepDisturbed : run.noise.highlyAnnoyed, "people",
                   night ? FigureOperation::PeopleSleepDisturbed : FigureOperation::PeopleAnnoyed, noiseOfHomes(run, night, {}, address));
    } else if (field.starts_with("no2/") || field.starts_with("pm25/") || field.starts_with("pm10/")) {
        out = airHealth(study, run, air, field.substr(field.find('/') + 1), address);
    }
    if (!out)
        return out;
    const bool noise = field.starts_with("noise/");
    const Indicator indicator = noise ? Indicator::NoiseLden : air.indicator;
    out->run = run.key.hash().hex();
    out->parameters = parametersBehind(run, indicator);
    out->data = dataBehind(*study.city, indicator, false);
    out->caveats = caveatsOf(*study.city, run, indicator, false);
    return out;
}
}  // namespace

FigureNode neighbourhood(const Study& study, NeighbourhoodId where, Indicator indicator, Moment moment)
{
    const IndicatorAssessment& a = study.report.of(indicator);
    const Score& score = a.scores[where];
    const std::string address = neighbourhoodAddress(study, where, indicator, moment);
    if (moment == Moment::Change) {
        std::vector<FigureNode> pair;
        pair.push_back(neighbourhood(study, where, indicator, Moment::After));
        pair.push_back(neighbourhood(study, where, indicator, Moment::Before));
        return node(address, std::string(indicatorInfo(indicator).label) + ", " + study.city->neighbourhoods()[where].name, score.change,
                    std::string(unitSymbol(indicatorInfo(indicator).unit)), FigureOperation::Difference, std::move(pair));
    }
    FigureNode out = modelled(study, where, indicator, moment, address, moment == Moment::Before ? score.before : score.after);
    const Run& run = runOf(study, moment);
    out.formula = formulaText(indicator);
    out.run = run.key.hash().hex();
    out.parameters = parametersBehind(run, indicator);
    out.data = dataBehind(*study.city, indicator, false);
    out.caveats = caveatsOf(*study.city, run, indicator, false);
    if (!std::isfinite(out.value))
        out.caveats.insert(out.caveats.begin(), ISO_TR("explain", "No value: nobody lives here, or no trip starts here."));
    return out;
}

Figure health(const Study& study, std::string_view address)
{
    constexpr std::string_view kStem = "health/";
    const std::size_t end = address.rfind('/');
    const auto moment = momentFromKey(end == std::string_view::npos ? std::string_view() : address.substr(end + 1));
    if (!address.starts_with(kStem) || !moment || end <= kStem.size())
        return std::nullopt;
    const std::string_view field = address.substr(kStem.size(), end - kStem.size());
    const std::string stem(address.substr(0, end + 1));
    if (*moment != Moment::Change)
        return healthAt(study, *moment, field, std::string(address));
    Figure after = healthAt(study, Moment::After, field, stem + "after"), before = healthAt(study, Moment::Before, field, stem + "before");
    if (!after || !before)
        return std::nullopt;
    const double change = after->value - before->value;
    std::vector<FigureNode> pair;
    const std::string what = after->what, unit = after->unit;
    pair.push_back(std::move(*after));
    pair.push_back(std::move(*before));
    FigureNode out = node(std::string(address), what, change, unit, FigureOperation::Difference, std::move(pair));
    out.run = study.after->key.hash().hex();
    return out;
}

}  // namespace isopolis::figures
