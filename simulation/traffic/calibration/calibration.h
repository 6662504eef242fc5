#pragma once
/// A city's car trips of the modelled hour fitted to its traffic counts, with every fifth counting station set aside to judge it.
///
///   auto fitted = calibrateDemand(applied, memory, control);      // the city as it is, flattened and applied
///   fitted->used.before.gehBelow5;   fitted->heldOut.after.gehBelow5;
///   scenario.interventions.push_back(asIntervention(*fitted, "Counts of 2025"));   // named, with its source, off by its switch
///
/// Counts: the morning peak of each direction, on the mapped streets (a scheme's changes of streets are ignored). Stations are set aside by
/// the hash of their id, both directions of a street together, so the same ones always. Counts that gave volumes at the edge of the city
/// hold the trips there and are judged by nobody. Counts that cannot be right (inconsistent_counts.h) are named; reversed ones and those
/// beyond capacity are not used.
///
/// What surprises: the answer is *factors* on the demand model's trips, rounded to four digits, and both tables are of the trips with these
/// factors: what `run` gives for them up to the solver's gap. The scenario must not hold an adjustment already. Fit and criteria:
/// count_fit.h, matrix_change.h. Errors: NotFound (no count), Conflict (demand is adjusted already), Cancelled, those of the traffic model.

#include "simulation/scenario/demand_factors.h"
#include "simulation/traffic/calibration/count_fit.h"
#include "simulation/traffic/calibration/inconsistent_counts.h"
#include "simulation/traffic/calibration/matrix_change.h"
#include "simulation/traffic/traffic_model.h"

namespace isopolis {

/// What became of a count.
enum class CountRole { Used, HeldOut, AtEdge, LeftOut };
std::string_view countRoleKey(CountRole role);  ///< "used", "held_out", "at_edge", "left_out"

struct CalibratedCount {
    std::string externalId, street, direction;
    LinkId link;
    int year = 0;
    CountRole role = CountRole::Used;
    double counted_veh_h = 0, before_veh_h = 0, after_veh_h = 0, gehBefore = 0, gehAfter = 0;
};

struct BeforeAfter {
    FitStatistics before, after;
};

struct InconsistentCount {
    CountConflict::Kind kind = CountConflict::Kind::Series;
    std::vector<std::string> ids;
    std::string message;
    bool leftOut = false;
};

struct Calibration {
    std::vector<CalibratedCount> counts;
    BeforeAfter used, heldOut, all;  ///< all: used and held out
    std::vector<InconsistentCount> inconsistent;
    MatrixChange change;
    std::vector<CountFitRound> rounds;
    std::size_t chosenRound = 0;
    CountFitEnd end = CountFitEnd::Rounds;
    std::size_t noStreet = 0, noFigure = 0;
    DemandFactorsPtr factors;  ///< null where the fit changes nothing
    std::string source;        ///< in words: which counts, how many, which years
    std::vector<std::string> caveats;
};

std::string_view countFitEndKey(CountFitEnd end);  ///< "rounds", "held_out_rose", "trip_length", "nothing_to_gain"
std::string countFitEndSentence(CountFitEnd end);

Expected<Calibration> calibrateDemand(const AppliedScenario& applied, TrafficMemory& memory, RunControl& control);

/// An intervention with the one operation AdjustDemand; enabled.
Intervention asIntervention(const Calibration& calibration, std::string name);

/// The part of 0…1 that a counting station's id hashes to: below the share it is set aside.
double holdOutDraw(std::string_view stationId);

}  // namespace isopolis
