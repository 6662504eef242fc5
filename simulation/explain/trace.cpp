#include "simulation/explain/trace.h"

#include "simulation/explain/figure_provenance.h"
#include "simulation/explain/no_interval.h"
#include "simulation/explain/situation_note.h"
#include "simulation/explain/street_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {
constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kStreetsShown = 10;
/// Below this the parts count as adding up: sums in another order differ by rounding.
constexpr double kRounding = 1e-9;
constexpr double kMetrePerKilometre = 1000, kGramPerKilogram = 1000;

std::string_view momentKey(Moment moment)
{
    switch (moment) {
    case Moment::Before: return "before";
    case Moment::After: return "after";
    case Moment::Change: break;
    }
    return "change";
}

std::string_view momentText(Moment moment)
{
    switch (moment) {
    case Moment::Before: return ISO_TR("explain", "before the scheme");
    case Moment::After: return ISO_TR("explain", "with the scheme");
    case Moment::Change: break;
    }
    return ISO_TR("explain", "change through the scheme");
}

TraceNode leaf(std::string id, std::string what, double value, std::string unit)
{
    TraceNode node;
    node.id = std::move(id);
    node.what = std::move(what);
    node.value = value;
    node.unit = std::move(unit);
    return node;
}

/// Emission that makes an indicator's figure, per link.
const IdVector<LinkId, double>& emissionOf(const Run& run, Indicator indicator)
{
    if (indicator == Indicator::No2)
        return run.emissions.nox_g_day;
    if (indicator == Indicator::Pm10)
        return run.emissions.pm10_g_day;
    return indicator == Indicator::Pm25 ? run.emissions.pm25_g_day : run.emissions.co2_g_day;
}

std::string emissionName(Indicator indicator)
{
    if (indicator == Indicator::No2)
        return ISO_TR("explain", "Nitrogen oxides emitted per vehicle and kilometre");
    if (indicator == Indicator::Pm25)
        return ISO_TR("explain", "Fine particles emitted per vehicle and kilometre");
    if (indicator == Indicator::Pm10)
        return ISO_TR("explain", "Particles up to 10 µm emitted per vehicle and kilometre");
    return ISO_TR("explain", "Carbon dioxide emitted per vehicle and kilometre");
}

class Tracer {
public:
    Tracer(const City& city, const Run& before, const Run& after, const EquityReport& report, const FigureRef& figure,
           const KnownParts& known)
        : m_city(city), m_before(before), m_after(after), m_assessment(report.of(figure.indicator)), m_report(report), m_figure(figure),
          m_info(indicatorInfo(figure.indicator)), m_unit(unitSymbol(m_info.unit)), m_known(known)
    {}

    TraceNode trace() const
    {
        if (m_figure.moment != Moment::Change)
            return at(m_figure.moment);
        TraceNode node = leaf(id(Moment::Change), what(Moment::Change), displayed(Moment::Change), m_unit);
        node.run = m_after.key.hash().hex();
        node.caveats.emplace_back(kNoInterval);
        node.inputs.push_back(at(Moment::After));
        node.inputs.push_back(at(Moment::Before));
        node.kind = TraceKind::Difference;
        node.formula = ISO_TR("explain", "change = value with the scheme − value before it");
        return node;
    }

private:
    const Run& run(Moment moment) const { return moment == Moment::Before ? m_before : m_after; }
    bool single() const { return m_figure.neighbourhood.valid(); }
    std::string subject() const
    {
        if (single())
            return m_city.neighbourhoods()[m_figure.neighbourhood].externalId;
        return m_figure.quintile > 0 ? std::string(quintileKey(m_figure.quintile)) : "everyone";
    }
    std::string subjectName() const
    {
        if (single())
            return m_city.neighbourhoods()[m_figure.neighbourhood].name;
        return m_figure.quintile > 0 ? std::string(quintileLabel(m_figure.quintile)) : ISO_TR("quintile", "Everybody");
    }
    std::string id(Moment moment) const { return std::string(m_info.key) + "/" + subject() + "/" + std::string(momentKey(moment)); }
    std::string what(Moment moment) const
    {
        return std::string(m_info.label) + ", " + subjectName() + ": " + std::string(momentText(moment));
    }
    double displayed(Moment moment) const;
    double ofNeighbourhood(NeighbourhoodId where, Moment moment) const;
    TraceNode at(Moment moment) const;
    void addNeighbourhoods(TraceNode& node, Moment moment) const;
    void addParts(TraceNode& node, Moment moment) const;
    TraceNode streetNode(const Street& street, const std::string& parent, const Run& run) const;

    const City& m_city;
    const Run &m_before, &m_after;
    const IndicatorAssessment& m_assessment;
    const EquityReport& m_report;
    FigureRef m_figure;
    const IndicatorInfo& m_info;
    std::string m_unit;
    KnownParts m_known;
};

double Tracer::ofNeighbourhood(NeighbourhoodId where, Moment moment) const
{
    if (!m_assessment.scores.contains(where))
        return valueOf(run(moment), m_figure.indicator, where);
    const Score& score = m_assessment.scores[where];
    return moment == Moment::Before ? score.before : moment == Moment::After ? score.after : score.change;
}

double Tracer::displayed(Moment moment) const
{
    if (single())
        return ofNeighbourhood(m_figure.neighbourhood, moment);
    const GroupScore& group =
        m_figure.quintile > 0 ? m_assessment.quintiles[static_cast<std::size_t>(m_figure.quintile - 1)] : m_assessment.everyone;
    return moment == Moment::Before ? group.before : moment == Moment::After ? group.after : group.change;
}

TraceNode Tracer::at(Moment moment) const
{
    TraceNode node = leaf(id(moment), what(moment), displayed(moment), m_unit);
    const Run& source = run(moment);
    node.run = source.key.hash().hex();
    node.parameters = parametersBehind(source, m_figure.indicator);
    node.data = dataBehind(m_city, m_figure.indicator, m_figure.quintile > 0);
    node.caveats = caveatsOf(m_city, source, m_figure.indicator, m_figure.quintile > 0);
    if (!std::isfinite(node.value)) {
        node.caveats.insert(node.caveats.begin(), ISO_TR("explain", "No value: nobody lives here, or no trip starts here."));
        return node;
    }
    if (single())
        addParts(node, moment);
    else
        addNeighbourhoods(node, moment);
    return node;
}

void Tracer::addNeighbourhoods(TraceNode& node, Moment moment) const
{
    for (const Score& score : m_assessment.scores) {
        double weight = m_city.neighbourhoods()[score.where].population;
        if (m_figure.quintile > 0)
            weight *= m_report.quintileShares[score.where][static_cast<std::size_t>(m_figure.quintile - 1)];
        if (score.verdict == Verdict::NoData || !(weight > 0))
            continue;
        const Neighbourhood& n = m_city.neighbourhoods()[score.where];
        TraceNode input = leaf(std::string(m_info.key) + "/" + n.externalId + "/" + std::string(momentKey(moment)), n.name,
                               ofNeighbourhood(score.where, moment), m_unit);
        input.weight = weight;
        node.inputs.push_back(std::move(input));
    }
    node.kind = TraceKind::WeightedMean;
    node.formula = ISO_TR("explain", "mean over neighbourhoods = Σ people × value ÷ Σ people");
    node.caveats.emplace_back(ISO_TR("explain", "Weights are the people who live here today, before and after alike."));
}

TraceNode Tracer::streetNode(const Street& street, const std::string& parent, const Run& source) const
{
    TraceNode node = leaf(parent + "/street/" + street.key, street.label + " (" + street.externalId + ")", street.part, m_unit);
    if (m_figure.indicator == Indicator::CarTime || m_figure.indicator == Indicator::NoiseLden)
        return node;
    const IdVector<LinkId, double>& emission = emissionOf(source, m_figure.indicator);
    double vehicleKm = 0, grams = 0;
    for (LinkId link : street.links) {
        vehicleKm += source.traffic.flow_veh_day.contains(link)
                         ? source.traffic.flow_veh_day[link] * source.applied.length_m(link) / kMetrePerKilometre
                         : 0;
        grams += emission.contains(link) ? emission[link] : 0;
    }
    if (!(vehicleKm > 0) || !(grams > 0))
        return node;
    node.kind = TraceKind::Product;
    node.inputs.push_back(
        leaf(node.id + "/traffic", ISO_TR("explain", "Kilometres that all vehicles drive on it per day"), vehicleKm, "veh·km/day"));
    node.inputs.push_back(leaf(node.id + "/emission", emissionName(m_figure.indicator), grams / vehicleKm, "g/km"));
    node.inputs.back().caveats = situationNotes(source, street.links, m_figure.indicator);
    if (m_figure.indicator == Indicator::Co2) {
        node.formula = ISO_TR("explain", "street = traffic × emission ÷ 1000");
        node.inputs.push_back(leaf(node.id + "/kilograms", ISO_TR("explain", "Kilograms per gram"), 1 / kGramPerKilogram, "kg/g"));
    } else {
        node.formula = ISO_TR("explain", "street = traffic × emission × effect of one gram a day");
        node.inputs.push_back(leaf(node.id + "/effect", ISO_TR("explain", "What one gram a day on it adds to the air here"),
                                   street.part / grams, "µg/m³ per g/day"));
    }
    return node;
}

void Tracer::addParts(TraceNode& node, Moment moment) const
{
    const Run& source = run(moment);
    const StreetParts* given = moment == Moment::Before ? m_known.before : m_known.after;
    const StreetParts parts = given ? *given : streetParts(source, m_figure.neighbourhood, m_figure.indicator);
    node.formula = formulaText(m_figure.indicator);
    if (const std::string_view why = whyUnknown(source, m_figure.indicator); !why.empty())
        node.caveats.emplace_back(why);
    if (!parts.refused.empty()) {
        node.caveats.push_back(parts.refused);
        return;
    }
    std::vector<Street> streets = streetsOf(source, parts.links);
    std::stable_sort(streets.begin(), streets.end(), [](const Street& a, const Street& b) { return std::abs(a.part) > std::abs(b.part); });
    double sum = 0, rest = 0;
    if (!parts.elsewhereLabel.empty()) {
        node.inputs.push_back(leaf(node.id + "/elsewhere", parts.elsewhereLabel, parts.elsewhere, m_unit));
        sum += parts.elsewhere;
    }
    for (std::size_t i = 0; i < streets.size(); ++i) {
        sum += streets[i].part;
        if (i < kStreetsShown)
            node.inputs.push_back(streetNode(streets[i], node.id, source));
        else
            rest += streets[i].part;
    }
    if (streets.size() > kStreetsShown)
        node.inputs.push_back(leaf(node.id + "/others",
                                   std::to_string(streets.size() - kStreetsShown) + ISO_TR("explain", " other streets together"), rest,
                                   m_unit));
    if (std::abs(node.value - sum) > kRounding * std::max(1.0, std::abs(node.value)))
        node.inputs.push_back(leaf(node.id + "/unexplained", ISO_TR("explain", "Not told apart by street"), node.value - sum, m_unit));
    node.kind = node.inputs.empty() ? TraceKind::Leaf : TraceKind::Sum;
    if (!parts.method.empty())
        node.caveats.push_back(parts.method);
}

double weightedMean(const TraceNode& node)
{
    double sum = 0, weights = 0;
    for (const TraceNode& input : node.inputs) {
        sum += input.weight * evaluate(input);
        weights += input.weight;
    }
    return sum / weights;
}
}  // namespace

TraceNode traceFigure(const City& city, const Run& before, const Run& after, const EquityReport& report, const FigureRef& figure)
{
    if (figure.moment != Moment::Change || !city.neighbourhoods().contains(figure.neighbourhood))
        return traceFigure(city, before, after, report, figure, {});
    StreetPartsFinder finder;
    const StreetParts earlier = finder.find(before, figure.neighbourhood, figure.indicator);
    const StreetParts later = finder.find(after, figure.neighbourhood, figure.indicator);
    return traceFigure(city, before, after, report, figure, {.before = &earlier, .after = &later});
}

TraceNode traceFigure(const City& city, const Run& before, const Run& after, const EquityReport& report, const FigureRef& figure,
                      const KnownParts& known)
{
    const bool exists = !figure.neighbourhood.valid() || city.neighbourhoods().contains(figure.neighbourhood);
    if (!exists || figure.quintile < 0 || figure.quintile > 5)
        return leaf(std::string(indicatorInfo(figure.indicator).key), ISO_TR("explain", "There is no such figure."), kNoValue, "");
    return Tracer(city, before, after, report, figure, known).trace();
}

double evaluate(const TraceNode& node)
{
    if (node.kind == TraceKind::Leaf)
        return node.value;
    const bool pair = node.kind == TraceKind::Difference || node.kind == TraceKind::Ratio;
    if (node.inputs.empty() || (pair && node.inputs.size() != 2))
        return kNoValue;
    switch (node.kind) {
    case TraceKind::Difference: return evaluate(node.inputs[0]) - evaluate(node.inputs[1]);
    case TraceKind::Ratio: return evaluate(node.inputs[0]) / evaluate(node.inputs[1]);
    case TraceKind::WeightedMean: return weightedMean(node);
    default: break;
    }
    double result = node.kind == TraceKind::Product ? 1 : 0;
    for (const TraceNode& input : node.inputs)
        result = node.kind == TraceKind::Product ? result * evaluate(input) : result + evaluate(input);
    return result;
}

}  // namespace isopolis
