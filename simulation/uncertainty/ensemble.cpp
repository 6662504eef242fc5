#include "simulation/uncertainty/ensemble.h"

#include "simulation/noise/city_noise.h"
#include "simulation/run/chain_memory.h"
#include "simulation/run/model_chain.h"
#include "simulation/run/parallel.h"
#include "simulation/uncertainty/draw_control.h"
#include "simulation/uncertainty/ensemble_health.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

namespace isopolis {

namespace {

/// Whether the noise kernel, the dearest table of the chain, depends on a parameter: asked of the kernel's own key, so that the answer
/// cannot grow stale.
bool makesKernelNew(const CityPtr& city, const ParameterSet& base, const ParameterSpec& spec)
{
    AppliedScenario plain;
    plain.city = city;
    plain.parameters = base;
    const Hash known = noiseGeometryHash(plain);
    for (const double value : {spec.low, spec.high}) {
        static_cast<void>(plain.parameters.set(spec, {.value = value, .reason = {}, .evidence = {}}));
        if (noiseGeometryHash(plain) != known)
            return true;
    }
    return false;
}

class Drawing {
public:
    Drawing(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawStore* store, RunControl& control, const DrawsDone& done)
        : m_figures(figures), m_store(store), m_control(control), m_done(done)
    {
        m_ensemble.plan = plan;
    }

    Expected<Ensemble> all()
    {
        const DrawDesign& design = m_ensemble.plan.design;
        if (m_store) {
            auto known = m_store->load(m_ensemble.plan);
            if (!known)
                return unexpected(known.error());
            m_ensemble.draws = std::move(*known);
            m_ensemble.taken = m_ensemble.draws.size();
        }
        tell();
        for (std::size_t block = 0; block < design.blocks; ++block) {
            std::vector<std::size_t> missing;
            for (std::size_t i = block; i < design.samples; i += design.blocks)
                if (!m_ensemble.draws.contains(i))
                    missing.push_back(i);
            if (missing.empty())
                continue;
            // The first one of a block makes the tables that all of them share, so it gets all threads.
            draw(missing.front(), m_control.threads());
            parallelBlocks(missing.size() - 1, missing.size(), m_control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t k = begin; k < end; ++k)
                    draw(missing[k + 1], 1);
            });
            if (m_error)
                return unexpected(*m_error);
        }
        if (m_control.cancelled())
            return cancelledError();
        return std::move(m_ensemble);
    }

private:
    void draw(std::size_t index, int threads)
    {
        DrawControl control(m_control, m_stop, threads);
        if (control.cancelled())
            return fail(cancelledError().value());
        Expected<DrawFigures> made = m_figures(m_ensemble.plan.design.draw(index), control);
        if (!made)
            return fail(made.error().code == ErrorCode::Cancelled ? made.error()
                                                                  : Error(made.error()).at("draw " + std::to_string(index + 1)));
        const std::lock_guard lock(m_mutex);
        if (m_store)
            if (auto saved = m_store->save(m_ensemble.plan, index, *made); !saved) {
                remember(saved.error());
                return;
            }
        m_ensemble.draws.emplace(index, std::move(*made));
        tell();
    }
    void fail(const Error& error)
    {
        const std::lock_guard lock(m_mutex);
        remember(error);
    }
    void remember(const Error& error)
    {
        // What stopped the others matters more than that they were stopped.
        if (!m_error || m_error->code == ErrorCode::Cancelled)
            m_error = error;
        m_stop = true;
    }
    void tell() const
    {
        if (m_done)
            m_done(m_ensemble.draws.size(), m_ensemble.plan.design.samples);
    }

    Ensemble m_ensemble;
    const FiguresOfDraw& m_figures;
    DrawStore* m_store;
    RunControl& m_control;
    const DrawsDone& m_done;
    std::mutex m_mutex;
    std::atomic<bool> m_stop{false};
    std::optional<Error> m_error;
};

std::vector<IdVector<NeighbourhoodId, double>> figuresOf(const Run& run)
{
    std::vector<IdVector<NeighbourhoodId, double>> all;
    for (const IndicatorInfo& info : allIndicators())
        all.push_back(valuesOf(run, info.indicator));
    for (IdVector<NeighbourhoodId, double>& deaths : deathsOf(run.health))
        all.push_back(std::move(deaths));
    return all;
}

}  // namespace

EnsemblePlan ensemblePlan(const CityPtr& city, const Scenario& before, const Scenario& after, const EnsembleSettings& settings)
{
    const auto drawn = [&](const ParameterSpec& spec) {
        // Thresholds and levels of certainty judge results; they are not part of the world that is uncertain.
        for (const std::string_view judging : {"equity.", "uncertainty."})
            if (spec.id.starts_with(judging))
                return false;
        return settings.only.empty() ||
               std::any_of(settings.only.begin(), settings.only.end(), [&](const std::string& p) { return spec.id.starts_with(p); });
    };
    EnsemblePlan plan;
    plan.design = designDraws(after.parameters, {.samples = settings.samples,
                                                 .seed = settings.seed,
                                                 .blocks = settings.blocks,
                                                 .dear = [&](const ParameterSpec& s) { return makesKernelNew(city, after.parameters, s); },
                                                 .drawn = drawn});
    Scenario paired = before;
    paired.parameters = after.parameters;
    Hasher h;
    h.add("ensemble").add(runKey(*city, paired).hash()).add(runKey(*city, after).hash()).add(plan.design.hash());
    for (const IndicatorInfo& info : allIndicators())
        h.add(info.key);
    h.add("deaths");
    plan.key = h.finish();
    return plan;
}

FiguresOfDraw chainFigures(const CityPtr& city, const Scenario& before, const Scenario& after)
{
    return [city, before, after, orders = std::make_shared<StreetOrders>()](const ParameterSet& values,
                                                                            RunControl& control) -> Expected<DrawFigures> {
        Scenario without = before, with = after;
        without.parameters = with.parameters = values;
        without.seed = with.seed;
        // What both branches of a draw share is made once; all draws share the order of the streets.
        ChainMemory memory(orders);
        const auto first = runChain(city, without, control, memory);
        if (!first)
            return unexpected(first.error());
        DrawFigures figures;
        figures.before = figuresOf(**first);
        if (hashScenario(without) == hashScenario(with)) {
            figures.after = figures.before;
            return figures;
        }
        const auto second = runChain(city, with, control, memory);
        if (!second)
            return unexpected(second.error());
        figures.after = figuresOf(**second);
        return figures;
    };
}

Expected<Ensemble> drawEnsemble(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawStore* store, RunControl& control,
                                const DrawsDone& done)
{
    return Drawing(plan, figures, store, control, done).all();
}

}  // namespace isopolis
