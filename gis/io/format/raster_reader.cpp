#include "gis/io/format/raster_reader.h"

#include "gis/io/file_bytes.h"
#include "gis/io/format/gdal_session.h"

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;
constexpr double kMostCells = 4e6;
constexpr int kMostPixels = 40'000'000;
constexpr double kWindowMargin_m = 200;

Error bad(const std::filesystem::path& file, std::string why, std::string cure)
{
    return Error{ErrorCode::BadFile, std::move(why)}.in(file.string()).cure(std::move(cure));
}

/// An open GeoTIFF with its position: pixel (column, row) ↔ coordinates of its own system.
struct Tiff {
    GDALDatasetUniquePtr data;
    std::array<double, 6> place{};  ///< GDAL's geotransform
    std::string wkt, crs;

    Point2 at(double column, double row) const
    {
        return {place[0] + column * place[1] + row * place[2], place[3] + column * place[4] + row * place[5]};
    }
    Point2 pixelOf(Point2 p) const
    {
        const double determinant = place[1] * place[5] - place[2] * place[4];
        const double dx = p.x - place[0], dy = p.y - place[3];
        return {(place[5] * dx - place[2] * dy) / determinant, (place[1] * dy - place[4] * dx) / determinant};
    }
    int columns() const { return data->GetRasterXSize(); }
    int rows() const { return data->GetRasterYSize(); }
};

Expected<Tiff> open(const std::filesystem::path& file, const GdalQuiet& quiet)
{
    const auto size = checkedSize(file, kMostBytes);
    if (!size)
        return unexpected(size.error());
    if (allowedDriver(file) != "GTiff")
        return unexpected(Error{ErrorCode::Unsupported, "terrain is read from GeoTIFF files only"}
                              .in(file.string())
                              .cure("Convert it, e.g. with `gdal_translate -of GTiff`"));
    const char* const drivers[] = {"GTiff", nullptr};
    Tiff tiff;
    tiff.data.reset(GDALDataset::Open(file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, drivers));
    if (!tiff.data || tiff.data->GetRasterCount() < 1)
        return unexpected(bad(file, "the file is not a readable GeoTIFF (" + quiet.reason() + ")", "Export the raster again as GeoTIFF"));
    if (tiff.data->GetGeoTransform(tiff.place.data()) != CE_None || tiff.place[1] * tiff.place[5] - tiff.place[2] * tiff.place[4] == 0)
        return unexpected(bad(file, "the raster does not say where it lies", "Export it with its georeference"));
    const OGRSpatialReference* system = tiff.data->GetSpatialRef();
    char* wkt = nullptr;
    const char* const options[] = {"FORMAT=WKT2_2018", nullptr};
    if (system != nullptr && system->exportToWkt(&wkt, options) == OGRERR_NONE && wkt != nullptr)
        tiff.wkt = wkt;
    CPLFree(wkt);
    if (tiff.wkt.empty() || !(system->IsProjected() || system->IsGeographic()))
        return unexpected(bad(file, "the raster has no coordinate system", "Assign one, e.g. with `gdal_edit.py -a_srs`").about("crs"));
    const char* code = system->GetAuthorityCode(nullptr);
    const char* name = system->GetName();
    tiff.crs = (code != nullptr ? "EPSG:" + std::string(code) + " (" : "(") + (name != nullptr ? name : "unnamed") + ")";
    return tiff;
}

/// Pixels of a part of the first band, perhaps thinned.
struct Pixels {
    std::vector<float> values;
    int columns = 0, rows = 0;
    double column0 = 0, row0 = 0, step = 1;

    /// Bilinear at a pixel position (centres at .5); NaN beside missing pixels and outside.
    float sample(Point2 pixel) const
    {
        const double x = (pixel.x - column0) / step - 0.5, y = (pixel.y - row0) / step - 0.5;
        if (!(x >= -0.5 && y >= -0.5 && x <= columns - 0.5 && y <= rows - 0.5))
            return std::nanf("");
        const double cx = std::clamp(x, 0.0, columns - 1.0), cy = std::clamp(y, 0.0, rows - 1.0);
        const int i = std::min(static_cast<int>(cx), std::max(0, columns - 2)), j = std::min(static_cast<int>(cy), std::max(0, rows - 2));
        const double fx = cx - i, fy = cy - j;
        const auto value = [&](int column, int row) {
            const int c = std::min(column, columns - 1), r = std::min(row, rows - 1);
            return static_cast<double>(
                values[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(c)]);
        };
        return static_cast<float>((1 - fy) * ((1 - fx) * value(i, j) + fx * value(i + 1, j)) +
                                  fy * ((1 - fx) * value(i, j + 1) + fx * value(i + 1, j + 1)));
    }
};

Expected<Pixels> readPixels(const Tiff& tiff, const Box& part, const std::filesystem::path& file, const GdalQuiet& quiet)
{
    const auto pixel = [](double position, int limit) { return static_cast<int>(std::clamp(position, -1.0, limit + 1.0)); };
    const int column0 = std::max(0, pixel(std::floor(part.minX) - 1, tiff.columns()));
    const int row0 = std::max(0, pixel(std::floor(part.minY) - 1, tiff.rows()));
    const int column1 = std::min(tiff.columns(), pixel(std::ceil(part.maxX) + 1, tiff.columns()));
    const int row1 = std::min(tiff.rows(), pixel(std::ceil(part.maxY) + 1, tiff.rows()));
    if (part.empty() || column0 >= column1 || row0 >= row1)
        return unexpected(bad(file, "the raster does not overlap the city's window", "Use a raster of this place, or correct the window"));
    Pixels pixels;
    pixels.column0 = column0;
    pixels.row0 = row0;
    const double all = static_cast<double>(column1 - column0) * (row1 - row0);
    pixels.step = std::max(1.0, std::sqrt(all / kMostPixels));
    pixels.columns = std::max(1, static_cast<int>((column1 - column0) / pixels.step));
    pixels.rows = std::max(1, static_cast<int>((row1 - row0) / pixels.step));
    pixels.values.resize(static_cast<std::size_t>(pixels.columns) * static_cast<std::size_t>(pixels.rows));
    GDALRasterBand* band = tiff.data->GetRasterBand(1);
    if (band->RasterIO(GF_Read, column0, row0, column1 - column0, row1 - row0, pixels.values.data(), pixels.columns, pixels.rows,
                       GDT_Float32, 0, 0, nullptr) != CE_None)
        return unexpected(bad(file, "the raster cannot be read to its end (" + quiet.reason() + ")", "Download or export it again"));
    int hasNoData = 0;
    const double noData = band->GetNoDataValue(&hasNoData);
    if (hasNoData != 0)
        std::replace_if(
            pixels.values.begin(), pixels.values.end(), [&](float v) { return v == static_cast<float>(noData); }, std::nanf(""));
    return pixels;
}

/// The window's outline in pixels of the file.
Box pixelBox(const Tiff& tiff, const Projector& projector, const Box& window)
{
    constexpr int kSteps = 16;
    Box box;
    for (int i = 0; i <= kSteps; ++i)
        for (int j = 0; j <= kSteps; ++j) {
            const Point2 p = projector.inverse(window.minX + window.width() * i / kSteps, window.minY + window.height() * j / kSteps);
            if (std::isfinite(p.x))
                box.add(tiff.pixelOf(p));
        }
    return box;
}

/// Side of a source pixel in metres of the frame, at the window's centre.
double pixelSize(const Tiff& tiff, const Projector& projector, Point2 centre)
{
    const Point2 source = projector.inverse(centre.x, centre.y);
    const Point2 pixel = tiff.pixelOf(source);
    const Point2 next = tiff.at(pixel.x + 1, pixel.y), below = tiff.at(pixel.x, pixel.y + 1);
    const double size = 0.5 * (distance(projector.forward(next.x, next.y), centre) + distance(projector.forward(below.x, below.y), centre));
    return std::isfinite(size) ? std::max(1.0, size) : 1.0;
}

}  // namespace

Expected<TerrainData> readTerrain(const std::filesystem::path& file, const Box& window, const LocalFrame& frame, double cell_m,
                                  IssueLog& log)
{
    log.inFile(file.string());
    const GdalQuiet quiet;
    const auto tiff = open(file, quiet);
    if (!tiff)
        return unexpected(tiff.error());
    auto projector = Projector::between(tiff->wkt, frame);
    if (!projector)
        return unexpected(projector.error().in(file.string()));
    const Box wanted = window.grown(kWindowMargin_m);
    const auto pixels = readPixels(*tiff, pixelBox(*tiff, *projector, wanted), file, quiet);
    if (!pixels)
        return unexpected(pixels.error());

    TerrainData out;
    out.crs = tiff->crs;
    out.sourceColumns = tiff->columns();
    out.sourceRows = tiff->rows();
    const double least_m = std::sqrt(wanted.width() * wanted.height() / kMostCells);
    double cell = cell_m > 0 ? cell_m : std::round(pixelSize(*tiff, *projector, window.centre()));
    if (cell < least_m) {
        cell = std::ceil(least_m);
        log.note("terrain_coarsened",
                 "the terrain is read in cells of " + std::to_string(static_cast<int>(cell)) + " m to keep it manageable");
    }
    Raster& raster = out.raster;
    raster.cell_m = cell;
    raster.origin = {wanted.minX, wanted.minY};
    raster.columns = static_cast<int>(std::ceil(wanted.width() / cell));
    raster.rows = static_cast<int>(std::ceil(wanted.height() / cell));
    raster.values.reserve(static_cast<std::size_t>(raster.columns) * static_cast<std::size_t>(raster.rows));
    std::size_t unknown = 0;
    out.lowest_m = HUGE_VAL;
    out.highest_m = -HUGE_VAL;
    for (int row = 0; row < raster.rows; ++row)
        for (int column = 0; column < raster.columns; ++column) {
            const Point2 centre = raster.centreOf(column, row), source = projector->inverse(centre.x, centre.y);
            const float value = std::isfinite(source.x) ? pixels->sample(tiff->pixelOf(source)) : std::nanf("");
            raster.values.push_back(value);
            if (std::isfinite(value)) {
                out.lowest_m = std::min(out.lowest_m, double{value});
                out.highest_m = std::max(out.highest_m, double{value});
            } else {
                ++unknown;
            }
        }
    if (unknown == raster.values.size())
        return unexpected(
            bad(file, "the raster knows no height in the city's window", "Use a raster of this place, or correct the window"));
    if (unknown > 0)
        log.note("terrain_gaps", std::to_string(unknown) + " of " + std::to_string(raster.values.size()) + " terrain cells have no height");
    return out;
}

Expected<RasterOutline> rasterOutline(const std::filesystem::path& file)
{
    const GdalQuiet quiet;
    const auto tiff = open(file, quiet);
    if (!tiff)
        return unexpected(tiff.error());
    LocalFrame degrees;
    degrees.crs = "EPSG:4326";
    auto toDegrees = Projector::between(tiff->wkt, degrees);
    if (!toDegrees)
        return unexpected(toDegrees.error().in(file.string()));
    const Point2 middle = tiff->at(0.5 * tiff->columns(), 0.5 * tiff->rows());
    const Point2 centre = toDegrees->forward(middle.x, middle.y);
    RasterOutline outline{{centre.x, centre.y}, 0};
    const auto frame = chooseFrame(outline.centre);
    if (!frame)
        return unexpected(frame.error());
    const auto toMetres = Projector::between(tiff->wkt, *frame);
    if (!toMetres)
        return unexpected(toMetres.error());
    const Point2 corner = tiff->at(0, 0), at = toMetres->forward(corner.x, corner.y);
    outline.half_m = std::max(std::abs(at.x - frame->origin.x), std::abs(at.y - frame->origin.y));
    if (!std::isfinite(outline.half_m) || !(outline.half_m > 0))
        return unexpected(
            bad(file, "the raster's corners do not fit its coordinate system", "Assign the right coordinate system").about("crs"));
    return outline;
}

}  // namespace isopolis
