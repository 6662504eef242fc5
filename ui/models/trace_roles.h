#pragma once
/// What cells of models know of the figures that they show.
///
///   index.data(kAddressRole).toString()    // "equity/no2_ug_m3/everyone/change", as `traceFigureAt` takes it; empty: no figure

#include <Qt>

namespace isopolis {

inline constexpr int kAddressRole = Qt::UserRole + 50;
inline constexpr int kParameterRole = Qt::UserRole + 51;  ///< id of the parameter that a row is; else empty

}  // namespace isopolis
