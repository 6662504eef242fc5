#pragma once
/// GDAL as this program uses it: only the drivers we promise, no network, messages collected instead of printed.
///
///   const GdalQuiet quiet;                       // one per reading function
///   … GDALOpenEx with allowedDriver("x.gpkg") …
///   quiet.messages();                            // what GDAL said meanwhile
///
/// Private to gis/io/format. GDAL's handlers are per thread, so two imports may run at once.

#include <filesystem>
#include <string>
#include <vector>

namespace isopolis {

class GdalQuiet {
public:
    GdalQuiet();
    ~GdalQuiet();
    GdalQuiet(const GdalQuiet&) = delete;
    GdalQuiet& operator=(const GdalQuiet&) = delete;
    std::vector<std::string> messages() const;
    /// The first message, shortened, or "no reason given".
    std::string reason() const;

private:
    std::vector<std::string> m_messages;
};

/// Name of the only driver that may open a file of this name, e.g. "GPKG" for .gpkg; empty if we read no such file.
std::string allowedDriver(const std::filesystem::path& file);
/// The driver's name for people, e.g. "GeoPackage".
std::string driverLabel(const std::string& driver);

}  // namespace isopolis
