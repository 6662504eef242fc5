#pragma once
/// The note in the trace of a change while no draws of the assumptions are known (interval_note.h replaces it where they are).

#include "gis/core/text.h"

namespace isopolis {

inline constexpr const char* kNoInterval = ISO_TR(
    "explain", "No interval is known: without draws of the assumptions the change says nothing about how sure it is beyond the threshold.");

}  // namespace isopolis
