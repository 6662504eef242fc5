#pragma once
/// Trams as line sources: a stated simplification beside road noise.
///
///   TramPassages n = tramPassages(line);            // per hour of day, evening and night
///   Octaves dB = tramPowerPerMetre(50, true);       // A-weighted, of one passage an hour
///
/// A line runs along its drawn way in both directions; every departure of every pattern counts as one passage everywhere on it, in the
/// period in which it starts. Rolling noise of low-floor vehicles with eight axles by Schall 03 (2014), vehicle category 21, sources 1 and
/// 2 (rail and wheel): a_A = 63 dB each at 100 km/h, octaves and speed factors by its tables, rails flush with the street or sleepers in
/// ballast. The source lies at the height of the road's. Left out: units on the roof (some 20 dB below), curves, points, bridges, bells.
/// Propagation is that of the road noise. The directive's own method for railways needs roughness and track data that cities rarely have.
/// Source: 16. BImSchV (Germany), annex 2 (Schall 03), no. 5, tables 12 to 15 and supplement 2.

#include "gis/core/city/city.h"
#include "simulation/noise/octaves.h"

#include <array>

namespace isopolis {

struct TramPassages {
    double day = 0, evening = 0, night = 0;  ///< an hour, from 7, 19 and 23 o'clock
    bool any() const { return day > 0 || evening > 0 || night > 0; }
};

bool isTram(const TransitLine& line);
TramPassages tramPassages(const TransitLine& line);
/// dB(A) re 1 pW per metre and octave of one passage an hour. `flush`: rails in the street, else sleepers in ballast.
Octaves tramPowerPerMetre(double speed_kmh, bool flush);

}  // namespace isopolis
