#pragma once
/// What the trace of a change says of how sure it is.
///
///   sayInterval(why.trace, sure.of(indicator)->places[where], indicator, sure);   // in the place of the note that no interval is known
///
/// The figures of the note have traces of their own: see interval_trace.h.

#include "simulation/explain/trace.h"
#include "simulation/uncertainty/ensemble_result.h"

namespace isopolis {

/// Of a change whose figure the ensemble does not hold nothing is said, and the note stays.
void sayInterval(TraceNode& change, const UncertainFigure& figure, Indicator indicator, const EnsembleResult& result);
/// "90 % interval of the change from 32 paired draws of 410 assumptions: −1.9 to −0.4 µg/m³; …"; empty without a value.
std::string intervalNote(const UncertainFigure& figure, Indicator indicator, const EnsembleResult& result);

/// Times of car trips whose interval reaches beyond what anybody would spend: what that says and what it does not; empty otherwise.
/// The delay functions of a static equilibrium have no upper end, so that demand far above capacity gives such times.
std::string_view gridlockNote(const UncertainIndicator& sure);

}  // namespace isopolis
