#include "simulation/air/ospm.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isopolis {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kSlowest_ms = 0.01, kFullVortex_ms = 2, kSectorWind_ms = 1, kSector_rad = 0.5;
constexpr double kTopStir = 0.4;        // share of traffic turbulence in the exchange at the top
constexpr double kStirUnits = 113.842;  // km/h and vehicles per hour to m/s
constexpr double kShelter = 0.2, kMostShelter = 0.9;
constexpr double kLight_m2 = 2, kHeavy_m2 = 16;
constexpr double kTiny = 1e-9;
constexpr int kSectorPoints = 720;  // of the average over directions

double turn(double degrees) { return std::fmod(std::fmod(degrees, 360.0) + 360.0, 360.0); }

double heightTowards(const StreetCanyon& street, double direction_deg)
{
    const double d = turn(direction_deg);
    for (const HeightSector& sector : street.sectors) {
        const double from = turn(sector.from_deg), to = turn(sector.to_deg);
        if (from <= to ? d >= from && d <= to : d >= from || d <= to)
            return sector.height_m;
    }
    return street.height_m;
}

/// What one direction of the wind makes of the street.
class Canyon {
public:
    Canyon(const StreetCanyon& street, const OspmHour& hour, const OspmSettings& settings)
        : m_street(street), m_settings(settings), m_roof_ms(std::max(settings.roofWind * hour.mast_ms, kSlowest_ms)),
          m_relative(turn(hour.windFrom_deg - street.axis_deg) * kDegree), m_sine(std::abs(std::sin(m_relative))),
          m_cosine(std::abs(std::cos(m_relative))), m_up_m(heightTowards(street, hour.windFrom_deg)),
          m_down_m(heightTowards(street, hour.windFrom_deg + 180))
    {
        const double stir = settings.trafficStir * std::sqrt(hour.stirring / street.width_m) / kStirUnits;
        const double profile = std::log(settings.initialHeight_m / settings.roughness_m) / std::log(street.height_m / settings.roughness_m);
        const double shelter = std::min(kMostShelter, kShelter * m_up_m / street.height_m);
        m_street_ms = profile * m_roof_ms * (1 - shelter * m_sine * m_sine);
        m_turbulence_ms = std::hypot(settings.windStir * m_street_ms, stir);
        m_exchange_ms = std::sqrt(square(settings.windStir * m_roof_ms) + kTopStir * stir * stir);
        m_side_ms = std::hypot(m_street_ms, stir);
        m_strength = m_roof_ms > kFullVortex_ms ? 1 : std::sqrt(m_roof_ms / kFullVortex_ms);
        m_vortex_m = 2 * m_up_m * m_strength;
        m_across_m = street.width_m / std::max(m_sine, kTiny);
        const double along = std::cos(m_relative) < 0 ? street.length2_m : street.length1_m;
        m_fetch_m = std::min(m_across_m, along / std::max(m_cosine, kTiny));
        m_escape_m = m_street_ms * (street.height_m - settings.initialHeight_m) / m_turbulence_ms;
        m_scale = std::sqrt(2 / std::numbers::pi) / (street.width_m * m_turbulence_ms);
    }

    OspmTerms terms() const
    {
        OspmTerms t;
        const bool firstIsWindward = std::sin(m_relative) > 0, parallel = m_sine < 1e-6;
        t.direct1 = firstIsWindward && !parallel ? windward() : leeward();
        t.direct2 = firstIsWindward || parallel ? leeward() : windward();
        t.recirculated = recirculated();
        t.side1 = t.direct1 + t.recirculated;
        t.side2 = t.direct2 + t.recirculated;
        t.street_ms = m_street_ms;
        t.turbulence_ms = m_turbulence_ms;
        t.exchange_ms = m_exchange_ms;
        t.vortex_m = m_vortex_m;
        return t;
    }

private:
    static double square(double x) { return x * x; }
    double spread(double x) const { return m_settings.initialHeight_m + m_turbulence_ms * x / m_street_ms; }
    double loss(double x) const { return std::exp(-m_exchange_ms * x / (m_street_ms * m_street.height_m)); }
    /// Height above which the plume counts: the initial mixing height or the receptor's.
    double base() const { return std::max(m_settings.initialHeight_m, m_settings.receptorHeight_m); }

    double leeward() const
    {
        const double d5 = std::min({m_fetch_m, m_vortex_m, m_escape_m});
        const double d6 = std::max(std::min(m_escape_m, m_fetch_m), m_vortex_m);
        const double d7 = std::max(std::min(m_vortex_m, m_fetch_m), m_escape_m) - m_escape_m;
        const double d8 = std::max(m_fetch_m - std::max(m_vortex_m, m_escape_m), 0.0);
        const double e1 = loss(d7), e2 = loss(d8), ratio = m_turbulence_ms / m_exchange_ms;
        const double angle = std::asin(std::min(1.0, m_sine));
        const double parallel = std::max(std::cos(2 * m_strength * angle), 0.0);
        double sum = std::log(spread(d5) / std::min(spread(d5), base())) + ratio * (1 - e1);
        if (parallel > 0 && m_vortex_m < m_fetch_m) {
            const double z2 = std::min(spread(d6), std::max(spread(m_vortex_m), m_settings.receptorHeight_m));
            sum += parallel * (std::log(spread(d6) / z2) + ratio * (e1 - e2));
        }
        return m_scale * sum;
    }

    double windward() const
    {
        if (m_vortex_m >= m_across_m)
            return 0;
        const double reach = std::min(m_fetch_m, m_across_m - m_vortex_m);
        const double d4 = std::min(reach, m_escape_m), d5 = std::max(reach, m_escape_m) - m_escape_m;
        return m_scale * (std::log(spread(d4) / std::min(spread(d4), base())) + m_turbulence_ms / m_exchange_ms * (1 - loss(d5)));
    }

    double recirculated() const
    {
        if (m_settings.receptorHeight_m > m_up_m)
            return 0;
        const double d1 = std::min(m_across_m, m_vortex_m), d2 = std::min(m_across_m, m_vortex_m / 2);
        const double slant = std::sqrt(m_up_m * m_up_m + m_vortex_m * m_vortex_m / 4);
        const double top = 2 * m_up_m * (m_vortex_m - d1) / m_vortex_m;
        const double d3 = slant * std::max(0.0, m_up_m - std::min(top, m_down_m)) / m_up_m;
        const double side_ms = (d3 * m_side_ms + slant * m_roof_ms) / (d3 + slant);
        return d1 * m_sine / (m_street.width_m * (m_exchange_ms * d2 + side_ms * d3));
    }

    const StreetCanyon& m_street;
    const OspmSettings& m_settings;
    double m_roof_ms, m_relative, m_sine, m_cosine, m_up_m, m_down_m;
    double m_street_ms = 0, m_turbulence_ms = 0, m_exchange_ms = 0, m_side_ms = 0;
    double m_strength = 1, m_vortex_m = 0, m_across_m = 0, m_fetch_m = 0, m_escape_m = 0, m_scale = 0;
};

}  // namespace

double ospmStirring(double light_veh_h, double light_kmh, double heavy_veh_h, double heavy_kmh)
{
    return light_veh_h * light_kmh * kLight_m2 + heavy_veh_h * heavy_kmh * kHeavy_m2;
}

double ospmSector_deg(double roof_ms)
{
    const double half = roof_ms >= kSectorWind_ms ? kSector_rad : kSector_rad / std::max(roof_ms, kSlowest_ms);
    return std::min(180.0, half / kDegree);
}

OspmTerms ospmDirection(const StreetCanyon& street, const OspmHour& hour, const OspmSettings& settings)
{
    return Canyon(street, hour, settings).terms();
}

OspmTerms ospmAverage(const StreetCanyon& street, const OspmHour& hour, const OspmSettings& settings)
{
    const double half_deg = ospmSector_deg(settings.roofWind * hour.mast_ms);
    OspmTerms mean = ospmDirection(street, hour, settings);
    for (double OspmTerms::*part :
         {&OspmTerms::side1, &OspmTerms::side2, &OspmTerms::direct1, &OspmTerms::direct2, &OspmTerms::recirculated})
        mean.*part = 0;
    for (int i = 0; i < kSectorPoints; ++i) {
        OspmHour turned = hour;
        turned.windFrom_deg += half_deg * (2 * (i + 0.5) / kSectorPoints - 1);
        const OspmTerms t = ospmDirection(street, turned, settings);
        for (double OspmTerms::*part :
             {&OspmTerms::side1, &OspmTerms::side2, &OspmTerms::direct1, &OspmTerms::direct2, &OspmTerms::recirculated})
            mean.*part += t.*part / kSectorPoints;
    }
    return mean;
}

}  // namespace isopolis
