#include "ui/panels/equity/found_traces.h"

#include "simulation/uncertainty/interval_note.h"
#include "ui/jobs/figure_tracer.h"
#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr const char* kContext = "FoundTraces";

std::string words(const char* source) { return utf8(QCoreApplication::translate(kContext, source)); }

TraceNode leaf(std::string what, double value, std::string unit, std::string formula = {})
{
    TraceNode node;
    node.what = std::move(what);
    node.value = value;
    node.unit = std::move(unit);
    node.formula = std::move(formula);
    return node;
}

std::string unitOf(Indicator indicator) { return utf8(unitText(indicatorInfo(indicator).unit)); }

/// `stem`: the address of the figure among the draws, without what is asked of it. Each row leads to its own trace.
TraceNode figureTrace(const UncertainFigure& f, std::string what, const std::string& unit, const EnsembleResult& result,
                      const QString& stem)
{
    TraceNode node = leaf(std::move(what), f.standard, unit,
                          words(QT_TRANSLATE_NOOP("FoundTraces", "change of the run with the assumptions as they are")));
    const QString share = formatShare(result.confidence);
    node.inputs = {leaf(utf8(QCoreApplication::translate("FoundTraces", "Low end of the %1 interval").arg(share)), f.low, unit,
                        words(QT_TRANSLATE_NOOP("FoundTraces", "quantile of the differences of all draws"))),
                   leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Median of the draws")), f.median, unit),
                   leaf(utf8(QCoreApplication::translate("FoundTraces", "High end of the %1 interval").arg(share)), f.high, unit,
                        words(QT_TRANSLATE_NOOP("FoundTraces", "quantile of the differences of all draws"))),
                   leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Share of draws that are better by the threshold or more")), f.pBetter, {}),
                   leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Share of draws that are worse by the threshold or more")), f.pWorse, {}),
                   leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Draws")), static_cast<double>(f.draws), {})};
    constexpr const char* kFields[] = {"low", "median", "high", "p_better", "p_worse", "draws"};
    for (std::size_t i = 0; i < std::size(kFields); ++i)
        node.inputs[i].id = utf8(intervalAddress(stem + QLatin1Char('/') + QLatin1String(kFields[i])));
    node.caveats = {
        utf8(QCoreApplication::translate("FoundTraces", "What can be said: %1.").arg(translated("verdict", sureVerdictLabel(f.verdict))))};
    return node;
}

void addDraws(TraceNode& node, const EnsembleResult& result)
{
    node.caveats.push_back(utf8(
        QCoreApplication::translate("FoundTraces", "%1 draws of %2 assumptions, the same before and with the scheme; seed %3; ensemble %4.")
            .arg(QString::number(result.done), QString::number(result.parameters), QString::number(result.seed),
                 text(result.key.shortHex()))));
}

std::optional<TraceNode> drawsTrace(const QStringList& parts, const EnsembleResult& result)
{
    const auto indicator = indicatorFromKey(utf8(parts.value(1)));
    const UncertainIndicator* sure = indicator ? result.of(*indicator) : nullptr;
    if (!sure)
        return std::nullopt;
    const std::string label = utf8(indicatorLabel(*indicator));
    for (const UncertainGroup& group : sure->groups)
        if (parts.value(2) == text(group.key)) {
            TraceNode node = figureTrace(group.change, label + ", " + utf8(translated("quintile", group.label)), unitOf(*indicator), result,
                                         QStringLiteral("indicators/%1/groups/%2").arg(parts[1], parts[2]));
            addDraws(node, result);
            return node;
        }
    return std::nullopt;
}

std::optional<TraceNode> measureTrace(const QStringList& parts, const AttributionAnswer& answer)
{
    const auto at = static_cast<std::size_t>(parts.value(2).toULongLong());
    const bool group = parts.value(1) == QStringLiteral("group");
    if (at >= (group ? answer.groups.size() : answer.places.size()))
        return std::nullopt;
    const Expected<Attribution>& found = group ? answer.groups[at].parts : answer.places[at].parts;
    if (!found)
        return std::nullopt;
    const std::string unit = unitOf(answer.indicator);
    const double change = group ? answer.groups[at].group.change : answer.places[at].score.change;
    TraceNode whole = leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Sum of all shares = change")), change, unit);
    for (const Contribution& part : found->interventions)
        whole.inputs.push_back(
            leaf(utf8(part.id == "parameters" ? translated("explain", part.label) : text(part.label)), part.delta, unit));
    if (parts.value(3) == QStringLiteral("rest")) {
        TraceNode node = leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "What the measures bring together")), found->residual, unit,
                              words(QT_TRANSLATE_NOOP("FoundTraces", "change − sum of the shares")));
        node.inputs = {std::move(whole)};
        return node;
    }
    const auto which = static_cast<std::size_t>(parts.value(3).toULongLong());
    if (which >= found->interventions.size())
        return std::nullopt;
    const Contribution& part = found->interventions[which];
    TraceNode node = leaf(
        utf8(part.id == "parameters" ? translated("explain", part.label) : text(part.label)), part.delta, unit,
        words(QT_TRANSLATE_NOOP("FoundTraces", "Shapley value: what the measure adds, averaged over all orders of adding the measures")));
    node.inputs = {leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "If it is added first")), part.first, unit),
                   leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "If it is added last")), part.last, unit), std::move(whole)};
    if (found->largestError > 0)
        node.caveats.push_back(utf8(QCoreApplication::translate("FoundTraces", "Orders are sampled: the standard error is at most %1.")
                                        .arg(formatPlain(found->largestError))));
    for (const std::string& note : found->notes)
        node.caveats.push_back(note);
    return node;
}

std::optional<TraceNode> assumptionTrace(const QStringList& parts, const SensitivityResult& result, const Scenario* scenario)
{
    if (parts.size() < 3)
        return std::nullopt;
    const std::string key = utf8(parts.mid(1, parts.size() - 2).join(QLatin1Char('/')));
    const auto at = static_cast<std::size_t>(parts.last().toULongLong());
    for (const OutputSensitivity& output : result.outputs) {
        if (output.key != key || at >= output.inputs.size())
            continue;
        const InputSensitivity& input = output.inputs[at];
        TraceNode node =
            leaf(utf8(translated("parameter", input.label)), input.bar.high - input.bar.low, output.unit,
                 words(QT_TRANSLATE_NOOP("FoundTraces", "difference between both ends of the range, all other assumptions in the middle")));
        node.inputs = {
            leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Change at the low end of the range")), input.bar.low, output.unit),
            leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Change at the high end of the range")), input.bar.high, output.unit),
            leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Change with all assumptions in the middle")), output.standard, output.unit),
            leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Mean size of its elementary effects (Morris)")), input.effects.muStar,
                 output.unit),
            leaf(words(QT_TRANSLATE_NOOP("FoundTraces", "Their standard deviation")), input.effects.sigma, output.unit)};
        if (const ParameterSpec* spec = findParameter(input.name)) {
            const double value = scenario ? scenario->parameters.value(*spec) : spec->standard;
            node.parameters.push_back({std::string(spec->id), std::string(spec->label), utf8(unitText(spec->unit)),
                                       std::string(spec->source), value, spec->standard, spec->low, spec->high, value != spec->standard});
        }
        node.caveats = {utf8(QCoreApplication::translate("FoundTraces", "%1 pairs of calculations.").arg(result.points))};
        return node;
    }
    return std::nullopt;
}

}  // namespace

bool isFoundAddress(const QString& address)
{
    const QString first = address.section(QLatin1Char('/'), 0, 0);
    return first == QStringLiteral("sure") || first == QStringLiteral("measure") || first == QStringLiteral("assumption");
}

std::string howSure(const QString& address, const Found& found)
{
    const QStringList parts = address.split(QLatin1Char('/'));
    if (!found.draws || parts.size() < 4 || parts.last() != QStringLiteral("change"))
        return {};
    const bool place = parts.front() == QStringLiteral("neighbourhoods");
    const auto indicator = indicatorFromKey(utf8(place ? parts[parts.size() - 2] : parts[1]));
    const UncertainIndicator* sure = indicator ? found.draws->of(*indicator) : nullptr;
    if (!sure)
        return {};
    if (place) {
        // Ids may hold a slash themselves.
        const QString id = parts.mid(1, parts.size() - 4).join(QLatin1Char('/'));
        const NeighbourhoodId where = found.city ? found.city->findNeighbourhood(utf8(id)) : NeighbourhoodId();
        return sure->places.contains(where) ? intervalNote(sure->places[where], *indicator, *found.draws) : std::string();
    }
    for (const UncertainGroup& group : sure->groups)
        if (utf8(parts[parts.size() - 2]) == group.key)
            return intervalNote(group.change, *indicator, *found.draws);
    return {};
}

std::optional<TraceNode> foundTrace(const QString& address, const Found& found)
{
    const QStringList parts = address.split(QLatin1Char('/'));
    if (parts.front() == QStringLiteral("sure") && found.draws)
        return drawsTrace(parts, *found.draws);
    if (parts.front() == QStringLiteral("measure") && found.measures)
        return measureTrace(parts, *found.measures);
    if (parts.front() == QStringLiteral("assumption") && found.sensitivity)
        return assumptionTrace(parts, *found.sensitivity, found.scenario);
    return std::nullopt;
}

}  // namespace isopolis
