#pragma once
/// The modelled air field corrected by what stations measured, where leave-one-out shows that this helps.
///
///   AirCorrectionRequest request{.quantity = AirQuantity::No2, .stations = stations, .from_s = hour, .to_s = hour + 3600};
///   auto c = correctAir(run, request, control);
///   c->gate.applied;   c->corrected_ug_m3[receptor];   c->sigma_ug_m3[receptor];   c->gate.sentence
///   auto scheme = correctedByRatio(*c, base, schemeRun);        // never an absolute residual
///
/// Residual of an hour = measured − modelled annual mean at the station. Their covariance (field_covariance.h) comes from the hours before
/// the last 14 days, or from all if there are fewer than 30 days; the gate judges the last 14 days. The residual shown is the mean over
/// [from, to). Where the gate refuses, `corrected` equals the model and `sigma` that of the model alone. Values are never negative.
///
/// What surprises: the model is one mean field, so an hour's correction holds the hour's weather too: it is a map of *now*, not of a year;
/// a year's map needs a year's window. Street canyons are corrected least well (spec: 51.7 → 38.8 µg/m³): say so on the map. Errors:
/// NotFound (no station with values), Cancelled.

#include "simulation/run/run.h"
#include "simulation/run/run_control.h"
#include "simulation/sensing/correction_gate.h"
#include "simulation/sensing/field_covariance.h"
#include "simulation/sensing/interpolation.h"

#include <memory>

namespace isopolis {

enum class AirQuantity { No2, Pm25 };
std::string_view airQuantityKey(AirQuantity quantity);  ///< "no2_ug_m3", "pm25_ug_m3"

struct StationValue {
    std::int64_t start_s = 0;  ///< Unix time of the hour's start
    double value = 0;          ///< µg/m³; leave out what failed quality control
};
struct AirStation {
    std::string id, name;
    Point2 at;
    DeviceClass device = DeviceClass::Reference;
    std::vector<StationValue> values;  ///< by time
};

struct AirCorrectionRequest {
    AirQuantity quantity = AirQuantity::No2;
    std::vector<AirStation> stations;
    std::int64_t from_s = 0, to_s = 0;  ///< what is shown; both 0: all times
};

struct CorrectedStation {
    std::string id, name;
    double modelled_ug_m3 = 0;
    double measured_ug_m3 = 0;                           ///< mean over the window; NaN without a value in it
    double corrected_ug_m3 = 0;                          ///< by all stations, itself included
    double errorBefore_ug_m3 = 0, errorAfter_ug_m3 = 0;  ///< of leave-one-out; NaN without values
    bool besideStreet = false;
};

struct AirCorrection {
    AirQuantity quantity = AirQuantity::No2;
    CorrectionGate gate;
    FieldCovariance covariance;
    std::vector<CorrectedStation> stations;
    IdVector<ReceptorId, double> corrected_ug_m3, sigma_ug_m3;
    IdVector<NeighbourhoodId, double> correctedMean_ug_m3;  ///< weighted by people; NaN where nobody lives
    std::vector<std::string> caveats;
    std::shared_ptr<const class CorrectionSpread> spread;  ///< null where the gate refused or the window has no value
};

Expected<AirCorrection> correctAir(const Run& base, const AirCorrectionRequest& request, RunControl& control);

/// What the sensors say of any places of the city: the increment to the modelled value, and σ. A sum below 0 is 0.
std::vector<Interpolated> correctionAt(const AirCorrection& correction, const AppliedScenario& applied, std::span<const Point2> places,
                                       RunControl& control);

/// A scheme's field times corrected ÷ modelled of the base at each place; the scheme's own field where the gate refused or receptors
/// differ.
IdVector<ReceptorId, double> correctedByRatio(const AirCorrection& correction, const Run& base, const Run& scheme);

/// Places as the covariance sees them: which main road they lie beside.
std::vector<SensingSite> sitesOf(const AppliedScenario& applied, std::span<const Point2> places);

}  // namespace isopolis
