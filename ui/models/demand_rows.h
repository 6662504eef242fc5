#pragma once
/// Residents' trips before and after as rows for a table: by purpose, mode, time of day and group of people.
///
///   rows.setRows(demandHeader(), demandRows(DemandView::Purpose, before.traffic.demand, after.traffic.demand));
///
/// Trips of persons on a mean day. A group without trips in both is left out. The last row is the sum.

#include "simulation/traffic/demand/demand_summary.h"

#include <QStringList>

namespace isopolis {

enum class DemandView { Mode, Purpose, Period, Group, Length };

QStringList demandHeader(DemandView view);
QList<QStringList> demandRows(DemandView view, const DemandSummary& before, const DemandSummary& after);

/// What the demand model did, in words: what may change, whether demand and traffic agree, with the figures.
QString demandWords(const DemandSummary& summary);

}  // namespace isopolis
