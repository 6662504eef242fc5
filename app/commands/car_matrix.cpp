#include "app/commands/car_matrix.h"

#include "app/commands/files.h"
#include "gis/io/format/matrix_reader.h"
#include "simulation/traffic/city/external_stations.h"
#include "simulation/traffic/tntp.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr std::uintmax_t kLargestTntp = std::uintmax_t{1} << 29;

/// Neighbourhoods alone, or with the stations.
struct Sizes {
    std::size_t neighbourhoods = 0, all = 0;
    std::string text() const
    {
        return "The city has " + std::to_string(neighbourhoods) + " neighbourhoods and " + std::to_string(all - neighbourhoods) +
               " external stations: the matrix needs " + std::to_string(neighbourhoods) + " or " + std::to_string(all) +
               " zones, in the project's order.";
    }
};

ZoneMatrix widened(const ZoneMatrix& inner, std::size_t zones)
{
    ZoneMatrix all(zones);
    for (std::size_t i = 0; i < inner.zones; ++i)
        std::copy_n(inner.values.begin() + static_cast<std::ptrdiff_t>(i * inner.zones), inner.zones,
                    all.values.begin() + static_cast<std::ptrdiff_t>(i * zones));
    return all;
}

Expected<ZoneMatrix> readTntp(const std::filesystem::path& file, const Sizes& sizes)
{
    auto text = readTextFile(file, kLargestTntp);
    if (!text)
        return unexpected(text.error());
    auto trips = parseTntpTrips(*text);
    if (!trips)
        return unexpected(Error(trips.error()).in(file.string()));
    if (trips->zoneCount() != sizes.neighbourhoods && trips->zoneCount() != sizes.all)
        return unexpected(Error{ErrorCode::BadValue, "the trips are for " + std::to_string(trips->zoneCount()) + " zones"}
                              .in(file.string())
                              .cure(sizes.text()));
    ZoneMatrix cars(sizes.all);
    for (std::size_t o = 0; o < trips->zoneCount(); ++o)
        for (const OdDemand::Pair& pair : trips->from(o)) {
            if (!(pair.trips >= 0))
                return unexpected(Error{ErrorCode::BadValue, "the trips from zone " + std::to_string(o + 1) + " to zone " +
                                                                 std::to_string(pair.to + 1) + " are negative or no number"}
                                      .in(file.string())
                                      .cure("Trips are counts: 0 or more."));
            cars.values[o * sizes.all + pair.to] = pair.trips;
        }
    return cars;
}

}  // namespace

Expected<ZoneMatrix> readCarMatrix(const std::filesystem::path& file, const std::string& matrix, const AppliedScenario& applied,
                                   IssueLog& log)
{
    const std::size_t neighbourhoods = applied.city->neighbourhoods().size();
    const Sizes sizes{neighbourhoods, neighbourhoods + externalStations(*applied.city, trafficSettings(applied.parameters)).size()};
    if (file.extension() == ".tntp")
        return readTntp(file, sizes);
    auto read = readTripMatrix(file, matrix, sizes.all, log);
    if (!read && sizes.all != sizes.neighbourhoods)
        if (auto inner = readTripMatrix(file, matrix, sizes.neighbourhoods, log))
            read = std::move(inner);
    if (!read) {
        Error error = read.error();
        if (error.message.find("zones") != std::string::npos)
            error.cure(sizes.text());
        return unexpected(std::move(error));
    }
    ZoneMatrix cars(read->zones);
    cars.values = std::move(read->values);
    return cars.zones == sizes.all ? cars : widened(cars, sizes.all);
}

}  // namespace isopolis
