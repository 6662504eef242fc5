#include "ui/jobs/figure_tracer.h"

#include "simulation/equity/zoning.h"
#include "simulation/uncertainty/interval_trace.h"
#include "ui/text/translate.h"

#include <QStringList>

namespace isopolis {

namespace {

constexpr QLatin1String kDifference("difference"), kZones("zones"), kInterval("interval");

Expected<FigureNode> traced(const Study& study, const Ensemble* draws, const QStringList& parts)
{
    if (parts.size() == 1)
        return traceFigureAt(study, utf8(parts.front()));
    if (parts.size() == 3 && parts.front() == kZones) {
        auto zoning = coarserZoning(*study.city, study.report, study.scenario.parameters, parts[1].toDouble());
        if (!zoning)
            return unexpected(zoning.error());
        Study coarse = study;
        coarse.city = zoning->zones;
        coarse.report = std::move(zoning->report);
        return traceFigureAt(coarse, utf8(parts[2]));
    }
    if (parts.size() == 2 && parts.front() == kInterval) {
        if (!draws)
            return unexpected(
                Error{ErrorCode::NotFound, "no draws of the assumptions are known"}.cure("Ask for them on the page \"How sure\"."));
        return traceIntervalAt(study, *draws, utf8(parts[1]));
    }
    if (parts.size() != 3 || parts.front() != kDifference)
        return unexpected(Error{ErrorCode::Internal, "this is no address of a figure"});
    auto after = traceFigureAt(study, utf8(parts[1])), before = traceFigureAt(study, utf8(parts[2]));
    if (!after || !before)
        return unexpected(after ? before.error() : after.error());
    FigureNode out;
    out.address = utf8(parts.join(QLatin1Char('|')));
    out.what = after->what;
    out.value = after->value - before->value;
    out.unit = after->unit;
    out.operation = FigureOperation::Difference;
    out.inputs = {std::move(*after), std::move(*before)};
    return out;
}

}  // namespace

FigureTracer::FigureTracer(const Explainer& explainer, std::function<std::shared_ptr<const Ensemble>()> draws, JobRunner::Mode mode,
                           QObject* parent)
    : QObject(parent), m_explainer(explainer), m_draws(std::move(draws)), m_runner(mode)
{
    connect(&m_runner, &JobRunner::failed, this, &FigureTracer::failed);
}

void FigureTracer::find(const QString& address)
{
    Expected<Study> study = m_explainer.study();
    if (!study) {
        m_runner.cancel();
        Q_EMIT failed(errorText(study.error()));
        return;
    }
    m_runner.start<Expected<FigureNode>>(
        [study = std::make_shared<const Study>(std::move(*study)), draws = m_draws(),
         parts = address.split(QLatin1Char('|'))](JobControl&) { return traced(*study, draws.get(), parts); },
        this,
        [this](const Expected<FigureNode>& figure) {
            if (figure)
                Q_EMIT found(*figure);
            else
                Q_EMIT failed(errorText(figure.error()));
        });
}

QString intervalAddress(const QString& figure) { return QStringList{kInterval, figure}.join(QLatin1Char('|')); }

bool isIntervalAddress(const QString& address) { return address.section(QLatin1Char('|'), 0, 0) == kInterval; }

QString zonesAddress(double cell_m, const QString& figure)
{
    return QStringList{kZones, QString::number(cell_m, 'g', 17), figure}.join(QLatin1Char('|'));
}

QString differenceAddress(const QString& after, const QString& before)
{
    return QStringList{kDifference, after, before}.join(QLatin1Char('|'));
}

}  // namespace isopolis
