#pragma once
/// The results of a run as bytes and back; `applied`, key and name are kept by the caller. Throws SqliteError on damage.

#include "simulation/project/byte_stream.h"
#include "simulation/run/run.h"

namespace isopolis {

std::vector<std::uint8_t> encodeResults(const Run& run);
/// Checks that the vectors fit the city and the scenario that they are read for.
void decodeResults(std::span<const std::uint8_t> bytes, Run& run);

}  // namespace isopolis
