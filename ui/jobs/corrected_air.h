#pragma once
/// The air as modelled, as corrected by stations, and how sure the correction is, as three maps with one legend for the first two.
///
///   auto map = correctedAirMap(run, request, control);
///   map->picture(CorrectedPicture::Corrected);   map->correction.gate.sentence;
///
/// Where leaving one station out shows that stations do not help, `Corrected` is `Modelled` and its legend says so. σ is what is left
/// after the correction: one standard deviation. Runs in parallel and can be cancelled. Errors: those of correctAir and of the air field.

#include "simulation/sensing/air_correction.h"
#include "ui/scene/overlay.h"

#include <array>
#include <optional>

namespace isopolis {

enum class CorrectedPicture : std::uint8_t { Modelled, Corrected, Sigma };

struct CorrectedAirMap {
    AirCorrection correction;
    std::array<Overlay, 3> pictures;
    const Overlay& picture(CorrectedPicture which) const { return pictures[static_cast<std::size_t>(which)]; }
};

Expected<CorrectedAirMap> correctedAirMap(const Run& run, const AirCorrectionRequest& request, RunControl& control);

/// "no2_ug_m3/corrected", "pm25_ug_m3/sigma", "no2_ug_m3/modelled"
std::optional<std::pair<AirQuantity, CorrectedPicture>> correctedPictureOf(std::string_view name);

/// The last hours that any station has a value of; 0: all that was measured.
void chooseLastHours(AirCorrectionRequest& request, int hours);

}  // namespace isopolis
