#pragma once
/// The options --date and --time of pictures: the sun over a city, as the window's dialog "Sun" has it.
///
///   addSunOptions(*command, options->sun);   …   if (options.sun.given()) request.sun = sunOver(*city, options.sun);

#include "gis/core/city/city.h"
#include "ui/scene/sun.h"

namespace CLI {
class App;
}

namespace isopolis {

/// Both or neither: CLI11 refuses one without the other, and what is no date or time, as wrong usage.
struct SunOptions {
    std::string date;  ///< "2026-06-21"
    std::string time;  ///< "18:30", of the time zone of the machine, as in the window
    bool given() const { return !date.empty(); }
};

void addSunOptions(CLI::App& command, SunOptions& options);

/// Where the sun stands then over the middle of the city; below the horizon it lights nothing.
SunPosition sunOver(const City& city, const SunOptions& options);

}  // namespace isopolis
