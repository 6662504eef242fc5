#include "simulation/uncertainty/interval_trace.h"

#include "simulation/explain/figures/figure_parts.h"
#include "simulation/uncertainty/ensemble_health.h"
#include "simulation/uncertainty/uncertainty_parameters.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace isopolis {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kGap = "gap_q1_q5";

std::vector<std::string_view> partsOf(std::string_view address)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= address.size();) {
        const std::size_t end = std::min(address.find('/', begin), address.size());
        parts.push_back(address.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

FigureNode given(std::string address, std::string what, double value, std::string role = {})
{
    return figures::datum(std::move(address), std::move(what), value, {}, std::move(role));
}

/// What an interval is of: a neighbourhood, a group, the gap between fifths, or deaths.
struct Subject {
    std::string path;  ///< without the field
    std::string what = {}, unit = {};
    std::size_t figure = 0;  ///< position in DrawFigures
    std::optional<Indicator> indicator = {};
    NeighbourhoodId place = {};
    std::string group = {};  ///< "q1" …; empty: a place, the gap, or deaths
    bool gap = false;
};

class IntervalTree {
public:
    IntervalTree(const Study& study, const Ensemble& ensemble)
        : m_study(study), m_city(*study.city), m_ensemble(ensemble), m_result(summarise(*study.city, ensemble, study.report))
    {}

    std::optional<FigureNode> at(std::string_view address) const
    {
        if (constexpr std::string_view kDraws = "draws/"; address.starts_with(kDraws)) {
            const std::string_view rest = address.substr(kDraws.size());
            std::size_t number = 0;
            const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
            const auto draw = m_ensemble.draws.find(number);
            if (error != std::errc() || draw == m_ensemble.draws.end() || end == rest.data() + rest.size() || *end != '/')
                return std::nullopt;
            const auto subject = subjectOf(rest.substr(static_cast<std::size_t>(end - rest.data()) + 1));
            return subject ? std::optional(ofDraw(*subject, number, draw->second)) : std::nullopt;
        }
        const std::size_t slash = address.rfind('/');
        if (slash == std::string_view::npos)
            return std::nullopt;
        const std::string_view field = address.substr(slash + 1);
        if (field.starts_with("people_"))
            return people(address, field.substr(7));
        const auto subject = subjectOf(address.substr(0, slash));
        return subject ? figure(*subject, field) : std::nullopt;
    }

private:
    std::optional<Subject> subjectOf(std::string_view path) const
    {
        const auto parts = partsOf(path);
        Subject s{.path = std::string(path)};
        if (parts.size() == 2 && parts[0] == "deaths") {
            if (parts[1] != "no2" && parts[1] != "pm25")
                return std::nullopt;
            s.figure = allIndicators().size() + (parts[1] == "no2" ? 0 : 1);
            s.what = parts[1] == "no2" ? ISO_TR("health", "Deaths a year attributable to NO2")
                                       : ISO_TR("health", "Deaths a year attributable to PM2.5");
            return s;
        }
        const bool ofPlace = parts.size() >= 4 && parts.front() == "neighbourhoods" && parts[parts.size() - 2] == "indicators";
        if (!ofPlace && (parts.size() < 3 || parts.front() != "indicators"))
            return std::nullopt;
        s.indicator = indicatorFromKey(ofPlace ? parts.back() : parts[1]);
        if (!s.indicator)
            return std::nullopt;
        const IndicatorInfo& info = indicatorInfo(*s.indicator);
        s.unit = std::string(unitSymbol(info.unit));
        const auto all = allIndicators();
        s.figure = static_cast<std::size_t>(
            std::find_if(all.begin(), all.end(), [&](const IndicatorInfo& i) { return i.indicator == *s.indicator; }) - all.begin());
        if (ofPlace) {
            // Ids may hold a slash themselves.
            const std::size_t begin = parts[0].size() + 1, end = path.rfind("/indicators/");
            s.place = m_city.findNeighbourhood(std::string(path.substr(begin, end - begin)));
            if (!s.place.valid())
                return std::nullopt;
            s.what = std::string(info.label) + ", " + m_city.neighbourhoods()[s.place].name;
            return s;
        }
        if (parts.size() == 3 && parts[2] == kGap) {
            s.gap = true;
            s.what = std::string(info.label) + ISO_TR("explain", ": change of the lowest fifth by income less that of the highest");
            return s;
        }
        if (parts.size() != 4 || parts[2] != "groups")
            return std::nullopt;
        s.group = std::string(parts[3]);
        for (const UncertainGroup& g : m_result.of(*s.indicator)->groups)
            if (g.key == s.group) {
                s.what = std::string(info.label) + ", " + g.label;
                return s;
            }
        return std::nullopt;
    }

    const UncertainFigure& said(const Subject& s) const
    {
        const UncertainIndicator& u = *m_result.of(*s.indicator);
        if (s.gap)
            return u.gap;
        if (s.place.valid())
            return u.places[s.place];
        return std::find_if(u.groups.begin(), u.groups.end(), [&](const UncertainGroup& g) { return g.key == s.group; })->change;
    }
    UncertainFigure deaths(const Subject& s) const
    {
        const auto all = uncertainDeaths(m_ensemble, m_result.confidence, m_study.before->health, m_study.after->health);
        return all[s.figure - allIndicators().size()].change;
    }

    /// People whom a group counts in a place; a fifth is cut by whoever evaluates.
    double weightOf(const Subject& s, std::string_view group, NeighbourhoodId id) const
    {
        const Neighbourhood& n = m_city.neighbourhoods()[id];
        if (!s.indicator)
            return 1;
        for (std::size_t g = 0; g < m_city.groups().size(); ++g)
            if (m_city.groups()[g].key == group)
                return g < n.groups.size() ? n.groups[g] : kUnknown;
        return n.population;
    }
    static int fifthOf(std::string_view group)
    {
        for (int q = 1; q <= 5; ++q)
            if (group == quintileKey(q))
                return q;
        return 0;
    }

    FigureNode placeOfDraw(const Subject& s, std::size_t number, const DrawFigures& draw, NeighbourhoodId id) const
    {
        const Neighbourhood& n = m_city.neighbourhoods()[id];
        const std::string address = "draws/" + std::to_string(number) + "/neighbourhoods/" + n.externalId + "/indicators/" +
                                    (s.indicator ? std::string(indicatorInfo(*s.indicator).key) : s.path);
        return figures::datum(address, n.name, draw.after[s.figure][id] - draw.before[s.figure][id], s.unit);
    }

    /// Mean change of a group's people, or the sum of deaths, in one draw.
    FigureNode listOfDraw(const Subject& s, std::string_view group, std::size_t number, const DrawFigures& draw, std::string address) const
    {
        std::vector<FigureNode> inputs;
        for (const NeighbourhoodId id : idsOf(draw.after[s.figure])) {
            FigureNode input = placeOfDraw(s, number, draw, id);
            input.weight = weightOf(s, group, id);
            input.beside = m_city.neighbourhoods()[id].income;
            inputs.push_back(std::move(input));
        }
        FigureNode node = figures::node(std::move(address), s.what, kUnknown, s.unit, FigureOperation::WeightedMean, std::move(inputs));
        node.fifth = fifthOf(group);
        // As in the summary: shares of a fifth are those of the assessment.
        double weights = 0, sum = 0;
        for (const NeighbourhoodId id : idsOf(draw.after[s.figure])) {
            const FigureNode& input = node.inputs[id.index()];
            const double w = node.fifth > 0 ? m_city.neighbourhoods()[id].population *
                                                  m_study.report.quintileShares[id][static_cast<std::size_t>(node.fifth - 1)]
                                            : input.weight;
            if (!(w > 0) || !std::isfinite(input.value))
                continue;
            weights += w;
            sum += w * input.value;
        }
        node.value = weights > 0 ? sum / weights : kUnknown;
        return node;
    }

    FigureNode ofDraw(const Subject& s, std::size_t number, const DrawFigures& draw) const
    {
        const std::string address = "draws/" + std::to_string(number) + "/" + s.path;
        FigureNode node;
        if (s.place.valid()) {
            const double before = draw.before[s.figure][s.place], after = draw.after[s.figure][s.place];
            node = figures::node(address, s.what, after - before, s.unit, FigureOperation::Difference,
                                 {figures::datum(address + "/after", ISO_TR("explain", "With the scheme"), after, s.unit),
                                  figures::datum(address + "/before", ISO_TR("explain", "Before the scheme"), before, s.unit)});
        } else if (s.gap) {
            const std::string stem = address.substr(0, address.size() - kGap.size()) + "groups/";
            FigureNode low = listOfDraw(s, quintileKey(1), number, draw, stem + "q1"),
                       high = listOfDraw(s, quintileKey(5), number, draw, stem + "q5");
            node = figures::node(address, s.what, low.value - high.value, s.unit, FigureOperation::Difference,
                                 {std::move(low), std::move(high)});
        } else if (!s.indicator) {
            node = deathsOfDraw(s, number, draw, address);
        } else {
            node = listOfDraw(s, s.group, number, draw, address);
        }
        const ParameterSet values = m_ensemble.plan.design.draw(number);
        for (const DrawnParameter& p : m_ensemble.plan.design.parameters) {
            TraceParameter t = traceOf(*p.spec);
            t.value = values.value(*p.spec);
            t.overridden = true;
            node.parameters.push_back(std::move(t));
        }
        node.formula = ISO_TR("explain", "Both branches through the whole chain of models with the values of this draw.");
        return node;
    }
    FigureNode deathsOfDraw(const Subject& s, std::size_t, const DrawFigures& draw, const std::string& address) const
    {
        const auto side = [&](const auto& branch, const std::string& name, const std::string& what) {
            std::vector<FigureNode> inputs;
            double sum = 0;
            for (const NeighbourhoodId id : idsOf(m_city.neighbourhoods())) {
                const double deaths = s.figure < branch.size() ? branch[s.figure][id] : kUnknown;
                if (!std::isfinite(deaths))
                    continue;
                inputs.push_back(figures::datum(address + "/" + name + "/" + m_city.neighbourhoods()[id].externalId,
                                                m_city.neighbourhoods()[id].name, deaths, {}));
                sum += deaths;
            }
            return figures::node(address + "/" + name, what, s.figure < branch.size() ? sum : kUnknown, {}, FigureOperation::Sum,
                                 std::move(inputs));
        };
        FigureNode after = side(draw.after, "after", ISO_TR("explain", "With the scheme")),
                   before = side(draw.before, "before", ISO_TR("explain", "Before the scheme"));
        const double change = after.value - before.value;
        return figures::node(address, s.what, change, {}, FigureOperation::Difference, {std::move(after), std::move(before)});
    }
    static TraceParameter traceOf(const ParameterSpec& spec)
    {
        return {.id = std::string(spec.id),
                .label = std::string(spec.label),
                .unit = std::string(unitSymbol(spec.unit)),
                .source = std::string(spec.source),
                .value = spec.standard,
                .standard = spec.standard,
                .low = spec.low,
                .high = spec.high};
    }

    /// One input a draw, of equal weight, whose own tree is asked for by its address.
    std::vector<FigureNode> changes(const Subject& s) const
    {
        std::vector<FigureNode> list;
        for (const auto& [number, draw] : m_ensemble.draws) {
            FigureNode input = ofDrawValue(s, number, draw);
            list.push_back(std::move(input));
        }
        return list;
    }
    FigureNode ofDrawValue(const Subject& s, std::size_t number, const DrawFigures& draw) const
    {
        const std::string address = "draws/" + std::to_string(number) + "/" + s.path;
        double value = kUnknown;
        if (s.place.valid())
            value = draw.after[s.figure][s.place] - draw.before[s.figure][s.place];
        else if (s.gap)
            value = listOfDraw(s, quintileKey(1), number, draw, {}).value - listOfDraw(s, quintileKey(5), number, draw, {}).value;
        else if (!s.indicator)
            value = deathsOfDraw(s, number, draw, {}).value;
        else
            value = listOfDraw(s, s.group, number, draw, {}).value;
        return figures::datum(address, ISO_TR("explain", "Draw ") + std::to_string(number), value, s.unit);
    }

    FigureNode confidence() const
    {
        FigureNode node = given("parameter/uncertainty.confidence", std::string(kConfidence.label), m_result.confidence);
        node.parameters = {traceOf(kConfidence)};
        node.parameters.front().value = m_result.confidence;
        return node;
    }
    /// (1 ∓ c) ÷ 2.
    FigureNode shareOf(bool low) const
    {
        const double c = m_result.confidence;
        FigureNode sum =
            low ? figures::node("share/outside", ISO_TR("explain", "Draws outside the interval"), 1 - c, {}, FigureOperation::Difference,
                                {given("share/all", ISO_TR("explain", "All draws"), 1), confidence()})
                : figures::node("share/below", ISO_TR("explain", "Draws up to its end, twice"), 1 + c, {}, FigureOperation::Sum,
                                {given("share/all", ISO_TR("explain", "All draws"), 1), confidence()});
        FigureNode share = figures::node("share", ISO_TR("explain", "Share of the draws up to this end"), sum.value / 2, {},
                                         FigureOperation::Ratio, {std::move(sum), given("share/two", ISO_TR("explain", "Two ends"), 2)});
        share.role = "share";
        return share;
    }

    std::optional<FigureNode> figure(const Subject& s, std::string_view field) const
    {
        const UncertainFigure f = s.indicator ? said(s) : deaths(s);
        const std::string address = s.path + "/" + std::string(field);
        FigureNode out;
        if (f.draws == 0 && (field == "p_better" || field == "p_worse")) {
            out = figures::datum(address, s.what, 0, {});
            out.caveats.emplace_back(ISO_TR("explain", "No draw has a value."));
        } else if (field == "low" || field == "median" || field == "high") {
            out = figures::node(address, s.what,
                                field == "low"      ? f.low
                                : field == "median" ? f.median
                                                    : f.high,
                                s.unit, FigureOperation::Quantile, changes(s));
            out.inputs.push_back(field == "median" ? given("share", ISO_TR("explain", "Half of the draws"), 0.5, "share")
                                                   : shareOf(field == "low"));
        } else if (field == "p_better" || field == "p_worse") {
            const bool good = s.indicator && indicatorInfo(*s.indicator).better == Direction::MoreIsBetter;
            const bool up = (field == "p_better") == good;
            const double share = field == "p_better" ? f.pBetter : f.pWorse;
            FigureNode those = figures::node(address + "/draws", ISO_TR("explain", "Draws that change so by at least the threshold"),
                                             share * static_cast<double>(f.draws), {},
                                             up ? FigureOperation::PeopleUp : FigureOperation::PeopleDown, changes(s));
            those.value = std::round(those.value);
            FigureNode least = s.indicator ? figures::threshold(m_study, *s.indicator)
                                           : given("deaths/threshold", ISO_TR("explain", "Every change counts"), 0);
            least.role = "threshold";
            those.inputs.push_back(std::move(least));
            out = figures::node(
                address, s.what, share, {}, FigureOperation::Ratio,
                {std::move(those), figures::node(address + "/all", ISO_TR("explain", "Draws with a value"), static_cast<double>(f.draws),
                                                 {}, FigureOperation::PeopleCounted, changes(s))});
        } else if (field == "draws") {
            out = figures::node(address, s.what, static_cast<double>(f.draws), {}, FigureOperation::PeopleCounted, changes(s));
        } else {
            return std::nullopt;
        }
        addOrigin(out);
        return out;
    }

    std::optional<FigureNode> people(std::string_view address, std::string_view field) const
    {
        const auto parts = partsOf(address);
        const auto indicator = parts.size() == 3 && parts[0] == "indicators" ? indicatorFromKey(parts[1]) : std::nullopt;
        if (!indicator)
            return std::nullopt;
        const UncertainIndicator& u = *m_result.of(*indicator);
        for (const SureVerdict verdict :
             {SureVerdict::Better, SureVerdict::Worse, SureVerdict::Unchanged, SureVerdict::TooClose, SureVerdict::NoData}) {
            if (sureVerdictKey(verdict) != field)
                continue;
            std::vector<FigureNode> inputs;
            for (const NeighbourhoodId id : idsOf(u.places)) {
                const Neighbourhood& n = m_city.neighbourhoods()[id];
                if (u.places[id].verdict != verdict || !(n.population > 0))
                    continue;
                inputs.push_back(figures::datum("neighbourhoods/" + n.externalId + "/population", n.name, n.population, "people"));
                inputs.back().weight = n.population;
            }
            const double value = verdict == SureVerdict::Better      ? u.better
                                 : verdict == SureVerdict::Worse     ? u.worse
                                 : verdict == SureVerdict::Unchanged ? u.unchanged
                                 : verdict == SureVerdict::TooClose  ? u.tooClose
                                                                     : u.noData;
            FigureNode out = figures::node(std::string(address), std::string(sureVerdictLabel(verdict)), value, "people",
                                           FigureOperation::PeopleCounted, std::move(inputs));
            out.formula =
                ISO_TR("explain", "Better (worse): at least the confidence asked for of the draws gain (lose) the threshold or more "
                                  "and the interval excludes 0. Little or no change: that share stays below the threshold.");
            addOrigin(out);
            return out;
        }
        return std::nullopt;
    }

    void addOrigin(FigureNode& node) const
    {
        node.run = m_study.after->key.hash().hex();
        node.caveats.push_back(ISO_TR("explain", "Ensemble ") + m_result.key.hex());
        node.caveats.emplace_back(ISO_TR("explain", "Paired draws: both branches of a draw have the same parameters and the same seed. The "
                                                    "interval covers the ranges of the parameters, not errors of the models' form."));
    }

    const Study& m_study;
    const City& m_city;
    const Ensemble& m_ensemble;
    EnsembleResult m_result;
};

}  // namespace

Expected<FigureNode> traceIntervalAt(const Study& study, const Ensemble& ensemble, std::string_view address)
{
    if (!study.city || !study.before || !study.after)
        return unexpected(Error{ErrorCode::Internal, "a trace needs the city and both runs"});
    if (auto found = IntervalTree(study, ensemble).at(address))
        return std::move(*found);
    return unexpected(Error{ErrorCode::NotFound, "the ensemble has no figure '" + std::string(address) + "'"}.cure(
        "Its address is its path in the answer of `ensemble --json`, e.g. indicators/no2_ug_m3/gap_q1_q5/low."));
}

}  // namespace isopolis
