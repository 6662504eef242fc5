#pragma once
/// What each street would add at each place per unit of emission, kept apart from traffic: the memory behind fast maps of the air.
///
///   AirPlaces places{.area = city.extent(), .cell_m = 10, .points = facades};
///   Expected<AirKernelsPtr> kernels = obtainAirKernels(applied, places, control);      // the long part, once a geometry
///   Expected<AirField> field = airField(**kernels, applied, emissions, control);       // air_field.h: for every run after that
///
/// Exact integrals along streets up to 8 cells (fading out to 20), beyond that emission on the grid and one convolution a pollutant
/// (far_field.h): within 0.5 % of the exact sum over all streets. Linear: fields of parts add up to the field of the whole to 1e-6.
/// Between the walls of street canyons the own street counts by OSPM. Units are floats, 8 bytes each. Cells inside houses have none.
/// A kernel of the same city gives its units to that of a scheme, which calculates only added roads; the bits are the same.
/// Source: particle-particle/particle-mesh sums, Hockney & Eastwood 1988; models as in air_model.h.
/// Errors: BadValue for an area that is empty, not finite or too large for its cells; Cancelled.

#include "gis/core/expected.h"
#include "gis/core/geometry/raster.h"
#include "simulation/air/air_hours.h"
#include "simulation/air/canyons.h"
#include "simulation/air/far_field.h"

namespace isopolis {

/// Where the air is asked for: a raster over the area, and any points, e.g. `NoiseResult::receptors` before façades.
struct AirPlaces {
    Box area = {};
    double cell_m = 10;                 ///< cells beyond `mostCells` make it larger
    std::size_t mostCells = 1'000'000;  ///< 0: no raster
    std::vector<Point2> points = {};
    AirHours hours = {};  ///< all of the year, or some
    friend bool operator==(const AirPlaces&, const AirPlaces&) = default;
};

class AirKernels {
public:
    /// The raster's shape; its values are 0 and NaN inside houses.
    const Raster& raster() const { return m_raster; }
    std::size_t points() const { return m_places.points.size(); }
    std::size_t units() const;  ///< pairs of place and street that are kept
    std::size_t bytes() const;
    std::size_t reused() const { return m_reused; }                ///< units taken over from an earlier kernel
    const std::vector<Issue>& issues() const { return m_issues; }  ///< of weather and places

private:
    friend class AirKernelBuilder;
    friend class AirFieldBuilder;
    friend class AirKernelFile;
    struct Unit {
        std::uint32_t line = 0;
        float unit = 0;  ///< µg/m³ per g/(m s), near part
    };
    /// A place between the walls of a canyon.
    struct Walled {
        std::size_t place = 0, canyon = 0;
        double offset_m = 0, open = 0;  ///< unit of the own street without walls, near and far
    };
    Point2 placeAt(std::size_t i) const;
    std::size_t cells() const { return m_raster.values.size(); }

    AirPlaces m_places;
    Raster m_raster;
    std::shared_ptr<const AnnualKernel> m_weather;
    std::optional<HoursWeather> m_state;  ///< of the hours, if they are not the whole year
    std::unique_ptr<FarField> m_far;
    std::vector<std::array<LinkId, 2>> m_lines;
    std::vector<std::vector<FarDeposit>> m_deposits;  ///< per line
    std::vector<std::vector<Unit>> m_units;           ///< per cell, then per point; ascending by line
    std::vector<CanyonStreet> m_canyons;
    CanyonClimate m_climate;
    std::vector<Walled> m_walled;
    std::vector<Issue> m_issues;
    std::size_t m_reused = 0, m_mappedLines = 0;
    Hash m_base;  ///< of city, parameters and places without a scheme's roads
};
using AirKernelsPtr = std::shared_ptr<const AirKernels>;

/// `earlier`: kernels to take units from; null calculates all. Kernels of another city, parameters or places are recognised.
Expected<AirKernelsPtr> buildAirKernels(const AppliedScenario& applied, const AirPlaces& places, RunControl& control,
                                        const AirKernels* earlier = nullptr);
/// The same of hours that are known already, e.g. one of `weatherParts`; `places.hours` is not looked at.
Expected<AirKernelsPtr> buildAirKernels(const AppliedScenario& applied, const AirPlaces& places, const HoursWeather& hours,
                                        RunControl& control);
/// The kernels from the memory of this process or from the folder of kernels (air_kernels_folder.h), else built with the help of the newest
/// ones. The memory holds the last two; the folder gets those of cities as they are under the parameters' standard values. Both change the
/// time that a field takes, never its bits.
Expected<AirKernelsPtr> obtainAirKernels(const AppliedScenario& applied, const AirPlaces& places, RunControl& control);

}  // namespace isopolis
