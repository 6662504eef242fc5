#include "simulation/uncertainty/sensitivity_study.h"

#include "simulation/run/model_chain.h"
#include "simulation/uncertainty/ensemble_health.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <memory>
#include <numeric>

namespace isopolis {

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
constexpr double kEnd = 0.005;
constexpr std::size_t kPairsRemembered = 3;

/// Whether two sides are known, and their difference.
double difference(const DrawFigures& d, std::size_t indicator, NeighbourhoodId where)
{
    return d.after[indicator][where] - d.before[indicator][where];
}

std::size_t positionOf(Indicator indicator)
{
    const auto all = allIndicators();
    return static_cast<std::size_t>(std::find_if(all.begin(), all.end(), [&](const IndicatorInfo& i) { return i.indicator == indicator; }) -
                                    all.begin());
}

/// The unit cube without its outermost ends.
UnitPoint withinEnds(UnitPoint point)
{
    for (double& u : point)
        u = kEnd + (1 - 2 * kEnd) * u;
    return point;
}

/// Points of one study, evaluated one after the other and kept.
class Points {
public:
    Points(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawStore* store, RunControl& control, const DrawsDone& done)
        : m_design(plan.design), m_figures(figures), m_store(store), m_control(control), m_done(done)
    {}

    /// All outputs at each of the points: [output][point].
    Expected<std::vector<std::vector<double>>> evaluate(const std::vector<UnitPoint>& points, std::span<const SensitivityOutput> outputs,
                                                        const Hash& key)
    {
        EnsemblePlan plan{.key = key, .design = m_design};
        plan.design.samples = points.size();
        std::map<std::size_t, DrawFigures> known;
        if (m_store) {
            auto stored = m_store->load(plan);
            if (!stored)
                return unexpected(stored.error());
            known = std::move(*stored);
        }
        std::vector<std::vector<double>> values(outputs.size());
        for (std::size_t p = 0; p < points.size(); ++p) {
            if (m_control.cancelled())
                return unexpected(cancelledError().value());
            auto at = known.find(p);
            if (at == known.end()) {
                auto made = m_figures(m_design.at(withinEnds(points[p])), m_control);
                if (!made)
                    return unexpected(made.error().code == ErrorCode::Cancelled ? made.error()
                                                                                : Error(made.error()).at("point " + std::to_string(p + 1)));
                if (m_store)
                    if (auto saved = m_store->save(plan, p, *made); !saved)
                        return unexpected(saved.error());
                at = known.emplace(p, std::move(*made)).first;
            } else {
                ++taken;
            }
            for (std::size_t o = 0; o < outputs.size(); ++o)
                values[o].push_back(outputs[o].of(at->second));
            known.erase(at);
            ++count;
            if (m_done)
                m_done(count, std::max(count, expected));
        }
        return values;
    }

    std::size_t count = 0, taken = 0, expected = 0;

private:
    const DrawDesign& m_design;
    const FiguresOfDraw& m_figures;
    DrawStore* m_store;
    RunControl& m_control;
    const DrawsDone& m_done;
};

/// Inputs by the largest share of mu* in any output: an indicator in large units must not drown the others.
std::vector<std::size_t> inputsThatMatter(const std::vector<std::vector<ElementaryEffects>>& effects, std::size_t inputs, std::size_t keep)
{
    std::vector<double> weight(inputs, 0.0);
    for (const auto& ofOutput : effects) {
        double largest = 0;
        for (const ElementaryEffects& e : ofOutput)
            largest = std::max(largest, std::isfinite(e.muStar) ? e.muStar : 0);
        for (std::size_t i = 0; i < inputs && largest > 0; ++i)
            if (std::isfinite(ofOutput[i].muStar))
                weight[i] = std::max(weight[i], ofOutput[i].muStar / largest);
    }
    std::vector<std::size_t> order(inputs);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weight[a] > weight[b]; });
    order.resize(std::min(keep, order.size()));
    std::erase_if(order, [&](std::size_t i) { return !(weight[i] > 0); });
    std::sort(order.begin(), order.end());
    return order;
}

std::string labelOf(const DrawDesign& design, std::size_t axis)
{
    std::vector<const ParameterSpec*> of;
    for (const DrawnParameter& p : design.parameters)
        if (p.axis == axis)
            of.push_back(p.spec);
    return of.size() == 1 ? std::string(of.front()->label) : design.axes[axis].name + ".*";
}

Hash stageHash(const EnsemblePlan& plan, std::string_view stage, const std::vector<UnitPoint>& points)
{
    Hasher h;
    h.add("sensitivity").add(plan.key).add(stage);
    for (const UnitPoint& p : points)
        for (const double u : p)
            h.add(u);
    return h.finish();
}

/// Sobol and tornado over the kept inputs, all others at the middle.
Expected<void> refine(const EnsemblePlan& plan, Points& points, const std::vector<std::size_t>& kept,
                      std::span<const SensitivityOutput> outputs, const SensitivitySettings& settings, SensitivityResult& result)
{
    const std::size_t inputs = plan.design.axes.size();
    const auto spread = [&](const UnitPoint& few) {
        UnitPoint all(inputs, 0.5);
        for (std::size_t i = 0; i < kept.size(); ++i)
            all[kept[i]] = few[i];
        return all;
    };
    std::vector<UnitPoint> bars{UnitPoint(inputs, 0.5)}, sobol;
    for (const std::size_t i : kept)
        for (const double end : {0.0, 1.0}) {
            bars.emplace_back(inputs, 0.5);
            bars.back()[i] = end;
        }
    for (const UnitPoint& p : sobolDesign(kept.size(), settings.samples, settings.seed).points())
        sobol.push_back(spread(p));
    auto ends = points.evaluate(bars, outputs, stageHash(plan, "tornado", bars));
    if (!ends)
        return unexpected(ends.error());
    auto sampled = points.evaluate(sobol, outputs, stageHash(plan, "sobol", sobol));
    if (!sampled)
        return unexpected(sampled.error());
    for (std::size_t o = 0; o < outputs.size(); ++o) {
        OutputSensitivity& out = result.outputs[o];
        const SobolIndices indices = jansenIndices((*sampled)[o], kept.size());
        out.standard = (*ends)[o][0];
        out.mean = indices.mean;
        out.variance = indices.variance;
        for (std::size_t k = 0; k < kept.size(); ++k) {
            InputSensitivity& input = out.inputs[kept[k]];
            input.kept = true;
            input.first = indices.first[k];
            input.firstError = indices.firstError[k];
            input.total = indices.total[k];
            input.totalError = indices.totalError[k];
            input.bar = {.name = input.name, .low = (*ends)[o][1 + 2 * k], .high = (*ends)[o][2 + 2 * k]};
        }
    }
    return {};
}

}  // namespace

std::vector<SensitivityOutput> sensitivityOutputs(const City& city, const EquityReport& report, std::span<const Indicator> indicators,
                                                  NeighbourhoodId where)
{
    const auto shares = std::make_shared<IdVector<NeighbourhoodId, std::array<double, 5>>>(report.quintileShares);
    const auto people = std::make_shared<std::vector<double>>();
    for (const Neighbourhood& n : city.neighbourhoods())
        people->push_back(n.population);
    std::vector<SensitivityOutput> out;
    for (const Indicator indicator : indicators) {
        const IndicatorInfo& info = indicatorInfo(indicator);
        const std::size_t k = positionOf(indicator);
        /// Mean change, weighted by people times the share in a fifth; of everybody for fifth −1.
        const auto mean = [k, shares, people](const DrawFigures& d, int fifth) {
            double all = 0, sum = 0;
            for (const NeighbourhoodId id : idsOf(*shares)) {
                const double change = difference(d, k, id);
                const double w = (*people)[id.index()] * (fifth < 0 ? 1.0 : (*shares)[id][static_cast<std::size_t>(fifth)]);
                if (!(w > 0) || !std::isfinite(change))
                    continue;
                all += w;
                sum += w * change;
            }
            return all > 0 ? sum / all : kNoValue;
        };
        const std::string key(info.key), unit(unitSymbol(info.unit)), label(info.label);
        out.push_back(
            {key + "/everyone", label + ": mean change of everybody", unit, [mean](const DrawFigures& d) { return mean(d, -1); }});
        out.push_back({key + "/gap", label + ": change of the lowest fifth by income minus that of the highest", unit,
                       [mean](const DrawFigures& d) { return mean(d, 0) - mean(d, 4); }});
        if (city.neighbourhoods().contains(where))
            out.push_back({key + "/" + city.neighbourhoods()[where].externalId, label + ": change in " + city.neighbourhoods()[where].name,
                           unit, [k, where](const DrawFigures& d) { return difference(d, k, where); }});
        for (int fifth = 0; fifth < 5; ++fifth) {
            bool inhabited = false;
            for (const NeighbourhoodId id : idsOf(*shares))
                inhabited = inhabited || (*people)[id.index()] * (*shares)[id][static_cast<std::size_t>(fifth)] > 0;
            if (inhabited)
                out.push_back({key + "/" + std::string(quintileKey(fifth + 1)),
                               label + ": mean change, " + std::string(quintileLabel(fifth + 1)), unit,
                               [mean, fifth](const DrawFigures& d) { return mean(d, fifth); }});
        }
    }
    return out;
}

FiguresOfDraw rememberingFigures(const CityPtr& city, const Scenario& before, const Scenario& after)
{
    const auto memory = std::make_shared<std::deque<Relative>>();
    return [city, before, after, memory](const ParameterSet& values, RunControl& control) -> Expected<DrawFigures> {
        Scenario without = before, with = after;
        without.parameters = with.parameters = values;
        without.seed = with.seed;
        const auto side = [&](const Scenario& scenario) -> Expected<std::vector<IdVector<NeighbourhoodId, double>>> {
            const std::vector<Relative> relatives(memory->begin(), memory->end());
            auto run = runChain(city, scenario, control, relatives);
            if (!run)
                return unexpected(run.error());
            memory->push_front({scenario, *run});
            if (memory->size() > 2 * kPairsRemembered)
                memory->pop_back();
            std::vector<IdVector<NeighbourhoodId, double>> all;
            for (const IndicatorInfo& info : allIndicators())
                all.push_back(valuesOf(**run, info.indicator));
            // The store takes whole draws only.
            for (IdVector<NeighbourhoodId, double>& deaths : deathsOf((*run)->health))
                all.push_back(std::move(deaths));
            return all;
        };
        DrawFigures figures;
        auto first = side(without);
        if (!first)
            return unexpected(first.error());
        figures.before = std::move(*first);
        auto second = side(with);
        if (!second)
            return unexpected(second.error());
        figures.after = std::move(*second);
        return figures;
    };
}

Expected<SensitivityResult> sensitivityStudy(const EnsemblePlan& plan, const FiguresOfDraw& figures,
                                             std::span<const SensitivityOutput> outputs, const SensitivitySettings& settings,
                                             DrawStore* store, RunControl& control, const DrawsDone& done)
{
    const std::size_t inputs = plan.design.axes.size();
    if (inputs == 0 || settings.trajectories == 0)
        return unexpected(
            Error{ErrorCode::BadValue, "there is no parameter to vary"}.cure("Choose parameters whose source gives a range of values."));
    Points points(plan, figures, store, control, done);
    const std::vector<UnitPoint> trajectories = morrisTrajectories(inputs, settings.trajectories, settings.seed);
    points.expected = trajectories.size() + (settings.keep > 0 ? 1 + 2 * settings.keep + settings.samples * (settings.keep + 2) : 0);
    auto screened = points.evaluate(trajectories, outputs, stageHash(plan, "morris", trajectories));
    if (!screened)
        return unexpected(screened.error());
    SensitivityResult result;
    result.key = plan.key;
    std::vector<std::vector<ElementaryEffects>> effects;
    for (std::size_t o = 0; o < outputs.size(); ++o) {
        effects.push_back(morrisEffects(trajectories, (*screened)[o]));
        OutputSensitivity out;
        out.key = outputs[o].key;
        out.label = outputs[o].label;
        out.unit = outputs[o].unit;
        out.standard = out.mean = out.variance = kNoValue;
        for (std::size_t i = 0; i < inputs; ++i) {
            InputSensitivity input;
            input.name = plan.design.axes[i].name;
            input.label = labelOf(plan.design, i);
            input.effects = effects.back()[i];
            input.first = input.firstError = input.total = input.totalError = kNoValue;
            input.bar = {.name = input.name, .low = kNoValue, .high = kNoValue};
            out.inputs.push_back(std::move(input));
        }
        result.outputs.push_back(std::move(out));
    }
    const std::vector<std::size_t> kept = inputsThatMatter(effects, inputs, settings.keep);
    if (!kept.empty() && settings.samples > 0)
        if (auto refined = refine(plan, points, kept, outputs, settings, result); !refined)
            return unexpected(refined.error());
    for (OutputSensitivity& out : result.outputs)
        std::stable_sort(out.inputs.begin(), out.inputs.end(), [](const InputSensitivity& a, const InputSensitivity& b) {
            return (std::isfinite(a.effects.muStar) ? a.effects.muStar : -1) > (std::isfinite(b.effects.muStar) ? b.effects.muStar : -1);
        });
    result.points = points.count;
    result.taken = points.taken;
    return result;
}

}  // namespace isopolis
