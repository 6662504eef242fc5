#pragma once
/// Coordinate systems: which metric system a city uses, and the way between it and longitude/latitude (WGS 84).
///
///   Expected<LocalFrame> frame = frameFromCode("EPSG:2056", {6.13, 46.21});   // or chooseFrame({11.54, 50.01})
///   Expected<Point2> p = toCity(*frame, 6.1432, 46.2044);                     // metres east, north
///   Expected<LonLat> back = toLonLat(*frame, *p);
///
/// Coordinates are always (east, north) and (longitude, latitude), whatever axis order the authority prescribes. A frame
/// needs a projected system in metres with axes east and north. A frame without WKT and EPSG code (the sample city's own
/// plane) is taken as an azimuthal equidistant plane around its `longitude`/`latitude`, which lie at `origin`.
/// `toCity` sets up a transformation in each call (about a millisecond): for many points keep a Projector.
/// Errors: an unknown code, a system that is not metric, a point that has no image.

#include "gis/core/expected.h"
#include "gis/core/geometry/local_frame.h"

#include <memory>
#include <optional>
#include <string_view>

namespace isopolis {

struct LonLat {
    double lon = 0, lat = 0;  ///< degrees, WGS 84
    friend bool operator==(const LonLat&, const LonLat&) = default;
};

/// The frame of a named system, e.g. "EPSG:2056"; `origin` is the image of `centre`.
Expected<LocalFrame> frameFromCode(const std::string& code, LonLat centre);
/// The UTM zone (WGS 84) around a place, from PROJ's database; polar stereographic near the poles.
Expected<LocalFrame> chooseFrame(LonLat centre);

/// Where a system may be used, as its authority says: degrees, `east` above 180 where it lies across the date line.
struct AreaOfUse {
    double west = -180, south = -90, east = 180, north = 90;
    std::string name;  ///< "Switzerland and Liechtenstein"
    bool contains(LonLat p) const;
};
struct CrsFacts {
    std::string code;  ///< "EPSG:2056"; empty: it has none
    std::string name;
    bool geographic = false;  ///< coordinates are degrees
    std::optional<AreaOfUse> area;
};
/// Of a code or WKT.
Expected<CrsFacts> crsFacts(const std::string& definition);

Expected<Point2> toCity(const LocalFrame& frame, double lon, double lat);
Expected<LonLat> toLonLat(const LocalFrame& frame, Point2 p);

/// A prepared transformation between WGS 84 and one frame, or from any system's WKT to one. Not for two threads at once.
class Projector {
public:
    static Expected<Projector> forFrame(const LocalFrame& frame);
    /// From another system (WKT, "EPSG:4326", …) into a frame: what readers use.
    static Expected<Projector> between(const std::string& source, const LocalFrame& frame);
    Projector(Projector&&) noexcept;
    Projector& operator=(Projector&&) noexcept;
    ~Projector();

    /// Both coordinates are NaN where the point has no image.
    Point2 forward(double x, double y) const;
    Point2 inverse(double x, double y) const;
    void forward(std::span<Point2> points) const;

private:
    struct State;
    explicit Projector(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace isopolis
