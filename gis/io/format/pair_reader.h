#pragma once
/// Reads a table of values between pairs of places, such as travel times: a line a pair, plain or compressed (.csv, .csv.gz).
///
///   Expected<PairTable> times = readPairs("travel_matrix.csv.gz", {});        // columns from_id, to_id, travel_time
///   times->ids[times->pairs[0].from];   times->pairs[0].value;
///
/// Ids are numbered in the order in which they come. The file is read in pieces: memory grows with the pairs, not with the text.
/// Bounded: 1 GB on disk, 4 GB of text (a small archive can hold endless text), 100 million pairs, 5 million ids, lines of 64 KB.
/// Errors name file, row (line of the file) and field: a missing column, a value that is no number of at least 0, a pair given
/// twice is left to the caller.

#include "gis/core/expected.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace isopolis {

struct PairColumns {
    std::string from = "from_id", to = "to_id", value = "travel_time";
};

struct PairTable {
    struct Pair {
        std::uint32_t from = 0, to = 0;  ///< positions in `ids`
        double value = 0;
    };
    std::vector<std::string> ids;
    std::vector<Pair> pairs;
};

Expected<PairTable> readPairs(const std::filesystem::path& file, const PairColumns& columns);

}  // namespace isopolis
