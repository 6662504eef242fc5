#include "gis/io/place_check.h"

#include "gis/io/format/csv_reader.h"
#include "gis/io/format/raster_reader.h"
#include "gis/io/format/vector_reader.h"
#include "gis/io/models3d/building_model.h"
#include "gis/io/osm/osm_reader.h"
#include "gis/io/zip_archive.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isopolis {

namespace {

constexpr const char* kDegrees = "EPSG:4326";
constexpr std::size_t kSampledPoints = 500;
constexpr int kSidePoints = 8;         ///< on each side of an extent that is turned to degrees
constexpr double kShownPoints = 1000;  ///< across the extent of a layer: what lies closer together is one point
constexpr double kFar_km = 50;         ///< from the other layers, at least
constexpr double kFarSizes = 2;        ///< and so many times their size
constexpr double kNearArea_deg = 0.5;  ///< areas of use are given roughly
constexpr double kEarth_km = 6371, kDegree_m = 111200;

Polyline ringOf(const Box& box)
{
    Polyline ring;
    const Point2 corners[] = {{box.minX, box.minY}, {box.maxX, box.minY}, {box.maxX, box.maxY}, {box.minX, box.maxY}, {box.minX, box.minY}};
    for (int side = 0; side < 4; ++side)
        for (int i = 0; i < kSidePoints; ++i) {
            const double t = static_cast<double>(i) / kSidePoints;
            ring.push_back({corners[side].x + t * (corners[side + 1].x - corners[side].x),
                            corners[side].y + t * (corners[side + 1].y - corners[side].y)});
        }
    ring.push_back(corners[0]);
    return ring;
}

/// The points of a table, some of them as shapes, all of them in the extent.
LayerSample sampleOfTable(const CsvTable& table, const std::string& x, const std::string& y)
{
    LayerSample sample{.crs = kDegrees, .shapes = {}, .extent = {}};
    const auto column = [&](const std::string& name) {
        return static_cast<std::size_t>(std::find(table.columns.begin(), table.columns.end(), name) - table.columns.begin());
    };
    const std::size_t cx = column(x), cy = column(y), step = std::max<std::size_t>(1, table.rows.size() / kSampledPoints);
    if (cx >= table.columns.size() || cy >= table.columns.size())
        return sample;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto px = number(FieldValue(table.rows[i][cx])), py = number(FieldValue(table.rows[i][cy]));
        if (!px || !py || !std::isfinite(*px) || !std::isfinite(*py))
            continue;
        sample.extent.add(Point2{*px, *py});
        if (i % step == 0)
            sample.shapes.push_back({{*px, *py}});
    }
    return sample;
}

Expected<LayerSample> sampleOfFeed(const std::filesystem::path& file)
{
    const auto zip = ZipArchive::open(file, {});
    if (!zip)
        return unexpected(zip.error());
    const auto stops = zip->read("stops.txt");
    if (!stops)
        return unexpected(stops.error());
    IssueLog log;
    const auto table = parseCsv(file.string(), *stops, log);
    if (!table)
        return unexpected(table.error());
    return sampleOfTable(*table, "stop_lon", "stop_lat");
}

Expected<LayerSample> sampleOfModels(const std::filesystem::path& file)
{
    IssueLog log;
    const auto models = readBuildingModels(file, log);
    if (!models)
        return unexpected(models.error());
    LayerSample sample{.crs = models->crs, .shapes = {}, .extent = {}};
    const std::size_t step = std::max<std::size_t>(1, models->buildings.size() / kSampledPoints);
    for (std::size_t i = 0; i < models->buildings.size(); ++i) {
        if (models->buildings[i].surfaces.empty() || models->buildings[i].surfaces.front().outer.empty())
            continue;
        const ModelPoint& at = models->buildings[i].surfaces.front().outer.front();
        sample.extent.add(Point2{at.x, at.y});
        if (i % step == 0)
            sample.shapes.push_back({{at.x, at.y}});
    }
    return sample;
}

/// Without the points that lie too close to the last one to be told from it.
Polyline thinned(const Polyline& line, double least)
{
    Polyline kept;
    for (const Point2& p : line)
        if (kept.empty() || std::abs(p.x - kept.back().x) + std::abs(p.y - kept.back().y) >= least)
            kept.push_back(p);
    // A ring stays closed, and what is tiny stays a line: one point alone is a place.
    if (kept.size() > 1)
        kept.back() = line.back();
    else if (line.size() > 1)
        kept.push_back(line[line.size() / 2]);
    return kept;
}

bool mayBeDegrees(const Box& box) { return box.minX >= -180.5 && box.maxX <= 180.5 && box.minY >= -90 && box.maxY <= 90; }
Box exchanged(const Box& box) { return {box.minY, box.minX, box.maxY, box.maxX}; }

/// The shapes of a layer in degrees; nothing of what has no image.
PlacedLayer placed(const LayerSample& sample, const std::string& crs, bool swap)
{
    PlacedLayer layer;
    LocalFrame degrees;
    degrees.crs = kDegrees;
    const auto projector = Projector::between(crs, degrees);
    if (!projector)
        return layer;
    const auto turn = [&](Polyline line) {
        for (Point2& p : line) {
            if (swap)
                std::swap(p.x, p.y);
            p = projector->forward(p.x, p.y);
        }
        std::erase_if(line, [](Point2 p) { return !std::isfinite(p.x) || !std::isfinite(p.y) || std::abs(p.y) > 90; });
        return line;
    };
    for (const Point2& p : turn(ringOf(sample.extent)))
        layer.extent.add(p);
    const double least = std::max(layer.extent.width(), layer.extent.height()) / kShownPoints;
    for (const Polyline& shape : sample.shapes)
        if (const Polyline line = turn(shape); !line.empty())
            layer.shapes.push_back(thinned(line, least));
    return layer;
}

double distance_km(LonLat a, LonLat b)
{
    constexpr double rad = std::numbers::pi / 180;
    const double half = std::pow(std::sin((b.lat - a.lat) * rad / 2), 2) +
                        std::cos(a.lat * rad) * std::cos(b.lat * rad) * std::pow(std::sin((b.lon - a.lon) * rad / 2), 2);
    return 2 * kEarth_km * std::asin(std::min(1.0, std::sqrt(half)));
}

/// Between the nearest places of two extents.
double distance_km(const Box& a, const Box& b)
{
    const auto nearest = [](double lowA, double highA, double lowB, double highB) -> std::pair<double, double> {
        if (highA < lowB)
            return {highA, lowB};
        if (highB < lowA)
            return {lowA, highB};
        const double common = std::max(lowA, lowB);
        return {common, common};
    };
    const auto [ax, bx] = nearest(a.minX, a.maxX, b.minX, b.maxX);
    const auto [ay, by] = nearest(a.minY, a.maxY, b.minY, b.maxY);
    return distance_km(LonLat{ax, ay}, LonLat{bx, by});
}

bool inArea(const CrsFacts& crs, const Box& box)
{
    if (!crs.area || box.empty())
        return !box.empty();
    AreaOfUse wide = *crs.area;
    wide.west -= kNearArea_deg;
    wide.east += kNearArea_deg;
    wide.south -= kNearArea_deg;
    wide.north += kNearArea_deg;
    return wide.contains({box.centre().x, box.centre().y});
}

/// What is wrong with a layer by itself.
std::optional<PlaceFinding> ownProblem(const LayerToPlace& wanted, const std::string& crs, const std::string& cityCrs, PlacedLayer& layer)
{
    const Box& raw = wanted.sample->extent;
    const std::string guess = mayBeDegrees(raw) ? kDegrees : cityCrs != "auto" ? cityCrs : "";
    const auto fits = [&](const std::string& code, bool swap) {
        const auto facts = code.empty() ? unexpected(Error{}) : crsFacts(code);
        return facts && (facts->geographic == mayBeDegrees(raw)) && inArea(*facts, placed(*wanted.sample, code, swap).extent);
    };
    const std::string suggestion = fits(guess, false) ? guess : std::string();
    if (crs.empty())
        return PlaceFinding{{}, PlaceProblem::NoCrs, 0, suggestion};
    const auto facts = crsFacts(crs);
    if (!facts)
        return PlaceFinding{{}, PlaceProblem::UnknownCrs, 0, suggestion};
    layer.crs = *facts;
    if (facts->geographic && !mayBeDegrees(raw)) {
        if (mayBeDegrees(exchanged(raw)))
            return PlaceFinding{{}, PlaceProblem::SwappedAxes, 0, {}};
        return PlaceFinding{{}, PlaceProblem::MetresAsDegrees, 0, suggestion};
    }
    layer = placed(*wanted.sample, crs, false);
    layer.crs = *facts;
    if (!facts->geographic && mayBeDegrees(raw) && !inArea(*facts, layer.extent))
        return PlaceFinding{{}, PlaceProblem::DegreesAsMetres, 0, kDegrees};
    if (inArea(*facts, layer.extent))
        return {};
    const bool swapped = inArea(*facts, placed(*wanted.sample, crs, true).extent);
    return PlaceFinding{{}, swapped ? PlaceProblem::SwappedAxes : PlaceProblem::OutsideArea, 0, suggestion};
}

}  // namespace

Expected<LayerSample> sampleOf(const SourceDraft& source)
try {
    const auto column = [&](const char* role) {
        const auto found = source.fields.find(role);
        return found == source.fields.end() ? std::string() : found->second;
    };
    switch (source.kind) {
    case SourceKind::Grid:
    case SourceKind::Weather:
    case SourceKind::EmissionFactors: return LayerSample{};
    case SourceKind::Osm: {
        const auto extent = osmExtent(source.file);
        if (!extent)
            return unexpected(extent.error());
        const Box box{extent->west, extent->south, extent->east, extent->north};
        return LayerSample{kDegrees, {}, box};
    }
    case SourceKind::Terrain: {
        const auto outline = rasterOutline(source.file);
        if (!outline)
            return unexpected(outline.error());
        const double dy = outline->half_m / kDegree_m, dx = dy / std::max(0.05, std::cos(outline->centre.lat * std::numbers::pi / 180));
        return LayerSample{
            kDegrees, {}, {outline->centre.lon - dx, outline->centre.lat - dy, outline->centre.lon + dx, outline->centre.lat + dy}};
    }
    case SourceKind::Gtfs: return sampleOfFeed(source.file);
    case SourceKind::Buildings: return sampleOfModels(source.file);
    default: break;
    }
    std::string ending = source.file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (ending == ".csv" || ending == ".txt" || ending == ".tsv") {
        IssueLog log;
        const auto table = readCsv(source.file, log);
        if (!table)
            return unexpected(table.error());
        return sampleOfTable(*table, column("lon"), column("lat"));
    }
    auto sample = sampleVector(source.file, source.layer);
    if (!sample)
        return unexpected(sample.error());
    return LayerSample{std::move(sample->crs), std::move(sample->shapes), sample->extent};
} catch (const std::exception& e) {
    return unexpected(Error{ErrorCode::BadFile, std::string("the file cannot be read (") + e.what() + ")"}.in(source.file.string()));
}

CityPlacement placeCity(const std::vector<LayerToPlace>& layers, const std::string& cityCrs, const std::function<bool()>& stop)
{
    const auto stopped = [&] { return stop && stop(); };
    CityPlacement city;
    std::vector<std::optional<PlaceFinding>> own;
    std::optional<std::size_t> anchor;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (stopped())
            return city;
        city.layers.emplace_back();
        own.emplace_back();
        if (layers[i].sample == nullptr || layers[i].sample->extent.empty())
            continue;
        own[i] = ownProblem(layers[i], layers[i].crs.empty() ? layers[i].sample->crs : layers[i].crs, cityCrs, city.layers[i]);
        if (own[i])
            own[i]->layer = i;
        else if (!anchor || (layers[i].anchor && !layers[*anchor].anchor))
            anchor = i;
    }
    if (anchor) {
        const Point2 centre = city.layers[*anchor].extent.centre();
        city.centre = LonLat{centre.x, centre.y};
    }
    if (cityCrs != "auto") {
        if (auto facts = crsFacts(cityCrs))
            city.city = std::move(*facts);
        else
            city.findings.push_back({{}, PlaceProblem::UnknownCrs, 0, {}});
    } else if (city.centre) {
        if (const auto frame = chooseFrame(*city.centre))
            if (auto facts = crsFacts(frame->crs))
                city.city = std::move(*facts);
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (stopped())
            return city;
        const Box& extent = city.layers[i].extent;
        if (!own[i] && anchor && i != *anchor && !extent.empty()) {
            const Box& other = city.layers[*anchor].extent;
            const double size_km = distance_km(LonLat{other.minX, other.minY}, LonLat{other.maxX, other.maxY});
            const double limit_km = std::max(kFar_km, kFarSizes * size_km), away_km = distance_km(extent, other);
            if (away_km > limit_km) {
                const Box swapped = placed(*layers[i].sample, layers[i].crs.empty() ? layers[i].sample->crs : layers[i].crs, true).extent;
                const bool axes = !swapped.empty() && distance_km(swapped, other) <= limit_km;
                own[i] = PlaceFinding{i, axes ? PlaceProblem::SwappedAxes : PlaceProblem::FarAway, away_km, {}};
            }
        }
        if (own[i])
            city.findings.push_back(*own[i]);
    }
    if (anchor) {
        city.within = inArea(city.city, city.layers[*anchor].extent);
        if (!city.within && !city.city.name.empty()) {
            const auto better = chooseFrame(*city.centre);
            city.findings.push_back({{}, PlaceProblem::OutsideCity, 0, better ? better->crs : std::string()});
        }
    }
    return city;
}

CityPlacement withoutLayer(CityPlacement placed, std::size_t layer)
{
    if (layer >= placed.layers.size())
        return placed;
    placed.layers.erase(placed.layers.begin() + static_cast<std::ptrdiff_t>(layer));
    std::erase_if(placed.findings, [&](const PlaceFinding& finding) { return finding.layer == layer; });
    for (PlaceFinding& finding : placed.findings)
        if (finding.layer && *finding.layer > layer)
            --*finding.layer;
    return placed;
}

}  // namespace isopolis
