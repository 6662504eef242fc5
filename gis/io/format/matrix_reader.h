#pragma once
/// Reads a trip matrix between zones: OMX (open matrix, HDF5) or CSV.
///
///   Expected<TripMatrix> trips = readTripMatrix("am.omx", "car", 139, log);   trips->values[from * trips->zones + to];
///
/// OMX: `matrix` names one of the tables under /data; empty is allowed where there is one only. CSV: either three columns (from, to, trips)
/// with zones by their number from 1, or one row and one column per zone with the zones' numbers as first row and first column; pairs not
/// named are 0, a pair named twice adds up and is reported. The matrix must have `zones` rows and columns: a file made for other zones is
/// refused by name and size before anything large is read. Negative values, and values that are no number, are refused with their cell.
/// Bounded: 10,000 zones, files of 2 GiB. Links of an OMX file to other files are not followed.
/// Format: Open Matrix (omx), version 0.2 and 0.3: attributes OMX_VERSION and SHAPE, group /data.

#include "gis/core/expected.h"
#include "gis/io/issue_log.h"

#include <filesystem>
#include <vector>

namespace isopolis {

struct TripMatrix {
    std::string name;  ///< of the table, or of the file
    std::size_t zones = 0;
    std::vector<double> values;  ///< row = origin
};

Expected<TripMatrix> readTripMatrix(const std::filesystem::path& file, const std::string& matrix, std::size_t zones, IssueLog& log);

/// Names of the tables of an OMX file.
Expected<std::vector<std::string>> omxMatrices(const std::filesystem::path& file);

}  // namespace isopolis
