#pragma once
/// Who is seen by sensors and who is not: neighbourhoods and income groups without one, how much less sure their figures are, and where
/// the next sensors would tell most.
///
///   SensingEquity e = sensingEquity(city, applied, sensors, covariance);
///   e.neighbourhoods[n].sigma;   e.groups[0].unseen_percent;   e.suggestions[0].neighbourhood
///
/// σ of a neighbourhood: standard deviation of what the model misses at the point in its middle, given sensors where they are
/// (interpolation.h). Widening = σ ÷ σ of the best-seen tenth of the people: intervals are that much wider. A neighbourhood is *seen*
/// if a sensor stands in it. Suggestions are greedy: each next place lowers Σ people × weight × variance most, the weight rising from 1 in
/// the highest-income fifth to `sensing.worst_off_weight` in the lowest, so the worst-off come first; places are the middles of
/// neighbourhoods. Greedy is within 1 − 1/e of the best choice (Krause, Singh & Guestrin 2008, Journal of Machine Learning Research 9: for
/// mutual information; for variance a heuristic). Deterministic; ties go to the smaller id.

#include "simulation/scenario/apply_scenario.h"
#include "simulation/sensing/field_covariance.h"

namespace isopolis {

struct PlacedSensor {
    std::string id;
    Point2 at;
    DeviceClass device = DeviceClass::Reference;
};

struct NeighbourhoodSensing {
    NeighbourhoodId id;
    double people = 0;
    std::size_t sensors = 0;  ///< that stand in it
    double nearest_m = 0;     ///< to its middle; infinity without any sensor
    double sigma = 0;         ///< as a share of that without any sensor: 1 = sensors tell nothing here
    double widening = 1;      ///< of its interval against the best-seen tenth of the people
};

struct GroupSensing {
    std::string key;  ///< "everyone", "income_1" … "income_5"
    double people = 0;
    double unseen_percent = 0;  ///< of them in neighbourhoods without a sensor
    double meanNearest_m = 0;   ///< NaN without sensors
    double meanWidening = 0;
};

struct SuggestedSensor {
    NeighbourhoodId neighbourhood;
    Point2 at;
    double varianceDrop_percent = 0;          ///< of Σ people × variance, by this sensor
    double worstOffVarianceDrop_percent = 0;  ///< the same among the lowest-income fifth; NaN where income is not known
};

struct SensingEquity {
    std::vector<NeighbourhoodSensing> neighbourhoods;
    std::vector<GroupSensing> groups;
    std::vector<SuggestedSensor> suggestions;
    std::size_t sensors = 0, outside = 0;  ///< outside: in no neighbourhood
};

struct SensingEquityRequest {
    std::vector<PlacedSensor> sensors;
    FieldCovariance covariance = standardCovariance(1);
    std::size_t suggestions = 5;
    double worstOffWeight = 2;
};

SensingEquity sensingEquity(const AppliedScenario& applied, const SensingEquityRequest& request);

}  // namespace isopolis
