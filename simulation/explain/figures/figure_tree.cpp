#include "simulation/explain/figures/figure_tree.h"

#include "simulation/explain/figure_provenance.h"
#include "simulation/explain/figures/figure_parts.h"

#include <cmath>

namespace isopolis {

namespace figures {

FigureNode datum(std::string address, std::string what, double value, std::string unit, std::string role)
{
    FigureNode out;
    out.address = std::move(address);
    out.what = std::move(what);
    out.value = value;
    out.unit = std::move(unit);
    out.role = std::move(role);
    return out;
}

FigureNode node(std::string address, std::string what, double value, std::string unit, FigureOperation operation,
                std::vector<FigureNode> inputs)
{
    FigureNode out = datum(std::move(address), std::move(what), value, std::move(unit));
    out.operation = operation;
    out.inputs = std::move(inputs);
    return out;
}

FigureNode parameterDatum(const Study& study, const ParameterSpec& spec, std::string role)
{
    const TraceParameter p = traceParameter(*study.after, spec);
    FigureNode out = datum("parameter/" + p.id, p.label, p.value, p.unit, std::move(role));
    out.parameters = {p};
    return out;
}

const Run& runOf(const Study& study, Moment moment) { return moment == Moment::Before ? *study.before : *study.after; }

std::optional<Moment> momentFromKey(std::string_view key)
{
    for (const Moment moment : {Moment::Before, Moment::After, Moment::Change})
        if (key == momentKey(moment))
            return moment;
    return std::nullopt;
}

std::string_view momentKey(Moment moment) { return moment == Moment::Before ? "before" : moment == Moment::After ? "after" : "change"; }

std::string neighbourhoodAddress(const Study& study, NeighbourhoodId where, Indicator indicator, Moment moment)
{
    return "neighbourhoods/" + study.city->neighbourhoods()[where].externalId + "/indicators/" + std::string(indicatorInfo(indicator).key) +
           "/" + std::string(momentKey(moment));
}

Figure people(const Study& study, std::string_view address)
{
    const auto list = [&](const auto& chosen) {
        std::vector<FigureNode> out;
        for (const NeighbourhoodId id : idsOf(study.city->neighbourhoods())) {
            const Neighbourhood& n = study.city->neighbourhoods()[id];
            if (!(n.population > 0) || !chosen(id, n))
                continue;
            out.push_back(datum("neighbourhoods/" + n.externalId + "/population", n.name, n.population, "people"));
            out.back().weight = n.population;
            out.back().beside = n.income;
        }
        return out;
    };
    Figure out;
    constexpr std::string_view kPlace = "neighbourhoods/", kPopulation = "/population", kQuintile = "/income_quintile";
    if (address == "people_without_income") {
        out = node(std::string(address), ISO_TR("explain", "People in neighbourhoods without a known income"),
                   study.report.peopleWithoutIncome, "people", FigureOperation::PeopleCounted,
                   list([](NeighbourhoodId, const Neighbourhood& n) { return !std::isfinite(n.income); }));
    } else if (address.starts_with(kPlace)) {
        const std::size_t end = address.rfind('/');
        const NeighbourhoodId where = study.city->findNeighbourhood(std::string(address.substr(kPlace.size(), end - kPlace.size())));
        if (!where.valid())
            return std::nullopt;
        const Neighbourhood& n = study.city->neighbourhoods()[where];
        if (address.ends_with(kPopulation)) {
            out = datum(std::string(address), n.name, n.population, "people");
        } else if (address.ends_with(kQuintile) && study.report.quintile[where] > 0) {
            out = node(std::string(address), ISO_TR("explain", "Fifth of the people by income that holds most of them"),
                       study.report.quintile[where], {}, FigureOperation::FifthOfPeople,
                       list([](NeighbourhoodId, const Neighbourhood& other) { return std::isfinite(other.income); }));
            for (FigureNode& input : out->inputs)
                if (input.address == "neighbourhoods/" + n.externalId + "/population") {
                    FigureNode subject = input;
                    subject.role = "subject";
                    out->inputs.push_back(std::move(subject));
                    break;
                }
        }
    } else if (address.starts_with("equity/") && address.ends_with("/no_data")) {
        const auto indicator = indicatorFromKey(address.substr(7, address.size() - 7 - 8));
        if (!indicator)
            return std::nullopt;
        const IndicatorAssessment& a = study.report.of(*indicator);
        out = node(std::string(address), ISO_TR("explain", "People in neighbourhoods without a value"), a.noData, "people",
                   FigureOperation::PeopleCounted,
                   list([&](NeighbourhoodId id, const Neighbourhood&) { return a.scores[id].verdict == Verdict::NoData; }));
    }
    if (out)
        out->data = dataBehind(*study.city, Indicator::Co2, true);
    return out;
}

namespace {
Figure placeFigure(const Study& study, std::string_view address)
{
    constexpr std::string_view kPlace = "neighbourhoods/", kIndicators = "/indicators/";
    const std::size_t at = address.rfind(kIndicators), end = address.rfind('/');
    if (at == std::string_view::npos || end <= at + kIndicators.size())
        return people(study, address);
    const std::string_view key = address.substr(at + kIndicators.size(), end - at - kIndicators.size());
    const auto indicator = indicatorFromKey(key);
    const auto moment = momentFromKey(address.substr(end + 1));
    const NeighbourhoodId where = study.city->findNeighbourhood(std::string(address.substr(kPlace.size(), at - kPlace.size())));
    if (!indicator || !moment || !where.valid() || !study.report.of(*indicator).scores.contains(where))
        return std::nullopt;
    return neighbourhood(study, where, *indicator, *moment);
}

int quintileFromKey(std::string_view key)
{
    for (int q = 1; q <= 5; ++q)
        if (key == quintileKey(q))
            return q;
    return 0;
}

/// "KEY/by_quintile/q1/before", "KEY/everyone/people", "KEY/better", "KEY/indices_after/gini", …
Figure equityFigure(const Study& study, std::string_view address)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = address.find('/') + 1; begin <= address.size();) {
        const std::size_t end = std::min(address.find('/', begin), address.size());
        parts.push_back(address.substr(begin, end - begin));
        begin = end + 1;
    }
    const auto indicator = parts.empty() ? std::nullopt : indicatorFromKey(parts[0]);
    if (!indicator || parts.size() < 2 || parts.size() > 5)
        return std::nullopt;
    const std::string whole(address);
    if (parts.size() == 2) {
        if (parts[1] == "threshold")
            return threshold(study, *indicator);
        return parts[1] == "no_data" ? people(study, address) : group(study, *indicator, 0, parts[1], whole);
    }
    if (parts.size() == 3)
        return parts[1] == "everyone" ? group(study, *indicator, 0, parts[2], whole) : index(study, *indicator, parts[1], parts[2]);
    if (parts[1] == "crossings") {
        if (parts.size() == 4)
            return crossing(study, *indicator, parts[2], parts[3]);
        const int fifth = quintileFromKey(parts[3]);
        return fifth > 0 || parts[3] == "everyone" ? crossing(study, *indicator, parts[2], parts[4], fifth) : std::nullopt;
    }
    if (parts.size() > 4)
        return std::nullopt;
    if (parts[1] == "by_group")
        return cityGroup(study, *indicator, parts[2], parts[3]);
    const int quintile = quintileFromKey(parts[2]);
    if (quintile == 0)
        return std::nullopt;
    if (parts[1] == "matrix")
        return matrix(study, *indicator, quintile, parts[3]);
    return parts[1] == "by_quintile" ? group(study, *indicator, quintile, parts[3], whole) : std::nullopt;
}

FigureOperation operationOf(TraceKind kind)
{
    switch (kind) {
    case TraceKind::Sum: return FigureOperation::Sum;
    case TraceKind::Difference: return FigureOperation::Difference;
    case TraceKind::Product: return FigureOperation::Product;
    case TraceKind::Ratio: return FigureOperation::Ratio;
    case TraceKind::WeightedMean: return FigureOperation::WeightedMean;
    case TraceKind::Leaf: break;
    }
    return FigureOperation::Datum;
}
}  // namespace

}  // namespace figures

Expected<FigureNode> traceFigureAt(const Study& study, std::string_view address)
{
    if (!study.city || !study.before || !study.after)
        return unexpected(Error{ErrorCode::Internal, "a trace needs the city and both runs"});
    figures::Figure found;
    if (address.starts_with("equity/"))
        found = figures::equityFigure(study, address);
    else if (address.starts_with("health/"))
        found = figures::health(study, address);
    else if (address.starts_with("neighbourhoods/"))
        found = figures::placeFigure(study, address);
    else
        found = figures::people(study, address);
    if (!found)
        return unexpected(Error{ErrorCode::NotFound, "there is no figure '" + std::string(address) + "'"}.cure(
            "Its address is its path in the answer of `compare --json`, e.g. equity/no2_ug_m3/by_quintile/q1/change."));
    return std::move(*found);
}

FigureNode figureNode(const TraceNode& trace)
{
    FigureNode out = figures::datum(trace.id, trace.what, trace.value, trace.unit);
    out.operation = figures::operationOf(trace.kind);
    out.weight = trace.weight;
    out.formula = trace.formula;
    out.run = trace.run;
    out.parameters = trace.parameters;
    out.data = trace.data;
    out.caveats = trace.caveats;
    for (const TraceNode& input : trace.inputs)
        out.inputs.push_back(figureNode(input));
    return out;
}

}  // namespace isopolis
