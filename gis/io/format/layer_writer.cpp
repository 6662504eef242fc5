#include "gis/io/format/layer_writer.h"

#include "gis/io/format/gdal_session.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace isopolis {

namespace {

namespace fs = std::filesystem;

struct Format {
    const char *ending, *driver;
    bool geometry;
};
constexpr Format kFormats[] = {{".gpkg", "GPKG", true}, {".geojson", "GeoJSON", true}, {".csv", "CSV", false}};

const Format* formatOf(const fs::path& path)
{
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto* found = std::find_if(std::begin(kFormats), std::end(kFormats), [&](const Format& f) { return ending == f.ending; });
    return found == std::end(kFormats) ? nullptr : found;
}

/// The system of a frame; the sample city's own plane has no code but a place.
bool readSystem(const LocalFrame& frame, OGRSpatialReference& system)
{
    system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (!frame.wkt.empty())
        return system.importFromWkt(frame.wkt.c_str()) == OGRERR_NONE;
    if (!frame.crs.empty() && frame.crs.starts_with("EPSG:"))
        return system.SetFromUserInput(frame.crs.c_str()) == OGRERR_NONE;
    char plane[256];
    std::snprintf(plane, sizeof plane, "+proj=aeqd +lat_0=%.10f +lon_0=%.10f +x_0=%.4f +y_0=%.4f +datum=WGS84 +units=m +type=crs",
                  frame.latitude, frame.longitude, frame.origin.x, frame.origin.y);
    return system.importFromProj4(plane) == OGRERR_NONE;
}

void addRing(OGRPolygon& polygon, const Ring& points, bool counterClockwise)
{
    auto ring = std::make_unique<OGRLinearRing>();
    const auto add = [&](Point2 p) { ring->addPoint(p.x, p.y); };
    if ((signedArea(points) > 0) == counterClockwise)
        std::for_each(points.begin(), points.end(), add);
    else
        std::for_each(points.rbegin(), points.rend(), add);
    ring->closeRings();
    polygon.addRingDirectly(ring.release());
}

std::unique_ptr<OGRGeometry> geometryOf(const LayerRow& row)
{
    if (!row.polygons.empty()) {
        auto all = std::make_unique<OGRMultiPolygon>();
        for (const Polygon& part : row.polygons) {
            auto polygon = std::make_unique<OGRPolygon>();
            addRing(*polygon, part.outer, true);
            for (const Ring& hole : part.holes)
                addRing(*polygon, hole, false);
            all->addGeometryDirectly(polygon.release());
        }
        return all;
    }
    auto all = std::make_unique<OGRMultiLineString>();
    for (const Polyline& line : row.lines) {
        auto one = std::make_unique<OGRLineString>();
        for (Point2 p : line)
            one->addPoint(p.x, p.y);
        all->addGeometryDirectly(one.release());
    }
    return all;
}

bool isAreal(const FeatureLayer& layer)
{
    return std::any_of(layer.rows.begin(), layer.rows.end(), [](const LayerRow& row) { return !row.polygons.empty(); });
}

bool addFields(OGRLayer& out, const FeatureLayer& layer)
{
    for (const LayerField& field : layer.fields) {
        OGRFieldDefn definition(field.name.c_str(), field.kind == FieldKind::Text     ? OFTString
                                                    : field.kind == FieldKind::Number ? OFTReal
                                                                                      : OFTInteger);
        if (out.CreateField(&definition) != OGRERR_NONE)
            return false;
    }
    return true;
}

bool addRows(OGRLayer& out, const FeatureLayer& layer, bool geometry)
{
    for (const LayerRow& row : layer.rows) {
        OGRFeature feature(out.GetLayerDefn());
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            const auto at = static_cast<int>(i);
            if (const auto* text = std::get_if<std::string>(&row.values[i]))
                feature.SetField(at, text->c_str());
            else if (const double value = std::get<double>(row.values[i]); !std::isfinite(value))
                feature.SetFieldNull(at);
            else if (layer.fields[i].kind == FieldKind::Whole)
                feature.SetField(at, static_cast<int>(std::lround(value)));
            else
                feature.SetField(at, value);
        }
        if (geometry)
            feature.SetGeometryDirectly(geometryOf(row).release());
        if (out.CreateFeature(&feature) != OGRERR_NONE)
            return false;
    }
    return true;
}

bool fill(GDALDataset& data, const FeatureLayer& layer, const Format& format)
{
    OGRSpatialReference system;
    if (format.geometry && !readSystem(layer.frame, system))
        return false;
    CPLStringList options;
    if (std::string_view(format.driver) == "CSV")
        options.SetNameValue("STRING_QUOTING", "IF_NEEDED");
    if (format.driver == std::string_view("GeoJSON"))
        options.SetNameValue("RFC7946", "YES");
    if (format.driver == std::string_view("GPKG") && !layer.about.empty())
        options.SetNameValue("DESCRIPTION", layer.about.c_str());
    if (format.driver == std::string_view("GeoJSON") && !layer.about.empty())
        options.SetNameValue("DESCRIPTION", layer.about.c_str());
    const OGRwkbGeometryType type = !format.geometry ? wkbNone : isAreal(layer) ? wkbMultiPolygon : wkbMultiLineString;
    OGRLayer* out = data.CreateLayer(layer.name.c_str(), format.geometry ? &system : nullptr, type, options.List());
    if (!out)
        return false;
    // One transaction, where there are any: a hundred thousand streets in a second.
    const bool together = data.StartTransaction() == OGRERR_NONE;
    return addFields(*out, layer) && addRows(*out, layer, format.geometry) && (!together || data.CommitTransaction() == OGRERR_NONE);
}

}  // namespace

Expected<void> writeLayer(const FeatureLayer& layer, const fs::path& path)
{
    const Format* format = formatOf(path);
    if (!format)
        return unexpected(Error{ErrorCode::Unsupported, "layers are not written as files of this kind"}
                              .in(path.string())
                              .cure("Give it the ending .gpkg, .geojson or .csv."));
    const auto failed = [&](const std::string& why) {
        return unexpected(
            Error{ErrorCode::Io, "the layer could not be written: " + why}.in(path.string()).cure("Choose another folder or name."));
    };
    const GdalQuiet quiet;
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(format->driver);
    if (!driver)
        return failed("this build of GDAL does not write " + driverLabel(format->driver));
    fs::path part = path;
    part.replace_filename(path.stem().string() + ".part" + format->ending);
    std::error_code ignored;
    fs::remove(part, ignored);
    bool whole = false;
    {
        const GDALDatasetUniquePtr data(driver->Create(part.string().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        whole = data && fill(*data, layer, *format);
    }
    // What is written late, on closing, may still have failed.
    if (!whole || !fs::exists(part, ignored)) {
        fs::remove(part, ignored);
        return failed(quiet.reason());
    }
    std::error_code moved;
    fs::rename(part, path, moved);
    if (moved) {
        fs::remove(part, ignored);
        return failed(moved.message());
    }
    return {};
}

}  // namespace isopolis
