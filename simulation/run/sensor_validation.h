#pragma once
/// A run against what air and noise sensors measured: bias, scatter, share within a factor of two.
///
///   SensorValidation v = validateSensors(run, {{"air:Necker", "no2_ug_m3", 38.2, 86006, "2013", "2023"}}, control);
///   v.rows[0].modelled;   v.fits[0].fac2;
///
/// What surprises: the model gives annual means in the open (air_field.h) and levels of an average day, the measurements cover their own
/// period; nothing is scaled. `leq_db` is compared with the modelled level of the day, 7 to 19 o'clock. A sensor counts by its external id
/// or its name. Rows whose sensor or quantity the model does not know, or whose value is not a finite number, are counted and left out.
/// FAC2 of decibels is not defined and NaN. R needs three sensors. Source of the measures: Chang & Hanna 2004; environment of FAIRMODE.

#include "simulation/run/run.h"
#include "simulation/run/run_control.h"

#include <span>

namespace isopolis {

struct MeasuredMean {
    std::string sensor;    ///< external id or name
    std::string quantity;  ///< no2_ug_m3, pm25_ug_m3, pm10_ug_m3, leq_db, lday_db, lden_db, lnight_db
    double value = 0;
    std::size_t observations = 0;
    std::string from = {}, to = {};  ///< in words
};

/// Quantities that can be compared; of decibels the mean is one of energy.
bool isComparable(std::string_view quantity);
bool isDecibel(std::string_view quantity);

struct ComparedSensor {
    std::string sensor, name, quantity;
    double measured = 0, modelled = 0;
    std::size_t observations = 0;
    std::string from, to;
    std::string inBuilding;  ///< id of the building in which the mapped position lies, else empty
};

struct SensorFit {
    std::string quantity;
    std::size_t n = 0;
    double meanMeasured = 0, meanModelled = 0;
    double bias = 0;                            ///< mean of modelled − measured, in the quantity's unit
    double nmb = 0, rmse = 0, fac2 = 0, r = 0;  ///< nmb and fac2 as shares; NaN where not defined
};

struct SensorValidation {
    std::vector<ComparedSensor> rows;
    std::vector<SensorFit> fits;  ///< one a quantity
    std::size_t unknownSensor = 0, unknownQuantity = 0, badValue = 0;
    std::vector<std::string> caveats;
};

SensorValidation validateSensors(const Run& run, std::span<const MeasuredMean> measured, RunControl& control);

}  // namespace isopolis
