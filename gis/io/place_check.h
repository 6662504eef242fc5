#pragma once
/// Where the files of a city-to-be lie on the earth, and whether that can be right: what the import wizard draws and says before anything
/// is built.
///
///   Expected<LayerSample> sample = sampleOf(source);                     // reads the file: not on a window's thread
///   CityPlacement placed = placeCity({{&*sample, source.crs, true}}, "EPSG:2056");   // asks PROJ's database: up to a tenth of a second
///   for (const PlaceFinding& f : placed.findings) …                      // swapped axes, degrees taken for metres, far away …
///
/// Positions are (longitude, latitude) in degrees, WGS 84. A layer that cannot be placed has no shapes; those of the others have no more
/// points than a small map can show. Findings are at most one a layer:
/// the likeliest cause, found by trying the others (axes exchanged, numbers taken as degrees).

#include "gis/io/crs.h"
#include "gis/io/recipe_draft.h"

#include <functional>

namespace isopolis {

struct LayerSample {
    std::string crs;               ///< WKT or code; empty: the file names none
    std::vector<Polyline> shapes;  ///< some features, as their coordinates stand in the file; a point is a line of one
    Box extent;                    ///< of all features; empty: a table without places
};
Expected<LayerSample> sampleOf(const SourceDraft& source);

struct LayerToPlace {
    const LayerSample* sample = nullptr;
    std::string crs;      ///< what the user states for the file; empty: what the file says
    bool anchor = false;  ///< the others are compared with it: the map of streets
};

enum class PlaceProblem {
    NoCrs,
    UnknownCrs,
    DegreesAsMetres,  ///< the system is in metres, the numbers are degrees
    MetresAsDegrees,
    SwappedAxes,
    OutsideArea,  ///< of its own system
    FarAway,      ///< from the layer that the others are compared with
    OutsideCity,  ///< of the area of the city's system
};
struct PlaceFinding {
    std::optional<std::size_t> layer;  ///< none: of the city's system
    PlaceProblem problem;
    double distance_km = 0;  ///< of a layer that is far away
    std::string suggestion;  ///< code of a system that would fit; empty: none is known
};

struct PlacedLayer {
    std::vector<Polyline> shapes;
    Box extent;  ///< empty: not placed
    CrsFacts crs;
};

struct CityPlacement {
    std::vector<PlacedLayer> layers;
    CrsFacts city;                 ///< the system of the city; without a code if there is none yet
    std::optional<LonLat> centre;  ///< of the layer that the others are compared with
    bool within = false;           ///< the centre lies in the area of the city's system
    std::vector<PlaceFinding> findings;
};
/// `cityCrs`: a code, or "auto". `stop` is asked between layers: once it is true, what is returned is incomplete.
CityPlacement placeCity(const std::vector<LayerToPlace>& layers, const std::string& cityCrs, const std::function<bool()>& stop = {});
/// The same without a layer and what was found of it, so that nothing is shown of a file that is left out while the rest is placed anew.
CityPlacement withoutLayer(CityPlacement placed, std::size_t layer);

}  // namespace isopolis
