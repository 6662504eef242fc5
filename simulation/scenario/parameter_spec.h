#pragma once
/// A model constant that a modeller could dispute: what it means, its range and where it comes from.
///
///   inline constexpr ParameterSpec kDetour{.id = "access.walk.detour", .label = ISO_TR("parameter", "Detour factor"), …};
///   double detour = parameters.value(kDetour);
///
/// One constexpr table a model (`<model>_parameters.h`); `allParameters()` is the catalogue that sheets and lint read.

#include "gis/core/text.h"
#include "gis/core/units.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace isopolis {

enum class Distribution : std::uint8_t {
    Fixed,
    Uniform,
    Triangular,
    Normal,
    LogNormal
};  ///< how an ensemble draws it between low and high

struct ParameterSpec {
    std::string_view id;       ///< "traffic.bpr.beta": stable, never translated
    std::string_view label;    ///< ISO_TR("parameter", …)
    std::string_view meaning;  ///< ISO_TR("parameter", …): one sentence
    std::string_view symbol;   ///< as in the formula
    Unit unit = Unit::One;
    double standard = 0, low = 0, high = 0;  ///< low…high: the range that the source supports; overrides stay within it
    Distribution distribution = Distribution::Uniform;
    std::string_view source;  ///< citation with locator; "Assumption: …" where there is none
};

/// Every parameter of every model, ordered by id.
std::span<const ParameterSpec* const> allParameters();
/// Null if there is none of that id.
const ParameterSpec* findParameter(std::string_view id);

}  // namespace isopolis
