#pragma once
/// What a car pays in road charges, and how long it drives, between zones.
///
///   ChargeSkim s = chargeSkim(net.graph, equilibrium, settings.charge_min_per_eur, threads);   s.charge_eur.at(i, j);
///
/// Several ways between two zones may be in use that cost the same in time and money together, one dear and quick, one free and slow. The
/// charge is the mean over those in use, by the flows of the bush: trips × charge over all pairs is what all links take, Σ flow × toll, up
/// to rounding. Between zones without trips it is that of the least-cost way. The time is the least cost less the charge at the mean value
/// of time: the mean time of the ways in use, within the gap of the equilibrium. Within a zone nothing is paid.

#include "simulation/traffic/city/city_network.h"
#include "simulation/traffic/equilibrium.h"

namespace isopolis {

struct ChargeSkim {
    ZoneMatrix time_min;    ///< without the charge; infinity where there is no way
    ZoneMatrix charge_eur;  ///< of a car; 0 where there is no way
};

/// The equilibrium must have kept its routes.
ChargeSkim chargeSkim(const AssignmentNetwork& network, const Equilibrium& equilibrium, double charge_min_per_eur, int threads);

}  // namespace isopolis
