#pragma once
/// Finds where a figure of the comparison on the screen comes from, in the background.
///
///   tracer.find("equity/no2_ug_m3/by_quintile/q1/change");   // answered by `found`, or by `failed` with a sentence
///   tracer.find("difference|ADDRESS AFTER|ADDRESS BEFORE");  // the first less the second
///   tracer.find("zones|1000|equity/no2_ug_m3/indices_before/gini");   // on squares of 1000 m instead of the neighbourhoods
///
///   tracer.find("interval|indicators/no2_ug_m3/groups/q1/low");      // of the draws: see interval_trace.h
///
/// Addresses as `traceFigureAt` takes them. The newest question wins.

#include "simulation/explain/figures/figure_tree.h"
#include "simulation/uncertainty/ensemble.h"
#include "ui/jobs/explainer.h"

namespace isopolis {

class FigureTracer : public QObject {
    Q_OBJECT
public:
    /// `draws`: those behind the intervals on the screen, null while there are none.
    FigureTracer(const Explainer& explainer, std::function<std::shared_ptr<const Ensemble>()> draws,
                 JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);
    void find(const QString& address);
    void cancel() { m_runner.cancel(); }

Q_SIGNALS:
    void found(const isopolis::FigureNode& figure);
    void failed(const QString& reason);

private:
    const Explainer& m_explainer;
    std::function<std::shared_ptr<const Ensemble>()> m_draws;
    JobRunner m_runner;
};

/// The address of a difference of two figures.
QString differenceAddress(const QString& after, const QString& before);

/// The address of a figure of the draws.
QString intervalAddress(const QString& figure);
bool isIntervalAddress(const QString& address);

/// The address of a figure of the assessment on squares of a grid.
QString zonesAddress(double cell_m, const QString& figure);

}  // namespace isopolis
