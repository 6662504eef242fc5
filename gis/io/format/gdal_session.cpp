#include "gis/io/format/gdal_session.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal_frmts.h>
#include <gdal_priv.h>
#include <ogr_srs_api.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <mutex>

namespace isopolis {

namespace {

constexpr std::size_t kMostMessages = 200, kLongestReason = 200;

struct DriverOfEnding {
    std::string_view ending, driver, label;
};
constexpr std::array<DriverOfEnding, 7> kDrivers = {{
    {".gpkg", "GPKG", "GeoPackage"},
    {".geojson", "GeoJSON", "GeoJSON"},
    {".json", "GeoJSON", "GeoJSON"},
    {".shp", "ESRI Shapefile", "Shapefile"},
    {".fgb", "FlatGeobuf", "FlatGeobuf"},
    {".tif", "GTiff", "GeoTIFF"},
    {".tiff", "GTiff", "GeoTIFF"},
}};

void CPL_STDCALL collect(CPLErr level, CPLErrorNum, const char* message)
{
    auto* messages = static_cast<std::vector<std::string>*>(CPLGetErrorHandlerUserData());
    if (messages != nullptr && level != CE_Debug && messages->size() < kMostMessages)
        messages->emplace_back(message);
}

void registerDrivers()
{
    static std::once_flag once;
    std::call_once(once, [] {
        CPLSetConfigOption("GDAL_HTTP_MAX_RETRY", "0");
        CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "FALSE");
        CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "200");
        OSRSetPROJEnableNetwork(0);
        GDALRegister_GTiff();
        RegisterOGRShape();
        RegisterOGRGeoJSON();
        RegisterOGRGeoPackage();
        RegisterOGRFlatGeobuf();
        RegisterOGRCSV();  // written, never opened: see allowedDriver
    });
}

}  // namespace

GdalQuiet::GdalQuiet()
{
    registerDrivers();
    CPLPushErrorHandlerEx(collect, &m_messages);
}

GdalQuiet::~GdalQuiet() { CPLPopErrorHandler(); }

std::vector<std::string> GdalQuiet::messages() const { return m_messages; }

std::string GdalQuiet::reason() const { return m_messages.empty() ? "no reason given" : m_messages.front().substr(0, kLongestReason); }

std::string allowedDriver(const std::filesystem::path& file)
{
    std::string name = file.filename().string();
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const DriverOfEnding& d : kDrivers)
        if (name.ends_with(d.ending))
            return std::string(d.driver);
    return {};
}

std::string driverLabel(const std::string& driver)
{
    for (const DriverOfEnding& d : kDrivers)
        if (d.driver == driver)
            return std::string(d.label);
    return driver;
}

}  // namespace isopolis
