#pragma once
/// Where a mean day's trips begin and end: productions by purpose and group of people, attractions by purpose and zone.
///
///   TripEnds ends = tripEnds(zones, rates);   ends.rows[r].zone;  ends.production[indexOf(Purpose::HomeWork)][r];
///
/// P_r^p = n · s_p · f_g · people_r: trips a person and day, share of the purpose, factor of the income fifth, for each zone × fifth ×
/// car available or not. Attractions: work by jobs; school by pupils' places; shops, errands and leisure by shops, jobs and residents;
/// trips away from home begin and end by the last mix. They are scaled to the productions of their purpose, so both sides have one total.
/// What surprises: a purpose without any place of its own in the data (no school) falls back to the mix of jobs and residents, and an
/// issue says so. Rows of trips away from home carry no fifth: nobody knows there whose they are. Zones with a figure that is negative
/// or no number are named and that figure counts as 0.
/// Source: Ortúzar & Willumsen 2011, Modelling Transport, chapter 4 (category analysis).

#include "gis/core/error.h"
#include "simulation/traffic/demand/demand_types.h"

#include <string>
#include <vector>

namespace isopolis {

struct ZoneActivity {
    std::string name, externalId;
    double people = 0, jobs = 0;
    double pupils = 0;                         ///< places in schools
    double shops = 0;                          ///< number
    ByFifth<double> fifths{1, 0, 0, 0, 0, 0};  ///< shares of its people; [0]: income not known
};

struct TripRates {
    double perPersonDay = 0;
    ByPurpose<double> share{};  ///< sum 1
    ByFifth<double> factor{1, 1, 1, 1, 1, 1};
    ByFifth<double> carAvailable{};               ///< share of people
    double jobsPerResident = 0, jobsPerShop = 0;  ///< weight of a resident and of a shop where jobs draw trips
};

struct TripRow {
    std::uint32_t zone = 0;
    std::uint8_t fifth = 0;
    bool car = true;
    friend bool operator==(const TripRow&, const TripRow&) = default;
};

struct TripEnds {
    std::vector<TripRow> rows;                  ///< ordered by zone, fifth, car
    ByPurpose<std::vector<double>> production;  ///< persons' trips a day per row
    ByPurpose<std::vector<double>> attraction;  ///< per zone; same total
    std::vector<Issue> issues;
};

TripEnds tripEnds(const std::vector<ZoneActivity>& zones, const TripRates& rates);

}  // namespace isopolis
