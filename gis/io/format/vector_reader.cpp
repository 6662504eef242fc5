#include "gis/io/format/vector_reader.h"

#include "gis/io/file_bytes.h"
#include "gis/io/format/gdal_session.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;
constexpr std::size_t kMostFeatures = 2'000'000, kMostPoints = 50'000'000;
constexpr std::size_t kSampledFeatures = 300;
constexpr int kSampledCorners = 50;

Expected<GDALDatasetUniquePtr> open(const std::filesystem::path& file, const GdalQuiet& quiet)
{
    const auto size = checkedSize(file, kMostBytes);
    if (!size)
        return unexpected(size.error());
    const std::string driver = allowedDriver(file);
    if (driver.empty() || driver == "GTiff")
        return unexpected(Error{ErrorCode::Unsupported, "files of this kind are not read as areas or points"}
                              .in(file.string())
                              .cure("Export the layer as GeoPackage, GeoJSON, Shapefile or FlatGeobuf"));
    const char* const drivers[] = {driver.c_str(), nullptr};
    GDALDatasetUniquePtr data(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers));
    if (!data || data->GetLayerCount() == 0)
        return unexpected(Error{ErrorCode::BadFile, "the file is not a readable " + driverLabel(driver) + " file (" + quiet.reason() + ")"}
                              .in(file.string())
                              .cure("Export the layer again as " + driverLabel(driver)));
    return data;
}

Expected<OGRLayer*> pickLayer(GDALDataset& data, const std::string& file, const std::string& wanted)
{
    std::string names;
    for (int i = 0; i < data.GetLayerCount(); ++i)
        names += (i > 0 ? ", " : "") + std::string(data.GetLayer(i)->GetName());
    if (wanted.empty() && data.GetLayerCount() == 1)
        return data.GetLayer(0);
    if (OGRLayer* layer = wanted.empty() ? nullptr : data.GetLayerByName(wanted.c_str()))
        return layer;
    return unexpected(Error{ErrorCode::NotFound, wanted.empty() ? "the file has several layers" : "the file has no layer '" + wanted + "'"}
                          .in(file)
                          .about("layer")
                          .cure("Name one in the recipe, \"layer\": one of " + names.substr(0, 500)));
}

std::string describe(const OGRSpatialReference& system)
{
    const char* name = system.GetName();
    const char* authority = system.GetAuthorityName(nullptr);
    const char* code = system.GetAuthorityCode(nullptr);
    std::string text = name != nullptr ? name : "unnamed";
    if (authority != nullptr && code != nullptr)
        text = std::string(authority) + ":" + code + " (" + text + ")";
    return text;
}

/// What is stated, else the layer's system as WKT; refuses a layer that has none, or one that is only called undefined.
Expected<std::string> systemOf(OGRLayer& layer, const std::string& file, const std::string& stated)
{
    if (!stated.empty())
        return stated;
    const OGRSpatialReference* system = layer.GetSpatialRef();
    char* wkt = nullptr;
    const char* const options[] = {"FORMAT=WKT2_2018", nullptr};
    const bool known =
        system != nullptr && (system->IsProjected() || system->IsGeographic()) && system->exportToWkt(&wkt, options) == OGRERR_NONE;
    std::string text = known && wkt != nullptr ? wkt : "";
    CPLFree(wkt);
    if (text.empty() || std::string_view(system->GetName() != nullptr ? system->GetName() : "").starts_with("Undefined"))
        return unexpected(
            Error{ErrorCode::BadFile, "the layer '" + std::string(layer.GetName()) + "' has no coordinate system"}
                .in(file)
                .about("crs")
                .cure("Assign the right one (for a Shapefile its .prj file; in QGIS: Layer > Set CRS, then export) and try again"));
    return text;
}

/// Turns OGR geometry into ours, in the city's frame.
class Converter {
public:
    Converter(const Projector& projector, IssueLog& log) : m_projector(projector), m_log(log) {}
    std::size_t points() const { return m_points; }
    std::size_t unreachable() const { return m_unreachable; }

    void convert(const OGRGeometry* geometry, Feature& feature)
    {
        if (geometry == nullptr || geometry->IsEmpty()) {
            m_log.warn("empty_geometry", "the feature has no geometry", feature.id);
            return;
        }
        const std::unique_ptr<OGRGeometry> plain(geometry->getLinearGeometry());
        plain->flattenTo2D();
        const OGRwkbGeometryType type = wkbFlatten(plain->getGeometryType());
        const bool areal = type == wkbPolygon || type == wkbMultiPolygon || type == wkbGeometryCollection;
        if (areal && plain->IsValid() == 0) {
            m_log.warn("invalid_geometry", "the outline crosses itself and was repaired", feature.id);
            const std::unique_ptr<OGRGeometry> repaired(plain->MakeValid());
            add(repaired ? *repaired : *plain, feature);
        } else {
            add(*plain, feature);
        }
        if (feature.polygons.empty() && feature.lines.empty() && feature.points.empty())
            m_log.warn("empty_geometry", "the feature has no usable geometry", feature.id);
    }

private:
    void add(const OGRGeometry& geometry, Feature& feature)
    {
        switch (wkbFlatten(geometry.getGeometryType())) {
        case wkbPoint: addPoint(*geometry.toPoint(), feature); break;
        case wkbLineString: addLine(*geometry.toLineString(), feature); break;
        case wkbPolygon: addPolygon(*geometry.toPolygon(), feature); break;
        case wkbMultiPoint:
        case wkbMultiLineString:
        case wkbMultiPolygon:
        case wkbGeometryCollection:
            for (const OGRGeometry* part : *geometry.toGeometryCollection())
                if (!part->IsEmpty())
                    add(*part, feature);
            break;
        default: m_log.warn("unknown_geometry", "the geometry is of a kind that is not read", feature.id);
        }
    }
    bool project(std::vector<Point2>& points)
    {
        m_points += points.size();
        m_projector.forward(points);
        const auto bad = std::count_if(points.begin(), points.end(), [](Point2 p) { return !std::isfinite(p.x); });
        m_unreachable += static_cast<std::size_t>(bad);
        return bad == 0;
    }
    void addPoint(const OGRPoint& point, Feature& feature)
    {
        std::vector<Point2> points{{point.getX(), point.getY()}};
        if (project(points))
            feature.points.push_back(points.front());
        else
            m_log.warn("bad_coordinates", "the point lies outside the reach of the city's coordinate system", feature.id);
    }
    static std::vector<Point2> read(const OGRSimpleCurve& curve)
    {
        std::vector<Point2> points;
        for (int i = 0; i < std::min<int>(curve.getNumPoints(), static_cast<int>(kMostPoints)); ++i)
            points.push_back({curve.getX(i), curve.getY(i)});
        return points;
    }
    void addLine(const OGRLineString& line, Feature& feature)
    {
        auto points = read(line);
        if (points.size() >= 2 && project(points))
            feature.lines.push_back(std::move(points));
    }
    void addPolygon(const OGRPolygon& source, Feature& feature)
    {
        Polygon polygon;
        bool outer = true;
        for (const OGRLinearRing* ring : source) {
            auto points = read(*ring);
            if (points.size() > 1 && points.front() == points.back())
                points.pop_back();
            const bool usable = points.size() >= 3 && project(points);
            if (outer && !usable) {
                m_log.warn("bad_coordinates", "the outline lies outside the reach of the city's coordinate system", feature.id);
                return;
            }
            if (outer)
                polygon.outer = std::move(points);
            else if (usable)
                polygon.holes.push_back(std::move(points));
            outer = false;
        }
        if (!polygon.outer.empty())
            feature.polygons.push_back(std::move(polygon));
    }
    const Projector& m_projector;
    IssueLog& m_log;
    std::size_t m_points = 0, m_unreachable = 0;
};

FieldValue readValue(const OGRFeature& feature, int field)
{
    if (!feature.IsFieldSetAndNotNull(field))
        return {};
    switch (feature.GetFieldDefnRef(field)->GetType()) {
    case OFTInteger: return static_cast<double>(feature.GetFieldAsInteger(field));
    case OFTInteger64: return static_cast<double>(feature.GetFieldAsInteger64(field));
    case OFTReal: return feature.GetFieldAsDouble(field);
    default: return std::string(feature.GetFieldAsString(field));
    }
}

/// Every so many of a line's corners, its last one too.
Polyline thinned(const OGRSimpleCurve& curve)
{
    Polyline line;
    const int count = curve.getNumPoints(), step = std::max(1, count / kSampledCorners);
    for (int i = 0; i < count; i += step)
        line.push_back({curve.getX(i), curve.getY(i)});
    if (count > 1 && (count - 1) % step != 0)
        line.push_back({curve.getX(count - 1), curve.getY(count - 1)});
    return line;
}

void addShapes(const OGRGeometry& geometry, std::vector<Polyline>& shapes)
{
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint: shapes.push_back({{geometry.toPoint()->getX(), geometry.toPoint()->getY()}}); break;
    case wkbLineString: shapes.push_back(thinned(*geometry.toLineString())); break;
    case wkbPolygon:
        if (const OGRLinearRing* ring = geometry.toPolygon()->getExteriorRing())
            shapes.push_back(thinned(*ring));
        break;
    case wkbMultiPoint:
    case wkbMultiLineString:
    case wkbMultiPolygon:
    case wkbGeometryCollection:
        for (const OGRGeometry* part : *geometry.toGeometryCollection())
            if (!part->IsEmpty() && shapes.size() < 2 * kSampledFeatures)
                addShapes(*part, shapes);
        break;
    default: break;
    }
}

Error tooLarge(const std::string& file)
{
    return Error{ErrorCode::Unsupported, "the layer has more than 2 million features or 50 million points"}.in(file).cure(
        "Cut the layer to the city first");
}

Expected<FeatureTable> readLayer(OGRLayer& layer, const Projector& projector, FeatureTable table, IssueLog& log)
{
    const OGRFeatureDefn* definition = layer.GetLayerDefn();
    for (int i = 0; i < definition->GetFieldCount(); ++i)
        table.columns.emplace_back(definition->GetFieldDefn(i)->GetNameRef());
    Converter converter(projector, log);
    layer.ResetReading();
    while (const OGRFeatureUniquePtr source{layer.GetNextFeature()}) {
        Feature feature;
        feature.id = "feature " + std::to_string(source->GetFID());
        for (int i = 0; i < definition->GetFieldCount(); ++i)
            feature.values.push_back(readValue(*source, i));
        converter.convert(source->GetGeometryRef(), feature);
        table.features.push_back(std::move(feature));
        if (table.features.size() > kMostFeatures || converter.points() > kMostPoints)
            return unexpected(tooLarge(table.file));
    }
    if (converter.unreachable() * 2 > converter.points())
        return unexpected(Error{ErrorCode::BadValue, "most coordinates do not fit the stated coordinate system " + table.crs}
                              .in(table.file)
                              .about("crs")
                              .cure("Assign the coordinate system in which the file was made"));
    return table;
}

}  // namespace

Expected<FeatureTable> readVector(const std::filesystem::path& file, const std::string& layerName, const LocalFrame& frame, IssueLog& log,
                                  const std::string& stated)
{
    log.inFile(file.string());
    const GdalQuiet quiet;
    auto data = open(file, quiet);
    if (!data)
        return unexpected(data.error());
    auto layer = pickLayer(**data, file.string(), layerName);
    if (!layer)
        return unexpected(layer.error());
    auto system = systemOf(**layer, file.string(), stated);
    if (!system)
        return unexpected(system.error());
    auto projector = Projector::between(*system, frame);
    if (!projector)
        return unexpected(projector.error().in(file.string()));
    FeatureTable table;
    table.file = file.string();
    table.layer = (*layer)->GetName();
    table.format = driverLabel(allowedDriver(file));
    table.crs = stated.empty() ? describe(*(*layer)->GetSpatialRef()) : stated;
    auto read = readLayer(**layer, *projector, std::move(table), log);
    for (const std::string& message : quiet.messages())
        log.note("reader_message", "the file's reader says: " + message.substr(0, 300));
    return read;
}

Expected<VectorOutline> vectorOutline(const std::filesystem::path& file, const std::string& stated)
{
    const GdalQuiet quiet;
    auto data = open(file, quiet);
    if (!data)
        return unexpected(data.error());
    VectorOutline outline;
    for (int i = 0; i < (*data)->GetLayerCount(); ++i)
        outline.layers.emplace_back((*data)->GetLayer(i)->GetName());
    OGRLayer& layer = *(*data)->GetLayer(0);
    OGREnvelope box;
    auto system = systemOf(layer, file.string(), stated);
    if (!system)
        return unexpected(system.error());
    if (layer.GetExtent(&box, TRUE) != OGRERR_NONE)
        return unexpected(
            Error{ErrorCode::BadFile, "the layer has no features with geometry"}.in(file.string()).cure("Export the layer again"));
    LocalFrame degrees;
    degrees.crs = "EPSG:4326";
    auto projector = Projector::between(*system, degrees);
    if (!projector)
        return unexpected(projector.error().in(file.string()));
    const Point2 centre = projector->forward(0.5 * (box.MinX + box.MaxX), 0.5 * (box.MinY + box.MaxY));
    outline.centre = {centre.x, centre.y};
    return outline;
}

Expected<VectorSample> sampleVector(const std::filesystem::path& file, const std::string& layerName)
{
    const GdalQuiet quiet;
    auto data = open(file, quiet);
    if (!data)
        return unexpected(data.error());
    auto picked = layerName.empty() ? Expected<OGRLayer*>((*data)->GetLayer(0)) : pickLayer(**data, file.string(), layerName);
    if (!picked)
        return unexpected(picked.error());
    OGRLayer& layer = **picked;
    VectorSample sample;
    if (const auto system = systemOf(layer, file.string(), {}))
        sample.crs = *system;
    OGREnvelope box;
    if (layer.GetExtent(&box, TRUE) != OGRERR_NONE)
        return unexpected(
            Error{ErrorCode::BadFile, "the layer has no features with geometry"}.in(file.string()).cure("Export the layer again"));
    sample.extent = {box.MinX, box.MinY, box.MaxX, box.MaxY};
    const auto count = static_cast<std::size_t>(std::max<GIntBig>(0, layer.GetFeatureCount(TRUE)));
    const std::size_t step = std::max<std::size_t>(1, count / kSampledFeatures);
    layer.ResetReading();
    for (std::size_t i = 0; i < kMostFeatures && sample.shapes.size() < 2 * kSampledFeatures; ++i) {
        const OGRFeatureUniquePtr feature{layer.GetNextFeature()};
        if (!feature)
            break;
        const OGRGeometry* geometry = i % step == 0 ? feature->GetGeometryRef() : nullptr;
        if (geometry == nullptr || geometry->IsEmpty())
            continue;
        const std::unique_ptr<OGRGeometry> plain(geometry->getLinearGeometry());
        addShapes(*plain, sample.shapes);
    }
    return sample;
}

}  // namespace isopolis
