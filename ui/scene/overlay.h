#pragma once
/// What the twin shows on top of the city: a colour per neighbourhood, a line per street, and the legend that explains them.
///
///   Overlay overlay = makeChangeOverlay(city, report.of(Indicator::No2), palette);   // no GL needed
///
/// Colours are exact: the map draws them unlit, so that they equal the legend.

#include "gis/core/ids.h"
#include "simulation/access/reach_rings.h"
#include "simulation/equity/assessment.h"
#include "simulation/explain/trace.h"
#include "simulation/traffic/city/street_users.h"
#include "simulation/uncertainty/ensemble_result.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace isopolis {

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    friend bool operator==(const Colour&, const Colour&) = default;
};

/// Sign and certainty are never told by colour alone.
enum class Pattern : std::uint8_t { None, Better, Worse, TooClose, Hidden };  ///< Hidden: on too small a base to be shown

struct LegendClass {
    Colour colour;
    Pattern pattern = Pattern::None;
    double from = 0, to = 0;  ///< class limits in `unit`, infinite where open; from == to for a named class
    std::string label = {};   ///< English source text (context "legend"); empty: the limits are the label
    std::string mark = {};    ///< what begins at `from`, e.g. a limit value: English source text (context "legend")
};

/// Two variables at once: the classes as a table, row by row.
struct LegendGrid {
    std::size_t columns = 0;  ///< 0: the classes are a list
    std::string rowTitle = {};
    std::vector<std::string> rows = {}, columnLabels = {};  ///< English source texts (context "legend")
};

/// People by what changes for them where they live, told beside the classes.
struct LegendPeople {
    double better = 0, worse = 0, unchanged = 0, tooClose = 0;
    double hidden = 0;  ///< of these, where the map shows no colour
};

struct Legend {
    std::string title;  ///< English source text (context "indicator")
    Unit unit = Unit::One;
    int decimals = 1;
    bool change = false;  ///< limits are printed with their sign
    std::vector<LegendClass> classes;
    std::string note = {};
    LegendGrid grid = {};
    std::string group = {};  ///< whose figures: English source text (context "quintile"); empty: everybody's
    std::optional<LegendPeople> people = {};
    std::vector<std::string> hours = {};  ///< of which hours, if not of the year: English source texts (context "air")
};

struct AreaStyle {
    Colour colour{0, 0, 0, 0};  ///< transparent: not drawn
    Pattern pattern = Pattern::None;
    friend bool operator==(const AreaStyle&, const AreaStyle&) = default;
};

struct LinkStyle {
    Colour colour{0, 0, 0, 0};
    float width_m = 0;  ///< 0: not drawn
    friend bool operator==(const LinkStyle&, const LinkStyle&) = default;
};

/// An area that is no neighbourhood, e.g. what lies within ten minutes.
struct OverlayArea {
    MultiPolygon outline;
    Colour colour;
    friend bool operator==(const OverlayArea&, const OverlayArea&) = default;
};

/// A line that is no street, e.g. a bus line.
struct OverlayLine {
    Polyline line;
    Colour colour;
    float width_m = 4;
    friend bool operator==(const OverlayLine&, const OverlayLine&) = default;
};

/// A round mark of fixed size on the screen, e.g. a stop.
struct OverlaySpot {
    Point2 at;
    Colour colour;
    float size_px = 6;  ///< across
    friend bool operator==(const OverlaySpot&, const OverlaySpot&) = default;
};

/// Colours on the ground in small squares, row by row from the south-west; transparent where there is no value.
struct OverlayRaster {
    Box box;
    int columns = 0, rows = 0;
    std::vector<AreaStyle> styles;    ///< the kinds of squares, at most 255
    std::vector<std::uint8_t> cells;  ///< 1 + position in `styles`; 0: no value
    friend bool operator==(const OverlayRaster&, const OverlayRaster&) = default;
};

struct Overlay {
    std::string key;  ///< e.g. "no2_ug_m3/change"; empty: none
    IdVector<NeighbourhoodId, AreaStyle> neighbourhoods;
    IdVector<LinkId, LinkStyle> links;            ///< per link of the AppliedScenario
    std::vector<OverlayArea> areas;               ///< drawn on the ground below the streets, in order
    std::vector<OverlayLine> lines;               ///< drawn above the streets, in order
    std::vector<OverlaySpot> spots;               ///< drawn above the lines
    std::shared_ptr<const OverlayRaster> raster;  ///< on the ground, below all of these
    IdVector<BuildingId, Colour> buildings;       ///< transparent: as without overlay
    Legend legend;
    bool hasLines() const { return !links.empty() || !lines.empty() || !spots.empty(); }
    bool hasShapes() const { return hasLines() || !areas.empty() || raster; }
};

/// A map of changes says what the draws say: what cannot be told apart from no change, or from its opposite, is not coloured as if it
/// could, and the legend gains a class for it. Where the standard run finds no noticeable change but the draws do, the smallest class.
void followDraws(Overlay& overlay, const IndicatorAssessment& assessment, const UncertainIndicator& sure);

/// Choropleth of an indicator: levels (sequential, classes shared by before and after) or change (diverging, sign as pattern too).
/// With `sure`, changes that are too close to call are marked as such instead of by their size.
Overlay makeIndicatorOverlay(const City& city, const IndicatorAssessment& assessment, Moment moment,
                             const UncertainIndicator* sure = nullptr);
/// Income and an indicator together, three by three: who is hit, and how well off they are. Levels by thirds of people, or the sign of
/// change.
/// With `sure`, changes that are too close to call are marked as such.
Overlay makeBivariateOverlay(const City& city, const IndicatorAssessment& assessment, Moment moment,
                             const UncertainIndicator* sure = nullptr);
/// Streets by flow (width) and by volume/capacity (colour), of one run.
Overlay makeTrafficOverlay(const Run& run);
/// Streets by change of flow between two runs.
Overlay makeTrafficChangeOverlay(const Run& before, const Run& after);
/// Lines of public transport by kind (colour) and departures in an hour (width), and their stops.
Overlay makeTransitOverlay(const TransitNetwork& transit);
/// What lies within given minutes of a place: areas from near to far.
Overlay makeReachOverlay(const std::vector<ReachRing>& rings, Point2 from);
/// Streets by the carbon dioxide of their traffic, kg a day and kilometre; `before` and `after` share their classes.
Overlay makeStreetCo2Overlay(const Run& before, const Run& after, Moment moment);
/// Neighbourhoods by the car trips that begin or end in them and use one street.
Overlay makeStreetUsersOverlay(const City& city, const StreetUsers& users);

}  // namespace isopolis
