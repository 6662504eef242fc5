#include "simulation/equity/city_groups.h"
#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/limit_lines.h"
#include "simulation/explain/figures/figure_parts.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace isopolis::figures {

namespace {
constexpr int kFifths = 5;

const IndicatorInfo& infoOf(Indicator indicator) { return indicatorInfo(indicator); }
std::string unitOf(Indicator indicator) { return std::string(unitSymbol(infoOf(indicator).unit)); }
std::string equityAddress(Indicator indicator) { return "equity/" + std::string(infoOf(indicator).key); }

double valueAt(const Score& score, Moment moment)
{
    return moment == Moment::Before ? score.before : moment == Moment::After ? score.after : score.change;
}

/// Neighbourhoods as inputs of an operation on a list. For groups a figure counts only where it is known on both sides.
std::vector<FigureNode> members(const Study& study, Indicator indicator, Moment moment, bool knownOnBothSides)
{
    std::vector<FigureNode> list;
    for (const Score& score : study.report.of(indicator).scores) {
        const Neighbourhood& n = study.city->neighbourhoods()[score.where];
        const bool known = !knownOnBothSides || score.verdict != Verdict::NoData;
        FigureNode input = datum(neighbourhoodAddress(study, score.where, indicator, moment), n.name,
                                 known ? valueAt(score, moment) : kUnknown, unitOf(indicator));
        input.weight = n.population;
        input.beside = n.income;
        list.push_back(std::move(input));
    }
    return list;
}

/// Of a part that the assessment does not keep.
double meanOf(const std::vector<FigureNode>& list)
{
    double people = 0, sum = 0;
    for (const FigureNode& input : list)
        if (std::isfinite(input.value) && input.weight > 0) {
            people += input.weight;
            sum += input.weight * input.value;
        }
    return sum / people;
}

std::string whose(int quintile)
{
    return quintile > 0 ? std::string(quintileLabel(quintile)) : std::string(ISO_TR("quintile", "Everybody"));
}

const GroupScore& scoreOf(const Study& study, Indicator indicator, int quintile)
{
    const IndicatorAssessment& a = study.report.of(indicator);
    return quintile > 0 ? a.quintiles[static_cast<std::size_t>(quintile - 1)] : a.everyone;
}

void addOrigin(FigureNode& node, const Study& study, bool byIncome)
{
    const City& city = *study.city;
    for (const std::string* id : {&city.populationSource(), &city.incomeSource()}) {
        if (!byIncome && id == &city.incomeSource())
            continue;
        const auto same = [id](const TraceData& data) { return data.sourceId == *id; };
        for (const SourceRecord& source : city.sources())
            if (source.id == *id && std::none_of(node.data.begin(), node.data.end(), same))
                node.data.push_back({source.id, source.title, source.licence, source.attribution});
    }
    node.run = study.after->key.hash().hex();
    node.caveats.emplace_back(ISO_TR("explain", "Weights are the people who live here today, before and after alike."));
    if (byIncome)
        node.caveats.emplace_back(ISO_TR("explain", "Incomes are those of neighbourhoods, not of persons."));
}

FigureNode groupMean(const Study& study, Indicator indicator, int quintile, Moment moment, const std::string& address)
{
    const GroupScore& g = scoreOf(study, indicator, quintile);
    FigureNode mean =
        node(address, std::string(infoOf(indicator).label) + ", " + whose(quintile), moment == Moment::Before ? g.before : g.after,
             unitOf(indicator), FigureOperation::WeightedMean, members(study, indicator, moment, true));
    mean.fifth = quintile;
    return mean;
}

const IndexSet& indexSet(const IndicatorAssessment& a, Moment moment)
{
    return moment == Moment::Before ? a.indicesBefore : moment == Moment::After ? a.indicesAfter : a.indicesOfChange;
}

std::string setKey(Moment moment)
{
    return moment == Moment::Before ? "indices_before" : moment == Moment::After ? "indices_after" : "indices_of_change";
}

/// One index of one set of values; the others that it needs are inputs.
class IndexTree {
public:
    IndexTree(const Study& study, Indicator indicator, Moment moment)
        : m_study(study), m_indicator(indicator), m_moment(moment), m_set(indexSet(study.report.of(indicator), moment))
    {}

    Figure of(std::string_view key) const
    {
        const auto found = m_set.values.find(std::string(key));
        if (found == m_set.values.end())
            return std::nullopt;
        return build(std::string(key), found->second);
    }

private:
    std::string address(const std::string& key) const { return equityAddress(m_indicator) + "/" + setKey(m_moment) + "/" + key; }
    double value(const std::string& key) const { return m_set.values.at(key); }
    FigureNode list(const std::string& key, double v, FigureOperation operation, bool rankedOnly = false) const
    {
        std::vector<FigureNode> inputs = members(m_study, m_indicator, m_moment, false);
        if (rankedOnly)
            std::erase_if(inputs, [](const FigureNode& n) { return !std::isfinite(n.beside); });
        return node(address(key), std::string(infoOf(m_indicator).label) + ": " + key, v, {}, operation, std::move(inputs));
    }
    FigureNode combined(const std::string& key, double v, FigureOperation operation, std::vector<FigureNode> inputs) const
    {
        return node(address(key), std::string(infoOf(m_indicator).label) + ": " + key, v, {}, operation, std::move(inputs));
    }
    FigureNode build(const std::string& key, double v) const;
    FigureNode atkinson(const std::string& key, double v) const;
    FigureNode kappa(double v) const;

    const Study& m_study;
    Indicator m_indicator;
    Moment m_moment;
    const IndexSet& m_set;
};

FigureNode IndexTree::atkinson(const std::string& key, double v) const
{
    constexpr std::string_view kEde = "atkinson_ede_", kIndex = "atkinson_";
    if (!key.starts_with(kEde)) {
        const std::string epsilon = key.substr(kIndex.size()), ede = std::string(kEde) + epsilon;
        FigureNode share = combined(key + "/share", value(ede) / value("mean"), FigureOperation::Ratio,
                                    {build(ede, value(ede)), build("mean", value("mean"))});
        return combined(key, v, FigureOperation::Difference,
                        {datum(address(key) + "/one", ISO_TR("explain", "The whole"), 1, {}), std::move(share)});
    }
    FigureNode out = list(key, v, FigureOperation::AtkinsonEde);
    out.inputs.push_back(datum(address(key) + "/epsilon", ISO_TR("explain", "Aversion to inequality, one of several that are shown"),
                               std::stod(key.substr(kEde.size())), {}, "epsilon"));
    return out;
}

FigureNode IndexTree::kappa(double v) const
{
    const std::string key = "kolm_pollak_kappa";
    const IndexSet& before = m_study.report.of(m_indicator).indicesBefore;
    if (m_moment != Moment::Before && before.values.contains(key))
        return combined(key, v, FigureOperation::Sum, {IndexTree(m_study, m_indicator, Moment::Before).kappa(before.values.at(key))});
    FigureNode out = list(key, v, FigureOperation::KolmPollakKappa);
    const bool good = infoOf(m_indicator).better == Direction::MoreIsBetter;
    out.inputs.push_back(parameterDatum(m_study, kKolmPollakEpsilon, "aversion"));
    out.inputs.push_back(datum(address(key) + "/direction", ISO_TR("explain", "1 where more is better, −1 where less is better"),
                               good ? 1 : -1, {}, "direction"));
    return out;
}

FigureNode IndexTree::build(const std::string& key, double v) const
{
    struct Listed {
        std::string_view key;
        FigureOperation operation;
    };
    constexpr Listed kListed[] = {{"mean", FigureOperation::WeightedMean},
                                  {"min", FigureOperation::Minimum},
                                  {"max", FigureOperation::Maximum},
                                  {"sd", FigureOperation::StandardDeviation},
                                  {"theil_t", FigureOperation::TheilT},
                                  {"mld", FigureOperation::TheilL},
                                  {"ge2", FigureOperation::GeneralisedEntropy2},
                                  {"hoover", FigureOperation::Hoover},
                                  {"palma", FigureOperation::Palma},
                                  {"absolute_gini", FigureOperation::AbsoluteGini},
                                  {"generalised_concentration_index", FigureOperation::GeneralisedConcentration}};
    for (const Listed& listed : kListed)
        if (listed.key == key)
            return list(key, v, listed.operation, key == "palma");
    if (key == "gini")
        return combined(key, v, FigureOperation::Ratio, {build("absolute_gini", value("absolute_gini")), build("mean", value("mean"))});
    if (key == "concentration_index") {
        const double all = value("generalised_concentration_index");
        FigureNode mean = list(key + "/mean", 0, FigureOperation::WeightedMean, true);
        mean.value = meanOf(mean.inputs);
        return combined(key, v, FigureOperation::Ratio, {build("generalised_concentration_index", all), std::move(mean)});
    }
    if (key.starts_with("atkinson_"))
        return atkinson(key, v);
    if (key == "kolm_pollak_kappa")
        return kappa(v);
    if (key == "kolm_pollak_ede") {
        FigureNode out = list(key, v, FigureOperation::KolmPollakEde);
        out.inputs.push_back(kappa(value("kolm_pollak_kappa")));
        out.inputs.back().role = "kappa";
        return out;
    }
    if (key == "kolm_pollak_cost") {
        FigureNode gap = combined(key + "/difference", value("mean") - value("kolm_pollak_ede"), FigureOperation::Difference,
                                  {build("mean", value("mean")), build("kolm_pollak_ede", value("kolm_pollak_ede"))});
        return combined(key, v, FigureOperation::Absolute, {std::move(gap)});
    }
    return datum(address(key), key, v, {});
}
}  // namespace

FigureNode threshold(const Study& study, Indicator indicator)
{
    const IndicatorInfo& info = infoOf(indicator);
    const double value = study.report.of(indicator).threshold;
    const std::string address = equityAddress(indicator) + "/threshold", what = ISO_TR("explain", "Smallest change that counts");
    for (const ParameterSpec* spec : kEquityParameters) {
        if (spec->id != info.thresholdParameter)
            continue;
        FigureNode given = parameterDatum(study, *spec, {});
        if (spec->unit != Unit::Percent)
            return node(address, what, value, unitOf(indicator), FigureOperation::Sum, {std::move(given)});
        FigureNode mean = node(address + "/mean", ISO_TR("explain", "Mean before the scheme"), 0, unitOf(indicator),
                               FigureOperation::WeightedMean, members(study, indicator, Moment::Before, false));
        mean.value = meanOf(mean.inputs);
        FigureNode size = node(address + "/size", ISO_TR("explain", "Its size"), std::abs(mean.value), unitOf(indicator),
                               FigureOperation::Absolute, {std::move(mean)});
        return node(address, what, value, unitOf(indicator), FigureOperation::Product,
                    {std::move(given), datum(address + "/percent", ISO_TR("explain", "One percent"), 0.01, {}), std::move(size)});
    }
    return datum(address, what, value, unitOf(indicator));
}

Figure group(const Study& study, Indicator indicator, int quintile, std::string_view field, const std::string& address)
{
    const GroupScore& g = scoreOf(study, indicator, quintile);
    const IndicatorInfo& info = infoOf(indicator);
    const bool moreIsBetter = info.better == Direction::MoreIsBetter;
    const std::string label = std::string(info.label) + ", " + whose(quintile), stem = address.substr(0, address.rfind('/') + 1);
    Figure out;
    if (field == "before" || field == "after") {
        out = groupMean(study, indicator, quintile, *momentFromKey(field), address);
    } else if (field == "change") {
        out = node(address, label, g.change, unitOf(indicator), FigureOperation::Difference,
                   {groupMean(study, indicator, quintile, Moment::After, stem + "after"),
                    groupMean(study, indicator, quintile, Moment::Before, stem + "before")});
    } else if (field == "people") {
        out = node(address, label, g.people, "people", FigureOperation::PeopleCounted, members(study, indicator, Moment::After, true));
    } else if (field == "better" || field == "worse" || field == "unchanged") {
        const bool up = (field == "better") == moreIsBetter;
        const FigureOperation operation = field == "unchanged" ? FigureOperation::PeopleStill
                                          : up                 ? FigureOperation::PeopleUp
                                                               : FigureOperation::PeopleDown;
        out = node(address, label + ": " + std::string(field),
                   field == "better"  ? g.better
                   : field == "worse" ? g.worse
                                      : g.unchanged,
                   "people", operation, members(study, indicator, Moment::Change, true));
        out->inputs.push_back(threshold(study, indicator));
        out->inputs.back().role = "threshold";
    }
    if (!out)
        return out;
    if (field != "change")
        out->fifth = quintile;
    addOrigin(*out, study, quintile > 0);
    return out;
}

Figure cityGroup(const Study& study, Indicator indicator, std::string_view key, std::string_view field)
{
    const auto& groups = study.city->groups();
    const auto found = std::find_if(groups.begin(), groups.end(), [key](const GroupDefinition& g) { return g.key == key; });
    if (found == groups.end())
        return std::nullopt;
    const auto g = static_cast<std::size_t>(found - groups.begin());
    const CityGroup scored = cityGroups(*study.city, study.report.of(indicator), 0)[g];
    const std::string stem = equityAddress(indicator) + "/by_group/" + std::string(key) + "/", address = stem + std::string(field);
    const std::string label = std::string(infoOf(indicator).label) + ", " + found->label;
    const auto list = [&](Moment moment) {
        std::vector<FigureNode> inputs = members(study, indicator, moment, true);
        for (std::size_t i = 0; i < inputs.size(); ++i)
            inputs[i].weight = peopleOfGroup(study.city->neighbourhoods()[NeighbourhoodId::fromIndex(i)], g);
        return inputs;
    };
    const auto mean = [&](Moment moment) {
        return node(stem + std::string(momentKey(moment)), label, moment == Moment::Before ? scored.score.before : scored.score.after,
                    unitOf(indicator), FigureOperation::WeightedMean, list(moment));
    };
    Figure out;
    if (field == "before" || field == "after") {
        out = mean(*momentFromKey(field));
    } else if (field == "change") {
        out = node(address, label, scored.score.change, unitOf(indicator), FigureOperation::Difference,
                   {mean(Moment::After), mean(Moment::Before)});
    } else if (field == "people") {
        out = node(address, label, scored.score.people, "people", FigureOperation::PeopleCounted, list(Moment::After));
    } else if (field == "better" || field == "worse" || field == "unchanged") {
        const bool up = (field == "better") == (infoOf(indicator).better == Direction::MoreIsBetter);
        const FigureOperation operation = field == "unchanged" ? FigureOperation::PeopleStill
                                          : up                 ? FigureOperation::PeopleUp
                                                               : FigureOperation::PeopleDown;
        out = node(address, label + ": " + std::string(field),
                   field == "better"  ? scored.score.better
                   : field == "worse" ? scored.score.worse
                                      : scored.score.unchanged,
                   "people", operation, list(Moment::Change));
        out->inputs.push_back(threshold(study, indicator));
        out->inputs.back().role = "threshold";
    }
    if (out) {
        addOrigin(*out, study, false);
        out->caveats.emplace_back(ISO_TR("explain", "People of the group count with the figure of the neighbourhood they live in."));
    }
    return out;
}

Figure index(const Study& study, Indicator indicator, std::string_view set, std::string_view key)
{
    for (Moment moment : {Moment::Before, Moment::After, Moment::Change})
        if (set == setKey(moment)) {
            Figure out = IndexTree(study, indicator, moment).of(key);
            if (out)
                addOrigin(*out, study, true);
            return out;
        }
    return std::nullopt;
}

namespace {

/// A line that people are held against, as a figure with the role "line"; a null value if there is none of that name.
Figure lineOf(const Study& study, Indicator indicator, std::string_view line, const std::string& address)
{
    constexpr std::string_view kOwn = "at:";
    if (line.starts_with(kOwn)) {
        double value = 0;
        const std::string_view number = line.substr(kOwn.size());
        const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
        if (parsed.ec != std::errc() || parsed.ptr != number.data() + number.size() || !std::isfinite(value))
            return std::nullopt;
        for (const LimitLine& limit : limitLines(*study.city, study.report.of(indicator), study.after->applied.parameters))
            if (limit.value == value)
                return lineOf(study, indicator, limit.key, address);
        return datum(address + "/line", ISO_TR("explain", "A line of the planner's own"), value, unitOf(indicator), "line");
    }
    for (const LimitLine& limit : limitLines(*study.city, study.report.of(indicator), study.after->applied.parameters)) {
        if (limit.key != line)
            continue;
        if (limit.spec)
            return parameterDatum(study, *limit.spec, "line");
        if (limit.key != "half_median")
            return datum(address + "/line", limit.label, limit.value, unitOf(indicator), "line");
        FigureNode median =
            node(address + "/median", ISO_TR("explain", "What the person in the middle has before the scheme"), 2 * limit.value,
                 unitOf(indicator), FigureOperation::WeightedMedian, members(study, indicator, Moment::Before, true));
        FigureNode at = node(address + "/line", limit.label, limit.value, unitOf(indicator), FigureOperation::Product,
                             {datum(address + "/half", ISO_TR("explain", "One half"), 0.5, {}), std::move(median)});
        at.role = "line";
        return at;
    }
    return std::nullopt;
}

/// The value before takes the place of the income, by which the list would be cut: weights are those of the fifth already.
void cutByHand(FigureNode& list, const Study& study, Indicator indicator, int quintile)
{
    for (std::size_t i = 0; i < list.inputs.size(); ++i) {
        const NeighbourhoodId id = NeighbourhoodId::fromIndex(i);
        list.inputs[i].weight *= study.report.quintileShares[id][static_cast<std::size_t>(quintile - 1)];
        list.inputs[i].beside = study.report.of(indicator).scores[id].before;
    }
    list.caveats.emplace_back(ISO_TR("explain", "Weights are the people of each neighbourhood who are in this fifth."));
}

}  // namespace

Figure crossing(const Study& study, Indicator indicator, std::string_view line, std::string_view field, int quintile)
{
    const bool perGroup = line.starts_with("at:") || quintile > 0;
    const std::string stem = equityAddress(indicator) + "/crossings/" + std::string(line) + "/" +
                             (!perGroup ? std::string() : (quintile > 0 ? std::string(quintileKey(quintile)) : "everyone") + "/"),
                      address = stem + std::string(field);
    Figure at = lineOf(study, indicator, line, address);
    if (!at)
        return std::nullopt;
    const std::string label = quintile > 0 ? at->what + ", " + whose(quintile) : at->what;
    const double value = at->value;
    if (field == "value") {
        at->role.clear();
        const std::string what = at->what;
        return node(address, what, value, unitOf(indicator), FigureOperation::Sum, {std::move(*at)});
    }
    const Crossings c = crossed(*study.city, study.report, study.report.of(indicator), value, quintile);
    if (field == "below_before" || field == "below_after") {
        const std::string_view above = field == "below_before" ? "above_before" : "above_after";
        Figure all = crossing(study, indicator, line, "people", quintile), over = crossing(study, indicator, line, above, quintile);
        if (!all || !over)
            return std::nullopt;
        return node(address, label + ": " + std::string(field), all->value - over->value, "people", FigureOperation::Difference,
                    {std::move(*all), std::move(*over)});
    }
    struct Part {
        std::string_view field;
        double value;
        FigureOperation operation;
        Moment moment;
    };
    const Part parts[] = {{"people", c.people, FigureOperation::PeopleCounted, Moment::After},
                          {"above_before", c.aboveBefore, FigureOperation::PeopleAbove, Moment::Before},
                          {"above_after", c.aboveAfter, FigureOperation::PeopleAbove, Moment::After},
                          {"up", c.up, FigureOperation::PeopleCrossUp, Moment::After},
                          {"down", c.down, FigureOperation::PeopleCrossDown, Moment::After}};
    for (const Part& part : parts) {
        if (part.field != field)
            continue;
        FigureNode out = node(address, label + ": " + std::string(field), part.value, "people", part.operation,
                              members(study, indicator, part.moment, true));
        const bool crosses = part.operation == FigureOperation::PeopleCrossUp || part.operation == FigureOperation::PeopleCrossDown;
        if (crosses && quintile == 0)
            for (std::size_t i = 0; i < out.inputs.size(); ++i)
                out.inputs[i].beside = study.report.of(indicator).scores[NeighbourhoodId::fromIndex(i)].before;
        if (crosses && quintile > 0)
            cutByHand(out, study, indicator, quintile);
        else
            out.fifth = quintile;
        out.inputs.push_back(std::move(*at));
        addOrigin(out, study, quintile > 0);
        return out;
    }
    return std::nullopt;
}

Figure matrix(const Study& study, Indicator indicator, int quintile, std::string_view field)
{
    const std::string stem = equityAddress(indicator) + "/matrix/" + std::string(quintileKey(quintile)) + "/",
                      address = stem + std::string(field);
    const std::vector<MatrixCell> cells = matrixCells(study.report.of(indicator), study.after->applied.parameters.value(kMatrixTolerance));
    const MatrixCell& cell = cells[static_cast<std::size_t>(quintile - 1)];
    const auto part = [&](int q, std::string_view name) {
        return *group(study, indicator, q, name,
                      equityAddress(indicator) + "/by_quintile/" + std::string(quintileKey(q)) + "/" + std::string(name));
    };
    const auto net = [&](int q) {
        const std::string own = equityAddress(indicator) + "/matrix/" + std::string(quintileKey(q)) + "/net";
        return node(own, ISO_TR("explain", "People better off less people worse off"), cells[static_cast<std::size_t>(q - 1)].net, "people",
                    FigureOperation::Difference, {part(q, "better"), part(q, "worse")});
    };
    const auto shareOfPeople = [&] {
        std::vector<FigureNode> all;
        double sum = 0;
        for (int q = 1; q <= kFifths; ++q) {
            all.push_back(part(q, "people"));
            sum += all.back().value;
        }
        return node(stem + "share_of_people", ISO_TR("explain", "Share of the people of the impact area"), cell.shareOfPeople, {},
                    FigureOperation::Ratio,
                    {part(quintile, "people"), node(stem + "people", ISO_TR("explain", "People of all fifths"), sum, "people",
                                                    FigureOperation::Sum, std::move(all))});
    };
    const auto shareOfNet = [&] {
        std::vector<FigureNode> same;
        double sum = 0;
        for (int q = 1; q <= kFifths; ++q)
            if (const double other = cells[static_cast<std::size_t>(q - 1)].net; other * cell.net > 0) {
                same.push_back(net(q));
                sum += other;
            }
        return node(stem + "share_of_net", ISO_TR("explain", "Share of the nets of the same sign"), cell.shareOfNet.value_or(kUnknown), {},
                    FigureOperation::Ratio,
                    {net(quintile), node(stem + "nets", ISO_TR("explain", "Nets of the same sign"), sum, "people", FigureOperation::Sum,
                                         std::move(same))});
    };
    Figure out;
    if (field == "net")
        out = net(quintile);
    else if (field == "share_of_people" && cell.people > 0)
        out = shareOfPeople();
    else if (field == "share_of_net" && cell.shareOfNet)
        out = shareOfNet();
    else if (field == "score" && cell.net == 0)
        out = datum(address, ISO_TR("explain", "No net gain or loss: neutral"), 0, {});
    else if (field == "score") {
        FigureNode ofNet = shareOfNet(), ofPeople = shareOfPeople(), sign = net(quintile);
        ofNet.role = "share_of_net";
        ofPeople.role = "share_of_people";
        sign.role = "net";
        out = node(address, ISO_TR("explain", "Score of the appraisal matrix, −3 … 3"), cell.score, {}, FigureOperation::MatrixScore,
                   {std::move(ofNet), std::move(ofPeople), std::move(sign), parameterDatum(study, kMatrixTolerance, "tolerance")});
    }
    if (out)
        addOrigin(*out, study, true);
    return out;
}

}  // namespace isopolis::figures
